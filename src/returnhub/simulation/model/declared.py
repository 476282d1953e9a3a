"""The declaration of a model: who comes, which stages they pass through, and for which places they wait.

    Model(
        arrivals=Arrivals(a_day=2.0),
        attributes=(Attribute("group", shares=(0.3, 0.7)),),
        stages=(
            Stage("notice", risks=(Risk("served", Lognormal(30.0, 0.4), (Way("waiting"),)),)),
            Stage("waiting", risks=(Risk("gives up", Exponential(1 / 365), (Way("left"),)),), waits=True),
            Stage("left"), Stage("in a hub"), Stage("returned"),
        ),
        places=Places(
            hubs=(Hub("one", capacity=100, stay=Stay(risks=(StayRisk("returned", Lognormal(120.0, 0.8)),))),),
            ready=Ready(since=("waiting",)),
        ),
    )

Times are in days and rates a day. An amount is a number or, where it differs between people, a table `By`
their attributes. Whatever is drawn is keyed by (seed, replication, person, name): a declaration that names
one thing more changes nobody's luck in the others. A stage that can come again numbers its draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class By:
    """An amount by levels of attributes: `values` has an axis for each of `attributes`, in order."""

    attributes: tuple[str, ...]
    values: NDArray[np.float64]


Amount = float | By


@dataclass(frozen=True, slots=True)
class Fixed:
    """Always the same time: days."""

    days: Amount


@dataclass(frozen=True, slots=True)
class Exponential:
    """A time without memory: events a day, whose mean time is one over it; never if nought."""

    rate: Amount


@dataclass(frozen=True, slots=True)
class Lognormal:
    """A time with a median in days and a standard deviation of its logarithm."""

    median: Amount
    spread: Amount


Law = Fixed | Exponential | Lognormal


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that is so for a share of people, by a draw of its own name."""

    name: str
    share: Amount


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """What a person is like from the start: one level out of several, by a draw named `name`.

    `shares` of the levels sum to one; those that differ by attributes declared before it are a `By`
    with one more axis, of the levels.
    """

    name: str
    shares: Sequence[float] | By


@dataclass(frozen=True, slots=True)
class Way:
    """Where an end of a stage leads: the first way whose chance comes out so, or that without a chance."""

    to: str
    if_: Chance | None = None
    unless: Chance | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that would end a stage; of all its risks the first to come does.

    It comes at all only to those for whom `chance` comes out so, and to nobody more often than `most` times
    in a life.
    """

    name: str
    after: Law
    leads: tuple[Way, ...]
    chance: Chance | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of people's way. One without risks is an end, or the stay in a hub.

    `waits`: a place is waited for meanwhile, so that the stage's own end is the end of patience.
    `called` names the draws of its risks without memory, which are drawn as one. `cost_a_day` and `fee`
    (on entering it) are in GBP.
    """

    name: str
    risks: tuple[Risk, ...] = ()
    waits: bool = False
    called: str | None = None
    cost_a_day: float = 0.0
    fee: float = 0.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on people by which they are counted: those of some attributes (a table of 0 and 1), of them who
    came on day 0 or later (`new`); or those who first entered one of some stages in the days that are
    counted (`enters`); or those who were moved."""

    of: By | None = None
    new: bool = False
    enters: tuple[str, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What keeps some from coming, from one day on and growing evenly to its whole share on another.

    Of those it keeps, `instead_share` come all the same with another level of an attribute, and meet
    whatever else there is once more.
    """

    name: str
    share: Amount
    from_day: float = 0.0
    full_day: float = 0.0
    instead: tuple[str, int] | None = None
    instead_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Arrivals at random (Poisson), each of one household, so many a day, into the first stage."""

    a_day: float


@dataclass(frozen=True, slots=True)
class Delay:
    """A time that passes for some before they are ready: not for those for whom `unless` comes out so."""

    name: str
    after: Law
    unless: Chance | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """From when on a place could be taken: since the first of some stages, after every delay, by those for
    whom every chance comes out so; counted from `not_before`."""

    since: tuple[str, ...]
    needs: tuple[Chance, ...] = ()
    delays: tuple[Delay, ...] = ()
    not_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Clock:
    """What may come about in a stay and ends nothing by itself: the decision of a claim, a barrier."""

    name: str
    after: Law
    chance: Chance | None = None


@dataclass(frozen=True, slots=True)
class StayRisk:
    """Something that would end a stay in a hub; of all of them the first to come does. It is drawn as `name`,
    or as the stage `to` if it has none.

    `after` is a law or the name of a clock that brings it (on one day with another risk this one comes
    first). It never comes to those for whom `chance` does not come out so, not before the clock
    `not_before`, and not once the clock `unless` has come. `held_up`: it takes of the resources of onward
    returns, and waits for the next week where none is left.
    """

    to: str
    after: Law | str
    name: str = ""
    chance: Chance | None = None
    not_before: str | None = None
    unless: str | None = None
    held_up: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay in a hub: its risks, and its limit in days with the stage that follows it.

    `seen`: the clock of which is counted whether it came within the stay.
    """

    risks: tuple[StayRisk, ...]
    limit: float = float("inf")
    at_limit: str = ""
    clocks: tuple[Clock, ...] = ()
    seen: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Hub:
    """A hub: its places by week (one number: every week), whom it takes (a table of 0 and 1), its stays.

    `moving`: the weeks in which people may be moved there. `closes`: the week at whose start it closes, and
    `on_closing` the stage of those who are there. `a_week`: people moved in a week at most.
    """

    name: str
    capacity: int | NDArray[np.int64]
    stay: Stay
    takes: Amount = 1.0
    moving: NDArray[np.bool_] | None = None
    closes: int | None = None
    on_closing: str = ""
    a_week: int | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """Something of which there is only so much a week, for one hub or all; `notice`, `transfer` and `onward`
    are what one person's step takes, `challenge` what one household's does."""

    name: str
    a_week: float
    hub: str | None = None
    notice: float = 0.0
    transfer: float = 0.0
    onward: float = 0.0
    challenge: float = 0.0


