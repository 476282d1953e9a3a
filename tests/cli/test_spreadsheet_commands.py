"""Workbooks from the command line, as somebody new would try them."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from returnhub.cli.main import main
from returnhub.sheets.reader import place_of


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def workbook(*rows: list[object], sheet: str = "People", name: str = "p.xlsx") -> None:
    book = openpyxl.Workbook()
    notes = book.active
    assert isinstance(notes, Worksheet)
    notes.title = "Notes"
    notes.append(["about this file"])
    people = book.create_sheet(sheet)
    for row in rows:
        people.append(row)
    book.save(name)


def test_people_go_out_to_a_workbook_and_are_screened_from_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["caseload", "make", "-n", "60", "--scheme", "kosovo-2025", "-o", "p.xlsx"]) == 0
    assert main(["caseload", "make", "-n", "60", "--scheme", "kosovo-2025", "-o", "p.csv"]) == 0
    assert main(["caseload", "check", "p.xlsx"]) == 0
    assert 'sheet "Data"' in capsys.readouterr().out
    day = ["--scheme", "kosovo-2025", "--on", "2026-11-22"]
    assert main(["screen", "p.xlsx", *day, "-o", "v.xlsx"]) == 0
    assert main(["screen", "p.csv", *day, "-o", "v.csv"]) == 0
    found = openpyxl.load_workbook("v.xlsx").worksheets[0]
    head, *rows = found.iter_rows(values_only=True)
    wanted = pl.read_csv("v.csv")
    assert list(head) == wanted.columns
    assert [r[0] for r in rows] == wanted["case"].to_list()
    at = wanted.columns.index("verdict")
    assert [r[at] for r in rows] == wanted["verdict"].to_list()


def test_a_named_sheet_is_read_and_a_refused_row_is_listed_with_its_cell(
    capsys: pytest.CaptureFixture[str],
) -> None:
    workbook(["Case", "sex"], ["A", "male"], ["B", "#REF!"])
    assert main(["caseload", "check", "p.xlsx"]) == 1
    assert 'there is no column "case"' in capsys.readouterr().err
    assert main(["caseload", "check", "p.xlsx#People"]) == 1
    said = capsys.readouterr()
    assert "1 row kept, 1 refused" in said.out
    assert "p.xlsx:3" in said.err
    assert "shows the error #REF!" in said.err
    listed = pl.read_csv("p.xlsx.rejected.csv")
    assert listed.select("line", "column", "code").rows() == [(3, "sex", "sheet.cell_error")]


def test_the_machine_readable_answer_names_the_file_and_the_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    workbook(["case"], ["A"])
    assert main(["caseload", "check", "p.xlsx#people", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["result"]["sheet"] == "People"
    assert list(answer["inputs"]) == ["p.xlsx"]


def test_a_person_is_explained_with_their_row_in_the_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    workbook(["People of November"], [], ["case", "sex"], ["A", "male"], ["B", "man"], ["C", "female"])
    line = ["screen", "p.xlsx#People", "--scheme", "kosovo-2025", "--on", "2026-11-22", "--case", "C"]
    assert main(line) == 0
    said = capsys.readouterr()
    assert "the headings stand in row 3" in said.err
    assert "p.xlsx row 3" in said.out


@pytest.mark.parametrize(
    ("line", "code", "says"),
    [
        ("caseload check p.xlsx#Nope", 2, 'there is no sheet "Nope" in the workbook'),
        ("caseload check q.xlsx#People", 2, 'there is no file or folder "q.xlsx"'),
        ("caseload check locked.xlsx", 1, "locked with a password"),
        ("caseload check text.xlsx", 1, "cannot be read as a workbook"),
        ("caseload check book.csv", 1, "a workbook or zip archive"),
        ("caseload check p.xls", 1, "a file that ends in .csv, .parquet or .xlsx"),
        ("screen p.xlsx#People --scheme none --on 2026-01-01 -o p.xlsx", 2, "would replace the people"),
        ("caseload make -n 5 -o no/p.xlsx", 2, 'there is no folder "no"'),
    ],
)
def test_what_cannot_be_read_or_written_is_said_in_words(
    line: str, code: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook(["case"], ["A"])
    Path("locked.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"))
    Path("text.xlsx").write_text("case\nA\n")
    Path("book.csv").write_bytes(Path("p.xlsx").read_bytes())
    Path("p.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    before = sorted(p.name for p in Path().iterdir())
    assert main(line.split()) == code
    assert says in " ".join(capsys.readouterr().err.split())
    assert sorted(p.name for p in Path().iterdir()) == before


def test_a_file_whose_own_name_has_the_sign_is_still_found() -> None:
    workbook(["case"], ["A"], name="x.xlsx#1.xlsx")
    assert place_of("x.xlsx#1.xlsx") == (Path("x.xlsx#1.xlsx"), None)
    assert place_of("y.xlsx#1.xlsx") == (Path("y.xlsx"), "1.xlsx")
    assert place_of("y.csv#1") == (Path("y.csv#1"), None)
