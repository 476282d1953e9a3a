from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from returnhub.scheme.lines import read_yaml
from returnhub.scheme.schema import FILES, schema
from returnhub.scheme.shipped import shipped

Change = Callable[[str, str, str], Path]
SMALL = Path(__file__).parent / "small-hub"
FOLDERS = [SMALL, *(shipped("schemes") / n for n in ("kosovo-2025", "none", "rwanda-2022"))]


def _json(value: Any) -> Any:
    """YAML's dates as JSON has them."""
    if isinstance(value, dict):
        return {k: _json(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_json(v) for v in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def valid(file: str, value: Any) -> bool:
    return jsonschema.Draft202012Validator(schema(file)).is_valid(_json(value))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.name)
def test_what_loads_fits_the_schema_too(folder: Path) -> None:
    whole = {}
    for file in FILES:
        whole[file] = read_yaml(folder / file).top.plain()
        assert valid(file, whole[file]), file
    assert jsonschema.Draft202012Validator(schema()).is_valid(_json(whole))


@pytest.mark.parametrize("file", FILES)
def test_each_schema_is_a_schema(file: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(file))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: open", "kind: opn"),
        ("id: small-hub", "idd: small-hub"),
        ("limit: hub_stay_limit", "lmit: hub_stay_limit"),
        ("says: United Kingdom law.", "sys: law"),
    ],
)
def test_a_slip_in_scheme_yaml_is_seen(old: str, new: str, change: Change) -> None:
    folder = change("scheme.yaml", old, new)
    assert not valid("scheme.yaml", read_yaml(folder / "scheme.yaml").top.plain())


def test_a_scheme_that_extends_nothing_needs_every_field(change: Change) -> None:
    folder = change("scheme.yaml", "extends: none\n", "")
    assert not valid("scheme.yaml", read_yaml(folder / "scheme.yaml").top.plain())
