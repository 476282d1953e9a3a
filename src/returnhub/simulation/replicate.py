"""One replication: sample lives, run the hubs over those who could be moved, count both worlds."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.simulation import fates, tally, waiting, worlds
from returnhub.simulation import stages as S
from returnhub.simulation.hub import Moved, take_places
from returnhub.simulation.limits import Limits, limits_of
from returnhub.simulation.lives import declare
from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.paths import People, join
from returnhub.simulation.model.sample import sample
from returnhub.simulation.model.settled import settle
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


class Replication(NamedTuple):
    """What one replication found.

    `scheme` and `none` count the same people with and without the hubs. `moved` is what the hubs
    did; of each of their prospects (households), `ready` is the day they were first ready (or the
    first hub opened), `flags`,
    `origin` and `size` are theirs, `barrier` is the day a late barrier would have arisen without the hub,
    and `re_arrived` that of a re-arrival. `kept_off` people did not come and `another_way` came another
    way for an intervention.
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

    none = tally.empty(weeks, ask.years, len(world.origins))
    scheme_counts = tally.empty(weeks, ask.years, len(world.origins))
    parts: list[waiting.Prospects] = []
    originals: list[People] = []
    claims = boat_claims = kept_off = another_way = 0
    for chunk in sample(c, key, -ask.warm_up_years * S.YEAR, end, ask.counted):
        people = chunk.people
        found = waiting.prospects(people, c.stages.waits_s, S.WAITING_FOR_PLACE, opens, end)
        skip = np.zeros(people.origin.size, np.bool_)
        skip[found.sampled_as] = True
        tally.count(people, skip, end, none)
        new = people.time[people.at[:-1]] >= 0.0
        claims += int(people.size[new].sum())
        boat_claims += int(people.size[people.flags & S.FLAG_NEW_BOAT > 0].sum())
        # The deterrence that is asked about is not an intervention of the scheme.
        asked = 1 if ask.deterrence > 0.0 else 0
        kept_off += int(chunk.kept_f[asked:].sum())
        another_way += int(chunk.instead_f[asked:].sum())
        parts.append(found)
        originals.append(waiting.pick(people, found.sampled_as))
    # Everybody out of the scheme's reach lives the same life with and without it.
    for mine, theirs in zip(scheme_counts, none, strict=True):
        mine[...] = theirs

    prospects, unmoved = waiting.joined(parts), join(originals)
    nobody = np.zeros(unmoved.ready.size, np.bool_)
    limits = None if c.stays is None else limits_of(c.model, weeks)
    if limits is None:
        moved, places = _nobody_moved(nobody.size, weeks), np.zeros((0, weeks), np.int64)
    else:
        moved, places = take_places(c, prospects, limits, end), limits.places_hw
    tally.count(unmoved, nobody, end, none)
    settled = settle(prospects.people, moved, c, end)
    tally.count(settled, nobody, end, scheme_counts)
    return Replication(
        world,
        scheme_counts,
        none,
        moved,
        places,
        prospects.people.ready,
        unmoved.flags,
        unmoved.origin,
        unmoved.size,
        tally.first_entry(unmoved, S.BARRIER),
        tally.first_entry(settled, S.RE_ARRIVED),
        limits,
        fate,
        kept_off,
        another_way,
        claims,
        boat_claims,
    )


def _nobody_moved(people: int, weeks: int) -> Moved:
    never, nowhere, no = np.full(people, np.inf), np.full(people, -1, np.int8), np.zeros(people, np.bool_)
    none_h, none_hw = np.zeros(0), np.zeros((0, weeks), np.int64)
    return Moved(
        at=never,
        hub=nowhere,
        ended=never,
        end_stage=np.zeros(people, np.uint8),
        barred=no,
        submitted=never,
        decided=never,
        accepted=no,
        people_hw=none_hw,
        queue_hw=none_hw,
        entered_hw=none_hw,
        waited_hw=none_hw.astype(float),
        area=none_h,
        queue_area=none_h,
        spans=waiting.Spans(np.zeros(0, np.int64), none_h, none_h),
        span_hub=np.zeros(0, np.int8),
        span_taken=none_h,
        held_hl=none_hw,
        used_ry=none_hw.astype(float),
        onward_waits=0,
    )
