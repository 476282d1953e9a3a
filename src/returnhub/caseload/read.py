"""Read people from CSV, Parquet or a workbook: columns by name, good rows kept, reasons for the others.

A fact that the file leaves empty, or whose column it lacks, is unknown. A value that cannot be read
refuses its row: taking it for unknown would hide what somebody wrote.
"""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from returnhub.caseload import parquetfile, sheetfile, textfile
from returnhub.caseload.columns import CASE, plain, schema
from returnhub.caseload.intake import Intake
from returnhub.caseload.lines import Cutter
from returnhub.caseload.rejected import Refused, as_problems
from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.scheme.facts import Fact
from returnhub.sheets import reader


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave.

    `frame` holds the good rows (see `columns`). `rejected` has one row for each reason: line (of
    the file, row of the sheet; for Parquet the row, 1 for the first), column, code, found, expected,
    example, case, text of the line. `problems` are warnings about the file as a whole.
    `mapping` is column of the file -> column here.
    """

    path: Path
    frame: pl.DataFrame
    rejected: pl.DataFrame
    problems: tuple[Problem, ...]
    mapping: Mapping[str, str]
    encoding: str
    delimiter: str
    head: int
    """Rows of the file above the first that may be a person."""
    sheet: str = ""
    """The sheet of a workbook that was read."""

    @property
    def rejected_rows(self) -> int:
        """How many rows of the file were refused; a row may have several reasons."""
        return self.rejected["line"].n_unique()

    def rejections(self, most: int | None = None) -> Iterator[Problem]:
        """Each reason as a `Problem`, in the order of the file."""
        return as_problems(self.rejected if most is None else self.rejected.head(most), str(self.path))


def read(path: Path | str, facts: Mapping[str, Fact], mapping: Mapping[str, str] | None = None) -> Read:
    """The people in a `.csv` (also .txt, .tsv), `.parquet` or `.xlsx` file.

    A workbook gives its first sheet that is not hidden, or the one named after a `#`: `people.xlsx#May`.
    `mapping` names columns of the file that are called otherwise: {"Date of birth": "birth_on"}.
    Raises `Problems` if the file as a whole cannot be used.
    """
    path, sheet = reader.place_of(path)
    _is_a_file(path)
    try:
        if path.suffix.casefold() == ".parquet":
            return _read_parquet(path, facts, mapping or {})
        if path.suffix.casefold() == ".xlsx":
            return _read_sheet(path, sheet, facts, mapping or {})
        if path.suffix.casefold() in (".csv", ".txt", ".tsv"):
            return _read_text(path, facts, mapping or {})
    except OSError as fault:
        raise refuse(
            Code.FILE_UNREADABLE, Where(file=str(path)), reason=fault.strerror or "input or output error"
        ) from None
    raise refuse(
        Code.FILE_FORMAT,
        Where(file=str(path)),
        found=f'"{path.name}"',
        expected="a file that ends in .csv, .parquet or .xlsx",
    )


def _is_a_file(path: Path) -> None:
    where = Where(file=str(path))
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise refuse(Code.FILE_MISSING, where, near=_near(path)) from None
    except (OSError, ValueError) as fault:
        raise refuse(
            Code.FILE_UNREADABLE, where, reason=getattr(fault, "strerror", None) or "no such path"
        ) from None
    if not stat.S_ISREG(mode):
        kind = "it is a folder" if stat.S_ISDIR(mode) else "it is not a file"
        raise refuse(Code.FILE_UNREADABLE, where, reason=kind)
    if not os.access(path, os.R_OK):
        raise refuse(Code.FILE_UNREADABLE, where, reason="this user may not read it")


def _near(path: Path) -> list[str]:
    try:
        names = [
            p.name for p in path.parent.iterdir() if p.suffix.casefold() in (".csv", ".parquet", ".xlsx")
        ]
    except OSError:
        return []
    return difflib.get_close_matches(path.name, names, n=2)


def _match(
    path: Path, names: tuple[str, ...], facts: Mapping[str, Fact], mapping: Mapping[str, str]
) -> tuple[dict[int, str], tuple[Problem, ...]]:
    """Which column of the file is which column here, by position; what matches nothing is a warning."""
    known = {plain(n): n for n in schema(facts)}
    problems: list[Problem] = []
    asked: dict[int, str] = {}
    file = str(path)
    for theirs, ours in mapping.items():
        at = [i for i, n in enumerate(names) if n == theirs] or [
            i for i, n in enumerate(names) if plain(n) == plain(theirs)
        ]
        target = known.get(plain(ours))
        if not at:
            given = {"found": theirs, "kind": "column of the file", "expected": _listed(names)}
            problems.append(Problem(Code.CASELOAD_MAP_WRONG, Where(file=file, column=theirs), given))
        elif target is None:
            near = difflib.get_close_matches(ours, list(schema(facts)), n=2)
            given = {
                "found": ours,
                "kind": "fact",
                "expected": "the facts in law/facts.yaml, case and household",
                "near": near,
            }
            problems.append(Problem(Code.CASELOAD_MAP_WRONG, Where(file=file, column=theirs), given))
        else:
            asked[at[0]] = target
    found = dict(asked)
    warnings: list[Problem] = []
    for i, name in enumerate(names):
        ours = known.get(plain(name))
        if i in asked or (ours is not None and ours in asked.values()):
            continue
        if ours is None:
            near = difflib.get_close_matches(plain(name), list(known), n=1, cutoff=0.8)
            given: dict[str, object] = {"near": [known[n] for n in near]}
            warnings.append(Problem(Code.CASELOAD_COLUMN_UNKNOWN, Where(file=file, column=name), given))
        elif ours in found.values():
            first = names[next(k for k, v in found.items() if v == ours)]
            problems.append(
                Problem(
                    Code.CASELOAD_COLUMN_TWICE, Where(file=file, column=name), {"first": first, "name": ours}
                )
            )
        else:
            found[i] = ours
    if CASE not in found.values():
        given = {"found": _listed(names)}
        problems.append(Problem(Code.CASELOAD_COLUMN_MISSING, Where(file=file, column=CASE), given))
    if problems:
        raise Problems(problems)
    return dict(sorted(found.items())), tuple(warnings)


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(f'"{n[:40]}"' for n in names[:12])
    return shown + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _read_text(path: Path, facts: Mapping[str, Fact], mapping: Mapping[str, str]) -> Read:
    encoding = textfile.encoding_of(path)
    known = {plain(n) for n in schema(facts)} | {plain(n) for n in mapping}
    head = textfile.head(path, encoding, lambda name: plain(name) in known)
    found, warnings = _match(path, head.names, facts, mapping)
    cutter = Cutter(head.delimiter, len(head.names), list(found), head.line + 1)
    columns = Intake(
        facts, {str(i): ours for i, ours in found.items()}, {ours: head.names[i] for i, ours in found.items()}
    )
    refused = Refused()
    skip, texts = head.line, textfile.parts(path, encoding)
    part = next(texts, None)
    while part is not None:
        coming = next(texts, None)
        columns.take(cutter.cut(part[skip:], refused, last=coming is None))
        skip, part = 0, coming
    frame, rejected = columns.finish(refused.frame())
    shown = {head.names[i]: ours for i, ours in found.items()}
    return _whole(Read(path, frame, rejected, warnings, shown, encoding, head.delimiter, head.line))


def _read_sheet(path: Path, name: str | None, facts: Mapping[str, Fact], mapping: Mapping[str, str]) -> Read:
    sheet = reader.sheet(path, name)
    is_case = {plain(theirs) for theirs, ours in mapping.items() if plain(ours) == CASE} | {plain(CASE)}
    head = sheetfile.head(sheet, str(path), lambda text: plain(text) in is_case)
    found, unknown = _match(path, head.names, facts, mapping)
    columns = Intake(
        facts, {str(i): ours for i, ours in found.items()}, {ours: head.names[i] for i, ours in found.items()}
    )
    for part, spoilt in sheetfile.parts(sheet, head, found):
        columns.take(part, spoilt)
    frame, rejected = columns.finish(Refused().frame())
    warnings = (*sheetfile.warnings(sheet, head, found, str(path)), *(p for p in unknown if p.where.column))
    shown = {head.names[i]: ours for i, ours in found.items()}
    return _whole(Read(path, frame, rejected, warnings, shown, "", "", head.line, sheet.name))


def _read_parquet(path: Path, facts: Mapping[str, Fact], mapping: Mapping[str, str]) -> Read:
    names = parquetfile.names(path)
    found, warnings = _match(path, names, facts, mapping)
    shown = {names[i]: ours for i, ours in found.items()}
    columns = Intake(facts, {names[i]: ours for i, ours in found.items()}, {v: k for k, v in shown.items()})
    for part in parquetfile.parts(path, list(shown)):
        columns.take(part)
    frame, rejected = columns.finish(Refused().frame())
    return _whole(Read(path, frame, rejected, warnings, shown, "", "", 0))


def _whole(result: Read) -> Read:
    if not len(result.frame) and not len(result.rejected):
        raise refuse(Code.CASELOAD_NO_ROWS, Where(file=str(result.path)))
    return result
