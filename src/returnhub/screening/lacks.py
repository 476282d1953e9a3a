"""Who lacks which fact: for people whose verdict is unknown, the facts that somebody has to find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from returnhub.screening.condition import Condition, GoodFrom, facts_of, walk
from returnhub.screening.rules import Ruleset
from returnhub.screening.verdict import RULE, Verdict


def lacking(
    cases: pl.DataFrame,
    screened: pl.DataFrame,
    ruleset: Ruleset,
    as_of: dt.date,
    groups: Iterable[str] | None = None,
    about: str | None = None,
) -> pl.DataFrame:
    """One Boolean column a fact, row by row as `cases`: true where that fact is needed and not known.

    Needed: the person's verdict is unknown and a rule that is unknown for them reads the fact. Not
    known: missing, or out of date. `screened` is what `bulk.screen` gave for the same arguments.
    """
    unknown = screened["verdict"] == Verdict.UNKNOWN.value
    found: dict[str, pl.Series] = {}
    for asked in ruleset.asked(as_of, groups, about):
        waits = unknown & screened[RULE + asked.rule.id].is_null()
        for fact in asked.facts:
            lacks = waits & _not_known(cases, fact, asked.condition)
            found[fact] = found[fact] | lacks if fact in found else lacks
    return pl.DataFrame([column.alias(name) for name, column in found.items() if column.any()])


def _not_known(cases: pl.DataFrame, fact: str, condition: Condition) -> pl.Series:
    if fact not in cases.columns:
        return pl.repeat(True, cases.height, eager=True)
    missing = cases[fact].is_null()
    for node in walk(condition):
        match node:
            case GoodFrom(dated_by, dt.date() as since, dt.date() as until, part) if fact in facts_of(part):
                if dated_by in cases.columns:
                    missing |= ~cases[dated_by].is_between(since, until).fill_null(False)
            case _:
                pass
    return missing
