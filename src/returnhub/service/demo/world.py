"""The whole demo, made on the first run: users, the scheme with two hubs, readiness, people, trouble."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from returnhub.accounts import demo
from returnhub.accounts.roles import MAY
from returnhub.agreements.commands import open_scheme
from returnhub.casework.commands.cases import open_case
from returnhub.casework.models import Case
from returnhub.hubs.commands.readiness import record_test, sign_readiness
from returnhub.hubs.models import Hub, Item
from returnhub.journal.actor import Actor
from returnhub.procedure import Stage
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.screening.rules import load_ruleset
from returnhub.service.demo import hub_life
from returnhub.service.demo.holding import holding
from returnhub.service.demo.hubs import furnished
from returnhub.service.demo.people import SEED, draw, new_case
from returnhub.service.demo.places import capped
from returnhub.service.demo.sign_ins import add_everybody, add_people_of
from returnhub.service.demo.trouble import departed_without_authority, make_trouble
from returnhub.service.demo.ways import Walk, walk_to

PEOPLE = 2_000
SCHEME = "kosovo-2025"
AT_ONCE = 50
"""People in one transaction; far from the 45 seconds within which what is on record has to be committed."""

_WALKERS: Mapping[Stage, int] = {
    Stage.REFERRED: 60,
    Stage.SCREENED: 60,
    Stage.PROPOSED: 25,
    Stage.DECIDED: 20,
    Stage.APPROVED: 15,
    Stage.NOTIFIED: 15,
    Stage.ACCEPTED: 10,
    Stage.PLANNED: 12,
    Stage.AUTHORISED: 6,
    Stage.DEPARTED: 4,
    Stage.IN_HUB: 30,
    Stage.HOST_CLAIM: 4,
    Stage.PROTECTED_IN_HOST: 2,
    Stage.EVIDENCE_REVIEW: 4,
    Stage.AT_LIMIT: 3,
    Stage.WAY_BACK: 3,
    Stage.TRANSFERRED_BACK: 3,
    Stage.RELEASED_IN_HOST: 2,
    Stage.LEFT_HUB: 3,
    Stage.RETURNED_VOLUNTARILY_FROM_HUB: 3,
}
"""How many people stand at each stage from the referral on: an assumption, so that none is empty."""

_READY: Mapping[Item, str] = {
    Item.MONITORS: "Two monitors came unannounced, spoke to people alone and saw every room.",
    Item.COMPLAINTS: "A made-up complaint was sent from a telephone in the hub and answered within a day.",
    Item.LAWYERS: "A call to the duty lawyer was taken within an hour, in private.",
    Item.INTERPRETERS: "Interpreters of five languages were reached by telephone.",
    Item.HEALTH_CARE: "A nurse was there day and night; the hospital took a test call.",
    Item.EXIT_ROUTE: "A test transfer back was booked and cancelled; the receiving team answered.",
    Item.RECORD: "A receipt was checked against a checkpoint kept by a witness.",
}


def fill(home: Path, say: Callable[[str], None], people: int = PEOPLE) -> None:
    """Make the demo unless somebody is there; the same people for a day. Progress is told in words."""
    if Case.objects.exists():
        return
    today, luck = timezone.localdate(), random.Random(SEED)
    clock = Actor(None, "clock", "set-up", frozenset({*MAY, "agreements.open_scheme"}))
    scheme = load(SCHEME)
    with transaction.atomic():
        acting, shown = add_everybody(clock)
        closed, opened = _scheme(clock, acting, scheme, today)
        for hub, letter in ((closed, ""), (opened, "B")):
            more, also_shown = add_people_of(clock, hub.pk, letter)
            acting, shown = {**acting, **more}, [*shown, *also_shown]
    _before_a_hub(acting, scheme, today, people - sum(_WALKERS.values()), say)
    _walkers(acting, scheme, closed, today, luck, say)
    # a lawyer's note goes by another connection, which sees what is committed
    make_trouble(acting, scheme, today, luck)
    say("Filling the hubs: transfers, arrivals, what happens there, ways on and back")
    hubs = hub_life.Hubs(closed, opened)
    with transaction.atomic():
        for _ in range(5):
            walker(acting, scheme, opened, today, luck, Stage.IN_HUB)
        walks = [_walk(acting, scheme, closed, today, luck, Stage.AUTHORISED) for _ in range(14)]
    hub_life.travelled(acting, hubs, walks[:8], walks[8:])
    hub_life.lived_in(acting, hubs, today)
    hub_life.on_or_back(acting, hubs)
    hub_life.asked_of_the_host(acting, today)
    hub_life.at_their_pages(acting, hubs)
    with transaction.atomic():
        capped(acting, scheme.id, people=400)
    with transaction.atomic():
        for stage in (Stage.ACCEPTED, Stage.PROPOSED):
            departed_without_authority(acting, walker(acting, scheme, opened, today, luck, stage))
    demo.keep(home, shown)


def _scheme(clock: Actor, acting: Mapping[str, Actor], scheme: Scheme, today: dt.date) -> tuple[Hub, Hub]:
    open_scheme(
        clock,
        scheme=scheme.id,
        title=scheme.title,
        procedure=scheme.procedure,
        ruleset=load_ruleset(scheme.rules.profile, scheme).digest,
        host="Kosovo",
    )
    manager, monitor = acting["agreement"], acting["monitor"]
    hubs = (
        furnished(acting, scheme.id, "Hub A (made up)", Hub.Kind.CLOSED, houses=16),
        furnished(acting, scheme.id, "Hub B (made up)", Hub.Kind.OPEN, houses=2),
    )
    for item, what in _READY.items():
        tested = record_test(
            manager,
            scheme=scheme.id,
            item=item,
            tested_on=today - dt.timedelta(days=9),
            what=what,
            passed=True,
        )
        sign_readiness(monitor, readiness=tested.pk)
    return hubs


def _before_a_hub(
    acting: Mapping[str, Actor], scheme: Scheme, today: dt.date, people: int, say: Callable[[str], None]
) -> None:
    drawn = list(draw(people, scheme, today))
    for start in range(0, people, AT_ONCE):
        with transaction.atomic():
            for number, one in enumerate(drawn[start : start + AT_ONCE], start):
                open_case(acting["referring" if number % 2 else "screening"], new=one.new)
        if start and start % 500 == 0:
            say(f"Making synthetic people: {start:,} of {people:,}")


def _walkers(
    acting: Mapping[str, Actor],
    scheme: Scheme,
    hub: Hub,
    today: dt.date,
    luck: random.Random,
    say: Callable[[str], None],
) -> None:
    say("Moving some of them through the scheme, step by step")
    for stage, count in _WALKERS.items():
        for start in range(0, count, 10):
            with transaction.atomic():
                for _ in range(start, min(start + 10, count)):
                    walker(acting, scheme, hub, today, luck, stage)


def walker(
    acting: Mapping[str, Actor], scheme: Scheme, hub: Hub, today: dt.date, luck: random.Random, stage: Stage
) -> Case:
    """Somebody about whom every condition holds, taken to a stage."""
    return Case.objects.get(pk=_walk(acting, scheme, hub, today, luck, stage).case)


def _walk(
    acting: Mapping[str, Actor], scheme: Scheme, hub: Hub, today: dt.date, luck: random.Random, stage: Stage
) -> Walk:
    known = holding(today) | {
        "origin": luck.choice(["ALB", "IRQ", "VNM", "IND", "BGD", "PAK"]),
        "sex": luck.choice(["male", "male", "female"]),
        "birth_on": dt.date(today.year - luck.randint(19, 58), luck.randint(1, 12), luck.randint(1, 28)),
    }
    new = new_case(luck, scheme.id, known, "exhausted", today, fresh=True)
    case = open_case(acting["screening"], new=new)
    walk = Walk(case.pk, case.reference, hub, acting, today)
    walk_to(walk, stage)
    return walk
