"""Somebody asks us to stop: Ctrl-C, a service manager, or the terminal that went away."""

from __future__ import annotations

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType


class Stop(BaseException):
    """Asked to stop while something else was under way. No Exception: nobody is to take it for a fault."""


class Asked:
    """Which signal asked, if any did. At first it breaks into what is under way; see `patiently`."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None
        self._patient = False

    def patiently(self) -> None:
        """From here on only note the signal: whoever starts and stops processes must not be broken off."""
        self._patient = True
        if self.signal is not None:
            raise Stop

    def note(self, number: int, frame: FrameType | None) -> None:
        """The handler. Only the first signal counts: the end has limits of its own on how long it takes."""
        first, self.signal = self.signal is None, self.signal or signal.Signals(number)
        if first and not self._patient:
            raise Stop


@contextmanager
def listening() -> Generator[Asked]:
    """Hear SIGINT, SIGTERM and SIGHUP while this lasts."""
    asked = Asked()
    before = {s: signal.signal(s, asked.note) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
