"""Replications under way: few at a time, each given once, wherever they run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

from returnhub.simulation.experiment import Done
from returnhub.simulation.where import finished


class Counting:
    """A place that finishes the latest first, and may grow."""

    def __init__(self, at_once: int) -> None:
        self.at_once, self.most = at_once, 0
        self.begun: list[int] = []
        self.under_way: list[int] = []

    def start(self, number: int) -> None:
        self.begun.append(number)
        self.under_way.append(number)
        self.most = max(self.most, len(self.under_way))

    def take(self) -> tuple[int, Done]:
        return self.under_way.pop(), cast("Done", None)

    def last(self) -> list[tuple[int, Done]]:
        return []


def test_few_are_under_way_however_many_are_wanted_and_each_is_given_once() -> None:
    place = Counting(at_once=3)
    given = [number for number, _ in finished(place, range(1_000))]
    assert place.begun == list(range(1_000))
    assert sorted(given) == place.begun
    assert place.most == 3


def test_a_place_that_grows_is_given_more_and_one_that_shrinks_no_more_than_it_has() -> None:
    place = Counting(at_once=2)
    run = finished(place, range(100))
    next(run)
    place.at_once = 10
    next(run)
    assert len(place.under_way) == 9
    place.at_once = 1
    for _ in range(8):
        next(run)
    assert len(place.under_way) == 1
    assert len(list(run)) == 90


def test_nothing_wanted_is_nothing_begun() -> None:
    place = Counting(at_once=2)
    assert list(finished(place, [])) == []
    assert place.begun == []


_PEAK = """
import resource, sys
from returnhub.scheme.load import load
from returnhub.simulation.run import simulate
found = simulate(load("kosovo-2025"), 10, int(sys.argv[1]), scale=0.02, keep=sys.argv[2])
found.band("moved")
found.write(sys.argv[2] + "/frames")
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
def test_memory_does_not_grow_with_the_number_of_runs_that_are_kept(tmp_path: Path) -> None:
    def peak(runs: int) -> float:
        asked = [sys.executable, "-c", _PEAK, str(runs), str(tmp_path / str(runs))]
        told = subprocess.run(asked, capture_output=True, check=True, text=True)
        kilobytes = 1024 if sys.platform == "darwin" else 1
        return int(told.stdout) / kilobytes / 1024

    few, many = peak(20), peak(400)
    # held in memory, the frames of 400 runs are some 100 MB more than those of 20
    assert many - few < 40
