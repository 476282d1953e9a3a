"""Keeping processes alive: who dies is started again, later each time; the end comes in order."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from returnhub.problems import Code, Where, refuse
from returnhub.service.up.child import Child

SHORTEST, LONGEST = 0.5, 30.0
"""Seconds before a dead process is started again: twice as long each time, until one lasts."""
LASTING = 60.0
"""Seconds after which a process has shown that it can run."""
HOPELESS = 3
"""Deaths of one process, before the service is up for the first time, after which it is given up."""

Say = Callable[[str], None]


@dataclass(slots=True)
class _Watched:
    child: Child
    started: float = 0.0
    deaths: int = 0
    again_at: float | None = None
    """When to start it again, while it is dead."""


class Keeper:
    """Keeps `children` alive, first the last; ends them first to last. Call `look` now and then."""

    def __init__(self, children: Sequence[Child], say: Say) -> None:
        self._watched = [_Watched(child) for child in children]
        self._say = say

    def start(self) -> None:
        """Start all, the last named first: who is asked comes before who asks."""
        for one in reversed(self._watched):
            self._launch(one)

    def look(self, *, hopeful: bool = True) -> None:
        """Start again who is dead and whose time has come.

        Without hope, raise Problems for one that keeps dying.
        """
        for one in self._watched:
            now = time.monotonic()
            if one.again_at is not None:
                if now >= one.again_at:
                    self._launch(one)
            elif (code := one.child.ended()) is not None:
                one.deaths = 1 if now - one.started > LASTING else one.deaths + 1
                if not hopeful and one.deaths >= HOPELESS:
                    raise refuse(
                        Code.SERVICE_PROCESS_FAILED,
                        Where(file=str(one.child.log)),
                        name=one.child.name,
                        reason=one.child.last_line(),
                    )
                wait = min(LONGEST, SHORTEST * 2 ** (one.deaths - 1))
                one.again_at = now + wait
                self._say(
                    f"The process {one.child.name} ended ({_how(code)}); it is started again in {wait:g} s. "
                    f"What it wrote stands in {one.child.log}"
                )

    def stop(self) -> None:
        """End all, the first named first."""
        for one in self._watched:
            one.child.stop()

    def _launch(self, one: _Watched) -> None:
        one.child.launch()
        one.started, one.again_at = time.monotonic(), None


def _how(code: int) -> str:
    if code >= 0:
        return f"exit {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"
