"""Simulated people as histories of events, in the words of the procedure table.

A simulated run and the live record have the same shape: both are events that fold through the same
table, and both pass the same conformance check.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from returnhub.procedure import Event, Happening, Stage
from returnhub.procedure.table import Procedure
from returnhub.scheme.model import Scheme
from returnhub.simulation import fates, stages, waiting, worlds
from returnhub.simulation.limits import limits_of
from returnhub.simulation.lives import declare
from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.paths import People, pick
from returnhub.simulation.model.sample import sample
from returnhub.simulation.model.settled import settle
from returnhub.simulation.population import verdicts
from returnhub.simulation.present import Hubs
from returnhub.simulation.replicate import Outlook
from returnhub.simulation.result import Outcome
from returnhub.simulation.streams import replication_key

_E, _O = Event, Outcome

_SCALE = 0.02
"""Of the claims and places, so that some hundred people come over months and not in a week."""

_LARGEST_HOUSEHOLD = max(size for size, _ in worlds.KINDS)

_MOVE = (
    _E.PLACE_PROPOSED,
    _E.DECIDED_TO_MOVE,
    _E.APPROVED,
    _E.NOTICES_GIVEN,
    _E.HOST_ACCEPTED,
    _E.EXIT_PLAN_MADE,
    _E.DEPARTURE_AUTHORISED,
    _E.DEPARTED,
    _E.ARRIVED,
)

_TO: dict[Outcome, tuple[Event, ...]] = {
    _O.REFUSED: (_E.CLAIM_REFUSED,),
    _O.APPEAL_PENDING: (_E.CLAIM_REFUSED, _E.APPEAL_LODGED),
    _O.FURTHER_SUBMISSIONS_PENDING: (_E.FURTHER_SUBMISSIONS_MADE,),
    _O.WAITING_FOR_PLACE: (_E.REFERRED, _E.CONDITIONS_HOLD),
    _O.IN_HUB: _MOVE,
    _O.RETURNED_ENFORCED: (_E.RETURN_AUTHORISED, _E.RETURNED),
    _O.RETURNED_VOLUNTARILY: (_E.RETURNED_VOLUNTARILY,),
    _O.BARRIER: (_E.BARRIER_FOUND,),
    _O.WHEREABOUTS_UNKNOWN: (_E.WHEREABOUTS_LOST,),
    _O.RETURNED_ONWARD: (_E.ONWARD_AUTHORISED, _E.RETURNED),
    _O.RETURNED_VOLUNTARILY_FROM_HUB: (_E.RETURNED_VOLUNTARILY,),
    _O.PROTECTED_IN_HOST: (_E.PROTECTED_BY_HOST,),
    _O.LEFT_HUB: (_E.LEFT_HUB,),
    _O.RELEASED_IN_HOST: (_E.STAY_LIMIT_REACHED, _E.RELEASED),
    _O.TRANSFERRED_BACK: (_E.TRANSFER_BACK_ORDERED, _E.TRANSFERRED_BACK),
    _O.RE_ARRIVED: (_E.RE_ARRIVED,),
    _O.DIED: (_E.DIED,),
}

_LEAVES: dict[Outcome, tuple[Event, ...]] = {
    _O.TRANSFERRED_BACK: (_E.CASE_RESUMED,),
    _O.RE_ARRIVED: (_E.CASE_RESUMED,),
    _O.REFUSED: (_E.APPEAL_TIME_ENDED,),
    _O.APPEAL_PENDING: (_E.APPEAL_DISMISSED,),
    _O.FURTHER_SUBMISSIONS_PENDING: (_E.FURTHER_SUBMISSIONS_REJECTED,),
}
"""What happens on leaving a stage by its ordinary way, before what leads to the next."""

_PROTECTED: dict[Outcome, Event] = {
    _O.CLAIM_PENDING: _E.PROTECTION_GRANTED,
    _O.APPEAL_PENDING: _E.APPEAL_ALLOWED,
    _O.FURTHER_SUBMISSIONS_PENDING: _E.FURTHER_SUBMISSIONS_ACCEPTED,
}

_AFTER_REFERRAL = (_O.BARRIER, _O.RETURNED_ENFORCED, _O.CLAIM_PENDING, _O.REFUSED, _O.APPEAL_PENDING)
"""Stages that a person reaches only once a referral has been given up."""


def _events(was: Outcome, now: Outcome, stands: Stage) -> tuple[Event, ...]:
    """What happens between two simulated stages, given the stage of the procedure so far."""
    if now is _O.PROTECTED:
        given_up = (_E.REFERRAL_ENDED,) if was is _O.WAITING_FOR_PLACE else ()
        return (*given_up, _PROTECTED.get(was, _E.PROTECTION_GRANTED))
    events: list[Event] = list(_LEAVES.get(was, ()))
    if was is _O.WAITING_FOR_PLACE and now in _AFTER_REFERRAL:
        events.append(_E.REFERRAL_ENDED)
    if now is _O.IN_HUB and was is not _O.WAITING_FOR_PLACE:
        events += _TO[_O.WAITING_FOR_PLACE]
    if stands is Stage.HOST_CLAIM and now is _O.RETURNED_ONWARD:
        events.append(_E.HOST_CLAIM_REFUSED)
    if stands is Stage.IN_HUB and now is _O.PROTECTED_IN_HOST:
        events.append(_E.HOST_CLAIM_MADE)
    return (*events, *_TO.get(now, ()))


class Told(NamedTuple):
    """One person's history: their events, the stage counted at the end, and the hub, if they were in one."""

    case: str
    household: str
    origin: str
    hub: str | None
    events: list[Happening]
    outcome: Outcome


