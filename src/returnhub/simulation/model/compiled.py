"""A declared model as the arrays that the kernels read.

Every person has a class, the combination of levels of all attributes, and every amount a number for each
class: `amounts_cv[class, v]`, so that all that is asked of one person lies side by side. A drawn decision `d`
has the key `key_dv[d, visit]`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation.model.check import check, leads_to
from returnhub.simulation.model.contends import contends
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
)
from returnhub.simulation.streams import decision

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FIXED, EXPONENTIAL, LOGNORMAL, BY_CLOCK = range(4)
VISITS = 16
"""Visits of one stage whose draws have names of their own; the keys of later ones are made from the last."""

NEVER = -1

Rows = NDArray[np.uint32]
TIMED, TIMED_END, MEMORYLESS, MEMORYLESS_END, DAYS_KEY, WHICH_KEY, FLAGS = range(7)
"""Columns of a stage."""
WAYS, WAYS_END, MOST, COUNTER, LAW, FIRST, SECOND, KEY, CHANCE, SHARE = range(10)
"""Columns of a timed risk, and the first of one without memory: its rate is in place of the law."""
RATE = LAW
TO, IF, OF, FAILS = range(4)
"""Columns of a way."""
CLOCKS, CLOCKS_END, RISKS, RISKS_END, AT_LIMIT, SEEN, ON_CLOSING = range(7)
"""Columns of a hub."""
NOT_BEFORE, UNLESS, HELD_UP, LEADS_TO = range(4)
"""First columns of a clock or of what would end a stay; law, amounts, decision and chance follow as above."""


class Births(NamedTuple):
    """How people come: attributes `_a`, filters `_f`, what follows from a class `_c`.

    `shares_cl`: for each class the cumulative shares of the levels of all attributes, those of one from
    `first_a` on, as they are for the levels of the attributes before it.
    """

    a_day: float
    gap_key: np.uint64
    key_a: NDArray[np.uint64]
    levels_a: Ints
    stride_a: Ints
    first_a: Ints
    shares_cl: Floats
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
    """The stages, as rows of whole numbers that the sampler reads together: columns are the names below.

    `stage_s`: where the stage's timed risks and its risks without memory begin and end, the decisions of the
    latter, drawn as one, and the marks of who first enters. `timed_r`, `memoryless_x`: one risk each, where
    its ways begin and end. `way_w`: where it leads. A decision or counter is one more than its number, and 0
    is none. `key_dv`: the keys of decisions. `counters`: how many risks come only so often.
    """

    stage_s: Rows
    timed_r: Rows
    memoryless_x: Rows
    way_w: Rows
    key_dv: NDArray[np.uint64]
    is_end_s: NDArray[np.bool_]
    waits_s: NDArray[np.bool_]
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
    """How stays go, as rows whose columns are the names below: of each hub (`hub_h`, with the limit of its
    stays, `limit_h`), of clocks (`clock_q`) and of risks (`risk_r`).

    A clock is one more than its number within its hub, and 0 is none; a risk that a clock brings has that in
    place of its law's first amount. `key_d`: the keys of decisions. `offer`: decisions and amounts of what an
    offer brings (the chance, its share, median and spread of the days, their decision, the acceptance, its
    share); empty if nothing.
    """

    hub_h: Rows
    limit_h: Floats
    clock_q: Rows
    risk_r: Rows
    key_d: NDArray[np.uint64]
    offer: Ints


class Codes(NamedTuple):
    """The stages that a path gets where a place is waited for or taken, -1 where there is no such stage."""

    stay: int
    waiting: int
    meanwhile: int
    accepted_to: int


class Compiled(NamedTuple):
    """A model as arrays; what limits its places is `model.limits`."""

    model: Model
    amounts_cv: Floats
    births: Births
    stages: Stages
    readiness: Readiness | None
    stays: Stays | None
    codes: Codes
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
        self._columns: list[Floats] = []
        self._plain: dict[float, int] = {}
        self._keys: list[NDArray[np.uint64]] = []
        self._known: dict[tuple[str, bool], int] = {}

    def amount(self, amount: Amount) -> int:
        """The number of an amount."""
        if isinstance(amount, By):
            self._columns.append(self.by_class(amount))
            return len(self._columns) - 1
        if amount not in self._plain:
            self._columns.append(self.by_class(amount))
            self._plain[amount] = len(self._columns) - 1
        return self._plain[amount]

    def decision(self, name: str, again: bool = False) -> int:
        """The number of a decision; one that can come `again` has a key for each time."""
        if (name, again) not in self._known:
            names = [f"{name}, {v}" if again else name for v in range(VISITS)]
            self._keys.append(np.array([decision(one) for one in names], np.uint64))
            self._known[name, again] = len(self._keys) - 1
        return self._known[name, again]

    def by_class(self, amount: Amount) -> Floats:
        """An amount for every class; of a table with one axis more, all of that axis."""
        if not isinstance(amount, By):
            return np.full(self.classes, float(amount))
        values = np.asarray(amount.values, float)
        every = np.arange(self.classes)
        at = tuple(
            every // self.strides[k] % self.levels[k] for k in map(self.names.index, amount.attributes)
        )
        return values[at] if at else np.broadcast_to(values, (self.classes, *values.shape))

    def amounts(self) -> Floats:
        """All that was met: class x amount."""
        return np.ascontiguousarray(np.array(self._columns).T)

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
        _codes(model, code),
        code,
    )


def come_again(model: Model) -> frozenset[str]:
    """The stages that can come again in one life: those that lead back to themselves."""
    leads = {s.name: {way.to for risk in s.risks for way in risk.leads} for s in model.stages}
    return frozenset(
        name for name, to in leads.items() if any(name in leads_to(model.stages, one) for one in to)
    )


def of_chance(table: Table, chance: Chance | None, again: bool = False) -> tuple[int, int]:
    """The numbers of a chance's decision and of its share; none if there is no chance to it."""
    if chance is None:
        return NEVER, 0
    return table.decision(chance.name, again), table.amount(chance.share)


