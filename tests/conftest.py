"""What every test stands on: no network, long runs only on request, the longest tests first."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from itertools import islice

import pytest
from hypothesis import settings

from tests.postgres import in_memory

# How long one example takes says more of the machine than of the code: benchmarks time, tests don't.
settings.register_profile("returnhub", deadline=None)
settings.load_profile("returnhub")

LONGEST = (
    "journeys/test_a_persons_whole_way.py",
    "stateful/test_service_machine.py",
    "record/test_folder_kills.py",
    "record/test_pg_killed.py",
    "service/test_up.py",
    "journeys/test_days_of_officers.py",
    "journeys/test_days_of_who_watches.py",
    "pages/test_assessment_page.py",
    "journeys/test_a_family_and_a_hub.py",
    "house/test_notebook.py",
)
"""Files with a test of ten seconds and more."""


def pytest_configure() -> None:
    # thousands of small files come and go: on a disk, deleting them takes longer than writing them
    if memory := in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run fuzzing and long property tests")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = longest_first(items, workers)
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="long run: make test-long")
    for item in items:
        if "long" in item.keywords:
            item.add_marker(skip)


def pytest_collection_finish() -> None:
    # What is imported and collected stays to the end: to look through it for garbage again and again is idle.
    gc.collect()
    gc.freeze()


def longest_first(items: list[pytest.Item], workers: int) -> Iterator[pytest.Item]:
    """Each worker is given as many tests in a row; its row begins with its turn of the longest.

    Else a run ends with one worker at a test of a minute, and the others have nothing left to take over.
    """
    place = {name: number for number, name in enumerate(LONGEST)}
    turn = {item: place.get("/".join(item.path.parts[-2:])) for item in items}
    rest = iter([item for item in items if turn[item] is None])
    left = len(items)
    for worker in range(workers):
        row = [item for item in items if turn[item] is not None and turn[item] % workers == worker]
        row.sort(key=lambda item: turn[item])
        share = left // (workers - worker)
        row += islice(rest, max(share - len(row), 0))
        left -= len(row)
        yield from row


@pytest.fixture(autouse=True)
def _a_wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers wrap to the terminal's width: give every test the same one."""
    monkeypatch.setenv("COLUMNS", "120")
