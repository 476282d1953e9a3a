"""The way to authority through commands: each step, what it needs, what it ends."""

from __future__ import annotations

import pytest
from tests.movements.way import People, authorised, people, stage
from tests.service_database import Database

from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


def test_a_person_for_whom_everything_stands_is_given_authority(who: People) -> None:
    case, authority = authorised(who)
    assert stage(case) == Stage.AUTHORISED
    assert authority.valid_until is not None
