"""The checks that claims name: each tests one sentence, with a threshold set before any result is seen.

The sentence holds where at least 90 of 100 runs meet the test, does not hold where at most 10 do,
and otherwise depends on figures that nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.assessment.evidence import Evidence
from returnhub.assessment.numbers import (
    change,
    count,
    in_1000,
    over,
    percent,
    plain,
    pounds,
    share_of_runs,
    span,
)
from returnhub.assessment.odds import ARRIVAL, REFUSED, arriving
from returnhub.assessment.offshore import points
from returnhub.scheme.statements import Finding
from returnhub.simulation.result import Band

ENOUGH, TOO_FEW = 0.9, 0.1
"""Shares of runs at or above which a test is met, and at or below which it is not."""

THOUSANDS_A_YEAR = 1000.0
NEGLIGIBLE_IN_1000 = 10.0
RETURNED_IN_1000 = (20.0, 40.0)
LATE_BARRIERS_CUT = 0.1
FULL_WEEKS = 0.5
MOST_RETURNED = 50.0
MORE_RETURNED_IN_1000 = 10.0
LIMIT_REACHED = 0.1

NOBODY_MOVED = "Nobody is moved in any run of so many years, so there is nothing to find."
NO_STAY_ENDS = "Nobody's stay in the hub ends in any run of so many years, so there is nothing to find."
NEVER_OPEN = "The hub opens in no run of so many years, so there is nothing to find."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a check finds of the sentence that it tests, in a sentence with ranges, and the test it used."""

    finding: Finding
    sentence: str
    test: str


Check = Callable[[Evidence, float | None], Answer]
"""Evidence and the number that the claim names, if it names one."""


def moved_hundreds_or_thousands(e: Evidence, number: float | None) -> Answer:
    """At least so many people (1,000 unless the claim names a number) would be moved a year."""
    asked = THOUSANDS_A_YEAR if number is None else number
    moved = e.result.values("moved_a_year")
    share = _share(moved >= asked)
    sentence = (
        f"{_start(over(Band.of(moved), count))} people are moved a year; {plain(asked)} or more "
        f"{share_of_runs(share)}."
    )
    if e.variants:
        each = [f"{over(v.result.band('moved_a_year'), count)} with {v.places:,} places" for v in e.variants]
        sentence += f" By number of places: {_list(each)}."
    return Answer(
        _met(share),
        sentence,
        f"At least {plain(asked)} people moved a year, on average over {e.result.years} years.",
    )


def odds_of_being_moved_negligible(e: Evidence, number: float | None) -> Answer:
    """Fewer than 10 in 1,000 people who arrive would ever be moved."""
    asked = NEGLIGIBLE_IN_1000 if number is None else number
    share = _share(e.result.values("moved_per_1000_arrivals") < asked)
    return Answer(
        _met(share),
        f"Of {arriving(e.scheme)}, {in_1000(e.odds.of('moved', ARRIVAL).band)} are moved; "
        f"fewer than {count(asked)} in 1,000 {share_of_runs(share)}.",
        f"Negligible means fewer than 10 in 1,000 {arriving(e.scheme)}."
        if number is None
        else f"The line is drawn at {count(asked)} in 1,000 {arriving(e.scheme)}.",
    )


def breakeven_deterrence_within_studies(e: Evidence, number: float | None) -> Answer:
    """The scheme pays at the least deterrence that studies support; what it would deter is not predicted."""
    even = e.break_even
    test = (
        "It holds if the scheme pays at the lowest rate that studies support, does not hold if "
        "even the highest is "
        "too low, and between the two depends on a rate that nobody knows."
    )
    if even is None:
        return Answer(Finding.CANNOT_BE_KNOWN, "No run gives anything to set against the cost.", test)
    surely = _share(e.result.values("breakeven_deterrence") <= even.studies.low)
    finding = _met(surely) if surely >= ENOUGH else Finding.DEPENDS
    if 1 - even.within >= ENOUGH:
        finding = Finding.DOES_NOT_HOLD
    sentence = (
        f"The scheme pays only if at least {over(even.needed, percent)} of arrivals are deterred. "
        "Studies support "
        f"{span(even.studies.low, even.studies.high, percent)}, which is a judgement; the rate "
        "needed is no higher "
        f"than that {share_of_runs(even.within)}. Whether it would be reached is not predicted."
    )
    if even.never > 0:
        sentence += f" It does not pay even if every arrival is deterred {share_of_runs(even.never)}."
    return Answer(finding, sentence, test)


