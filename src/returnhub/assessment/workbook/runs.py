"""The sheets of all runs: one row a run with every measure, and each measure's band by formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from returnhub.assessment.workbook.page import Looks, Page, at, block
from returnhub.sheets.writer import Book
from returnhub.simulation.over_runs import QUANTILES
from returnhub.simulation.result import Result

BANDS = "Bands"


class Runs:
    """Where each measure of each run stands, and its values by run."""

    def __init__(self, result: Result, name: str = "Runs") -> None:
        self.name = name
        measures = result.measures["measure"].unique(maintain_order=True).to_list()
        self.values: Mapping[str, NDArray[np.float64]] = {m: result.values(m) for m in measures}
        self._column = {m: 1 + i for i, m in enumerate(measures)}
        self._last = result.replications

    def column(self, measure: str) -> str:
        """The address of all values of a measure."""
        return block(1, self._column[measure], self._last, self._column[measure], self.name)

    def one(self, measure: str, rep: int) -> str:
        """The address of a measure in one run."""
        return at(1 + rep, self._column[measure], self.name)

    def write(self, book: Book, looks: Looks) -> None:
        """Write the sheet."""
        page = Page(book, looks, self.name, [("Run", 8), *((m, 16) for m in self._column)])
        for measure, column in self._column.items():
            for rep, value in enumerate(self.values[measure].tolist()):
                page.number(1 + rep, column, value)
        for rep in range(self._last):
            page.number(1 + rep, 0, rep + 1, "count")
        page.filtered(self._last, 1 + len(self._column))


_COLUMNS = (
    ("Measure", 36), ("Low: 5 in 100 runs below", 16), ("A quarter below", 16), ("Middle", 16),
    ("A quarter above", 16), ("High: 5 in 100 runs above", 16), ("Mean", 16), ("Runs that have it", 10),
)  # fmt: skip


def write_bands(book: Book, looks: Looks, runs: Runs, rep: int) -> None:
    """Each measure's band over the runs, and what it is in the run that is followed."""
    page = Page(book, looks, BANDS, [*_COLUMNS, ("In this run", 16)])
    for row, (measure, values) in enumerate(runs.values.items(), start=1):
        page.text(row, 0, measure)
        for column, (formula, value) in enumerate(band_formulas(runs.column(measure), values), start=1):
            page.formula(row, column, formula, value)
        known = values[~np.isnan(values)]
        page.formula(row, 7, f"=COUNT({runs.column(measure)})", float(known.size), "count")
        here, value = runs.one(measure, rep), float(values[rep])
        page.formula(row, 8, f'=IF(ISNUMBER({here}),{here},"")', value)
    page.filtered(len(runs.values), 9)


def band_formulas(column: str, values: NDArray[np.float64]) -> Sequence[tuple[str, float]]:
    """Low, lower, middle, upper, high and mean of the runs that have a value."""
    known = values[~np.isnan(values)]
    some = known.size > 0
    found = [
        (
            f'=IF(COUNT({column})=0,"",PERCENTILE({column},{share:g}))',
            float(np.percentile(known, 100 * share)) if some else float("nan"),
        )
        for _, share in QUANTILES
    ]
    mean = float(known.mean()) if some else float("nan")
    return [*found, (f'=IF(COUNT({column})=0,"",AVERAGE({column}))', mean)]
