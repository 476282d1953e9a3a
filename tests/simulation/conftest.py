"""The repository's root on the path: the SimPy peer lives in `benchmarks`, outside the package."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme

sys.path.insert(0, str(Path(__file__).parents[2]))


@pytest.fixture(scope="session")
def kosovo() -> Scheme:
    return load("kosovo-2025")


@pytest.fixture(scope="session")
def none() -> Scheme:
    return load("none")
