"""One person's whole way through the pages, each step by who takes it: to each of three endings."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone
from tests.journeys.conftest import Come
from tests.journeys.visitor import Visitor
from tests.movements import way
from tests.movements.way import People, stage
from tests.onward.hub import Hub, onward
from tests.person.test_person_by_telephone import stand_ins
from tests.service_people import answers, days_ago, someone, today
from tests.stays.life import arrived, happened, life
from tests.transfers.day import Crowd
from tests.transfers.test_onward_and_back import on_the_way

from returnhub.accounts.roles import Role
from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.facts import Answer
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.procedure import Event, Stage
from returnhub.transfers.models.transfers import Way

TELEPHONE = 360
NAME = "Agim Shembull"


@pytest.fixture(scope="module")
def host(who: People) -> Actor:
    return someone(Role.HOST, hub=who.hub.pk)


@pytest.fixture(scope="module")
def manager(who: People) -> Actor:
    return someone(Role.HUB_MANAGER, hub=who.hub.pk)


def case_on(visitor: Visitor) -> Case:
    """The case whose page is open."""
    found = re.search(r"/cases/([^/]+)/", visitor.page.url)
    assert found is not None, visitor.page.url
    return Case.objects.get(reference=found[1])


def chosen(visitor: Visitor, case: Case) -> Visitor:
    """Follow the link to this person, among people of the same name."""
    with visitor.page.expect_navigation():
        visitor.page.locator(f"main a[href*='{case.reference}']").first.click()
    return visitor.arrive()


def now() -> dict[str, str | dt.date]:
    """Today, and no time: as it is typed where something has just happened."""
    return {"on": today(), "time": ""}


def test_a_person_is_referred_moved_and_returned_each_step_by_who_takes_it(
    come: Come, who: People, host: Actor, manager: Actor
) -> None:
    screening, authorising = come(who.screening), come(who.authorising)
    escort = someone(Role.ESCORT)
    case = referred(come)
    decided(screening, authorising, who, case)
    accepted(screening, come(host), who, case)
    authorised(come(who.other), case)
    seat = seated(screening, who, case, escort)
    phone = come(escort, width=TELEPHONE)
    travelled(phone, case, seat)
    desk = come(manager)
    taken_over(desk, case)
    looked_after(desk, come(someone(Role.CLINICIAN, hub=who.hub.pk)), case)
    prepared(come, host, screening, case)
    sent_on(come, screening, authorising, who, case)
    returned(come, Crowd(who, someone(Role.ESCORT), someone(Role.MONITOR), manager, host), case)


def referred(come: Come) -> Case:
    """A referring officer refers somebody; the facts that others add come by commands."""
    officer = come(Role.REFERRING).open("/").follow("Refer someone")
    officer.fill(
        name=NAME,
        birth_on=dt.date(1991, 5, 4),
        sex="male",
        origin="ALB",
        refused_on=days_ago(400),
        lodged_on=days_ago(390),
        dismissed_on=days_ago(240),
        referral_ground="refused",
        reason="The appeal was dismissed, and no other way of staying is open.",
    ).press("Refer this person")
    officer.sees("The person was referred", NAME)
    case = case_on(officer)
    steps = {
        "host_risk_checked_on": days_ago(20),
        "legal_advice_on": days_ago(2),
        "monitor_told_on": days_ago(6),
    }
    way.facts(case, *answers(**steps))
    return case


def decided(screening: Visitor, authorising: Visitor, who: People, case: Case) -> None:
    """Screened, a place proposed for a day, decided, approved by another, and both notices served."""
    screening.open(f"/cases/{case.reference}/").follow("Screening")
    screening.press("Screen this case and record the verdict").sees("Conditions hold")
    screening.follow("Moves").follow("Propose a place")
    place = screening.page.locator("[name=place] option").nth(1).get_attribute("value") or ""
    screening.fill(hub=str(who.hub.pk), place=place, from_on=today(), reasons="His sister lives near it.")
    screening.press("Propose").sees("It decides nothing").follow("Decide")
    screening.fill(to_move="yes", reasons=way.reasons(case)).press("Record the decision")
    authorising.open("/approvals/").follow(NAME)
    authorising.fill(approved="yes", reasons=way.reasons(case)).press("Continue").press("I approve it")
    authorising.sees("The decision was approved")
    served: dict[str, str | dt.date] = {
        "language": "en",
        "interpreter": "Albanian",
        "served_on": days_ago(way.SERVED),
        "served_how": "handed over in person",
    }
    screening.open(f"/cases/{case.reference}/moves/").follow("Record the notice of intention")
    screening.fill(**served).press("Record the notice").follow("Record the notice of departure")
    screening.fill(**served, destination=f"{who.hub.name}, Kosovo", route="Luton to Pristina, no stop")
    screening.press("Record the notice").sees("The notice was recorded")


def accepted(screening: Visitor, host: Visitor, who: People, case: Case) -> None:
    """The host is asked by a packet, answers on its own page, and the exit plan is made."""
    screening.follow("Packets").follow("Send: request for acceptance")
    screening.fill(answer_by=today() + dt.timedelta(days=7)).press("Show the packet")
    screening.sees("Exactly what will be sent", who.hub.name).press("Send exactly this")
    host.open("/").follow("People to come").follow(NAME)
    host.fill(accepted="yes", until=today() + dt.timedelta(days=60), reference="KS 17")
    host.press("Answer").sees("The host state accepts this person")
    screening.open(f"/cases/{case.reference}/moves/").follow("Make the exit plan")
    screening.fill(
        if_return_fails="Back to the sending state within 14 days, by the same carrier.",
        if_stay_ends="Back to the sending state.",
        if_new_evidence="The sending state decides on it within ten working days.",
    ).press("Save the plan").sees("The exit plan was made")


def authorised(other: Visitor, case: Case) -> None:
    """Authority to depart, by somebody who decided nothing."""
    other.open(f"/cases/{case.reference}/moves/").follow("Give authority")
    other.fill(reasons="Both notices have run and the host accepted him.").press("Give authority")
    other.sees("Authority was given, for this person alone")


def seated(screening: Visitor, who: People, case: Case, escort: Actor) -> int:
    """A transfer is planned with its crew, a seat is given, the manifest issued: the transfer's number."""
    departs = timezone.localtime() + dt.timedelta(minutes=30)
    arrives = departs + dt.timedelta(hours=3)
    screening.open("/").follow("Transfers").follow("Plan a transfer")
    screening.fill(
        way="hub",
        hub=str(who.hub.pk),
        vehicle="flight",
        name="RH 606",
        leaves_from="Luton",
        goes_to="Pristina",
        departs_on=departs.date(),
        departs_time=f"{departs:%H:%M}",
        arrives_on=arrives.date(),
        arrives_time=f"{arrives:%H:%M}",
        seats="6",
    ).press("Plan the transfer")
    screening.follow("Name somebody who goes along").fill(kind="escort", user=str(escort.id)).press("Save")
    screening.follow("Add a person").follow(NAME).press("Give this seat").follow("Manifest")
    screening.press("Issue").sees("The manifest was issued", case.reference)
    return int(re.findall(r"/transfers/(\d+)/", screening.page.url)[0])


