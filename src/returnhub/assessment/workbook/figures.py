"""The sheet of figures: each with its value in the run that is followed, its range, source and reason.

Every figure's value in the run has a name, `fig_` and the figure's id, that the formulas use.
"""

from __future__ import annotations

from returnhub.assessment.workbook.page import Looks, Page, at
from returnhub.assessment.workbook.world import World
from returnhub.scheme.figures import Figure, OriginAmount
from returnhub.scheme.figures_sheet import source_line
from returnhub.sheets.writer import Book

NAME = "Figures"
_COLUMNS = (
    ("Figure", 32), ("Origin", 8), ("What it counts", 60), ("Unit", 16), ("In this run", 14),
    ("Middle", 14), ("Low", 14), ("High", 14), ("Distribution", 13), ("Date", 11),
    ("Confidence", 18), ("Source", 60), ("Why", 60), ("Disputed", 9),
)  # fmt: skip
_IN_RUN = 4


def named(figure: str) -> str:
    """The name of a figure's value in the run."""
    return f"fig_{figure}"


def write_figures(book: Book, looks: Looks, world: World) -> None:
    """Write the sheet and define the names."""
    page = Page(book, looks, NAME, _COLUMNS)
    row = 0
    for figure in world.scheme.figures.values():
        row += 1
        _row(page, row, figure, figure, "", world.drawn.get(figure.id))
        book.define_name(named(figure.id), f"={at(row, _IN_RUN, NAME)}")
        for origin, amount in figure.by_origin.items():
            row += 1
            _row(page, row, figure, amount, origin, world.drawn.get(f"{figure.id}.{origin}"))
    page.filtered(row, len(_COLUMNS))


def _row(
    page: Page, row: int, figure: Figure, amount: Figure | OriginAmount, origin: str, drawn: float | None
) -> None:
    page.text(row, 0, figure.id)
    page.text(row, 1, origin)
    page.text(row, 2, figure.says.strip(), "wrapped")
    page.text(row, 3, figure.unit.value)
    page.number(row, _IN_RUN, drawn, "drawn")
    for column, value in enumerate((amount.middle, amount.low, amount.high), start=5):
        page.number(row, column, value)
    page.text(row, 8, amount.law.value)
    page.day(row, 9, figure.date)
    page.text(row, 10, (amount.confidence or figure.confidence).value)
    page.text(row, 11, "\n".join(source_line(s) for s in amount.source or figure.source), "wrapped")
    page.text(row, 12, (amount.why or figure.why or "").strip(), "wrapped")
    page.text(row, 13, "yes" if figure.disputed else "")
