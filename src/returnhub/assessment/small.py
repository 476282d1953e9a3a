"""A scheme in small, run many times: for questions that ask for hundreds of answers, not for one good one.

Every run of one `luck` meets the same people with the same luck, so that what differs between two
runs is what was asked and not chance.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from returnhub.scheme.figures import FigureId
from returnhub.scheme.model import Driver, Scheme
from returnhub.simulation import worlds
from returnhub.simulation.measures import drivers_of, measures, money
from returnhub.simulation.population import verdicts
from returnhub.simulation.replicate import Outlook, replicate

Progress = Callable[[int, int], None]

SCALE = 0.2
"""Share of the people, places and fixed sums simulated."""

_T = TypeVar("_T")
_NONE: Mapping[FigureId, float] = MappingProxyType({})


class Small:
    """Runs of one scheme: a call gives every measure of one run, named as in `simulation.measures`.

    Measures that count people are of the scheme in small: divide them by `scale`.
    """

    def __init__(self, scheme: Scheme, years: int, seed: int, scale: float = SCALE) -> None:
        self.scale = scale
        self._scheme, self._seed = scheme, seed
        self._ask = Outlook(years, seed, scale)
        self._sums = _fixed_sums(scheme)
        names = worlds.origins(scheme)
        self._allowed = verdicts(scheme, names, seed).cumulative_ok if scheme.hubs else worlds.nobody(names)

    def __call__(
        self,
        luck: int,
        *,
        fixed: Mapping[FigureId, float] = _NONE,
        quantiles: Mapping[FigureId, float] = _NONE,
        shift: Mapping[FigureId, float] = _NONE,
    ) -> dict[str, float]:
        """One run: some figures fixed, some at a quantile of their range, some moved by an amount.

        `fixed` sets a figure for all origins alike; `shift` moves every origin's row by the same.
        """
        world = worlds.draw(self._scheme, self._seed, luck, fixed, quantiles)
        values = {**world.values, **{name: world[name] * self.scale for name in self._sums}}
        for name, by in shift.items():
            figure = self._scheme.figure(name)
            for row in (name, *(f"{name}.{origin}" for origin in figure.by_origin)):
                if row in values:
                    values[row] = figure.clip(values[row] + by)
        r = replicate(replace(world, values=values), self._allowed, self._ask, luck)
        d = drivers_of(r, self._ask)
        return measures(r, self._ask, d, money(r, d, self._ask))


def _fixed_sums(scheme: Scheme) -> frozenset[FigureId]:
    """Figures that do not grow with the number of people: sums a year and once, and after how many people."""
    lines = [line for line in scheme.costs if line.per in (Driver.YEAR, Driver.ONCE)]
    return frozenset(n for line in lines for n in (line.amount, line.after_people) if n is not None)


def finished(runs: Sequence[Callable[[], _T]], told: Callable[[int], None]) -> list[_T]:
    """Runs on all processors, in order; after Ctrl-C those that were done, and nothing new is begun."""
    found: list[_T] = []
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        waiting = [pool.submit(run) for run in runs]
        for future in waiting:
            found.append(future.result())
            told(len(found))
    except KeyboardInterrupt:
        return found
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return found


def every(runs: Sequence[Callable[[], _T]], told: Callable[[int], None]) -> list[_T]:
    """Every run on all processors, in order. Ctrl-C stops at once: what has not begun is not run."""
    found = finished(runs, told)
    if len(found) < len(runs):
        raise KeyboardInterrupt
    return found
