"""Sobol's indices of the six figures that Morris chooses, by national runs: minutes, beside a SimPy peer.

The whole of `returnhub sensitivity kosovo-2025`: some 100,000 claims a year, ten years and four before them,
in every run. The peer is `national_simpy.py`; as many runs of it would take days, so that its time is
that of one, projected.

    python -m benchmarks.sobol --quick     a few runs at full size, projected to the whole design
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from benchmarks import national_simpy
from benchmarks.national import CLAIMS_A_YEAR, YEARS, bare, middle_world
from returnhub.assessment.ranking import BASE, TRAJECTORIES, Ranking, choose, rank
from returnhub.scheme.load import load
from returnhub.simulation.population import verdicts

TARGET_MINUTES = 20.0
PROCESSORS = 2
MEASURE = "breakeven_deterrence"

QUICK_BASE, QUICK_TRAJECTORIES = 16, 2

PEER_SCALE = 0.1
"""Of the people that the peer simulates: its time grows faster than they do, so that this flatters it."""


def main(arguments: Sequence[str] = ()) -> int:
    """Time both, print the ratio and the ranking; 1 if the design takes longer than its target.

    `--quick` makes a part of the design and projects its minutes.
    """
    quick = "--quick" in arguments
    base, trajectories = (QUICK_BASE, QUICK_TRAJECTORIES) if quick else (BASE, TRAJECTORIES)
    scheme = load("kosovo-2025")
    began = _now()
    choice = choose(scheme, MEASURE, YEARS, trajectories=trajectories)
    chosen = _now() - began
    print(f"Morris  {chosen:8.1f} s  ({choice.runs} runs of a fifth of the people)", flush=True)
    began, worked = _now(), time.process_time()
    ranking = rank(scheme, choice, YEARS, base=base)
    ranked, worked = _now() - began, time.process_time() - worked
    assert ranking is not None, "the measure varies"
    runs = ranking.runs * BASE // base
    each = ranked / ranking.runs
    print(f"Sobol   {ranked:8.1f} s  ({ranking.runs:,} runs, {each:.3f} s a run)")
    minutes = (chosen * TRAJECTORIES / trajectories + each * runs) / 60
    how = "projected to " if quick else ""
    print(f"ours    {minutes:8.1f} minutes  ({how}{runs:,} runs; target: at most {TARGET_MINUTES:.0f})")
    alone = worked / ranking.runs * runs / PROCESSORS / 60
    load_ = os.getloadavg()[0]
    print(f"        {alone:8.1f} minutes of {PROCESSORS} processors' work; load average {load_:.1f}")
    peer = _peer()
    hours = peer * runs / PROCESSORS / 3600
    print(f"SimPy   {hours:8.1f} hours, projected from {peer:.0f} s a run on {PROCESSORS} processors")
    print(f"ratio   {hours * 60 / minutes:8.1f}\n")
    _show(ranking)
    return 0 if minutes <= TARGET_MINUTES else 1


def _now() -> float:
    return time.perf_counter()


def _peer() -> float:
    """Seconds that a national run of the peer takes, from one of a tenth of the people."""
    scheme = load("kosovo-2025")
    world = middle_world(bare(scheme), {"claims_a_year": CLAIMS_A_YEAR})
    class_ok = verdicts(scheme, world.origins, 1).cumulative_ok
    began = _now()
    national_simpy.run(world, class_ok, YEARS, PEER_SCALE)
    return (_now() - began) / PEER_SCALE


def _show(ranking: Ranking) -> None:
    print(f"{MEASURE}: share of the variance alone, and with others (95% intervals)")
    for row in ranking.rows:
        first, total = row.first, row.total
        print(
            f"  {row.figure:32} {first.value:5.2f} ({first.low:.2f} to {first.high:.2f})"
            f"   {total.value:5.2f} ({total.low:.2f} to {total.high:.2f})"
        )
    rest = ranking.screened - len(ranking.rows)
    print(f"  together {ranking.together.value:.2f}; the rest needs one of {rest} others")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
