"""The main day of those who can stop it, those who look on, and whoever has no account."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import psycopg
import pytest
from tests.journeys.conftest import Come
from tests.movements import way
from tests.movements.way import People
from tests.service_database import Database
from tests.service_people import SCHEME, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.counsel import represent
from returnhub.journal.actor import the_clock
from returnhub.journal.models import Event
from returnhub.oversight.guards import guards
from returnhub.oversight.invariants.commands import check_all
from returnhub.record.postgres.store import connect
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.screening.guard_manifest import manifest


def test_a_legal_representative_lodges_an_order_and_sees_the_clock_stopped_and_the_receipt(
    come: Come, who: People
) -> None:
    case, lawyer = way.approved(who), someone(Role.LAWYER)
    way.notified(who, case, served=1)
    represent(who.screening, case=case.pk, lawyer=lawyer.id)
    counsel = come(lawyer).open("/").follow("Example Person").sees("Running")
    counsel.follow("Lawyers and submissions").follow("Lodge a court order").fill(
        kind="court_order", says="No removal before the hearing."
    )
    counsel.press("Lodge").sees("No authority can be given while it stands", "Open", "Receipt")
    counsel.follow("Write a privileged note").fill(text="Ask the doctor about the scars.").press("Save")
    counsel.sees("Ask the doctor about the scars.").follow("Overview").sees("Court order").sees_not("Running")
    come(who.authorising).open(f"/cases/{case.reference}/lawyers/").sees_not("Ask the doctor")


def test_an_agreement_manager_suspends_tests_readiness_and_two_people_lift(come: Come, who: People) -> None:
    manager = come(Role.AGREEMENT).open("/suspensions/").follow("Suspend")
    manager.fill(scope="hub", hub=str(who.hub.pk), reason="No lawyer was let in.").press("Suspend")
    manager.sees("Suspended. No authority can be given in its scope", "In force")
    here = manager.page.url
    manager.fill(reason="Lawyers come again.").press("Ask to lift it").sees("Another person has to agree")

    monitor = come(Role.MONITOR).open(here).fill(reason="I saw one there.").press("Agree to lift it")
    monitor.sees("Lawyers come again.", "You are the second person").press("Lift it").sees("Lifted")

    manager.open("/readiness/").sees("The gate is open").open(f"/readiness/{SCHEME}/interpreters/")
    manager.fill(tested_on=today(), what="Called the line at night; nobody came.", passed="no")
    manager.press("Record a test").sees("The gate is closed", "Called the line at night")
    manager.open(f"/readiness/{SCHEME}/interpreters/")
    manager.fill(tested_on=today(), what="Called again; Dari in two minutes.", passed="yes")
    manager.press("Record a test").sees("Waits for an independent monitor")
    monitor.open("/").follow("Readiness").press("Sign: I have seen it").sees("The gate is open")


def test_a_person_complains_on_a_phone_and_comes_back_to_a_monitors_answer(come: Come, who: People) -> None:
    person = come(width=320).open("/complain/en/").fill(danger="yes", words="They took my telephone.")
    person.fill(place=str(who.hub.pk), by="person").press("Check your answers").press("Send")
    code = re.search(r"\d{4} \d{4} \d{4}", person.text)
    assert code

    monitor = come(Role.MONITOR).open("/").sees("Your remit", "They took my telephone.").follow("Complaint ")
    monitor.sees("Somebody is in danger").fill(words="I come on Monday.", closes="no").press("Answer")
    monitor.sees("I come on Monday.").open(f"/remit/notes/{SCHEME}/")
    monitor.fill(text="Ask for the list of telephones.").press("Save the note").sees("Only monitors read it")
    come(Role.AGREEMENT).open("/").sees_not("Complaint", "telephone")

    person.follow("Come back with your code").fill(code=code[0]).press("Show my complaint")
    person.sees("A monitor has answered", "I come on Monday.")
    person.fill(words="Thank you.").press("Send what you added").sees("Thank you.")
    assert not person.page.context.cookies()


@pytest.fixture
def event(database: Database, who: People, tmp_path: Path) -> Event:
    """An event under a signed checkpoint, and every invariant checked."""
    case = way.waiting(who)
    key = Path(shutil.copy(database.home / "record.key", tmp_path / "record.key"))
    with (
        connect(database.addresses.sequencer) as log,
        psycopg.connect(database.addresses.sequencer) as looking,
    ):
        step(
            log,
            Signer(key, now=lambda: dt.datetime.now(dt.UTC)),
            lambda: manifest("postgresql", log.guards() | guards(looking)),
        )
    check_all(the_clock("oversight.check"))
    return Event.objects.filter(case=case.pk).latest("id")


def test_an_auditor_reads_the_invariants_and_the_record_and_checks_a_proof(come: Come, event: Event) -> None:
    auditor = come(Role.AUDITOR).open("/").follow("Invariants").sees("Holds").sees_not("Broken")
    auditor.follow("Record").sees("Under a checkpoint").open(f"/record/entries/{event.record}/")
    with auditor.page.expect_download() as proof:
        auditor.page.get_by_role("link", name="Download its proof").click()
    auditor.follow("Check a proof")
    auditor.page.get_by_label("Or choose its file").set_input_files(proof.value.path())
    auditor.press("Check").sees("stands in the record and has not changed")


def test_an_analyst_sees_counts_and_no_small_one(come: Come, who: People) -> None:
    way.waiting(who)
    analyst = come(Role.ANALYST).open("/").sees("People by stage and verdict", "fewer than 10")
    analyst.sees_not("Example Person", "RH-")


def test_an_administrator_switches_power_on_adds_a_user_and_is_refused_a_forbidden_pair(come: Come) -> None:
    administrator = come(Role.ADMINISTRATOR).open("/").follow("Power")
    administrator.fill(reason="A new colleague comes.", minutes="15").press("Switch it on")
    administrator.sees("Administrator power is on").follow("Users and roles").follow("Add somebody")
    administrator.fill(name="Nela Newcomer", email="newcomer@example.org").press("Add")
    administrator.sees("They hold no role yet").follow("Give a role")
    administrator.fill(role=Role.SCREENING.value).press("Give this role").sees("screening officer")
    administrator.follow("Give a role").sees("Who speaks for people does not decide on them.")
    administrator.fill(role=Role.LAWYER.value).press("Give this role", 422)
    administrator.sees("beside one that they hold: Who speaks for people does not decide on them. Take")
