"""Queues as models of ours: a hub with a line before it, and what is found of it once it is in full swing."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from returnhub.simulation.model.compiled import Compiled, compile_model
from returnhub.simulation.model.declared import (
    Amount,
    Arrivals,
    Attribute,
    Exponential,
    Fixed,
    Hub,
    Law,
    Lognormal,
    Model,
    Places,
    Ready,
    Risk,
    Stage,
    Stay,
    StayRisk,
    Way,
)
from returnhub.simulation.model.run import WEEK, Found, run_compiled
from validation.evidence import Effort, Floats

IN_LINE, IN_HUB, GAVE_UP, LEFT = "in line", "in a hub", "gave up", "left"
AT_ONCE, NEVER = Fixed(1e-6), Exponential(0.0)
"""Patience of a tenth of a second, and without end: who waits no time at all asks for no place."""
ROOM_FOR_ALL = 1_000_000


def stay_of(law: Law) -> Stay:
    """A stay that ends by one law."""
    return Stay((StayRisk(LEFT, law),))


def exponential(days: float) -> Law:
    """A time without memory of this mean."""
    return Exponential(1.0 / days)


def lognormal_of_mean(days: float, spread: float) -> Law:
    """A lognormal time of this mean."""
    return Lognormal(days * float(np.exp(-(spread**2) / 2)), spread)


def hub_and_line(
    a_day: float,
    places: int | tuple[int, ...],
    stay: Stay,
    patience: Law,
    *,
    attributes: tuple[Attribute, ...] = (),
    in_line_a_day: float = 0.0,
    in_hub_a_day: float = 0.0,
    takes: tuple[Amount, ...] = (),
) -> Model:
    """People come straight into the line of a hub (or of several, each with a line of its own), and give up
    when their patience ends."""
    each = (places,) if isinstance(places, int) else places
    hubs = tuple(Hub(f"hub {h}", n, stay, takes[h] if takes else 1.0) for h, n in enumerate(each))
    return Model(
        arrivals=Arrivals(a_day),
        attributes=attributes,
        stages=(
            Stage(
                IN_LINE,
                (Risk("gives up", patience, (Way(GAVE_UP),)),),
                waits=True,
                cost_a_day=in_line_a_day,
            ),
            Stage(IN_HUB, cost_a_day=in_hub_a_day),
            Stage(GAVE_UP),
            Stage(LEFT),
        ),
        places=Places(hubs, Ready(since=(IN_LINE,)), helps=False),
        stay=IN_HUB,
    )


class Swing(NamedTuple):
    """What runs found once a hub was in full swing, one number a run. `waits` are in order."""

    came: Floats
    gave_up: Floats
    moved: Floats
    days_waited: Floats
    waited: Floats
    in_hub: Floats
    in_line: Floats
    cost: Floats
    waits: tuple[Floats, ...]


def in_full_swing(model: Model, warm: float, days: float, effort: Effort) -> Swing:
    """Runs of so many days after `warm` days in which the hub fills; both are taken up to whole weeks.

    A run of the first days alone is the beginning of the longer one, person by person, so what it found
    is taken off.
    """
    c = compile_model(model)
    first = WEEK * np.ceil(warm / WEEK)
    end = first + WEEK * np.ceil(days * effort.long / WEEK)
    runs = [
        _between(*(run_compiled(c, until, effort.seed, k) for until in (first, end)))
        for k in range(effort.runs)
    ]
    numbers = np.array([run[:-1] for run in runs], float).T
    return Swing(*numbers, waits=tuple(run[-1] for run in runs))


def _between(a: Found, b: Found) -> tuple[float, float, float, float, float, float, float, float, Floats]:
    weeks = a.people_hw.shape[1]
    early = np.sort(a.waits)
    waits = np.sort(b.waits)
    # The waits of the shorter run are all among those of the longer one.
    keeps = np.ones(waits.size, np.bool_)
    places = np.searchsorted(waits, early) + _nth_of_its_kind(early)
    keeps[places] = False
    return (
        sum(b.at_end.values()) - sum(a.at_end.values()),
        b.at_end[GAVE_UP] - a.at_end[GAVE_UP],
        b.entered - a.entered,
        float(b.waits.sum() - a.waits.sum()),
        int((b.waits > 0.0).sum() - (a.waits > 0.0).sum()),
        float(b.people_hw[:, weeks:].sum(axis=0).mean()),
        float(b.queue_hw[:, weeks:].sum(axis=0).mean()),
        b.cost - a.cost,
        waits[keeps],
    )


def _nth_of_its_kind(ordered: Floats) -> np.ndarray:
    """0 for the first of equal numbers, 1 for the second, and so on."""
    return np.arange(ordered.size) - np.searchsorted(ordered, ordered)


def runs_of(model: Model | Compiled, days: float, effort: Effort) -> list[Found]:
    """The model from an empty start, once a replication."""
    c = model if isinstance(model, Compiled) else compile_model(model)
    return [run_compiled(c, days, effort.seed, k) for k in range(effort.runs)]
