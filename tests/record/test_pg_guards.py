"""What nobody may do to a record in PostgreSQL, its owner and a superuser included; and who is told.

Each guard is first shown to be needed: with its trigger off the forbidden thing passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.record.made_logs import LOG, ORIGIN
from tests.record.pg_logs import MANIFEST, Cluster, bodies, entries_of, manifest, signer

from returnhub.record.entry import canonical
from returnhub.record.postgres.guards import guards
from returnhub.record.postgres.install import install
from returnhub.record.postgres.shipped import OWNER, functions, triggers
from returnhub.record.postgres.store import connect
from returnhub.record.sequencer import step

ZEROS = "decode(repeat('00', 32), 'hex')"
TABLES = sorted({t.table for t in triggers()})
FORBIDDEN = {
    "log_kept": ["UPDATE record.log SET origin = 'another.example/log'", "DELETE FROM record.log"],
    "log_key_kept": ["UPDATE record.log_key SET vkey = 'x'", "DELETE FROM record.log_key"],
    "log_key_handed_over": ["INSERT INTO record.log_key VALUES (1, 'x')"],
    "event_kept": [
        "UPDATE record.event SET recorded_at = recorded_at - interval '1 day'",
        "DELETE FROM record.event WHERE number = 1",
        "MERGE INTO record.event USING (SELECT 1) AS s ON number = 1 WHEN MATCHED THEN DELETE",
        "INSERT INTO record.event (number, kind, open) VALUES (1, 'seal', '{}')"
        " ON CONFLICT (number) DO UPDATE SET commitment = sha256('x')",
    ],
    "event_whole": [f"INSERT INTO record.event (kind, commitment) VALUES ('content', {ZEROS})"],
    "content_kept": ["UPDATE record.content SET body = '{}'", f"UPDATE record.content SET salt = {ZEROS}"],
    "content_committed": [
        f"INSERT INTO record.content SELECT event, {ZEROS}, 'another' FROM record.erasure",
        f"INSERT INTO record.content VALUES (1000000, {ZEROS}, 'of nothing')",
    ],
    "content_erased_by_entry": ["DELETE FROM record.content WHERE event = 1", "DELETE FROM record.content"],
    "erasure_kept": ["UPDATE record.erasure SET event = 1", "DELETE FROM record.erasure"],
    "erasure_said": [
        "INSERT INTO record.erasure VALUES (1, 2)",
    ],
    "waiting_kept": ["UPDATE record.waiting SET event = event + 1000"],
    "waiting_taken_up": ["DELETE FROM record.waiting"],
    "leaf_kept": ["UPDATE record.leaf SET entry = 'x'", "DELETE FROM record.leaf WHERE index = 302"],
    "leaf_next": [
        "INSERT INTO record.leaf (index, event, entry) SELECT 1000, event, record.entry(e)"
        " FROM record.waiting JOIN record.event AS e ON number = event LIMIT 1",
        "INSERT INTO record.leaf (index, event, entry)"
        " SELECT max(index) + 1, (SELECT max(event) FROM record.waiting), 'another' FROM record.leaf",
    ],
    "node_kept": [f"UPDATE record.node SET hash = {ZEROS}", "DELETE FROM record.node"],
    "node_right": [
        f"INSERT INTO record.node VALUES (1, 1, {ZEROS})",
        "INSERT INTO record.node SELECT 2, 0, hash FROM record.node",
    ],
    "unsigned_kept": ["UPDATE record.unsigned SET size = size + 1"],
    "unsigned_signed": ["DELETE FROM record.unsigned"],
    "checkpoint_kept": ["UPDATE record.checkpoint SET text = 'x'", "DELETE FROM record.checkpoint"],
    "checkpoint_of_this_tree": [
        "INSERT INTO record.checkpoint SELECT 9, text FROM record.checkpoint",
        f"INSERT INTO record.checkpoint SELECT size, E'{ORIGIN}\\n303\\nAAAA\\n' FROM record.unsigned",
    ],
    "signature_kept": ["UPDATE record.signature SET line = 'x'", "DELETE FROM record.signature"],
    **{f"{t.split('.')[1]}_not_emptied": [f"TRUNCATE {t}", f"TRUNCATE {t} CASCADE"] for t in TABLES},
}
GIVES = {"event_recorded_now", "event_waits"}
AT_COMMIT = {"event_committed_soon"}
CASES = [(guard, text) for guard, texts in FORBIDDEN.items() for text in texts]


@pytest.fixture(scope="module")
def address(each: Cluster, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A log with something in every table."""
    address = each.new()
    with connect(address) as log:
        log.append(bodies(300))
        step(log, signer(tmp_path_factory.mktemp("signer")), manifest)
        log.erase(3, "law", canonical({}))
        log.integrate(manifest())
        log.append(bodies(2))
    return address