def _codes(model: Model, code: dict[str, int]) -> Codes:
    offer = model.places.challenge if model.places is not None else None
    stages = (model.stay, model.waiting, offer and offer.meanwhile, offer and offer.accepted_to)
    return Codes(*(NEVER if stage is None else code[stage] for stage in stages))


def memoryless_as_one(stage: Stage) -> str:
    """By what name the draws of a stage's risks without memory go."""
    return stage.called or stage.name


def _stages(model: Model, table: Table, code: dict[str, int]) -> Stages:
    again = come_again(model)
    stages: list[tuple[int, ...]] = []
    timed: list[tuple[int, ...]] = []
    memoryless: list[tuple[int, ...]] = []
    ways: list[tuple[int, ...]] = []
    counters = 0
    for stage in model.stages:
        often = stage.name in again
        timed_at, memoryless_at = len(timed), len(memoryless)
        for risk in stage.risks:
            first = len(ways)
            for way in risk.leads:
                chance, share = of_chance(table, way.if_ or way.unless, often)
                ways.append((code[way.to], chance + 1, share, way.unless is not None))
            counter = 0
            if risk.most is not None:
                counters += 1
                counter = counters
            shared = (first, len(ways), risk.most or 0, counter)
            if isinstance(risk.after, Exponential) and risk.chance is None:
                memoryless.append((*shared, table.amount(risk.after.rate)))
            else:
                key, (chance, share) = table.decision(risk.name, often), of_chance(table, risk.chance, often)
                timed.append((*shared, *table.law(risk.after), key, chance + 1, share))
        called = memoryless_as_one(stage)
        flags = sum(1 << m for m, mark in enumerate(model.marks) if stage.name in mark.enters)
        stages.append(
            (
                timed_at,
                len(timed),
                memoryless_at,
                len(memoryless),
                table.decision(f"days to the end of {called}", often),
                table.decision(f"what ends {called}", often),
                flags,
            )
        )
    ends = [not s.risks and not s.waits and s.name not in _meanwhile(model) for s in model.stages]
    return Stages(
        stage_s=_rows(stages, FLAGS + 1),
        timed_r=_rows(timed, SHARE + 1),
        memoryless_x=_rows(memoryless, RATE + 1),
        way_w=_rows(ways, FAILS + 1),
        key_dv=table.keys(),
        is_end_s=np.array(ends, np.bool_),
        waits_s=np.isin(list(code), contends(model).waits),
        counters=counters,
    )


