"""Transfers, life in the hubs and the ways out, so that every page of them has somebody on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.custody import begin_custody
from returnhub.casework.commands.found import known
from returnhub.casework.models import Case, Custody, Name
from returnhub.health.models import FitnessRequest
from returnhub.hubs.models import Hub, Stay
from returnhub.journal.actor import Actor
from returnhub.onward.models import FollowUp
from returnhub.person.models import Asked
from returnhub.procedure import Stage
from returnhub.service.demo import health, incidents, onward, packets, person, places, stays, transfers
from returnhub.service.demo.transfers import Travellers
from returnhub.service.demo.ways import Walk
from returnhub.stays.models import Occurrence

Actors = Mapping[str, Actor]


@dataclass(frozen=True, slots=True)
class Hubs:
    """The closed hub, where most are, and the open one."""

    closed: Hub
    opened: Hub


def travelled(acting: Actors, hubs: Hubs, walks: Sequence[Walk], waiting: Sequence[Walk]) -> None:
    """One transfer that has arrived with everybody on it, and one of the day after tomorrow."""
    crew = Travellers(acting["escort"], acting["monitor"], acting["manager"])
    now = timezone.now()
    with transaction.atomic():
        gone = transfers.plan_one(acting["screening"], crew, hubs.closed, now + dt.timedelta(hours=1))
        transfers.travel(crew, gone, transfers.seat_people(gone, walks))
    with transaction.atomic():
        to_come = transfers.plan_one(acting["screening"], crew, hubs.closed, now + dt.timedelta(days=2))
        _has_papers(acting["document"], waiting[0].case)
        transfers.seat_people(to_come, waiting)
        for walk in waiting[:2]:
            packets.tells_of_arrival(walk.screening, walk.case, walk.today + dt.timedelta(days=2))


def lived_in(acting: Actors, hubs: Hubs, today: dt.date) -> None:
    """Duties done and due, contact, what happens in a hub, health, incidents, standards."""
    closed, opened = _there(hubs.closed), _there(hubs.opened)
    manager, other = acting["manager"], acting["managerb"]
    for case in closed[:12]:
        health.seen_on_arrival(acting["clinician"], case)
    with transaction.atomic():
        # of the last two nobody has said on whose order they are held: that is to be seen
        for case in closed[:-2]:
            begin_custody(
                acting["authorising"],
                case=case,
                authority="Court of first instance of the host state (made up)",
                ground=Custody.Ground.REMOVAL_NEAR,
                why="Return is being prepared, and the consulate has been asked.",
                began=timezone.now(),
            )
        for case in closed[:9]:
            stays.settle(manager, case)
            stays.sees_lawyer(manager, case, held=case != closed[0])
        for case, kind in zip(
            closed[9:], (Occurrence.Kind.HOSPITAL, Occurrence.Kind.FOOD_REFUSAL), strict=False
        ):
            stays.happens_to(manager, case, kind)
        stays.happens_to(manager, closed[0], Occurrence.Kind.SEGREGATION)
        stays.goes_out(other, opened[0])
        stays.leaves(other, opened[1])
        for hub, of in ((hubs.closed, manager), (hubs.opened, other)):
            stays.offers(of, hub, today)
            incidents.lost_bag(of, acting["agreement"], hub)
        incidents.quarrel(manager, acting["agreement"], hubs.closed, closed[2])
        incidents.door_held(manager, hubs.closed, closed[3])
        packets.differs(acting["host"], closed[4])
        packets.hands_over(acting["authorising"], acting["host"], closed[5])
        places.worn(acting, hubs.closed)
        places.without_a_place(closed[1], manager, today)
    health.seen_again(acting["clinician"], closed[1])
    health.concern(acting["clinician"], closed[6])
    health.concern(acting["clinician"], closed[7], answered_by=acting["screening"])
    health.asked_about(acting["screening"], closed[8], FitnessRequest.Way.ONWARD)


def on_or_back(acting: Actors, hubs: Hubs) -> None:
    """Documents asked for, risks checked, a determination, help with return, and who was asked after."""
    closed, opened = _there(hubs.closed)[12:], _there(hubs.opened)
    counsellor = acting["counsellor"]
    with transaction.atomic():
        onward.stateless_perhaps(acting["document"], closed[0])
        onward.risks_checked(acting["screening2"], closed[1])
        onward.return_planned(acting["manager"], acting["host"], closed[1], "the person's own town")
        onward.asks_consulate(acting["document"], closed[1], "the consulate in the host state", agreed=True)
        _has_papers(acting["document"], closed[1], differ=True)
        onward.evidence_changes_nothing(acting["authorising"], _at(Stage.EVIDENCE_REVIEW))
        onward.case_goes_on(acting["screening"], _at(Stage.TRANSFERRED_BACK))
        onward.wants_to_return(counsellor, closed[2])
        onward.wants_to_return(counsellor, closed[3], agreed=True)
        for case, outcome in ((opened[2], FollowUp.Outcome.ARRIVED), (opened[3], None)):
            onward.wants_to_return(counsellor, case, agreed=True)
            onward.returns_by_choice(counsellor, case, outcome)

    today = timezone.localdate()
    health.found_fit(acting["screening"], acting["fitness"], closed[1], FitnessRequest.Way.ONWARD, today)


def asked_of_the_host(acting: Actors, today: dt.date) -> None:
    """The host is asked about some people; it has answered for one of them itself."""
    waiting = list(Case.objects.filter(standing__stage=Stage.NOTIFIED).order_by("id")[:4])
    with transaction.atomic():
        asked = [packets.asks(acting["screening"], case.pk, today) for case in waiting]
        packets.accepts(acting["host"], asked[0], today)


def at_their_pages(acting: Actors, hubs: Hubs) -> None:
    """People who opened their own page, and papers that wait for a review."""
    closed = _there(hubs.closed)[9:]
    person.texts(acting["agreement"])
    for case in closed[:2]:
        represent(acting["screening"], case=case, lawyer=acting["lawyer"].id)
    manager = acting["manager"]
    person.at_their_page(manager, closed[0], says="Please call me on Thursday, about the paper from home.")
    person.at_their_page(
        manager, closed[1], kind=Asked.Kind.GO_HOME, says="I want to know what help there is."
    )


def _has_papers(document: Actor, case: int, *, differ: bool = False) -> None:
    """A travel document, as the file has the person or with another day of birth."""
    one = Case.objects.get(pk=case)
    name = Name.objects.filter(person=one.person, ended=None, kind=Name.Kind.ACCEPTED).latest("pk").text
    birth_on = dt.date.fromisoformat(known(case, timezone.localdate())["birth_on"])
    onward.has_document(document, case, name, birth_on + dt.timedelta(days=differ))


def _at(stage: Stage) -> int:
    """The first case at a stage."""
    return Case.objects.filter(standing__stage=stage).order_by("pk").values_list("pk", flat=True)[0]


def _there(hub: Hub) -> list[int]:
    """Who is in a hub and nothing is open about, in the order of their cases."""
    found = Stay.objects.filter(hub=hub, kind=Stay.Kind.THERE, ended=None, case__standing__stage=Stage.IN_HUB)
    return list(found.order_by("case").values_list("case", flat=True))
