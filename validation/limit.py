"""A stay that is cut at its limit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from returnhub.simulation.model.declared import Filter, Lognormal, Stay, StayRisk
from validation import formulas
from validation.evidence import MOST_Z, Apart, Curve, Dots, Effort, Evidence, Plot, Row
from validation.queues import LEFT, NEVER, ROOM_FOR_ALL, hub_and_line, runs_of

MEDIAN, SPREAD = 240.0, 0.6
LIMITS = (60.0, 180.0, 365.0, 548.0, 720.0)
COMING_DAYS, A_DAY = 100.0, 600.0
TOO_LATE = Filter("comes too late", 1.0, from_day=COMING_DAYS, full_day=COMING_DAYS)


def mean_stay(limit: float, effort: Effort) -> Row:
    """The mean over everybody of one run, who all came early enough for their stay to end in it."""
    stay = Stay((StayRisk(LEFT, Lognormal(MEDIAN, SPREAD)),), limit=limit, at_limit=LEFT)
    model = hub_and_line(A_DAY * effort.long, ROOM_FOR_ALL, stay, NEVER, in_hub_a_day=1.0)
    found = runs_of(replace(model, filters=(TOO_LATE,)), COMING_DAYS + limit + 1.0, effort._replace(runs=1))[
        0
    ]
    people = found.at_end[LEFT]
    expected = formulas.cut_lognormal_mean(MEDIAN, SPREAD, limit)
    error = found.cost_sd / float(np.sqrt(people))
    z = (found.cost_mean - expected) / error
    what = f"mean days of {people:,} stays, limit {limit:g} days"
    return Row(what, expected, found.cost_mean, error, z, Apart.ERRORS, MOST_Z)


def evidence(effort: Effort) -> Evidence:
    """Measured for five limits."""
    rows = tuple(mean_stay(limit, effort) for limit in LIMITS)
    limits = np.linspace(30.0, 760.0, 147)
    means = [formulas.cut_lognormal_mean(MEDIAN, SPREAD, limit) for limit in limits]
    return Evidence(
        "limit",
        "A stay that a limit cuts: the mean of a cut lognormal",
        f"Stays that would be lognormal (median {MEDIAN:g} days, log-sd {SPREAD:g}) and end at a limit at "
        "the latest have the mean of a lognormal time that is cut there.",
        "E[min(X, L)] = median exp(s^2 / 2) Phi(d - s) + L (1 - Phi(d)),  d = ln(L / median) / s",
        "S. Klugman, H. Panjer and G. Willmot, Loss Models, appendix A (limited expected value)",
        "Each mean within 4.5 standard errors.",
        rows,
        (
            Plot(
                "Mean stay",
                "limit in days",
                "days",
                (Curve("cut lognormal", limits.tolist(), means),),
                (Dots("measured", LIMITS, [r.found for r in rows], [2 * r.error for r in rows]),),
            ),
        ),
    )
