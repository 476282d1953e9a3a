"""The sheets of costs: each line's count times its figure, year by year, and discounted.

Four sheets of one shape: with the scheme, without it, what it spares, and what people who newly
arrive by boat bring with them. Every amount is a formula on the sheets of drivers and figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from returnhub.assessment.workbook.drivers import DriverRows
from returnhub.assessment.workbook.figures import named
from returnhub.assessment.workbook.page import Looks, Page, at, block
from returnhub.assessment.workbook.world import World, Years
from returnhub.scheme.model import CostLine, Driver
from returnhub.sheets.writer import Book

SHEETS = {
    "count": "Costs with",
    "count_without": "Costs without",
    "count_saved": "Costs spared",
    "count_new_arrivals": "Costs of arrivals",
}
"""Kind of count -> its sheet."""

_LINE, _SAYS, _PAYER, _PER, _UNIT, _FROM, _TO, _AFTER, _THERE, _FIRST = range(10)
_YEAR_ROW, _FACTOR_ROW, _FIRST_ROW = 1, 2, 3


@dataclass(frozen=True, slots=True)
class CostSheet:
    """Where the amounts of one sheet stand, and what they come to.

    `by_year` is line x year in GBP, `factors` by year; the totals are discounted.
    """

    name: str
    lines: tuple[CostLine, ...]
    years: int
    by_year: np.ndarray
    factors: Years

    @property
    def total(self) -> str:
        """The address of the discounted total."""
        return at(_FIRST_ROW + len(self.lines), _FIRST + self.years + 1, self.name)

    def payers(self) -> str:
        """The payers of the lines."""
        return self._column(_PAYER)

    def discounted(self) -> str:
        """The discounted sums of the lines."""
        return self._column(_FIRST + self.years + 1)

    def line(self, index: int) -> str:
        """The discounted sum of one line."""
        return at(_FIRST_ROW + index, _FIRST + self.years + 1, self.name)

    @property
    def now(self) -> Years:
        """Discounted GBP by line."""
        return self.by_year @ self.factors

    def of_payer(self, payer: str) -> float:
        """Discounted GBP that one payer bears."""
        mine = np.array([line.payer == payer for line in self.lines], bool)
        return float(self.now[mine].sum())

    def _column(self, column: int) -> str:
        last = _FIRST_ROW + max(1, len(self.lines)) - 1
        return block(_FIRST_ROW, column, last, column, self.name)


def write_costs(book: Book, looks: Looks, world: World, drivers: DriverRows) -> dict[str, CostSheet]:
    """Write the four sheets, by kind."""
    return {kind: _sheet(book, looks, world, drivers, kind) for kind in SHEETS}


def _sheet(book: Book, looks: Looks, world: World, drivers: DriverRows, kind: str) -> CostSheet:
    years, lines = world.years, world.scheme.costs
    columns = [
        ("Line", 26), ("What is paid", 44), ("Payer", 20), ("Counted by", 24), ("GBP each, in this run", 14),
        ("From year", 8), ("To year", 8), ("Due after so many people", 12),
        ("Its hub comes about in this run: 1 yes, 0 no", 14),
        *((f"Year {y}, GBP", 16) for y in range(1, years + 1)),
        ("All years, GBP", 18), ("Discounted, GBP", 18),
    ]  # fmt: skip
    page = Page(book, looks, SHEETS[kind], columns)
    page.text(_YEAR_ROW, _LINE, "Year of the scheme")
    page.text(_FACTOR_ROW, _LINE, "Discount factor")
    page.text(_FACTOR_ROW, _SAYS, "1 / (1 + rate) to the power of the years before; the first year is whole")
    rate = world.drawn["discount_rate"]
    factors = np.power(1.0 + rate, -np.arange(years, dtype=np.float64))
    for year in range(years):
        column = _FIRST + year
        page.number(_YEAR_ROW, column, year + 1, "count")
        factor = f"=1/(1+{named('discount_rate')})^({at(_YEAR_ROW, column)}-1)"
        page.formula(_FACTOR_ROW, column, factor, float(factors[year]), "factor")
    by_year = np.zeros((len(lines), years))
    for index, line in enumerate(lines):
        by_year[index] = _line(page, _FIRST_ROW + index, line, world, drivers, kind)
    sheet = CostSheet(SHEETS[kind], lines, years, by_year, factors)
    _sums(page, sheet)
    return sheet


def _line(page: Page, row: int, line: CostLine, world: World, drivers: DriverRows, kind: str) -> Years:
    years, each = world.years, world.drawn[line.amount]
    page.text(row, _LINE, line.id)
    page.text(row, _SAYS, line.says.strip(), "wrapped")
    page.text(row, _PAYER, line.payer)
    page.text(row, _PER, line.per.value)
    page.formula(row, _UNIT, f"={named(line.amount)}", each)
    page.number(row, _FROM, line.from_year, "count")
    page.number(row, _TO, line.to_year or years, "count")
    if line.after_people is not None:
        page.formula(row, _AFTER, f"={named(line.after_people)}", world.drawn[line.after_people], "count")
    there = world.comes_about(line.hub)
    if line.hub is not None:
        page.number(row, _THERE, there, "from the run")
    amounts = np.zeros(years)
    for year in range(years):
        formula, amounts[year] = _amount(row, line, world, drivers, kind, year)
        if line.hub is not None:
            formula, amounts[year] = f"{formula}*{at(row, _THERE)}", amounts[year] * there
        page.formula(row, _FIRST + year, formula, float(amounts[year]), "pounds")
    return amounts


def _amount(
    row: int, line: CostLine, world: World, drivers: DriverRows, kind: str, year: int
) -> tuple[str, float]:
    """What is due in a year, as a formula and as a number."""
    each, now = at(row, _UNIT), at(_YEAR_ROW, _FIRST + year)
    gbp, counts = world.drawn[line.amount], world.counted[kind]
    if line.per is Driver.ONCE and line.after_people is not None:
        if (kind, Driver.TRANSFER) not in drivers.rows:
            return "=0", 0.0
        so_far, before = counts[Driver.TRANSFER][: year + 1].sum(), counts[Driver.TRANSFER][:year].sum()
        wanted = world.drawn[line.after_people]
        due = so_far >= wanted and (year == 0 or before < wanted)
        reached = f"SUM({drivers.until(kind, Driver.TRANSFER, year)})"
        this = drivers.year(kind, Driver.TRANSFER, year)
        first = f"OR({now}=1,{reached}-{this}<{at(row, _AFTER)})"
        return f"=IF(AND({reached}>={at(row, _AFTER)},{first}),{each},0)", gbp if due else 0.0
    if line.per is Driver.ONCE:
        # what is paid once is paid for the scheme, and nobody's coming or going changes it
        if kind != "count":
            return "=0", 0.0
        return f"=IF({now}={at(row, _FROM)},{each},0)", gbp if line.from_year == year + 1 else 0.0
    inside = line.from_year <= year + 1 <= (line.to_year or world.years)
    if (kind, line.per) not in drivers.rows:
        return "=0", 0.0
    count = drivers.year(kind, line.per, year)
    value = gbp * float(counts[line.per][year]) if inside else 0.0
    return f"=IF(AND({now}>={at(row, _FROM)},{now}<={at(row, _TO)}),{each}*{count},0)", value


def _sums(page: Page, sheet: CostSheet) -> None:
    last = _FIRST + sheet.years - 1
    factors = block(_FACTOR_ROW, _FIRST, _FACTOR_ROW, last)
    for index in range(len(sheet.lines)):
        row = _FIRST_ROW + index
        mine = block(row, _FIRST, row, last)
        page.formula(row, last + 1, f"=SUM({mine})", float(sheet.by_year[index].sum()), "pounds")
        page.formula(row, last + 2, f"=SUMPRODUCT({mine},{factors})", float(sheet.now[index]), "pounds")
    row = _FIRST_ROW + len(sheet.lines)
    page.text(row, _LINE, "All lines", "text total")
    sums: Sequence[float] = [*sheet.by_year.sum(axis=0), sheet.by_year.sum(), sheet.now.sum()]
    for column, value in enumerate(sums, start=_FIRST):
        above = block(_FIRST_ROW, column, max(_FIRST_ROW, row - 1), column)
        page.formula(row, column, f"=SUM({above})" if sheet.lines else "=0", float(value), "pounds total")
