"""The browser of the pages' tests, for the service's too."""

from __future__ import annotations

from tests.pages.conftest import browser, chromium

__all__ = ["browser", "chromium"]
