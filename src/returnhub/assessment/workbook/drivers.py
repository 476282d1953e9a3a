"""The sheet of what costs are counted by: a row for each driver and world, a column for each year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from returnhub.assessment.workbook.page import Looks, Page, at, block
from returnhub.assessment.workbook.world import KINDS, World
from returnhub.scheme.model import Driver
from returnhub.sheets.writer import Book

NAME = "Drivers"
WORLDS: Mapping[str, str] = dict(
    zip(KINDS, ("with the scheme", "without it", "spared by it", "of new arrivals by boat"), strict=True)
)
_FIRST_YEAR = 2


@dataclass(frozen=True, slots=True)
class DriverRows:
    """Where each driver of each kind stands on the sheet."""

    rows: Mapping[tuple[str, Driver], int]

    def year(self, kind: str, driver: Driver, year: int) -> str:
        """The address of one count; `year` is 0 for the first."""
        return at(self.rows[kind, driver], _FIRST_YEAR + year, NAME)

    def until(self, kind: str, driver: Driver, year: int) -> str:
        """The address of the counts up to a year, that year included."""
        row = self.rows[kind, driver]
        return block(row, _FIRST_YEAR, row, _FIRST_YEAR + year, NAME)


def driver_rows(world: World) -> DriverRows:
    """The rows that `write_drivers` will use, for the sheets that stand before it."""
    keys = [(kind, driver) for kind in WORLDS for driver in world.counted[kind]]
    return DriverRows({key: row for row, key in enumerate(keys, start=1)})


def write_drivers(book: Book, looks: Looks, world: World, drivers: DriverRows) -> None:
    """Write the counts of the run, with a total for each row by formula."""
    years = [(f"Year {y}", 14.0) for y in range(1, world.years + 1)]
    page = Page(book, looks, NAME, [("Counted", 30), ("World", 24), *years, ("All years", 16)], keep=2)
    for (kind, driver), row in drivers.rows.items():
        counts = world.counted[kind][driver]
        page.text(row, 0, driver.value)
        page.text(row, 1, WORLDS[kind])
        for year, count in enumerate(counts.tolist()):
            page.number(row, _FIRST_YEAR + year, count, "from the run")
        last = _FIRST_YEAR + world.years - 1
        total = f"=SUM({block(row, _FIRST_YEAR, row, last)})"
        page.formula(row, last + 1, total, float(counts.sum()), "count")
    page.filtered(len(drivers.rows), world.years + 3)
