"""A declared model as the arrays that the kernels read.

Every person has a class, the combination of levels of all attributes. An amount is a number in `amounts`,
at `base_v[v] + code_gc[group_v[v], class]` for amount `v`: a group is the set of attributes by which some
amounts differ. A drawn decision `d` has the key `key_dv[d, visit]`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation.model.check import check
from returnhub.simulation.model.declared import (
    Amount,
    By,
    Chance,
    Exponential,
    Fixed,
    Law,
    Lognormal,
    Model,
    Stage,
    Way,
)
from returnhub.simulation.streams import decision

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIXED, EXPONENTIAL, LOGNORMAL, BY_CLOCK = range(4)
VISITS = 16
"""Visits of one stage whose draws have names of their own; the keys of later ones are made from the last."""

NEVER = -1


class Amounts(NamedTuple):
    """Every amount, and where the amount `v` is for a class."""

    amounts: Floats
    base_v: Ints
    group_v: Ints
    code_gc: NDArray[np.int32]


class Births(NamedTuple):
    """How people come: attributes `_a`, filters `_f`, marks `_m`."""

    a_day: float
    gap_key: np.uint64
    key_a: NDArray[np.uint64]
    levels_a: Ints
    stride_a: Ints
    shares_a: Ints
    key_f: NDArray[np.uint64]
    again_f: NDArray[np.uint64]
    share_f: Ints
    from_f: Floats
    full_f: Floats
    attribute_f: Ints
    level_f: Ints
    instead_f: Floats
    size_c: NDArray[np.uint8]
    counted_c: NDArray[np.uint8]
    flags_c: NDArray[np.uint8]
    new_flags_c: NDArray[np.uint8]


class Stages(NamedTuple):
    """The stages `_s`: their timed risks `_r` (at `risk_at_s`), those without memory `_x` (`memoryless_at_s`,
    drawn as one), the ways `_w` of both, and the marks of who first enters."""

    risk_at_s: Ints
    law_r: Ints
    first_r: Ints
    second_r: Ints
    key_r: Ints
    chance_r: Ints
    share_r: Ints
    way_at_r: Ints
    end_way_r: Ints
    most_r: Ints
    counter_r: Ints
    memoryless_at_s: Ints
    rate_x: Ints
    way_at_x: Ints
    end_way_x: Ints
    most_x: Ints
    counter_x: Ints
    days_key_s: Ints
    which_key_s: Ints
    to_w: Ints
    chance_w: Ints
    share_w: Ints
    fails_w: NDArray[np.bool_]
    key_dv: NDArray[np.uint64]
    is_end_s: NDArray[np.bool_]
    waits_s: NDArray[np.bool_]
    flags_s: NDArray[np.uint8]
    counters: int


class Readiness(NamedTuple):
    """Who could be moved and from when on: chances `_n` that must come out so, delays `_d`."""

    since_s: NDArray[np.bool_]
    key_n: NDArray[np.uint64]
    share_n: Ints
    law_d: Ints
    first_d: Ints
    second_d: Ints
    key_d: NDArray[np.uint64]
    unless_key_d: NDArray[np.uint64]
    unless_d: Ints
    not_before: float


class Stays(NamedTuple):
    """How stays go: by hub clocks `_q` (`clock_at_h`) and risks `_r` (`risk_at_h`); what an offer brings.

    A clock in `not_before_r`, `unless_r` and `first_r` (of a risk that a clock brings) is counted from the
    first of its hub. A decision's key is `key_d`.
    """

    clock_at_h: Ints
    chance_q: Ints
    share_q: Ints
    law_q: Ints
    first_q: Ints
    second_q: Ints
    key_q: Ints
    risk_at_h: Ints
    to_r: Ints
    law_r: Ints
    first_r: Ints
    second_r: Ints
    key_r: Ints
    chance_r: Ints
    share_r: Ints
    not_before_r: Ints
    unless_r: Ints
    held_up_r: NDArray[np.bool_]
    limit_h: Floats
    at_limit_h: Ints
    seen_h: Ints
    on_closing_h: Ints
    key_d: NDArray[np.uint64]
    challenges: Ints
    """Numbers of: the chance, its share, the days' median, spread and decision, the acceptance, its share."""


class Compiled(NamedTuple):
    """A model as arrays; what limits its places is `model.limits`."""

    model: Model
    amounts: Amounts
    births: Births
    stages: Stages
    readiness: Readiness | None
    stays: Stays | None
    code: dict[str, int]

    @property
    def moved_flag(self) -> int:
        """The mark of who was moved; 0 if none is declared."""
        return sum(1 << m for m, mark in enumerate(self.model.marks) if mark.moved)


