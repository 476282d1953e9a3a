"""Rules with one small fault each: a rule's tests have to tell every one of them from the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from returnhub.screening.condition import (
    All,
    AnyOf,
    AsOf,
    Compare,
    Condition,
    GoodFrom,
    Not,
    OneOf,
    Op,
    text,
)

_NEAR: dict[Op, Op] = {
    Op.EQ: Op.NE,
    Op.NE: Op.EQ,
    Op.LT: Op.LE,
    Op.LE: Op.LT,
    Op.GT: Op.GE,
    Op.GE: Op.GT,
}


def mutants(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Each fault in words of the notation, and the condition that has it."""
    match condition:
        case Compare(fact, op, to):
            yield f"{text(condition)} as {fact} {_NEAR[op]}", replace(condition, op=_NEAR[op])
            if isinstance(to, AsOf) and to.count:
                for by in (-1, 1):
                    other = replace(condition, to=replace(to, count=to.count + by))
                    yield f"{text(condition)} as {text(other)}", other
        case OneOf(fact, values):
            for value in values if len(values) > 1 else ():
                yield (
                    f"{text(condition)} without '{value}'",
                    OneOf(fact, tuple(v for v in values if v != value)),
                )
        case GoodFrom(dated_by, since, until, part):
            yield f"{text(part)} however old", part
            if isinstance(since, AsOf):
                for by in (-1, 1):
                    yield (
                        f"{text(part)} good for {-since.count - by} days",
                        replace(condition, since=replace(since, count=since.count + by)),
                    )
            for words, below in mutants(part):
                yield words, GoodFrom(dated_by, since, until, below)
        case Not(part):
            yield f"{text(condition)} without NOT", part
            for words, below in mutants(part):
                yield words, Not(below)
        case All(parts) | AnyOf(parts):
            kind, other = (All, AnyOf) if isinstance(condition, All) else (AnyOf, All)
            yield f"{text(condition)} with {'OR' if other is AnyOf else 'AND'}", other(parts)
            for i, part in enumerate(parts):
                for words, below in mutants(part):
                    yield words, kind((*parts[:i], below, *parts[i + 1 :]))
