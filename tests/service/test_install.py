"""Setting up again on a database that is full of people: nothing is lost, what was taken away is back."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.utils import timezone
from tests.movements.way import authorised, people
from tests.service_database import Database, lead_django_to
from tests.service_people import refuses

from returnhub.casework.commands.counsel import write_note
from returnhub.casework.models import Case, CaseNote
from returnhub.oversight.invariants.look import look
from returnhub.service.install import OWNER, install, put_guards

TABLES = ("journal_event", "casework_case", "casework_fact", "casework_happening", "movements_authority")


def counts(database: Database) -> dict[str, int]:
    with database.superuser() as connection:
        return {t: connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in TABLES}


def again(database: Database, home: Path) -> None:
    install(database.setup, home)
    lead_django_to(database.addresses)


@pytest.fixture(scope="module")
def case(database: Database) -> Case:
    return authorised(people())[0]


def test_setting_up_again_changes_no_row_and_leaves_every_promise_whole(
    database: Database, case: Case
) -> None:
    before = counts(database)
    again(database, database.home)
    assert counts(database) == before
    with psycopg.connect(database.addresses.web, autocommit=True) as connection:
        broken = [r.invariant.id for r in look(connection, timezone.now(), whole=True) if r.found.broken]
    # no sequencer runs here, so nothing comes into the tree
    assert set(broken) <= {"entries_come_into_the_tree"}


def test_nobody_who_signs_in_waits_for_queries_to_be_compiled(database: Database) -> None:
    with database.application() as connection:
        assert connection.execute("SHOW jit").fetchone() == ("off",)


def test_what_a_superuser_took_away_is_back_after_setting_up_again(database: Database, case: Case) -> None:
    with database.superuser() as connection:
        connection.execute("DROP TRIGGER recorded ON casework_casenote")
        connection.execute("DROP TRIGGER stands ON movements_authority")
        connection.execute("GRANT UPDATE ON casework_fact TO returnhub_app")
    again(database, database.home)
    with database.application() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE casework_fact SET value = 'true'")
    with database.superuser() as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute(
            "INSERT INTO casework_casenote (event_id, case_id, text) VALUES (1, %s, 'x')", [case.pk]
        )


def test_a_guard_of_an_earlier_version_is_gone_after_setting_up_again(database: Database, case: Case) -> None:
    with database.superuser() as connection:
        connection.execute("CREATE FUNCTION guard.retired() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'")
        connection.execute("ALTER FUNCTION guard.retired() OWNER TO returnhub_owner")
        connection.execute(
            "CREATE TRIGGER retired BEFORE INSERT ON casework_casenote"
            " FOR EACH ROW EXECUTE FUNCTION guard.retired()"
        )
    again(database, database.home)
    with database.superuser() as connection:
        left = connection.execute(
            "SELECT to_regproc('guard.retired'), (SELECT count(*) FROM pg_trigger WHERE tgname = 'retired')"
        )
        assert left.fetchone() == (None, 0)


def test_a_migration_of_a_filled_table_keeps_its_rows_and_the_guard_covers_the_new_column(
    database: Database, case: Case
) -> None:
    officer = people().screening
    note = write_note(officer, case=case.pk, text="written before the migration")
    with database.superuser() as connection, connection.transaction():
        connection.execute(f"SET LOCAL ROLE {OWNER}")
        connection.execute("ALTER TABLE casework_casenote ADD COLUMN seen boolean NOT NULL DEFAULT false")
    with psycopg.connect(database.setup) as connection:
        put_guards(connection)
    assert CaseNote.objects.get(pk=note.pk).text == "written before the migration"
    with database.superuser() as connection, pytest.raises(psycopg.errors.RestrictViolation):
        connection.execute("UPDATE casework_casenote SET seen = true")


def test_no_migration_is_missing(database: Database) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_only_one_may_be_set_up_in_a_database(database: Database, tmp_path: Path) -> None:
    with refuses("record.log_exists"):
        install(database.setup, tmp_path)
    lead_django_to(database.addresses)
