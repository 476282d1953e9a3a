"""A hub with room for all fills as M/G/infinity."""

from __future__ import annotations

import numpy as np

from returnhub.simulation.model.declared import Lognormal
from returnhub.simulation.model.run import WEEK
from validation import formulas
from validation.evidence import MOST_Z, Apart, Curve, Dots, Effort, Evidence, Floats, Plot, Row
from validation.queues import NEVER, ROOM_FOR_ALL, hub_and_line, runs_of, stay_of

A_DAY, MEDIAN, SPREAD, END = 6.0, 40.0, 0.8, 280.0
RUNS_A_RUN = 4
"""Runs here for each of the effort's: they are short, and a variance is asked."""


def evidence(effort: Effort) -> Evidence:
    """Measured in each of forty weeks: the mean and the variance over runs of people in the hub."""
    runs = effort.runs * RUNS_A_RUN
    model = hub_and_line(A_DAY, ROOM_FOR_ALL, stay_of(Lognormal(MEDIAN, SPREAD)), NEVER)
    people: Floats = np.array(
        [f.people_hw[0] for f in runs_of(model, END, effort._replace(runs=runs))], float
    )
    day = np.linspace(0.0, END, 28_001)
    so_far = A_DAY * formulas.cumulative(1.0 - formulas.lognormal_cdf(day, MEDIAN, SPREAD), day)
    weeks: Floats = WEEK * np.arange(1.0, people.shape[1] + 1)
    expected: Floats = np.interp(weeks, day, so_far)
    mean, variance = people.mean(axis=0), people.var(axis=0, ddof=1)
    # The variance of a Poisson number is its mean, and its fourth moment makes that of a sample's variance.
    of_mean = np.sqrt(expected / runs)
    of_variance = np.sqrt((expected + 2 * expected**2 * runs / (runs - 1)) / runs)
    rows: list[Row] = []
    for what, found, error in (("mean", mean, of_mean), ("variance", variance, of_variance)):
        z = (found - expected) / error
        worst = int(np.abs(z).argmax())
        rows.append(
            Row(
                f"{what} of people in the hub, worst of {weeks.size} weeks (day {weeks[worst]:g})",
                float(expected[worst]),
                float(found[worst]),
                float(error[worst]),
                float(z[worst]),
                Apart.ERRORS,
                MOST_Z,
            )
        )
    x, curve = "day", Curve("M/G/infinity", day[::400].tolist(), so_far[::400].tolist())
    return Evidence(
        "filling",
        "Filling of a hub with room for all: M/G/infinity",
        "From an empty start, people in the hub are a Poisson number in each week, whose mean the law of "
        f"the stay gives. Measured with {A_DAY:g} arrivals a day and lognormal stays (median {MEDIAN:g} "
        f"days, log-sd {SPREAD:g}), in {runs} runs.",
        "N(t) is Poisson with mean m(t) = arrivals a day x integral from 0 to t of P(stay > u) du;  "
        "variance = mean",
        "S. Eick, W. Massey and W. Whitt, The physics of the M(t)/G/infinity queue, Operations Research "
        "41(4), 1993",
        "Mean and variance within 4.5 standard errors in every week.",
        tuple(rows),
        (
            Plot(
                "People in the hub, mean over runs",
                x,
                "people",
                (curve,),
                (Dots("measured", weeks.tolist(), mean.tolist(), (2 * of_mean).tolist()),),
            ),
            Plot(
                "Variance over runs of people in the hub",
                x,
                "people squared",
                (curve._replace(says="M/G/infinity: the mean"),),
                (Dots("measured", weeks.tolist(), variance.tolist(), (2 * of_variance).tolist()),),
            ),
        ),
    )
