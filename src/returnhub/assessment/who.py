"""Who could not be moved and why: made-up refused people, screened by the scheme's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from returnhub.caseload.make import make
from returnhub.scheme.model import Scheme
from returnhub.screening.bulk import screen
from returnhub.screening.rules import Asked, load_ruleset

VERDICTS = ("conditions_hold", "unknown", "barred")
"""The verdicts in the order in which pages show them."""

GROUPS = ("power_and_purpose", "to_the_hub")
"""The groups of rules that decide on a move to a hub."""

ABOUT = "person"
"""Only rules about the person: what the scheme itself has still to do is listed apart."""


@dataclass(frozen=True, slots=True)
class Reason:
    """The first rule that stopped people, or that could not be answered for them; in 1,000 people."""

    verdict: str
    rule: str
    title: str
    says: str
    source: str
    confidence: str
    per_1000: float


@dataclass(frozen=True, slots=True)
class Who:
    """Of 1,000 refused people, by verdict and first reason, as files are kept today.

    `if_known` is by verdict once every missing fact is found and every conflict settled.
    `by_origin` and `by_household` have a row a group: group, people (how many were made up), and
    the verdicts in 1,000 people of the group. `steps` are the rules about the scheme itself, each
    with what it asks: they are taken as done here, and have to be done for every person.
    `lacks` is a rule's title and the people in 1,000 for whom it could not be answered, whatever
    else stopped them.
    """

    people: int
    profile: str
    rules_digest: str
    per_1000: dict[str, float]
    if_known: dict[str, float]
    reasons: tuple[Reason, ...]
    by_origin: pl.DataFrame
    by_household: pl.DataFrame
    lacks: tuple[tuple[str, float], ...]
    steps: tuple[str, ...]


def who(scheme: Scheme, people: int, seed: int) -> Who:
    """Screen `people` made-up people whose claim was refused, on the day the scheme starts.

    Raises Problems where the scheme's rules cannot be loaded.
    """
    ruleset = load_ruleset(scheme.rules.profile, scheme)
    made = make(people, scheme, seed, scheme.starts)
    verdicts = screen(made.known, ruleset, scheme.starts, groups=GROUPS, about=ABOUT)
    table = verdicts.with_columns(made.truth["origin"], household_kind(made.truth).alias("household_kind"))
    settled = screen(made.truth, ruleset, scheme.starts, groups=GROUPS, about=ABOUT)
    return Who(
        people=table.height,
        profile=scheme.rules.profile,
        rules_digest=ruleset.digest,
        per_1000=_verdicts(verdicts),
        if_known=_verdicts(settled),
        reasons=_reasons(table, ruleset.asked(scheme.starts, GROUPS, ABOUT)),
        by_origin=_by(table, "origin"),
        by_household=_by(table, "household_kind"),
        lacks=_lacks(table, {rule.id: rule.title for rule in ruleset.rules}),
        steps=tuple(r.says for r in ruleset.rules if r.group in GROUPS and r.about != ABOUT),
    )


def household_kind(truth: pl.DataFrame) -> pl.Series:
    """The kind of household that each person lives in, from facts that are all known."""
    return truth.select(
        pl.when(pl.col("unaccompanied_child"))
        .then(pl.lit("child on their own"))
        .when(pl.col("family_with_children"))
        .then(pl.lit("family with children"))
        .when(pl.col("sex") == "female")
        .then(pl.lit("woman without children"))
        .otherwise(pl.lit("man without children"))
    ).to_series()


def _verdicts(verdicts: pl.DataFrame) -> dict[str, float]:
    n = dict(verdicts.group_by("verdict").len().iter_rows())
    return {v: 1000 * n.get(v, 0) / verdicts.height for v in VERDICTS}


def _reasons(table: pl.DataFrame, asked_rules: tuple[Asked, ...]) -> tuple[Reason, ...]:
    rules = {asked.rule.id: asked for asked in asked_rules}
    counted = (
        table.filter(pl.col("first_reason").is_not_null())
        .group_by("verdict", "first_reason")
        .len()
        .sort("len", "first_reason", descending=[True, False])
    )
    found: list[Reason] = []
    for verdict, name, n in counted.iter_rows():
        asked = rules[name]
        rule = asked.rule
        found.append(
            Reason(
                verdict=verdict,
                rule=name,
                title=rule.title,
                says=rule.if_fails if verdict == "barred" else rule.if_unknown,
                source="; ".join(s.cite for s in rule.source),
                confidence=asked.version.confidence.value,
                per_1000=1000 * n / table.height,
            )
        )
    return tuple(found)


def _by(table: pl.DataFrame, column: str) -> pl.DataFrame:
    shares = [(1000 * (pl.col("verdict") == v).mean()).alias(v) for v in VERDICTS]
    return (
        table.group_by(pl.col(column).alias("group"))
        .agg(pl.len().alias("people"), *shares)
        .sort("people", "group", descending=[True, False])
    )


def _lacks(table: pl.DataFrame, titles: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    rules = [c for c in table.columns if c.startswith("rule:")]
    if not rules:
        return ()
    nulls = table.select((1000 * pl.col(c).is_null().mean()).alias(c) for c in rules).row(0)
    most = sorted(zip(rules, nulls, strict=True), key=lambda pair: -pair[1])
    return tuple((titles[name.removeprefix("rule:")], share) for name, share in most if share > 0)
