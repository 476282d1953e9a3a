"""What each measure of a run is called and what it counts, for pictures and for people."""

from __future__ import annotations

from types import MappingProxyType
from typing import NamedTuple

from returnhub.charts import Measure


class Said(NamedTuple):
    """A measure's sentence, and how its numbers are written."""

    says: str
    counts: Measure


_P, _D, _GBP, _S, _N = Measure.PEOPLE, Measure.DAYS, Measure.GBP, Measure.SHARE, Measure.PLAIN
_REFUSED, _ARRIVED, _EXHAUSTED = (
    "people whose claim was refused",
    "people counted as arrivals",
    "people with appeal rights exhausted",
)

MEASURES: MappingProxyType[str, Said] = MappingProxyType(
    {
        "moved": Said("People moved to a hub, all years", _P),
        "households_moved": Said("Households moved to a hub, all years", _N),
        "moved_by_boat": Said("People moved who had come as arrivals, all years", _P),
        "moved_a_year": Said("People moved to a hub, a year", _P),
        "completed_returns": Said("People who went home from a hub, all years", _P),
        "returned_of_100_moved": Said("Of 100 people whose stay ended, returned home", _P),
        "over_limit_share": Said("Stays that reached the limit, of those that ended", _S),
        "stay_days_mean": Said("Days of a stay that ended, mean", _D),
        "occupancy_share": Said("Places used, of place-days there were", _S),
        "queue_mean": Said("People waiting for a place, mean over time", _P),
        "wait_days_mean": Said("Days waited by those moved, mean", _D),
        "wait_days_p90": Said("Days waited by those moved: nine in ten waited less", _D),
        "late_barriers_without_hub": Said(
            "People moved for whom a barrier would have arisen in the sending state", _P
        ),
        "late_barriers_in_hub": Said("People for whom a barrier to return arose in a hub", _P),
        "late_barriers_avoided": Said("Late barriers that the hub avoided", _P),
        "left_hub": Said("People who left a hub by themselves", _P),
        "released_in_host": Said("People released in the host state", _P),
        "transferred_back": Said("People transferred back", _P),
        "re_arrived": Said("People moved who arrived again", _P),
        "suspended_weeks": Said("Weeks in which a hub with places was suspended", _N),
        "hubs_closed": Said("Hubs closed for good", _N),
        "hubs_that_came_about": Said("Hubs that came about", _N),
        "onward_return_weeks_waited": Said("Weeks waited for an onward return, mean", _N),
        "first_full_week": Said("First week in which a hub was full (0 is the first)", _N),
        "full_weeks_share": Said("Weeks in which a hub was full", _S),
        "places": Said("Places in all hubs at the end", Measure.PLACES),
        "returns_a_year": Said("Returns of people who claimed, a year", _P),
        "returns_a_year_without": Said("Returns of people who claimed, a year, without the scheme", _P),
        "claims_a_year": Said("People who claim asylum, a year", _P),
        "prevented_a_year": Said("People kept from arriving, a year", _P),
        "displaced_a_year": Said("People who came another way, a year", _P),
        "boat_claims_a_year": Said("People who claim and are counted as arrivals, a year", _P),
        "refused_a_year": Said("People whose claim is refused, a year", _P),
        "exhausted_a_year": Said("People whose appeal rights are exhausted, a year", _P),
        "moved_per_1000_refused": Said(f"Of 1,000 {_REFUSED}, moved", _P),
        "moved_per_1000_exhausted": Said(f"Of 1,000 {_EXHAUSTED}, moved", _P),
        "moved_per_1000_arrivals": Said(f"Of 1,000 {_ARRIVED}, moved", _P),
        "moved_per_1000_refused_followed": Said(f"Of 1,000 {_REFUSED} and followed to the end, moved", _P),
        "moved_per_1000_exhausted_followed": Said(
            f"Of 1,000 {_EXHAUSTED} and followed to the end, moved", _P
        ),
        "moved_per_1000_arrivals_followed": Said(f"Of 1,000 {_ARRIVED} and followed to the end, moved", _P),
        "returned_per_1000_refused": Said(f"Of 1,000 {_REFUSED}, returned by the end", _P),
        "returned_per_1000_exhausted": Said(f"Of 1,000 {_EXHAUSTED}, returned by the end", _P),
        "returned_per_1000_arrivals": Said(f"Of 1,000 {_ARRIVED}, returned by the end", _P),
        "returned_per_1000_refused_without": Said(
            f"Of 1,000 {_REFUSED}, returned by the end without the scheme", _P
        ),
        "returned_per_1000_exhausted_without": Said(
            f"Of 1,000 {_EXHAUSTED}, returned by the end without the scheme", _P
        ),
        "returned_per_1000_arrivals_without": Said(
            f"Of 1,000 {_ARRIVED}, returned by the end without the scheme", _P
        ),
        "cost_gbp": Said("What the scheme adds to costs, all years, discounted", _GBP),
        "cost_saved_gbp": Said("What the scheme saves, all years, discounted", _GBP),
        "cost_net_gbp": Said("What the scheme changes in costs, all years, discounted", _GBP),
        "cost_per_moved": Said("Cost for each person moved", _GBP),
        "net_cost_per_moved": Said("Net cost for each person moved", _GBP),
        "cost_per_completed_return": Said("Cost for each completed return", _GBP),
        "net_cost_per_completed_return": Said("Net cost for each completed return", _GBP),
        "cost_of_new_arrivals_gbp": Said("What new arrivals cost, all years, discounted", _GBP),
        "breakeven_deterrence": Said("Share of arrivals that must be deterred for the scheme to pay", _S),
        "nights_saved": Said("Nights in the sending state that the scheme saves, all years", _N),
    }
)
"""Every measure of `simulation.measures`; a test holds that none is left out."""


def said_of(measure: str) -> Said:
    """A measure's words; one that has none is called by its name."""
    return MEASURES.get(measure) or Said(measure.replace("_", " ").capitalize(), Measure.PLAIN)