class Table:
    """Amounts and decisions as they are met, each kept once."""

    def __init__(self, model: Model) -> None:
        self.names = [a.name for a in model.attributes]
        self.levels: list[int] = []
        for a in model.attributes:
            last = a.shares.values.shape[-1] if isinstance(a.shares, By) else len(a.shares)
            self.levels.append(int(last))
        self.strides = [math.prod(self.levels[k + 1 :]) for k in range(len(self.levels))]
        self.classes = math.prod(self.levels)
        self._numbers: list[Floats] = []
        self._size = 0
        self._plain: dict[float, int] = {}
        self._of: list[tuple[int, int]] = []
        self._groups: dict[tuple[str, ...], int] = {(): 0}
        self._keys: list[NDArray[np.uint64]] = []
        self._known: dict[tuple[str, bool], int] = {}

    def levels_of(self, attributes: Sequence[str]) -> list[int]:
        """How many levels each of some attributes has."""
        return [self.levels[self.names.index(name)] for name in attributes]

    def amount(self, amount: Amount, more: int = 1) -> int:
        """The number of an amount; a table may have `more` numbers for each class (a last axis)."""
        if not isinstance(amount, By):
            if amount not in self._plain:
                self._plain[amount] = self._add(np.array([amount]), ())
            return self._plain[amount]
        return self._add(np.asarray(amount.values, float).reshape(-1), amount.attributes)

    def _add(self, numbers: Floats, attributes: tuple[str, ...]) -> int:
        group = self._groups.setdefault(attributes, len(self._groups))
        self._of.append((self._size, group))
        self._numbers.append(numbers)
        self._size += numbers.size
        return len(self._of) - 1

    def decision(self, name: str, again: bool = False) -> int:
        """The number of a decision; one that can come `again` has a key for each time."""
        if (name, again) not in self._known:
            names = [f"{name}, {v}" if again else name for v in range(VISITS)]
            self._keys.append(np.array([decision(one) for one in names], np.uint64))
            self._known[name, again] = len(self._keys) - 1
        return self._known[name, again]

    def by_class(self, amount: Amount) -> Floats:
        """An amount for every class."""
        if not isinstance(amount, By):
            return np.full(self.classes, float(amount))
        return np.asarray(amount.values, float).reshape(-1)[self._codes(amount.attributes)]

    def _codes(self, attributes: tuple[str, ...]) -> NDArray[np.int32]:
        every = np.arange(self.classes)
        code = np.zeros(self.classes, np.int64)
        for name in attributes:
            k = self.names.index(name)
            code = code * self.levels[k] + every // self.strides[k] % self.levels[k]
        return code.astype(np.int32)

    def amounts(self) -> Amounts:
        """All that was met."""
        of = np.array(self._of, np.int64).reshape(-1, 2)
        return Amounts(
            np.concatenate(self._numbers),
            np.ascontiguousarray(of[:, 0]),
            np.ascontiguousarray(of[:, 1]),
            np.array([self._codes(group) for group in self._groups], np.int32),
        )

    def keys(self) -> NDArray[np.uint64]:
        """Decision x visit."""
        return np.array(self._keys, np.uint64).reshape(-1, VISITS)

    def law(self, law: Law) -> tuple[int, int, int]:
        """A law's code and its one or two amounts."""
        match law:
            case Fixed(days):
                return FIXED, self.amount(days), 0
            case Exponential(rate):
                return EXPONENTIAL, self.amount(rate), 0
            case Lognormal(median, spread):
                return LOGNORMAL, self.amount(median), self.amount(spread)


def compile_model(model: Model) -> Compiled:
    """The arrays of a model. Raises Problems if it does not hold together."""
    check(model)
    table = Table(model)
    table.amount(0.0)
    code = {stage.name: k for k, stage in enumerate(model.stages)}
    stages = _stages(model, table, code)
    births = _births(model, table)
    readiness = _readiness(model, table, code)
    stays = _stays(model, table, code)
    keys = table.keys()
    return Compiled(
        model,
        table.amounts(),
        births,
        stages._replace(key_dv=keys),
        readiness,
        None if stays is None else stays._replace(key_d=np.ascontiguousarray(keys[:, 0])),
        code,
    )


def come_again(model: Model) -> frozenset[str]:
    """The stages that can come again in one life: those that lead back to themselves."""
    leads = {s.name: {way.to for risk in s.risks for way in risk.leads} for s in model.stages}
    found: set[str] = set()
    for name, to in leads.items():
        reached, new = set[str](), set(to)
        while new:
            reached |= new
            new = {to for one in new for to in leads[one]} - reached
        if name in reached:
            found.add(name)
    return frozenset(found)


def of_chance(table: Table, chance: Chance | None, again: bool = False) -> tuple[int, int]:
    """The numbers of a chance's decision and of its share; none if there is no chance to it."""
    if chance is None:
        return NEVER, 0
    return table.decision(chance.name, again), table.amount(chance.share)


