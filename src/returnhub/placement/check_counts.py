"""The recount's sums: people present in each week against places, transfers and the agreement's caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from returnhub.placement.check_rules import WEEK, YEAR, Breach, Limit, Rules, floor
from returnhub.scheme.model import Hub


def stays(placed: pl.DataFrame, rules: Rules, taken: pl.DataFrame | None) -> pl.DataFrame:
    """Everybody with a place in some week, those moved before too: from week `first` to before week `after`.

    `year` counts years of the scheme. What is not known of an earlier move counts in every week and year.
    """
    begins = rules.start if rules.suppose_ready else min(rules.scheme.starts, rules.start)
    day = pl.lit(rules.start)
    lasts = {h.id: rules.stay_weeks(h) for h in rules.scheme.hubs}
    columns = ("case", "hub", "kind", "first", "after", "step_free", "year", "proposed")
    weeks = pl.col("week").cast(pl.Int64)
    arrives = day + pl.duration(days=WEEK * weeks)
    now = placed.select(
        "case",
        "hub",
        "kind",
        first=weeks,
        after=weeks + pl.col("hub").replace_strict(lasts, default=None, return_dtype=pl.Int64),
        # somebody who was never asked may need it
        step_free=pl.col("needs_step_free").fill_null(value=True),
        year=(arrives - pl.lit(begins)).dt.total_days().floordiv(YEAR),
        proposed=pl.lit(value=True),
    )
    if taken is None:
        return now
    came, goes = pl.col("arrive_on"), pl.col("leave_by")
    step_free = pl.col("step_free") if "step_free" in taken.columns else pl.lit(None, dtype=pl.Boolean)
    earlier = taken.select(
        case=pl.lit(None, dtype=pl.String),
        hub="hub",
        kind="kind",
        first=(came - day).dt.total_days().floordiv(WEEK).fill_null(-1),
        after=((goes - day).dt.total_days() + WEEK - 1).floordiv(WEEK).fill_null(rules.weeks),
        step_free=step_free.fill_null(value=True),
        year=(came - pl.lit(begins)).dt.total_days().floordiv(YEAR),
        proposed=pl.lit(value=False),
    )
    return pl.concat([earlier.select(columns), now.select(columns)], how="vertical_relaxed")


def of_hub(stays: pl.DataFrame, hub: Hub, rules: Rules) -> list[Breach]:
    """Places of each kind, step-free ones apart, and transfers a week."""
    places = rules.places(hub)
    there = stays.filter(pl.col("hub") == hub.id)
    found = _over(Limit.PLACES, hub.id, there, places)
    names = [kind.id for kind in hub.place_kinds]
    for kind in hub.place_kinds:
        # somebody of whose place nobody wrote down the kind may be in any
        here = there.filter((pl.col("kind") == kind.id) | ~pl.col("kind").is_in(names).fill_null(value=False))
        of_kind = [floor(n * rules.figure(kind.share)) for n in places]
        found += _over(Limit.PLACES, hub.id, here, of_kind)
        step_free = rules.figure(kind.step_free) if kind.step_free else 0.0
        without_steps = [floor(n * step_free) for n in of_kind]
        found += _over(Limit.STEP_FREE, hub.id, here.filter("step_free"), without_steps)
    a_week = rules.whole(hub.transfers_a_week)
    if a_week is not None:
        arriving = there.with_columns(after=pl.col("first") + 1)
        found += _over(Limit.TRANSFERS, hub.id, arriving, [a_week] * rules.weeks)
    return found


def of_agreement(stays: pl.DataFrame, rules: Rules) -> list[Breach]:
    """The agreement's caps, over all hubs: in all, in each year from the first day, at one time."""
    agreement = rules.scheme.agreement
    in_all, a_year, at_once = (
        rules.whole(cap) for cap in (agreement.cap_in_all, agreement.cap_a_year, agreement.cap_at_one_time)
    )
    found: list[Breach] = []
    if in_all is not None:
        ever = stays.with_columns(first=pl.lit(0), after=pl.lit(1))
        found += [replace(b, week=None) for b in _over(Limit.CAP_IN_ALL, None, ever, [in_all])]
    if a_year is not None:
        last = stays.filter("proposed")["year"].max()
        years = last + 1 if isinstance(last, int) else 0
        yearly = stays.with_columns(
            first=pl.col("year").fill_null(0), after=pl.col("year").fill_null(years - 1) + 1
        )
        found += _over(Limit.CAP_A_YEAR, None, yearly, [a_year] * years)
    if at_once is not None:
        found += _over(Limit.CAP_AT_ONE_TIME, None, stays, [at_once] * rules.weeks)
    return found


def _over(limit: Limit, hub: str | None, stays: pl.DataFrame, allowed: Sequence[int]) -> list[Breach]:
    """A breach for each week (for a cap a year: each year) in which the plan makes more than allowed.

    Too many who were moved before are no fault of a plan that adds nobody.
    """
    first, after = stays["first"].to_numpy(), stays["after"].to_numpy()
    found: list[Breach] = []
    for week, most in enumerate(allowed):
        there = (first <= week) & (week < after)
        if (count := int(there.sum())) > most:
            proposed = stays.filter(pl.Series(there) & stays["proposed"])["case"]
            if len(proposed):
                found.append(Breach(limit, hub, week, count, most, tuple(proposed)))
    return found
