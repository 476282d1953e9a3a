"""Schemes side by side as a page of its own, in the same dress and under the same policy as an assessment."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from returnhub.assessment.assess import FIRST_ANSWER, gather
from returnhub.assessment.compare import Comparison, senders
from returnhub.assessment.numbers import NOBODY, Form, count, over, pounds, span
from returnhub.assessment.report import columns
from returnhub.assessment.report.columns import Column
from returnhub.assessment.report.exhibits import NOT_MODELLED, Draw, Exhibit
from returnhub.assessment.report.grid import Cell, Grid, Row, data_file, grid
from returnhub.assessment.report.page import Part, dressed
from returnhub.assessment.report.summary import side_by_side_rows
from returnhub.assessment.report.words import GLOSSARY, sentence
from returnhub.charts import Interval, Measure, Words, intervals
from returnhub.scheme.switch import AS_IT_STANDS, Switches
from returnhub.simulation.result import Band

PARTS = (
    Part("summary", "Summary", "summary"),
    Part("moved", "How many people are moved", "moved"),
    Part("cost", "What a completed return costs", "cost"),
    Part("people", "Where people are at the end", "people"),
    Part("claims", "Claims side by side", "claims"),
    Part("differences", "Differences, run by run", "differences"),
    Part("schemes", "What differs in the schemes", "schemes"),
    Part("checks", "Checks", "checks"),
    Part("again", "Do it again", "again"),
    Part("glossary", "How to read this page", "glossary"),
)


def render(found: Comparison, switches: Switches = AS_IT_STANDS) -> str:
    """The page of a comparison as one HTML text; `switches` are those it was made with."""
    made = [Column.of(gather(s, r)) for s, r in zip(found.schemes, found.results, strict=True)]
    result = found.results[0]
    first = result.starts.year
    years = f"{first} to {first + result.years - 1}"
    claims = columns.claims(made)
    return dressed(
        "compare.html.jinja",
        title=_title(found),
        schemes=found.schemes,
        parts=tuple(part for part in PARTS if part.id != "claims" or claims is not None),
        result=result,
        runs=[r.replications for r in found.results],
        few=result.replications < FIRST_ANSWER,
        partial=any(r.partial for r in found.results),
        holds=all(check.holds for r in found.results for check in r.checks),
        senders=senders(found.schemes),
        front=[_front(c) for c in made],
        summary=columns.summary(made, years),
        moved=replace(_moved(made, years), number=1),
        cost=replace(_cost(made, years), number=2),
        ends=columns.ends(made, years),
        claims=claims,
        differences=_differences(found),
        terms=columns.terms(made),
        checks=_checks(found),
        glossary=GLOSSARY,
        command="returnhub compare " + " ".join(s.id for s in found.schemes) + switches.words,
        inputs=_inputs(found),
        data=[
            data_file(f"measures-{s.id}.csv", r.measures, f"every measure of every run of {s.id}")
            for s, r in zip(found.schemes, found.results, strict=True)
        ],
        figures={},
    )


def _title(found: Comparison) -> str:
    names = [s.id for s in found.schemes]
    return f"{', '.join(names[:-1])} and {names[-1]} side by side"


def _front(c: Column) -> tuple[str, str, str]:
    """A scheme at the top of the page: its name, its title and what it comes to."""
    if not c.scheme.hubs:
        return c.scheme.id, c.scheme.title, "Nobody is moved; what the others are beyond."
    moved, cost = over(c.band("moved_a_year"), count), c.evidence.money.per_completed_return
    text = f"{moved} people moved a year"
    if over(cost, pounds) != NOBODY:
        text += f", {over(cost, pounds)} for each completed return"
    return c.scheme.id, c.scheme.title, f"{text}."


def _bars(rows: Sequence[Interval], measure: Measure, measured: str, kinds: tuple[str, str]) -> Draw:
    return lambda ident, title, alt, width: (
        intervals(
            ident, Words(title), tuple(rows), measure, kinds=kinds, measured=measured, width=width, alt=alt
        ).svg
    )


def _interval(label: str, band: Band, *, other: bool = False) -> Interval:
    return Interval(label, band.low, band.middle, band.high, other)


def _moved(made: Sequence[Column], years: str) -> Exhibit:
    """People moved a year in each scheme with a hub."""
    hubs = [(c.scheme.id, c.band("moved_a_year")) for c in made if c.scheme.hubs]
    rows = [_interval(name, band) for name, band in hubs]
    said = "; ".join(f"{name}, {over(band, count)}" for name, band in hubs)
    return Exhibit(
        id="moved-chart",
        finding=f"{_widest([band for _, band in hubs], count)} people are moved a year, by scheme",
        subtitle=f"Mean over {years}; a dot is the middle, its line holds 90 of 100 runs",
        draw=_bars(rows, Measure.PEOPLE, "People moved a year", ("", "")),
        words=f"People moved a year: {said or 'no scheme here has a hub'}.",
        leaves_out=NOT_MODELLED,
        source=_source(made),
        grid=_bands(
            "People moved a year",
            hubs,
            count,
            "people-moved.csv",
        ),
    )


def _cost(made: Sequence[Column], years: str) -> Exhibit:
    """Cost per completed return in each scheme, as estimated and with optimism bias."""
    found = [(c.scheme.id, o) for c in made if (o := c.evidence.optimism) is not None]
    rows = [
        row
        for name, o in found
        for row in (
            _interval(name, o.per_return),
            _interval(f"{name}, with optimism bias", o.per_return_raised, other=True),
        )
    ]
    said = "; ".join(
        f"{name}, {over(o.per_return, pounds)}, with optimism bias {over(o.per_return_raised, pounds)}"
        for name, o in found
    )
    return Exhibit(
        id="cost-chart",
        finding=f"A completed return costs {_widest([o.per_return for _, o in found], pounds)}, by scheme",
        subtitle=f"GBP for each return completed from a hub, {years}, discounted, before what is saved",
        draw=_bars(
            rows, Measure.GBP, "GBP for each completed return", ("as estimated", "with optimism bias")
        ),
        words=f"GBP for each completed return: {said or 'no scheme here has a hub'}.",
        leaves_out="Runs in which nobody is returned have no such cost and are left out. What returns "
        "without a hub cost is not in it.",
        source=f"{_source(made)} Shares of optimism bias from HM Treasury's Green Book guidance, in each "
        "scheme's figures.",
        grid=_bands(
            "GBP for each completed return",
            [
                pair
                for name, o in found
                for pair in ((name, o.per_return), (f"{name}, with optimism bias", o.per_return_raised))
            ],
            pounds,
            "cost-per-return.csv",
        ),
    )


def _widest(bands: Sequence[Band], form: Form) -> str:
    """From the least to the most of all schemes."""
    known = [b for b in bands if not math.isnan(b.mean)]
    if not known:
        return NOBODY
    return span(min(b.low for b in known), max(b.high for b in known), form)


def _source(made: Sequence[Column]) -> str:
    runs = min(c.evidence.result.replications for c in made)
    return f"Returnhub's simulation of each scheme; {runs} runs or more of each."


def _bands(caption: str, rows: Sequence[tuple[str, Band]], form: Form, file: str) -> Grid:
    return grid(
        caption,
        ("Scheme", "Low", "Middle", "High"),
        [(name, form(b.low), form(b.middle), form(b.high)) for name, b in rows],
        numbers=(1, 2, 3),
        file=file,
    )


def _differences(found: Comparison) -> Grid:
    first, *others = found.schemes
    return grid(
        f"More than {first.id}, run by run; below nought is less",
        ("Measure", *(s.id for s in others)),
        [
            Row(
                (
                    Cell(row.says),
                    *(Cell(d, note=m) for d, m in zip(row.differences, row.mores, strict=True)),
                )
            )
            for row in side_by_side_rows(found)
        ],
        numbers=range(1, len(found.schemes)),
        size="columns",
        file="differences.csv",
    )


def _checks(found: Comparison) -> Grid:
    rows = [
        (
            scheme.id,
            sentence(check.name),
            Cell("\N{CHECK MARK} Holds", tag="yes")
            if check.holds
            else Cell("\N{MULTIPLICATION X} Fails", tag="no"),
            sentence(check.says),
        )
        for scheme, result in zip(found.schemes, found.results, strict=True)
        for check in result.checks
    ]
    return grid("Checks", ("Scheme", "Check", "Result", "What was found"), rows, size="medium")


def _inputs(found: Comparison) -> Grid:
    digests = {name: digest for scheme in found.schemes for name, digest in scheme.files.items()}
    return grid("Files read", ("File", "SHA-256"), sorted(digests.items()), size="medium")
