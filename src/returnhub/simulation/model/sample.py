"""People of a model, sampled some at a time: few enough that their paths stay in the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation.model.compiled import Compiled
from returnhub.simulation.model.paths import People, births, pick, walk, when_ready

CHUNK = 16_384
"""People sampled at a time."""


class Chunk(NamedTuple):
    """Some people in the order of their coming, and what each filter did: people kept from coming, and people
    who came another way. Nobody who comes after them comes before day `until`."""

    people: People
    kept_f: NDArray[np.int64]
    instead_f: NDArray[np.int64]
    until: float


def sample(
    c: Compiled, rep_key: np.uint64, start: float, end: float, counted: float, most: int = CHUNK
) -> Iterator[Chunk]:
    """Everybody who comes from day `start` to day `end`, `most` at a time, with their lives if no place ever
    comes free.

    Who is gone before day 0 is left out. Marks are of stages entered from day 0 to `counted`.
    """
    s, a, b = c.stages, c.amounts_cv, c.births
    person, now = 0, start
    while now < end:
        person, now, kept_f, instead_f, born = births(b, a, rep_key, person, most, now, end)
        n = born.of.size
        at, time, stage = walk(
            s,
            a,
            np.arange(n + 1),
            born.time,
            np.zeros(n, np.uint8),
            born.of,
            born.flags,
            born.key,
            np.ones(n, np.bool_),
            end,
            counted,
        )
        people = People(
            at,
            time,
            stage,
            born.of,
            b.counted_c[born.of],
            born.flags,
            np.full(n, np.inf),
            born.key,
            b.size_c[born.of],
        )
        if c.readiness is not None:
            ready = when_ready(c.readiness, a, at, time, stage, born.of, born.key)
            people = people._replace(ready=ready)
        if start < 0.0:
            people = _still_there(people, s.is_end_s)
        yield Chunk(people, kept_f, instead_f, now)


def _still_there(people: People, is_end_s: NDArray[np.bool_]) -> People:
    """Those whose path did not end before day 0."""
    last = people.at[1:] - 1
    stays = ~(is_end_s[people.stage[last]] & (people.time[last] < 0.0))
    if stays.all():
        return people
    return pick(people, np.flatnonzero(stays))
