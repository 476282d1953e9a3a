"""Competing risks: at a stage, sampled person by person, and in a stay, drawn by the hub's kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from returnhub.simulation.model.declared import (
    Arrivals,
    Chance,
    Clock,
    Exponential,
    Fixed,
    Lognormal,
    Model,
    Risk,
    Stage,
    Stay,
    StayRisk,
    Way,
)
from returnhub.simulation.model.run import Found
from validation import formulas
from validation.evidence import Curve, Dots, Effort, Evidence, Floats, Plot, Row, poisson
from validation.queues import IN_HUB, NEVER, ROOM_FOR_ALL, hub_and_line, runs_of

DAYS = np.linspace(0.0, 800.0, 40_001)
ENDS = (100.0, 200.0, 300.0, 400.0, 450.0, 600.0, 800.0)
A_DAY = 40.0
SPREAD = 0.7

DECIDED, SETTLED, LOST_RATE, LIMIT = (220.0, 0.7), (400.0, 1.1), 1 / 900, 365.0

DOCUMENT, DECISION = 220.0, 150.0
DOCUMENTED, CLAIMS, GRANTED, BARRIER = 0.6, 0.5, 0.3, 0.0015
STAY_LIMIT = 500.0
RATES = {"returned of their own accord": 0.0011, "left": 0.0006, "transferred back": 0.0009, "died": 0.0002}
RETURNED, PROTECTED, RELEASED = "returned onward", "protected in the host", "released"


class Ways(NamedTuple):
    """Shares over `DAYS`: those for whom nothing has come yet, and those whose stage ended each way."""

    still: Floats
    ended: dict[str, Floats]


def at_stage() -> tuple[Model, Ways]:
    """A stage with two lognormal risks, one without memory and a limit, and what quadrature makes of it."""
    ends = ("decided", "settled", "lost contact", "at the limit")
    model = Model(
        arrivals=Arrivals(A_DAY),
        attributes=(),
        stages=(
            Stage(
                "procedure",
                (
                    Risk(ends[0], Lognormal(*DECIDED), (Way(ends[0]),)),
                    Risk(ends[1], Lognormal(*SETTLED), (Way(ends[1]),)),
                    Risk(ends[2], Exponential(LOST_RATE), (Way(ends[2]),)),
                    Risk(ends[3], Fixed(LIMIT), (Way(ends[3]),)),
                ),
            ),
            *map(Stage, ends),
        ),
    )
    cdfs = {
        ends[0]: formulas.lognormal_cdf(DAYS, *DECIDED),
        ends[1]: formulas.lognormal_cdf(DAYS, *SETTLED),
        ends[2]: 1.0 - np.exp(-LOST_RATE * DAYS),
    }
    return model, _limited(*formulas.competing(cdfs), LIMIT, ends[3])


def in_stay() -> tuple[Model, Ways]:
    """A stay as schemes have it, with a document that waits for a decision and that a barrier stops."""
    stay = Stay(
        clocks=(
            Clock("decided", Lognormal(DECISION, SPREAD), Chance("claims", CLAIMS)),
            Clock("barred", Exponential(BARRIER)),
        ),
        risks=(
            StayRisk(
                RETURNED,
                Lognormal(DOCUMENT, SPREAD),
                "document",
                Chance("documented", DOCUMENTED),
                not_before="decided",
                unless="barred",
            ),
            StayRisk(PROTECTED, "decided", chance=Chance("granted", GRANTED)),
            *(StayRisk(end, Exponential(rate), end) for end, rate in RATES.items()),
        ),
        limit=STAY_LIMIT,
        at_limit=RELEASED,
    )
    base = hub_and_line(A_DAY, ROOM_FOR_ALL, stay, NEVER)
    ends = (RETURNED, PROTECTED, *RATES, RELEASED)
    kept = tuple(s for s in base.stages if s.name not in ends)
    model = Model(base.arrivals, (), (*kept, *map(Stage, ends)), base.places, IN_HUB)
    return model, _expected_in_stay()


def _expected_in_stay() -> Ways:
    document, decision = (formulas.lognormal_cdf(DAYS, median, SPREAD) for median in (DOCUMENT, DECISION))
    exits = {end: 1.0 - np.exp(-rate * DAYS) for end, rate in RATES.items()}
    kinds: tuple[tuple[float, dict[str, Floats]], ...] = (
        ((1.0 - CLAIMS) * DOCUMENTED, {RETURNED: _unbarred(document)}),
        (CLAIMS * (1.0 - GRANTED) * DOCUMENTED, {RETURNED: _unbarred(document * decision)}),
        (CLAIMS * GRANTED * DOCUMENTED, {PROTECTED: decision}),
        (CLAIMS * GRANTED * (1.0 - DOCUMENTED), {PROTECTED: decision}),
        ((1.0 - CLAIMS * GRANTED) * (1.0 - DOCUMENTED), {}),
    )
    still, ended = np.zeros(DAYS.size), dict.fromkeys((RETURNED, PROTECTED, *RATES), np.zeros(DAYS.size))
    for share, awaited in kinds:
        left, came = formulas.competing(exits | awaited)
        still = still + share * left
        ended = ended | {end: ended[end] + share * cdf for end, cdf in came.items()}
    return _limited(still, ended, STAY_LIMIT, RELEASED)


def _unbarred(cdf: Floats) -> Floats:
    """The chance that something has come before a barrier did."""
    middle = (DAYS[1:] + DAYS[:-1]) / 2
    return np.concatenate([[0.0], np.cumsum(np.diff(cdf) * np.exp(-BARRIER * middle))])


def _limited(still: Floats, ended: Mapping[str, Floats], limit: float, at_limit: str) -> Ways:
    """Nothing comes after a limit: at it, everybody who is still there goes."""
    last = int(np.searchsorted(DAYS, limit))
    over = np.arange(DAYS.size) >= last
    cut = {end: np.where(over, share[last], share) for end, share in ended.items()}
    return Ways(np.where(over, 0.0, still), cut | {at_limit: np.where(over, still[last], 0.0)})


def evidence(effort: Effort) -> Evidence:
    """Measured at seven days from an empty start, at a stage and in a stay."""
    days = ENDS[:: effort.every]
    rows: list[Row] = []
    plots: list[Plot] = []
    for where, (model, ways) in (("at a stage", at_stage()), ("in a stay", in_stay())):
        expected = {end: A_DAY * formulas.cumulative(cdf, DAYS) for end, cdf in ways.ended.items()}
        found = [runs_of(model, day, effort._replace(seed=effort.seed + k)) for k, day in enumerate(days)]
        shown = list(expected)[:2]
        for end, cumulative in expected.items():
            rows.append(_worst(f"{end}, {where}", end, days, found, cumulative))
        rows.append(
            poisson(
                f"still there, {where}, day {days[-1]:g}",
                [_still_there(f) for f in found[-1]],
                float(A_DAY * formulas.cumulative(ways.still, DAYS)[-1]),
            )
        )
        plots.append(
            Plot(
                f"Two ways out {where}: people by then",
                "day",
                "people",
                tuple(
                    Curve(f"{end}, by quadrature", DAYS[::400].tolist(), expected[end][::400].tolist())
                    for end in shown
                ),
                tuple(Dots(f"{end}, measured", days, [_mean(runs, end) for runs in found]) for end in shown),
            )
        )
    return Evidence(
        "risks",
        "Which of several risks comes first: quadrature",
        "The shares that leave a stage or a stay by each way out are those of independent risks of which "
        "the first to come ends it: two lognormal risks, one without memory and a limit at a stage; in a "
        "stay a document that waits for a decision and that a barrier stops, protection, four exits and a "
        "limit.",
        "F_i(t) = integral from 0 to t of f_i(u) x product over j /= i of (1 - F_j(u)) du;  "
        "people by day T = arrivals a day x integral from 0 to T of F_i(t) dt",
        "J. Kalbfleisch and R. Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. 2002, ch. 8; "
        "quadrature on 40,000 steps",
        "People by each way out within 4.5 standard errors on each of seven days.",
        tuple(rows),
        tuple(plots),
    )


def _still_there(found: Found) -> float:
    return float(found.at_end.get("procedure", 0) + found.at_end.get(IN_HUB, 0))


def _mean(runs: list[Found], end: str) -> float:
    return float(np.mean([f.at_end[end] for f in runs]))


def _worst(what: str, end: str, days: Sequence[float], found: list[list[Found]], expected: Floats) -> Row:
    rows = [
        poisson(f"{what}, day {day:g}", [f.at_end[end] for f in runs], people)
        for day, runs in zip(days, found, strict=True)
        for people in [float(np.interp(day, DAYS, expected))]
        if people > 0.0
    ]
    return max(rows, key=lambda row: abs(row.distance))
