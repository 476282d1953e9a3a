"""What several tests of the record stand on."""

from __future__ import annotations

import os

import pytest
from tests.record.go_checker import Checker, NoGoError, build


@pytest.fixture(scope="session")
def go() -> Checker:
    """The Go team's log code; without Go these tests are skipped, which CI does not allow."""
    try:
        return build()
    except NoGoError as none:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"Go can't be had here: {none}")
