"""One sheet of an .xlsx workbook as rows of values. Nothing in it is executed or fetched.

A formula gives the value that was stored when the workbook was saved; links, macros and queries are
not looked at.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from xml.sax.saxutils import unescape

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.sheets.marks import Marks, extent, marks

Cell: TypeAlias = int | float | str | bool | dt.date | dt.datetime | dt.time | dt.timedelta
"""What a cell holds; an empty one is an empty text."""

MOST_XML = 1 << 30
"""Bytes of XML in a workbook above which it is refused: about 400,000 people with all their facts."""
MOST_CELLS = 50_000_000
"""Cells of the block that holds all values of a sheet, from its first row to its last."""

_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLSX = re.compile(r"^(.+?\.xlsx)#(.+)$", re.IGNORECASE | re.DOTALL)
_CHUNK = 1 << 24
_DAMAGE = (CalamineError, zlib.error, KeyError, ValueError, RuntimeError, OverflowError, EOFError)
"""What a workbook with a byte turned round raises, according to the byte."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is open for reading: its values by row, and what its XML says of them."""

    name: str
    others: tuple[str, ...]
    marks: Marks
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    """Blocks of merged cells: first and last cell, row and column from 0."""
    _values: CalamineSheet

    def rows(self) -> Iterator[list[Cell]]:
        """Every row from the top of the sheet, and from its first column."""
        # calamine leaves out what is empty at the left, but not at the top
        first = self._values.start or (0, 0)
        pad: list[Cell] = [""] * first[1]
        for row in self._values.iter_rows():
            yield pad + list(row)


def place_of(path: Path | str) -> tuple[Path, str | None]:
    """A file and the sheet that is asked for: `people.xlsx#November` is sheet November of people.xlsx."""
    text = str(path)
    found = _XLSX.match(text)
    if found is None or Path(text).exists():
        return Path(text), None
    return Path(found[1]), found[2]


def sheet(path: Path, name: str | None) -> Sheet:
    """The named sheet, or the first that is not hidden. Raises `Problems` for what is no workbook."""
    where = Where(file=str(path))
    with path.open("rb") as file:
        start = file.read(4)
        if not start:
            raise refuse(Code.FILE_EMPTY, where, kind="people")
        if start == _OLD:
            file.seek(0)
            locked = _ENCRYPTED in file.read()
            raise refuse(Code.FILE_UNREADABLE, where, kind="password") if locked else _old(where)
    try:
        with zipfile.ZipFile(path) as archive:
            paths = _sheet_paths(archive, where)
            _sound(archive, where)
            with closing(_open(path)) as book:
                chosen, others = _chosen(book, name, where)
                xml = archive.read(paths[chosen])
                if extent(xml, MOST_CELLS) > MOST_CELLS:
                    raise refuse(Code.FILE_TOO_BIG, where, kind="stray cell", name=chosen)
                values = book.get_sheet_by_name(chosen)
                return Sheet(chosen, others, marks(xml), tuple(values.merged_cell_ranges or ()), values)
    except zipfile.BadZipFile as fault:
        text = "it is damaged, or no workbook" if start.startswith(b"PK") else "it is no workbook"
        raise refuse(Code.FILE_UNREADABLE, where, kind="workbook", reason=text) from fault
    except _DAMAGE as fault:
        raise refuse(Code.FILE_UNREADABLE, where, kind="workbook", reason="it is damaged") from fault


def _open(path: Path) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(str(path))  # pyright: ignore[reportUnknownMemberType]: any PathLike


def _old(where: Where) -> Problems:
    return refuse(
        Code.FILE_FORMAT, where, found="an old Excel workbook", expected="an .xlsx file saved from it"
    )


def _sheet_paths(archive: zipfile.ZipFile, where: Where) -> dict[str, str]:
    """The part of the archive that holds each sheet, by the sheet's name."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise refuse(
            Code.FILE_FORMAT, where, found="a zip archive without a workbook", expected="an .xlsx file"
        )
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    target = {
        a["Id"]: a["Target"] for a in map(_attributes, re.findall(r"<(?:\w+:)?Relationship\s[^>]*", links))
    }
    found: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*", book):
        attributes = _attributes(tag)
        link = target[attributes["r:id"]] if "r:id" in attributes else ""
        part = link.lstrip("/") if link.startswith("/") else f"xl/{link}"
        if part in names:
            found[attributes["name"]] = part
    return found


def _attributes(tag: str) -> dict[str, str]:
    pairs = re.findall(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return {n: unescape(a or b, {"&quot;": '"', "&apos;": "'"}) for n, a, b in pairs}


def _sound(archive: zipfile.ZipFile, where: Where) -> None:
    """Every part has the size and the checksum that it says, so that no small file can fill the memory."""
    size = sum(i.file_size for i in archive.infolist() if i.filename.startswith("xl/"))
    if size > MOST_XML:
        most = f"{MOST_XML // 1_000_000:,} MB"
        raise refuse(
            Code.FILE_TOO_BIG, where, kind="workbook", found=f"{size // 1_000_000:,} MB of XML", most=most
        )
    for info in archive.infolist():
        if info.filename.startswith("xl/") and info.filename.endswith((".xml", ".rels")):
            with archive.open(info) as part:
                while part.read(_CHUNK):
                    pass


def _chosen(book: CalamineWorkbook, name: str | None, where: Where) -> tuple[str, tuple[str, ...]]:
    sheets = [s for s in book.sheets_metadata if s.typ is SheetTypeEnum.WorkSheet]
    names = [s.name for s in sheets]
    if name is not None:
        by_plain = {n.strip().casefold(): n for n in reversed(names)}
        found = by_plain.get(name.strip().casefold())
        if found is None:
            expected = ", ".join(f'"{n}"' for n in names)
            raise refuse(
                Code.SHEET_MISSING,
                where,
                name=name,
                expected=expected,
                near=difflib.get_close_matches(name, names, n=2),
            )
        return found, ()
    seen = [s.name for s in sheets if s.visible is SheetVisibleEnum.Visible] or names
    if not seen:
        raise refuse(Code.FILE_EMPTY, where, kind="people")
    return seen[0], tuple(n for n in names if n != seen[0])
