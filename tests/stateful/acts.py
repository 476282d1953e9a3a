"""What random officers try: each verb with arguments that may or may not fit. Everyone is made up."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone
from tests.movements.way import reasons
from tests.service_people import SCHEME, a_case, days_ago, today

from returnhub.accounts.roles import Role
from returnhub.agreements.commands import lift, suspend
from returnhub.agreements.models import Suspension
from returnhub.casework.commands.bars import end_bar, lodge_order, lodge_submissions, open_bar
from returnhub.casework.commands.cases import Happened, correct_happening, record_happening, refer
from returnhub.casework.commands.custody import begin_custody, end_custody, ground_lapsed
from returnhub.casework.commands.facts import Answer, facts, record_fact, resolve_conflict
from returnhub.casework.commands.offers import answer_voluntary_return, offer_voluntary_return
from returnhub.casework.commands.screenings import screen
from returnhub.casework.models import Bar, Case, Custody, Fact, Happening, Offer
from returnhub.hubs.commands.numbers import (
    Four,
    answer_numbers,
    approve_cap,
    enter_cap,
    request_numbers,
)
from returnhub.hubs.commands.places import set_phase
from returnhub.hubs.commands.readiness import record_test, sign_readiness, withdraw_readiness
from returnhub.hubs.commands.stays import give_place
from returnhub.hubs.models import Cap, Hub, Item, Phase, Place, Readiness, Stay
from returnhub.journal.actor import Actor
from returnhub.movements.commands.authority import give_authority, withdraw_authority
from returnhub.movements.commands.decisions import approve, decide, refuse_approval
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.commands.host import make_exit_plan, record_acceptance
from returnhub.movements.commands.notices import give_notice
from returnhub.movements.commands.proposals import end_referral, propose
from returnhub.movements.models import Approval, Decision, Notice, Way
from returnhub.movements.queries.against import last_event
from returnhub.procedure import PROCEDURES, Event, Stage


@dataclass(frozen=True)
class Try:
    """One attempt: who, about whom, with which luck."""

    by: Actor
    case: Case
    hubs: tuple[Hub, ...]
    monitor: Actor
    other: Actor
    escorts: tuple[Actor, ...]
    luck: random.Random

    @property
    def way(self) -> Way:
        """Mostly to the hub."""
        return self.luck.choice([Way.HUB, Way.HUB, Way.HUB, Way.ONWARD])

    @property
    def hub(self) -> Hub:
        """One of the hubs."""
        return self.luck.choice(self.hubs)

    def newest(self, model: type, **known: object) -> int:
        """The number of the newest such row of the case; one that is not there if there is none."""
        found = model.objects.filter(**known).order_by("-pk").values_list("pk", flat=True).first()
        return found or 999_999


def _fact(t: Try) -> None:
    fact = t.luck.choice(list(facts().values()))
    values: list[object] = {
        "boolean": [True, False],
        "integer": [fact.low or 0, fact.high or 0],
        "date": [days_ago(3), days_ago(90), today() + dt.timedelta(days=90)],
        "code": list(fact.codes),
    }[fact.type.value]
    supplier, found_on = t.luck.choice(fact.suppliers), days_ago(t.luck.choice([0, 0, 0, 2, 40]))
    record_fact(t.by, case=t.case.pk, answer=Answer(fact.id, t.luck.choice(values), found_on, supplier))


def _resolve(t: Try) -> None:
    fact = Fact.objects.filter(case=t.case, ended=None).order_by("?").first()
    if fact is not None:
        resolve_conflict(
            t.by, case=t.case.pk, fact=fact.fact, keep=fact.pk, reason="the newer letter is right"
        )


def _happens(t: Try) -> None:
    allowed = PROCEDURES["return_hub"].allowed(Case.objects.get(pk=t.case.pk).standing.stage)
    event = t.luck.choice(allowed or tuple(Event)) if t.luck.random() < 0.9 else t.luck.choice(list(Event))
    record_happening(t.by, case=t.case.pk, event=event, at=timezone.now())


def _correct(t: Try) -> None:
    number = t.newest(Happening, case=t.case, ended=None)
    instead = t.luck.choice([None, *(Happened(event, timezone.now()) for event in Event)])
    correct_happening(t.by, happening=number, instead=instead, reason="typed wrongly")


def _notice(t: Try) -> None:
    served = days_ago(t.luck.choice([1, 12, 12, 12, 60]))
    for kind in Notice.Kind:
        give_notice(
            t.by,
            case=t.case.pk,
            kind=kind,
            language="en",
            destination=f"{t.hubs[0].name}, Kosovo",
            route="no stop",
            served_on=served,
            served_how="in person",
        )


def _accept(t: Try) -> None:
    until = today() + dt.timedelta(days=t.luck.choice([0, 60]))
    record_acceptance(
        t.by, case=t.case.pk, hub=t.hub.pk, answered_on=days_ago(3), until=until, reference="note"
    )


def _approve(t: Try) -> None:
    seen = last_event(t.case.pk) - t.luck.choice([0, 0, 0, 1])
    verb = t.luck.choice([approve, approve, approve, refuse_approval])
    verb(t.by, decision=t.newest(Decision, case=t.case), reasons=reasons(t.case), seen=seen)


def _suspend(t: Try) -> None:
    scope = Suspension.Scope.HUB if t.luck.random() < 0.15 else Suspension.Scope.PERSON
    number = t.case.person_id if scope == Suspension.Scope.PERSON else t.hub.pk
    by = t.luck.choice(list(Suspension.By))
    suspend(t.by, scheme=SCHEME, scope=scope, by=by, number=number, reason="looked into")


def _lift(t: Try) -> None:
    found = Suspension.objects.filter(ended=None).order_by("?").first()
    if found is not None:
        for by in (t.by, t.monitor):
            lift(by, suspension=found.pk, reason="it was looked into")


def _test(t: Try) -> None:
    item = t.luck.choice(list(Item))
    tested = record_test(
        t.by, scheme=SCHEME, item=item, tested_on=today(), what="tried out", passed=t.luck.random() < 0.9
    )
    sign_readiness(t.monitor, readiness=tested.pk)


def _withdraw_readiness(t: Try) -> None:
    withdraw_readiness(t.by, readiness=t.newest(Readiness, ended=None), reason="tried again")


def _custody(t: Try) -> None:
    begin_custody(
        t.by,
        case=t.case.pk,
        authority="chief officer",
        ground=t.luck.choice(list(Custody.Ground)),
        why="a flight was booked",
        began=timezone.now() - dt.timedelta(days=3),
    )


def _numbers(t: Try) -> None:
    people = t.luck.choice([0, 1, 2, 3])
    asked = request_numbers(
        t.by, hub=t.hubs[1].pk, four=Four(people, people, people, people), from_on=today(), reason="inspected"
    )
    answer_numbers(t.other, request=asked.pk, approved=True, reason="seen and in order")


def _phase(t: Try) -> None:
    kind = t.luck.choice([*Phase.Kind, Phase.Kind.OPEN, Phase.Kind.OPEN])
    places = t.luck.choice([0, 1, 2]) if kind == Phase.Kind.RAMP_UP else None
    set_phase(t.by, hub=t.hubs[1].pk, kind=kind, from_on=today(), places=places, reason="agreed")


def _cap(t: Try) -> None:
    kind, people = t.luck.choice(list(Cap.Kind)), t.luck.choice([2, 300, 300, 300])
    cap = enter_cap(t.by, scheme=SCHEME, kind=kind, people=people, from_on=days_ago(40), term="article 3")
    approve_cap(t.other, cap=cap.pk)


def _place(t: Try) -> None:
    stay = t.newest(Stay, case=t.case, ended=None)
    place = Place.objects.filter(ended=None).order_by("?").values_list("pk", flat=True).first()
    give_place(t.by, stay=stay, place=place, reason="nearer to the door")


ACTS: Mapping[str, Callable[[Try], object]] = {
    "fact": _fact,
    "resolve": _resolve,
    "refer": lambda t: refer(t.by, case=t.case.pk, reason="appeals are used up"),
    "screen": lambda t: screen(t.by, case=t.case.pk),
    "propose": lambda t: propose(t.by, case=t.case.pk, hub=t.hub.pk, reasons="the hub that fits"),
    "decide": lambda t: decide(
        t.by, case=t.case.pk, way=t.way, to_move=t.luck.random() < 0.9, reasons=reasons(t.case)
    ),
    "approve": _approve,
    "notice": _notice,
    "accept": _accept,
    "plan": lambda t: make_exit_plan(
        t.by, case=t.case.pk, if_return_fails="back", if_stay_ends="back", if_new_evidence="decided on"
    ),
    "authority": lambda t: give_authority(t.by, case=t.case.pk, way=t.way, reasons="everything stands today"),
    "withdraw": lambda t: withdraw_authority(t.by, case=t.case.pk, reasons="the flight was cancelled"),
    "departure": lambda t: record_departure(t.by, case=t.case.pk, way=t.way, at=timezone.now()),
    "end_referral": lambda t: end_referral(t.by, case=t.case.pk, reason="no longer needed"),
    "happens": _happens,
    "correct": _correct,
    "bar": lambda t: open_bar(t.by, case=t.case.pk, kind=t.luck.choice(list(Bar.Kind)), says="stopped"),
    "end_bar": lambda t: end_bar(t.by, bar=t.newest(Bar, case=t.case, ended=None), reason="decided"),
    "submissions": lambda t: lodge_submissions(t.by, case=t.case.pk, says="new evidence"),
    "order": lambda t: lodge_order(t.by, case=t.case.pk, kind=Bar.Kind.COURT_ORDER, says="stayed"),
    "offer": lambda t: offer_voluntary_return(t.by, case=t.case.pk, language="en", offered_on=days_ago(20)),
    "answer": lambda t: answer_voluntary_return(
        t.by, offer=t.newest(Offer, case=t.case), accepted=t.luck.random() < 0.3, on=today()
    ),
    "custody": _custody,
    "lapse": lambda t: ground_lapsed(t.by, custody=t.newest(Custody, case=t.case), reason="no flight"),
    "free": lambda t: end_custody(
        t.by, custody=t.newest(Custody, case=t.case), reason="released", released_at=timezone.now()
    ),
    "suspend": _suspend,
    "lift": _lift,
    "numbers": _numbers,
    "phase": _phase,
    "cap": _cap,
    "place": _place,
    "test": _test,
    "withdraw_readiness": _withdraw_readiness,
    "another": lambda t: a_case(t.by),
    "withdraw_approval": lambda t: refuse_approval(
        t.by, decision=t.newest(Approval), reasons=reasons(t.case), seen=last_event(t.case.pk)
    ),
}

NEXT: Mapping[str, str] = {
    Stage.EXHAUSTED: "refer",
    Stage.REFERRED: "screen",
    Stage.SCREENED: "propose",
    Stage.PROPOSED: "decide",
    Stage.DECIDED: "approve",
    Stage.APPROVED: "notice",
    Stage.NOTIFIED: "accept",
    Stage.ACCEPTED: "plan",
    Stage.PLANNED: "authority",
    Stage.AUTHORISED: "departure",
}
"""The way to the hub, by stage; tried more often than the rest, so that it is walked to its end."""

WHO: Mapping[str, Role] = {
    "approve": Role.AUTHORISING,
    "authority": Role.AUTHORISING,
    "withdraw": Role.AUTHORISING,
    "custody": Role.AUTHORISING,
    "submissions": Role.LAWYER,
    "order": Role.LAWYER,
    "suspend": Role.MONITOR,
    "lift": Role.AGREEMENT,
    "test": Role.AGREEMENT,
    "numbers": Role.AGREEMENT,
    "phase": Role.AGREEMENT,
    "cap": Role.AGREEMENT,
    "place": Role.HUB_MANAGER,
}
"""Whose each verb mostly is; the others are mostly a screening officer's."""
