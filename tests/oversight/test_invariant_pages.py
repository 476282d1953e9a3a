"""The Invariants page: counts for everybody, red while a change by hand stands, rows for monitors alone."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.service_database import Database
from tests.service_people import a_case, someone

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.journal.actor import the_clock
from returnhub.journal.models import Event
from returnhub.oversight.invariants.catalogue import INVARIANTS
from returnhub.oversight.invariants.commands import check_all
from returnhub.oversight.models import Check

CLOCK = the_clock("oversight.check")
STAGE = "/invariants/stage_is_the_fold_of_events/"


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=someone(role).id))
    return client


@pytest.fixture(scope="module")
def case(database: Database) -> Case:
    return a_case(someone(Role.SCREENING))


def set_stage(database: Database, case: Case, stage: str) -> str:
    """Write a stage by hand, past the guards; the one before."""
    with database.superuser() as connection, connection.transaction():
        found = connection.execute(
            "SELECT stage FROM casework_standing WHERE case_id = %s", [case.pk]
        ).fetchone()
        connection.execute("UPDATE casework_standing SET stage = %s WHERE case_id = %s", [stage, case.pk])
    assert found is not None
    return found[0]


def test_before_the_first_check_the_page_says_so(case: Case) -> None:
    page = Client().get("/invariants/").content.decode()
    assert "Nothing was checked yet" in page
    assert page.count("Not checked yet") == len(INVARIANTS)


def test_red_while_a_superusers_change_stands_and_green_again_with_both_on_record(
    database: Database, case: Case
) -> None:
    check_all(CLOCK)
    client = Client()
    page = client.get("/invariants/").content.decode()
    assert "✓ Holds" in page
    assert "Nothing to check yet" in page
    assert "✕ Broken" not in page
    assert not client.cookies

    was = set_stage(database, case, "in the hub")
    check_all(CLOCK)
    page = client.get("/invariants/").content.decode()
    assert "✕ Broken" in page
    assert "Broken since" in page
    one = client.get(STAGE).content.decode()
    assert "What this means" in one
    assert "WITH RECURSIVE" in one
    assert case.reference not in page + one
    broke = Event.objects.get(
        kind="oversight.invariant_broken", data__invariant="stage_is_the_fold_of_events"
    )
    assert str(broke.record) in one

    rows = signed_in(Role.MONITOR).get(f"{STAGE}affected/").content.decode()
    assert case.reference in rows
    assert "shown in the hub" in rows
    assert signed_in(Role.ANALYST).get(f"{STAGE}affected/").status_code == 404

    check_all(CLOCK)
    assert Event.objects.filter(kind="oversight.invariant_broken").count() == 2, "told once, not each minute"

    set_stage(database, case, was)
    check_all(CLOCK)
    assert "✕ Broken" not in client.get("/invariants/").content.decode()
    assert "held again" in client.get(STAGE).content.decode()
    assert Check.objects.count() == 4 * len(INVARIANTS)


def test_what_is_needed_to_ask_being_gone_is_broken_too(database: Database, case: Case) -> None:
    with database.superuser() as connection:
        connection.execute("REVOKE EXECUTE ON FUNCTION guard.against(bigint, text, date) FROM returnhub_app")
    found = {r.invariant.id: r.found for r in check_all(CLOCK)}
    with database.superuser() as connection:
        connection.execute("GRANT EXECUTE ON FUNCTION guard.against(bigint, text, date) TO returnhub_app")
    assert found["no_authority_on_an_unknown"].broken == 1
    assert "could not be asked" in found["no_authority_on_an_unknown"].examples[0].what


def test_every_invariant_has_its_page_and_no_other_name_has(case: Case) -> None:
    client = Client()
    for invariant in INVARIANTS:
        assert client.get(f"/invariants/{invariant.id}/").status_code == 200
    assert client.get("/invariants/no_such/").status_code == 404
