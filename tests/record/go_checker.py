"""The Go team's log code as a program of the tests' own: built once, from what `make .state/go` fetched."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).parent / "go"
STATE = TOP / ".state"
# only these packages of x/mod, which is part of Go's own sources
PACKAGES = ("note", "tlog")


class NoGoError(Exception):
    """There is no Go here; the message says why."""


@dataclass(frozen=True)
class Answer:
    """What the program said, in one line."""

    right: bool
    line: str


@dataclass(frozen=True)
class Checker:
    program: Path

    def __call__(self, what: str, *arguments: str | Path) -> Answer:
        said = subprocess.run(
            [self.program, what, *arguments], capture_output=True, text=True, timeout=60, check=False
        )
        assert said.returncode in (0, 1), said.stderr
        line = said.stdout.strip()
        assert line.startswith(("right: ", "refused: ")[said.returncode])
        return Answer(said.returncode == 0, line)


def build() -> Checker:
    """The program, made again only if its sources or Go are others than before. Raises NoGoError."""
    root = _go()
    sources = sorted(p for p in SOURCES.iterdir() if p.suffix in {".go", ".mod"})
    named = sha256(b"\0".join([(root / "VERSION").read_bytes(), *(p.read_bytes() for p in sources)]))
    folder = STATE / "go-check"
    folder.mkdir(exist_ok=True)
    program = folder / named.hexdigest()[:16]
    # the tests run in several processes
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            _compile(root, sources, folder / "build", program)
    return Checker(program)


def _go() -> Path:
    try:
        return (TOP / (STATE / "go").read_text("utf-8").strip()).resolve()
    except FileNotFoundError:
        missing = STATE / "go-missing"
        reason = missing.read_text("utf-8").strip() if missing.exists() else "make .state/go fetches it"
        raise NoGoError(reason) from None


def _compile(root: Path, sources: Sequence[Path], workplace: Path, program: Path) -> None:
    shutil.rmtree(workplace, ignore_errors=True)
    copy = workplace / "xmod"
    copy.mkdir(parents=True)
    for package in PACKAGES:
        shutil.copytree(root / f"src/cmd/vendor/golang.org/x/mod/sumdb/{package}", copy / "sumdb" / package)
    (copy / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.25\n")
    for source in sources:
        shutil.copy(source, workplace)
    # nothing of the user's own Go, and nothing from a network
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(workplace),
        "GOROOT": str(root),
        "GOPATH": str(workplace / "gopath"),
        "GOCACHE": str(STATE / "go-cache"),
        "GOENV": "off",
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTELEMETRY": "off",
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }
    made = workplace / "check"
    done = subprocess.run(
        [root / "bin" / "go", "build", "-trimpath", "-o", made, "."],
        cwd=workplace,
        env=settings,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made.replace(program)
    shutil.rmtree(workplace)
