"""Numbers as people read them: ranges in two significant figures, odds as so many in 1,000.

A result is never one number: every function that takes a `Band` says its 5th to 95th percentile.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from returnhub.simulation.result import Band

Form = Callable[[float], str]
"""How one end of a range is written."""

NOBODY = "none"
"""What stands where a number would, when there was nobody to count or nothing to pay back."""

MINUS = "\N{MINUS SIGN}"


def two_figures(x: float) -> float:
    """`x` to two significant figures."""
    if x == 0 or not math.isfinite(x):
        return x
    return round(x, 1 - math.floor(math.log10(abs(x))))


def plain(x: float) -> str:
    """A number to two significant figures with thousands apart: 1,200, 42, 0.45."""
    if math.isnan(x):
        return NOBODY
    if math.isinf(x):
        return "no limit" if x > 0 else f"{MINUS}no limit"
    y = two_figures(x)
    text = f"{abs(y):,.0f}" if abs(y) >= 10 or y == round(y) else f"{abs(y):.10f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if y < 0 else text


def count(x: float) -> str:
    """A number of people, to two significant figures; below one it is "less than 1"."""
    return "less than 1" if 0 < abs(x) < 1 else plain(x)


def change(x: float) -> str:
    """A difference in people: whole, to two significant figures, below nought with a minus."""
    return NOBODY if math.isnan(x) else plain(round(two_figures(x)))


def percent(x: float) -> str:
    """A share from 0 to 1 as per cent: 3%, 0.4%, 37%."""
    return NOBODY if math.isnan(x) else f"{plain(100 * x)}%"


def pounds(x: float) -> str:
    """Pounds sterling: £190,000, £1.2 million, £3.4 billion."""
    if math.isnan(x):
        return NOBODY
    y = two_figures(x)
    sign, y = (MINUS if y < 0 else ""), abs(y)
    for size, word in ((1e9, " billion"), (1e6, " million")):
        if y >= size:
            return f"{sign}£{plain(y / size)}{word}"
    return f"{sign}£{plain(y)}"


def span(low: float, high: float, form: Form = plain) -> str:
    """A range: "110 to 420"; one figure where both ends read the same."""
    a, b = form(low), form(high)
    if a == b:
        return a
    return f"{a} to {b}"


def over(band: Band, form: Form = plain) -> str:
    """The range that holds nine runs in ten."""
    return span(band.low, band.high, form)


def in_1000(band: Band) -> str:
    """Odds: "4 to 11 in 1,000"."""
    text = over(band, count)
    return text if text == NOBODY else f"{text} in 1,000"


def share_of_runs(share: float) -> str:
    """A share of runs in words: "in 62 of 100 runs"; the ends are said as no run and every run."""
    if share <= 0:
        return "in no run"
    if share >= 1:
        return "in every run"
    n = round(100 * share)
    if n == 0:
        return "in fewer than 1 of 100 runs"
    return "in more than 99 of 100 runs" if n == 100 else f"in {n} of 100 runs"
