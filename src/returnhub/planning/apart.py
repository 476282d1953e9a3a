"""Makes a plan in a process of its own, which gives way to everything else: pages go on as they did."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection

from returnhub.planning.answer import Answer, RecountError
from returnhub.planning.today import Today
from returnhub.scheme.model import Scheme

NICE = 10
"""How far it gives way; 19 is the most."""
BEAT = 1.0
"""Seconds between two words to `still`."""


def solve_apart(today: Today, folder: Scheme, still: Callable[[int, int], None]) -> Answer:
    """`solve`, in another process. `still(done, total)` is called each second; what it raises ends it.

    Raises RecountError as `solve` does, and RuntimeError with the name of any other fault.
    """
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("spawn").Process(
        target=_in_it, args=(there, today, folder, NICE), daemon=True
    )
    process.start()
    there.close()
    told = (0, 0)
    try:
        while True:
            if here.poll(BEAT):
                kind, said = here.recv()
                if kind == "done":
                    return said
                if kind == "broken":
                    raise RecountError(said)
                if kind == "fault":
                    raise RuntimeError(said)
                told = said
            still(*told)
    except EOFError:
        raise RuntimeError("the process ended") from None
    finally:
        process.terminate()
        process.join()
        here.close()


def _in_it(tell: Connection, today: Today, folder: Scheme, nice: int) -> None:
    os.nice(nice)
    # one thread, or its threads together would not give way; read as Polars is imported
    os.environ["POLARS_MAX_THREADS"] = "1"
    from returnhub.planning.solve import solve

    try:
        tell.send(("done", solve(today, folder, lambda done, total: tell.send(("told", (done, total))))))
    except RecountError as broken:
        tell.send(("broken", str(broken)))
    except Exception as fault:
        tell.send(("fault", type(fault).__name__))
        raise
