"""Little's law: heads counted by the clock, and days counted by person."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from returnhub.simulation.model.declared import Exponential, Filter, Law, Lognormal, Model, Stay, StayRisk
from validation.evidence import Curve, Dots, Effort, Evidence, Floats, Plot, Row, of_sums, relative
from validation.queues import LEFT, NEVER, Swing, exponential, hub_and_line, in_full_swing, runs_of

ROUNDING = 1e-9
_LAST_ARRIVAL = 300.0
NOBODY_MORE = Filter("comes no more", 1.0, from_day=_LAST_ARRIVAL, full_day=_LAST_ARRIVAL)


class Setting(NamedTuple):
    """Hubs of so many places, and who comes."""

    says: str
    a_day: float
    places: tuple[int, ...]
    patience: Law


SETTINGS = (
    Setting("one hub, patience of 30 days", 2.1, (60,), exponential(30.0)),
    Setting("one hub, lognormal patience", 4.4, (120,), Lognormal(60.0, 0.9)),
    Setting("two hubs, patience of 90 days", 1.6, (30, 15), exponential(90.0)),
)
STAY = Stay(
    (StayRisk(LEFT, Lognormal(40.0, 0.8)), StayRisk(LEFT, Exponential(1 / 60), name="leaves")),
    limit=90.0,
    at_limit=LEFT,
)


def _model(s: Setting, in_line: float, in_hub: float) -> Model:
    return hub_and_line(s.a_day, s.places, STAY, s.patience, in_line_a_day=in_line, in_hub_a_day=in_hub)


def counted_twice(s: Setting, effort: Effort) -> list[Row]:
    """People present at week's ends by the clock, over days of each person a day: in hubs and in lines."""
    rows: list[Row] = []
    for what, in_line, in_hub in (("hub", 0.0, 1.0), ("line", 1.0, 0.0)):
        found: Swing = in_full_swing(_model(s, in_line, in_hub), 400.0, 3_500.0, effort)
        heads: Floats = found.in_hub if in_hub else found.in_line
        # Of a fee of a pound a day, the whole is the days of all people.
        days = 7.0 * np.ceil(3_500.0 * effort.long / 7.0)
        row = of_sums(
            f"people in the {what} for each person-day a day: {s.says}", heads, found.cost / days, 1.0
        )
        rows.append(row._replace(expected=float(found.cost.mean() / days), found=float(heads.mean())))
    return rows


def emptied(effort: Effort) -> Row:
    """Days that all waited, by the places and by their paths, in a line that is empty at the end."""
    model = replace(hub_and_line(3.0, 60, STAY, NEVER, in_line_a_day=1.0), filters=(NOBODY_MORE,))
    found = runs_of(model, 2_000.0, effort._replace(runs=1))[0]
    return relative(
        "days in line of everybody, by places and by paths", found.waits.sum(), found.cost, ROUNDING
    )


def evidence(effort: Effort) -> Evidence:
    """Measured in three settings, in hubs and in their lines."""
    rows = [row for s in SETTINGS for row in counted_twice(s, effort)]
    most = max(r.expected for r in rows)
    return Evidence(
        "little",
        "Heads by the clock, days by person: Little's law",
        "People present on the mean day, counted by the clock, are those who come a day times the days of "
        "each, counted by person, whatever the law of stays and of patience. Every run of a scheme checks "
        "the same to rounding, and fails if it does not hold.",
        "L = lambda W",
        "J. D. C. Little, A proof for the queuing formula L = lambda W, Operations Research 9(3), 1961",
        "Heads at weeks' ends within 4.5 standard errors of person-days; days waited in a line that empties "
        "to rounding (a part in 10^9).",
        (*rows, emptied(effort)),
        (
            Plot(
                "People present in hubs and in lines",
                "person-days a day, by person",
                "people, by the clock",
                (Curve("the same", [0.0, most * 1.05], [0.0, most * 1.05]),),
                (Dots("measured", [r.expected for r in rows], [r.found for r in rows]),),
            ),
        ),
    )
