"""Schemes that the tests of the simulation share."""

from __future__ import annotations

import pytest

from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme


@pytest.fixture(scope="session")
def kosovo() -> Scheme:
    return load("kosovo-2025")


@pytest.fixture(scope="session")
def none() -> Scheme:
    return load("none")
