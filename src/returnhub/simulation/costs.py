"""Costs as they fall due: each line counted by its driver, year by year, paid by whom.

What a scheme saves is counted only for people who would otherwise have stayed: each moved person's
own life without the hub says how many more nights they would have spent on support.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from returnhub.scheme.model import CostLine, Driver, Point
from returnhub.simulation import stages as S
from returnhub.simulation.tally import Counts, nights
from returnhub.simulation.worlds import World, days_in_weeks

Years = NDArray[np.float64]

_ENTRY_DRIVERS: dict[Driver, tuple[int, ...]] = {
    Driver.TRANSFER: (S.IN_HUB,),
    Driver.ONWARD_RETURN: (S.RETURNED_ONWARD,),
    Driver.VOLUNTARY_RETURN: (S.RETURNED_VOLUNTARILY, S.RETURNED_VOLUNTARILY_FROM_HUB),
    Driver.ENFORCED_RETURN: (S.RETURNED_ENFORCED,),
    Driver.TRANSFER_BACK: (S.TRANSFERRED_BACK,),
    Driver.RELEASE: (S.RELEASED_IN_HOST,),
    Driver.LEAVING: (S.LEFT_HUB,),
    Driver.APPEAL: (S.APPEAL_PENDING,),
    Driver.FURTHER_SUBMISSIONS: (S.FURTHER_SUBMISSIONS,),
    Driver.PROTECTION_IN_HOST: (S.PROTECTED_IN_HOST,),
}

_BROUGHT_BACK = [S.TRANSFERRED_BACK, S.RE_ARRIVED]


class Drivers(NamedTuple):
    """Counts by year of what costs are counted by.

    `happened` with the scheme, `without` it, `saved` what the scheme spared (never below nought),
    and `new_arrivals` what people who newly arrive by boat bring with them without the scheme.
    """

    happened: dict[Driver, Years]
    without: dict[Driver, Years]
    saved: dict[Driver, Years]
    new_arrivals: dict[Driver, Years]


def _supported(by_stage: NDArray[np.float64], world: World) -> Years:
    """Nights on support by year: the share on support differs before and after a final decision."""
    undecided = [S.CLAIM_PENDING, S.REFUSED, S.APPEAL_PENDING]
    if world.scheme.is_for.point is not Point.APPEAL_RIGHTS_EXHAUSTED:
        undecided.append(S.WAITING_FOR_PLACE)
    decided = [code for code in S.NIGHT_STAGES if code not in undecided]
    before = by_stage[undecided].sum(axis=0) * world["support_share_undecided"]
    return before + by_stage[decided].sum(axis=0) * world["support_share"]


def _count(c: Counts, which: int, world: World) -> dict[Driver, Years]:
    by_stage = nights(c)[which]
    counted = {
        d: c.entries[which][list(codes)].sum(axis=0).astype(float) for d, codes in _ENTRY_DRIVERS.items()
    }
    counted[Driver.NIGHT_IN_SENDING_STATE] = _supported(by_stage, world)
    counted[Driver.NIGHT_IN_HUB] = by_stage[S.IN_HUB]
    return counted


def drivers(
    scheme_counts: Counts, none_counts: Counts, world: World, places_hw: NDArray[np.int64], referred: Years
) -> Drivers:
    """Count every driver. `places_hw` is hub x week, `referred` people by year whose turn came."""
    years = referred.size
    happened = _count(scheme_counts, 0, world)
    without = _count(none_counts, 0, world)
    extra = nights(scheme_counts)[0][_BROUGHT_BACK].sum(axis=0) * world["support_share"]
    saved = {d: np.maximum(0.0, without[d] - happened[d]) for d in without}
    night = Driver.NIGHT_IN_SENDING_STATE
    saved[night] = np.maximum(0.0, without[night] - (happened[night] - extra))

    week_year = np.floor(np.arange(places_hw.shape[1], dtype=np.float64) * S.WEEK / S.YEAR)
    by_week = places_hw.sum(axis=0) * days_in_weeks(years) / S.YEAR
    place_years = np.array([by_week[week_year == year].sum() for year in range(years)])
    happened |= {Driver.PLACE_YEAR: place_years, Driver.REFERRAL: referred, Driver.YEAR: np.ones(years)}
    return Drivers(happened, without, saved, _count(none_counts, 1, world))


def _in_years(line: CostLine, years: int) -> NDArray[np.bool_]:
    year = np.arange(1, years + 1)
    return (year >= line.from_year) & (year <= (line.to_year or years))


def amounts(line: CostLine, world: World, by_driver: dict[Driver, Years], years: int) -> Years:
    """GBP by year that a line comes to for the given counts."""
    if line.per is Driver.ONCE:
        due = np.zeros(years)
        if line.after_people is None:
            if line.from_year <= years and Driver.YEAR in by_driver:
                due[line.from_year - 1] = world[line.amount]
            return due
        reached = np.cumsum(by_driver.get(Driver.TRANSFER, np.zeros(years))) >= world[line.after_people]
        if reached.any():
            due[int(np.argmax(reached))] = world[line.amount]
        return due
    counted = by_driver.get(line.per, np.zeros(years))
    return world[line.amount] * counted * _in_years(line, years)


def discount(world: World, years: int) -> Years:
    """Factors by year; the first year is not discounted (HM Treasury Green Book)."""
    return np.power(1.0 + world["discount_rate"], -np.arange(years, dtype=np.float64))
