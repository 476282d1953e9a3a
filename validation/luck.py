"""Everybody's luck is their own: what must change nothing, bit for bit."""

from __future__ import annotations

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
    Lognormal,
    Model,
    Risk,
    Stage,
    Way,
)
from returnhub.simulation.model.run import WEEK, Found, run_compiled
from validation.evidence import Curve, Dots, Effort, Evidence, Plot, Row, none_of
from validation.more_places import A_DAY, DAYS, PLACES, STAY
from validation.queues import GAVE_UP, IN_LINE, LEFT, exponential, hub_and_line, runs_of

MOST_RUNS = 12


def same(a: Found, b: Found, stages: tuple[str, ...]) -> bool:
    """Whether two runs found the same people, bit for bit, in hubs, lines and those stages."""
    return (
        np.array_equal(a.people_hw, b.people_hw)
        and np.array_equal(a.queue_hw, b.queue_hw)
        and np.array_equal(np.sort(a.waits), np.sort(b.waits))
        and all(a.at_end[stage] == b.at_end[stage] for stage in stages)
    )


def _with_others(*more: Stage) -> Model:
    """A hub for one group; the other group goes through stages of its own, of which there may be more."""
    here = Attribute("group", (0.6, 0.4))
    base = hub_and_line(2.0 * A_DAY, PLACES, STAY, exponential(10.0), attributes=(here,))
    other = Chance("of the other group", By(("group",), np.array([0.0, 1.0])))
    first = "review" if more else "procedure"
    arrives = Stage("arrives", (Risk("sorted", Exponential(1.0), (Way(first, if_=other), Way(IN_LINE))),))
    procedure = Stage("procedure", (Risk("decided", Lognormal(60.0, 0.6), (Way("decided"),)),))
    return replace(base, stages=(arrives, *base.stages, procedure, *more, Stage("decided")))


def stage_more(effort: Effort) -> tuple[list[Row], Found, Found]:
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
    few = effort._replace(runs=min(MOST_RUNS, effort.runs))
    without, with_it = (runs_of(_with_others(*more), DAYS, few) for more in ((), (again,)))
    changed = sum(not same(a, b, (IN_LINE, GAVE_UP, LEFT)) for a, b in zip(without, with_it, strict=True))
    untouched = sum(a.at_end["decided"] == b.at_end["decided"] for a, b in zip(without, with_it, strict=True))
    rows = [
        none_of("runs in which a stage more for some changes anything for others", changed),
        none_of("runs in which it changes nothing for those who pass through it", untouched),
    ]
    return rows, without[0], with_it[0]


def threads(effort: Effort) -> list[Row]:
    """Replications one by one and four at a time; and a longer run, which begins as the shorter one."""
    c = compile_model(_with_others())
    each = range(min(MOST_RUNS, effort.runs))
    alone = [run_compiled(c, DAYS, effort.seed, k) for k in each]
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(partial(run_compiled, c, DAYS, effort.seed), each))
    longer = [run_compiled(c, 2 * DAYS, effort.seed, k) for k in each]
    stages = tuple(c.code)
    weeks = int(DAYS // WEEK)
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
    rows, without, with_it = stage_more(effort)
    weeks = (WEEK * np.arange(1.0, without.queue_hw.shape[1] + 1)).tolist()
    shown = slice(None, len(weeks) // 2)
    return Evidence(
        "luck",
        "A stage more, more threads, a longer run: nobody else's luck changes",
        "Random numbers are keyed by seed, replication, person and the name of what is drawn. So a stage "
        "more for some people changes nothing for the others in hubs, lines and waits; replications on "
        "four threads are those on one; and a longer run begins as a shorter one.",
        "run(model + a stage for others) = run(model);  run on 4 threads = run on 1;  run(2 T) up to T = "
        "run(T)",
        "as `src/returnhub/simulation/streams.py` keys its numbers",
        "Not one run that differs, bit for bit.",
        (*rows, *threads(effort)),
        (
            Plot(
                "People in line at week's end, one run",
                "day",
                "people",
                (Curve("without the stage", weeks[shown], without.queue_hw[0].tolist()[shown]),),
                (Dots("with a stage more for others", weeks[shown], with_it.queue_hw[0].tolist()[shown]),),
            ),
        ),
    )