def travelled(phone: Visitor, case: Case, transfer: int) -> None:
    """The escort's day on a telephone: last check, what he has with him, boarding, leaving, the handover."""
    phone.open("/").follow("RH 606").follow("Day of travel").press("Make the last check now")
    phone.press("Property, force").press("List something")
    phone.fill(kind="cash", says="In an envelope", amount="120", currency="GBP").press("Add it")
    phone.open(f"/transfers/{transfer}/day/").press("Board Agim").sees("They boarded")
    phone.press("The transfer has left").press("Record that it left")
    assert stage(case) == Stage.DEPARTED
    phone.press("Property, force").press("Hand this person over")
    phone.fill(condition="Tired, well.", documents="The acceptance and his identity card.")
    phone.press("Sign the handover").sees("You signed the handover")


def taken_over(desk: Visitor, case: Case) -> None:
    """The hub's manager finds him on the way, says that he arrived, and signs too."""
    desk.open("/").sees(NAME, "on the way now").follow("Transfers").follow("RH 606")
    desk.follow("Day of travel").press("Arrived, or not").fill(kind="arrived").press("Record it")
    assert stage(case) == Stage.IN_HUB
    desk.press("Take this person over").fill(condition="Tired, and glad to sit down.")
    desk.press("Sign that you take over").sees("Both sides have now signed")