def late_barriers_fall(e: Evidence, number: float | None) -> Answer:
    """Among people moved, barriers that arise with time fall by at least one in ten."""
    without, fewer = e.result.values("late_barriers_without_hub"), e.result.values("late_barriers_avoided")
    inside = e.result.values("late_barriers_in_hub")
    test = "Among people moved, late barriers to return fall by at least 1 in 10."
    if not e.result.values("moved").any():
        return Answer(Finding.CANNOT_BE_KNOWN, NOBODY_MOVED, test)
    cut = np.divide(fewer, without, out=np.zeros_like(fewer), where=without > 0)
    share = _share(cut >= LATE_BARRIERS_CUT)
    return Answer(
        _met(share),
        f"Of the people moved, {over(Band.of(without), count)} would have met a late barrier "
        "(family or health) "
        f"in the time of their stay; with the hub {over(Band.of(inside), count)} do. Such barriers "
        f"fall by a tenth or more {share_of_runs(share)}. "
        f"That reaches only the {in_1000(e.odds.of('moved', REFUSED).band)} refused people who are moved.",
        test,
    )


def returned_share_of_arrivals(e: Evidence, number: float | None) -> Answer:
    """About 3 in 100 people who arrive are returned, as things are."""
    low, high = RETURNED_IN_1000
    base = e.result.values("returned_per_1000_arrivals_without")
    sentence = (
        f"As things are, {in_1000(Band.of(base))} {arriving(e.scheme)} are returned by the end of the run"
    )
    if e.scheme.hubs:
        sentence += f"; with this scheme, {in_1000(e.result.band('returned_per_1000_arrivals'))}"
    return Answer(
        _met(_share((base >= low) & (base < high))),
        f"{sentence}. The model follows people for up to {e.result.years} years; published shares "
        "follow recent arrivals for less.",
        f"From {low:.0f} to {high:.0f} in 1,000 {arriving(e.scheme)} are returned.",
    )


def returned_share_rises(e: Evidence, number: float | None) -> Answer:
    """At least 10 in 1,000 more of the people who arrive are returned with the scheme."""
    asked = MORE_RETURNED_IN_1000 if number is None else number
    here, base = (
        e.result.values("returned_per_1000_arrivals"),
        e.result.values("returned_per_1000_arrivals_without"),
    )
    more = here - base
    share = _share(more >= asked)
    return Answer(
        _met(share),
        f"Of {arriving(e.scheme)}, {in_1000(Band.of(base))} are returned without a hub "
        f"and {in_1000(Band.of(here))} with it: "
        f"for the same people with the same luck, {over(Band.of(more), change)} more. "
        f"It is {count(asked)} more or above {share_of_runs(share)}.",
        f"At least {count(asked)} in 1,000 more {arriving(e.scheme)} are returned, by any route.",
    )


def differs_from_offshore_processing(e: Evidence, number: float | None) -> Answer:
    """The scheme is unlike offshore processing in who is sent, who decides and what follows."""
    compared = points(e.scheme)
    same, differ = [p.name for p in compared if p.same], [p.name for p in compared if not p.same]
    finding = Finding.HOLDS if not same else Finding.HOLDS_IN_PART if differ else Finding.DOES_NOT_HOLD
    parts = [f"differs in {_list(differ)}" if differ else "", f"is like it in {_list(same)}" if same else ""]
    return Answer(
        finding,
        f"Beside the Rwanda scheme of 2022 it {'; it '.join(p for p in parts if p)}.",
        f"{len(compared)} points are compared; the claim holds if all of them differ, and does "
        "not hold if none does.",
    )


