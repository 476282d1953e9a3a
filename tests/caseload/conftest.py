"""The facts and schemes as shipped, and a caseload of three thousand people that several tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from returnhub.caseload.make import Made, make
from returnhub.scheme.facts import Fact
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    return load("kosovo-2025")


@pytest.fixture(scope="session")
def facts(scheme: Scheme) -> dict[str, Fact]:
    return scheme.facts


@pytest.fixture(scope="session")
def made(scheme: Scheme) -> Made:
    return make(30_000, scheme, seed=7)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"
