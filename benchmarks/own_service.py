"""A service for one benchmark: its database in a folder that goes with it, and one hub with one officer."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from returnhub.service.database import start

if TYPE_CHECKING:
    from returnhub.journal.actor import Actor

Leads = tuple[str, str, str, str]
"""The database's addresses as `service.install.lead_django_to` takes them."""


@contextmanager
def own_service() -> Iterator[tuple[str, Leads]]:
    """Set a service up and lead Django to it: the address for who may do anything, and the service's own."""
    with tempfile.TemporaryDirectory(prefix="rh-bench-") as folder:
        home = Path(folder) / "home"
        home.mkdir()
        os.environ["RETURNHUB_HOME"] = str(home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "returnhub.service.settings")
        with start(home) as server:
            from returnhub.service.install import install, lead_django_to

            found = install(server.setup_address, home)
            leads = (found.web, found.monitors, found.lawyers, found.clinicians)
            lead_django_to(*leads)
            yield server.setup_address, leads


def filled(setup: str, fill: str, **given: object) -> tuple[int, Actor]:
    """A hub and a screening officer, and rows by SQL that names them `hub`, `scheme` and `user`.

    The hub's number, and the officer.
    """
    from returnhub.accounts import commands as accounts
    from returnhub.accounts.queries import actor_of
    from returnhub.accounts.roles import MAY, Role
    from returnhub.agreements.commands import open_scheme
    from returnhub.hubs.commands.places import open_hub
    from returnhub.hubs.models import Hub
    from returnhub.journal.actor import Actor

    clock = Actor(None, "clock", "set-up", frozenset({*MAY, "agreements.open_scheme", "hubs.open_hub"}))
    scheme = open_scheme(
        clock, scheme="kosovo-2025", title="A scheme", procedure="return_hub", ruleset="", host="Kosovo"
    )
    hub = open_hub(clock, scheme=scheme.pk, name="Hub A", kind=Hub.Kind.OPEN, stay_limit_days=90)
    user = accounts.add_user(clock, email="screening@bench.example.org", name="A. Officer")
    accounts.grant_role(clock, user=user.pk, role=Role.SCREENING)
    with psycopg.connect(setup, autocommit=True, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(fill, {**given, "hub": hub.pk, "scheme": scheme.pk, "user": user.pk})  # pyright: ignore[reportArgumentType]: SQL of the benchmarks' own
    actor = actor_of(user.pk)
    assert actor is not None
    return hub.pk, actor