def looked_after(desk: Visitor, clinic: Visitor, case: Case) -> None:
    """Duties of the arrival, the health check, a key worker, a review."""
    desk.open("/").sees("Due today").follow("People").follow(NAME)
    desk.follow("Record a duty of the arrival")
    desk.fill(duty="arrival_interview", wanted="yes", **now(), language="sq", interpreter="in_person").press(
        "Record"
    )
    desk.follow("Name a key worker")
    desk.page.get_by_role("main").get_by_role("radio").first.check()
    desk.press("Record").follow("Review the stay").fill(on=today(), findings="He asks for English lessons.")
    desk.press("Record").sees("The review was recorded")
    clinic.open("/").follow(NAME).follow("Record a health check")
    clinic.fill(kind="arrival", text="Blood pressure high, asked to come again.", care_needed="1")
    clinic.press("Record the check").sees("The check was recorded")
    desk.open(f"/hub/people/{case.reference}/").sees_not("Blood pressure")


def prepared(come: Come, host: Actor, screening: Visitor, case: Case) -> None:
    """What an onward return rests on: a document, risks looked at by another, fitness, register, a day."""
    state = come(host).open("/").follow("On or back").follow(NAME)
    state.follow("Say that no claim").press("I read the register")
    papers = come(Role.DOCUMENT).open(f"/cases/{case.reference}/onward/")
    papers.follow("Ask a consulate").sees("What the consulate gets")
    papers.fill(consulate="Consulate in Pristina", at="host", answer_by=today() + dt.timedelta(days=30))
    papers.press("Send the request").follow("Record a travel document")
    papers.fill(
        number="EX 1000",
        name=NAME,
        birth_on=dt.date(1991, 5, 4),
        issued_on=today(),
        valid_until=today() + dt.timedelta(days=40),
    ).press("Record the document").sees("EX 1000")
    other = come(Role.SCREENING).open(f"/cases/{case.reference}/onward/").follow("Check the risks")
    other.fill(
        country_evidence="Country report of the autumn",
        country_evidence_on=days_ago(90),
        findings="Nothing in the report bears on him.",
        outcome="none",
    ).press("Record the check").follow("Plan the onward return")
    other.fill(
        planned_on=today() + dt.timedelta(days=7), destination="Tirana", route="Pristina to Tirana, by road"
    ).press("Save the plan").sees("the monitor was told today")
    screening.open(f"/cases/{case.reference}/health/").follow("Ask whether this person is fit")
    screening.fill(way="onward", says="Four hours by road.").press("Ask")
    assessor = come(Role.FITNESS).open("/").follow(NAME)
    assessor.fill(fit="yes", examined_on=today(), text="Walks, eats and sleeps well.").press("Record")
    assessor.sees("Your answer was recorded")


def sent_on(come: Come, screening: Visitor, authorising: Visitor, who: People, case: Case) -> None:
    """Decided, approved and authorised anew for the way on, each reason its own."""
    way.facts(
        case,
        Answer("onward_monitor_told_on", days_ago(5), today(), "hub"),
        Answer("origin_recognises_host", True, today(), "foreign ministry"),
        Answer("documents_issued_in_host", True, today(), "foreign ministry"),
    )
    screening.open(f"/cases/{case.reference}/moves/").follow("Decide")
    words = f"In case {case.reference} the way home is open and every answer was looked at again."
    screening.fill(to_move="yes", reasons=words).press("Record the decision")
    authorising.open("/approvals/").follow(NAME)
    authorising.fill(approved="yes", reasons=words).press("Continue").press("I approve it")
    other = come(who.other).open(f"/cases/{case.reference}/moves/").follow("Give authority")
    other.fill(reasons="His document is good, and nothing is open.").press("Give authority")
    assert stage(case) == Stage.ONWARD_AUTHORISED


