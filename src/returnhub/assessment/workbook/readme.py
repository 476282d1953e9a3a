"""The first sheet: what the workbook is, how it was made, and how to follow a number through it."""

from __future__ import annotations

from collections.abc import Sequence

from returnhub.assessment.workbook.page import Looks, Page
from returnhub.sheets.writer import Book

NAME = "Read me"
FOLLOW = (
    "Every number in Totals is a formula. Click it, and follow it to the sheets of costs, and from there to "
    "Drivers (how many) and Figures (what each costs).",
    "Change a yellow cell in Figures, or a blue one in a sheet of counts, and everything that rests on it "
    "follows. Counts do not follow figures: more places, say, would need another run of the model.",
    "A band comes from many runs, each in another possible world. The live chain is for one run, named "
    "above, the one in the middle by net cost. Runs has every run, and Bands its percentiles, as formulas.",
    "Checks compares what the formulas come to with what the engine found, and counts people in two ways.",
)
"""How an assessment's workbook is followed."""

_LEGEND = (
    ("Yellow", "a figure as drawn in this run: its range, source, confidence and reason stand beside it"),
    ("Blue", "a count or measure from this run of the model"),
    ("No colour", "a formula, or a fixed text"),
)


def write_readme(
    book: Book,
    looks: Looks,
    title: str,
    about: Sequence[tuple[str, str]],
    follow: Sequence[str],
    sheets: Sequence[tuple[str, str]],
) -> None:
    """Write the sheet: `about` says what and how, `sheets` what stands where."""
    page = Page(book, looks, NAME, [(title, 28), ("", 110)], keep=0)
    row = 0
    for label, says in about:
        row += 1
        page.text(row, 0, label)
        page.text(row, 1, says, "wrapped")
    for heading, rows in (
        ("How to follow a number", [("", text) for text in follow]),
        ("Colours", list(_LEGEND)),
        ("Sheets", list(sheets)),
    ):
        row += 2
        page.text(row, 0, heading, "text total")
        for label, says in rows:
            row += 1
            page.text(row, 0, label)
            page.text(row, 1, says, "wrapped")
