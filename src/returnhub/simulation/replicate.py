"""One replication: sample lives, run the hubs over those who could be moved, count both worlds."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation import fates, tally, waiting, worlds
from returnhub.simulation import stages as S
from returnhub.simulation.hub_state import ONWARD_WAITS, Seen
from returnhub.simulation.limits import Limits, limits_of
from returnhub.simulation.lives import declare
from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.paths import People, pick
from returnhub.simulation.model.sample import sample
from returnhub.simulation.model.settled import settle
from returnhub.simulation.present import Hubs, Left
from returnhub.simulation.streams import replication_key
from returnhub.simulation.tally import Counts
from returnhub.simulation.worlds import World

WARM_UP_YEARS = 4
"""Years of claims before day 0, so that the scheme meets the people who already wait."""


class Outlook(NamedTuple):
    """What a run is asked for, apart from the figures."""

    years: int
    seed: int
    scale: float = 1.0
    deterrence: float = 0.0
    warm_up_years: int = WARM_UP_YEARS

    @property
    def end(self) -> float:
        """The last day."""
        return self.years * S.YEAR

    @property
    def counted(self) -> float:
        """People who come before this day are counted for odds: later ones have not had time to end."""
        return self.end - 3 * S.YEAR if self.years >= 5 else self.end


class Moved(NamedTuple):
    """What the hubs did with each household to whom a place was offered: the day and hub of the move
    (infinite, -1: never), the day and stage of the end of the stay, whether a barrier came in it, the day of
    further submissions on notice of a place; what was seen of the hubs; person-weeks for which onward returns
    waited for a resource; and person-days in each hub's line, counted by person."""

    at: NDArray[np.float64]
    hub: NDArray[np.int8]
    ended: NDArray[np.float64]
    end_stage: NDArray[np.uint8]
    barred: NDArray[np.bool_]
    submitted: NDArray[np.float64]
    seen: Seen
    onward_waits: int
    waited_h: NDArray[np.float64]


class Replication(NamedTuple):
    """What one replication found.

    `scheme` and `none` count the same people with and without the hubs. `moved` is what the hubs
    did; of each household to whom they offered a place, `ready` is the day they were first ready (or the
    first hub opened), `flags`, `origin` and `size` are theirs, `barrier` is the day a late barrier would
    have arisen without the hub, and `re_arrived` that of a re-arrival. `kept_off` people did not come and
    `another_way` came another way for an intervention.
    """

    world: World
    scheme: Counts
    none: Counts
    moved: Moved
    places_hw: NDArray[np.int64]
    ready: NDArray[np.float64]
    flags: NDArray[np.uint8]
    origin: NDArray[np.uint8]
    size: NDArray[np.uint8]
    barrier: NDArray[np.float64]
    re_arrived: NDArray[np.float64]
    limits: Limits | None
    fates: fates.Fates
    kept_off: int
    another_way: int
    claims: int
    boat_claims: int


