"""Figures: every number a scheme uses, with its unit, date, source, confidence and range.

A scheme never holds a bare number: it names a figure. An uncertain figure is a distribution; one
draw of all figures is one possible world, and results are bands over such draws.
"""

from __future__ import annotations

import datetime as dt
import math
from enum import StrEnum
from statistics import NormalDist
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

FigureId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
"""The name of a figure in `figures.yaml`."""

OriginCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
"""ISO 3166-1 alpha-3 code of a state of origin; OTH for all others together."""

ORIGINS = ("IRN", "AFG", "IRQ", "ALB", "SYR", "ERI", "SDN", "VNM", "PAK", "BGD", "IND", "NGA", "BRA", "OTH")
"""The states of origin that the model tells apart."""

Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
"""A number as such: neither a text that looks like one nor yes or no."""


_NORMAL = NormalDist()


class Frozen(BaseModel):
    """Base of everything in a scheme: no unknown fields, no change after loading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Confidence(StrEnum):
    """How far a figure or a rule can be trusted, in the four words that pages use."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GENERAL_KNOWLEDGE = "general knowledge"
    ASSUMPTION = "assumption"


class Unit(StrEnum):
    """What a figure counts. Money is pounds sterling (GBP) in the prices of the figure's date."""

    PEOPLE = "people"
    PEOPLE_A_YEAR = "people a year"
    PLACES = "places"
    SHARE = "share"
    SHARE_A_YEAR = "share a year"
    DAYS = "days"
    LOG_SPREAD = "log spread"
    GBP = "GBP"
    GBP_A_YEAR = "GBP a year"
    GBP_A_NIGHT = "GBP a night"
    GBP_A_PERSON = "GBP a person"
    GBP_A_PLACE_YEAR = "GBP a place-year"
    GBP_A_DECISION = "GBP a decision"
    RATIO = "ratio"
    A_WEEK = "a week"
    FOR_A_PERSON = "for a person"


class Source(Frozen):
    """Where a figure, rule, term or statement was read."""

    cite: str = Field(min_length=3, description="Body, title, section; enough to find it again")
    date: dt.date | None = Field(default=None, description="Date of the source, not of the reading")
    url: str | None = None
    file: str | None = Field(default=None, description="File in the project's references, if it stands there")


class Range(Frozen):
    """Nine in ten of what is thought possible lies between `low` and `high`, unless uniform."""

    low: Number
    high: Number


class Distribution(StrEnum):
    """How draws fall in a figure's range.

    `uniform` and `loguniform` fill exactly [low, high]; `triangular` does so with its peak at
    `value`; `normal` and `lognormal` put 5% below low and 5% above high (a share is cut to 0..1).
    """

    FIXED = "fixed"
    UNIFORM = "uniform"
    LOGUNIFORM = "loguniform"
    TRIANGULAR = "triangular"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"


class Amount(Frozen):
    """A value, a range, or both; what a figure says for everyone or for one origin."""

    value: Number | None = None
    range: Range | None = None
    distribution: Distribution | None = None

    @property
    def law(self) -> Distribution:
        """The distribution in force: as given, else triangular, uniform or fixed by what is known."""
        if self.range is None or self.range.low == self.range.high:
            return Distribution.FIXED
        if self.distribution is not None:
            return self.distribution
        return Distribution.UNIFORM if self.value is None else Distribution.TRIANGULAR

    @property
    def middle(self) -> float:
        """The value where given, else the median of the distribution."""
        return self.value if self.value is not None else self.quantile(0.5)

    @property
    def low(self) -> float:
        """The low end of the range, or the value."""
        return self.range.low if self.range is not None else self.middle

    @property
    def high(self) -> float:
        """The high end of the range, or the value."""
        return self.range.high if self.range is not None else self.middle

    def quantile(self, u: float) -> float:
        """The amount below which a share `u` (0 < u < 1) of draws falls; monotone in `u`."""
        law = self.law
        if law is Distribution.FIXED or self.range is None:
            if self.value is not None:
                return self.value
            assert self.range is not None, "checked on loading: a figure has a value or a range"
            return self.range.low
        low, high = self.range.low, self.range.high
        match law:
            case Distribution.UNIFORM:
                return low + u * (high - low)
            case Distribution.LOGUNIFORM:
                return low * (high / low) ** u
            case Distribution.TRIANGULAR:
                peak = (low + high) / 2 if self.value is None else self.value
                at = (peak - low) / (high - low)
                if u < at:
                    return low + math.sqrt(u * (high - low) * (peak - low))
                return high - math.sqrt((1 - u) * (high - low) * (high - peak))
            case Distribution.NORMAL:
                z = _NORMAL.inv_cdf(u) / _NORMAL.inv_cdf(0.95)
                return (low + high) / 2 + z * (high - low) / 2
            case _:
                z = _NORMAL.inv_cdf(u) / _NORMAL.inv_cdf(0.95)
                a, b = math.log(low), math.log(high)
                return math.exp((a + b) / 2 + z * (b - a) / 2)


class OriginAmount(Amount):
    """A figure's row for one origin; what it does not say of itself, its figure says."""

    source: tuple[Source, ...] = ()
    confidence: Confidence | None = None
    why: str | None = None


class Figure(Amount):
    """One named number with everything a reader needs to trust it or not."""

    id: FigureId
    says: str = Field(min_length=8, description="What it counts, in one sentence")
    unit: Unit
    date: dt.date | None = Field(default=None, description="Its date, or the end of the period it describes")
    source: tuple[Source, ...] = ()
    confidence: Confidence
    why: str | None = Field(default=None, description="Why this range; needed for an assumption")
    settles: str | None = Field(default=None, description="Who or what could settle it")
    disputed: bool = False
    by_origin: dict[OriginCode, OriginAmount] = Field(default_factory=dict)

    @property
    def is_assumption(self) -> bool:
        """True if any page that uses it must say so."""
        return self.confidence is Confidence.ASSUMPTION

    def amount(self, origin: str | None = None) -> Amount:
        """What the figure says for an origin: its own row where there is one, else the figure's."""
        return self.by_origin.get(origin, self) if origin is not None else self

    def clip(self, x: float) -> float:
        """`x` cut to what the unit allows: shares to 0..1, everything else to 0 or more."""
        if self.unit in (Unit.SHARE, Unit.SHARE_A_YEAR):
            return min(1.0, max(0.0, x))
        return max(0.0, x)