def capacity_binds(e: Evidence, number: float | None) -> Answer:
    """Places limit the scheme: people whose conditions hold wait for one most of the time."""
    full = (pl.col("people") >= pl.col("places")) & (pl.col("queue") > 0)
    opened = e.result.weekly.filter(pl.col("places") > 0)
    weeks = opened.group_by("rep").agg(full.mean().alias("share")).sort("rep")["share"].to_numpy()
    test = "In more than half of the weeks since opening, every place is taken and somebody waits."
    if not weeks.size:
        return Answer(Finding.CANNOT_BE_KNOWN, NEVER_OPEN, test)
    sentence = (
        f"Every place is taken while somebody waits in {over(Band.of(weeks), percent)} of the weeks "
        "since opening."
    )
    sentence += "".join(
        f" At its longest the queue is {over(w.largest_queue, count)} people." for w in e.weeks[:1]
    )
    return Answer(
        _met(_share(weeks > FULL_WEEKS)),
        sentence,
        test,
    )


def onward_return_completes(e: Evidence, number: float | None) -> Answer:
    """Most people whose stay ends are returned to their state of origin."""
    asked = MOST_RETURNED if number is None else number
    test = f"At least {count(asked)} of 100 people whose stay ends are returned, enforced or voluntarily."
    returned = _known(e.result.values("returned_of_100_moved"))
    if not returned.size:
        return Answer(Finding.CANNOT_BE_KNOWN, NO_STAY_ENDS, test)
    share = _share(returned >= asked)
    return Answer(
        _met(share),
        f"Of 100 people whose stay in the hub ends, {over(Band.of(returned), count)} are returned "
        "to their state of origin; "
        f"{count(asked)} or more {share_of_runs(share)}.",
        test,
    )


def cheaper_than_support(e: Evidence, number: float | None) -> Answer:
    """The scheme costs less than the support and other costs that it saves."""
    net, saved, spent = (e.result.values(m) for m in ("cost_net_gbp", "cost_saved_gbp", "cost_gbp"))
    share = _share(net < 0)
    return Answer(
        _met(share),
        f"Over {e.result.years} years it costs {over(Band.of(spent), pounds)} and saves "
        f"{over(Band.of(saved), pounds)}, "
        f"discounted; it saves more than it costs {share_of_runs(share)}.",
        "Its discounted cost is below what it saves, with support counted as saved only for "
        "nights that people would have stayed.",
    )


def stay_limit_reached(e: Evidence, number: float | None) -> Answer:
    """At least one in ten people moved stays until the limit."""
    asked = LIMIT_REACHED if number is None else number
    test = f"At least {percent(asked)} of people whose stay ends reach the limit."
    over_limit = _known(e.result.values("over_limit_share"))
    if not over_limit.size:
        return Answer(Finding.CANNOT_BE_KNOWN, NO_STAY_ENDS, test)
    share = _share(over_limit >= asked)
    return Answer(
        _met(share),
        f"The stay limit is reached by {over(Band.of(over_limit), percent)} of people whose stay "
        f"ends; by {percent(asked)} or more {share_of_runs(share)}.",
        test,
    )


CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (
        moved_hundreds_or_thousands,
        odds_of_being_moved_negligible,
        breakeven_deterrence_within_studies,
        late_barriers_fall,
        returned_share_of_arrivals,
        returned_share_rises,
        differs_from_offshore_processing,
        capacity_binds,
        onward_return_completes,
        cheaper_than_support,
        stay_limit_reached,
    )
}
"""Every check by the name that claims.yaml uses."""

WITHOUT_HUB = frozenset({"returned_share_of_arrivals"})
"""Checks that also say something of a scheme without a hub."""


def _met(share: float) -> Finding:
    if share >= ENOUGH:
        return Finding.HOLDS
    return Finding.DOES_NOT_HOLD if share <= TOO_FEW else Finding.DEPENDS


def _share(met: NDArray[np.bool_]) -> float:
    return float(np.mean(met)) if met.size else 0.0


def _known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[~np.isnan(values)]


def _list(items: Sequence[str]) -> str:
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else list(items))


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
