"""Made-up cases for tests and benchmarks: every value is equally likely, dates lie near the rules' limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import polars as pl

from returnhub.caseload.columns import dtype
from returnhub.scheme.facts import Fact, FactType
from returnhub.screening.casebook import read_tests
from returnhub.screening.rules import Ruleset

ASKED_ON = dt.date(2026, 11, 25)
"""The day of the case `settled` in law/rules."""

EDGES = (0, 1, 5, 7, 14, 21, 28, 31, 92, 184, 365, 18 * 365 + 5)


def random_cases(
    facts: Mapping[str, Fact],
    n: int,
    as_of: dt.date,
    missing: float,
    seed: int,
    like: Mapping[str, object] | None = None,
    changed: float = 0.02,
) -> pl.DataFrame:
    """`n` cases whose facts are independent of each other; a share `missing` of each is not known.

    With `like`, each fact is that case's own but for a share `changed`.
    """
    rng = np.random.default_rng(seed)
    columns = {"case": pl.Series([f"RH-{i:07d}" for i in range(n)])}
    for name, fact in facts.items():
        match fact.type:
            case FactType.BOOLEAN:
                values = pl.Series(rng.random(n) < 0.5)
            case FactType.INTEGER:
                values = pl.Series(rng.integers(fact.low or 0, (fact.high or 50) + 1, n))
            case FactType.DATE:
                days = rng.choice(EDGES, n) + rng.integers(-3, 4, n)
                values = pl.Series(np.datetime64(as_of, "D") - days)
            case FactType.CODE:
                values = pl.Series(list(fact.codes), dtype=dtype(fact)).gather(
                    rng.integers(0, len(fact.codes), n)
                )
        values = values.cast(dtype(fact))
        if like is not None:
            own = pl.lit(like[name], dtype=dtype(fact))
            values = pl.select(
                pl.when(pl.Series(rng.random(n) < changed)).then(values).otherwise(own)
            ).to_series()
        known = pl.Series(rng.random(n) >= missing)
        columns[name] = pl.select(pl.when(known).then(values)).to_series()
    return pl.DataFrame(columns)


def settled(ruleset: Ruleset, as_of: dt.date = ASKED_ON) -> dict[str, object]:
    """The case that meets every rule, its dates moved so that it does on `as_of`."""
    case = next(t.case for t in read_tests(ruleset.facts) if t.name == "everything is there")
    # whole weeks, so that working days fall on working days
    by = dt.timedelta(weeks=(as_of - ASKED_ON).days // 7)
    return {k: v + by if isinstance(v, dt.date) else v for k, v in case.items()}
