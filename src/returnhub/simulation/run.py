"""`simulate`: a scheme in, bands out. Replications are independent and run on all processors."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import MappingProxyType
from typing import NamedTuple

from returnhub.problems import Code, Where, refuse
from returnhub.scheme.model import Scheme
from returnhub.simulation import frames, limit_frames, worlds
from returnhub.simulation.checks import Balance, balance, checks
from returnhub.simulation.costs import Drivers
from returnhub.simulation.limit_frames import Limited
from returnhub.simulation.measures import Money, drivers_of, measures, money
from returnhub.simulation.movements import Movements, movements
from returnhub.simulation.movements import frames as movement_frames
from returnhub.simulation.population import verdicts
from returnhub.simulation.replicate import WARM_UP_YEARS, Outlook, Replication, replicate
from returnhub.simulation.result import Result

Progress = Callable[[int, int], None]
"""Called with replications done and wanted."""

MOST_YEARS, MOST_REPLICATIONS = 50, 100_000


class Done(NamedTuple):
    """What is kept of a replication: counts and numbers, nobody's path."""

    weekly: frames.Weekly
    movements: Movements
    drivers: Drivers
    money: Money
    measures: dict[str, float]
    balance: Balance
    draws: Mapping[str, float]
    limited: Limited


def _whole(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise refuse(Code.SIMULATION_OPTION_WRONG, Where(field=name), found=value, low=low, high=high)


def simulate(
    scheme: Scheme,
    years: int = 10,
    replications: int = 200,
    seed: int = 1,
    *,
    progress: Progress | None = None,
    scale: float = 1.0,
    deterrence: float = 0.0,
    fixed: Mapping[str, float] = MappingProxyType({}),
    warm_up_years: int = WARM_UP_YEARS,
) -> Result:
    """Simulate a scheme from its first day.

    Each replication draws every figure from its range, then samples `warm_up_years` of claims
    before the first day so that the scheme meets those who already wait, and `years` after it.
    `scale` multiplies claims, places, caps and resources, but neither families nor yearly costs: at a
    tenth, weekly limits are coarse and few families fit. `deterrence` keeps that share of new arrivals
    by boat away (nothing predicts it: it is there to check the break-even); `fixed` sets figures by name.
    Interrupted (Ctrl-C), it gives what is finished, marked `partial`.

    Raises Problems if an option is outside its bounds or a fixed figure does not exist.
    """
    _whole("years", years, 1, MOST_YEARS)
    _whole("replications", replications, 1, MOST_REPLICATIONS)
    _whole("seed", seed, 0, 2**63 - 1)
    for name in fixed:
        if name not in scheme.figures:
            raise refuse(Code.SCHEME_FIGURE_MISSING, Where(field=name), name=name)
    ask = Outlook(years, seed, scale, deterrence, warm_up_years)
    names = worlds.origins(scheme)
    class_ok = verdicts(scheme, names, seed).cumulative_ok if scheme.hubs else worlds.nobody(names)

    def one(replication: int) -> Done:
        return _done(
            replicate(worlds.draw(scheme, seed, replication, fixed), class_ok, ask, replication), ask
        )

    done, partial = _all(one, replications, progress)
    hubs = tuple(hub.id for hub in scheme.hubs)
    resources = tuple(one.id for one in scheme.resources)
    moves, stay_ends = movement_frames([d.movements for d in done], hubs, names)
    return Result(
        scheme=scheme.id,
        starts=scheme.starts,
        years=years,
        replications=len(done),
        seed=seed,
        origins=names,
        hubs=hubs,
        weekly=frames.weekly([d.weekly for d in done], hubs),
        moves=moves,
        stay_ends=stay_ends,
        stages=frames.stages([d.weekly for d in done]),
        outcomes=frames.outcomes([d.weekly for d in done], names),
        drivers=frames.drivers([d.drivers for d in done]),
        costs=frames.costs([d.money for d in done], scheme.costs),
        measures=frames.named([d.measures for d in done], "measure"),
        draws=frames.named([d.draws for d in done], "figure"),
        held_up=limit_frames.held_up([d.limited for d in done], hubs, resources),
        happened=limit_frames.happened([d.limited for d in done], hubs),
        resource_use=limit_frames.resource_use([d.limited for d in done], resources),
        checks=checks([d.balance for d in done], worlds.weeks_in(years), hubs),
        partial=partial,
        scale=scale,
    )


def _done(r: Replication, ask: Outlook) -> Done:
    d = drivers_of(r, ask)
    m = money(r, d, ask)
    return Done(
        frames.Weekly.of(r),
        movements(r, ask.end),
        d,
        m,
        measures(r, ask, d, m),
        balance(r, ask),
        r.world.values,
        Limited.of(r, ask.years),
    )


def _all(one: Callable[[int], Done], replications: int, progress: Progress | None) -> tuple[list[Done], bool]:
    """Run every replication on all processors; after Ctrl-C, those that finished in order."""
    done: list[Done] = []
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    waiting: list[Future[Done]] = [pool.submit(one, k) for k in range(replications)]
    try:
        for future in waiting:
            done.append(future.result())
            if progress is not None:
                progress(len(done), replications)
    except KeyboardInterrupt:
        if not done:
            raise
        return done, True
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return done, False
