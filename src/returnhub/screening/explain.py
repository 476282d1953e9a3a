"""One case as data for a page: each rule with what it asked, what was found, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from returnhub.screening.condition import (
    FLIPPED,
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
    facts_of,
    walk,
)
from returnhub.screening.rules import Asked, Ruleset
from returnhub.screening.single import Case, function_of, judge
from returnhub.screening.verdict import State, Verdict


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that a rule read. `out_of_date` if it was found too long ago, and so counts as missing."""

    fact: str
    value: object
    out_of_date: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What would have to be found of a fact: a comparison, or one of (or none of) some codes."""

    fact: str
    op: Op
    to: bool | int | str | dt.date | FactName | tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's answer. `change` is the smallest change of facts after which the rule holds."""

    asked: Asked
    state: State
    found: tuple[Found, ...]
    missing: tuple[str, ...]
    change: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The verdict on one case, the rules that are not met, first those that fail, and those that are met."""

    as_of: dt.date
    profile: str
    digest: str
    verdict: Verdict
    reasons: tuple[Reason, ...]
    met: tuple[Reason, ...]


def explain(
    case: Case,
    ruleset: Ruleset,
    as_of: dt.date,
    groups: Iterable[str] | None = None,
    about: str | None = None,
) -> Explanation:
    """Why the case has its verdict. Arguments and errors as `single.judge`."""
    judgement = judge(case, ruleset, as_of, groups, about)
    answers = (*judgement.reasons, *(a for a in judgement.answers if a.state is State.HOLDS))
    every = tuple(_reason(case, a.asked, a.state) for a in answers)
    return Explanation(
        as_of=as_of,
        profile=ruleset.id,
        digest=ruleset.digest,
        verdict=judgement.verdict,
        reasons=tuple(r for r in every if r.state is not State.HOLDS),
        met=tuple(r for r in every if r.state is State.HOLDS),
    )


def change(condition: Condition, case: Case) -> tuple[Need, ...]:
    """The fewest needs after which the condition holds for the case; none if it does.

    Needs on one fact belong together: a date on or after one day and on or before another.
    """
    return tuple(dict.fromkeys(_nearest(condition, case, True)))


def _reason(case: Case, asked: Asked, state: State) -> Reason:
    old = {
        fact
        for node in walk(asked.condition)
        if isinstance(node, GoodFrom) and _stale(node, case)
        for fact in facts_of(node.part)
    }
    found = tuple(Found(name, case.get(name), name in old) for name in asked.facts)
    missing = tuple(f.fact for f in found if f.value is None or f.out_of_date)
    needed = () if state is State.HOLDS else change(asked.condition, case)
    return Reason(asked, state, found, missing, needed)


def _stale(node: GoodFrom, case: Case) -> bool:
    found = case.get(node.dated_by)
    since, until = node.since, node.until
    assert not isinstance(since, AsOf), "days are worked out before"
    assert not isinstance(until, AsOf), "days are worked out before"
    return not (isinstance(found, dt.date) and since <= found <= until)


def _nearest(condition: Condition, case: Case, want: bool) -> list[Need]:
    match condition:
        case Compare() | OneOf():
            return [] if function_of(condition)(case) is want else [_need(condition, want)]
        case GoodFrom(dated_by, dt.date() as since, dt.date() as until, part):
            if not _stale(condition, case):
                return _nearest(part, case, want)
            # whoever looks again may find something else, so what has to be found is said too
            again = [Need(dated_by, Op.GE, since), Need(dated_by, Op.LE, until)]
            return [*again, *_nearest(part, {}, want)]
        case GoodFrom():
            raise AssertionError("days are worked out before")
        case Not(part):
            return _nearest(part, case, not want)
        case All(parts) | AnyOf(parts):
            ways = [_nearest(p, case, want) for p in parts]
            if isinstance(condition, All) is not want:
                return min(ways, key=len)
            needs = [n for way in ways for n in way]
            touched = {n.fact for n in needs}
            # a fact that changes has to go on meeting what it meets today
            kept = [
                _need(p, want)
                for p, way in zip(parts, ways, strict=True)
                if not way and isinstance(p, Compare | OneOf) and touched & set(facts_of(p))
            ]
            return [*needs, *kept]


def _need(leaf: Compare | OneOf, want: bool) -> Need:
    if isinstance(leaf, OneOf):
        return Need(leaf.fact, Op.EQ if want else Op.NE, leaf.values)
    assert not isinstance(leaf.to, AsOf), "days are worked out before"
    return Need(leaf.fact, leaf.op if want else FLIPPED[leaf.op], leaf.to)
