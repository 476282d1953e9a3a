from __future__ import annotations

import pytest
from tests.service_database import Database, database, setup_server

# Django is set up by the import above, and models come after it
# isort: split
from tests.movements.way import People, people
from tests.stays.life import Life, arrived, life

from returnhub.casework.models import Case

__all__ = ["case", "database", "here", "setup_server", "who"]


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def here(who: People) -> Life:
    return life(who)


@pytest.fixture(scope="module")
def case(here: Life) -> Case:
    """Somebody who is in the hub; each test does what the others of its file leave alone."""
    return arrived(here)
