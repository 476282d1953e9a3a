"""HUB-1 in one run: ours beside C++ and SimPy in time, memory, growth, threads and what they find."""

from __future__ import annotations

import importlib.util
import pkgutil
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple, Protocol

from benchmarks.agree import z_scores
from benchmarks.hub1 import compiled, figures, peer_simpy
from benchmarks.hub1.alone import RUNS, Alone, alone

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


class Simulator(Protocol):
    """One replication."""

    def __call__(self, seed: int, scale: float, years: float) -> Found: ...


class Target(NamedTuple):
    """Something measured and its bound."""

    what: str
    found: float
    bound: str
    met: bool


def ours() -> Simulator | None:
    """HUB-1 as a declared model of returnhub's, or None while there is no such."""
    name = RUNS["ours"]
    return pkgutil.resolve_name(name) if importlib.util.find_spec(name.partition(":")[0]) else None


def _timed(run: Simulator) -> Timed:
    def timed(seed: int, scale: float) -> tuple[float, Found]:
        began = time.perf_counter()
        found = run(seed, scale, YEARS)
        return time.perf_counter() - began, found

    return timed


def _timed_cpp(program: compiled.Program) -> Timed:
    def timed(seed: int, scale: float) -> tuple[float, Found]:
        ran = program.run(seed, scale, YEARS)
        return ran.seconds[0], ran.found[0]

    return timed


def speed(runs: Mapping[str, Timed], scale: float) -> dict[str, float]:
    """Seconds a replication, the median of rounds in which each simulator runs once; printed."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    events = 0.0
    for seed in range(ROUNDS):
        for name, run in runs.items():
            took, found = run(seed, scale)
            seconds[name].append(took)
            events = found["events"]
    middle = {name: statistics.median(took) for name, took in seconds.items()}
    print(f"{'one replication, one thread':30} {'s median':>9} {'(least - most)':>17} {'M events/s':>10}")
    for name, took in seconds.items():
        spread = f"({min(took):.3f} - {max(took):.3f})"
        print(f"{name:30} {middle[name]:9.3f} {spread:>17} {events / middle[name] / 1e6:10.1f}")
    return middle


def growth(runs: Mapping[str, Timed], scale: float) -> dict[str, float]:
    """Time of ten times the people over the time of one, by simulator; medians; printed."""
    took: dict[tuple[str, float], list[float]] = {(n, k): [] for n in runs for k in (1.0, 10.0)}
    for seed in range(GROWTH_ROUNDS):
        for (name, times), seconds in took.items():
            seconds.append(runs[name](seed, scale * times)[0])
    middle = {key: statistics.median(seconds) for key, seconds in took.items()}
    times = {name: middle[name, 10.0] / middle[name, 1.0] for name in runs}
    for name, ratio in times.items():
        print(f"{name:30} {ratio:9.1f} times as long for 10 times the people ({middle[name, 10.0]:.2f} s)")
    return times


def _in_threads(run: Simulator, scale: float, count: int) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(partial(run, scale=scale, years=YEARS), (1, 2)))
    return time.perf_counter() - began


def threads(run: Simulator | None, program: compiled.Program, scale: float) -> None:
    """Two replications in one thread, then in two: the best of paired rounds of each; printed."""

    contenders: dict[str, Callable[[int], float]] = {
        "C++": lambda count: program.run(1, scale, YEARS, replications=2, threads=count).seconds_in_all
    }
    if run:
        contenders["ours"] = partial(_in_threads, run, scale)
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
    scale = 0.1 if "--quick" in arguments else 1.0
    with compiled.program() as cpp, compiled.program(ziggurat=True) as limit:
        targets = _measure(ours(), cpp, limit, scale)
    print()
    for target in targets:
        print(
            f"{'met   ' if target.met else 'MISSED'} {target.what:40} {target.found:9.2f}  ({target.bound})"
        )
    return 0 if all(target.met for target in targets) else 1


def _measure(
    run: Simulator | None, cpp: compiled.Program, limit: compiled.Program, scale: float
) -> list[Target]:
    runs = {"C++": _timed_cpp(cpp)}
    if run:
        run(0, 0.01, YEARS)
        runs["ours"] = _timed(run)
    seconds = speed(runs | {"C++, ziggurat": _timed_cpp(limit)}, scale)
    by_itself = {name: alone(name, scale, YEARS) for name in RUNS if name != "ours" or run}
    by_itself["C++"] = Alone(seconds["C++"], cpp.run(1, scale, YEARS).peak_mb)
    print(f"{'SimPy (one run)':30} {by_itself['SimPy'].seconds:9.3f}\n")
    for name, took in by_itself.items():
        print(f"{name:30} {took.peak_mb:9.1f} MB at most, in a process of its own")
    grown = growth(runs, scale)
    threads(run, cpp, scale)
    print()
    small = scale / 10
    samples: dict[str, Sequence[Found]] = {
        "C++": cpp.run(1, small, YEARS, REPLICATIONS).found,
        "SimPy": [peer_simpy.run(seed, small, YEARS) for seed in range(SIMPY_REPLICATIONS)],
    }
    if run:
        samples["ours"] = [run(seed, small, YEARS) for seed in range(REPLICATIONS)]
    worst = agreement(samples, "C++")
    targets = [Target(f"{name}: largest |z|", z, f"under {MOST_Z}", z < MOST_Z) for name, z in worst.items()]
    if not run:
        print("Ours is not there yet: nothing to time.")
        return targets
    slower, faster = seconds["ours"] / seconds["C++"], by_itself["SimPy"].seconds / seconds["ours"]
    memory = by_itself["ours"].peak_mb
    return [
        Target("times the C++ peer", slower, f"at most {MOST_TIMES_CPP:.0f}", slower <= MOST_TIMES_CPP),
        Target(
            "times as fast as SimPy", faster, f"at least {LEAST_TIMES_SIMPY:.0f}", faster >= LEAST_TIMES_SIMPY
        ),
        Target("MB at most", memory, f"at most {MOST_MB:.0f}", memory <= MOST_MB),
        Target(
            "times as long for 10 times the people",
            grown["ours"],
            f"at most {MOST_GROWTH:.0f}",
            grown["ours"] <= MOST_GROWTH,
        ),
        *targets,
    ]