def _meanwhile(model: Model) -> set[str | None]:
    """The stages that stand in a life's place and are over some day though they have no risks."""
    offer = model.places.challenge if model.places else None
    return {model.stay, model.waiting, offer.meanwhile if offer else None}


def _rows(rows: Sequence[tuple[int, ...]], columns: int) -> Rows:
    return np.array(rows, np.uint32).reshape(-1, columns)


def _births(model: Model, table: Table) -> Births:
    shares: list[Floats] = []
    for a in model.attributes:
        of = a.shares if isinstance(a.shares, By) else By((), np.asarray(a.shares, float))
        shares.append(np.cumsum(table.by_class(of), axis=-1))
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
        n = table.levels[table.names.index(model.counted_by)]
        counted = table.by_class(By((model.counted_by,), np.arange(n, dtype=float))).astype(np.uint8)
    return Births(
        a_day=model.arrivals.a_day,
        gap_key=decision("days to the next claim"),
        key_a=np.array([decision(a.name) for a in model.attributes], np.uint64),
        levels_a=np.array(table.levels, np.int64),
        stride_a=np.array(table.strides, np.int64),
        first_a=np.cumsum([0, *table.levels[:-1]]),
        shares_cl=np.concatenate(shares, axis=1) if shares else np.zeros((1, 0)),
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
    hubs: list[tuple[int, ...]] = []
    clocks: list[tuple[int, ...]] = []
    risks: list[tuple[int, ...]] = []
    for hub in model.places.hubs:
        clocks_at, risks_at = len(clocks), len(risks)
        names = [None, *(clock.name for clock in hub.stay.clocks)]
        for clock in hub.stay.clocks:
            chance, share = of_chance(table, clock.chance)
            law = table.law(clock.after)
            clocks.append((0, 0, 0, 0, *law, table.decision(clock.name), chance + 1, share))
        for risk in hub.stay.risks:
            chance, share = of_chance(table, risk.chance)
            law = (
                (BY_CLOCK, names.index(risk.after), 0)
                if isinstance(risk.after, str)
                else table.law(risk.after)
            )
            waits = (names.index(risk.not_before), names.index(risk.unless), risk.held_up, code[risk.to])
            risks.append((*waits, *law, table.decision(risk.name or risk.to), chance + 1, share))
        hubs.append(
            (
                clocks_at,
                len(clocks),
                risks_at,
                len(risks),
                code.get(hub.stay.at_limit, 0),
                names.index(hub.stay.seen),
                code.get(hub.on_closing, 0),
            )
        )
    offer: list[int] = []
    challenge = model.places.challenge
    if challenge is not None:
        offer += of_chance(table, challenge.chance)
        offer += table.law(challenge.after)[1:]
        offer += [table.decision(challenge.name), *of_chance(table, challenge.accepted)]
    return Stays(
        hub_h=_rows(hubs, ON_CLOSING + 1),
        limit_h=np.array([hub.stay.limit for hub in model.places.hubs], float),
        clock_q=_rows(clocks, SHARE + 1),
        risk_r=_rows(risks, SHARE + 1),
        key_d=np.zeros(0, np.uint64),
        offer=np.array(offer, np.int64),
    )
