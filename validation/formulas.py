"""Formulas of the theory of queues and of competing risks, each with its source."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from validation.evidence import Floats

NORMAL = NormalDist()
PHI = np.vectorize(NORMAL.cdf, otypes=[float])


def erlang_b(places: int, load: float) -> float:
    """Share of arrivals who find every place taken and go: Erlang (1917), by its recursion."""
    blocked = 1.0
    for c in range(1, places + 1):
        blocked = load * blocked / (c + load * blocked)
    return blocked


def erlang_c(places: int, load: float) -> float:
    """Share of arrivals who wait, if all do until they are served: Erlang (1917)."""
    b = erlang_b(places, load)
    return b / (1.0 - load / places * (1.0 - b))


class ErlangA(NamedTuple):
    """A queue in which people lose patience: shares of all who come, and people in line."""

    gives_up: float
    waits: float
    in_line: float


def erlang_a(places: int, a_day: float, days: float, patience: float) -> ErlangA:
    """The M/M/c+M queue (Palm 1946; Garnett, Mandelbaum and Reiman 2002) by its birth and death chain.

    `days` is the mean stay, `patience` the mean time after which somebody gives up.
    """
    line = np.arange(1, 50_000)
    up_to = np.arange(1, places + 1)
    steps = np.concatenate([a_day * days / up_to, a_day / (places / days + line / patience)])
    with np.errstate(under="ignore"):
        log = np.concatenate([[0.0], np.cumsum(np.log(steps))])
        share = np.exp(log - log.max())
    share /= share.sum()
    in_line = float((line * share[places + 1 :]).sum())
    return ErlangA(in_line / patience / a_day, float(share[places:].sum()), in_line)


def lognormal_cdf(t: Floats, median: float, spread: float) -> Floats:
    """The chance that a lognormal time is over by `t`."""
    with np.errstate(divide="ignore"):
        return PHI(np.log(np.maximum(t, 0.0) / median) / spread)


def cut_lognormal_mean(median: float, spread: float, limit: float) -> float:
    """The mean of a lognormal time that is cut at a limit (limited expected value: Klugman and others)."""
    to_limit = math.log(limit / median) / spread
    whole = median * math.exp(spread**2 / 2) * NORMAL.cdf(to_limit - spread)
    return float(whole + limit * (1.0 - NORMAL.cdf(to_limit)))


def cumulative(of_step: Floats, t: Floats) -> Floats:
    """The integral up to each of `t` of a function that is known at them: the trapezoidal rule."""
    return np.concatenate([[0.0], np.cumsum((of_step[1:] + of_step[:-1]) / 2 * np.diff(t))])


def competing(risks: Mapping[str, Floats]) -> tuple[Floats, dict[str, Floats]]:
    """The share for whom nothing came yet, and the share for whom each risk came first, at each of the times
    at which the risks' own chances are known (Kalbfleisch and Prentice 2002, ch. 8), by quadrature."""
    left = {name: 1.0 - cdf for name, cdf in risks.items()}
    first: dict[str, Floats] = {}
    for name, cdf in risks.items():
        others = np.prod([s for other, s in left.items() if other != name], axis=0) * np.ones(cdf.size)
        first[name] = np.concatenate([[0.0], np.cumsum((others[1:] + others[:-1]) / 2 * np.diff(cdf))])
    return np.prod(list(left.values()), axis=0), first
