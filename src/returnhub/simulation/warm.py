"""`python -m returnhub.simulation.warm` compiles every kernel, so that the first command starts at once."""

from __future__ import annotations

import time

import numpy as np

from returnhub.scheme.load import load
from returnhub.simulation import worlds
from returnhub.simulation.replicate import Outlook, replicate


def warm() -> float:
    """Run a very small replication; returns the seconds it took. Numba keeps the kernels on disk."""
    began = time.perf_counter()
    scheme = load("kosovo-2025")
    everyone = np.ones((len(worlds.origins(scheme)), 2, 2))
    replicate(worlds.draw(scheme, 1, 0, {}), everyone, Outlook(years=1, seed=1, scale=0.001), 0)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(f"Kernels are compiled ({warm():.0f} s).")
