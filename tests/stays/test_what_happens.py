"""What happens in a hub, with its clocks and duties: segregation, food, self-harm, hospital, birth, death."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from tests.casework.case_pages import signed_in
from tests.movements.way import People, facts, stage
from tests.service_people import refuses, today
from tests.stays.life import Life, arrived, happened, life, running, stay_of

from returnhub.agreements.models import Suspension
from returnhub.casework.clocks import Kind
from returnhub.casework.commands.bars import open_bar
from returnhub.casework.commands.cases import CalledAs
from returnhub.casework.commands.facts import Answer
from returnhub.casework.commands.facts import facts as known_facts
from returnhub.casework.commands.people import record_birth
from returnhub.casework.models import Bar, Case, Member
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Excess, Hub, Stay
from returnhub.incidents.models import Incident
from returnhub.procedure import Event, Stage
from returnhub.stays.commands import contact, leaving, occurrences
from returnhub.stays.models import Contact, NotHeld, Occurrence, Outing, Step


def begun(here: Life, case: Case, kind: Occurrence.Kind, reason: str = "") -> Occurrence:
    return occurrences.begin(here.manager, case=case.pk, kind=kind, at=timezone.now(), reason=reason)


def test_segregation_has_a_reason_and_another_person_reviews_it_within_a_day(here: Life, case: Case) -> None:
    with refuses("command.field_missing"):
        begun(here, case, Occurrence.Kind.SEGREGATION)
    made = begun(here, case, Occurrence.Kind.SEGREGATION, "threatened others in the room")
    clocks = running(case)
    assert clocks[Kind.SEGREGATION_REVIEW].ends_on == today() + dt.timedelta(days=1)
    assert clocks[Kind.SEGREGATION_LIMIT].ends_on == today() + dt.timedelta(days=14)

    def reviewed(actor: object, answer: Step.Answer) -> None:
        occurrences.record_step(
            actor, occurrence=made.pk, kind=Step.Kind.REVIEW, at=timezone.now(), answer=answer, reason="seen"
        )

    with refuses("stays_step_two_people"):
        reviewed(here.manager, Step.Answer.GOES_ON)
    reviewed(here.other, Step.Answer.GOES_ON)
    assert Kind.SEGREGATION_REVIEW in running(case)
    reviewed(here.other, Step.Answer.ENDS)
    assert not {Kind.SEGREGATION_REVIEW, Kind.SEGREGATION_LIMIT} & set(running(case))


def test_a_food_refusal_asks_for_a_clinician_each_day(here: Life, case: Case) -> None:
    made = begun(here, case, Occurrence.Kind.FOOD_REFUSAL)
    assert Incident.objects.filter(case=case, kind="food_refusal").exists()
    with refuses("command.field_wrong"):
        occurrences.record_step(here.manager, occurrence=made.pk, kind=Step.Kind.CLINICIAN, at=timezone.now())
    occurrences.record_step(here.clinician, occurrence=made.pk, kind=Step.Kind.CLINICIAN, at=timezone.now())
    assert Kind.FOOD_REFUSAL in running(case)
    occurrences.end(here.manager, occurrence=made.pk, at=timezone.now())
    assert Kind.FOOD_REFUSAL not in running(case)


def test_self_harm_is_an_incident_with_a_care_plan_and_its_review(here: Life, case: Case) -> None:
    made = begun(here, case, Occurrence.Kind.SELF_HARM)
    assert Incident.objects.filter(case=case, kind="self_harm").exists()
    occurrences.record_step(here.manager, occurrence=made.pk, kind=Step.Kind.CARE_PLAN, at=timezone.now())
    clocks = running(case)
    assert Kind.CARE_PLAN not in clocks
    assert Kind.CARE_REVIEW in clocks
    occurrences.end(here.manager, occurrence=made.pk, at=timezone.now())
    assert Kind.CARE_REVIEW not in running(case)


def test_in_hospital_the_stay_goes_on_and_the_place_is_kept(here: Life, case: Case) -> None:
    place = Stay.objects.get(case=case, ended=None).place_id
    made = begun(here, case, Occurrence.Kind.HOSPITAL)
    with refuses("command.not_possible"):
        begun(here, case, Occurrence.Kind.HOSPITAL)
    occurrences.end(here.manager, occurrence=made.pk, at=timezone.now())
    assert Stay.objects.get(case=case, ended=None).place_id == place
    assert stay_of(case).ended_id is None


def test_a_child_that_is_born_has_a_case_of_its_own_in_the_family(here: Life, case: Case) -> None:
    child = occurrences.record_birth(
        here.manager, case=case.pk, at=timezone.now(), names=[CalledAs("Example Child")]
    )
    families = Member.objects.filter(person__in=[case.person_id, child.person_id], ended=None)
    assert len(set(families.values_list("family", flat=True))) == 1
    # they are in the hub in fact: a stay and its duties, and no place of their own, which has an owner
    stay = Stay.objects.get(case=child, ended=None)
    assert (stay.hub_id, stay.kind, stay.place_id) == (here.hub.pk, Stay.Kind.THERE, None)
    assert stage(child) == Stage.IN_HUB
    assert {Kind.HEALTH_CHECK, Kind.STAY_LIMIT, Kind.EXCESS} <= set(running(child))
    assert Excess.objects.get(case=child, ended=None).kind == "no_place"
    assert not Suspension.objects.filter(hub=here.hub.pk, ended=None).exists()
    assert scope(here.manager).filter(pk=child.pk).exists()
    with refuses("command.not_possible"):
        record_birth(here.who.screening, parents=[case.pk], born_on=today(), names=[CalledAs("Example Twin")])
    with refuses("command.field_wrong"):
        begun(here, case, Occurrence.Kind.BIRTH)


def test_a_death_is_reported_and_the_hub_takes_nobody_whoever_recorded_it(who: People) -> None:
    here = life(who)
    case = arrived(here)
    happened(case, Event.DIED)
    assert stage(case) == Stage.DIED
    assert Incident.objects.get(case=case).kind == "death"
    assert Suspension.objects.filter(hub=here.hub.pk, by="automatic", ended=None).exists()
    clocks = running(case)
    assert set(clocks) == {
        Kind.DEATH_FAMILY,
        Kind.DEATH_CONSULATE,
        Kind.DEATH_INQUIRY,
        Kind.INCIDENT_REVIEW,
    }
    death = Occurrence.objects.get(case=case, kind=Occurrence.Kind.DEATH)
    for actor, kind, answer in (
        (here.manager, Step.Kind.FAMILY_TOLD, None),
        (who.screening, Step.Kind.CONSULATE, Step.Answer.NO),
        (here.manager, Step.Kind.INQUIRY, None),
    ):
        # the hub has its part in what is due, and sees the case no longer than that
        assert scope(here.manager).filter(pk=case.pk).exists()
        occurrences.record_step(actor, occurrence=death.pk, kind=kind, at=timezone.now(), answer=answer)
    assert set(running(case)) == {Kind.INCIDENT_REVIEW}
    death.refresh_from_db()
    assert death.ended_id is not None
    assert not scope(here.manager).filter(pk=case.pk).exists()


def test_no_consulate_is_told_of_a_death_before_every_claim_is_finally_decided(who: People) -> None:
    here = life(who)
    case = arrived(here)
    happened(case, Event.DIED)
    death = Occurrence.objects.get(case=case, kind=Occurrence.Kind.DEATH)

    def tell() -> Step:
        return occurrences.record_step(
            who.screening,
            occurrence=death.pk,
            kind=Step.Kind.CONSULATE,
            at=timezone.now(),
            answer=Step.Answer.YES,
        )

    client = signed_in(who.screening)
    form = reverse("stays:act_on", kwargs={"reference": case.reference, "slug": "step", "number": death.pk})
    with refuses("stays_step_consulate_closed"):
        tell()
    asked = client.get(form).content.decode()
    assert "No consulate may be told of this death now" in asked
    assert 'value="yes"' not in asked
    fact = "host_claim_open"
    facts(case, Answer(fact, False, today(), known_facts()[fact].suppliers[0]))
    assert 'value="yes"' in client.get(form).content.decode()
    tell()
    assert Kind.DEATH_CONSULATE not in running(case)


def test_a_death_in_one_hub_is_no_other_hubs_to_see(who: People) -> None:
    here, elsewhere = life(who), life(who)
    case = arrived(here)
    happened(case, Event.DIED)
    for actor in (elsewhere.manager, here.clinician):
        assert not scope(actor).filter(pk=case.pk).exists()


def test_contact_with_a_lawyer_is_never_refused_and_has_times_alone(here: Life, case: Case) -> None:
    asked = contact.ask_contact(
        here.manager, case=case.pk, whom=Contact.Whom.LAWYER, how=Contact.How.VISIT, at=timezone.now()
    )
    assert Kind.LAWYER_CONTACT in running(case)
    with refuses("command.field_wrong"):
        contact.contact_not_held(here.manager, contact=asked.pk, why=NotHeld.Why.REFUSED)
    contact.hold_contact(here.manager, contact=asked.pk, began_at=timezone.now(), until_at=timezone.now())
    assert Kind.LAWYER_CONTACT not in running(case)
    with refuses("command.not_possible"):
        contact.contact_not_held(here.manager, contact=asked.pk, why=NotHeld.Why.DID_NOT_COME)


def test_an_embassy_is_met_on_the_persons_wish_once_every_claim_is_finally_decided(here: Life) -> None:
    case = arrived(here)

    def ask(*, wished: bool = True) -> Contact:
        return contact.ask_contact(
            here.manager,
            case=case.pk,
            whom=Contact.Whom.EMBASSY,
            how=Contact.How.VISIT,
            at=timezone.now(),
            wished=wished,
        )

    with refuses("command.field_wrong"):
        ask(wished=False)
    with refuses("stays_contact_embassy_closed"):
        ask()
    fact = "host_claim_open"
    facts(case, Answer(fact, False, today(), known_facts()[fact].suppliers[0]))
    ask()
    open_bar(here.who.screening, case=case.pk, kind=Bar.Kind.SUBMISSIONS, says="lodged")
    with refuses("stays_contact_embassy_closed"):
        ask()


def test_going_out_of_an_open_hub_is_counted_and_leaving_is_a_choice(who: People) -> None:
    here = life(who)
    case = arrived(here)
    leaving.go_out(here.manager, case=case.pk, at=timezone.now())
    with refuses("command.not_possible"):
        leaving.go_out(here.manager, case=case.pk, at=timezone.now())
    leaving.come_back(here.manager, case=case.pk, at=timezone.now())
    assert Outing.objects.get(case=case).back_at is not None
    leaving.go_out(here.manager, case=case.pk, at=timezone.now())
    leaving.left_hub(here.manager, case=case.pk, at=timezone.now(), says="said goodbye at the door")
    assert stage(case) == Stage.LEFT_HUB
    assert not Outing.objects.filter(case=case, ended=None).exists()


def test_nobody_goes_out_of_a_closed_hub_freely(who: People) -> None:
    here = life(who, Hub.Kind.CLOSED)
    case = arrived(here)
    with refuses("command.not_possible"):
        leaving.go_out(here.manager, case=case.pk, at=timezone.now())
