"""Schemes side by side: same people, same luck, so that a difference is the schemes' and not chance's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from returnhub.problems import Code, Where, refuse
from returnhub.scheme.model import Scheme
from returnhub.scheme.what_if import what_if
from returnhub.simulation.plots import Plots
from returnhub.simulation.result import Band, Result
from returnhub.simulation.run import Progress, simulate

PLACES_ASKED = (50, 250, 1000)
"""The numbers of places that ask whether hundreds or thousands of people could be moved."""


MOST_SCHEMES = 6
"""More columns would not be read."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure of a scheme less the same of the first: paired run by run.

    `more` is the share of runs in which the scheme has more than the first.
    """

    measure: str
    scheme: str
    band: Band
    more: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Schemes simulated with the same people and luck; the first is what the others are held against."""

    schemes: tuple[Scheme, ...]
    results: tuple[Result, ...]
    differences: tuple[Difference, ...]

    def difference(self, measure: str, scheme: str) -> Difference | None:
        """The difference of a scheme's measure from the first scheme's; None if neither has such people."""
        return next((d for d in self.differences if (d.measure, d.scheme) == (measure, scheme)), None)

    @property
    def plot(self) -> Plots:
        """Pictures of all results with the same axes: `compare([a, b]).plot.occupancy()`."""
        return Plots(self.results)

    def result(self, scheme: str) -> Result:
        """The result of the scheme with this id."""
        return next(r for s, r in zip(self.schemes, self.results, strict=True) if s.id == scheme)


def senders(schemes: Iterable[Scheme]) -> list[str]:
    """Names of the states that send. Where there are several, people and figures differ as schemes do."""
    return sorted({scheme.sending.name for scheme in schemes})


def with_places(scheme: Scheme, places: int) -> Scheme:
    """The same scheme with exactly `places` places in each of its hubs; id and title say so."""
    asked = what_if(scheme, {hub.places: places for hub in scheme.hubs})
    name, title = f"{scheme.id}-{places}-places", f"{scheme.title}, with {places:,} places"
    return asked.model_copy(update={"id": name, "title": title})


def compare(
    schemes: Sequence[Scheme],
    years: int = 10,
    replications: int = 200,
    seed: int = 1,
    progress: Progress | None = None,
    scale: float = 1.0,
) -> Comparison:
    """Simulate each scheme on the same people and luck; differences are from the first scheme.

    Options are those of `simulate`. Raises Problems where fewer than two schemes, more than six, or the
    same one twice, are given.
    """
    check_schemes(schemes)
    results = [simulate(s, years, replications, seed, progress=progress, scale=scale) for s in schemes]
    return side_by_side(schemes, results)


def check_schemes(schemes: Sequence[Scheme], most: int = MOST_SCHEMES) -> None:
    """Refuse fewer than two schemes, more than `most`, or the same one twice. Raises Problems."""
    names = [scheme.id for scheme in schemes]
    if not 2 <= len(schemes) <= most or len(set(names)) < len(names):
        raise refuse(
            Code.SIMULATION_OPTION_WRONG,
            Where(field="schemes"),
            option="schemes",
            found=", ".join(names),
            expected=f"a list of two{'' if most == 2 else f' to {most}'} different schemes",
        )


def side_by_side(schemes: Sequence[Scheme], results: Sequence[Result]) -> Comparison:
    """A comparison of results that were simulated with the same seed and years."""
    first = results[0]
    found = tuple(
        difference
        for scheme, result in zip(schemes[1:], results[1:], strict=True)
        for measure in sorted(set(first.measures["measure"]) | set(result.measures["measure"]))
        if (difference := _paired(measure, scheme.id, first, result)) is not None
    )
    return Comparison(tuple(schemes), tuple(results), found)


def _paired(measure: str, scheme: str, first: Result, second: Result) -> Difference | None:
    def of(result: Result, name: str) -> pl.DataFrame:
        return result.measures.filter(pl.col("measure") == measure).select("rep", pl.col("value").alias(name))

    both = of(second, "there").join(of(first, "here"), on="rep", how="inner").sort("rep")
    less = (both["there"] - both["here"]).to_numpy()
    less = less[~np.isnan(less)]
    if less.size == 0:
        return None
    return Difference(measure, scheme, Band.of(less), float(np.mean(less > 0)))
