"""The one browser in which every page is opened."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from returnhub.cli.pdf import find_browser
from returnhub.problems import Problems

ALONE = (
    "AvoidCorsURLLoaderRestartOnRedirect,AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,"
    "HttpsFirstBalancedModeAutoEnable,HttpsUpgrades,LensOverlay,MediaRouter,NetworkTimeServiceQuerying,"
    "OptimizationHints,PaintHolding,PreconnectToSearch,ThirdPartyStoragePartitioning"
)
"""What Playwright switches off, which has to be said again: of two lists Chromium hears the last alone."""
NOBODY_SEES = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"
"""Pages of the browser's own window, and a process to spare: a second of work for each new context."""
ARGUMENTS = ["--no-sandbox", f"--disable-features={ALONE},{NOBODY_SEES}"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one these tests are skipped, which CI does not allow.

    Unless one is named, the one without windows comes first: a fifth less work for the same pages.
    """
    without_windows = None if os.environ.get("CHROMIUM") else shutil.which("chromium-headless-shell")
    try:
        return without_windows or find_browser()
    except Problems:
        pytest.skip("no chromium on this machine: install it, or name it in CHROMIUM")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()
