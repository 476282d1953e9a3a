"""Luck that belongs to a person and a question: a number for (seed, row, name), whatever else is drawn.

Each draw hashes its key (SplitMix64's finaliser), so the first people stay the same people when
more are made, and a new fact takes no luck from the others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

Bits: TypeAlias = np.ndarray[tuple[int], np.dtype[np.uint64]]
Floats: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]
Bools: TypeAlias = np.ndarray[tuple[int], np.dtype[np.bool_]]
Ints: TypeAlias = np.ndarray[tuple[int], np.dtype[np.int64]]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


def key(seed: int, name: str) -> np.uint64:
    """64 bits for a seed and the name of a question."""
    digest = hashlib.blake2b(f"{seed}\x00{name}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def mix(x: Bits) -> Bits:
    """SplitMix64's finaliser: each bit of the input moves about half the bits of the output."""
    x = x ^ (x >> np.uint64(30))
    x *= np.uint64(0xBF58476D1CE4E5B9)
    x ^= x >> np.uint64(27)
    x *= np.uint64(0x94D049BB133111EB)
    x ^= x >> np.uint64(31)
    return x


class Draws:
    """The luck of numbered people or households (`who`) under one seed. Each method names its question."""

    def __init__(self, numbers: Bits, seed: int, who: str) -> None:
        self._steps = numbers * _GOLDEN
        self._seed, self._who = seed, who

    def __len__(self) -> int:
        return len(self._steps)

    def uniform(self, name: str) -> Floats:
        """A number above 0 and below 1 for each."""
        bits = mix(self._steps + key(self._seed, f"{self._who}: {name}"))
        return ((bits >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53

    def chance(self, name: str, share: float | Floats) -> Bools:
        """True for about `share` of them."""
        return self.uniform(name) < share

    def normal(self, name: str) -> Floats:
        """Standard normal numbers (Box and Muller)."""
        radius = np.sqrt(-2.0 * np.log(self.uniform(name)))
        return radius * np.cos(2.0 * np.pi * self.uniform(name + " angle"))

    def days(self, name: str, low: float | Floats, high: float | Floats) -> Ints:
        """Whole days from `low` to below `high`."""
        return np.floor(low + self.uniform(name) * (high - low)).astype(np.int64)

    def lognormal_days(self, name: str, median: float | Floats, spread: float) -> Ints:
        """Whole days with this median; `spread` is the standard deviation of their logarithm."""
        return np.ceil(median * np.exp(spread * self.normal(name))).astype(np.int64)

    def pick(self, name: str, weights: Sequence[float]) -> Ints:
        """The position of a weight, as often as it weighs; weights need not sum to 1."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        return np.searchsorted(edges / edges[-1], self.uniform(name), side="right").astype(np.int64)
