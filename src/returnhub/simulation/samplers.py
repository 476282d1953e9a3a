"""Fast exponential and normal numbers keyed by (person, decision): the ziggurat of 256 layers.

Marsaglia and Tsang, "The ziggurat method for generating random variables", Journal of Statistical
Software 5(8), 2000. Layer and value come from separate bits of the key's scramble, and the value
from 53 of them, as Doornik, "An improved ziggurat method to generate normal random samples", 2005,
asks. The first try succeeds 99 times in 100 and costs one `streams.mix`; later tries and the tail
read on from a key that is derived from it. So a number depends on its key alone, as in `streams`.

One decision is drawn with one law: the same key gives both laws the same layer.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from returnhub.simulation.streams import mix

LAYERS = 256
_LAYER, _NEXT = np.uint64(LAYERS - 1), np.uint64(1)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_TWICE = np.uint64(2 * 0x9E3779B97F4A7C15 % 2**64)
_11 = np.uint64(11)
_TO_UNIT = 2.0**-53


class Ziggurat(NamedTuple):
    """Layers of one area under a falling density f with f(0) = 1, the lowest with the tail in it.

    Layer i reaches from 0 to `edge[i]` and lies wholly under f up to `edge[i + 1]`; `edge[1]` is
    where the tail begins, `edge[256]` is 0, and `height[i]` is f at `edge[i]`.
    """

    edge: NDArray[np.float64]
    height: NDArray[np.float64]


def _stack(
    begins: float,
    density: Callable[[float], float],
    inverse: Callable[[float], float],
    beyond: Callable[[float], float],
) -> tuple[list[float], float]:
    """The edges of layers whose tail begins there, and how far above 1 the highest would end."""
    area = begins * density(begins) + beyond(begins)
    edges = [area / density(begins), begins]
    while len(edges) < LAYERS:
        top = density(edges[-1]) + area / edges[-1]
        if top >= 1.0:
            return edges, top - 1.0
        edges.append(inverse(top))
    return [*edges, 0.0], density(edges[-1]) + area / edges[-1] - 1.0


def ziggurat(
    density: Callable[[float], float],
    inverse: Callable[[float], float],
    beyond: Callable[[float], float],
) -> Ziggurat:
    """The layers of a density, by its inverse and its area beyond a point: the highest has to end at 1."""
    low, high = 1.0, 20.0
    while low < (middle := (low + high) / 2.0) < high:
        low, high = (middle, high) if _stack(middle, density, inverse, beyond)[1] > 0.0 else (low, middle)
    edges = np.array(_stack(high, density, inverse, beyond)[0])
    height = np.array([density(edge) for edge in edges])
    return Ziggurat(edges, height)


OF_EXPONENTIAL = ziggurat(lambda x: math.exp(-x), lambda y: -math.log(y), lambda x: math.exp(-x))
OF_NORMAL = ziggurat(
    lambda x: math.exp(-x * x / 2.0),
    lambda y: math.sqrt(-2.0 * math.log(y)),
    lambda x: math.sqrt(math.pi / 2.0) * math.erfc(x / math.sqrt(2.0)),
)

# Kernels read arrays of the module as constants.
_EXP_EDGE, _EXP_HEIGHT = OF_EXPONENTIAL
_EXP_STEP, _EXP_TAIL = _EXP_EDGE * _TO_UNIT, float(_EXP_EDGE[1])
_NORMAL_EDGE, _NORMAL_HEIGHT = OF_NORMAL
_NORMAL_STEP, _NORMAL_TAIL = _NORMAL_EDGE * _TO_UNIT, float(_NORMAL_EDGE[1])


@njit(cache=True, nogil=True, inline="always")
def _unit(bits: np.uint64) -> float:
    return (np.float64(bits >> _11) + 0.5) * _TO_UNIT


@njit(cache=True, nogil=True)
def unit_exponential(key: np.uint64, what: np.uint64) -> float:
    """An exponential number of mean 1 for a person and a decision, above 0."""
    bits = mix(key ^ what)
    layer = bits & _LAYER
    x = (np.float64(bits >> _11) + 0.5) * _EXP_STEP[layer]
    if x < _EXP_EDGE[layer + _NEXT]:
        return x
    return _later_exponential(bits, layer, x)


@njit(cache=True, nogil=True)
def _later_exponential(bits: np.uint64, layer: np.uint64, x: float) -> float:
    # Calling itself keeps it out of line, and so its caller short enough to be put in line.
    past = 0.0
    if layer == 0:
        # What lies beyond a point is exponential again.
        past = _EXP_TAIL
    else:
        low = _EXP_HEIGHT[layer]
        if low + _unit(mix(bits + _GOLDEN)) * (_EXP_HEIGHT[layer + _NEXT] - low) < math.exp(-x):
            return x
    bits = mix(bits + _TWICE)
    layer = bits & _LAYER
    x = (np.float64(bits >> _11) + 0.5) * _EXP_STEP[layer]
    if x < _EXP_EDGE[layer + _NEXT]:
        return past + x
    return past + _later_exponential(bits, layer, x)


@njit(cache=True, nogil=True)
def unit_normal(key: np.uint64, what: np.uint64) -> float:
    """A standard normal number for a person and a decision; 54 bits of the key with their sign."""
    bits = mix(key ^ what)
    layer = bits & _LAYER
    x = (np.float64(np.int64(bits) >> 10) + 0.5) * _NORMAL_STEP[layer]
    if abs(x) < _NORMAL_EDGE[layer + _NEXT]:
        return x
    return _later_normal(bits, layer, x)


@njit(cache=True, nogil=True)
def _later_normal(bits: np.uint64, layer: np.uint64, x: float) -> float:
    if layer == 0:
        return math.copysign(_normal_tail(bits), x)
    low = _NORMAL_HEIGHT[layer]
    if low + _unit(mix(bits + _GOLDEN)) * (_NORMAL_HEIGHT[layer + _NEXT] - low) < math.exp(-x * x / 2.0):
        return x
    bits = mix(bits + _TWICE)
    layer = bits & _LAYER
    x = (np.float64(np.int64(bits) >> 10) + 0.5) * _NORMAL_STEP[layer]
    if abs(x) < _NORMAL_EDGE[layer + _NEXT]:
        return x
    return _later_normal(bits, layer, x)


@njit(cache=True, nogil=True)
def _normal_tail(bits: np.uint64) -> float:
    """Marsaglia's tail: an exponential step beyond its beginning, kept by a second one."""
    while True:
        step = -math.log(_unit(mix(bits + _GOLDEN))) / _NORMAL_TAIL
        bits += _TWICE
        if -2.0 * math.log(_unit(mix(bits))) > step * step:
            return _NORMAL_TAIL + step


@njit(cache=True, nogil=True)
def exponential(rate: float, key: np.uint64, what: np.uint64) -> float:
    """A time (days) to an event of the given rate a day; infinite if the rate is nought."""
    return unit_exponential(key, what) / rate if rate > 0.0 else math.inf


@njit(cache=True, nogil=True)
def lognormal(median: float, spread: float, key: np.uint64, what: np.uint64) -> float:
    """A time with the given median (days) and log-sd."""
    return median * math.exp(spread * unit_normal(key, what))
