"""`python -m returnhub.placement.warm` compiles placement's kernels, so that the first plan comes at once."""

from __future__ import annotations

import time

from returnhub.caseload.make import make
from returnhub.placement import ask, classes, greedy, swaps
from returnhub.scheme.load import load


def warm() -> float:
    """Place a few people; returns the seconds it took. Numba keeps the kernels on disk."""
    began = time.perf_counter()
    scheme = load("kosovo-2025")
    small = ask.build(make(50, scheme, 1).truth, scheme, scheme.starts, 4, suppose_ready=True)
    like = classes.group(small)
    swaps.by_order(small, like, greedy.fill(small, like))
    return time.perf_counter() - began


if __name__ == "__main__":
    print(f"Kernels are compiled ({warm():.0f} s).")