def memoryless_as_one(stage: Stage) -> str:
    """By what name the draws of a stage's risks without memory go."""
    return stage.called or stage.name


def _stages(model: Model, table: Table, code: dict[str, int]) -> Stages:
    again = come_again(model)
    timed: list[tuple[int, ...]] = []
    memoryless: list[tuple[int, ...]] = []
    ways: list[tuple[int, int, int, bool]] = []
    timed_at, memoryless_at = [0], [0]
    days_key: list[int] = []
    which_key: list[int] = []
    counters = 0

    def way(one: Way, often: bool) -> tuple[int, int, int, bool]:
        return code[one.to], *of_chance(table, one.if_ or one.unless, often), one.unless is not None

    for stage in model.stages:
        often = stage.name in again
        called = memoryless_as_one(stage)
        days_key.append(table.decision(f"days to the end of {called}", often))
        which_key.append(table.decision(f"what ends {called}", often))
        for risk in stage.risks:
            first = len(ways)
            ways += [way(one, often) for one in risk.leads]
            counter = NEVER
            if risk.most is not None:
                counter, counters = counters, counters + 1
            most = risk.most or 0
            if isinstance(risk.after, Exponential):
                memoryless.append((table.amount(risk.after.rate), first, len(ways), most, counter))
            else:
                law, a, b = table.law(risk.after)
                key = table.decision(risk.name, often)
                chance, share = of_chance(table, risk.chance, often)
                timed.append((law, a, b, key, chance, share, first, len(ways), most, counter))
        timed_at.append(len(timed))
        memoryless_at.append(len(memoryless))

    def ints(values: Sequence[int]) -> Ints:
        return np.array(values, np.int64)

    def columns(rows: Sequence[tuple[int, ...]], n: int) -> list[Ints]:
        return [ints([row[k] for row in rows]) for k in range(n)]

    law, first, second, key, chance, share, way_at, end_way, most, counter = columns(timed, 10)
    rate, way_at_x, end_way_x, most_x, counter_x = columns(memoryless, 5)
    ends = [not s.risks and s.name != model.stay for s in model.stages]
    flags = [sum(1 << m for m, mark in enumerate(model.marks) if s.name in mark.enters) for s in model.stages]
    return Stages(
        risk_at_s=ints(timed_at),
        law_r=law,
        first_r=first,
        second_r=second,
        key_r=key,
        chance_r=chance,
        share_r=share,
        way_at_r=way_at,
        end_way_r=end_way,
        most_r=most,
        counter_r=counter,
        memoryless_at_s=ints(memoryless_at),
        rate_x=rate,
        way_at_x=way_at_x,
        end_way_x=end_way_x,
        most_x=most_x,
        counter_x=counter_x,
        days_key_s=ints(days_key),
        which_key_s=ints(which_key),
        to_w=ints([w[0] for w in ways]),
        chance_w=ints([w[1] for w in ways]),
        share_w=ints([w[2] for w in ways]),
        fails_w=np.array([w[3] for w in ways], np.bool_),
        key_dv=table.keys(),
        is_end_s=np.array(ends, np.bool_),
        waits_s=np.array([s.waits for s in model.stages], np.bool_),
        flags_s=np.array(flags, np.uint8),
        counters=counters,
    )


def _births(model: Model, table: Table) -> Births:
    shares: list[int] = []
    for a, n in zip(model.attributes, table.levels, strict=True):
        if isinstance(a.shares, By):
            cumulative = np.cumsum(np.asarray(a.shares.values, float), axis=-1)
            shares.append(table.amount(By(a.shares.attributes, cumulative), n))
        else:
            # no attribute before it matters: a table of one class
            shares.append(table.amount(By((), np.cumsum(np.asarray(a.shares, float))), n))
    filters = model.filters
    plain = np.zeros(table.classes, np.uint8)
    flags, new_flags = plain.copy(), plain.copy()
    for m, mark in enumerate(model.marks):
        if mark.enters or mark.moved:
            continue
        of = (table.by_class(1.0 if mark.of is None else mark.of) > 0).astype(np.uint8) << m
        if mark.new:
            new_flags |= of
        else:
            flags |= of
    counted = plain.copy()
    if model.counted_by is not None:
        n = table.levels_of([model.counted_by])[0]
        counted = table.by_class(By((model.counted_by,), np.arange(n, dtype=float))).astype(np.uint8)
    return Births(
        a_day=model.arrivals.a_day,
        gap_key=decision("days to the next claim"),
        key_a=np.array([decision(a.name) for a in model.attributes], np.uint64),
        levels_a=np.array(table.levels, np.int64),
        stride_a=np.array(table.strides, np.int64),
        shares_a=np.array(shares, np.int64),
        key_f=np.array([decision(f.name) for f in filters], np.uint64),
        again_f=np.array([decision(f.name) ^ decision("comes another way") for f in filters], np.uint64),
        share_f=np.array([table.amount(f.share) for f in filters], np.int64),
        from_f=np.array([f.from_day for f in filters], float),
        full_f=np.array([f.full_day for f in filters], float),
        attribute_f=np.array(
            [table.names.index(f.instead[0]) if f.instead else NEVER for f in filters], np.int64
        ),
        level_f=np.array([f.instead[1] if f.instead else 0 for f in filters], np.int64),
        instead_f=np.array([f.instead_share for f in filters], float),
        size_c=table.by_class(model.size).astype(np.uint8),
        counted_c=counted,
        flags_c=flags,
        new_flags_c=new_flags,
    )


