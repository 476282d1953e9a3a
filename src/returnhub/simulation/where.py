"""Where replications run: what every place can do, and threads on this machine."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from typing import Protocol

from returnhub.simulation.experiment import Done, Experiment, replication


class Place(Protocol):
    """Where replications run. `at_once`: how many to have under way, so that nobody there is idle."""

    at_once: int

    def start(self, number: int) -> None:
        """Begin a replication."""
        ...

    def take(self) -> tuple[int, Done]:
        """Wait until one that was begun is finished, and give it; each is given once."""
        ...

    def last(self) -> list[tuple[int, Done]]:
        """After an interruption: what was given last (how far did it come?), and what is still to end."""
        ...


def finished(place: Place, wanted: Iterable[int]) -> Iterator[tuple[int, Done]]:
    """The wanted replications as they finish. Few are under way and none is held, so memory does not grow."""
    waiting, under_way = iter(wanted), 0
    while True:
        for number in islice(waiting, max(0, place.at_once - under_way)):
            place.start(number)
            under_way += 1
        if not under_way:
            return
        yield place.take()
        under_way -= 1


class _Threads:
    def __init__(self, pool: ThreadPoolExecutor, of: Experiment, threads: int) -> None:
        self.at_once = 2 * threads
        self._pool, self._of = pool, of
        self._under_way: dict[Future[Done], int] = {}
        self._given: Future[Done] | None = None

    def start(self, number: int) -> None:
        self._under_way[self._pool.submit(replication, self._of, number)] = number

    def take(self) -> tuple[int, Done]:
        if self._given is not None:
            del self._under_way[self._given]
        self._given = next(iter(wait(self._under_way, return_when=FIRST_COMPLETED).done))
        return self._under_way[self._given], self._given.result()

    def last(self) -> list[tuple[int, Done]]:
        begun = [(number, future) for future, number in self._under_way.items() if not future.cancel()]
        return [(number, future.result()) for number, future in begun]


@contextmanager
def threads(of: Experiment) -> Generator[Place]:
    """All processors of this machine; the kernels let each other run."""
    count = os.cpu_count() or 1
    pool = ThreadPoolExecutor(count)
    try:
        yield _Threads(pool, of, count)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
