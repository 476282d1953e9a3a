"""One possible world: every figure drawn once, and turned into what the kernels read.

The draw of a figure depends on (seed, replication, the figure's name) alone, so two schemes that
share a figure meet the same world. A figure's rows by origin move together with the figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.model import Scheme
from returnhub.simulation import stages as S
from returnhub.simulation.streams import decision, replication_key, uniform

ROUTE, ORIGIN, KIND = "came by boat", "origin", "kind of household"
"""What a household is like from the start, by the names under which it is drawn."""

KINDS = ((1, False), (2, False), (2, True), (3, True), (4, True), (5, True), (6, True))
"""Kinds of household: people in it, and whether there are children who came with a parent."""


def origins(scheme: Scheme) -> tuple[str, ...]:
    """The origins that the scheme's figures know, in the order of the figure of arrivals by boat."""
    return tuple(scheme.figure("origin_weight_boat").by_origin)


@dataclass(frozen=True)
class World:
    """The figures of one replication. `values` has a figure's id, and id.ORIGIN for its rows by origin."""

    scheme: Scheme
    values: Mapping[str, float]
    origins: tuple[str, ...]
    key: np.uint64

    def __getitem__(self, figure: str) -> float:
        return self.values[figure]

    def by_origin(self, figure: str) -> NDArray[np.float64]:
        """The figure for each origin: its own row where it has one, else the figure's value."""
        everyone = self.values[figure]
        return np.array([self.values.get(f"{figure}.{o}", everyone) for o in self.origins])


def draw(
    scheme: Scheme,
    seed: int,
    replication: int,
    fixed: Mapping[str, float],
    quantiles: Mapping[str, float] = MappingProxyType({}),
) -> World:
    """Draw every figure of the scheme.

    `fixed` sets some to a value, all their rows by origin too; `quantiles` puts some at a quantile of
    their range, their rows by origin with them.
    """
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))
    values: dict[str, float] = {}
    for name, figure in scheme.figures.items():
        if name in fixed:
            values[name] = fixed[name]
            continue
        u = quantiles[name] if name in quantiles else uniform(key, decision(f"figure {name}"))
        values[name] = figure.clip(figure.quantile(u))
        for origin, amount in figure.by_origin.items():
            values[f"{name}.{origin}"] = figure.clip(amount.quantile(u))
    return World(scheme, values, origins(scheme), key)


def rate(share_a_year: float | NDArray[np.float64]) -> NDArray[np.float64]:
    """The rate a day at which a share of people a year meet an event; certainty is read as 99.9%."""
    return -np.log1p(-np.minimum(share_a_year, 0.999)) / S.YEAR


def takes_hok(scheme: Scheme, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Hub x origin x children: whom the scheme is for and the hub takes."""
    only, never = scheme.is_for.origins, scheme.is_for.not_origins
    takes = np.zeros((len(scheme.hubs), len(names), 2), np.bool_)
    for h, hub in enumerate(scheme.hubs):
        for o, name in enumerate(names):
            for_all = (only is None or name in only) and name not in never
            here = hub.takes.origins is None or name in hub.takes.origins
            takes[h, o] = for_all and here and name not in hub.takes.not_origins
        takes[h, :, 1] &= hub.takes.families_with_children
    return takes


def weeks_in(years: int) -> int:
    """Weeks in the run, the last of which may be a part of one."""
    return math.ceil(years * S.YEAR / S.WEEK)


def days_in_weeks(years: int) -> NDArray[np.float64]:
    """Days of each week of the run: seven, but for the last."""
    return np.minimum(S.WEEK, years * S.YEAR - np.arange(weeks_in(years)) * S.WEEK)


def nobody(names: tuple[str, ...]) -> NDArray[np.float64]:
    """Verdict shares of a scheme that moves nobody."""
    return np.zeros((len(names), 2, 2))