def _readiness(model: Model, table: Table, code: dict[str, int]) -> Readiness | None:
    if model.places is None:
        return None
    ready = model.places.ready
    laws = [table.law(delay.after) for delay in ready.delays]
    unless: list[Chance | None] = [delay.unless for delay in ready.delays]
    return Readiness(
        since_s=np.isin(np.arange(len(code)), [code[name] for name in ready.since]),
        key_n=np.array([decision(n.name) for n in ready.needs], np.uint64),
        share_n=np.array([table.amount(n.share) for n in ready.needs], np.int64),
        law_d=np.array([law for law, _, _ in laws], np.int64),
        first_d=np.array([first for _, first, _ in laws], np.int64),
        second_d=np.array([second for _, _, second in laws], np.int64),
        key_d=np.array([decision(delay.name) for delay in ready.delays], np.uint64),
        unless_key_d=np.array([decision(c.name) if c else np.uint64(0) for c in unless], np.uint64),
        unless_d=np.array([table.amount(c.share) if c else NEVER for c in unless], np.int64),
        not_before=ready.not_before,
    )


def _stays(model: Model, table: Table, code: dict[str, int]) -> Stays | None:
    if model.places is None:
        return None
    clocks: list[tuple[int, ...]] = []
    risks: list[tuple[int, ...]] = []
    clock_at, risk_at = [0], [0]
    hubs = model.places.hubs
    for hub in hubs:
        names = [clock.name for clock in hub.stay.clocks]

        def numbered(name: str | None, names: list[str] = names) -> int:
            return NEVER if name is None else names.index(name)

        for clock in hub.stay.clocks:
            clocks.append(
                (*of_chance(table, clock.chance), *table.law(clock.after), table.decision(clock.name))
            )
        for risk in hub.stay.risks:
            law = (
                (BY_CLOCK, numbered(risk.after), 0) if isinstance(risk.after, str) else table.law(risk.after)
            )
            key = table.decision(risk.name)
            rest = (numbered(risk.not_before), numbered(risk.unless), int(risk.held_up))
            risks.append((code[risk.to], *law, key, *of_chance(table, risk.chance), *rest))
        clock_at.append(len(clocks))
        risk_at.append(len(risks))
    of_q = np.array(clocks, np.int64).reshape(-1, 6).T
    of_r = np.array(risks, np.int64).reshape(-1, 10).T
    chance_q, share_q, law_q, first_q, second_q, key_q = (np.ascontiguousarray(x) for x in of_q)
    to, law_r, first, second, key, chance, share, not_before, unless, held_up = (
        np.ascontiguousarray(x) for x in of_r
    )
    offer = model.places.challenge
    challenges: list[int] = []
    if offer is not None:
        challenges += of_chance(table, offer.chance)
        challenges += table.law(offer.after)[1:]
        challenges += [table.decision(offer.name), *of_chance(table, offer.accepted)]
    return Stays(
        clock_at_h=np.array(clock_at, np.int64),
        chance_q=chance_q,
        share_q=share_q,
        law_q=law_q,
        first_q=first_q,
        second_q=second_q,
        key_q=key_q,
        risk_at_h=np.array(risk_at, np.int64),
        to_r=to,
        law_r=law_r,
        first_r=first,
        second_r=second,
        key_r=key,
        chance_r=chance,
        share_r=share,
        not_before_r=not_before,
        unless_r=unless,
        held_up_r=held_up.astype(np.bool_),
        limit_h=np.array([hub.stay.limit for hub in hubs], float),
        at_limit_h=np.array([code.get(hub.stay.at_limit, 0) for hub in hubs], np.int64),
        seen_h=np.array(
            [
                NEVER if hub.stay.seen is None else [c.name for c in hub.stay.clocks].index(hub.stay.seen)
                for hub in hubs
            ],
            np.int64,
        ),
        on_closing_h=np.array([code.get(hub.on_closing, 0) for hub in hubs], np.int64),
        key_d=np.zeros(0, np.uint64),
        challenges=np.array(challenges, np.int64),
    )
