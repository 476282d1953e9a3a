"""What several tests of the record stand on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from tests.record import forks as small
from tests.record import pg_logs
from tests.record.go_checker import Checker, NoGoError, build


@pytest.fixture(scope="session")
def go() -> Checker:
    """The Go team's log code; without Go these tests are skipped, which CI does not allow."""
    try:
        return build()
    except NoGoError as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Go can't be had here: {none}")


@pytest.fixture(scope="session")
def newest() -> Iterator[pg_logs.Cluster]:
    """The PostgreSQL that is shipped for demonstrations and tests."""
    with pg_logs.cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session", params=[pg_logs.NEWEST, pg_logs.OLDEST], ids=lambda major: f"pg{major}")
def each(request: pytest.FixtureRequest) -> Iterator[pg_logs.Cluster]:
    """The newest and the oldest PostgreSQL that the record is for, one after the other."""
    with pg_logs.cluster(request.param) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def forks() -> Iterator[small.Forks]:
    """Who forks for tests that kill."""
    with small.forks() as process:
        yield process
