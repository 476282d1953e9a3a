"""The guard manifest of a checkpoint: which program sealed it, by which rules, with which guards on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

import returnhub
from returnhub import __version__
from returnhub.record.entry import Manifest


def manifest(store: str, guards: Mapping[str, bool]) -> Manifest:
    """What runs now, for the seal; `guards` as the store found them a moment ago."""
    return Manifest(f"returnhub {__version__}", _source(), store, guards, _rules())


@cache
def _source() -> str:
    """SHA-256 over the program's files, sorted by path: of each its path, a zero byte, its own hash."""
    folder = Path(returnhub.__file__).parent
    whole = sha256()
    named = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.suffix in (".py", ".sql")}
    for name, path in sorted(named.items()):
        whole.update(name.encode() + b"\x00" + sha256(path.read_bytes()).digest())
    return whole.hexdigest()


@cache
def _rules() -> dict[str, str]:
    """The digest of each shipped profile of rules."""
    from returnhub.screening.rules import load_ruleset, profiles

    return {name: load_ruleset(name).digest for name in profiles()}
