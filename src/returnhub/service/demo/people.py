"""The demo's people as they stand before a hub: drawn by `caseload.make` from the scheme's own figures."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import timezone

from returnhub.caseload.make import make
from returnhub.casework.commands.cases import CalledAs, Happened, NewCase
from returnhub.casework.commands.facts import Answer, facts
from returnhub.casework.models import Name
from returnhub.procedure import Event
from returnhub.scheme.model import Scheme
from returnhub.service.demo.names import a_name

Value = bool | int | str | dt.date
SEED = 20_261_122

_E = Event
_WAYS: Mapping[str, tuple[tuple[Event, int], ...]] = {
    "claim pending": (),
    "refused": ((_E.CLAIM_REFUSED, 6),),
    "appeal pending": ((_E.CLAIM_REFUSED, 70), (_E.APPEAL_LODGED, 60)),
    "protected": ((_E.CLAIM_REFUSED, 300), (_E.APPEAL_LODGED, 290), (_E.APPEAL_ALLOWED, 90)),
    "exhausted": ((_E.CLAIM_REFUSED, 400), (_E.APPEAL_LODGED, 390), (_E.APPEAL_DISMISSED, 240)),
    "time ended": ((_E.CLAIM_REFUSED, 200), (_E.APPEAL_TIME_ENDED, 185)),
    "submissions": (
        (_E.CLAIM_REFUSED, 400),
        (_E.APPEAL_LODGED, 390),
        (_E.APPEAL_DISMISSED, 240),
        (_E.FURTHER_SUBMISSIONS_MADE, 20),
    ),
    "remains": (
        (_E.CLAIM_REFUSED, 700),
        (_E.APPEAL_LODGED, 690),
        (_E.APPEAL_DISMISSED, 500),
        (_E.BARRIER_FOUND, 200),
    ),
    "lost": (
        (_E.CLAIM_REFUSED, 500),
        (_E.APPEAL_LODGED, 490),
        (_E.APPEAL_DISMISSED, 300),
        (_E.WHEREABOUTS_LOST, 120),
    ),
    "went home": (
        (_E.CLAIM_REFUSED, 400),
        (_E.APPEAL_LODGED, 390),
        (_E.APPEAL_DISMISSED, 250),
        (_E.RETURNED_VOLUNTARILY, 60),
    ),
    "came again": (
        (_E.CLAIM_REFUSED, 900),
        (_E.APPEAL_TIME_ENDED, 880),
        (_E.RETURNED_VOLUNTARILY, 600),
        (_E.RE_ARRIVED, 40),
    ),
    "died": ((_E.CLAIM_REFUSED, 300), (_E.APPEAL_TIME_ENDED, 285), (_E.DIED, 30)),
}
"""What happened and how many days ago, by where the way leads."""

_SHARES = {
    "claim pending": 5,
    "refused": 6,
    "appeal pending": 9,
    "protected": 3,
    "exhausted": 45,
    "time ended": 14,
    "submissions": 5,
    "remains": 3,
    "lost": 5,
    "went home": 3,
    "came again": 1,
    "died": 1,
}
"""In a hundred people; an assumption, so that every stage has somebody in it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A person to be made: where their way has led so far, and what is known."""

    way: str
    new: NewCase


def draw(n: int, scheme: Scheme, today: dt.date, seed: int = SEED) -> Iterator[Drawn]:
    """`n` people, the same for a seed and a day."""
    luck = random.Random(seed)
    ways = luck.choices(list(_SHARES), weights=list(_SHARES.values()), k=n)
    for way, row in zip(ways, make(n, scheme, seed, today).known.iter_rows(named=True), strict=True):
        known = {k: v for k, v in row.items() if k in facts() and v is not None}
        yield Drawn(way, new_case(luck, scheme.id, known, way, today))


def new_case(
    luck: random.Random,
    scheme: str,
    known: Mapping[str, Value],
    way: str,
    today: dt.date,
    *,
    fresh: bool = False,
) -> NewCase:
    """Everything of one person's case that is known when it is opened; `fresh`: all of it was found today."""
    name = a_name(luck, str(known.get("origin", "")), str(known.get("sex", "")))
    names = [CalledAs(name)]
    if luck.random() < 0.15:
        kind = luck.choice([Name.Kind.ALIAS, Name.Kind.DISPUTED])
        names.append(CalledAs(a_name(luck, str(known.get("origin", "")), str(known.get("sex", ""))), kind))
    happened = [Happened(event, noon(today - dt.timedelta(days=days))) for event, days in _WAYS[way]]
    answers = [
        Answer(fact, value, today if fresh else found_on(luck, fact, today), facts()[fact].suppliers[0])
        for fact, value in known.items()
    ]
    return NewCase(scheme, names, answers, happened)


def found_on(luck: random.Random, fact: str, today: dt.date) -> dt.date:
    """When a fact was found: mostly lately enough to count, one in twelve too long ago."""
    good = facts()[fact].good_for_days
    if good is None:
        return today - dt.timedelta(days=luck.randint(0, 120))
    late = luck.random() < 1 / 12
    return today - dt.timedelta(days=good + luck.randint(1, 30) if late else luck.randint(0, good) // 2)


def noon(day: dt.date) -> dt.datetime:
    """Noon of a day where cases are decided, or now if that is still to come."""
    return min(timezone.make_aware(dt.datetime.combine(day, dt.time(12))), timezone.now())
