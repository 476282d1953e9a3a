"""One process of the service: started, looked at, ended, with all that it started itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from returnhub.service.database.ways import SAME

_MOST_LOG = 10_000_000
"""Bytes of a log above which the next start begins a new one and keeps this one beside it."""


@dataclass(slots=True)
class Child:
    """A Python module run as a process of its own, that dies with us, if we are killed by `dies_by`."""

    name: str
    module: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    dies_by: signal.Signals = signal.SIGTERM
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int | None:
        """Its first process, while there is one."""
        return self._process.pid if self._process is not None else None

    def launch(self) -> None:
        """Start it, in a session of its own: Ctrl-C is for us, who stop one after the other."""
        if self.log.exists() and self.log.stat().st_size > _MOST_LOG:
            self.log.replace(self.log.with_name(self.log.name + ".1"))
        log = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        line = SAME.line(
            Path(sys.executable), "-m", self.module, *self.arguments, dies_with_parent=self.dies_by
        )
        try:
            self._process = subprocess.Popen(
                line,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=dict(self.environment),
            )
        finally:
            os.close(log)

    def ended(self) -> int | None:
        """Its exit code (minus the signal) if it is dead; what it left running is ended then too."""
        if self._process is None:
            return 0
        if os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            return None
        # before its number is given back, so that the group is surely still its own
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self._process = None
        return code

    def stop(self, patience: float = 15.0) -> None:
        """Ask it to end; kill it if it does not."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        until = time.monotonic() + patience
        while self.ended() is None:
            if time.monotonic() > until:
                with suppress(ProcessLookupError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            time.sleep(0.02)

    def last_line(self) -> str:
        """The last thing it wrote."""
        lines = self.log.read_text(encoding="utf-8", errors="replace")[-4000:].strip().splitlines()
        return lines[-1].strip() if lines else "it wrote nothing"