@pytest.fixture
def superuser(address: str) -> Iterator[psycopg.Connection]:
    """A superuser's session; nothing it does is kept."""
    with psycopg.connect(address) as connection:
        # with events pending no table can be altered
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield connection
        connection.rollback()


def table_of(guard: str) -> str:
    return next(t.table for t in triggers() if t.name == guard)


def off(connection: psycopg.Connection) -> set[str]:
    return {name for name, on in guards(connection).items() if not on}


def test_every_trigger_has_its_forbidden_things_below() -> None:
    assert FORBIDDEN.keys() | GIVES | AT_COMMIT == {t.name for t in triggers()}


@pytest.mark.parametrize(("seconds", "passes"), [(40, True), (46, False)])
def test_what_waits_long_for_its_commit_is_not_put_on_record_to_look_backdated(
    superuser: psycopg.Connection, seconds: int, passes: bool
) -> None:
    superuser.execute("SET CONSTRAINTS ALL DEFERRED")
    superuser.execute("ALTER TABLE record.event DISABLE TRIGGER event_recorded_now")
    text = (
        "INSERT INTO record.event (recorded_at, id, kind, open)"
        " VALUES (clock_timestamp() - %s * interval '1 second', gen_random_uuid(), 'handover', '{}')"
    )
    superuser.execute(text, [seconds])
    if passes:
        superuser.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return
    with pytest.raises(psycopg.errors.RestrictViolation) as refusal:
        superuser.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refusal.value.diag.constraint_name == "event_committed_soon"
    superuser.rollback()
    superuser.execute("ALTER TABLE record.event DISABLE TRIGGER event_committed_soon")
    superuser.execute("ALTER TABLE record.event DISABLE TRIGGER event_recorded_now")
    superuser.execute(text, [seconds])
    superuser.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("who", ["RESET ROLE", f"SET ROLE {OWNER}", "SET session_replication_role = replica"])
def test_nobody_does_what_is_forbidden(superuser: psycopg.Connection, who: str) -> None:
    superuser.execute(who)
    for guard, text in CASES:
        with (
            superuser.transaction(force_rollback=True),
            pytest.raises(psycopg.errors.RestrictViolation) as refusal,
        ):
            superuser.execute(text)
        assert refusal.value.diag.constraint_name == guard, text


def test_without_the_guard_it_passes(superuser: psycopg.Connection) -> None:
    for guard, text in CASES:
        with superuser.transaction(force_rollback=True):
            superuser.execute(f"ALTER TABLE {table_of(guard)} DISABLE TRIGGER {guard}")
            assert not str(superuser.execute(text).statusmessage).endswith(" 0"), text


def test_nobody_gives_a_time_or_an_id(superuser: psycopg.Connection) -> None:
    given = (
        "INSERT INTO record.event (recorded_at, id, kind, open) VALUES ('2001-01-01Z',"
        " '00000000-0000-0000-0000-000000000000', 'seal', '{}')"
        " RETURNING now() - recorded_at > interval '1 day', id = '00000000-0000-0000-0000-000000000000'"
    )
    assert superuser.execute(given).fetchone() == (False, False)
    superuser.execute("ALTER TABLE record.event DISABLE TRIGGER event_recorded_now")
    assert superuser.execute(given).fetchone() == (True, True)


