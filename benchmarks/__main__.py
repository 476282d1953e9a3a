"""Run every benchmark in turn, or those named."""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "screening",
    "caseload",
    "national",
    "hub1",
    "whole",
    "sobol",
    "placement",
    "record",
    "service",
    "board",
    "planning",
    "places",
)


def main(names: list[str]) -> int:
    """Run the named benchmarks (all if none is named); 1 if one misses its target, 2 if there is no such."""
    unknown = [name for name in names if name not in NAMES]
    if unknown:
        print(f"No benchmark called {', '.join(unknown)}; there are {', '.join(NAMES)}.", file=sys.stderr)
        return 2
    missed = []
    for name in names or NAMES:
        print(f"\n== {name} ==", flush=True)
        if importlib.import_module(f"benchmarks.{name}").main():
            missed.append(name)
    print(f"\nMissed: {', '.join(missed)}." if missed else "\nAll met their targets.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
