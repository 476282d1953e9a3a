"""The same runs on a Dask cluster: the same numbers, whoever dies on the way; and words where there is none."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from returnhub.problems import Code, Problems
from returnhub.scheme.model import Scheme
from returnhub.simulation.result import Result
from returnhub.simulation.run import simulate

SMALL = {"years": 1, "replications": 40, "seed": 7, "scale": 0.02, "warm_up_years": 1}


class Cluster(NamedTuple):
    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def process(*arguments: str, **setting: str) -> Iterator[subprocess.Popen[bytes]]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = subprocess.Popen(
        [
            sys.executable,
            "-m",
            *arguments,
            "--host",
            "127.0.0.1",
            "--no-dashboard",
            "--dashboard-address",
            ":0",
        ],
        env={**os.environ, **setting},
        **quiet,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def running(folder: Path, workers: int, **setting: str) -> Iterator[Cluster]:
    """A scheduler and workers as processes of their own, on loopback and free ports."""
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        stack.enter_context(
            process("distributed.cli.dask_scheduler", "--port", "0", "--scheduler-file", str(file))
        )
        worker = (
            "distributed.cli.dask_worker",
            "--scheduler-file",
            str(file),
            "--no-nanny",
            "--nthreads",
            "1",
        )
        started = [
            stack.enter_context(process(*worker, "--local-directory", str(folder), **setting))
            for _ in range(workers)
        ]
        until = time.monotonic() + 60
        while not file.exists() and time.monotonic() < until:
            time.sleep(0.02)
        yield Cluster(json.loads(file.read_text())["address"], tuple(started))


def refused(run: Callable[[], object]) -> list[tuple[Code, str, object]]:
    with pytest.raises(Problems) as caught:
        run()
    return [(p.code, p.where.field, p.given.get("kind")) for p in caught.value.items]


def same(a: Result, b: Result) -> bool:
    pairs = zip(a.frames().values(), b.frames().values(), strict=True)
    return a.checks == b.checks and all(mine.equals(theirs) for mine, theirs in pairs)


def test_a_worker_that_is_killed_on_the_way_loses_no_replication_and_counts_none_twice(
    kosovo: Scheme, tmp_path: Path
) -> None:
    here = simulate(kosovo, **SMALL)
    with running(tmp_path, workers=2) as (address, (first, second)):
        done: list[int] = []

        def kill_one(finished: int, wanted: int) -> None:
            done.append(finished)
            if finished == 3:
                first.send_signal(signal.SIGKILL)

        there = simulate(kosovo, **SMALL, cluster=address, keep=tmp_path / "runs", progress=kill_one)
        assert first.wait() == -signal.SIGKILL
        assert second.poll() is None
        assert done == list(range(41))
        assert len(list((tmp_path / "runs").glob("*.parquet"))) == 40
        assert same(there, here)
