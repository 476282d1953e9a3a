"""With a line that people leave: Erlang A."""

from __future__ import annotations

import numpy as np

from validation import formulas
from validation.evidence import Curve, Dots, Effort, Evidence, Plot, Row, beside, of_sums
from validation.queues import exponential, hub_and_line, in_full_swing, stay_of

PLACES, DAYS = 20, 5.0
PATIENCE = (2.5, 20.0)
LOADS = (14.0, 18.0, 20.0, 24.0, 30.0)


def evidence(effort: Effort) -> Evidence:
    """Measured at five loads, short of places and not, for two lengths of patience."""
    gives_up: dict[float, list[Row]] = {}
    in_line: dict[float, list[Row]] = {}
    waits: list[Row] = []
    for patience in PATIENCE:
        gives_up[patience], in_line[patience] = [], []
        for load in LOADS[:: effort.every]:
            model = hub_and_line(load / DAYS, PLACES, stay_of(exponential(DAYS)), exponential(patience))
            s = in_full_swing(model, 300.0, 2_000.0, effort)
            a = formulas.erlang_a(PLACES, load / DAYS, DAYS, patience)
            where = f"load {load:g}, patience {patience:g} days"
            gives_up[patience].append(of_sums(f"share who give up, {where}", s.gave_up, s.came, a.gives_up))
            in_line[patience].append(beside(f"people in line, {where}", s.in_line, a.in_line))
            if load < LOADS[-1]:
                at_once = s.moved - s.waited
                waits.append(
                    of_sums(f"share who get a place at once, {where}", at_once, s.came, 1.0 - a.waits)
                )
    loads = np.linspace(12.0, 32.0, 81)
    of = [[formulas.erlang_a(PLACES, a / DAYS, DAYS, p) for a in loads] for p in PATIENCE]

    def plot(heading: str, y: str, curves: list[list[float]], rows: dict[float, list[Row]]) -> Plot:
        return Plot(
            heading,
            "load offered, in places",
            y,
            tuple(
                Curve(f"Erlang A, patience {p:g} days", loads.tolist(), c)
                for p, c in zip(PATIENCE, curves, strict=True)
            ),
            tuple(
                Dots(
                    f"measured, {p:g} days",
                    LOADS[:: effort.every],
                    [r.found for r in rows[p]],
                    [2 * r.error for r in rows[p]],
                )
                for p in PATIENCE
            ),
        )

    return Evidence(
        "erlang-a",
        "Waiting until patience ends: Erlang A",
        "Where patience is exponential, the share who give up, who get a place at once, and the line are "
        f"those of the M/M/c+M queue, also with more people than places. Measured with {PLACES} places and "
        f"exponential stays of {DAYS:g} days.",
        "p(n) / p(n-1) = arrivals a day / (min(n, c) / days + max(0, n - c) / patience);  "
        "in line = sum of (n - c) p(n) over n > c;  give up = in line / (patience x arrivals a day)",
        "C. Palm, 1946; O. Garnett, A. Mandelbaum and M. Reiman, Designing a call center with impatient "
        "customers, Manufacturing & Service Operations Management 4(3), 2002",
        "Each number within 4.5 standard errors.",
        (*(r for p in PATIENCE for r in (*gives_up[p], *in_line[p])), *waits),
        (
            plot("Share who give up", "share", [[a.gives_up for a in each] for each in of], gives_up),
            plot("People in line", "people", [[a.in_line for a in each] for each in of], in_line),
        ),
    )
