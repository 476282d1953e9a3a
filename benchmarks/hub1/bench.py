"""HUB-1 in one run: ours beside C++ and SimPy in time, memory, growth, threads and what they find."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

from benchmarks.agree import z_scores
from benchmarks.hub1 import compiled, figures, peer_simpy
from benchmarks.hub1.alone import Alone, alone
from benchmarks.hub1.ours import ours

Found = Mapping[str, float]
Timed = Callable[[int, float], tuple[float, Found]]
"""(seed, scale) to seconds and what was found."""

YEARS = 10.0
ROUNDS = 8
GROWTH_ROUNDS = 3
REPLICATIONS, SIMPY_REPLICATIONS = 200, 8
MOST_TIMES_CPP = 2.0
LEAST_TIMES_SIMPY = 100.0
MOST_MB = 250.0
MOST_GROWTH = 12.0
MOST_Z = 4.0


class Target(NamedTuple):
    """Something measured and its bound."""

    what: str
    found: float
    bound: str
    met: bool

    def __str__(self) -> str:
        return f"{'met   ' if self.met else 'MISSED'} {self.what:40} {self.found:9.2f}  ({self.bound})"


def _timed_ours(seed: int, scale: float) -> tuple[float, Found]:
    began = time.perf_counter()
    found = ours(seed, scale, YEARS)
    return time.perf_counter() - began, found


def _timed_cpp(program: compiled.Program) -> Timed:
    def timed(seed: int, scale: float) -> tuple[float, Found]:
        ran = program.run(seed, scale, YEARS)
        return ran.seconds[0], ran.found[0]

    return timed


def speed(runs: Mapping[str, Timed], scale: float) -> dict[str, list[float]]:
    """Seconds a replication by simulator, in rounds in which each of them runs once; printed."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    events = 0.0
    for seed in range(ROUNDS):
        for name, run in runs.items():
            took, found = run(seed, scale)
            seconds[name].append(took)
            events = found["events"]
    print(f"{'one replication, one thread':30} {'s median':>9} {'(least - most)':>17} {'M events/s':>10}")
    for name, took in seconds.items():
        middle, spread = statistics.median(took), f"({min(took):.3f} - {max(took):.3f})"
        print(f"{name:30} {middle:9.3f} {spread:>17} {events / middle / 1e6:10.1f}")
    return seconds


def times(a: Sequence[float], b: Sequence[float]) -> float:
    """How many times as long `a` took as `b`: the median of rounds, as a busy moment slows both of one."""
    return statistics.median(x / y for x, y in zip(a, b, strict=True))


def growth(runs: Mapping[str, Timed], scale: float) -> dict[str, float]:
    """Time of ten times the people over the time of one, by simulator; printed."""
    grown: dict[str, float] = {}
    for name, run in runs.items():
        rounds = [(run(seed, scale)[0], run(seed, 10 * scale)[0]) for seed in range(GROWTH_ROUNDS)]
        one, ten = zip(*rounds, strict=True)
        grown[name] = times(ten, one)
        print(f"{name:30} {grown[name]:9.1f} times the time for 10 times the people ({min(ten):.2f} s)")
    return grown


def _in_threads(scale: float, count: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(partial(ours, scale=scale, years=YEARS), (1, 2)))
    return time.perf_counter() - began


def threads(program: compiled.Program, scale: float) -> None:
    """Two replications in one thread, then in two: the best of paired rounds of each; printed."""
    contenders: dict[str, Callable[[int], float]] = {
        "C++": lambda count: program.run(1, scale, YEARS, replications=2, threads=count).seconds_in_all,
        "ours": partial(_in_threads, scale),
    }
    for name, took in contenders.items():
        pairs = [(took(1), took(2)) for _ in range(ROUNDS)]
        one, two = (min(pair[k] for pair in pairs) for k in (0, 1))
        print(f"{name:30} {one / two:9.2f} times as fast on two threads")


def agreement(samples: Mapping[str, Sequence[Found]], beside: str) -> dict[str, float]:
    """The largest |z| of each simulator against one of them; every metric printed."""
    others = {name: z_scores(samples[beside], runs) for name, runs in samples.items() if name != beside}
    print(f"{'mean of replications':20} {beside:>18}" + "".join(f" {name:>18} {'z':>6}" for name in others))
    for metric in figures.METRICS:
        line = f"{metric:20} {_mean(samples[beside], metric):18,.2f}"
        for name, scores in others.items():
            line += f" {_mean(samples[name], metric):18,.2f} {scores[metric]:6.2f}"
        print(line)
    return {name: max(map(abs, scores.values())) for name, scores in others.items()}


def _mean(runs: Sequence[Found], metric: str) -> float:
    return statistics.fmean(run[metric] for run in runs)


def main(arguments: Sequence[str] = ()) -> int:
    """Measure, print, and say what is missed: 1 if anything is. `--quick` simulates a tenth of the people."""
    if compiled.compiler() is None:
        print("No g++ here, so the C++ peer can't be built: install g++ and try again.", file=sys.stderr)
        return 1
    scale = 0.1 if "--quick" in arguments else 1.0
    with compiled.program() as cpp, compiled.program(ziggurat=True) as limit:
        targets = _measure(cpp, limit, scale)
    print()
    for target in targets:
        print(target)
    return 0 if all(target.met for target in targets) else 1


def _measure(cpp: compiled.Program, limit: compiled.Program, scale: float) -> list[Target]:
    runs = {"C++": _timed_cpp(cpp), "ours": _timed_ours}
    ours(0, 0.01, YEARS)
    seconds = speed(runs | {"C++, ziggurat": _timed_cpp(limit)}, scale)
    by_itself = {name: alone(name, scale, YEARS) for name in ("ours", "SimPy")}
    by_itself["C++"] = Alone(seconds["C++"][0], cpp.run(1, scale, YEARS).peak_mb)
    print(f"{'SimPy (one run)':30} {by_itself['SimPy'].seconds:9.3f}\n")
    for name, took in by_itself.items():
        print(f"{name:30} {took.peak_mb:9.1f} MB at most, in a process of its own")
    grown = growth(runs, scale)
    threads(cpp, scale)
    print()
    small = scale / 10
    worst = agreement(
        {
            "C++": cpp.run(1, small, YEARS, REPLICATIONS).found,
            "ours": [ours(seed, small, YEARS) for seed in range(REPLICATIONS)],
            "SimPy": [peer_simpy.run(seed, small, YEARS) for seed in range(SIMPY_REPLICATIONS)],
        },
        beside="C++",
    )
    slower = times(seconds["ours"], seconds["C++"])
    faster = by_itself["SimPy"].seconds / statistics.median(seconds["ours"])
    return [
        at_most("times the time of the C++ peer", slower, MOST_TIMES_CPP),
        Target(
            "times as fast as SimPy", faster, f"at least {LEAST_TIMES_SIMPY:.0f}", faster >= LEAST_TIMES_SIMPY
        ),
        at_most("MB at most", by_itself["ours"].peak_mb, MOST_MB),
        at_most("times the time for 10 times the people", grown["ours"], MOST_GROWTH),
        *(Target(f"{name}: largest |z|", z, f"under {MOST_Z:.0f}", z < MOST_Z) for name, z in worst.items()),
    ]


def at_most(what: str, found: float, bound: float) -> Target:
    """A bound from above."""
    return Target(what, found, f"at most {bound:g}", found <= bound)
