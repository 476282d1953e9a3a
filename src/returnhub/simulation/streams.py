"""Random numbers keyed by (seed, replication, person, decision name).

A number depends on its key alone, never on the order of drawing: adding a decision shifts nobody
else's luck, two schemes meet the same people, and results do not depend on threads. The generator
is SplitMix64's finaliser applied to the key (Steele, Lea and Flood 2014), one call a number.
"""

from __future__ import annotations

import hashlib
import math

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


@njit(cache=True, nogil=True)
def normal(u: float) -> float:
    """Standard normal quantile by Acklam's rational approximation (relative error below 1.2e-9).

    One uniform gives one normal, monotone in it, which keeps paired runs close.
    """
    if u < 0.02425:
        q = math.sqrt(-2.0 * math.log(u))
        return _tail(q)
    if u > 1.0 - 0.02425:
        q = math.sqrt(-2.0 * math.log(1.0 - u))
        return -_tail(q)
    q = u - 0.5
    r = q * q
    top = (
        (
            ((-3.969683028665376e01 * r + 2.209460984245205e02) * r - 2.759285104469687e02) * r
            + 1.383577518672690e02
        )
        * r
        - 3.066479806614716e01
    ) * r + 2.506628277459239e00
    bottom = (
        (
            ((-5.447609879822406e01 * r + 1.615858368580409e02) * r - 1.556989798598866e02) * r
            + 6.680131188771972e01
        )
        * r
        - 1.328068155288572e01
    ) * r + 1.0
    return top * q / bottom


@njit(cache=True, nogil=True)
def _tail(q: float) -> float:
    top = (
        (
            ((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e00) * q
            - 2.549732539343734e00
        )
        * q
        + 4.374664141464968e00
    ) * q + 2.938163982698783e00
    bottom = (
        ((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e00) * q
        + 3.754408661907416e00
    ) * q + 1.0
    return top / bottom


@njit(cache=True, nogil=True)
def lognormal(median: float, spread: float, u: float) -> float:
    """A time with the given median (days) and log-sd."""
    return median * math.exp(spread * normal(u))


@njit(cache=True, nogil=True, inline="always")
def exponential(rate: float, u: float) -> float:
    """A time (days) to an event of the given rate a day; infinite if the rate is nought."""
    return -math.log(u) / rate if rate > 0.0 else math.inf
