"""The checking page, saved to disk and opened without a network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.pages.record.papers import Checker

from returnhub.record.page import page as make_page


@pytest.fixture(scope="module")
def offline(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(offline=True)
    yield context
    context.close()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("check") / "check.html"
    path.write_text(make_page(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def tab(offline: BrowserContext) -> Iterator[Page]:
    """One tab for a file's tests: opening one takes longer than most of them."""
    page = offline.new_page()
    yield page
    page.close()


@pytest.fixture
def checker(tab: Page, saved: str) -> Iterator[Checker]:
    opened = Checker(tab)
    tab.goto("about:blank")
    tab.goto(saved)
    yield opened
    assert [url for url in opened.requests if not url.startswith(("file:", "data:", "about:"))] == []
    assert opened.complaints == []
