"""The process that runs the jobs: as `returnhub up` starts it, killed and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.casework.cases import stage
from tests.service_database import Database
from tests.service_people import a_case, days_ago, moment, someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import record_happening
from returnhub.journal.models import Event as Entry
from returnhub.procedure import Event

SECONDS = 20


@contextmanager
def worker(database: Database, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process, told its database and nothing else."""
    told = {k: v for k, v in os.environ.items() if not k.startswith(("RETURNHUB_", "DATABASE_URL", "PG"))}
    told |= {"RETURNHUB_DATABASE_JOBS": database.addresses.jobs, "RETURNHUB_HOME": str(database.home)}
    with (
        log.open("ab") as out,
        subprocess.Popen(
            [sys.executable, "-m", "returnhub.service.jobs"], env=told, stdout=out, stderr=out
        ) as process,
    ):
        yield process
        process.kill()


def becomes(true: Callable[[], bool], log: Path) -> None:
    """Ask until something is so."""
    end = time.monotonic() + SECONDS
    while not true():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def test_clocks_run_out_at_the_start_of_the_process_and_after_it_was_killed(
    database: Database, tmp_path: Path
):
    officer, log = someone(Role.SCREENING), tmp_path / "log"

    def refused_again() -> int:
        case = a_case(officer).pk
        record_happening(officer, case=case, event=Event.FURTHER_SUBMISSIONS_MADE, at=moment(days_ago(21)))
        record_happening(officer, case=case, event=Event.FRESH_CLAIM_REFUSED, at=moment(days_ago(20)))
        return case

    first = refused_again()
    with worker(database, log) as process:
        becomes(lambda: stage(first) == "appeal rights exhausted, in the sending state", log)
        process.kill()
    second = refused_again()
    with worker(database, log) as process:
        becomes(lambda: stage(second) == "appeal rights exhausted, in the sending state", log)
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0, log.read_text()
    assert Entry.objects.filter(kind="casework.clock_ran_out", case=first).count() == 1


pytestmark = pytest.mark.usefixtures("database")
