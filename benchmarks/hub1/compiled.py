"""The C++ peer: compiled afresh for this machine into a temporary folder, run as a program of its own."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

from benchmarks.hub1 import figures

SOURCE = Path(__file__).with_name("path.cpp")
FLAGS = ("-O3", "-march=native", "-std=c++17", "-pthread")


class Ran(NamedTuple):
    """What a run of the program found: by replication the metrics and the seconds, and over them all."""

    found: list[dict[str, float]]
    seconds: list[float]
    seconds_in_all: float
    peak_mb: float
    """0 where the system does not say."""


class Program(NamedTuple):
    """The compiled peer."""

    path: Path

    def run(self, seed: int, scale: float, years: float, replications: int = 1, threads: int = 1) -> Ran:
        """So many replications, with seeds from `seed` on."""
        given = map(str, (scale, years, replications, seed, threads))
        out = subprocess.run([self.path, *given], check=True, capture_output=True, text=True).stdout
        *lines, in_all = map(json.loads, out.splitlines())
        found = [{name: float(line[name]) for name in figures.METRICS} for line in lines]
        return Ran(found, [line["seconds"] for line in lines], in_all["seconds"], in_all["peak_mb"])


def compiler() -> str | None:
    """The C++ compiler of this machine, or None if there is none."""
    return shutil.which("g++")


@contextlib.contextmanager
def program(*, ziggurat: bool = False) -> Generator[Program]:
    """The peer, compiled; gone again afterwards. `ziggurat` samples with tables and not by logarithms."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "figures.h").write_text(figures.header())
        made = Path(folder) / "path"
        defined = ["-DZIGGURAT"] if ziggurat else []
        subprocess.run(["g++", *FLAGS, *defined, f"-I{folder}", "-o", made, SOURCE], check=True)
        yield Program(made)
