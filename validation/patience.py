"""From no patience to endless patience: from Erlang B by Erlang A to Erlang C."""

from __future__ import annotations

import numpy as np

from returnhub.simulation.model.declared import Law
from validation import formulas
from validation.evidence import Curve, Dots, Effort, Evidence, Plot, none_of, of_sums
from validation.queues import AT_ONCE, NEVER, Swing, exponential, hub_and_line, in_full_swing, stay_of

PLACES, STAY_DAYS, LOAD = 20, 5.0, 17.0
A_DAY = LOAD / STAY_DAYS
DAYS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)


def _swing(law: Law, effort: Effort) -> Swing:
    return in_full_swing(
        hub_and_line(A_DAY, PLACES, stay_of(exponential(STAY_DAYS)), law), 400.0, 2_000.0, effort
    )


def _gives_up(days: float) -> float:
    return formulas.erlang_a(PLACES, A_DAY, STAY_DAYS, days).gives_up


def evidence(effort: Effort) -> Evidence:
    """Measured at both ends, and at seven patiences in between."""
    none, endless = (_swing(law, effort) for law in (AT_ONCE, NEVER))
    nearly_none, nearly_endless = (_swing(exponential(days), effort) for days in (1e-6, 1e9))
    b, c = formulas.erlang_b(PLACES, LOAD), formulas.erlang_c(PLACES, LOAD)
    ends = (
        of_sums("share turned away, no patience (Erlang B)", none.gave_up, none.came, b),
        of_sums("share who wait, endless patience (Erlang C)", endless.waited, endless.moved, c),
        none_of(
            "people for whom a tenth of a second of patience is more than none",
            float(np.abs(nearly_none.gave_up - none.gave_up).sum()),
        ),
        none_of(
            "people for whom a mean patience of a milliard days is less than endless",
            float(np.abs(nearly_endless.waited - endless.waited).sum()),
        ),
    )
    days = DAYS[:: effort.every]
    found = [(d, _swing(exponential(d), effort)) for d in days]
    shares = [
        of_sums(f"share who give up, patience {d:g} days", s.gave_up, s.came, _gives_up(d)) for d, s in found
    ]
    x = np.linspace(-1.3, 2.3, 73).tolist()
    return Evidence(
        "patience",
        "No patience, some, endless: from Erlang B to Erlang C",
        "With no patience the share turned away is Erlang B's, with endless patience the share who wait "
        f"is Erlang C's, and between them the share who give up is Erlang A's. Measured with {PLACES} "
        f"places and a load of {LOAD:g}.",
        "patience -> 0: give up -> B;  patience -> infinity: give up -> 0, wait -> C",
        "the three formulas above",
        "Each share within 4.5 standard errors; at both ends the same people, one by one.",
        (*ends, *shares),
        (
            Plot(
                "Share who give up",
                "mean patience in days",
                "share",
                (Curve("Erlang A", x, [_gives_up(10.0**power) for power in x]),),
                (
                    Dots(
                        "measured",
                        np.log10(days).tolist(),
                        [r.found for r in shares],
                        [2 * r.error for r in shares],
                    ),
                ),
                powers=True,
            ),
        ),
    )
