"""The main day of each who works on cases, through the pages alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from tests.journeys.conftest import Come
from tests.journeys.keyboard import Keyboard
from tests.journeys.visitor import Visitor
from tests.movements import way
from tests.movements.way import People
from tests.service_people import SETTING_UP, a_hub, days_ago, someone, today

from returnhub.accounts import commands as accounts
from returnhub.accounts import demo
from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor

PASSWORD = "three words apart"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def who_signs_in(role: Role) -> tuple[Actor, tuple[str, str]]:
    """Somebody with a password and a second factor: their address, and the code of this moment."""
    actor = someone(role)
    user = User.objects.get(pk=actor.id)
    demo.sign_in(user, PASSWORD, SECRET)
    return actor, (user.email, demo.code_now(SECRET))


def moves(visitor: Visitor, case: Case) -> Visitor:
    """The Moves page of a case."""
    return visitor.open(f"/cases/{case.reference}/moves/")


def test_a_referring_officer_refers_someone_and_adds_evidence(come: Come) -> None:
    officer = come(Role.REFERRING).open("/").follow("Refer someone")
    officer.press("Refer this person", 422).sees("There is a problem")
    officer.fill(
        name="Nobody Atall",
        birth_on=days_ago(12_000),
        origin="ALB",
        refused_on=days_ago(400),
        lodged_on=days_ago(390),
        dismissed_on=days_ago(240),
        referral_ground="refused",
        reason="The appeal was dismissed.",
    ).press("Refer this person")
    officer.sees("The person was referred", "Nobody Atall").follow("Evidence")
    officer.page.get_by_label("Choose a file").set_input_files(
        {"name": "refusal.txt", "mimeType": "text/plain", "buffer": b"The claim is refused."}
    )
    officer.fill(title="Letter of refusal", supplier="caseworker").press("Add this file")
    officer.sees("Letter of refusal", "refusal.txt")


def test_a_screening_officer_settles_a_conflict_screens_proposes_decides_and_serves_notices(
    come: Come, who: People
) -> None:
    case = way.waiting(who)
    way.facts(case, Answer("torture_concern", True, today(), "caseworker"))
    _, (email, code) = who_signs_in(Role.SCREENING)
    officer = come().sign_in(email, PASSWORD, code)
    officer.open(f"/cases/{case.reference}/").follow("Facts").sees("In conflict")
    officer.open(f"/cases/{case.reference}/facts/torture_concern/").follow("Settle it")
    officer.page.get_by_label("No, from").check()
    officer.fill(reason="The doctor took back the note.").press("Settle")
    officer.sees("The conflict was settled").follow("Screening")
    officer.press("Screen this case and record the verdict").sees("Conditions hold")
    officer.follow("Moves").follow("Propose a place")
    officer.fill(hub=str(who.hub.pk), reasons="It is the only hub of the scheme.").press("Propose")
    officer.sees("It decides nothing").follow("Decide")
    officer.fill(to_move="yes", reasons=way.reasons(case)).press("Record the decision")
    officer.sees("Another person has to approve it")

    noticed = way.approved(who)
    moves(officer, noticed).follow("Record the notice of intention")
    served: dict[str, str | dt.date] = {
        "language": "en",
        "served_on": today(),
        "served_how": "handed over in person",
    }
    officer.fill(**served).press("Record the notice").sees("The notice was recorded", "Runs until")
    officer.follow("Record the notice of departure")
    officer.fill(**served, destination="Nowhere", route="Luton to Pristina").press("Record the notice", 422)
    officer.sees("The notice has to name the hub that was decided")
    officer.fill(destination=f"{who.hub.name}, Kosovo").press("Record the notice").sees("Place and route")


def test_a_document_officer_adds_a_document(come: Come, who: People) -> None:
    case = way.waiting(who)
    officer = come(Role.DOCUMENT).open("/").follow("Search")
    officer.page.get_by_role("main").get_by_role("searchbox").first.fill(case.reference)
    officer.press("Search").follow("Example Person").follow("Add a document")
    officer.fill(kind="passport", number="X 000 111", state="Albania").press("Add")
    officer.sees("The document was added", "X000111")


def test_an_authorising_officer_approves_anothers_decision_and_never_their_own(
    come: Come, who: People
) -> None:
    case, decision = way.decided(who)
    accounts.grant_role(SETTING_UP, user=who.screening.id, role=Role.AUTHORISING, scheme="")
    here = f"/cases/{case.reference}/moves/approval/{decision.pk}/"
    decider = come(who.screening).open("/you/").press("Act as authorising officer")
    decider.open("/approvals/").sees("you, so another person must approve")
    decider.open(here).sees("You recorded the decision, so another person must approve")

    other = come(who.authorising).open("/approvals/")
    other.page.locator(f"main a[href='{here}']").click()
    other.arrive().fill(
        approved="yes", reasons="I read the whole file today, and nothing in it stops the move."
    ).press("Continue")
    other.sees("Nothing speaks against the move today").press("I approve it")
    other.sees("The decision was approved")


def test_an_authorising_officer_gives_authority_and_is_refused_it_where_a_bar_came_first(
    come: Come, who: People
) -> None:
    officer = moves(come(who.authorising), way.ready(who)).follow("Give authority")
    officer.fill(reasons="Everything stands today.").press("Give authority")
    officer.sees("Authority was given, for this person alone")

    case = way.ready(who)
    moves(officer, case).follow("Give authority").fill(reasons="Everything stood when I looked.")
    way.facts(case, Answer("fit_to_travel", False, today(), "doctor"))
    officer.press("Give authority", 409).sees("Why", "Authority was not given")
    moves(officer, case).sees("Not possible now").sees_not("Authority was given")


def test_an_authorising_officer_records_a_departure_that_is_a_breach(come: Come, who: People) -> None:
    case = way.approved(replace(who, hub=a_hub()))
    officer = moves(come(who.authorising), case).follow("Record a departure")
    officer.fill(on=today(), time="00:00").press("Continue").sees("as a breach", "the way back starts")
    officer.press("Record a departure").sees("It is a breach", "A departure without authority was recorded")


def test_a_screening_officer_goes_from_sign_in_to_a_recorded_fact_by_keyboard_alone(
    come: Come, who: People
) -> None:
    case = way.waiting(who)
    _, (email, code) = who_signs_in(Role.SCREENING)
    officer = come().open("/sign-in/")
    keys = Keyboard(officer)
    keys.to("Email address").types(email).to("Password").types(PASSWORD).to("Continue").enter()
    keys.to("Code").types(code).to("Sign in").enter()
    keys.to("Search people").types(case.reference).enter()
    keys.to("Example Person").enter().to("Facts").enter().to("Fit to travel").enter()
    keys.to("Add an answer").enter().to("Yes").space()
    for part, number in (("Day", today().day), ("Month", today().month), ("Year", today().year)):
        keys.to(part).types(str(number))
    keys.to("Doctor").space().to("Check and save").enter().to("Save this answer").enter()
    officer.sees("The answer was recorded")


def test_without_script_a_list_leads_to_a_fact_and_to_screening(come: Come, who: People) -> None:
    case = way.waiting(who)
    officer = come(who.screening, script=False).open("/worklist/").follow("Example Person")
    officer.open(f"/cases/{case.reference}/facts/fit_to_travel/").press("Add an answer")
    officer.fill(value="yes", found_on=today(), supplier="doctor").press("Check and save")
    officer.sees("What this makes of the rules").press("Save this answer").sees("The answer was recorded")
    officer.follow("Screening").press("Screen this case").sees("Screenings by officers")
