"""Where the shipped schemes and the law stand: in the checkout while one works on it, else in the package."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(kind: Literal["schemes", "law"]) -> Path:
    """The folder of shipped `schemes` or `law`.

    A checkout's own folder comes first, so that an edited file is the one that is read. The
    package's copy, made when the wheel is built, comes second.
    """
    checkout = _PACKAGE.parents[1]
    if (
        _PACKAGE.parent.name == "src"
        and (checkout / "pyproject.toml").is_file()
        and (checkout / kind).is_dir()
    ):
        return checkout / kind
    return _PACKAGE / "shipped" / kind


def shipped_schemes() -> tuple[str, ...]:
    """The names of the shipped schemes, in order."""
    folder = shipped("schemes")
    if not folder.is_dir():
        return ()
    return tuple(sorted(f.parent.name for f in folder.glob("*/scheme.yaml")))
