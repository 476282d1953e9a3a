"""The browser of the pages' tests and the service's database, for the service's too."""

from __future__ import annotations

from tests.pages.conftest import browser, chromium
from tests.service_database import database, setup_server

__all__ = ["browser", "chromium", "database", "setup_server"]