def test_after_a_clock_was_set_back_nothing_is_recorded_before_the_last_seal(
    superuser: psycopg.Connection,
) -> None:
    superuser.execute("ALTER TABLE record.event DISABLE TRIGGER event_recorded_now")
    superuser.execute(
        "INSERT INTO record.event (recorded_at, id, kind, open) VALUES"
        " (clock_timestamp() + interval '1 hour', gen_random_uuid(), 'seal', '{}')"
    )
    last = "(SELECT max(number) FROM record.event)"
    superuser.execute(
        f"INSERT INTO record.leaf (index, event, entry) SELECT (SELECT max(index) + 1 FROM record.leaf),"
        f" number, record.entry(e) FROM record.event AS e WHERE number = {last}"
    )
    superuser.execute("ALTER TABLE record.event ENABLE ALWAYS TRIGGER event_recorded_now")
    ahead = "SELECT recorded_at > clock_timestamp() + interval '59 minutes' FROM record.append(ARRAY['{}'])"
    assert superuser.execute(ahead).fetchone() == (True,)


def test_what_is_put_on_record_waits_however_it_is_put_there(superuser: psycopg.Connection) -> None:
    put = (
        "INSERT INTO record.event (kind, open) VALUES ('seal', '{}') RETURNING number",
        "SELECT number FROM record.put_on_record('content', NULL, ARRAY['{}'])",
    )
    waits = "SELECT count(*) FROM record.waiting WHERE event = %s"
    for text in put:
        assert superuser.execute(waits, superuser.execute(text).fetchone()).fetchone() == (1,)
    superuser.execute("ALTER TABLE record.event DISABLE TRIGGER event_waits")
    for text in put:
        assert superuser.execute(waits, superuser.execute(text).fetchone()).fetchone() == (0,)


def test_every_guard_is_on_after_an_installation(superuser: psycopg.Connection) -> None:
    state = guards(superuser)
    assert set(state.values()) == {True}
    assert state.keys() >= {t.name for t in triggers()}


