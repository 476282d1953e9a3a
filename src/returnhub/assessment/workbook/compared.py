"""The sheets of a comparison: measures side by side, and differences run by run, by formula."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from returnhub.assessment.workbook.page import Looks, Page, at
from returnhub.assessment.workbook.runs import Runs, band_formulas
from returnhub.scheme.model import Scheme
from returnhub.sheets.writer import Book
from returnhub.simulation.result import Result

_LOW, _MIDDLE, _HIGH = 0, 2, 4
_LONGEST_NAME = 31


def write_compared(book: Book, looks: Looks, schemes: Sequence[Scheme], results: Sequence[Result]) -> None:
    """Side by side, Differences, and a sheet of runs for each scheme."""
    names = _sheet_names([scheme.id for scheme in schemes])
    runs = [Runs(result, name) for result, name in zip(results, names, strict=True)]
    measures = [m for m in runs[0].values if all(m in r.values for r in runs)]
    _side_by_side(book, looks, schemes, runs, measures)
    others = list(zip(schemes[1:], runs[1:], strict=True))
    steps = _steps(schemes[1:], measures, min(r.replications for r in results))
    _differences(book, looks, schemes, runs, measures, steps)
    for one in runs:
        one.write(book, looks)
    _run_by_run(book, looks, runs[0], others, measures, steps)


class _Steps:
    """Where the differences of each scheme and measure stand, run by run."""

    name = "Run by run"

    def __init__(self, column: dict[tuple[str, str], int], replications: int) -> None:
        self.column, self.replications = column, replications

    def all(self, scheme: str, measure: str) -> str:
        """The address of a measure's differences in all runs."""
        column = self.column[scheme, measure]
        return f"{at(1, column, self.name)}:{at(self.replications, column)}"


def _steps(schemes: Sequence[Scheme], measures: Sequence[str], replications: int) -> _Steps:
    keys = [(scheme.id, measure) for scheme in schemes for measure in measures]
    return _Steps({key: 1 + n for n, key in enumerate(keys)}, replications)


def _side_by_side(
    book: Book, looks: Looks, schemes: Sequence[Scheme], runs: Sequence[Runs], measures: Sequence[str]
) -> None:
    heads = [(f"{s.id}, {end}", 16.0) for s in schemes for end in ("low", "middle", "high")]
    page = Page(book, looks, "Side by side", [("Measure", 36), *heads])
    for row, measure in enumerate(measures, start=1):
        page.text(row, 0, measure)
        for n, one in enumerate(runs):
            band = band_formulas(one.column(measure), one.values[measure])
            for k, which in enumerate((_LOW, _MIDDLE, _HIGH)):
                page.formula(row, 1 + 3 * n + k, *band[which])


def _less(first: Runs, other: Runs, measure: str, replications: int) -> NDArray[np.float64]:
    return other.values[measure][:replications] - first.values[measure][:replications]


def _differences(
    book: Book,
    looks: Looks,
    schemes: Sequence[Scheme],
    runs: Sequence[Runs],
    measures: Sequence[str],
    steps: _Steps,
) -> None:
    ends = ("low", "middle", "high", "share of runs with more")
    heads = [(f"{s.id} less {schemes[0].id}, {end}", 18.0) for s in schemes[1:] for end in ends]
    page = Page(book, looks, "Differences", [("Measure", 36), *heads])
    for row, measure in enumerate(measures, start=1):
        page.text(row, 0, measure)
        for n, (scheme, other) in enumerate(zip(schemes[1:], runs[1:], strict=True)):
            cells = steps.all(scheme.id, measure)
            less = _less(runs[0], other, measure, steps.replications)
            known = less[~np.isnan(less)]
            band = band_formulas(cells, less)
            for k, which in enumerate((_LOW, _MIDDLE, _HIGH)):
                page.formula(row, 1 + 4 * n + k, *band[which])
            more = float(np.mean(known > 0)) if known.size else float("nan")
            formula = f'=IF(COUNT({cells})=0,"",COUNTIF({cells},">0")/COUNT({cells}))'
            page.formula(row, 4 + 4 * n, formula, more, "share")


def _run_by_run(
    book: Book,
    looks: Looks,
    first: Runs,
    others: Sequence[tuple[Scheme, Runs]],
    measures: Sequence[str],
    steps: _Steps,
) -> None:
    heads = [(f"{s.id}: {m}", 16.0) for s, _ in others for m in measures]
    page = Page(book, looks, steps.name, [("Run", 8), *heads])
    for rep in range(steps.replications):
        page.number(1 + rep, 0, rep + 1, "count")
    for scheme, other in others:
        for measure in measures:
            column = steps.column[scheme.id, measure]
            for rep, value in enumerate(_less(first, other, measure, steps.replications).tolist()):
                here, there = other.one(measure, rep), first.one(measure, rep)
                formula = f'=IF(AND(ISNUMBER({here}),ISNUMBER({there})),{here}-{there},"")'
                page.formula(1 + rep, column, formula, value)


def _sheet_names(ids: Sequence[str]) -> list[str]:
    """`Runs of kosovo-2025`, within what a sheet's name may have, each different."""
    names: list[str] = []
    for n, scheme in enumerate(ids, start=1):
        name = f"Runs of {scheme}"
        names.append(name if len(name) <= _LONGEST_NAME and name not in names else f"{name[:26]} ({n})")
    return names
