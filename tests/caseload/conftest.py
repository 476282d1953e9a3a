"""The facts as shipped, and a small table of people who have nothing to hide in any format."""

from __future__ import annotations

import yaml

import pytest

from returnhub.scheme.facts import Fact
from returnhub.scheme.shipped import shipped


@pytest.fixture(scope="session")
def facts() -> dict[str, Fact]:
    rows = yaml.safe_load((shipped("law") / "facts.yaml").read_text(encoding="utf-8"))
    return {row["id"]: Fact.model_validate(row) for row in rows}
