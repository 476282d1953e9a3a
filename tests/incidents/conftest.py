from __future__ import annotations

import pytest
from tests.service_database import Database, database, setup_server

# Django is set up by the import above, and models come after it
# isort: split
from tests.incidents.hub_world import World, a_world

__all__ = ["database", "setup_server", "world"]


@pytest.fixture(scope="module")
def world(database: Database) -> World:
    return a_world()
