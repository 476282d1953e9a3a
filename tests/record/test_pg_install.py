"""Bringing the record into a database: once, twice, by whom, and where it can not be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.record.made_logs import LOG, ORIGIN
from tests.record.pg_logs import Cluster, bodies, manifest

from returnhub.problems import Code, Problems
from returnhub.record.keys import Algorithm, Key, new_key
from returnhub.record.postgres.guards import guards
from returnhub.record.postgres.install import create, install
from returnhub.record.postgres.shipped import OWNER, VERSION
from returnhub.record.postgres.store import connect


def refused(problems: pytest.ExceptionInfo[Problems]) -> tuple[Code, object]:
    (item,) = problems.value.items
    return item.code, item.given.get("kind")


def test_installing_twice_changes_nothing_and_keeps_what_is_there(each: Cluster) -> None:
    address = each.new()
    with connect(address) as log:
        log.append(bodies(3))
        log.integrate(manifest())
        create(address, ORIGIN, LOG.public)
        assert log.size() == 4
        assert set(log.guards().values()) == {True}


def test_installing_puts_back_every_guard(each: Cluster) -> None:
    with psycopg.connect(each.new(), autocommit=True) as superuser:
        superuser.execute("ALTER TABLE record.event DISABLE TRIGGER ALL")
        superuser.execute("GRANT UPDATE ON record.event TO returnhub_app")
        superuser.execute("ALTER FUNCTION record.append(text[]) SECURITY INVOKER")
        assert not all(guards(superuser).values())
        install(superuser, ORIGIN, LOG.public)
        assert all(guards(superuser).values())


@pytest.mark.parametrize(
    ("origin", "key"), [("another.example/log", new_key("another.example/log")), (ORIGIN, new_key(ORIGIN))]
)
def test_a_database_holds_one_log(each: Cluster, origin: str, key: Key) -> None:
    address = each.new()
    with pytest.raises(Problems) as problems:
        create(address, origin, key.public)
    assert refused(problems) == (Code.RECORD_LOG_EXISTS, "database")
    with connect(address) as log:
        assert log.origin == ORIGIN


@pytest.mark.parametrize(
    ("origin", "key", "code"),
    [
        ("no spaces", LOG, Code.RECORD_ORIGIN_WRONG),
        ("another.example/log", LOG, Code.RECORD_ORIGIN_WRONG),
        (ORIGIN, new_key(ORIGIN, Algorithm.COSIGNATURE), Code.RECORD_KEY_WRONG),
    ],
)
def test_a_key_that_no_log_has_leaves_the_database_as_it_is(
    each: Cluster, origin: str, key: Key, code: Code
) -> None:
    address = each.empty()
    with pytest.raises(Problems) as problems:
        create(address, origin, key.public)
    assert refused(problems)[0] is code
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT to_regnamespace('record')").fetchone() == (None,)


def test_two_installations_at_once_make_one_log(each: Cluster) -> None:
    address = each.empty()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: create(address, ORIGIN, LOG.public), range(4)))
    with connect(address) as log:
        assert set(log.guards().values()) == {True}


def test_no_superuser_is_needed_and_who_installs_does_not_stay_the_owner(each: Cluster) -> None:
    address = each.empty()
    with each.superuser() as superuser, psycopg.connect(address, autocommit=True) as there:
        name = there.info.dbname
        superuser.execute("CREATE ROLE installer LOGIN CREATEROLE")
        superuser.execute(f"GRANT CREATE ON DATABASE {name} TO installer")
        if superuser.info.server_version >= 160_000:
            # as if the installer had made the roles, which the other tests need too
            for role in (OWNER, "returnhub_app"):
                superuser.execute(f"GRANT {role} TO installer WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        with psycopg.connect(address, user="installer", autocommit=True) as installer:
            install(installer, ORIGIN, LOG.public)
            install(installer, ORIGIN, LOG.public)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                installer.execute("DELETE FROM record.event")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                installer.execute(f"SET ROLE {OWNER}")
        assert set(guards(there).values()) == {True}
        there.execute(f"REVOKE CREATE ON DATABASE {name} FROM installer")
        superuser.execute("DROP ROLE installer")


def test_a_schema_of_that_name_that_is_somebody_elses_is_left_alone(each: Cluster) -> None:
    address = each.empty()
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("CREATE SCHEMA record; CREATE TABLE record.mine ()")
        with pytest.raises(Problems) as problems:
            install(superuser, ORIGIN, LOG.public)
        assert refused(problems)[0] is Code.RECORD_DATABASE
        assert superuser.execute("SELECT to_regclass('record.log')").fetchone() == (None,)


def test_a_log_of_a_newer_program_is_left_alone(each: Cluster) -> None:
    address = each.new()
    with psycopg.connect(address, autocommit=True) as superuser:
        superuser.execute("INSERT INTO record.version VALUES (%s)", [VERSION + 1])
        with pytest.raises(Problems) as problems:
            install(superuser, ORIGIN, LOG.public)
    assert refused(problems) == (Code.RECORD_DATABASE, "version")


def test_a_database_that_is_not_in_utf_8_is_refused(each: Cluster) -> None:
    with each.superuser() as superuser:
        superuser.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING LATIN1")
    with pytest.raises(Problems) as problems:
        create(psycopg.conninfo.make_conninfo(each.address, dbname="latin"), ORIGIN, LOG.public)
    assert refused(problems) == (Code.RECORD_DATABASE, "encoding")
