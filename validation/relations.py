"""Relations between runs under common random numbers: what a change must do, and what it must not."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from returnhub.simulation.model.compiled import compile_model
from returnhub.simulation.model.declared import (
    Attribute,
    By,
    Chance,
    Exponential,
    Law,
    Lognormal,
    Model,
    Risk,
    Stage,
    Stay,
    StayRisk,
    Way,
)
from returnhub.simulation.model.run import Found, run_compiled
from validation import formulas
from validation.evidence import MOST_Z, Apart, Curve, Dots, Effort, Evidence, Plot, Row, none_of, of_sums
from validation.queues import (
    AT_ONCE,
    GAVE_UP,
    IN_LINE,
    LEFT,
    NEVER,
    ROOM_FOR_ALL,
    exponential,
    hub_and_line,
    in_full_swing,
    runs_of,
    stay_of,
)

DAYS = 1_400.0
PLACES, STAY_DAYS, A_DAY = 20, 5.0, 4.4
STEPS = (0, 1, 5, 10, 15, 20, 25, 30, 60, 200)
STAY = Stay((StayRisk(LEFT, Lognormal(4.0, 0.8)),), limit=30.0, at_limit=LEFT)
PATIENCE = {"nobody waits": AT_ONCE, "patience of 10 days": exponential(10.0), "everybody waits": NEVER}
SURE = ("nobody waits", "everybody waits")


def same(a: Found, b: Found, stages: tuple[str, ...]) -> bool:
    """Whether two runs found the same people, bit for bit, in hubs, lines and those stages."""
    return (
        np.array_equal(a.people_hw, b.people_hw)
        and np.array_equal(a.queue_hw, b.queue_hw)
        and np.array_equal(np.sort(a.waits), np.sort(b.waits))
        and all(a.at_end[stage] == b.at_end[stage] for stage in stages)
    )


def moved_by_places(law: Law, effort: Effort) -> np.ndarray:
    """People moved, by replication and number of places."""
    found = [
        runs_of(hub_and_line(A_DAY, places, STAY, law), DAYS, effort) for places in STEPS[:: effort.every]
    ]
    return np.array([[f.entered for f in runs] for runs in found]).T


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


def patience(effort: Effort) -> tuple[list[Row], Plot]:
    """From no patience to endless patience: from Erlang B to Erlang C."""
    stay, load = stay_of(exponential(STAY_DAYS)), 17.0
    a_day = load / STAY_DAYS
    none, endless = (
        in_full_swing(hub_and_line(a_day, PLACES, stay, law), 400.0, 2_000.0, effort)
        for law in (AT_ONCE, NEVER)
    )
    nearly_none, nearly_endless = (
        in_full_swing(hub_and_line(a_day, PLACES, stay, exponential(days)), 400.0, 2_000.0, effort)
        for days in (1e-6, 1e9)
    )
    c = formulas.erlang_c(PLACES, load)
    rows = [
        of_sums(
            "share turned away, patience nought, as Erlang B",
            none.gave_up,
            none.came,
            formulas.erlang_b(PLACES, load),
        ),
        of_sums("share who wait, patience endless, as Erlang C", endless.waited, endless.moved, c),
        none_of(
            "people for whom a patience of a tenth of a second is not nought",
            np.abs(nearly_none.gave_up - none.gave_up).sum(),
        ),
        none_of(
            "people for whom a patience of a milliard days is not endless",
            np.abs(nearly_endless.waited - endless.waited).sum(),
        ),
    ]
    days = np.array([0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0][:: effort.every])
    found = [
        in_full_swing(hub_and_line(a_day, PLACES, stay, exponential(d)), 400.0, 2_000.0, effort) for d in days
    ]
    shares = [
        of_sums(
            f"share who give up, patience {d:g} days",
            s.gave_up,
            s.came,
            formulas.erlang_a(PLACES, a_day, STAY_DAYS, d).gives_up,
        )
        for d, s in zip(days, found, strict=True)
    ]
    at = np.linspace(-1.3, 2.3, 73)
    plot = Plot(
        "Share who give up, from Erlang B (no patience) to Erlang C (none gives up)",
        "patience in days",
        "share",
        (
            Curve(
                "Erlang A",
                at.tolist(),
                [formulas.erlang_a(PLACES, a_day, STAY_DAYS, 10.0**x).gives_up for x in at],
            ),
        ),
        (
            Dots(
                "measured", np.log10(days).tolist(), [r.found for r in shares], [2 * r.error for r in shares]
            ),
        ),
        powers=True,
    )
    return [*rows, *shares], plot


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


def _with_others(*more: Stage) -> Model:
    """A hub for one group; the other group goes through stages of its own, of which there may be more."""
    here = Attribute("group", (0.6, 0.4))
    base = hub_and_line(2.0 * A_DAY, PLACES, STAY, exponential(10.0), attributes=(here,))
    other = Chance("of the other group", By(("group",), np.array([0.0, 1.0])))
    first = "review" if more else "procedure"
    arrives = Stage("arrives", (Risk("sorted", Exponential(1.0), (Way(first, if_=other), Way(IN_LINE))),))
    procedure = Stage("procedure", (Risk("decided", Lognormal(60.0, 0.6), (Way("decided"),)),))
    return replace(base, stages=(arrives, *base.stages, procedure, *more, Stage("decided")))


def stage_more(effort: Effort) -> list[Row]:
    """A stage and a chance more for some: everybody else has the same luck, bit for bit."""
    again = Stage(
        "review",
        (
            Risk(
                "sent back", Exponential(1 / 30), (Way("procedure", if_=Chance("heard", 0.5)), Way("decided"))
            ),
            Risk("waits again", Lognormal(20.0, 0.5), (Way("review"),), most=3),
        ),
    )
    few = effort._replace(runs=min(10, effort.runs))
    without, with_it = (runs_of(_with_others(*more), DAYS, few) for more in ((), (again,)))
    changed = sum(not same(a, b, (IN_LINE, GAVE_UP, LEFT)) for a, b in zip(without, with_it, strict=True))
    untouched = sum(a.at_end["decided"] == b.at_end["decided"] for a, b in zip(without, with_it, strict=True))
    return [
        none_of("runs in which a stage more for some changes anything for others", changed),
        none_of("runs in which it changes nothing for those who pass through it", untouched),
    ]


def threads(effort: Effort) -> list[Row]:
    """Replications one by one and four at a time; and a longer run, which begins as the shorter one."""
    c = compile_model(_with_others())
    each = range(min(12, effort.runs))
    alone = [run_compiled(c, DAYS, effort.seed, k) for k in each]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(partial(run_compiled, c, DAYS, effort.seed), each))
    longer = [run_compiled(c, 2 * DAYS, effort.seed, k) for k in each]
    stages = tuple(c.code)
    weeks = int(DAYS // 7)
    differs = sum(not same(a, b, stages) or a.cost != b.cost for a, b in zip(alone, at_once, strict=True))
    began = sum(
        not (
            np.array_equal(a.people_hw[:, :weeks], b.people_hw[:, :weeks])
            and np.array_equal(a.queue_hw[:, :weeks], b.queue_hw[:, :weeks])
        )
        for a, b in zip(alone, longer, strict=True)
    )
    return [
        none_of("runs that differ on four threads", differs),
        none_of("runs that do not begin as a longer one does", began),
    ]


def evidence(effort: Effort) -> Evidence:
    """Each relation measured."""
    by_places, plot_places = more_places(effort)
    by_patience, plot_patience = patience(effort)
    return Evidence(
        "relations",
        "What a change must do: relations under common random numbers",
        "The same people with the same luck meet a change. More places never move fewer (person by person "
        "where nobody waits or everybody does; with patience in between a place more can let in a long "
        "stay, so there in the mean). No places move nobody, room for all lets nobody wait. Patience of "
        "nought is Erlang B, endless patience Erlang C. A pooled hub lets people wait less than three. "
        "Ten times the people and places leave shares where places are far too few. A stage more changes "
        "nobody else's luck, and threads change nothing.",
        "runs beside each other with one seed; of common numbers the difference is exact, not a matter of "
        "chance",
        "each relation follows from what the model says; Erlang B and C as above",
        "None of what must not be; shares within 4.5 standard errors.",
        (
            *by_places,
            *room_for_all(effort),
            *by_patience,
            *pooled(effort),
            *ten_times(effort),
            *stage_more(effort),
            *threads(effort),
        ),
        (plot_places, plot_patience),
    )
