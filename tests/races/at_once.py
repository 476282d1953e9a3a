"""Many connections at one instant: each thread has its own, and starts when all are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import connections


@dataclass
class Outcome:
    """What a thread's work gave: a value, or what it raised."""

    value: object = None
    fault: Exception | None = None


def at_once(works: Sequence[Callable[[], object]]) -> list[Outcome]:
    """Run each in a thread of its own, all released at one moment; their outcomes in order."""
    gate = threading.Barrier(len(works))
    outcomes = [Outcome() for _ in works]

    def run(work: Callable[[], object], outcome: Outcome) -> None:
        try:
            connections["default"].ensure_connection()
            gate.wait(timeout=60)
            outcome.value = work()
        except Exception as fault:
            outcome.fault = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(works, outcomes, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes
