"""A result in a few lines, for whoever types its name; and what to know before its numbers are used."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from returnhub.charts import Column, Measure, Table, about, as_html, between, exact
from returnhub.simulation.measure_words import said_of
from returnhub.simulation.result import Result

_WITH_HUB = (
    "moved_a_year",
    "moved_per_1000_refused",
    "returned_of_100_moved",
    "cost_per_completed_return",
    "breakeven_deterrence",
)
_WITHOUT = ("returns_a_year", "returned_per_1000_refused", "returned_per_1000_exhausted")


def text(result: Result) -> str:
    """Scheme, years and runs, the main bands, and whether the checks hold."""
    rows = list(_rows(result))
    wide, span = (max(len(row[i]) for row in rows) for i in (0, 1))
    lines = [f"{says:<{wide}}  {ends:<{span}}  {middle}" for says, ends, middle in rows]
    return "\n".join([_head(result), *lines, *to_know(result), _checks(result)])


def html(result: Result) -> str:
    """The same as a table."""
    head, *rows = _rows(result)
    table = Table(_head(result), tuple(Column(name) for name in head), tuple(rows))
    notes = "".join(f"<p>{escape(line)}</p>" for line in (*to_know(result), _checks(result)))
    return f"{as_html(table)}{notes}"


def to_know(result: Result) -> Iterator[str]:
    """What would mislead a reader who did not know it: a scale, an early end, a broken check."""
    if result.scale != 1:
        yield (
            f"Simulated in small, with {exact(result.scale, Measure.SHARE)} of the people and places but "
            "whole yearly sums: counts of people are small, and costs for each person too high."
        )
    if result.partial:
        yield "Stopped early: fewer runs than were asked for."
    for check in result.checks:
        if not check.holds:
            yield f"Do not use it. Broken: {check.name}: {check.says}"


def counted(n: int, thing: str) -> str:
    """`1 run`, `20 runs`."""
    return f"{n:,} {thing}{'' if n == 1 else 's'}"


def _head(result: Result) -> str:
    years = f"{counted(result.years, 'year')} from {result.starts:%B %Y}"
    return f"{result.scheme}: {years}, {counted(result.replications, 'run')}, seed {result.seed}"


def _rows(result: Result) -> Iterator[tuple[str, str, str]]:
    yield "", "9 in 10 runs", "middle"
    for name in _WITH_HUB if result.hubs else _WITHOUT:
        said, band = said_of(name), result.band(name)
        yield said.says, between(band.low, band.high, said.counts), about(band.middle, said.counts)


def _checks(result: Result) -> str:
    broken = sum(not check.holds for check in result.checks)
    return (
        f"Checks broken: {broken} of {len(result.checks)}."
        if broken
        else f"Checks that hold: {len(result.checks)} of {len(result.checks)}."
    )