@pytest.mark.parametrize("how", ["DISABLE TRIGGER", "ENABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_trigger_that_does_not_always_fire_is_seen(superuser: psycopg.Connection, how: str) -> None:
    for trigger in triggers():
        with superuser.transaction(force_rollback=True):
            superuser.execute(f"ALTER TABLE {trigger.table} {how} {trigger.name}")
            assert off(superuser) == {trigger.name}


def test_a_guard_whose_function_does_nothing_is_seen(superuser: psycopg.Connection) -> None:
    for function in {t.function for t in triggers()}:
        with superuser.transaction(force_rollback=True):
            superuser.execute(
                f"CREATE OR REPLACE FUNCTION record.{function}() RETURNS trigger LANGUAGE plpgsql"
                " SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN coalesce(NEW, OLD); END $$"
            )
            assert off(superuser) == {"functions"} | {t.name for t in triggers() if t.function == function}


@pytest.mark.parametrize(
    ("text", "guard"),
    [
        ("DROP TRIGGER event_kept ON record.event", {"event_kept", "tables"}),
        (
            "DROP TRIGGER content_kept ON record.content;"
            " CREATE TRIGGER content_kept BEFORE UPDATE ON record.content FOR EACH ROW"
            " WHEN (old.event < 0) EXECUTE FUNCTION record.never();"
            " ALTER TABLE record.content ENABLE ALWAYS TRIGGER content_kept",
            {"content_kept"},
        ),
        ("CREATE RULE mine AS ON INSERT TO record.event DO INSTEAD NOTHING", {"tables"}),
        (
            "CREATE TRIGGER mine BEFORE INSERT ON record.event FOR EACH ROW EXECUTE FUNCTION record.never()",
            {"tables"},
        ),
        ("CREATE TABLE child () INHERITS (record.leaf)", {"tables"}),
        # what is deleted by way of a parent fires no statement trigger of the child's
        (
            "CREATE TABLE parent (event bigint NOT NULL); ALTER TABLE record.waiting INHERIT parent",
            {"tables"},
        ),
        (
            "UPDATE pg_class SET relhastriggers = false WHERE oid = 'record.leaf'::regclass",
            {t.name for t in triggers() if t.table == "record.leaf"},
        ),
        ("ALTER TABLE record.leaf ENABLE ROW LEVEL SECURITY", {"tables"}),
        ("ALTER TABLE record.leaf SET UNLOGGED", {"tables"}),
        ("ALTER TABLE record.leaf OWNER TO returnhub_app", {"tables", "application_role", "privileges"}),
        ("ALTER TABLE record.leaf ALTER COLUMN hash DROP EXPRESSION", {"columns"}),
        ("ALTER TABLE record.log ALTER COLUMN origin TYPE varchar", {"columns"}),
        ("ALTER TABLE record.node ADD COLUMN mine text", {"columns"}),
        ("ALTER TABLE record.leaf DROP CONSTRAINT leaf_event_once", {"constraints"}),
        ("ALTER TABLE record.event DROP CONSTRAINT event_id_once", {"constraints"}),
        ("ALTER FUNCTION record.append(text[]) RESET search_path", {"functions"}),
        ("ALTER FUNCTION record.append(text[]) SECURITY INVOKER", {"functions"}),
        ("ALTER FUNCTION record.commitment(bytea, text) SET search_path = public", {"functions"}),
        (
            "CREATE FUNCTION record.append(text) RETURNS int LANGUAGE sql AS 'SELECT 1'",
            {"functions", "privileges"},
        ),
        ("GRANT UPDATE ON record.event TO returnhub_app", {"privileges"}),
        ("GRANT UPDATE (kind) ON record.event TO returnhub_app", {"privileges"}),
        ("GRANT SELECT ON record.content TO PUBLIC", {"privileges"}),
        ("GRANT SELECT ON record.event TO returnhub_app WITH GRANT OPTION", {"privileges"}),
        ("GRANT EXECUTE ON FUNCTION record.erase(bigint, text, text) TO returnhub_app", {"privileges"}),
        ("GRANT CREATE ON SCHEMA record TO returnhub_app", {"privileges"}),
        ("GRANT USAGE ON SEQUENCE record.event_number TO returnhub_app", {"privileges"}),
        ("REVOKE SELECT ON record.leaf FROM returnhub_reader", {"privileges"}),
        ("ALTER ROLE returnhub_app SUPERUSER", {"application_role"}),
        ("ALTER ROLE returnhub_app BYPASSRLS", {"application_role"}),
        (f"GRANT {OWNER} TO returnhub_app", {"application_role"}),
        ("ALTER ROLE returnhub_app CREATEROLE", {"application_role"}),
        ("ALTER ROLE returnhub_app REPLICATION", {"application_role"}),
        ("GRANT pg_write_all_data TO returnhub_app", {"application_role"}),
        ("GRANT pg_execute_server_program TO returnhub_app", {"application_role"}),
        ("GRANT pg_write_server_files TO returnhub_app", {"application_role"}),
        ("ALTER TABLE record.content DROP CONSTRAINT content_on_one_line", {"constraints"}),
        ("CREATE ROLE web SUPERUSER; GRANT returnhub_app TO web", {"application_role"}),
        (
            f"CREATE ROLE web; CREATE ROLE site IN ROLE web; GRANT returnhub_app, {OWNER} TO web",
            {"application_role"},
        ),
        ("CREATE ROLE web; GRANT returnhub_app TO web", set()),
    ],
)
def test_what_else_weakens_the_record_is_seen(
    superuser: psycopg.Connection, text: str, guard: set[str]
) -> None:
    superuser.execute("SET CONSTRAINTS ALL IMMEDIATE")
    superuser.execute(text)
    assert off(superuser) == guard


def test_a_function_that_was_changed_is_seen(superuser: psycopg.Connection) -> None:
    for function in functions():
        with superuser.transaction(force_rollback=True):
            superuser.execute(
                "UPDATE pg_proc SET prosrc = prosrc || ' '"
                " WHERE pronamespace = 'record'::regnamespace AND proname = %s",
                [function],
            )
            assert "functions" in off(superuser)


def test_the_next_seal_says_which_guard_is_off_and_an_installation_puts_it_on(
    each: Cluster, tmp_path: Path
) -> None:
    address = each.new()
    with connect(address) as log, psycopg.connect(address, autocommit=True) as superuser:
        sequencer = signer(tmp_path)

        def told() -> set[str]:
            log.append(bodies(1))
            step(log, sequencer, lambda: replace(MANIFEST, guards=log.guards()))
            seal = entries_of(log)[-1].seal
            assert seal is not None
            return {name for name, on in seal.manifest.guards.items() if not on}

        assert told() == set()
        superuser.execute("ALTER TABLE record.content DISABLE TRIGGER content_kept")
        assert told() == {"content_kept"}
        install(superuser, ORIGIN, LOG.public)
        assert told() == set()
