"""A whole scheme beside HUB-1 for each event of a person, and how long the first numbers take to come.

HUB-1 counts arrivals, ends of stage and moves in the hubs: every stage entered is the one or the other, and a
place taken at once, with no line in between, is one more. A scheme is counted the same way, in the world with
its hubs alone and with the years of claims before its first day, which are simulated too. People are sampled
once for both worlds: what the world without the hubs costs is in the time and adds nothing to the count.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from benchmarks.hub1.bench import Target, at_most, times
from benchmarks.hub1.ours import ours
from returnhub.scheme.load import load
from returnhub.simulation import fates, worlds
from returnhub.simulation.experiment import Experiment, experiment, replication
from returnhub.simulation.lives import declare
from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.sample import sample
from returnhub.simulation.replicate import Outlook, replicate
from returnhub.simulation.stages import YEAR
from returnhub.simulation.streams import replication_key

SCHEME = "kosovo-2025"
YEARS = 10
ROUNDS = 8
STARTS = 7
MOST_TIMES_HUB1 = 2.0
MOST_START = 1.5

PYTHON = {
    "import numba": "import numba",
    "the command": "import sys; from returnhub.cli.main import run; "
    f"sys.argv = 'returnhub simulate {SCHEME} --years 1 --replications 1'.split(); run()",
    "from Python": "from returnhub import Scheme, simulate; "
    f"simulate(Scheme.load('{SCHEME}'), years=1, replications=1)",
}
"""Whole processes that are timed from their start to their end."""


class Events(NamedTuple):
    """Of one replication: by person, and as they are computed, once a household and without the hubs."""

    of_people: float
    of_households: float


def events(of: Experiment, number: int) -> Events:
    """Count those of a replication, in a run of its own."""
    world = worlds.draw(of.scheme, of.ask.seed, number, of.fixed)
    r = replicate(world, of.class_ok, of.ask, number)
    ask = of.ask
    model = declare(world, of.class_ok, fates.fates(world, ask.end), ask.years, ask.scale)
    c = compile_model(model)
    # Without ends nobody who is gone before the first day is left out.
    everybody = c._replace(stages=c.stages._replace(is_end_s=np.zeros_like(c.stages.is_end_s)))
    key = np.uint64(replication_key(np.uint64(ask.seed), np.uint64(number)))
    before = computed = 0
    for chunk in sample(everybody, key, -ask.warm_up_years * YEAR, ask.end, ask.counted):
        people = chunk.people
        computed += people.time.size
        early = people.time < 0.0
        before += int(np.repeat(people.size, np.diff(people.at))[early].sum())
    at_once = int(r.size[r.moved.at == r.ready].sum())
    return Events(float(before + r.scheme.entries[0].sum() + at_once), float(computed))


def _seconds(run: Callable[[], object]) -> float:
    """Of processors, in all threads: other work on the machine is not in it."""
    began = time.process_time()
    run()
    return time.process_time() - began


def speed(of: Experiment, scale: float) -> list[Target]:
    """HUB-1, the sampling and hubs of a scheme, and all that `simulate` does of it, in turns; printed."""
    took: dict[str, list[float]] = {
        "HUB-1": [],
        "scheme, sampled and counted": [],
        "scheme, as simulated": [],
    }
    by_household: list[float] = []
    counted = Events(0.0, 0.0)
    hub1_events = 0.0
    for number in range(ROUNDS):
        world = worlds.draw(of.scheme, of.ask.seed, number, of.fixed)
        counted = events(of, number)
        hub1_events = ours(number, scale, YEARS)["events"]
        seconds = {
            "HUB-1": _seconds(lambda n=number: ours(n, scale, YEARS)) / hub1_events,
            "scheme, sampled and counted": _seconds(
                lambda n=number, w=world: replicate(w, of.class_ok, of.ask, n)
            )
            / counted.of_people,
        }
        whole = _seconds(lambda n=number: replication(of, n))
        seconds["scheme, as simulated"] = whole / counted.of_people
        by_household.append(whole / counted.of_households)
        for name, each in seconds.items():
            took[name].append(each)
    print(f"{'one replication, one thread':30} {'ns of processor time an event':>30} {'M events':>9}")
    for name, each in took.items():
        many = hub1_events if name == "HUB-1" else counted.of_people
        middle, spread = statistics.median(each) * 1e9, f"({min(each) * 1e9:.0f} - {max(each) * 1e9:.0f})"
        print(f"{name:30} {middle:18.1f} {spread:>11} {many / 1e6:9.2f}")
    hub1, whole = took["HUB-1"], took["scheme, as simulated"]
    return [
        at_most("times HUB-1 for each person-event", times(whole, hub1), MOST_TIMES_HUB1),
        at_most("the same, a household counted once", times(by_household, hub1), MOST_TIMES_HUB1),
    ]


def _start(code: str) -> tuple[float, float]:
    """Seconds of processors and by the clock that a Python of its own takes for some code."""
    # Without this every module would be compiled again at each start.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=kept)
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system
    return spent, time.perf_counter() - began


def starts() -> list[Target]:
    """Seconds from nothing to the first numbers, kernels compiled; printed."""
    for code in PYTHON.values():
        _start(code)
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in PYTHON}
    for _ in range(STARTS):
        for name, code in PYTHON.items():
            took[name].append(_start(code))
    print(f"\n{'a year of a scheme, from nothing':30} {'s of processor time':>20} {'s by the clock':>15}")
    for name, each in took.items():
        spent, clock = (statistics.median(one[k] for one in each) for k in (0, 1))
        print(f"{name:30} {spent:20.2f} {clock:15.2f}")
    spent = {name: [one[0] for one in each] for name, each in took.items()}
    ratios = {name: times(spent[name], spent["import numba"]) for name in list(PYTHON)[1:]}
    said = ", ".join(f"{name} {ratio:.1f}" for name, ratio in ratios.items())
    print(f"times `import numba` alone: {said}")
    return [at_most("s until the command has answered", statistics.median(spent["the command"]), MOST_START)]


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and say what is missed: 1 if anything is. `--quick` simulates a tenth of the people."""
    scale = 0.1 if "--quick" in arguments else 1.0
    of = experiment(load(SCHEME), Outlook(YEARS, seed=1, scale=scale), {})
    targets = [*speed(of, scale), *starts()]
    print()
    for target in targets:
        print(target)
    return 0 if all(target.met for target in targets) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
