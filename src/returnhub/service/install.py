"""Bringing the service into a database, and up to date there: roles, record, tables, guards, rules.

Everything that guards is put back as shipped each time, so this also mends what was taken away. Whoever
sets up needs a role that may create roles; the service's own logins own nothing and see what they need.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString, cast

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from returnhub.record.keys import new_key, read_key, write_key
from returnhub.record.postgres.install import install as install_record

ORIGIN = "returnhub"
OWNER = "returnhub_owner"
LOGINS = {
    "web": "returnhub_app",
    "monitors": "returnhub_monitor",
    "lawyers": "returnhub_lawyer",
    "clinicians": "returnhub_clinician",
    "sequencer": "returnhub_sequencer",
}
"""Each login of the service and the one role it is a member of."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """One address of the same database for each login."""

    web: str
    monitors: str
    lawyers: str
    clinicians: str
    sequencer: str

    @property
    def jobs(self) -> str:
        """What happens by itself works as the pages do."""
        return self.web


def install(setup_address: str, home: Path) -> Addresses:
    """Set the service up in the database at an address, with its keys in a folder; safe to repeat.

    Raises Problems as `returnhub.record.postgres.install` does; psycopg's errors if the role may not.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    _secret(home / "secret")
    with psycopg.connect(setup_address) as connection:
        install_record(connection, ORIGIN, _record_key(home / "record.key"))
        _roles(connection)
    migrate(setup_address)
    with psycopg.connect(setup_address) as connection:
        put_guards(connection)
        return _logins(connection, setup_address, _passwords(home / "passwords.json"))


def migrate(setup_address: str) -> None:
    """Bring every table up to date, as the owner."""
    as_owner = make_conninfo(
        setup_address, options=f"-c role={OWNER} -c statement_timeout=0 -c lock_timeout=60s"
    )
    lead_django_to(as_owner, as_owner, as_owner, as_owner)
    from django.core.management import call_command
    from django.db import connections

    from returnhub.service.tables import make_tables

    try:
        make_tables()
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connections.close_all()


def lead_django_to(web: str, monitors: str, lawyers: str, clinicians: str) -> None:
    """Have Django's connections ask the database at these addresses, in this thread and in new ones."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "returnhub.service.settings")
    import django
    from django.db import connections

    from returnhub.service.settings import database

    django.setup()
    connections.close_all()
    by_alias = {"default": web, "monitors": monitors, "lawyers": lawyers, "clinicians": clinicians}
    for alias, address in by_alias.items():
        found = database(address)
        connections.settings[alias].update(found)
        connections[alias].settings_dict.update(found)


def put_guards(connection: Connection) -> None:
    """Put functions, triggers, grants, rules and procedures as shipped; one transaction."""
    from returnhub.accounts.roles import FORBIDDEN_PAIRS
    from returnhub.agreements.operated import rulesets
    from returnhub.languages.originals import ORIGINALS, digest
    from returnhub.oversight.guards.shipped import text
    from returnhub.packets.stored import put_kinds
    from returnhub.procedure import PROCEDURES
    from returnhub.procedure.stored import procedure_sql
    from returnhub.screening.stored import ruleset_sql, schema_sql

    with connection.transaction(), owner(connection):
        connection.execute(_trusted(schema_sql()))
        connection.execute(_trusted(procedure_sql(PROCEDURES.values())))
        for ruleset in rulesets():
            connection.execute(_trusted(ruleset_sql(ruleset)))
        connection.execute(_trusted(text()))
        _drop_retired(connection, text())
        connection.execute("DELETE FROM accounts_forbiddenpair")
        connection.cursor().executemany(
            "INSERT INTO accounts_forbiddenpair (one, other, why) VALUES (%s, %s, %s)",
            [(a, b, why) for (a, b), why in FORBIDDEN_PAIRS.items()],
        )
        put_kinds(connection)
        connection.execute("DELETE FROM languages_english")
        connection.cursor().executemany(
            "INSERT INTO languages_english (key, digest) VALUES (%s, %s)",
            [(key, digest(one.body)) for key, one in ORIGINALS.items()],
        )


def _drop_retired(connection: Connection, shipped: str) -> None:
    """Take away guards of an earlier version, with their triggers: there is what is shipped, and no more."""
    names = re.findall(r"^CREATE OR REPLACE (?:FUNCTION|PROCEDURE) guard\.(\w+)", shipped, re.MULTILINE)
    retired = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc"
        " WHERE pronamespace = 'guard'::regnamespace AND proname <> ALL (%s)",
        [names],
    ).fetchall()
    for (name,) in retired:
        connection.execute(sql.SQL("DROP ROUTINE {} CASCADE").format(_trusted(name)))


@contextmanager
def owner(connection: Connection) -> Iterator[None]:
    """Act as the owner of the tables, and nobody else's."""
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
    yield
    connection.execute("RESET ROLE")


def _roles(connection: Connection) -> None:
    for role in (OWNER, "returnhub_monitor", "returnhub_lawyer", "returnhub_clinician"):
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        if known is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    database = connection.info.dbname
    # it appends to the record as the application does, and owns what the application does not
    connection.execute(sql.SQL("GRANT returnhub_app TO {}").format(sql.Identifier(OWNER)))
    connection.execute(
        sql.SQL("GRANT CREATE ON DATABASE {} TO {}").format(sql.Identifier(database), sql.Identifier(OWNER))
    )
    connection.execute(sql.SQL("GRANT USAGE, CREATE ON SCHEMA public TO {}").format(sql.Identifier(OWNER)))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for extension in ("pg_trgm", "btree_gist"):
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def _logins(connection: Connection, setup_address: str, passwords: dict[str, str]) -> Addresses:
    found: dict[str, str] = {}
    for login, role in LOGINS.items():
        name, password = f"returnhub_{login}_login", passwords[login]
        known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
        verb = "ALTER" if known else "CREATE"
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS PASSWORD {}").format(
                sql.SQL(verb), sql.Identifier(name), sql.Literal(password)
            )
        )
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), sql.Identifier(name)))
        # compiling a query over every table takes longer than its answer, and longer than its time limit
        connection.execute(sql.SQL("ALTER ROLE {} SET jit = off").format(sql.Identifier(name)))
        found[login] = make_conninfo(setup_address, user=name, password=password)
    return Addresses(**found)


def _passwords(path: Path) -> dict[str, str]:
    kept = json.loads(path.read_text(encoding="ascii")) if path.exists() else {}
    # a login that came with a later version has none yet
    found = {login: kept.get(login) or secrets.token_urlsafe(24) for login in LOGINS}
    if found != kept:
        _write_private(path, json.dumps(found))
    return found


def _secret(path: Path) -> None:
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(48))


def _record_key(path: Path):
    if not path.exists():
        write_key(path, new_key(ORIGIN))
    return read_key(path).public


def _write_private(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    part.rename(path)


def _trusted(text: str) -> sql.SQL:
    """Text of our own files, which nobody outside has a hand in."""
    return sql.SQL(cast("LiteralString", text))
