"""What each role may do with a record in PostgreSQL: by plain SQL, by every verb, by any detour."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from tests.record.pg_logs import Cluster, bodies, manifest, signer

from returnhub.record.entry import canonical
from returnhub.record.postgres.shipped import APPLICATION, OWNER, ROLES
from returnhub.record.postgres.store import append_in, connect
from returnhub.record.sequencer import step

READS = {
    "returnhub_app": {
        "log",
        "log_key",
        "event",
        "content",
        "waiting",
        "leaf",
        "node",
        "checkpoint",
        "signature",
        "erasure",
    },
    "returnhub_sequencer": {
        "log",
        "log_key",
        "event",
        "waiting",
        "leaf",
        "node",
        "unsigned",
        "checkpoint",
        "signature",
    },
    "returnhub_eraser": {"log", "log_key", "event", "waiting", "leaf", "node", "checkpoint", "signature"},
    "returnhub_reader": {"log", "log_key", "waiting", "leaf", "node", "checkpoint", "signature"},
}
TABLES = sorted(set.union(*READS.values()) | {"version"})
CALLS = {
    "append": ("SELECT * FROM record.append(ARRAY['{}'])", "returnhub_app"),
    "integrate": ("SELECT * FROM record.integrate(9, '{}', '{}', '', '', '')", "returnhub_sequencer"),
    "keep": ("SELECT record.keep(2, '', ARRAY['x'])", "returnhub_sequencer"),
    "hand_over": ("SELECT * FROM record.hand_over('', '', '')", "returnhub_sequencer"),
    "erase": ("SELECT * FROM record.erase(0, 'law', '{}')", "returnhub_eraser"),
    "put_on_record": ("SELECT * FROM record.put_on_record('content', NULL, ARRAY['{}'])", ""),
    "durable": ("SELECT record.durable()", ""),
    "root": ("SELECT record.root(1)", ""),
    "hashes": ("SELECT record.hashes(0, 0, 1)", ""),
    "nextval": ("SELECT nextval('record.event_number')", ""),
}
CHANGES = {
    "insert": "INSERT INTO {table} ({key}) SELECT {key} FROM {table}",
    "insert nothing": "INSERT INTO {table} ({key}) SELECT {key} FROM {table} WHERE false",
    "upsert": "INSERT INTO {table} DEFAULT VALUES ON CONFLICT ({unique}) DO UPDATE SET {key} = DEFAULT",
    "update": "UPDATE {table} SET {key} = {key}",
    "update nothing": "UPDATE {table} SET {key} = {key} WHERE false",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
    "merge": "MERGE INTO {table} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
    "copy in": "COPY {table} FROM STDIN",
    "lock rows": "SELECT FROM {table} FOR UPDATE",
    "lock rows to share": "SELECT FROM {table} FOR KEY SHARE",
    "lock table": "LOCK TABLE {table} IN ROW EXCLUSIVE MODE",
    "drop": "DROP TABLE {table} CASCADE",
    "alter": "ALTER TABLE {table} ADD COLUMN more text",
    "disable triggers": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "rule": "CREATE RULE mine AS ON DELETE TO {table} DO INSTEAD NOTHING",
    "trigger": "CREATE TRIGGER mine BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION record.never()",
    "child": "CREATE TEMP TABLE child () INHERITS ({table})",
    "take": "ALTER TABLE {table} OWNER TO CURRENT_USER",
}
DETOURS = {
    "replica": "SET session_replication_role = replica",
    "owner": f"SET ROLE {OWNER}",
    "sequencer": "SET ROLE returnhub_sequencer",
    "eraser": "SET ROLE returnhub_eraser",
    "become superuser": "ALTER ROLE CURRENT_USER SUPERUSER",
    "join the owner": f"GRANT {OWNER} TO CURRENT_USER",
    "replace a function": "CREATE OR REPLACE FUNCTION record.durable() RETURNS void LANGUAGE sql AS 'SELECT'",
    "add a function": "CREATE FUNCTION record.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "add a table": "CREATE TABLE record.mine ()",
    "drop the schema": "DROP SCHEMA record CASCADE",
    "rename the schema": "ALTER SCHEMA record RENAME TO mine",
    "set back the sequence": "SELECT setval('record.event_number', 1)",
    "alter a function": "ALTER FUNCTION record.append(text[]) SECURITY INVOKER",
    "pin another path": "ALTER FUNCTION record.append(text[]) SET search_path = public",
    "run a program": "COPY record.leaf TO PROGRAM 'cat'",
    "large object": "SELECT lo_import('/etc/passwd')",
}
FIRST_COLUMN = {
    "version": "number",
    "log": "one",
    "leaf": "index",
    "node": "index",
    "unsigned": "size",
    "checkpoint": "size",
    "signature": "size",
}
UNIQUE = {"node": "level, index", "signature": "size, number"}
DENIED = (psycopg.errors.InsufficientPrivilege,)


@pytest.fixture(scope="module")
def address(each: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A log with something in every table, and a login role for each role of the record.

    Login roles are the whole server's: they go, as a worker may come back to this module later.
    """
    address = each.new()
    with connect(address) as log:
        log.append(bodies(300))
        step(log, signer(tmp_path_factory.mktemp("signer")), manifest)
        log.erase(3, "law", canonical({}))
        log.append(bodies(2))
        log.integrate(manifest())
        log.append(bodies(2))
    logins = [each.login(f"login_{role}", role) for role in ROLES]
    with each.superuser() as connection:
        connection.execute("CREATE ROLE login_nobody LOGIN")
        yield address
        connection.execute(f"DROP ROLE login_nobody, {', '.join(logins)}")


