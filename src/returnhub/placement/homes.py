"""Households as arrays: who belongs together, and what every limit and the order need to know of them.

A fact that is not known is read the way that lets it do least: a person who may need a step-free
place or care is taken to need it, one whose sex is not known may live where places are for anybody
only, and a household that may not be whole in the file is not moved.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.caseload.columns import CASE, HOUSEHOLD
from returnhub.placement.terms import WEEK, Bools, Ints
from returnhub.scheme.suitability import Order

NEVER = -(10**6)
EVER = 10**6
_EPOCH = dt.date(1970, 1, 1)


class Lives(IntEnum):
    """Where a household would live in a hub that tells its places apart.

    Men and women alone share rooms with their own sex. A person alone whose sex is recorded as
    another, or not stated, gets a room of their own, which family places are.
    """

    WITH_MEN = 0
    WITH_WOMEN = 1
    IN_FAMILY_PLACE = 2
    NOT_KNOWN = 3


class Whole(IntEnum):
    """Whether the household can be moved whole."""

    YES = 0
    NOT_KNOWN = 1
    NOT_IN_FILE = 2


@dataclass(frozen=True, eq=False, repr=False)
class Homes:
    """One entry a household (N), ordered by household number. Weeks and days count from the plan's start.

    `rows[first[i]:first[i + 1]]` are the rows of household i in the caseload. `step_free` is how many
    members need, or may need, a step-free place, `care` the highest care that any may need.
    """

    number: Ints
    first: Ints
    rows: Ints
    size: Ints
    step_free: Ints
    care: Ints
    lives: Ints
    whole: Ints
    children: Bools
    """A child belongs to it, or nobody knows that none does."""
    only_men: Bools
    cohort: Ints
    """Calendar week in which the last member was ready; NEVER if that is not known."""
    ready: Ints
    """Day on which the last member was ready; NEVER if not known."""
    latest: Ints
    """Last day on which the host's acceptance can be used; EVER if none was given yet."""
    lot: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.number)

    @property
    def rank(self) -> Ints:
        """Each household's position in the order: by cohort, then by lot."""
        rank = np.empty(len(self), np.int64)
        rank[np.lexsort((self.lot, self.cohort))] = np.arange(len(self))
        return rank


