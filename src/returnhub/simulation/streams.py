"""Random numbers keyed by (seed, replication, person, decision name).

A number depends on its key alone, never on the order of drawing: adding a decision shifts nobody
else's luck, two schemes meet the same people, and results do not depend on threads. The generator
is SplitMix64's finaliser applied to the key (Steele, Lea and Flood 2014), one call a number.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numba import njit

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_A = np.uint64(0xBF58476D1CE4E5B9)
_B = np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_TO_UNIT = 1.0 / 9007199254740992.0


def decision(name: str) -> np.uint64:
    """The key of a decision: the first eight bytes of its name's BLAKE2b hash."""
    return np.uint64(int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little"))


@njit(cache=True, nogil=True, inline="always")
def mix(z: np.uint64) -> np.uint64:
    """Scramble 64 bits."""
    z = (z ^ (z >> _30)) * _A
    z = (z ^ (z >> _27)) * _B
    return z ^ (z >> _31)


@njit(cache=True, nogil=True)
def replication_key(seed: np.uint64, replication: np.uint64) -> np.uint64:
    """The key of one replication."""
    return mix(mix(seed * _GOLDEN + np.uint64(1)) + replication * _GOLDEN)


@njit(cache=True, nogil=True, inline="always")
def person_key(replication: np.uint64, person: np.uint64) -> np.uint64:
    """The key of one person in a replication."""
    return mix(replication + person * _GOLDEN)


@njit(cache=True, nogil=True, inline="always")
def uniform(key: np.uint64, what: np.uint64) -> float:
    """A number strictly between 0 and 1 for a person and a decision."""
    return (np.float64(mix(key ^ what) >> _11) + 0.5) * _TO_UNIT
