"""Numbers as people read them: exact, about (two figures), and between."""

from __future__ import annotations

import math
from enum import StrEnum


class Measure(StrEnum):
    """What a number counts; it decides how the number is written."""

    PEOPLE = "people"
    PLACES = "places"
    DAYS = "days"
    GBP = "GBP"
    SHARE = "share"
    PLAIN = "number"


NO_ONE = "no one"
"""What a range over nobody says."""


def two_figures(x: float) -> float:
    """`x` to two significant figures; 0, infinities and NaN as they are.

    >>> two_figures(112.4)
    110.0
    """
    if x == 0 or not math.isfinite(x):
        return x
    return round(x, 1 - math.floor(math.log10(abs(x))))


def exact(x: float, measure: Measure = Measure.PLAIN) -> str:
    """A number written out: `1,234`, `£1.25 million`, `3.5%`; NaN reads as no one, infinity as no limit.

    >>> exact(1_250_000, Measure.GBP)
    '£1.25 million'
    """
    if math.isnan(x):
        return NO_ONE
    if math.isinf(x):
        return "without limit"
    if measure is Measure.GBP:
        return _pounds(x)
    if measure is Measure.SHARE:
        return f"{_plain(x * 100)}%"
    return _plain(x)


def about(x: float, measure: Measure = Measure.PLAIN) -> str:
    """A number from a model, to two significant figures; people, places and days never in parts above 10.

    >>> about(1234, Measure.PEOPLE)
    '1,200'
    """
    return exact(two_figures(x), measure)


def between(low: float, high: float, measure: Measure = Measure.PLAIN) -> str:
    """A range in words, to two significant figures: `110 to 420`, or one number where both read alike.

    >>> between(112.4, 418, Measure.PEOPLE)
    '110 to 420'
    """
    if math.isnan(low) or math.isnan(high):
        return NO_ONE
    a, b = about(low, measure), about(high, measure)
    if math.isinf(high):
        return f"{a} or more"
    return a if a == b else f"{a} to {b}"


def _plain(x: float) -> str:
    text = f"{x:,.6g}" if abs(x) < 1_000 else f"{x:,.0f}"
    if "e" in text:
        text = f"{x:,.0f}" if abs(x) >= 1 else f"{x:.12f}".rstrip("0").rstrip(".")
    return text.replace("-", "−") if text not in ("-0", "-0.0") else "0"


def _pounds(x: float) -> str:
    sign = "−" if x < 0 else ""
    size = abs(x)
    for at, name in ((1e9, "billion"), (1e6, "million")):
        if size >= at:
            return f"{sign}£{size / at:,.4g} {name}"
    return f"{sign}£{size:,.0f}" if size >= 10 or size == round(size) else f"{sign}£{size:.2f}"
