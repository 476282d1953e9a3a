"""What every test stands on: no network, long runs only on request."""

from __future__ import annotations

import pytest
from hypothesis import settings

# How long one example takes says more of the machine than of the code: benchmarks time, tests don't.
settings.register_profile("returnhub", deadline=None)
settings.load_profile("returnhub")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run fuzzing and long property tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long run: make test-long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def _a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers wrap to the terminal's width: give every test the same one."""
    monkeypatch.setenv("COLUMNS", "120")
