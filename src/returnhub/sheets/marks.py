"""What the XML of a sheet says that its values do not: errors, formulas never worked out, what is hidden.

A reader of values gives an empty cell for `#REF!` and for a formula without a stored value. Empty
means unknown here, so both are looked up in the text of the sheet. Nothing is parsed as XML and no
formula is worked out: tags are found as bytes, so entities and links have no effect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ERROR = re.compile(rb"""\bt=["']e["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<")
_TEXT_TYPE = re.compile(rb"""\bt=["'](?:str|s|inlineStr)["']""")
_CELL_END = re.compile(rb"</(?:\w+:)?c>|<(?:\w+:)?c[\s>]")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_CELL_HERE = re.compile(rb"<(?:\w+:)?c\s")
_REF = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>][^>]*")
_ROW_NUMBER = re.compile(rb"""\br=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\bhidden=["'](?:1|true)["']""")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*")
_SPAN = (re.compile(rb"""\bmin=["']([0-9]+)["']"""), re.compile(rb"""\bmax=["']([0-9]+)["']"""))
_WIDE = ((re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["'][A-Z]{3}"""), 16_384),
         (re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["'][A-Z]{2}"""), 702))  # fmt: skip
_HAS_VALUE = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Z]{1,3})([0-9]+)["'][^>]*?(?<!/)>\s*(?=<(?:\w+:)?(?:v|is|f)[\s>])"""
)

Place = tuple[int, int]
"""Row and column of a cell, both from 0."""


@dataclass(frozen=True, slots=True)
class Marks:
    """`errors` and `uncalculated` cells, how many rows and which columns (from 0) are hidden."""

    errors: dict[Place, str]
    uncalculated: frozenset[Place]
    hidden_rows: int
    hidden_columns: tuple[int, ...]


def marks(xml: bytes) -> Marks:
    """The marks of one sheet."""
    errors: dict[Place, str] = {}
    for hit in _ERROR.finditer(xml):
        start = xml.rfind(b"<", 0, hit.start())
        if _CELL_HERE.match(xml, start):
            value = _VALUE.search(xml, hit.end(), _end_of_cell(xml, hit.end()))
            errors[_place(xml, start)] = value[1].decode("utf-8", "replace") if value else "an error"
    uncalculated: set[Place] = set()
    for hit in _FORMULA.finditer(xml):
        start = _start_of_cell(xml, hit.start())
        value = _VALUE.search(xml, hit.start(), _end_of_cell(xml, hit.start()))
        is_text = _TEXT_TYPE.search(xml, start, xml.find(b">", start))
        if value is None or (not value[1] and not is_text):
            uncalculated.add(_place(xml, start))
    return Marks(
        errors,
        frozenset(uncalculated),
        sum(_HIDDEN.search(row[0]) is not None for row in _ROW.finditer(xml)),
        _hidden_columns(xml),
    )


def extent(xml: bytes, most: int) -> int:
    """Cells of the smallest block that holds every value, exact only where a rough count is over `most`.

    A reader of values sets aside memory for the block, and one stray cell at the end makes it huge.
    """
    end = max(xml.rfind(b"<v"), xml.rfind(b":v>"), xml.rfind(b"<is"), xml.rfind(b":is>"), 0)
    rows = list(_ROW.finditer(xml, 0, end))
    last = _ROW_NUMBER.search(rows[-1][0]) if rows else None
    height = int(last[1]) if last else len(rows)
    width = next((columns for pattern, columns in _WIDE if pattern.search(xml)), 26)
    if height * width <= most:
        return height * width
    places = [(int(cell[2]), column(cell[1].decode())) for cell in _HAS_VALUE.finditer(xml)]
    return max((r for r, _ in places), default=0) * (max((c for _, c in places), default=-1) + 1)


def column(letters: str) -> int:
    """`A` is 0, `AA` is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number - 1


def letters(number: int) -> str:
    """0 is `A`, 26 is `AA`."""
    text = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def _hidden_columns(xml: bytes) -> tuple[int, ...]:
    found: list[int] = []
    for tag in _COLUMNS.finditer(xml):
        low, high = (span.search(tag[0]) for span in _SPAN)
        if _HIDDEN.search(tag[0]) and low and high:
            # columns are often hidden to the end of the sheet, where nothing stands
            found.extend(range(int(low[1]) - 1, min(int(high[1]), 16_384)))
    return tuple(found)


def _start_of_cell(xml: bytes, at: int) -> int:
    start = xml.rfind(b"<", 0, at)
    while start > 0 and not _CELL_HERE.match(xml, start) and not xml.startswith(b"<c>", start):
        start = xml.rfind(b"<", 0, start)
    return start


def _end_of_cell(xml: bytes, at: int) -> int:
    end = _CELL_END.search(xml, at)
    return end.start() if end else len(xml)


def _place(xml: bytes, start: int) -> Place:
    """Where a cell stands; writers that leave out the address put cells side by side."""
    ref = _REF.search(xml, start, xml.find(b">", start))
    if ref:
        return int(ref[2]) - 1, column(ref[1].decode())
    rows = list(_ROW.finditer(xml, 0, start))
    number = _ROW_NUMBER.search(rows[-1][0])
    row = int(number[1]) - 1 if number else len(rows) - 1
    return row, sum(1 for _ in _CELL.finditer(xml, rows[-1].start(), start))
