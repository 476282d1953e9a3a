"""`from returnhub import ...`: every public name is there, and `import returnhub` costs next to nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

import returnhub


def test_every_public_name_is_what_its_module_has() -> None:
    for name in returnhub.__all__:
        assert getattr(returnhub, name) is not None, name
    assert set(returnhub.__all__) <= set(dir(returnhub))


def test_a_name_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'simulat'"):
        _ = returnhub.simulat


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = "import sys, returnhub; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert not {"numpy", "polars", "numba", "pydantic"} & modules
    assert {m for m in modules if m.startswith("returnhub")} == {"returnhub"}
