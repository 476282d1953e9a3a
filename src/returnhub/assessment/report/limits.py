"""The part of the page about what limits the scheme: what stops people, what happens, what is used up."""

from __future__ import annotations

import polars as pl

from returnhub.assessment.assess import Assessment
from returnhub.assessment.limits import Befalls, Stop
from returnhub.assessment.numbers import count, over, percent, share_of_runs, span
from returnhub.assessment.report.grid import Cell, Grid, grid
from returnhub.assessment.report.words import amount, sentence
from returnhub.scheme.limits import EventKind

WORDS = {
    "places": "every place was taken",
    "transfers a week": "as many had been moved that week as may be",
    "cap in all": "the agreement's cap in all was reached",
    "cap a year": "the agreement's cap a year was reached",
    "cap at one time": "the agreement's cap at one time was reached",
    "suspended": "moves were suspended",
    "not open": "the hub was not open",
}
"""A limit of the simulation -> what stood in the way."""

LEAVES_OUT = (
    "How one limit would loosen another: the second in line may have been stopped by something else. What "
    "runs short in the host state, its courts and its police, and what an event does to the people who are "
    "there. Chances and days are the same in every year, though a court's first word on a scheme decides "
    "more than its tenth."
)

_YEARS_SHOWN = 5


def lead(a: Assessment) -> str:
    """What stops people most often, and what happens."""
    found = a.evidence.limits
    stops = "; ".join(
        f"{over(stop.share, percent)} of weeks because {_why(a, stop)}" for stop in found.stops[:3]
    )
    first = (
        f"The first in line for a place is stopped in {stops}."
        if stops
        else "Nobody who could be moved is ever stopped by a limit."
    )
    events = "; ".join(f"{e.event.id.replace('-', ' ')} {share_of_runs(e.runs)}" for e in found.events)
    return f"{first} What happens to a hub: {events}." if events else first


def heading(a: Assessment) -> str:
    """The finding in a few words."""
    stops = a.evidence.limits.stops
    if not stops:
        return "No limit stops anybody"
    return f"Most often {_why(a, stops[0])}: {over(stops[0].share, percent)} of weeks"


def stops(a: Assessment) -> Grid:
    """For each hub and limit the share of weeks in which it stops the first in line."""
    return grid(
        "What stops the first in line for a place, in the share of weeks at whose end people wait for it",
        ("What stood in the way", "Hub", "Share of all weeks", "Middle", "In which runs"),
        [
            (
                sentence(_why(a, stop)),
                _hub(a, stop.hub),
                over(stop.share, percent),
                percent(stop.share.middle),
                share_of_runs(stop.ever),
            )
            for stop in a.evidence.limits.stops
        ],
        numbers=(2, 3),
        size="medium",
        file="limits.csv",
    )


def events(a: Assessment) -> Grid:
    """Each event that may happen to a hub: its chance, in how many runs it happened, weeks lost."""
    shown = [
        (
            Cell(sentence(e.event.id.replace("-", " ")), note=e.event.says),
            _hub(a, e.hub),
            Cell(
                amount(a.scheme.figure(e.event.chance)),
                assumption=a.scheme.figure(e.event.chance).is_assumption,
            ),
            sentence(share_of_runs(e.runs)),
            _lost(e),
        )
        for e in a.evidence.limits.events
    ]
    dark = [
        (Cell(sentence(e.id.replace("-", " ")), note=e.says), "", "", "Switched off", "")
        for e in a.scheme.events
        if not e.active
    ]
    return grid(
        "What happens to a hub",
        ("Event", "Hub", "Chance given", "Happened", "Weeks lost where it did"),
        [*shown, *dark],
        size="medium",
        file="events.csv",
    )


def resources(a: Assessment) -> Grid:
    """For each resource the share used, over all years and in some of them."""
    years = _years(a)
    return grid(
        "Share used of what there is, in the weeks in which people may be moved",
        ("What", "There is", "Over all years", *(f"Year {year}" for year in years)),
        [
            (
                Cell(sentence(use.resource.kind.value), note=use.resource.says),
                Cell(
                    amount(a.scheme.figure(use.resource.a_week)),
                    assumption=a.scheme.figure(use.resource.a_week).is_assumption,
                ),
                over(use.whole, percent),
                *(_in_year(use.by_year, year) for year in years),
            )
            for use in a.evidence.limits.uses
        ],
        numbers=range(2, 3 + len(years)),
        size="wide",
        file="resources.csv",
    )


def _years(a: Assessment) -> list[int]:
    step = max(1, a.years // _YEARS_SHOWN)
    return list(range(step, a.years + 1, step))


def _in_year(by_year: pl.DataFrame, year: int) -> str:
    row = by_year.filter(pl.col("year") == year)
    return span(row["low"][0], row["high"][0], percent) if row.height else "none moved"


def _why(a: Assessment, stop: Stop) -> str:
    if stop.limit in WORDS:
        return WORDS[stop.limit]
    resource = next(r for r in a.scheme.resources if r.id == stop.limit)
    return f"too few {resource.kind.value} were left"


def _hub(a: Assessment, name: str) -> str:
    return next(hub.host.name for hub in a.scheme.hubs if hub.id == name)


def _lost(e: Befalls) -> str:
    if e.event.kind is EventKind.CLOSES:
        return "all that are left"
    return over(e.weeks, count) if e.weeks is not None and e.runs > 0 else "none"
