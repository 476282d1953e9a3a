"""Whether a declared model holds together: every fault with the path of its field, before anything is run."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.simulation.model.declared import (
    Amount,
    By,
    Chance,
    Exponential,
    Fixed,
    Law,
    Lognormal,
    Model,
    Places,
    Stage,
    Stay,
)

MOST_MARKS = 8
MOST_CLASSES = 100_000
"""Combinations of attributes' levels: more would no longer fit the processor's cache, by far."""

_NEAR = 1e-9

Fault = tuple[str, str, object]
"""The path of a field, what is wrong with it, and what was found there."""


def check(model: Model) -> None:
    """Raises Problems with every fault of a model (`model.wrong`: its field, `kind` and `found`)."""
    faults = [*_people(model), *_stages(model), *_places(model)]
    if faults:
        raise Problems(
            [
                Problem(Code.MODEL_WRONG, Where(field=path), {"kind": kind, "found": found})
                for path, kind, found in faults
            ]
        )


def leads_to(stages: Sequence[Stage], name: str) -> frozenset[str]:
    """A stage and every stage that may follow it while no place is taken."""
    leads = {s.name: {way.to for risk in s.risks for way in risk.leads} for s in stages}
    found, new = set[str](), {name}
    while new:
        found |= new
        new = {to for one in new for to in leads.get(one, ())} - found
    return frozenset(found)


def _levels(model: Model) -> dict[str, int]:
    levels: dict[str, int] = {}
    for a in model.attributes:
        shares = a.shares
        levels[a.name] = int(shares.values.shape[-1]) if isinstance(shares, By) else len(shares)
    return levels


def _table(path: str, table: By, levels: dict[str, int], more: tuple[int, ...] = ()) -> Iterator[Fault]:
    for name in table.attributes:
        if name not in levels:
            yield path, "no_attribute", name
            return
    wanted = (*(levels[name] for name in table.attributes), *more)
    if table.values.shape != wanted:
        yield path, "shape", f"{table.values.shape} for {wanted}"


def _amount(
    path: str, amount: Amount, levels: dict[str, int], low: float = 0.0, high: float = math.inf
) -> Iterator[Fault]:
    if isinstance(amount, By):
        yield from _table(path, amount, levels)
    values = np.asarray(amount.values if isinstance(amount, By) else amount, float)
    wrong = values[~((values >= low) & (values <= high))]
    if wrong.size:
        yield path, "outside", float(wrong.flat[0])


def _chance(path: str, chance: Chance | None, levels: dict[str, int]) -> Iterator[Fault]:
    if chance is not None:
        yield from _amount(path, chance.share, levels, high=1.0)


def _law(path: str, law: Law, levels: dict[str, int]) -> Iterator[Fault]:
    match law:
        case Fixed(days):
            yield from _amount(path, days, levels)
        case Exponential(rate):
            yield from _amount(path, rate, levels)
        case Lognormal(median, spread):
            yield from _amount(path, median, levels)
            yield from _amount(path, spread, levels)


def _people(model: Model) -> Iterator[Fault]:
    if not model.arrivals.a_day > 0.0:
        yield "arrivals.a_day", "outside", model.arrivals.a_day
    levels = _levels(model)
    if len(levels) < len(model.attributes):
        yield "attributes", "twice", ", ".join(a.name for a in model.attributes)
    if math.prod(levels.values()) > MOST_CLASSES:
        yield "attributes", "too_many_classes", math.prod(levels.values())
    known: dict[str, int] = {}
    for a in model.attributes:
        path = f"attributes.{a.name}"
        if isinstance(a.shares, By):
            yield from _table(path, a.shares, known, (levels[a.name],))
        shares = np.asarray(a.shares.values if isinstance(a.shares, By) else a.shares, float)
        if not ((shares >= 0.0).all() and np.abs(shares.sum(axis=-1) - 1.0).max(initial=0.0) < _NEAR):
            yield path, "not_one", float(shares.sum(axis=-1).flat[0])
        known[a.name] = levels[a.name]
    if model.counted_by is not None and model.counted_by not in levels:
        yield "counted_by", "no_attribute", model.counted_by
    yield from _amount("size", model.size, levels, low=1.0, high=255.0)
    if len(model.marks) > MOST_MARKS:
        yield "marks", "too_many", len(model.marks)
    for f in model.filters:
        path = f"filters.{f.name}"
        yield from _amount(path, f.share, levels, high=1.0)
        if f.instead is not None and f.instead[0] not in levels:
            yield f"{path}.instead", "no_attribute", f.instead[0]
        yield from _amount(f"{path}.instead_share", f.instead_share, levels, high=1.0)
        if f.instead is None and f.instead_share > 0.0:
            yield f"{path}.instead", "none", f.instead_share
        if f.instead is not None and not 0 <= f.instead[1] < levels.get(f.instead[0], math.inf):
            yield f"{path}.instead", "outside", f.instead[1]
        if f.full_day < f.from_day:
            yield f"{path}.full_day", "outside", f.full_day


def _stages(model: Model) -> Iterator[Fault]:
    levels = _levels(model)
    names = [s.name for s in model.stages]
    if not names:
        yield "stages", "none", 0
    if len(set(names)) < len(names):
        yield "stages", "twice", ", ".join(names)
    if len(names) > np.iinfo(np.uint8).max:
        yield "stages", "too_many", len(names)
    for mark in model.marks:
        for name in mark.enters:
            if name not in names:
                yield "marks", "no_stage", name
    for s in model.stages:
        for risk in s.risks:
            path = f"stages.{s.name}.{risk.name}"
            yield from _law(path, risk.after, levels)
            if not risk.leads:
                yield path, "leads_nowhere", ""
            for k, way in enumerate(risk.leads):
                if way.to not in names:
                    yield path, "no_stage", way.to
                if way.if_ is not None and way.unless is not None:
                    yield path, "two_chances", way.to
                if (way.if_ is None and way.unless is None) is not (k == len(risk.leads) - 1):
                    yield path, "rest_not_last", way.to
                yield from _chance(path, way.if_ or way.unless, levels)
            yield from _chance(path, risk.chance, levels)


def _of_places(model: Model) -> Iterator[Fault]:
    """Only a place leads into a stay, and only who may have one waits; nobody waits again after a stay or a
    challenge that is accepted: a household has one place in a run."""
    led_to = {way.to for s in model.stages for risk in s.risks for way in risk.leads}
    for field, own in (("stay", model.stay), ("waiting", model.waiting)):
        for s in model.stages:
            if s.name == own and (s.risks or s.waits or own in led_to):
                yield field, "not_its_own", own
    waits = {s.name for s in model.stages if s.waits}
    for path, to in _after(model.places):
        if leads_to(model.stages, to) & waits:
            yield path, "waits_again", to


def _after(places: Places | None) -> Iterator[tuple[str, str]]:
    """The stages that follow a stay or an accepted challenge, each with the path of its field."""
    if places is None:
        return
    if places.challenge is not None and places.challenge.accepted_to is not None:
        yield "places.challenge.accepted_to", places.challenge.accepted_to
    for h in places.hubs:
        path = f"places.hubs.{h.name}"
        if h.closes is not None:
            yield f"{path}.on_closing", h.on_closing
        if math.isfinite(h.stay.limit):
            yield f"{path}.at_limit", h.stay.at_limit
        for risk in h.stay.risks:
            yield f"{path}.{risk.to}", risk.to


def _stay(path: str, stay: Stay, names: list[str], levels: dict[str, int]) -> Iterator[Fault]:
    clocks = [clock.name for clock in stay.clocks]
    if len(set(clocks)) < len(clocks):
        yield f"{path}.clocks", "twice", ", ".join(clocks)
    if not stay.limit >= 0.0:
        yield f"{path}.limit", "outside", stay.limit
    for clock in stay.clocks:
        yield from _law(f"{path}.{clock.name}", clock.after, levels)
        yield from _chance(f"{path}.{clock.name}", clock.chance, levels)
    for risk in stay.risks:
        here = f"{path}.{risk.to}"
        if risk.to not in names:
            yield here, "no_stage", risk.to
        brings = risk.after if isinstance(risk.after, str) else None
        for name in (brings, risk.not_before, risk.unless):
            if name is not None and name not in clocks:
                yield here, "no_clock", name
        if not isinstance(risk.after, str):
            yield from _law(here, risk.after, levels)
        yield from _chance(here, risk.chance, levels)
    if math.isfinite(stay.limit) and stay.at_limit not in names:
        yield f"{path}.at_limit", "no_stage", stay.at_limit
    if stay.seen is not None and stay.seen not in clocks:
        yield f"{path}.seen", "no_clock", stay.seen


def _places(model: Model) -> Iterator[Fault]:
    names, levels, places = [s.name for s in model.stages], _levels(model), model.places
    if places is None:
        if any(s.waits for s in model.stages):
            yield "places", "waits_for_nothing", next(s.name for s in model.stages if s.waits)
        return
    if model.stay not in names:
        yield "stay", "no_stage", model.stay
    if model.waiting is not None and model.waiting not in names:
        yield "waiting", "no_stage", model.waiting
    for name in places.ready.since:
        if name not in names:
            yield "places.ready.since", "no_stage", name
    for need in places.ready.needs:
        yield from _chance(f"places.ready.{need.name}", need, levels)
    for delay in places.ready.delays:
        yield from _law(f"places.ready.{delay.name}", delay.after, levels)
        yield from _chance(f"places.ready.{delay.name}", delay.unless, levels)
    yield from _amount("places.priority", places.priority, levels, high=MOST_MARKS)
    offer = places.challenge
    if offer is not None:
        yield from _chance("places.challenge", offer.chance, levels)
        yield from _law("places.challenge", offer.after, levels)
        yield from _chance("places.challenge", offer.accepted, levels)
        for name in (offer.meanwhile, offer.accepted_to or offer.meanwhile):
            if name not in names:
                yield "places.challenge", "no_stage", name
    hubs = [h.name for h in places.hubs]
    if not hubs:
        yield "places.hubs", "none", 0
    if len(set(hubs)) < len(hubs):
        yield "places.hubs", "twice", ", ".join(hubs)
    for name in ("in_all", "a_year", "at_one_time"):
        cap = getattr(places.caps, name)
        if cap is not None and cap < 0:
            yield f"places.caps.{name}", "outside", cap
    for resource in places.resources:
        if resource.hub is not None and resource.hub not in hubs:
            yield f"places.resources.{resource.name}", "no_hub", resource.hub
        for name in ("a_week", "notice", "transfer", "onward", "challenge"):
            yield from _amount(f"places.resources.{resource.name}.{name}", getattr(resource, name), levels)
    for h in places.hubs:
        path = f"places.hubs.{h.name}"
        if h.closes is not None and h.on_closing not in names:
            yield f"{path}.on_closing", "no_stage", h.on_closing
        if (np.asarray(h.capacity) < 0).any():
            yield f"{path}.capacity", "outside", int(np.min(h.capacity))
        yield from _amount(f"{path}.takes", h.takes, levels, high=1.0)
        if h.a_week is not None and h.a_week < 0:
            yield f"{path}.a_week", "outside", h.a_week
        yield from _stay(path, h.stay, names, levels)
    yield from _of_places(model)