def histories(
    scheme: Scheme,
    procedure: Procedure,
    people: int = 200,
    years: int = 10,
    seed: int = 1,
    replication: int = 0,
) -> Iterator[Told]:
    """The first `people` who claim and the rest of the last household, each with all that happens to them."""
    ask = Outlook(years, seed, scale=_SCALE, warm_up_years=0)
    names = worlds.origins(scheme)
    world = worlds.draw(scheme, seed, replication, {})
    class_ok = verdicts(scheme, names, seed).cumulative_ok if scheme.hubs else worlds.nobody(names)
    fate = fates.fates(world, ask.end)
    opens = float(fate.opens.min(initial=math.inf))
    c = compile_model(declare(world, class_ok, fate, years, ask.scale))
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))
    sampled = next(sample(c, key, 0.0, ask.end, ask.counted, people)).people
    found = waiting.prospects(sampled, c.stages.waits_s, stages.WAITING_FOR_PLACE, opens, ask.end)
    paths = {i: _path(sampled, i) for i in range(sampled.origin.size)}
    hubs: dict[int, str] = {}
    if c.stays is not None:
        limits = limits_of(c.model, worlds.weeks_in(years))
        # A hub so small would move one person a week, and no family ever.
        limits = limits._replace(a_week=np.maximum(limits.a_week, _LARGEST_HOUSEHOLD))
        left = Hubs(c, limits, ask.end).whole(found, pick(sampled, found.sampled_as))
        hubs = {
            int(i): scheme.hubs[int(left.moves.hub[m])].id
            for m, i in enumerate(found.sampled_as)
            if left.moves.at[m] < ask.end
        }
        settled = settle(left.people, left.moves, c, ask.end)
        paths |= {int(i): _path(settled, m) for m, i in enumerate(found.sampled_as)}
    start = dt.datetime.combine(scheme.starts, dt.time(9))
    told = 0
    for i, path in paths.items():
        origin = names[int(sampled.origin[i])]
        for _ in range(int(sampled.size[i])):
            told += 1
            case = f"person-{told}"
            history, outcome = _history(case, path, procedure, start, ask.end)
            yield Told(case, f"household-{i + 1}", origin, hubs.get(i), history, outcome)
        if told >= people:
            return


def _path(people: People, i: int) -> list[tuple[float, Outcome]]:
    span = range(people.at[i], people.at[i + 1])
    return [(float(people.time[k]), stages.STAGES[people.stage[k]]) for k in span]


def _history(
    case: str, path: list[tuple[float, Outcome]], procedure: Procedure, start: dt.datetime, end: float
) -> tuple[list[Happening], Outcome]:
    history: list[Happening] = []
    stands, was = procedure.first, path[0][1]
    for day, now in path[1:]:
        if day >= end:
            break
        when = start + dt.timedelta(days=day)
        events = _events(was, now, stands)
        history += [Happening(case, event, when, when) for event in events]
        for event in events:
            stands = procedure.next(stands, event)
        was = now
    return history, was
