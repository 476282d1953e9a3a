"""`returnhub doctor` asks each promise of the running service, and says which a superuser broke."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.service_database import Database, database, setup_server
from tests.service_people import a_case, someone

from returnhub.accounts.roles import Role

__all__ = ["database", "setup_server"]


def doctor(database: Database, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "returnhub", "doctor", "--home", str(database.home), *options],
        env={"PATH": "", "DATABASE_URL": database.setup, "NO_COLOR": "1", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_well_and_then_names_what_a_superuser_broke(database: Database) -> None:
    case = a_case(someone(Role.SCREENING))

    well = doctor(database)
    assert well.returncode == 0, well.stdout + well.stderr
    assert "holds, of 1 cases" in well.stdout
    assert "nothing to check yet, no authorities in force" in well.stdout

    with database.superuser() as connection:
        connection.execute("ALTER TABLE casework_standing DISABLE TRIGGER ALL")
        connection.execute("UPDATE casework_standing SET verdict = 'barred'")
        connection.execute("DROP TRIGGER screens ON casework_fact")
    broken = doctor(database, "--json")
    assert broken.returncode == 1
    found = {c["id"]: c for c in json.loads(broken.stdout)["result"]["checks"]}
    assert [k for k, c in found.items() if c["broken"]] == [
        "verdict_is_what_the_facts_say",
        "service_guards_are_on",
    ]
    assert found["verdict_is_what_the_facts_say"]["examples"][0]["row"] == f"case {case.pk}"
    assert {"row": "trigger screens on casework_fact", "what": "not as shipped"} in found[
        "service_guards_are_on"
    ]["examples"]


def test_a_folder_that_no_service_uses_is_said(tmp_path: Path, database: Database) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "returnhub", "doctor", "--home", str(tmp_path)],
        env={"PATH": "", "COLUMNS": "120"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "no service runs on the folder" in ended.stderr
    assert "returnhub up" in ended.stderr
