"""More places, and other places: what must follow under common random numbers."""

from __future__ import annotations

import math

import numpy as np

from returnhub.simulation.model.declared import Law, Lognormal, Stay, StayRisk
from validation.evidence import MOST_Z, Apart, Dots, Effort, Evidence, Floats, Plot, Row, none_of
from validation.queues import (
    AT_ONCE,
    GAVE_UP,
    LEFT,
    NEVER,
    ROOM_FOR_ALL,
    exponential,
    hub_and_line,
    in_full_swing,
    runs_of,
    stay_of,
)

DAYS = 700.0
PLACES, STAY_DAYS, A_DAY = 20, 5.0, 4.4
STEPS = (0, 1, 5, 10, 15, 20, 25, 30, 60, 200)
STAY = Stay((StayRisk(LEFT, Lognormal(4.0, 0.8)),), limit=30.0, at_limit=LEFT)
PATIENCE = {"nobody waits": AT_ONCE, "patience of 10 days": exponential(10.0), "everybody waits": NEVER}
SURE = ("nobody waits", "everybody waits")


def moved_by_places(law: Law, effort: Effort) -> Floats:
    """People moved, by replication and number of places."""
    found = [
        runs_of(hub_and_line(A_DAY, places, STAY, law), DAYS, effort) for places in STEPS[:: effort.every]
    ]
    return np.array([[f.entered for f in runs] for runs in found], float).T


def more_places(effort: Effort) -> tuple[list[Row], Plot]:
    """More places never move fewer: in each run where nobody waits or everybody does, else in the mean."""
    rows: list[Row] = []
    means: dict[str, list[float]] = {}
    for says, law in PATIENCE.items():
        moved_rp = moved_by_places(law, effort)
        means[says] = moved_rp.mean(axis=0).tolist()
        if says in SURE:
            rows.append(
                none_of(f"steps to more places that move fewer, {says}", (np.diff(moved_rp) < 0).sum())
            )
        else:
            falls = (np.diff(moved_rp.mean(axis=0)) < 0).sum()
            rows.append(none_of(f"steps to more places that move fewer in the mean, {says}", falls))
        rows.append(none_of(f"people moved to no place, {says}", moved_rp[:, 0].sum()))
    shown = [n for n in STEPS[:: effort.every] if n <= 30]
    plot = Plot(
        "People moved by number of places, mean over runs",
        "places",
        "people moved",
        (),
        tuple(Dots(says, shown, means[says][: len(shown)]) for says in SURE),
    )
    return rows, plot


def room_for_all(effort: Effort) -> list[Row]:
    """With room for all nobody waits, and nobody gives up."""
    found = runs_of(hub_and_line(A_DAY, ROOM_FOR_ALL, STAY, exponential(10.0)), DAYS, effort)
    return [
        none_of("people who wait where there is room for all", sum((f.waits > 0.0).sum() for f in found)),
        none_of("people who give up where there is room for all", sum(f.at_end[GAVE_UP] for f in found)),
    ]


def pooled(effort: Effort) -> list[Row]:
    """Three hubs with lines of their own, and one with all their places: the same people, the same luck."""
    three, one = (
        runs_of(hub_and_line(3 * A_DAY * 0.7, places, STAY, NEVER), DAYS, effort)
        for places in ((PLACES, PLACES, PLACES), 3 * PLACES)
    )
    longer = sum(b.waits.mean() >= a.waits.mean() for a, b in zip(three, one, strict=True))
    return [none_of("runs in which a pooled hub lets people wait as long as three or longer", longer)]


def ten_times(effort: Effort) -> list[Row]:
    """Ten times the people and the places, far more people than places: the same shares."""
    rows: list[Row] = []
    small, big = (
        in_full_swing(
            hub_and_line(
                2.0 * PLACES * times / STAY_DAYS,
                PLACES * times,
                stay_of(exponential(STAY_DAYS)),
                exponential(60.0),
            ),
            500.0,
            1_000.0,
            effort._replace(runs=max(10, effort.runs // times)),
        )
        for times in (1, 10)
    )
    for what in ("moved", "gave_up"):
        shares = [getattr(s, what) / s.came for s in (small, big)]
        error = math.hypot(*(s.std(ddof=1) / math.sqrt(s.size) for s in shares))
        a, b = (float(s.mean()) for s in shares)
        rows.append(
            Row(
                f"share {what.replace('_', ' ')}, ten times people and places",
                a,
                b,
                error,
                (b - a) / error,
                Apart.ERRORS,
                MOST_Z,
            )
        )
    return rows


def evidence(effort: Effort) -> Evidence:
    """Each relation measured."""
    by_places, plot = more_places(effort)
    return Evidence(
        "places",
        "More places, one hub for three, ten times all: what must follow",
        "The same people with the same luck meet other places. More places never move fewer: in each run "
        "where nobody waits or everybody does; where patience ends in between, a place more can let in a "
        "long stay that keeps two short ones out, so there in the mean. No places move nobody. With room "
        "for all nobody waits. One hub with the places of three lets people wait less. Ten times the "
        "people and the places leave the shares as they are where places are far too few.",
        "moved(c + 1) >= moved(c);  moved(0) = 0;  waits(infinity) = 0;  mean wait(3c) < mean wait(c, c, "
        "c);  share(10 x people, 10 x places) = share(people, places)",
        "where nobody waits, all but the last place see the same people as without it; where everybody "
        "waits, nobody's place comes free later for one more",
        "Not one run that goes the other way; shares within 4.5 standard errors.",
        (*by_places, *room_for_all(effort), *pooled(effort), *ten_times(effort)),
        (plot,),
    )
