"""Without a line: Erlang B, whatever the law of the stay."""

from __future__ import annotations

import numpy as np

from returnhub.simulation.model.declared import Attribute, By, Exponential, Fixed, Stay, StayRisk
from validation import formulas
from validation.evidence import Curve, Dots, Effort, Evidence, Plot, Row, of_sums
from validation.queues import (
    AT_ONCE,
    LEFT,
    exponential,
    hub_and_line,
    in_full_swing,
    lognormal_of_mean,
    stay_of,
)

PLACES, DAYS = 20, 5.0
LOADS = (16.0, 20.0, 26.0)
WARM = 1_000.0
"""Days until the longest of lognormal stays are there as often as they will be."""
_TWO_KINDS = Attribute("kind", (0.9, 0.1))
_KINDS_OF_STAY = Exponential(By(("kind",), np.array([1 / (DAYS / 1.8), 1 / (DAYS * 5.0)])))
"""Nine in ten stay 2.8 days in the mean, the others 25: 5 in all."""

STAYS = {
    "exponential stays": stay_of(exponential(DAYS)),
    "stays all alike": stay_of(Fixed(DAYS)),
    "stays all alike, by a limit": Stay((), limit=DAYS, at_limit=LEFT),
    "lognormal stays, log-sd 0.8": stay_of(lognormal_of_mean(DAYS, 0.8)),
    "lognormal stays, log-sd 1.6": stay_of(lognormal_of_mean(DAYS, 1.6)),
    "two kinds of people": Stay((StayRisk(LEFT, _KINDS_OF_STAY),)),
}


def evidence(effort: Effort) -> Evidence:
    """Measured for six laws of the stay at three loads."""
    rows: list[Row] = []
    at: list[float] = []
    for k, (law, stay) in enumerate(STAYS.items()):
        for load in LOADS[:: effort.every]:
            here = load + 0.6 * k
            model = hub_and_line(here / DAYS, PLACES, stay, AT_ONCE, attributes=(_TWO_KINDS,))
            s = in_full_swing(model, WARM, 2_000.0, effort)
            rows.append(of_sums(f"{law}, load {here:g}", s.gave_up, s.came, formulas.erlang_b(PLACES, here)))
            at.append(here)
    loads = np.linspace(12.0, 32.0, 101)
    curve = Curve("Erlang B", loads.tolist(), [formulas.erlang_b(PLACES, load) for load in loads])
    dots = Dots("measured, six laws of the stay", at, [r.found for r in rows], [2 * r.error for r in rows])
    return Evidence(
        "erlang-b",
        "Turned away where nobody waits: Erlang B",
        f"Where nobody waits, the share who find every place of a hub taken depends on the mean of the stay "
        f"alone, not on its law. Measured with {PLACES} places and stays of {DAYS:g} days in the mean.",
        "B(0) = 1;  B(c) = a B(c-1) / (c + a B(c-1)),  a = arrivals a day x mean days of a stay",
        "A. K. Erlang, 1917; for any law of the stay: B. A. Sevast'yanov, 1957",
        "Each share within 4.5 standard errors.",
        tuple(rows),
        (Plot("Share turned away", "load offered, in places", "share", (curve,), (dots,)),),
    )
