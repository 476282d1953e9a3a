"""A witness on this machine's own network, for as long as a test needs it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.record.grown import now

from returnhub.record.witness.server import WitnessServer
from returnhub.record.witness.state import WitnessState

HERE = "127.0.0.1"


@contextmanager
def serving(state: WitnessState, clock: Callable[[], dt.datetime] = now) -> Iterator[str]:
    with WitnessServer(state, HERE, 0, clock) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.address
        finally:
            server.shutdown()
            thread.join()