def replicate(world: World, class_ok: NDArray[np.float64], ask: Outlook, replication: int) -> Replication:
    """Run one replication in one world. Releases the interpreter's lock while the kernels work."""
    end = ask.end
    weeks = worlds.weeks_in(ask.years)
    fate = fates.fates(world, end)
    opens = float(fate.opens.min(initial=math.inf))
    c = compile_model(declare(world, class_ok, fate, ask.years, ask.scale, ask.deterrence))
    key = np.uint64(replication_key(np.uint64(ask.seed), np.uint64(replication)))

    # Everybody out of the scheme's reach lives the same life with and without it.
    alike, none, with_scheme = (tally.empty(weeks, ask.years, len(world.origins)) for _ in range(3))
    hubs = None if c.stays is None else Hubs(c, limits_of(c.model, weeks), end)
    offered: list[Offered] = []
    claims = boat_claims = kept_off = another_way = 0
    for chunk in sample(c, key, -ask.warm_up_years * S.YEAR, end, ask.counted):
        people = chunk.people
        found = waiting.prospects(people, c.stages.waits_s, S.WAITING_FOR_PLACE, opens, end)
        out_of_reach = np.ones(people.of.size, np.bool_)
        out_of_reach[found.sampled_as] = False
        tally.count(people, out_of_reach, end, alike)
        new = people.time[people.at[:-1]] >= 0.0
        claims += int(people.size[new].sum())
        boat_claims += int(people.size[people.flags & S.FLAG_NEW_BOAT > 0].sum())
        # The deterrence that is asked about is not an intervention of the scheme.
        asked = 1 if ask.deterrence > 0.0 else 0
        kept_off += int(chunk.kept_f[asked:].sum())
        another_way += int(chunk.instead_f[asked:].sum())
        left = None if hubs is None else hubs.run(found, pick(people, found.sampled_as), chunk.until)
        if left is not None:
            settled = settle(left.people, left.moves, c, end)
            everyone = np.ones(settled.of.size, np.bool_)
            tally.count(left.unmoved, everyone, end, none)
            tally.count(settled, everyone, end, with_scheme)
            offered.append(_offered(left, settled, end))
    for world_counts in (with_scheme, none):
        for field, both in zip(world_counts, alike, strict=True):
            np.add(field, both, out=field)
    told = _in_order(offered) if offered else _nobody_offered()
    return Replication(
        world,
        with_scheme,
        none,
        _moved(hubs, told, weeks),
        np.zeros((0, weeks), np.int64) if hubs is None else hubs.limits.places_hw,
        told.ready,
        told.flags,
        told.origin,
        told.size,
        told.barrier,
        told.re_arrived,
        None if hubs is None else hubs.limits,
        fate,
        kept_off,
        another_way,
        claims,
        boat_claims,
    )


class Offered(NamedTuple):
    """Households to whom a place was offered, in no order: when they claimed and what became of them."""

    came: NDArray[np.float64]
    at: NDArray[np.float64]
    hub: NDArray[np.int8]
    ended: NDArray[np.float64]
    end_stage: NDArray[np.uint8]
    barred: NDArray[np.bool_]
    submitted: NDArray[np.float64]
    ready: NDArray[np.float64]
    flags: NDArray[np.uint8]
    origin: NDArray[np.uint8]
    size: NDArray[np.uint8]
    barrier: NDArray[np.float64]
    re_arrived: NDArray[np.float64]


def _offered(left: Left, settled: People, end: float) -> Offered:
    moves, people = left.moves, left.people
    told = Offered(
        people.time[people.at[:-1]],
        moves.at,
        moves.hub,
        moves.ended,
        moves.end_stage,
        moves.barrier < np.minimum(moves.ended, end),
        moves.submitted,
        people.ready,
        people.flags,
        people.origin,
        people.size,
        tally.first_entry(left.unmoved, S.BARRIER),
        tally.first_entry(settled, S.RE_ARRIVED),
    )
    fields: list[Any] = [field[np.minimum(moves.at, moves.submitted) < end] for field in told]
    return Offered(*fields)


def _in_order(parts: list[Offered]) -> Offered:
    """All of them in the order of their claims, so that no sum depends on who left first."""
    together: list[Any] = [np.concatenate(fields) for fields in zip(*parts, strict=True)]
    order = np.argsort(together[0], kind="stable")
    return Offered(*(field[order] for field in together))


def _nobody_offered() -> Offered:
    none, codes = np.zeros(0), np.zeros(0, np.uint8)
    no, nowhere = np.zeros(0, np.bool_), np.zeros(0, np.int8)
    return Offered(none, none, nowhere, none, codes, no, none, none, codes, codes, codes, none, none)


def _moved(hubs: Hubs | None, told: Offered, weeks: int) -> Moved:
    """What the hubs did, and what was seen of them."""
    each = (told.at, told.hub, told.ended, told.end_stage, told.barred, told.submitted)
    if hubs is None:
        none_h, none_hw = np.zeros(0), np.zeros((0, weeks), np.int64)
        share_hw = none_hw.astype(float)
        seen = Seen(none_hw, none_hw, none_hw, share_hw, none_h, none_h, none_hw, share_hw)
        return Moved(*each, seen, 0, none_h)
    return Moved(*each, hubs.state.seen, int(hubs.state.now.numbers[ONWARD_WAITS]), hubs.waited_h)
