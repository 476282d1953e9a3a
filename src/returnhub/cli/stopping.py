"""Ctrl-C: the first lets a run end with what is done, the second ends the command at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

_CLEARS_UP = 1.0
"""Seconds that a command gets to take its unfinished files away, once it is to stop at once."""


@contextmanager
def stops_at_the_second() -> Generator[None]:
    """While it lasts, a second Ctrl-C does not wait for runs that a processor is in the middle of."""
    before = signal.getsignal(signal.SIGINT)
    is_ours = threading.current_thread() is threading.main_thread() and before is signal.default_int_handler
    if not is_ours:
        yield
        return
    times = 0

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal times
        times += 1
        if times == 1:
            # not print: it may be in the middle of a line of its own
            os.write(2, b"\nStopping. Ctrl-C again stops at once.\n")
        else:
            hard = threading.Timer(_CLEARS_UP, os._exit, [130])
            hard.daemon = True
            hard.start()
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
