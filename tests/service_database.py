"""The service's database for tests: one server a worker, set up once, and a copy of it for each module.

    from tests.service_database import database, setup_server  # noqa: F401

`database` (of a module) is a copy of the set-up database with nobody in it; Django's connections lead there,
as the application's role. `people` gives users by role; see `tests.service_people`.
"""

from __future__ import annotations

import itertools
import os
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, LiteralString

import django
import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from returnhub.service.install import Addresses, install
from tests.postgres import server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "returnhub.service.settings")
django.setup()

_MADE: weakref.WeakSet[Any] = weakref.WeakSet()
# a browser's test in the same worker leaves Playwright's loop running; Django would refuse to ask beside it
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

_NUMBERS = itertools.count(1)
_SET_UP: list[SetUp] = []


@dataclass(frozen=True, slots=True)
class Database:
    """A copy of the set-up database: its addresses, and the superuser's for what the service may not do."""

    addresses: Addresses
    setup: str
    home: Path

    def superuser(self) -> psycopg.Connection:
        """A connection that may do anything, each statement its own transaction."""
        return psycopg.connect(self.setup, autocommit=True)

    def application(self) -> psycopg.Connection:
        """A connection as the application's role, for raw SQL."""
        return psycopg.connect(self.addresses.web)

    def application_does(self, statement: LiteralString, values: Sequence[object] = ()) -> None:
        """One statement of raw SQL as the application's role, committed."""
        with closing(self.application()) as connection:
            connection.execute(statement, values)
            connection.commit()


@dataclass(frozen=True, slots=True)
class SetUp:
    """A server with the set-up database `base`."""

    address: str
    addresses: Addresses
    home: Path

    def copy(self) -> Database:
        """A fresh copy of it."""
        name = f"copy_{next(_NUMBERS)}"
        with psycopg.connect(make_conninfo(self.address, dbname="postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE base STRATEGY file_copy")
        found = replace(
            self.addresses,
            **{
                login: make_conninfo(getattr(self.addresses, login), dbname=name)
                for login in ("web", "monitors", "lawyers", "clinicians", "sequencer")
            },
        )
        return Database(found, make_conninfo(self.address, dbname=name), self.home)

    def drop(self, copy: Database) -> None:
        """Give back what a copy takes of the memory, whoever is still connected."""
        name = sql.Identifier(str(conninfo_to_dict(copy.setup)["dbname"]))
        with psycopg.connect(make_conninfo(self.address, dbname="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(scope="session")
def setup_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SetUp]:
    """A server, and the service set up in it once, for every room whose conftest has this fixture."""
    if _SET_UP:
        yield _SET_UP[0]
        return
    with server(int(os.environ.get("RETURNHUB_TEST_PG", "0")) or None) as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE DATABASE base")
        home = tmp_path_factory.mktemp("service")
        base = make_conninfo(address, dbname="base")
        _SET_UP.append(SetUp(base, install(base, home), home))
        yield _SET_UP[0]


@pytest.fixture(scope="module")
def database(setup_server: SetUp) -> Iterator[Database]:
    """A database of this module's own, to which Django's connections lead."""
    made = setup_server.copy()
    lead_django_to(made.addresses)
    yield made
    _close_everywhere()
    setup_server.drop(made)


def lead_django_to(addresses: Addresses) -> None:
    """Have Django's connections ask the database at these addresses, in this thread and in new ones."""
    from django.conf import settings

    from returnhub.service.install import lead_django_to as lead

    # the name that Django's test client calls itself
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    _close_everywhere()
    lead(addresses.web, addresses.monitors, addresses.lawyers, addresses.clinicians)


def _close_everywhere() -> None:
    """Close the connections that Django opened in this thread before or after Playwright's loop began.

    Django keeps others while a loop runs; one left open would lead to the database of the module before.
    """
    from django.db import connections

    if not _MADE:
        make = connections.create_connection

        def remembered(alias: str) -> Any:
            made = make(alias)
            _MADE.add(made)
            return made

        connections.create_connection = remembered
        _MADE.update(connections.all(initialized_only=True))
    here = threading.get_ident()
    for made in list(_MADE):
        if made._thread_ident == here:
            made.close()
