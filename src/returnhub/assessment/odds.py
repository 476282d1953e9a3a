"""The odds of being moved and of being returned, for a person who arrives and for one who is refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Band, Group, Outcome, Result

RETURNED = (
    Outcome.RETURNED_ENFORCED,
    Outcome.RETURNED_VOLUNTARILY,
    Outcome.RETURNED_ONWARD,
    Outcome.RETURNED_VOLUNTARILY_FROM_HUB,
)
"""The outcomes that count as returned to the origin, from wherever."""


@dataclass(frozen=True, slots=True)
class Odd:
    """So many in 1,000 of a group: `band` with the scheme, `without` for the same people and no hub.

    `says` is the group in words, which tell how those who arrive come.
    """

    event: str
    group: str
    says: str
    band: Band
    without: Band | None = None


@dataclass(frozen=True, slots=True)
class Odds:
    """All odds of one scheme.

    `by_origin` follows people refused at least three years before the end: origin, refused (mean
    people a run), then moved_low, moved_middle, moved_high, returned_low, returned_middle,
    returned_high in 1,000 of them.
    """

    rows: tuple[Odd, ...]
    by_origin: pl.DataFrame

    def of(self, event: str, group: str) -> Odd:
        """The row for an event ("moved" or "returned") and a group."""
        return next(row for row in self.rows if (row.event, row.group) == (event, group))


ARRIVAL, REFUSED, EXHAUSTED = (
    "people who arrive",
    "refused people",
    "people with appeal rights exhausted",
)


def arriving(scheme: Scheme) -> str:
    """The people counted as arrivals, in words: people who arrive by small boat."""
    return f"{ARRIVAL} {scheme.arrives}"


_MEASURES = (
    ("moved", ARRIVAL, "moved_per_1000_arrivals"),
    ("moved", f"{ARRIVAL}, followed", "moved_per_1000_arrivals_followed"),
    ("returned", ARRIVAL, "returned_per_1000_arrivals"),
    ("moved", REFUSED, "moved_per_1000_refused"),
    ("moved", f"{REFUSED}, followed", "moved_per_1000_refused_followed"),
    ("returned", REFUSED, "returned_per_1000_refused"),
    ("moved", EXHAUSTED, "moved_per_1000_exhausted"),
    ("returned", EXHAUSTED, "returned_per_1000_exhausted"),
)


def odds(scheme: Scheme, result: Result) -> Odds:
    """The odds in a result, beside those of the same people without a hub."""
    rows = tuple(
        Odd(
            event,
            group,
            group.replace(ARRIVAL, arriving(scheme)),
            result.band(measure),
            None if event == "moved" else result.band(f"{measure}_without"),
        )
        for event, group, measure in _MEASURES
    )
    return Odds(rows, _by_origin(result))


def _by_origin(result: Result) -> pl.DataFrame:
    refused = result.outcomes.filter(pl.col("group") == Group.REFUSED.value)
    counted = refused.group_by("rep", "origin").agg(
        pl.col("people").sum().alias("refused"),
        pl.col("people_moved").sum().alias("moved"),
        _people(RETURNED).alias("returned"),
    )
    odd = counted.filter(pl.col("refused") > 0).with_columns(
        pl.col("moved", "returned") * 1000 / pl.col("refused")
    )
    wanted = [
        pl.col(name).quantile(q, "linear").alias(f"{name}_{word}")
        for name in ("moved", "returned")
        for word, q in (("low", 0.05), ("middle", 0.5), ("high", 0.95))
    ]
    means = counted.group_by("origin").agg(pl.col("refused").mean())
    return means.join(odd.group_by("origin").agg(wanted), on="origin", how="inner").sort(
        "refused", "origin", descending=[True, False]
    )


def _people(outcomes: Collection[Outcome]) -> pl.Expr:
    return pl.col("people").filter(pl.col("outcome").cast(pl.String).is_in([o.value for o in outcomes])).sum()
