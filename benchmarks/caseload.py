"""A million synthetic people: made, written, and read back, each against its own time."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from returnhub.caseload.make import make
from returnhub.caseload.read import read
from returnhub.caseload.write import write
from returnhub.scheme.load import load

PEOPLE = 1_000_000
MOST_SECONDS = {"make": 30.0, "read CSV": 20.0}
T = TypeVar("T")


def main() -> int:
    """Print what each took; 1 if making or reading took longer than it may."""
    scheme = load("kosovo-2025")
    took: dict[str, float] = {}

    def timed(name: str, work: Callable[[], T]) -> T:
        start = time.perf_counter()
        done = work()
        took[name] = time.perf_counter() - start
        limit = MOST_SECONDS.get(name)
        print(f"{name:<14}{took[name]:6.1f} s" + (f"   at most {limit:.0f} s" if limit else ""), flush=True)
        return done

    print(f"{PEOPLE:,} people, {len(scheme.facts)} facts each")
    people = timed("make", lambda: make(PEOPLE, scheme, seed=1)).known
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("Parquet", "CSV"):
            path = Path(folder) / f"people.{kind.lower()}"
            timed(f"write {kind}", lambda path=path: write(people, path))
            print(f"{'':<14}{path.stat().st_size / 1e6:6.0f} MB")
            found = timed(f"read {kind}", lambda path=path: read(path, scheme.facts))
            if not found.frame.equals(people):
                print(f"{kind} did not come back as it was written")
                return 1
    return int(any(took[name] > most for name, most in MOST_SECONDS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