def returned(come: Come, crowd: Crowd, case: Case) -> None:
    """The escort hands him over and says that he arrived; he is asked after on the first date."""
    seat = on_the_way(crowd, case, Way.ONWARD)
    phone = come(crowd.escort, width=TELEPHONE).open(f"/transfers/seats/{seat.pk}/")
    phone.press("Hand this person over")
    phone.fill(condition="Well.", documents="His travel document.", to="Officer of the border police")
    phone.press("Sign the handover").press("Record what became").fill(kind="arrived").press("Record it")
    assert stage(case) == Stage.RETURNED_ONWARD
    counsellor = come(Role.COUNSELLOR).open("/").follow("After departure").follow(NAME)
    counsellor.follow("Record whether this person may be contacted")
    counsellor.fill(given="yes", how="by telephone", on=today()).press("Record it")
    counsellor.follow("Record how asking")
    counsellor.fill(days_after="14", asked_on=today(), how="by telephone", outcome="arrived")
    counsellor.press("Record it").sees("It was recorded")


def test_a_person_is_released_when_the_limit_of_the_stay_runs_out_and_reads_it_on_a_telephone(
    come: Come, who: People
) -> None:
    found = life(who)
    case = arrived(found)
    # what the clock does once the days are over, which tests/stays shows
    happened(case, Event.STAY_LIMIT_REACHED)
    officer = come(who.authorising).open("/").follow("On or back").sees("Release or transfer back is due")
    chosen(officer, case).follow("Decide what follows")
    officer.fill(answer="release", reasons="No return was possible within the limit of the stay.")
    officer.press("Record the decision").sees("released in the host state")
    assert stage(case) == Stage.RELEASED_IN_HOST

    helper = come(who.screening).open(f"/cases/{case.reference}/code/")
    helper.fill(how="voice", language="ar").press("Make the code")
    code = re.findall(r"\d\d(?: \d\d){7}", helper.text)[0]
    stand_ins(who, "ar", lambda original: original.key.startswith(("enter.", "home.")))
    person = come(width=TELEPHONE).open("/me/?lang=ar").fill(code=code).press("ئ Open my page")
    assert person.page.locator("html").get_attribute("dir") == "rtl"
    person.sees("ئ Where your case stands", "You were released in this country.")


def test_new_evidence_stops_an_onward_return_and_the_person_is_brought_back(
    come: Come, who: People, host: Actor, manager: Actor
) -> None:
    team = Hub(who, someone(Role.SCREENING), someone(Role.DOCUMENT), manager, host, someone(Role.COUNSELLOR))
    case, counsel = onward(team), someone(Role.LAWYER)
    represent(who.screening, case=case.pk, lawyer=counsel.id or 0)
    assert stage(case) == Stage.ONWARD_AUTHORISED
    lawyer = come(counsel).open("/").sees("Example Person").open(f"/cases/{case.reference}/onward/")
    lawyer.follow("Record new evidence")
    lawyer.fill(says="A court in the state of origin sentenced him last week.", by_person="no")
    lawyer.press("Record it").sees("No onward return takes place until the sending state has decided")
    assert stage(case) == Stage.EVIDENCE_REVIEW
    officer = come(who.authorising).open("/").follow("On or back")
    chosen(officer, case).follow("Decide on the new evidence")
    officer.fill(outcome="transfer_back", reasons="The sentence is new, and it has to be looked at here.")
    officer.press("Record the decision")
    assert stage(case) == Stage.WAY_BACK

    crowd = Crowd(who, someone(Role.ESCORT), someone(Role.MONITOR), manager, host)
    on_the_way(crowd, case, Way.BACK)
    phone = come(crowd.escort, width=TELEPHONE).open("/").follow("RH 101").follow("Day of travel")
    phone.press("Arrived, or not").fill(kind="arrived").press("Record it")
    assert stage(case) == Stage.TRANSFERRED_BACK
    officer = come(who.screening).open("/").follow("On or back")
    chosen(officer, case).follow("Take the case up again").fill(
        protected="no", reasons="The new evidence is looked at here."
    )
    officer.press("Record it").sees("The case was taken up again")
    assert stage(case) == Stage.FURTHER_SUBMISSIONS