def read(cases: pl.DataFrame, start: dt.date, order: Order, seed: int) -> Homes:
    """The households of a caseload frame; a row without a household's number is one that is not known."""
    given = (
        cases[HOUSEHOLD].cast(pl.Int64) if HOUSEHOLD in cases.columns else _nothing(cases.height, pl.Int64())
    )
    numbered = given.is_not_null().to_numpy()
    key = np.where(numbered, given.fill_null(0).to_numpy(), -1 - np.arange(cases.height))
    each = _Each.of(cases, key)
    day = _day_of_order(each, order)
    ready = np.where(each.least(day) == NEVER, NEVER, each.most(day))
    sex, family = each.codes("sex"), each.flags("family_with_children")
    size, said, denied = each.size, each.any(family == 1), each.all(family == 0)
    alone, known = size == 1, each.all(numbered)
    grown_up = pl.select(pl.lit(start).dt.offset_by("-18y")).item()
    child = each.any(each.days("birth_on") > (grown_up - _EPOCH).days)
    accepted, until = each.days("host_accepted_on"), each.days("host_acceptance_until")
    # an acceptance without a last day may have run out; where there is none it has still to be asked for
    until = np.where((until == NEVER) & (accepted == NEVER), EVER, until)
    latest = each.least(until)
    today = (start - _EPOCH).days
    return Homes(
        number=np.where(known, key[each.rows][each.first[:-1]], -1),
        first=each.first,
        rows=each.rows,
        size=size,
        step_free=each.sum(each.flags("needs_step_free") != 0),
        care=each.most(each.numbers("care_needed", unknown=2)),
        lives=np.select(
            [~alone | each.all(sex == "another"), each.all(sex == "male"), each.all(sex == "female")],
            [Lives.IN_FAMILY_PLACE, Lives.WITH_MEN, Lives.WITH_WOMEN],
            Lives.NOT_KNOWN,
        ).astype(np.int64),
        whole=np.select(
            [said & (alone | ~child), ~known | (alone & ~denied)],
            [Whole.NOT_IN_FILE, Whole.NOT_KNOWN],
            Whole.YES,
        ).astype(np.int64),
        children=~denied | child,
        only_men=each.all(sex == "male"),
        cohort=np.where(ready == NEVER, NEVER, (ready + 3) // WEEK),
        ready=np.where(ready == NEVER, NEVER, ready - today),
        latest=np.where(np.abs(latest) == EVER, latest, latest - today),
        lot=_lots(each, seed),
    )


def _nothing(n: int, kind: pl.DataType) -> pl.Series:
    return pl.Series([None], dtype=kind).new_from_index(0, n)


def _day_of_order(each: _Each, order: Order) -> Ints:
    """The day from which each person's turn counts; by lot everybody's is the same."""
    match order:
        case Order.LONGEST_READY:
            return each.days("rights_exhausted_on")
        case Order.LONGEST_REFUSED:
            return each.days("refused_on")
        case Order.LOT:
            return np.zeros(len(each.rows), np.int64)


def _lots(each: _Each, seed: int) -> NDArray[np.uint64]:
    """A number drawn for each household from the seed and its first case reference, whatever its row.

    Anybody who has the seed and the reference can draw it again; being a hash, it follows no file number.
    """
    case = each.cases[CASE].cast(pl.String).fill_null("").to_list() if CASE in each.cases.columns else []
    names = case or [str(row) for row in range(len(each.rows))]
    rows, first = each.rows.tolist(), each.first.tolist()
    lots = (
        hashlib.blake2b(f"{seed}:{min(names[r] for r in rows[a:b])}".encode(), digest_size=8).digest()
        for a, b in pairwise(first)
    )
    return np.frombuffer(b"".join(lots), np.uint64)


@dataclass(frozen=True, eq=False, repr=False)
class _Each:
    """Columns of the caseload, and what they come to for each household.

    Columns come in the rows' order of the caseload, one entry a person; sums and the like one a household.
    """

    cases: pl.DataFrame
    rows: Ints
    first: Ints

    @classmethod
    def of(cls, cases: pl.DataFrame, key: Ints) -> _Each:
        rows = np.argsort(key, kind="stable").astype(np.int64)
        starts = np.flatnonzero(np.diff(key[rows], prepend=key[rows][:1] - 1)) if len(rows) else rows
        return cls(cases, rows, np.append(starts, len(rows)).astype(np.int64))

    @property
    def size(self) -> Ints:
        return np.diff(self.first)

    def days(self, fact: str) -> Ints:
        """Days since 1970; NEVER where the fact is not known."""
        return self._column(fact, pl.Date()).cast(pl.Int32).cast(pl.Int64).fill_null(NEVER).to_numpy()

    def flags(self, fact: str) -> Ints:
        """1 yes, 0 no, -1 not known."""
        return self._column(fact, pl.Boolean()).cast(pl.Int64).fill_null(-1).to_numpy()

    def numbers(self, fact: str, unknown: int) -> Ints:
        """The fact, `unknown` where it is not known."""
        return self._column(fact, pl.Int64()).fill_null(unknown).to_numpy()

    def codes(self, fact: str) -> NDArray[np.str_]:
        """The code, empty where it is not known."""
        return self._column(fact, pl.String()).fill_null("").to_numpy().astype(np.str_)

    def _column(self, fact: str, kind: pl.DataType) -> pl.Series:
        if fact not in self.cases.columns:
            return _nothing(self.cases.height, kind)
        return self.cases[fact].cast(kind)

    def least(self, values: Ints) -> Ints:
        return np.minimum.reduceat(values[self.rows], self.first[:-1]) if len(self.rows) else values

    def most(self, values: Ints) -> Ints:
        return -self.least(-values)

    def sum(self, values: Bools) -> Ints:
        whole = (
            np.add.reduceat(values[self.rows].astype(np.int64), self.first[:-1]) if len(self.rows) else values
        )
        return whole.astype(np.int64)

    def all(self, values: Bools) -> Bools:
        return self.sum(values) == self.size

    def any(self, values: Bools) -> Bools:
        return self.sum(values) > 0
