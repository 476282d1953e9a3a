"""The same runs on a Dask cluster: the same numbers, whoever dies on the way; words where there is none."""

from __future__ import annotations

import json
import pickle
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

import returnhub
from returnhub.problems import Code, Problems
from returnhub.scheme.model import Scheme
from returnhub.simulation import cluster
from returnhub.simulation.experiment import Done, digest, experiment, identity
from returnhub.simulation.replicate import Outlook
from returnhub.simulation.result import Result
from returnhub.simulation.run import Progress, simulate

SMALL = {"years": 1, "replications": 24, "seed": 7, "scale": 0.02, "warm_up_years": 1}
NOBODY_LISTENS = "tcp://127.0.0.1:9"

Process = subprocess.Popen[bytes]


class Cluster(NamedTuple):
    address: str
    scheduler: Process
    workers: list[Process]


@contextmanager
def process(*arguments: str) -> Iterator[Process]:
    here = ("--host", "127.0.0.1", "--no-dashboard", "--dashboard-address", "127.0.0.1:0")
    # a session of its own, so that a Ctrl-C on the tests does not reach it before it is killed here
    started = subprocess.Popen(
        [sys.executable, "-m", *arguments, *here],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@contextmanager
def running(folder: Path, workers: int) -> Iterator[Cluster]:
    """A scheduler and workers as processes of their own, on loopback and free ports."""
    file = folder / "scheduler.json"
    at = ("--scheduler-file", str(file))
    worker = ("distributed.cli.dask_worker", *at, "--no-nanny", "--nthreads", "1", "--local-directory")
    with ExitStack() as stack:
        scheduler = stack.enter_context(process("distributed.cli.dask_scheduler", *at, "--port", "0"))
        address = address_in(file)
        started = [stack.enter_context(process(*worker, str(folder))) for _ in range(workers)]
        yield Cluster(address, scheduler, started)


def address_in(file: Path) -> str:
    """The scheduler's address, once its file is written to the end: for a moment it is there and empty."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            return json.loads(file.read_text())["address"]
        time.sleep(0.02)
    raise TimeoutError(file)


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with running(tmp_path_factory.mktemp("cluster"), workers=2) as found:
        yield found


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits ten seconds for an answer that does not come."""
    for name, seconds in (("_ANSWERS_WITHIN", 1), ("_LOOKS_EVERY", 0.1), ("_ALONE", 1.0)):
        monkeypatch.setattr(cluster, name, seconds)


def refused(run: Callable[[], object]) -> list[tuple[Code, str, object]]:
    with pytest.raises(Problems) as caught:
        run()
    return [(p.code, p.where.field, p.given.get("kind")) for p in caught.value.items]


def same(a: Result, b: Result) -> bool:
    pairs = zip(a.frames().values(), b.frames().values(), strict=True)
    return a.checks == b.checks and all(mine.equals(theirs) for mine, theirs in pairs)


def killing(process: Process, at: int) -> Progress:
    """Somebody pulls a plug when so many replications are done."""

    def progress(done: int, wanted: int) -> None:
        if done == at:
            process.send_signal(signal.SIGKILL)

    return progress


def test_an_experiment_and_what_a_replication_leaves_go_to_another_machine_whole(kosovo: Scheme) -> None:
    of = experiment(kosovo, Outlook(1, 7, 0.01, warm_up_years=1), {"hub_places": 100.0})
    there = pickle.loads(pickle.dumps(of))
    assert digest(identity(there)) == digest(identity(of))
    done = cluster.at_worker(there, 3, identity(of))
    assert isinstance(done, Done)
    back = pickle.loads(pickle.dumps(done))
    assert all(frame.equals(done.frames[name]) for name, frame in back.frames.items())


def test_workers_with_another_returnhub_are_told_apart_by_name(
    kosovo: Scheme, two_workers: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(returnhub, "__version__", "9.9.9")
    run = partial(simulate, kosovo, **SMALL, cluster=two_workers.address)
    assert refused(run) == [(Code.SIMULATION_CLUSTER_DIFFERS, "returnhub", None)]


def test_ctrl_c_keeps_what_is_done_there_without_a_gap(
    kosovo: Scheme, two_workers: Cluster, tmp_path: Path
) -> None:
    def stop(done: int, wanted: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    ask = {**SMALL, "replications": 2_000}
    found = simulate(kosovo, **ask, cluster=two_workers.address, keep=tmp_path, progress=stop)
    assert found.partial
    assert 5 <= found.replications < 2_000
    assert len(list(tmp_path.glob("*.parquet"))) == found.replications


def test_a_worker_that_is_killed_on_the_way_loses_no_replication_and_counts_none_twice(
    kosovo: Scheme, two_workers: Cluster, tmp_path: Path
) -> None:
    first, second = two_workers.workers
    told: list[int] = []
    kill = killing(first, at=3)

    def progress(done: int, wanted: int) -> None:
        told.append(done)
        kill(done, wanted)

    there = simulate(kosovo, **SMALL, cluster=two_workers.address, keep=tmp_path, progress=progress)
    assert first.wait() == -signal.SIGKILL
    assert second.poll() is None
    assert told == list(range(25))
    assert len(list(tmp_path.glob("*.parquet"))) == 24
    assert same(there, simulate(kosovo, **SMALL))


@pytest.mark.long
@pytest.mark.usefixtures("_impatient")
def test_when_the_last_worker_dies_nobody_waits_for_ever_and_what_is_kept_is_gone_on_with_here(
    kosovo: Scheme, two_workers: Cluster, tmp_path: Path
) -> None:
    two_workers.workers[0].kill()
    address, last = two_workers.address, two_workers.workers[1]
    dies = killing(last, 3)
    run = partial(simulate, kosovo, **SMALL, cluster=address, keep=tmp_path, progress=dies)
    nobody = [(Code.SIMULATION_CLUSTER_UNREACHABLE, "", "no worker")]
    assert refused(run) == nobody
    assert len(list(tmp_path.glob("*.parquet"))) >= 3
    assert refused(lambda: simulate(kosovo, **SMALL, resume=tmp_path, cluster=address)) == nobody
    assert same(simulate(kosovo, **SMALL, resume=tmp_path), simulate(kosovo, **SMALL))


@pytest.mark.long
@pytest.mark.usefixtures("_impatient")
def test_a_scheduler_that_is_lost_on_the_way_is_told(kosovo: Scheme, tmp_path: Path) -> None:
    with running(tmp_path, workers=1) as (address, scheduler, _):
        found = refused(lambda: simulate(kosovo, **SMALL, cluster=address, progress=killing(scheduler, 3)))
    assert found == [(Code.SIMULATION_CLUSTER_UNREACHABLE, "", "lost")]


@pytest.mark.usefixtures("_impatient")
def test_where_no_scheduler_answers_the_address_is_told(none: Scheme) -> None:
    with pytest.raises(Problems) as caught:
        simulate(none, **SMALL, cluster=NOBODY_LISTENS)
    (problem,) = caught.value.items
    assert problem.code is Code.SIMULATION_CLUSTER_UNREACHABLE
    assert problem.where.file == NOBODY_LISTENS


@pytest.mark.parametrize(
    "address",
    ["", "here", "127.0.0.1:8786", "tcp://127.0.0.1", "http://127.0.0.1:8786", "tcp://a b:1", "tcp://x:y"],
)
def test_what_is_no_address_is_refused(none: Scheme, address: str) -> None:
    assert refused(lambda: simulate(none, **SMALL, cluster=address)) == [(Code.OPTION_WRONG, "", None)]


def test_without_dask_it_is_said_how_to_install_it(none: Scheme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    found = refused(lambda: simulate(none, **SMALL, cluster=NOBODY_LISTENS))
    assert found == [(Code.SIMULATION_CLUSTER_MISSING, "", None)]


def test_nobody_who_asks_for_no_cluster_waits_for_dask_to_be_imported() -> None:
    source = Path(returnhub.__file__).parent
    at_once = re.compile(r"^(?:import|from) (?:distributed|dask)\b", re.MULTILINE)
    assert [file for file in source.rglob("*.py") if at_once.search(file.read_text("utf-8"))] == []
