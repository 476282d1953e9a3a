"""People in a workbook: the rules of text, and what only a sheet has: errors, formulas, merges, hiding."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from returnhub.caseload.make import Made
from returnhub.caseload.read import Read, read
from returnhub.caseload.write import write
from returnhub.problems import Code, Problems
from returnhub.scheme.facts import Fact
from returnhub.sheets import reader
from returnhub.sheets.marks import column, letters

Facts = dict[str, Fact]


class Sheet:
    """A workbook with one sheet, saved when it is read."""

    def __init__(self, path: Path, *rows: list[object]) -> None:
        self.path, self.book = path, openpyxl.Workbook()
        only = self.book.active
        assert isinstance(only, Worksheet)
        self.sheet = only
        for row in rows:
            self.sheet.append(row)

    def read(self, facts: Facts, name: str = "", maps: dict[str, str] | None = None) -> Read:
        self.book.save(self.path)
        return read(f"{self.path}#{name}" if name else self.path, facts, maps)


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    return tmp_path / "people.xlsx"


def refusals(found: Read) -> list[tuple[int | None, str, Code]]:
    return [(p.where.line, p.where.column, p.code) for p in found.rejections()]


def warned(found: Read) -> list[tuple[Code, str]]:
    return [(p.code, p.where.column) for p in found.problems]


def refused_whole(path: Path | str, facts: Facts) -> list[tuple[Code, object]]:
    with pytest.raises(Problems) as caught:
        read(path, facts)
    return [(p.code, p.given.get("kind")) for p in caught.value.items]


def test_cells_are_read_for_what_they_say_whatever_their_type(xlsx: Path, facts: Facts) -> None:
    found = Sheet(
        xlsx,
        ["CASE", "Refused-On", "birth_on", "court_stay", "pregnancy_week", "origin", "household"],
        [17, dt.date(2025, 2, 1), "1/2/1990", True, 12, "irn", 4.0],
        ["18", dt.datetime(2025, 2, 1), "1990-02-01", "FALSE", "12", "ALB", "4"],
        ["19", None, "", None, None, "unknown", None],
    ).read(facts)
    columns = ("case", "refused_on", "birth_on", "court_stay", "pregnancy_week", "origin", "household")
    day, birth = dt.date(2025, 2, 1), dt.date(1990, 2, 1)
    assert found.frame.select(columns).rows() == [
        ("17", day, birth, True, 12, "IRN", 4),
        ("18", day, birth, False, 12, "ALB", 4),
        ("19", None, None, None, None, None, None),
    ]
    assert found.problems == ()


def test_made_people_come_out_of_a_workbook_as_they_do_out_of_text(
    tmp_path: Path, facts: Facts, made: Made
) -> None:
    frame = made.known.head(2000)
    for ending in (".xlsx", ".csv"):
        write(frame, tmp_path / f"people{ending}")
    sheet, text = read(tmp_path / "people.xlsx", facts), read(tmp_path / "people.csv", facts)
    assert sheet.frame.equals(text.frame)
    assert sheet.frame.equals(frame)


def test_a_wrong_value_refuses_its_row_and_says_where(xlsx: Path, facts: Facts) -> None:
    found = Sheet(
        xlsx,
        ["case", "refused_on", "court_stay", "pregnancy_week"],
        ["A", "31/02/2025", True, 12.5],
        ["B", dt.datetime(2025, 2, 1, 9, 30), "maybe", 99],
        ["C", dt.date(2025, 2, 1), False, 3],
        [None, dt.date(2025, 2, 1), False, 3],
        ["D", dt.time(9, 30), dt.timedelta(days=2), dt.date(2025, 1, 1)],
    ).read(facts)
    assert found.frame["case"].to_list() == ["C"]
    assert [(line, name) for line, name, _ in refusals(found)] == [
        (2, "refused_on"), (2, "pregnancy_week"),
        (3, "refused_on"), (3, "court_stay"), (3, "pregnancy_week"),
        (5, "case"),
        (6, "refused_on"), (6, "court_stay"), (6, "pregnancy_week"),
    ]  # fmt: skip


def test_a_date_that_shows_as_a_number_is_refused_with_what_it_is(xlsx: Path, facts: Facts) -> None:
    found = Sheet(xlsx, ["case", "refused_on"], ["A", 45000]).read(facts)
    (problem,) = found.rejections()
    assert (problem.code, problem.given["kind"]) == (Code.CASELOAD_VALUE_WRONG, "day number")


def test_dates_counted_from_1904_are_the_days_that_they_show(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(xlsx)
    sheet.book.epoch = CALENDAR_MAC_1904
    sheet.sheet.append(["case", "refused_on"])
    sheet.sheet.append(["A", dt.date(2025, 2, 1)])
    assert sheet.read(facts).frame["refused_on"].to_list() == [dt.date(2025, 2, 1)]


def test_an_error_in_a_cell_is_not_an_unknown(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(
        xlsx,
        ["case", "court_stay", "note"],
        ["A", "#REF!", "#N/A"],
        ["B", True, "#N/A"],
        ["#NAME?", True, ""],
    )
    found = sheet.read(facts)
    assert refusals(found) == [
        (2, "court_stay", Code.SHEET_CELL_ERROR),
        (4, "case", Code.SHEET_CELL_ERROR),
    ]
    assert [p.given["found"] for p in found.rejections()] == ["#REF!", "#NAME?"]
    assert found.frame["case"].to_list() == ["B"]


def test_without_the_look_at_its_xml_a_sheet_would_turn_an_error_into_an_unknown(
    xlsx: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(xlsx, ["case", "court_stay"], ["A", "#REF!"])
    monkeypatch.setattr(reader, "marks", lambda xml: reader.Marks({}, frozenset(), 0, ()))
    assert sheet.read(facts).frame["court_stay"].to_list() == [None]


def test_a_formula_gives_its_stored_value_and_is_refused_without_one(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(xlsx, ["case", "pregnancy_week", "sex"], ["A", "=5+7", '="male"'], ["B", 3, '=""'])
    found = sheet.read(facts)
    assert [(line, name) for line, name, _ in refusals(found)] == [
        (2, "pregnancy_week"), (2, "sex"), (3, "sex"),
    ]  # fmt: skip
    assert {code for _, _, code in refusals(found)} == {Code.SHEET_CELL_UNCALCULATED}
    stored = _with_part(
        xlsx,
        "xl/worksheets/sheet1.xml",
        lambda xml: (
            xml.replace(b"<f>5+7</f><v></v>", b"<f>5+7</f><v>12</v>")
            .replace(b'<c r="C2"><f>"male"</f><v></v>', b'<c r="C2" t="str"><f>"male"</f><v>male</v>')
            .replace(b'<c r="C3"><f>""</f><v></v>', b'<c r="C3" t="str"><f>""</f><v></v>')
        ),
    )
    found = read(stored, facts)
    assert found.frame.select("case", "pregnancy_week", "sex").rows() == [("A", 12, "male"), ("B", 3, None)]


def test_a_cell_under_a_merged_one_is_not_an_unknown(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(
        xlsx, ["case", "household", "sex"], ["A", 7, "male"], ["B", None, "female"], ["C", 8, "male"]
    )
    sheet.sheet.merge_cells("B2:B3")
    found = sheet.read(facts)
    assert refusals(found) == [(3, "household", Code.SHEET_CELL_MERGED)]
    assert found.frame["case"].to_list() == ["A", "C"]


def test_hidden_rows_and_columns_are_read_and_said(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(xlsx, ["case", "sex", "note"], ["A", "male", 1], ["B", "female", 2])
    sheet.sheet.row_dimensions[3].hidden = True
    sheet.sheet.column_dimensions["B"].hidden = True
    found = sheet.read(facts)
    assert found.frame["sex"].to_list() == ["male", "female"]
    assert (Code.SHEET_HIDDEN_READ, "") in warned(found)
    (said,) = [p.given["found"] for p in found.problems if p.code is Code.SHEET_HIDDEN_READ]
    assert said == "hidden rows (1) and hidden columns (sex)"


def test_headings_may_stand_under_a_title_and_one_without_a_name_is_said(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(
        xlsx, ["Referrals, November 2026"], [], [None, "Case", "sex", None], [None, "A", "male", "x"]
    )
    sheet.sheet.merge_cells("A1:D1")
    found = sheet.read(facts)
    assert found.frame.select("case", "sex").rows() == [("A", "male")]
    assert found.head == 3
    assert warned(found) == [(Code.SHEET_ROWS_ABOVE, ""), (Code.SHEET_HEADING_BLANK, "D")]


def test_the_first_sheet_that_can_be_seen_is_read_and_the_others_are_named(xlsx: Path, facts: Facts) -> None:
    sheet = Sheet(xlsx, ["case"], ["hidden"])
    sheet.sheet.sheet_state = "hidden"
    for name, case in (("May & June", "A"), ("#2", "B")):
        other = sheet.book.create_sheet(name)
        other.append(["case"])
        other.append([case])
    sheet.book.active = 1
    found = sheet.read(facts)
    assert (found.sheet, found.frame["case"].to_list()) == ("May & June", ["A"])
    (said,) = found.problems
    assert said.given["others"] == '"Sheet", "#2"'
    assert sheet.read(facts, "#2").frame["case"].to_list() == ["B"]
    assert sheet.read(facts, "may & june").frame["case"].to_list() == ["A"]
    assert sheet.read(facts, "Sheet").frame["case"].to_list() == ["hidden"]
    assert refused_whole(f"{xlsx}#Mai", facts)[0][0] is Code.SHEET_MISSING


def test_a_reference_of_more_digits_than_a_sheet_keeps_is_refused(xlsx: Path, facts: Facts) -> None:
    found = Sheet(xlsx, ["case"], [12345678901234567890], [123456789012345]).read(facts)
    assert refusals(found) == [(2, "case", Code.SHEET_DIGITS_LOST)]
    assert found.frame["case"].to_list() == ["123456789012345"]


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [
        (b"", Code.FILE_EMPTY, "people"),
        (b"case,sex\nA,male\n", Code.FILE_UNREADABLE, "workbook"),
        (b"PK\x03\x04 and no more", Code.FILE_UNREADABLE, "workbook"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), Code.FILE_FORMAT, None),
        (
            b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            Code.FILE_UNREADABLE,
            "password",
        ),
    ],
)
def test_what_is_no_workbook_is_refused_as_what_it_is(
    xlsx: Path, facts: Facts, content: bytes, code: Code, kind: str | None
) -> None:
    xlsx.write_bytes(content)
    assert refused_whole(xlsx, facts) == [(code, kind)]


def test_a_zip_of_something_else_is_no_workbook(xlsx: Path, facts: Facts) -> None:
    with zipfile.ZipFile(xlsx, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refused_whole(xlsx, facts) == [(Code.FILE_FORMAT, None)]


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    xlsx: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = Sheet(xlsx, ["case"], ["A"])
    monkeypatch.setattr(reader, "MOST_XML", 1000)
    with pytest.raises(Problems) as caught:
        sheet.read(facts)
    assert caught.value.items[0].code is Code.FILE_TOO_BIG


def test_a_stray_cell_at_the_end_of_the_sheet_is_refused_before_memory_runs_out(
    xlsx: Path, facts: Facts
) -> None:
    sheet = Sheet(xlsx, ["case"], ["A"])
    sheet.sheet["XFD1048576"] = "x"
    with pytest.raises(Problems) as caught:
        sheet.read(facts)
    assert caught.value.items[0].given["kind"] == "stray cell"
    sheet.sheet["XFD1048576"] = None
    assert sheet.read(facts).frame.height == 1


def test_a_sheet_of_headings_alone_has_no_people(xlsx: Path, facts: Facts) -> None:
    Sheet(xlsx, ["case", "sex"]).book.save(xlsx)
    with pytest.raises(Problems) as caught:
        Sheet(xlsx, ["case", "sex"]).read(facts)
    assert caught.value.items[0].code is Code.CASELOAD_NO_ROWS


def test_no_text_that_is_written_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    texts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        '=HYPERLINK("http://x","y")',
        "http://x",
        "\t=1",
        "_x0041_",
        "007",
    ]
    write(pl.DataFrame({"case": texts}), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert isinstance(sheet, Worksheet)
    cells = [sheet.cell(i, 1) for i in range(2, 2 + len(texts))]
    assert {c.data_type for c in cells} == {"s"}
    assert {c.hyperlink for c in cells} == {None}
    assert [t for row in reader.sheet(tmp_path / "x.xlsx", None).rows() for t in row][1:] == texts


def test_dates_are_written_as_dates_and_the_same_frame_gives_the_same_bytes(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"on": [dt.date(2025, 2, 1), dt.date(1900, 1, 5), None], "x": [1.5, float("nan"), None]}
    )
    for name in ("a.xlsx", "b.xlsx"):
        write(frame, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert isinstance(sheet, Worksheet)
    assert sheet["A2"].value == dt.datetime(2025, 2, 1)
    assert sheet["A2"].number_format == "yyyy-mm-dd"
    assert sheet["A3"].value == "1900-01-05"
    assert sheet.freeze_panes == "B2"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx"]


def test_a_frame_that_no_sheet_holds_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    for frame in (
        pl.DataFrame({"case": ["x" * 40_000]}),
        pl.DataFrame({"case": [["a"]]}),
        pl.DataFrame({"case": pl.zeros(1_048_576, eager=True)}),
    ):
        with pytest.raises(Problems):
            write(frame, tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


@given(st.integers(0, 16_383))
def test_letters_of_a_column_go_there_and_back(number: int) -> None:
    assert column(letters(number)) == number


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20), min_size=1, max_size=8)
)
def test_any_text_comes_back_as_it_was(tmp_path: Path, texts: list[str]) -> None:
    path = tmp_path / "x.xlsx"
    write(pl.DataFrame({"case": [f"x{t}x" for t in texts]}), path)
    rows = list(reader.sheet(path, None).rows())
    assert [row[0] for row in rows[1:]] == [f"x{t}x" for t in texts]


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10**9), byte=st.integers(0, 255))
def test_a_damaged_workbook_is_said_to_be_so_or_read(
    tmp_path: Path, facts: Facts, at: int, byte: int
) -> None:
    path = tmp_path / "x.xlsx"
    write(pl.DataFrame({"case": ["A", "B"], "sex": ["male", "female"]}), path)
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] = byte
    path.write_bytes(raw)
    with contextlib.suppress(Problems):
        read(path, facts)


def _with_part(path: Path, part: str, change: object) -> Path:
    """The same workbook with one part changed."""
    out = path.with_name("changed.xlsx")
    assert callable(change)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return out