@pytest.fixture
def session(address: str, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection]:
    """A session of a login role that is a member of the role asked for; nothing it does is kept."""
    with psycopg.connect(address, user=f"login_{request.param}") as connection:
        yield connection
        connection.rollback()


def snapshot(address: str) -> list[object]:
    with psycopg.connect(address) as connection:
        return [
            connection.execute(f"SELECT t::text FROM record.{t} AS t ORDER BY 1").fetchall() for t in TABLES
        ]


def refused(session: psycopg.Connection, statement: str) -> bool:
    try:
        with session.transaction(), session.cursor() as cursor:
            if statement.startswith("COPY") and "STDIN" in statement:
                with cursor.copy(statement) as copy:
                    copy.write(b"1\n")
            else:
                cursor.execute(statement)
    except DENIED:
        return True
    return False


def statements(table: str) -> dict[str, str]:
    key = FIRST_COLUMN.get(table, "number" if table == "event" else "event")
    return {
        name: text.format(table=f"record.{table}", key=key, unique=UNIQUE.get(table, key))
        for name, text in CHANGES.items()
    }


@pytest.mark.parametrize("session", [*ROLES, "nobody"], indirect=True)
def test_no_role_changes_any_table_by_any_verb(session: psycopg.Connection, address: str) -> None:
    before = snapshot(address)
    passed = [(t, name) for t in TABLES for name, text in statements(t).items() if not refused(session, text)]
    session.rollback()
    assert passed == []
    assert snapshot(address) == before


@pytest.mark.parametrize("session", [*ROLES, "nobody"], indirect=True)
def test_no_role_changes_a_table_by_a_function_of_its_own(session: psycopg.Connection) -> None:
    passed: list[tuple[str, str]] = []
    for table in TABLES:
        for name in ("insert", "upsert", "update", "delete", "truncate", "merge"):
            with session.transaction(force_rollback=True):
                session.execute(
                    "CREATE FUNCTION pg_temp.mine() RETURNS void LANGUAGE plpgsql SECURITY DEFINER"
                    f" AS $$ BEGIN {statements(table)[name]}; END $$"
                )
                if not refused(session, "SELECT pg_temp.mine()"):
                    passed.append((table, name))
    assert passed == []


@pytest.mark.parametrize("detour", DETOURS)
@pytest.mark.parametrize("session", [APPLICATION], indirect=True)
def test_the_application_finds_no_detour(session: psycopg.Connection, detour: str) -> None:
    assert refused(session, DETOURS[detour])


