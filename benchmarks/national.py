"""One national replication (60,000 claims a year, 10 years) against a SimPy peer of the same model."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from benchmarks import national_simpy
from benchmarks.agree import z_scores
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.simulation import stages, worlds
from returnhub.simulation.checks import balance
from returnhub.simulation.measures import drivers_of, measures, money
from returnhub.simulation.population import verdicts
from returnhub.simulation.replicate import Outlook, Replication, replicate
from returnhub.simulation.result import Outcome
from returnhub.simulation.tally import nights, stock
from returnhub.simulation.worlds import World

CLAIMS_A_YEAR = 60_000.0
YEARS = 10
TARGET = 50.0
MOST_Z = 4.0


def bare(scheme: Scheme) -> Scheme:
    """The scheme as the peer knows it: limited by places and transfers a week alone, and nothing happens."""
    return scheme.model_copy(update={"resources": (), "events": (), "hosts": {}})


WITHOUT_HOST = {
    "no_consulate_days_ratio": 1.0,
    "no_flight_days_ratio": 1.0,
    "not_recognised_share_ratio": 1.0,
}
"""The peer knows nothing of how an origin stands to the host."""


def middle_world(scheme: Scheme, changes: Mapping[str, float] = MappingProxyType({})) -> World:
    """The world in which every figure has its middle value, but for the figures in `changes`."""
    values: dict[str, float] = {}
    changes = {**WITHOUT_HOST, **changes}
    for name, figure in scheme.figures.items():
        values[name] = changes.get(name, figure.middle)
        if name not in changes:
            values |= {f"{name}.{origin}": amount.middle for origin, amount in figure.by_origin.items()}
    return World(scheme, values, worlds.origins(scheme), np.uint64(1))


def ours(r: Replication, end: float) -> dict[str, float]:
    """What a replication of ours found, by the names that `theirs` uses."""
    homes = np.flatnonzero(r.moved.at < end)
    was_moved = np.repeat(homes, r.size[homes])
    night = nights(r.scheme)[0].sum(axis=1)
    last = stock(r.scheme)[:, -1]
    return {stage.value: float(last[code]) for stage, code in stages.CODE.items()} | {
        "people moved": float(was_moved.size),
        "people in the hub, mean": float(r.moved.seen.area.sum()) / end,
        "people waiting, mean": float(r.moved.seen.queue_area.sum()) / end,
        "days waited, mean": float((r.moved.at - r.ready)[was_moved].mean()) if was_moved.size else math.nan,
        "nights in the sending state": float(night[list(stages.NIGHT_STAGES)].sum()),
        "nights in the hub": float(night[stages.IN_HUB]),
    }


def theirs(found: national_simpy.Found) -> dict[str, float]:
    """What a run of the SimPy peer found."""
    return {stage.value: float(found.outcomes[stage]) for stage in Outcome} | {
        "people moved": float(found.moved),
        "people in the hub, mean": found.in_hub_mean,
        "people waiting, mean": found.queue_mean,
        "days waited, mean": found.wait_days_mean,
        "nights in the sending state": found.nights_sending,
        "nights in the hub": found.nights_hub,
    }


def _ours(
    world: World, class_ok: NDArray[np.float64], ask: Outlook, replication: int
) -> tuple[float, Replication]:
    """Simulate and count one replication, as `simulate` does for each, in this one thread."""
    began = time.perf_counter()
    r = replicate(world, class_ok, ask, replication)
    d = drivers_of(r, ask)
    measures(r, ask, d, money(r, d, ask))
    balance(r, ask)
    return time.perf_counter() - began, r


def main(arguments: Sequence[str] = ()) -> int:
    """Time both, print the ratio and how well they agree; 1 if either misses its target.

    `--quick` simulates a tenth of the people.
    """
    scale = 0.1 if "--quick" in arguments else 1.0
    scheme = bare(load("kosovo-2025"))
    world = middle_world(scheme, {"claims_a_year": CLAIMS_A_YEAR})
    class_ok = verdicts(scheme, world.origins, 1).cumulative_ok
    ask = Outlook(YEARS, seed=1, scale=scale, warm_up_years=0)
    _ours(world, class_ok, ask._replace(scale=0.001), 0)

    runs = [_ours(world, class_ok, ask, k) for k in range(30)]
    seconds = float(np.median([s for s, _ in runs]))
    print(f"ours    {seconds:8.3f} s  (median of {len(runs)}; {runs[0][1].claims:,} people)", flush=True)
    began = time.perf_counter()
    found = national_simpy.run(world, class_ok, YEARS, scale)
    peer = time.perf_counter() - began
    ratio = peer / seconds
    print(f"SimPy   {peer:8.3f} s  ({sum(found.outcomes.values()):,} people)")
    print(f"ratio   {ratio:8.1f}    (target: at least {TARGET:.0f})\n")

    mine, peers = [ours(r, ask.end) for _, r in runs], theirs(found)
    scores = z_scores(mine, [peers], list(Outcome))
    print(f"{'at the end of the run':48} {'ours':>14} {'SimPy':>14} {'z':>6}")
    for name, z in scores.items():
        print(f"{name:48} {np.mean([m[name] for m in mine]):14,.1f} {peers[name]:14,.1f} {z:6.2f}")
    agrees = all(abs(z) < MOST_Z for z in scores.values())
    print("They agree within sampling error." if agrees else f"They differ: |z| of {MOST_Z:.0f} or more.")
    return 0 if agrees and ratio >= TARGET else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
