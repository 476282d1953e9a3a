"""The main results in a few rows, for the command line and the front of the page."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.assessment.assess import Assessment
from returnhub.assessment.numbers import Form, count, over, percent, plain, span
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
            row("Of 1,000 people who arrive by small boat, returned", r.band("returned_per_1000_arrivals")),
            row("Of 1,000 refused people, returned", r.band("returned_per_1000_refused")),
            row("Of 1,000 with appeal rights exhausted, returned", r.band("returned_per_1000_exhausted")),
        )
    found = [
        row("People moved to a hub, a year", r.band("moved_a_year")),
        row("Of 1,000 refused people, moved", r.band("moved_per_1000_refused")),
        row("Of 1,000 people who arrive by small boat, moved", r.band("moved_per_1000_arrivals")),
        row("Of 100 whose stay in the hub ends, returned home", r.band("returned_of_100_moved")),
        row(
            "Of 1,000 who arrive by small boat, returned by any way",
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