@dataclass(frozen=True, slots=True)
class Challenge:
    """What an offer of a place may bring: it is decided after some days (a draw `name`), and stops the move
    if accepted; else the household is next in line. Where a resource is short, they are heard in turn.

    Until then people are at the stage `meanwhile`, and after one that is accepted at `accepted_to`; without
    such a stage it only ends the wait, and their path goes on beside it.
    """

    name: str
    chance: Chance
    after: Lognormal
    accepted: Chance
    meanwhile: str
    accepted_to: str | None = None


@dataclass(frozen=True, slots=True)
class Caps:
    """People moved in all, in a year, and in the hubs at one time, at most; none: no cap."""

    in_all: int | None = None
    a_year: int | None = None
    at_one_time: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The hubs, and how people come to a place: what contends, and so needs a list of events.

    Whoever becomes ready joins the line of the hub with the smallest share of its places spoken for, the
    first on a tie; lines go in the order of `priority` (its levels are small whole numbers, the smallest
    first) and then of becoming ready. Whoever goes from one stage that waits to another waits on, and keeps
    their turn. A household has one place in a run: what follows a stay or an accepted challenge never leads
    back to a stage that waits. `helps`: a hub with nobody in its own line takes from the others'.
    """

    hubs: tuple[Hub, ...]
    ready: Ready
    helps: bool = True
    priority: Amount = 0.0
    challenge: Challenge | None = None
    caps: Caps = field(default_factory=Caps)
    resources: tuple[Resource, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """A whole model. People come into the first stage.

    `size`: people in a household, by attributes. `counted_by`: the attribute by which outcomes are told
    apart. `stay`: the stage of those in a hub; `waiting`: that of those who wait for a place, if it is one of
    its own. `marks` are at most eight.
    """

    arrivals: Arrivals
    attributes: tuple[Attribute, ...]
    stages: tuple[Stage, ...]
    places: Places | None = None
    stay: str | None = None
    waiting: str | None = None
    size: Amount = 1.0
    counted_by: str | None = None
    marks: tuple[Mark, ...] = ()
    filters: tuple[Filter, ...] = ()
