"""The one browser in which every page is opened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from returnhub.cli.pdf import find_browser
from returnhub.problems import Problems


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one these tests are skipped, which CI does not allow."""
    try:
        return find_browser()
    except Problems:
        pytest.skip("no chromium on this machine: install it, or name it in CHROMIUM")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
