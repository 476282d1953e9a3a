"""What a scheme's break-even is asked along: deterrence, stay, onward return, places; values of each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from returnhub.assessment.breakeven import STUDIES
from returnhub.scheme.figures import Figure, FigureId
from returnhub.scheme.model import Scheme


class Axis(StrEnum):
    """What is tried at one value after another, for all hubs of a scheme and all origins alike."""

    DETERRENCE = "deterrence"
    STAY = "stay"
    DOCUMENTED = "documented"
    PLACES = "places"


@dataclass(frozen=True, slots=True)
class Levels:
    """The values that one side of a map tries, upwards, and the sourced range among them."""

    figures: tuple[FigureId, ...]
    at: tuple[float, ...]
    low: float
    high: float
    is_assumption: bool


def levels(scheme: Scheme, axis: Axis) -> Levels:
    """Seven values through and beyond the sourced range; places of several hubs are added up."""
    if axis is Axis.DETERRENCE:
        return _rates(scheme.figure(STUDIES))
    names = _names(scheme, axis)
    figures = [scheme.figure(name) for name in names]
    share = axis is Axis.DOCUMENTED
    many: Callable[[Sequence[float]], float] = sum if axis is Axis.PLACES else _mean
    low, middle, high = (many([getattr(f, end) for f in figures]) for end in ("low", "middle", "high"))
    if share:
        below, above = low / 2, (1 + high) / 2
        between = ((low + middle) / 2, (middle + high) / 2)
    else:
        below, above = low / 2, high * 2
        between = (math.sqrt(low * middle), math.sqrt(middle * high))
    tried = (below, low, between[0], middle, between[1], high, above)
    if low == high:
        spread = (0.4, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6) if share else (0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0)
        tried = tuple(min(k * middle, 1.0) if share else k * middle for k in spread)
    at = sorted({x if x in (low, middle, high) else _round(x) for x in tried})
    return Levels(tuple(dict.fromkeys(names)), tuple(at), low, high, any(f.is_assumption for f in figures))


def fixed(scheme: Scheme, axis: Axis, value: float) -> dict[FigureId, float]:
    """The figures that are set for a value of an axis: none for deterrence, which no figure of a run is.

    Places are shared out over the hubs as the middles of their ranges are.
    """
    if axis is Axis.DETERRENCE:
        return {}
    names = _names(scheme, axis)
    if axis is not Axis.PLACES:
        return dict.fromkeys(names, value)
    middles: Mapping[FigureId, float] = {name: scheme.figure(name).middle for name in names}
    whole = sum(middles[name] for name in names)
    return {name: value * middle / whole for name, middle in middles.items()}


def _names(scheme: Scheme, axis: Axis) -> tuple[FigureId, ...]:
    """The figure of each hub; one that several share stands there as often."""
    if axis is Axis.PLACES:
        return tuple(hub.places for hub in scheme.hubs)
    if axis is Axis.STAY:
        return tuple(hub.stay.limit for hub in scheme.hubs)
    return tuple(hub.stay.document_share for hub in scheme.hubs)


def _rates(studies: Figure) -> Levels:
    """Rates of deterrence through and beyond what studies support."""
    low, middle, high = studies.low, studies.middle, studies.high
    beyond = (middle / 2, math.sqrt(max(middle, 0.01) * high), 2 * high, 5 * high)
    at = {low, middle, high, *(_round(min(x, 1.0)) for x in beyond)}
    return Levels((studies.id,), tuple(sorted(at)), low, high, studies.is_assumption)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _round(x: float) -> float:
    return float(f"{x:.2g}")
