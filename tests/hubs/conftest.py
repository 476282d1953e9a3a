from __future__ import annotations

from dataclasses import replace

import pytest
from tests.service_database import Database, database, setup_server

# Django is set up by the import above, and models come after it
# isort: split
from tests.movements.way import People, people
from tests.service_people import a_hub

__all__ = ["database", "everybody", "setup_server", "who"]


@pytest.fixture(scope="module")
def everybody(database: Database) -> People:
    return people()


@pytest.fixture
def who(everybody: People) -> People:
    """With a hub of two places of its own."""
    return replace(everybody, hub=a_hub(people=2))
