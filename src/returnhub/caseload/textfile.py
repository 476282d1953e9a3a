"""A file of text, whatever made it: its encoding, its delimiter, and its lines in parts of bounded size.

Known encodings are UTF-8 with or without a mark, UTF-16 with its mark, and Windows-1252, which is
taken only where the bytes cannot be UTF-8. Anything else is refused: a wrong guess would turn one
name or code into another without a sign.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from returnhub.problems import Code, Problems, Where, refuse

DELIMITERS = (",", ";", "\t", "|")
_PART = 1 << 25
_KNOWN_FORMATS = (
    (b"PAR1", "a Parquet file", "the ending .parquet for it"),
    (b"PK\x03\x04", "a workbook or zip archive", "the ending .xlsx if it is a workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "a CSV file saved from it"),
    (b"\x1f\x8b", "a gzip archive", "the file that it holds"),
    (b"%PDF", "a PDF document", "a CSV or Parquet file"),
    (b"SQLite format 3", "an SQLite database", "a CSV file exported from it"),
)
_UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UNUSED_IN_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True, slots=True)
class Head:
    """What the first lines of a file tell: how to read the rest."""

    encoding: str
    delimiter: str
    names: tuple[str, ...]
    line: int
    """The line that names the columns, 1 for the first."""


def encoding_of(path: Path) -> str:
    """The name that Python gives the file's encoding; raises `Problems` for what is not text."""
    where = Where(file=str(path))
    with path.open("rb") as file:
        start = file.read(4096)
        if not start.strip(b"\x00\t\n\r ") and not file.read(1):
            raise refuse(Code.FILE_EMPTY, where, kind="people")
        for magic, found, mend in _KNOWN_FORMATS:
            if start.startswith(magic):
                raise refuse(Code.FILE_FORMAT, where, found=found, expected=mend)
        if start.startswith(_UTF_32):
            raise _not_text(where, "UTF-32")
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return _all_of(file, "utf-16", where)
        if start.startswith(codecs.BOM_UTF8):
            return _all_of(file, "utf-8-sig", where)
        if start.count(0) * 3 > len(start):
            raise _not_text(where, "UTF-16 without its mark, or no text at all")
        if start.count(0) * 50 > len(start):
            raise refuse(
                Code.FILE_FORMAT, where, found="bytes that are no text", expected="a CSV or Parquet file"
            )
        if _decodes(file, "utf-8"):
            return "utf-8"
        file.seek(0)
        while part := file.read(_PART):
            if any(b in part for b in _UNUSED_IN_1252):
                raise _not_text(where, "bytes that are neither UTF-8 nor Windows-1252")
        return "cp1252"


def head(path: Path, encoding: str, score: Callable[[str], int]) -> Head:
    """The delimiter and the column names. `score` says how well a name fits; the best delimiter wins.

    A first line `sep=;`, as Excel writes and obeys it, settles the delimiter.
    """
    first = next(parts(path, encoding), list[str]())
    told = ""
    for number, line in enumerate(first, start=1):
        bare = line.strip()
        if not bare:
            continue
        if not told and bare.casefold().startswith("sep=") and bare[4:] in DELIMITERS:
            told = bare[4:]
            continue
        if "\x00" in line:
            raise _not_text(Where(file=str(path), line=number), "a character that no text has")
        fits = {d: _split(line, d) for d in ([told] if told else DELIMITERS)}
        best = max(fits, key=lambda d: (sum(score(n) for n in fits[d]), len(fits[d])))
        return Head(encoding, best, tuple(n.strip() for n in fits[best]), number)
    raise refuse(Code.FILE_EMPTY, Where(file=str(path)), kind="people")


def parts(path: Path, encoding: str) -> Iterator[list[str]]:
    """The lines of the file in order, without their ends, a few tens of megabytes at a time."""
    decoder = codecs.getincrementaldecoder(encoding)()
    rest = ""
    with path.open("rb") as file:
        while True:
            raw = file.read(_PART)
            text = rest + decoder.decode(raw, final=not raw)
            held = "\r" if raw and text.endswith("\r") else ""
            text = text[: len(text) - len(held)].replace("\r\n", "\n").replace("\r", "\n")
            *lines, rest = text.split("\n")
            rest += held
            if not raw:
                if rest:
                    lines.append(rest)
                if lines:
                    yield lines
                return
            if lines:
                yield lines


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), list[str]())
    except csv.Error:
        return line.split(delimiter)


def _all_of(file: BinaryIO, encoding: str, where: Where) -> str:
    if not _decodes(file, encoding):
        raise _not_text(where, f"marked as {encoding.removesuffix('-sig').upper()}, and some bytes are not")
    return encoding


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while part := file.read(_PART):
            decoder.decode(part)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _not_text(where: Where, found: str) -> Problems:
    return refuse(Code.FILE_ENCODING, where, found=found)
