"""Bringing the record into a database, and up to date there."""

from __future__ import annotations

from typing import LiteralString, cast

import psycopg
from psycopg import Connection, sql

from returnhub.problems import Code, refuse
from returnhub.record.keys import Algorithm, PublicKey
from returnhub.record.note import is_name
from returnhub.record.postgres.faults import problems
from returnhub.record.postgres.shipped import OWNER, ROLES, VERSION, read_sql, triggers

_OLDEST_SERVER = 15


def create(address: str, origin: str, key: PublicKey) -> None:
    """Start a log in the database at an address. Raises Problems as `install` does, and record.database."""
    with problems(), psycopg.connect(address) as connection:
        install(connection, origin, key)


def install(connection: Connection, origin: str, key: PublicKey) -> None:
    """Start a log named `origin`, whose first key is `key`; or bring one up to date that is there.

    One transaction. The connection's role has to be a superuser, or to have CREATEROLE and CREATE on the
    database; it ends as no member of the owner's role. Every function, trigger and grant is put back as
    shipped, so this also mends a guard that was off. Raises Problems: record.log_exists if the database
    holds another log, record.origin_wrong, record.key_wrong, record.database.
    """
    if not is_name(origin):
        raise refuse(Code.RECORD_ORIGIN_WRONG, found=origin[:100])
    if key.name != origin:
        raise refuse(Code.RECORD_ORIGIN_WRONG, kind="key", found=key.name, expected=origin)
    if key.algorithm is not Algorithm.NOTE:
        raise refuse(Code.RECORD_KEY_WRONG, kind="algorithm", found=key.vkey)
    with problems(), connection.transaction():
        _check_server(connection)
        # two installations at once: the second finds what the first made
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('returnhub.record', 0))")
        lent = _become_owner(connection)
        if _is_there(connection):
            _check_same(connection, origin, key)
        else:
            connection.execute(_trusted(read_sql("tables")))
            connection.execute("INSERT INTO record.version (number) VALUES (%s)", [VERSION])
            connection.execute("INSERT INTO record.log (origin) VALUES (%s)", [origin])
            connection.execute("INSERT INTO record.log_key (event, vkey) VALUES (0, %s)", [key.vkey])
        _put_guards(connection)
        connection.execute("RESET ROLE")
        if lent:
            connection.execute(sql.SQL("REVOKE {} FROM CURRENT_USER").format(sql.Identifier(OWNER)))


def _check_server(connection: Connection) -> None:
    version = connection.info.server_version // 10_000
    if version < _OLDEST_SERVER:
        raise refuse(Code.RECORD_DATABASE, kind="server", found=version, oldest=_OLDEST_SERVER)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise refuse(Code.RECORD_DATABASE, kind="encoding", found=encoding)


def _become_owner(connection: Connection) -> bool:
    """Make what roles and schema are missing, and act as the owner; True if membership was lent for it."""
    for role in (OWNER, *ROLES):
        if not _one(connection, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", role):
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
    lent = not _one(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    owner = sql.Identifier(OWNER)
    if lent:
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
    if not _one(connection, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'record')"):
        connection.execute(sql.SQL("CREATE SCHEMA record AUTHORIZATION {}").format(owner))
    # fails for a schema of that name that is somebody else's, at the first statement in it
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
    return lent


def _is_there(connection: Connection) -> bool:
    return bool(_one(connection, "SELECT to_regclass('record.log') IS NOT NULL"))


def _check_same(connection: Connection, origin: str, key: PublicKey) -> None:
    found = connection.execute(
        "SELECT origin, vkey, (SELECT max(number) FROM record.version) FROM record.log, record.log_key"
        " WHERE event = 0"
    ).fetchone()
    if found is None or found[:2] != (origin, key.vkey):
        raise refuse(Code.RECORD_LOG_EXISTS, kind="database")
    if found[2] > VERSION:
        raise refuse(Code.RECORD_DATABASE, kind="version", found=found[2], newest=VERSION)


def _put_guards(connection: Connection) -> None:
    connection.execute(_trusted(read_sql("functions")))
    connection.execute(_trusted(read_sql("guards")))
    for trigger in triggers():
        table, name = sql.SQL(_literal(trigger.table)), sql.Identifier(trigger.name)
        connection.execute(sql.SQL("DROP TRIGGER IF EXISTS {} ON {}").format(name, table))
        connection.execute(_trusted(trigger.statement))
        connection.execute(sql.SQL("ALTER TABLE {} ENABLE ALWAYS TRIGGER {}").format(table, name))
    everybody = sql.SQL(", ").join([sql.SQL("PUBLIC"), *map(sql.Identifier, ROLES)])
    for things in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        connection.execute(
            sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA record FROM {}").format(sql.SQL(things), everybody)
        )
    connection.execute(sql.SQL("REVOKE ALL ON SCHEMA record FROM {}").format(everybody))
    connection.execute(_trusted(read_sql("grants")))


def _one(connection: Connection, query: LiteralString, *values: str) -> object:
    row = connection.execute(query, values or None).fetchone()
    return None if row is None else row[0]


def _literal(text: str) -> LiteralString:
    """Text of the shipped files, which nobody outside has a hand in."""
    return cast("LiteralString", text)


def _trusted(text: str) -> sql.SQL:
    return sql.SQL(_literal(text))
