"""Which processes make the service, and what each is told: never an address that it has no business with."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from returnhub.service.up.child import Child

HOST = "127.0.0.1"
_SECRET = ("DATABASE_URL", "PG", "RETURNHUB_DATABASE")
"""Beginnings of names of the environment that no child inherits."""


class Addresses(Protocol):
    """One address of the same database for each login, as setting up gives them."""

    @property
    def web(self) -> str:
        """The pages."""
        ...

    @property
    def monitors(self) -> str:
        """The pages, when a monitor asks."""
        ...

    @property
    def lawyers(self) -> str:
        """The pages, when a lawyer asks."""
        ...

    @property
    def clinicians(self) -> str:
        """The pages, when a clinician asks."""
        ...

    @property
    def sequencer(self) -> str:
        """Who orders the record's entries."""
        ...

    @property
    def jobs(self) -> str:
        """What happens by itself."""
        ...


def all_of_them(addresses: Addresses, home: Path, port: int) -> list[Child]:
    """The service's processes, in the order in which they are stopped."""
    logs = home / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)

    def child(name: str, module: str, *arguments: str, **databases: str) -> Child:
        told = {f"RETURNHUB_DATABASE_{login.upper()}": address for login, address in databases.items()}
        whole = inherited(os.environ) | {"RETURNHUB_HOME": str(home)} | told
        return Child(name, module, arguments, whole, logs / f"{name}.log")

    return [
        child(
            "web",
            "granian",
            *("--interface", "wsgi", "--host", HOST, "--port", str(port), "--no-ws"),
            *("--workers", "2", "--blocking-threads", "1", "--workers-kill-timeout", "10"),
            # one worker's death is mended at once, without the other's people noticing
            *("--respawn-failed-workers", "--respawn-interval", "0.5"),
            "returnhub.service.wsgi:application",
            web=addresses.web,
            monitors=addresses.monitors,
            lawyers=addresses.lawyers,
            clinicians=addresses.clinicians,
        ),
        # told to end, it would wait half a minute for the database, which dies with us too
        replace(child("jobs", "returnhub.service.jobs", jobs=addresses.jobs), dies_by=signal.SIGKILL),
        child("sequencer", "returnhub.service.sequencer", sequencer=addresses.sequencer),
    ]


def inherited(environment: Mapping[str, str]) -> dict[str, str]:
    """What a child gets of our own environment: all but what names a database or its password."""
    return {k: v for k, v in environment.items() if not k.startswith(_SECRET)}
