"""With a line that nobody leaves: Erlang C."""

from __future__ import annotations

import numpy as np

from validation import formulas
from validation.evidence import Curve, Dots, Effort, Evidence, Plot, Row, beside, of_sums
from validation.queues import NEVER, exponential, hub_and_line, in_full_swing, stay_of

PLACES, DAYS = 20, 5.0
LOADS = (12.0, 14.0, 16.0, 17.0)


def evidence(effort: Effort) -> Evidence:
    """Measured at four loads: who waits, how long, how many stand in line, and the law of the wait."""
    waits: list[Row] = []
    days: list[Row] = []
    in_line: list[Row] = []
    law: list[Row] = []
    over = (1.0, 3.0, 5.0, 7.0)
    for load in LOADS[:: effort.every]:
        s = in_full_swing(
            hub_and_line(load / DAYS, PLACES, stay_of(exponential(DAYS)), NEVER), 400.0, 4_000.0, effort
        )
        c = formulas.erlang_c(PLACES, load)
        mean = c * DAYS / (PLACES - load)
        waits.append(of_sums(f"share who wait, load {load:g}", s.waited, s.moved, c))
        days.append(of_sums(f"days waited in the mean, load {load:g}", s.days_waited, s.moved, mean))
        in_line.append(beside(f"people in line, load {load:g}", s.in_line, mean * load / DAYS))
        if load == LOADS[-1]:
            longer = np.array([w.size - np.searchsorted(w, over, side="right") for w in s.waits])
            law += [
                of_sums(f"share who wait over {t:g} days, load {load:g}", longer[:, k], s.moved, e)
                for k, t in enumerate(over)
                for e in [c * np.exp(-(PLACES - load) / DAYS * t)]
            ]
    loads = np.linspace(10.0, 17.5, 76)
    shares = [formulas.erlang_c(PLACES, load) for load in loads]
    means = [c * DAYS / (PLACES - load) for c, load in zip(shares, loads, strict=True)]
    x, full = "load offered, in places", LOADS[-1]
    t = np.linspace(0.0, 10.0, 101)
    return Evidence(
        "erlang-c",
        "Waiting for as long as it takes: Erlang C",
        "Where everybody waits in turn, the share who wait, their wait and the line are Erlang's. "
        f"Measured with {PLACES} places and exponential stays of {DAYS:g} days.",
        "C = B / (1 - a/c (1 - B));  mean wait = C x days / (c - a);  P(wait > t) = C exp(-(c - a) t / days)",
        "A. K. Erlang, 1917",
        "Each number within 4.5 standard errors.",
        (*waits, *days, *in_line, *law),
        (
            _plot("Share who wait", x, "share", loads, shares, LOADS[:: effort.every], waits),
            _plot("Days waited in the mean", x, "days", loads, means, LOADS[:: effort.every], days),
            _plot(
                f"Share who wait longer, at load {full:g}",
                "days",
                "share",
                t,
                (formulas.erlang_c(PLACES, full) * np.exp(-(PLACES - full) / DAYS * t)).tolist(),
                over,
                law,
            ),
        ),
    )


def _plot(
    heading: str,
    x: str,
    y: str,
    at: np.ndarray,
    curve: list[float],
    measured_at: tuple[float, ...],
    rows: list[Row],
) -> Plot:
    dots = Dots("measured", measured_at, [r.found for r in rows], [2 * r.error for r in rows])
    return Plot(heading, x, y, (Curve("Erlang C", at.tolist(), curve),), (dots,))
