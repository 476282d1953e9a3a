"""One small assessment of the shipped offer, made once for each worker."""

from __future__ import annotations

import datetime as dt

import pytest

from returnhub.assessment.assess import Assessment, assess
from returnhub.scheme.load import load


@pytest.fixture(scope="session")
def kosovo() -> Assessment:
    return assess(load("kosovo-2025"), years=6, replications=4, people=2000, made_on=dt.date(2026, 7, 1))
