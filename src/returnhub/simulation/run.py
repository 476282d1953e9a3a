"""`simulate`: a scheme in, bands out. Replications are independent, and run here or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from returnhub.problems import Code, Where, refuse
from returnhub.scheme.model import Scheme
from returnhub.simulation import worlds
from returnhub.simulation.checks import checks
from returnhub.simulation.cluster import workers
from returnhub.simulation.experiment import Done, Experiment, experiment, identity
from returnhub.simulation.keeping import Memory, Store, kept_in
from returnhub.simulation.kept_result import KeptResult
from returnhub.simulation.replicate import WARM_UP_YEARS, Outlook
from returnhub.simulation.result import Result
from returnhub.simulation.where import finished, threads

Progress = Callable[[int, int], None]
"""Called with replications done and wanted."""

MOST_YEARS, MOST_REPLICATIONS = 50, 100_000


def _whole(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise refuse(Code.SIMULATION_OPTION_WRONG, Where(field=name), found=value, low=low, high=high)


def simulate(
    scheme: Scheme,
    years: int = 10,
    replications: int = 200,
    seed: int = 1,
    *,
    progress: Progress | None = None,
    scale: float = 1.0,
    deterrence: float = 0.0,
    fixed: Mapping[str, float] = MappingProxyType({}),
    warm_up_years: int = WARM_UP_YEARS,
    keep: Path | str | None = None,
    resume: Path | str | None = None,
    cluster: str | None = None,
) -> Result:
    """Simulate a scheme from its first day.

    Each replication draws every figure from its range, then samples `warm_up_years` of claims
    before the first day so that the scheme meets those who already wait, and `years` after it.
    `scale` multiplies claims, places, caps and resources, but neither families nor yearly costs: at a
    tenth, weekly limits are coarse and few families fit. `deterrence` keeps that share of new arrivals
    by boat away (nothing predicts it: it is there to check the break-even); `fixed` sets figures by name.

    `keep` names a new folder into which every finished replication is written at once: memory does not
    grow with their number, and each frame of the result is read when it is first asked for. `resume`
    names such a folder of the same experiment, and only what is missing runs; any number of replications
    may be asked for. `cluster` is the address of a Dask scheduler (`tcp://HOST:PORT`), whose workers run
    the replications in place of this machine's threads. None of the three changes a number.

    Interrupted (Ctrl-C), it gives what is finished, in order from the first, marked `partial`.

    Raises Problems if an option is outside its bounds, a fixed figure does not exist, the folder is not
    what `keep` or `resume` need, or the cluster does not answer or differs.
    """
    _whole("years", years, 1, MOST_YEARS)
    _whole("replications", replications, 1, MOST_REPLICATIONS)
    _whole("seed", seed, 0, 2**63 - 1)
    for name in fixed:
        if name not in scheme.figures:
            raise refuse(Code.SCHEME_FIGURE_MISSING, Where(field=name), name=name)
    if keep is not None and resume is not None:
        found, expected = f'"{resume}"', "a folder for one of --keep and --resume"
        raise refuse(Code.OPTION_WRONG, option="--resume", found=found, expected=expected)
    of = experiment(scheme, Outlook(years, seed, scale, deterrence, warm_up_years), fixed)
    with _store(of, keep, resume) as store:
        done = _run(of, replications, store, cluster, progress)
        return _result(of, range(done), store, partial=done < replications)


def _store(
    of: Experiment, keep: Path | str | None, resume: Path | str | None
) -> AbstractContextManager[Store]:
    folder = keep or resume
    if folder is None:
        return nullcontext(Memory())
    return kept_in(Path(folder), identity(of), resume=resume is not None)


def _run(
    of: Experiment, replications: int, store: Store, cluster: str | None, progress: Progress | None
) -> int:
    """Run what the store lacks. Gives how many are there then, in order from the first.

    Raises KeyboardInterrupt if it was interrupted before the first was there.
    """
    there = {number for number in store.there if number < replications}
    lacking = [number for number in range(replications) if number not in there]

    def take(number: int, done: Done) -> None:
        store.add(number, done)
        there.add(number)

    def tell() -> None:
        if progress is not None:
            progress(len(there), replications)

    if lacking:
        with threads(of) if cluster is None else workers(cluster, of) as place:
            try:
                tell()
                for number, done in finished(place, lacking):
                    take(number, done)
                    tell()
            except KeyboardInterrupt:
                for number, done in place.last():
                    take(number, done)
                if 0 not in there:
                    raise
    return sum(1 for _ in takewhile(there.__contains__, range(replications)))


def _result(of: Experiment, numbers: range, store: Store, *, partial: bool) -> Result:
    hubs = tuple(hub.id for hub in of.scheme.hubs)
    told: dict[str, Any] = {
        "scheme": of.scheme.id,
        "starts": of.scheme.starts,
        "years": of.ask.years,
        "replications": len(numbers),
        "seed": of.ask.seed,
        "origins": worlds.origins(of.scheme),
        "hubs": hubs,
        "checks": checks(store.balances(numbers), worlds.weeks_in(of.ask.years), hubs),
        "partial": partial,
        "scale": of.ask.scale,
    }

    def scan(name: str) -> pl.LazyFrame:
        return store.scan(name, numbers)

    if not isinstance(store, Memory):
        return KeptResult.of(scan, told)
    frames = [field.name for field in fields(Result) if field.name not in told]
    told |= {name: scan(name).collect() for name in frames}
    return Result(**told)
