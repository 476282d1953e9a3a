"""Cases and conditions for the stored form: on the days, and at the limits, where a calendar goes wrong."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Iterator, Mapping

from returnhub.procedure.clocks import add_working_days
from returnhub.scheme.facts import Fact, FactType
from returnhub.screening.condition import (
    All,
    AnyOf,
    AsOf,
    Compare,
    Condition,
    FactName,
    GoodFrom,
    Not,
    OneOf,
    Op,
    Unit,
    shifted,
    walk,
)
from returnhub.screening.rules import Ruleset

Asking = tuple[dt.date, dict[str, object]]
"""A day, and the facts of a case asked about on it."""

MOST = {Unit.DAYS: 400, Unit.WORKING_DAYS: 60, Unit.MONTHS: 30, Unit.YEARS: 20}
ORDERED = (FactType.DATE, FactType.INTEGER)


def days(rng: random.Random, count: int) -> list[dt.date]:
    """Leap days, ends of months, days round bank holidays and a change of the law, and any days."""
    found = [dt.date(2024, 2, 29), dt.date(2028, 2, 29), dt.date(2027, 2, 28), dt.date(2027, 3, 1)]
    found += [dt.date(2025, m, calendar.monthrange(2025, m)[1]) for m in range(1, 13)]
    # Christmas on a weekend and in the week, Easter, the end of August
    for year, month, day in ((2026, 12, 23), (2027, 12, 23), (2026, 4, 1), (2026, 8, 28), (2023, 11, 18)):
        found += [dt.date(year, month, day) + dt.timedelta(days=i) for i in range(8)]
    found += [dt.date(2022, 6, 1) + dt.timedelta(days=rng.randrange(20 * 365)) for _ in range(count)]
    return found


def askings(ruleset: Ruleset, rng: random.Random, on: list[dt.date], each: int) -> Iterator[Asking]:
    """`each` cases for each day, with dates and numbers at and beside the limits that the rules name."""
    nodes = [n for condition in ruleset.conditions.values() for n in walk(condition)]
    numbers = [n.to for n in nodes if isinstance(n, Compare) and type(n.to) is int] or [3]
    for day in on:
        limits = sorted({moved(s, day) for n in nodes for s in shifts(n)} or {day})
        for _ in range(each):
            yield day, dict(case(ruleset.facts, rng, limits, numbers))


def shifts(node: Condition) -> list[AsOf | dt.date]:
    """The days that one node names."""
    match node:
        case Compare(to=AsOf() | dt.date() as to):
            return [to]
        case GoodFrom(_, since, until):
            return [since, until]
        case _:
            return []


def moved(to: AsOf | dt.date, day: dt.date) -> dt.date:
    return shifted(day, to, add_working_days) if isinstance(to, AsOf) else to


def case(
    facts: Mapping[str, Fact], rng: random.Random, limits: list[dt.date], numbers: list[int]
) -> Iterator[tuple[str, object]]:
    """Facts by chance; a tenth is left out, a tenth is there and not known."""
    for name, fact in facts.items():
        chance = rng.random()
        if chance < 0.1:
            continue
        match fact.type:
            case FactType.BOOLEAN:
                value: object = rng.random() < 0.5
            case FactType.INTEGER:
                value = max(0, rng.choice(numbers) + rng.randint(-1, 1))
            case FactType.DATE:
                value = rng.choice(limits) + dt.timedelta(days=rng.choice((-1, 0, 0, 1)))
            case FactType.CODE:
                value = rng.choice(list(fact.codes))
        yield name, None if chance < 0.2 else value


def condition(facts: Mapping[str, Fact], rng: random.Random, depth: int = 4) -> Condition:
    """Any tree that a rule's author could write."""
    if depth == 0 or rng.random() < 0.25:
        return comparison(facts, rng)
    below = tuple(condition(facts, rng, depth - 1) for _ in range(rng.randint(2, 3)))
    match rng.randrange(4):
        case 0:
            return Not(below[0])
        case 1:
            dated = next(n for n, f in shuffled(facts, rng) if f.type is FactType.DATE)
            return GoodFrom(dated, AsOf(-rng.randint(0, 60)), AsOf(), below[0])
        case 2:
            return All(below)
        case _:
            return AnyOf(below)


def comparison(facts: Mapping[str, Fact], rng: random.Random) -> Condition:
    name, fact = shuffled(facts, rng)[0]
    ordered = rng.choice(list(Op))
    equal = rng.choice((Op.EQ, Op.NE))
    if fact.type in ORDERED and rng.random() < 0.2:
        other = next(n for n, f in shuffled(facts, rng) if f.type is fact.type)
        return Compare(name, ordered, FactName(other))
    match fact.type:
        case FactType.BOOLEAN:
            return Compare(name, equal, rng.random() < 0.5)
        case FactType.INTEGER if rng.random() < 0.3:
            return OneOf(name, (rng.randint(0, 5), rng.randint(0, 5)))
        case FactType.INTEGER:
            return Compare(name, ordered, rng.randint(0, 9))
        case FactType.DATE if rng.random() < 0.2:
            return Compare(name, ordered, dt.date(2026, 2, 28))
        case FactType.DATE:
            unit = rng.choice(list(Unit))
            return Compare(name, ordered, AsOf(rng.randint(-MOST[unit], MOST[unit]), unit))
        case FactType.CODE if rng.random() < 0.5:
            return Compare(name, equal, rng.choice(list(fact.codes)))
        case FactType.CODE:
            return OneOf(name, tuple(rng.sample(list(fact.codes), 2)))


def shuffled(facts: Mapping[str, Fact], rng: random.Random) -> list[tuple[str, Fact]]:
    return rng.sample(list(facts.items()), len(facts))
