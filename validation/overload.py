"""Far more people than places: the fluid limit."""

from __future__ import annotations

import math

import numpy as np

from returnhub.simulation.model.declared import Lognormal
from returnhub.simulation.model.run import WEEK
from validation import formulas
from validation.evidence import Apart, Curve, Dots, Effort, Evidence, Floats, Plot, Row, relative
from validation.queues import exponential, hub_and_line, in_full_swing, runs_of, stay_of

PLACES, DAYS, PATIENCE, OVER = 100, 20.0, 50.0, 2.0
A_DAY = OVER * PLACES / DAYS
MEDIAN, SPREAD = 40.0, 0.8
FILLING_DAYS = 350.0
SIZES = (1, 10)
MOST_FAR = 0.03
MOST_FAR_ON_THE_WAY = 0.05


def fluid(day: Floats) -> Floats:
    """People in the hub and in its line for each place, by the equation of the claim, solved."""
    full = -DAYS * math.log(1.0 - PLACES / (A_DAY * DAYS))
    settled = PLACES + (A_DAY - PLACES / DAYS) * PATIENCE
    before = A_DAY * DAYS * (1.0 - np.exp(-day / DAYS))
    after = settled - (settled - PLACES) * np.exp(-(day - full) / PATIENCE)
    return np.where(day < full, before, after) / PLACES


def on_the_way(size: int, effort: Effort) -> tuple[Floats, Floats, Row]:
    """People for each place, week by week, while a hub of `size` times the places fills."""
    model = hub_and_line(A_DAY * size, PLACES * size, stay_of(exponential(DAYS)), exponential(PATIENCE))
    runs = effort._replace(runs=max(1, effort.runs // size))
    found = runs_of(model, FILLING_DAYS, runs)
    people: Floats = np.mean([f.people_hw[0] + f.queue_hw[0] for f in found], axis=0) / (PLACES * size)
    weeks: Floats = WEEK * np.arange(1.0, people.size + 1)
    gap = people - fluid(weeks)
    worst = int(np.abs(gap).argmax())
    row = Row(
        f"people for each of {PLACES * size:,} places while it fills, worst week (day {weeks[worst]:g})",
        float(fluid(weeks)[worst]),
        float(people[worst]),
        math.nan,
        float(gap[worst] / fluid(weeks)[worst]),
        Apart.SHARE,
        MOST_FAR_ON_THE_WAY,
    )
    return weeks, people, row


def settled(effort: Effort) -> tuple[Row, ...]:
    """Once it is in full swing: the line by exponential patience; line and wait by lognormal patience."""
    stay = stay_of(exponential(DAYS))
    by_exponential = in_full_swing(
        hub_and_line(A_DAY, PLACES, stay, exponential(PATIENCE)), 500.0, 2_000.0, effort
    )
    by_lognormal = in_full_swing(
        hub_and_line(A_DAY, PLACES, stay, Lognormal(MEDIAN, SPREAD)), 500.0, 2_000.0, effort
    )
    # Who waits `wait` days is moved: as many have that much patience as there are places.
    wait = MEDIAN * math.exp(SPREAD * formulas.NORMAL.inv_cdf(1.0 - 1.0 / OVER))
    until = np.linspace(0.0, wait, 10_001)
    line = A_DAY * float(formulas.cumulative(1.0 - formulas.lognormal_cdf(until, MEDIAN, SPREAD), until)[-1])
    return (
        relative(
            "people in line, exponential patience",
            float(by_exponential.in_line.mean()),
            (A_DAY - PLACES / DAYS) * PATIENCE,
            MOST_FAR,
        ),
        relative("people in line, lognormal patience", float(by_lognormal.in_line.mean()), line, MOST_FAR),
        relative(
            "days waited by those moved, lognormal patience",
            float(by_lognormal.days_waited.sum() / by_lognormal.moved.sum()),
            wait,
            MOST_FAR,
        ),
        relative(
            "share who give up, lognormal patience",
            float(by_lognormal.gave_up.sum() / by_lognormal.came.sum()),
            1.0 - 1.0 / OVER,
            MOST_FAR,
        ),
    )


def evidence(effort: Effort) -> Evidence:
    """Measured while hubs of two sizes fill, and in full swing."""
    weeks: Floats = np.zeros(0)
    rows: list[Row] = []
    dots: list[Dots] = []
    for size in SIZES:
        weeks, people, row = on_the_way(size, effort)
        rows.append(row)
        dots.append(Dots(f"measured, {PLACES * size:,} places", weeks.tolist(), people.tolist()))
    day = np.linspace(0.0, FILLING_DAYS, 176)
    return Evidence(
        "overload",
        "Far more people than places: the fluid limit",
        "With twice as many people as there are places for, the line settles where those who "
        "give up balance those who come, and gets there as a fluid would. For patience of any law, those "
        "moved have waited as long as leaves just as many people as there are places.",
        "x'(t) = lambda - min(x, c) / days - max(0, x - c) / patience;  line = (lambda - c / days) x "
        "patience;  any law G of patience: P(patience > w) = c / (lambda days), line = lambda x integral "
        "from 0 to w of (1 - G(u)) du",
        "W. Whitt, Fluid models for multiserver queues with abandonments, Operations Research 54(1), 2006",
        f"In full swing within {MOST_FAR:.0%} of the limit with {PLACES} places; on the way within "
        f"{MOST_FAR_ON_THE_WAY:.0%} in every week. It is a limit: a hub of finite size differs from it a "
        "little.",
        (*settled(effort), *rows),
        (
            Plot(
                "People in hub and line, for each place",
                "day",
                "people for each place",
                (Curve("fluid limit", day.tolist(), fluid(day).tolist()),),
                tuple(dots),
            ),
        ),
    )
