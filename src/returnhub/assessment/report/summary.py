"""The main results in a few rows, for the command line and the front of the page."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.assessment.assess import Assessment
from returnhub.assessment.compare import Comparison
from returnhub.assessment.numbers import (
    Form,
    change,
    count,
    over,
    percent,
    plain,
    pounds,
    share_of_runs,
    span,
)
from returnhub.assessment.odds import arriving
from returnhub.simulation.result import Band


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One result: its words, low, middle and high, and what to know beside it."""

    says: str
    low: str
    middle: str
    high: str
    note: str = ""


def row(says: str, band: Band, form: Form = count, note: str = "") -> SummaryRow:
    """A row from a band."""
    return SummaryRow(says, form(band.low), form(band.middle), form(band.high), note)


def rows(a: Assessment) -> tuple[SummaryRow, ...]:
    """The main table of an assessment."""
    r, even = a.evidence.result, a.evidence.break_even
    if not a.scheme.hubs:
        return (
            row("Returns of people who claimed, a year", r.band("returns_a_year")),
            row(f"Of 1,000 {arriving(a.scheme)}, returned", r.band("returned_per_1000_arrivals")),
            row("Of 1,000 refused people, returned", r.band("returned_per_1000_refused")),
            row("Of 1,000 with appeal rights exhausted, returned", r.band("returned_per_1000_exhausted")),
        )
    found = [
        row("People moved to a hub, a year", r.band("moved_a_year")),
        row("Of 1,000 refused people, moved", r.band("moved_per_1000_refused")),
        row(f"Of 1,000 {arriving(a.scheme)}, moved", r.band("moved_per_1000_arrivals")),
        row("Of 100 whose stay in the hub ends, returned home", r.band("returned_of_100_moved")),
        row(
            f"Of 1,000 who arrive {a.scheme.arrives}, returned by any way",
            r.band("returned_per_1000_arrivals"),
            note=_without(r.band("returned_per_1000_arrivals_without")),
        ),
        row("Cost for each person moved, GBP", r.band("cost_per_moved"), plain),
        row("Cost for each completed return, GBP", r.band("cost_per_completed_return"), plain),
    ]
    if even is not None:
        word = "an assumption" if even.studies.is_assumption else "a judgement"
        note = f"studies: {span(even.studies.low, even.studies.high, percent)}, {word}"
        found.append(row("Pays only if deterrence is at least", even.needed, percent, note))
    return tuple(found)


def _without(band: Band) -> str:
    return f"without a hub {over(band, count)}"


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One measure in every scheme, and how each scheme after the first differs from it, run by run.

    `mores` says in how many runs each of those has more than the first; empty where none can be compared.
    """

    says: str
    values: tuple[str, ...]
    differences: tuple[str, ...]
    mores: tuple[str, ...]


SIDE_BY_SIDE: tuple[tuple[str, str, Form, Form], ...] = (
    ("moved_a_year", "People moved to a hub, a year", count, change),
    ("moved_per_1000_refused", "Of 1,000 refused people, moved", count, change),
    ("moved_per_1000_arrivals", "Of 1,000 who arrive, moved", count, change),
    ("returned_per_1000_arrivals", "Of 1,000 who arrive, returned", count, change),
    ("returned_per_1000_refused", "Of 1,000 refused people, returned", count, change),
    ("returned_of_100_moved", "Of 100 whose stay in the hub ends, returned", count, change),
    ("completed_returns", "Returns completed from the hub", count, change),
    ("queue_mean", "People waiting for a place, mean", count, change),
    ("cost_gbp", "Cost, discounted", pounds, pounds),
    ("cost_saved_gbp", "Saved, discounted", pounds, pounds),
    ("cost_per_moved", "Cost for each person moved", pounds, pounds),
    ("cost_per_completed_return", "Cost for each completed return", pounds, pounds),
    ("breakeven_deterrence", "Pays only if deterrence is at least", percent, percent),
)
"""Measures shown side by side: name, words, how a value is written, how a difference is."""


def side_by_side_rows(found: Comparison) -> tuple[SideBySide, ...]:
    """Schemes side by side, measure by measure."""
    return tuple(
        SideBySide(
            says,
            tuple(over(result.band(name), form) for result in found.results),
            tuple(_difference(found, name, scheme.id, form_of) for scheme in found.schemes[1:]),
            tuple(_more(found, name, scheme.id) for scheme in found.schemes[1:]),
        )
        for name, says, form, form_of in SIDE_BY_SIDE
    )


def _difference(found: Comparison, name: str, scheme: str, form: Form) -> str:
    difference = found.difference(name, scheme)
    return "not in both" if difference is None else over(difference.band, form)


def _more(found: Comparison, name: str, scheme: str) -> str:
    difference = found.difference(name, scheme)
    return "" if difference is None else f"more {share_of_runs(difference.more)}"
