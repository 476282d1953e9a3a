"""Replications on a Dask cluster: a task each, named after the experiment, so that one run twice counts once.

A worker's death loses nothing: what it was at runs again on another and comes to the same. `distributed`
is the extra `cluster`, and is imported here alone, when somebody asks for a cluster.
"""

from __future__ import annotations

import logging
import pickle
import re
import time
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from queue import Empty, SimpleQueue
from typing import Protocol, cast

from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.simulation.experiment import Done, Experiment, Identity, digest, identity, replication, unlike
from returnhub.simulation.where import Place

Differs = dict[str, tuple[str, str]]
"""What makes a replication come out otherwise on a worker, by name: there and here."""

_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[\da-fA-F:.]+\]):\d{1,5}")
_ANSWERS_WITHIN = 10
"""Seconds in which a scheduler has to answer, and in which it has to have a worker."""

_LOOKS_EVERY = 5.0
"""Seconds after which it is asked again who is there."""

_AT_LEAST = 32
"""Replications under way, however few there are to work on them."""

_ALONE = 60.0
"""Seconds without any worker after which nobody waits for one any longer."""


def at_worker(of: Experiment, number: int, expected: Identity) -> Done | Differs:
    """One replication where it runs; or, where that would come out otherwise, what differs there."""
    return unlike(identity(of), expected) or replication(of, number)


@contextmanager
def workers(address: str, of: Experiment) -> Generator[Place]:
    """All workers of the scheduler at `address` (`tcp://HOST:PORT`, or `tls://`).

    Raises Problems if it is no address, `distributed` is not installed, or no scheduler with a worker
    answers; and while it runs if the cluster is lost or has another returnhub.
    """
    if not _ADDRESS.fullmatch(address):
        expected = "an address such as tcp://192.0.2.7:8786"
        raise refuse(Code.OPTION_WRONG, option="--cluster", found=f'"{address}"', expected=expected)
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise refuse(Code.SIMULATION_CLUSTER_MISSING) from None
    # it logs what we say as a problem
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    where = Where(file=address)
    try:
        client = cast("_Client", Client(address, timeout=_ANSWERS_WITHIN, set_as_default=False))
    except OSError:
        raise refuse(Code.SIMULATION_CLUSTER_UNREACHABLE, where, seconds=_ANSWERS_WITHIN) from None
    try:
        client.wait_for_workers(1, timeout=_ANSWERS_WITHIN)
        yield _Workers(client, where, of)
    except TimeoutError:
        raise refuse(Code.SIMULATION_CLUSTER_UNREACHABLE, where, kind="no worker") from None
    except CancelledError:
        raise refuse(Code.SIMULATION_CLUSTER_UNREACHABLE, where, kind="lost") from None
    finally:
        client.close()


class _Task(Protocol):
    def done(self) -> bool: ...
    def result(self, timeout: float) -> Done | Differs: ...
    def add_done_callback(self, call: Callable[[_Task], None]) -> None: ...


class _Client(Protocol):
    """What we ask of a Dask client, with its types."""

    status: str

    def submit(self, function: Callable[..., object], *given: object, key: str) -> _Task: ...
    def nthreads(self) -> dict[str, int]: ...
    def wait_for_workers(self, least: int, timeout: float) -> None: ...
    def close(self) -> None: ...


class _Workers:
    def __init__(self, client: _Client, where: Where, of: Experiment) -> None:
        self.at_once = _AT_LEAST
        self._client, self._where = client, where
        self._expected = identity(of)
        self._key = f"returnhub-{digest(self._expected)}"
        # a task, not data that is sent ahead: where the worker that holds it dies, another makes it again
        self._of = client.submit(pickle.loads, pickle.dumps(of), key=f"{self._key}-experiment")
        self._under_way: dict[_Task, int] = {}
        self._back: SimpleQueue[_Task] = SimpleQueue()
        self._given: list[tuple[int, Done]] = []
        self._highest = -1
        self._looked = self._had_workers = time.monotonic()
        self._look()

    def start(self, number: int) -> None:
        key = f"{self._key}-{number:06}"
        task = self._client.submit(at_worker, self._of, number, self._expected, key=key)
        self._under_way[task] = number
        task.add_done_callback(self._back.put)

    def take(self) -> tuple[int, Done]:
        while True:
            if time.monotonic() - self._looked > _LOOKS_EVERY:
                self._look()
            try:
                task = self._back.get(timeout=_LOOKS_EVERY)
            except Empty:
                continue
            if task not in self._under_way:
                continue
            try:
                found = self._result(task)
            except TimeoutError:
                # its worker died before we had it: it runs again
                self._back.put(task)
                continue
            number = self._under_way.pop(task)
            self._highest = max(self._highest, number)
            self._given = [(number, found)]
            return number, found

    def last(self) -> list[tuple[int, Done]]:
        # a result has no gaps: what comes before one that is finished is waited for, what comes after is not
        self._under_way = {task: k for task, k in self._under_way.items() if k < self._highest}
        rest = list(self._given)
        for task in self._under_way:
            # it may be the one that was being fetched
            if task.done():
                self._back.put(task)
        while self._under_way:
            rest.append(self.take())
        return rest

    def _result(self, task: _Task) -> Done:
        from distributed.scheduler import KilledWorker

        try:
            found = task.result(timeout=_LOOKS_EVERY)
        except KilledWorker:
            raise refuse(Code.SIMULATION_CLUSTER_UNREACHABLE, self._where, kind="killed") from None
        except (ImportError, AttributeError) as fault:
            # a worker that cannot read the task: it has no returnhub, or one without this function
            found = {"returnhub": (f"none that can read this ({fault})", self._expected["returnhub"])}
        if isinstance(found, Done):
            return found
        raise Problems(
            Problem(
                Code.SIMULATION_CLUSTER_DIFFERS,
                Where(self._where.file, field=name),
                {"found": there, "expected": here},
            )
            for name, (there, here) in found.items()
        )

    def _look(self) -> None:
        """See who is there to work. Raises TimeoutError if nobody has been for a minute."""
        self._looked = time.monotonic()
        threads = sum(self._client.nthreads().values()) if self._client.status == "running" else 0
        if threads:
            self._had_workers = self._looked
            self.at_once = max(_AT_LEAST, 4 * threads)
        elif self._looked - self._had_workers > _ALONE:
            raise TimeoutError