@pytest.mark.parametrize("session", [*ROLES, "nobody"], indirect=True)
def test_no_role_gives_away_what_it_has(session: psycopg.Connection) -> None:
    # the server warns of it, and gives nothing
    for table in TABLES:
        refused(session, f"GRANT ALL ON record.{table} TO login_nobody")
    given = "SELECT count(*) FROM pg_class WHERE has_table_privilege('login_nobody', oid, 'SELECT, UPDATE')"
    assert session.execute(
        f"{given} AND relnamespace = 'record'::regnamespace AND relkind = 'r'"
    ).fetchone() == (0,)


@pytest.mark.parametrize("session", [APPLICATION], indirect=True)
def test_names_of_the_applications_own_are_not_taken_for_the_records(session: psycopg.Connection) -> None:
    session.execute("CREATE TEMP TABLE event (LIKE record.event)")
    for name, result, value in (
        ("clock_timestamp()", "timestamptz", "timestamptz '2001-01-01 00:00:00Z'"),
        ("sha256(bytea)", "bytea", "decode(repeat('00', 32), 'hex')"),
        ("gen_random_uuid()", "uuid", "uuid '00000000-0000-0000-0000-000000000000'"),
    ):
        session.execute(
            f"CREATE FUNCTION pg_temp.{name} RETURNS {result} LANGUAGE sql AS $$ SELECT {value} $$"
        )
    session.execute("SET search_path = pg_temp, pg_catalog")
    (entry,) = append_in(session, bodies(1))
    assert entry.recorded.year > 2001
    assert entry.commitment != bytes(32)
    assert entry.id[:8] != "00000000"


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("session", [*ROLES, "nobody"], indirect=True)
def test_each_verb_is_for_one_role(session: psycopg.Connection, call: str) -> None:
    text, role = CALLS[call]
    may = role != "" and session.info.user == f"login_{role}"
    try:
        with session.transaction():
            session.execute(text)
    except DENIED:
        assert not may
    except psycopg.DatabaseError:
        # let in, and refused for what it asks
        assert may
    else:
        assert may


@pytest.mark.parametrize("session", [*ROLES, "nobody"], indirect=True)
def test_each_role_reads_what_it_must_and_nothing_else(session: psycopg.Connection) -> None:
    role = session.info.user.removeprefix("login_")
    read = {t for t in TABLES if not refused(session, f"SELECT FROM record.{t}")}
    assert read == READS.get(role, set())


@pytest.mark.parametrize("session", [APPLICATION], indirect=True)
def test_the_application_cannot_hold_up_the_sequencer(session: psycopg.Connection, address: str) -> None:
    session.execute("SELECT pg_advisory_xact_lock(hashtextextended('returnhub.record', 0))")
    session.execute("LOCK TABLE record.log, record.waiting, record.leaf IN ACCESS SHARE MODE")
    append_in(session, bodies(1))
    with psycopg.connect(address) as sequencer:
        sequencer.execute("SET lock_timeout = '2s'; SET ROLE returnhub_sequencer")
        sequencer.execute("SELECT * FROM record.integrate(9, '{}', '{}', '', '', '')")
        sequencer.rollback()


def test_roles_are_no_superusers_and_nobody_logs_in_as_them(each: Cluster) -> None:
    with each.superuser() as connection:
        rows = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND NOT (rolsuper OR rolbypassrls"
            " OR rolcreaterole OR rolcreatedb OR rolreplication OR rolcanlogin)",
            [[OWNER, *ROLES]],
        ).fetchall()
    assert {name for (name,) in rows} == {OWNER, *ROLES}


def test_without_the_grants_shut_the_same_statements_pass(each: Cluster) -> None:
    """The tests above can fail: a role that is given the privilege is not refused."""
    with psycopg.connect(each.new()) as connection:
        connection.execute("CREATE ROLE lucky; GRANT USAGE ON SCHEMA record TO lucky")
        connection.execute("GRANT ALL ON ALL TABLES IN SCHEMA record TO lucky; SET ROLE lucky")
        for name in ("update nothing", "lock rows", "lock table"):
            assert not refused(connection, statements("content")[name])
        connection.rollback()
