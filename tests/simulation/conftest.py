"""Schemes that the tests of the simulation share."""

from __future__ import annotations

import pytest

from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme


@pytest.fixture(scope="session")
def kosovo() -> Scheme:
    return load("kosovo-2025")


@pytest.fixture(scope="session")
def bare(kosovo: Scheme) -> Scheme:
    """Kosovo's offer with places and transfers a week as the only limits, and nothing that happens to it."""
    return kosovo.model_copy(update={"resources": (), "events": ()})


@pytest.fixture(scope="session")
def none() -> Scheme:
    return load("none")
