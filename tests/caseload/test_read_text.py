"""CSV in whatever form people make it: columns by name, good rows kept, each refused row with its reason."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from returnhub.caseload import textfile
from returnhub.caseload.columns import schema
from returnhub.caseload.make import Made
from returnhub.caseload.read import Read, read
from returnhub.problems import Code, Problems
from returnhub.scheme.facts import Fact

Facts = dict[str, Fact]
BOM = "\ufeff"


def given_file(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusals(found: Read) -> list[tuple[int | None, str, Code]]:
    return [(p.where.line, p.where.column, p.code) for p in found.rejections()]


def refused_whole(path: Path, facts: Facts, mapping: dict[str, str] | None = None) -> list[Code]:
    with pytest.raises(Problems) as caught:
        read(path, facts, mapping)
    return [p.code for p in caught.value.items]


def test_columns_are_found_whatever_their_case_joints_and_accents(csv: Path, facts: Facts) -> None:
    given_file(csv, "CASE, Refused-On ,age disputed,Séx,HouseHold\nA,1/2/2025,yes,Female,7\n")
    found = read(csv, facts)
    assert found.frame.select("case", "refused_on", "age_disputed", "sex", "household").row(0) == (
        "A", dt.date(2025, 2, 1), True, "female", 7,
    )  # fmt: skip
    assert found.problems == ()


def test_the_frame_has_every_fact_and_what_the_file_lacks_is_unknown(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,sex\nA,male\n"), facts)
    assert dict(found.frame.schema) == schema(facts)
    assert found.frame.drop("case", "sex").null_count().sum_horizontal()[0] == found.frame.width - 2


@pytest.mark.parametrize("text", ["", "NA", "n/a", "unknown", "-", " ", "?", "NULL"])
def test_what_is_left_open_is_unknown_and_never_no(csv: Path, facts: Facts, text: str) -> None:
    found = read(
        given_file(csv, f"case,court_stay,at_risk_level,refused_on,origin\nA,{text},{text},{text},{text}\n"),
        facts,
    )
    assert found.frame.select("court_stay", "at_risk_level", "refused_on", "origin").row(0) == (None,) * 4


def test_none_is_a_code_where_it_is_one_and_no_date(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,custody,refused_on\nA,none,\nB,none,none\n"), facts)
    assert found.frame["custody"].to_list() == ["none"]
    assert refusals(found) == [(3, "refused_on", Code.CASELOAD_VALUE_WRONG)]


def test_a_row_is_refused_once_with_each_of_its_reasons_and_the_others_are_kept(
    csv: Path, facts: Facts
) -> None:
    given_file(
        csv,
        "case,sex,Born,pregnancy_week\nA,male,1/1/1990,0\nB,man,12/25/1990,50\n\nC,female,1990-01-01,46\nD,,,\n",
    )
    found = read(csv, facts, {"Born": "birth_on"})
    assert found.frame["case"].to_list() == ["A", "D"]
    assert refusals(found) == [
        (3, "sex", Code.CASELOAD_VALUE_WRONG),
        (3, "Born", Code.CASELOAD_VALUE_WRONG),
        (3, "pregnancy_week", Code.CASELOAD_VALUE_WRONG),
        (5, "pregnancy_week", Code.CASELOAD_VALUE_WRONG),
    ]
    assert found.rejected_rows == 2


def test_rows_that_are_too_short_or_too_long_are_refused_with_their_line(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,sex\nA,male\nB\nC,male,x\nD,female\n"), facts)
    assert found.frame["case"].to_list() == ["A", "D"]
    assert refusals(found) == [(3, "", Code.CASELOAD_ROW_LENGTH), (4, "", Code.CASELOAD_ROW_LENGTH)]


def test_a_case_on_two_rows_is_taken_from_neither(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,sex\nA,male\nB,male\nA,female\n"), facts)
    assert found.frame["case"].to_list() == ["B"]
    assert [(p.where.line, p.given["first"]) for p in found.rejections()] == [(2, 2), (4, 2)]


def test_a_row_without_a_case_and_a_mistyped_reference_are_refused(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,sex\n,male\nRH-48K2-7R,male\nrh-48k2-7q,male\n"), facts)
    assert found.frame["case"].to_list() == ["RH-48K2-7Q"]
    assert [line for line, _, _ in refusals(found)] == [2, 3]


def test_a_quoted_field_may_hold_delimiters_lines_and_quotes(csv: Path, facts: Facts) -> None:
    given_file(csv, 'case,note,sex\n"A,1","two\nlines",male\nB,"say ""no""",female\nC,5" of rain,male\n')
    found = read(csv, facts)
    assert found.frame.select("case", "sex").rows() == [("A,1", "male"), ("B", "female"), ("C", "male")]
    assert refusals(found) == []


def test_a_line_number_counts_lines_of_the_file_not_rows(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, 'case,note,sex\nA,"one\ntwo\nthree",male\nB,x,man\n'), facts)
    assert refusals(found) == [(5, "sex", Code.CASELOAD_VALUE_WRONG)]


def test_a_quote_that_never_closes_spoils_its_own_line_alone(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, 'case,sex\nA,"male\nB,male\nC,female\nD,"male\n'), facts)
    assert found.frame["case"].to_list() == ["B", "C"]
    assert refusals(found) == [(2, "", Code.CASELOAD_QUOTE_OPEN), (5, "", Code.CASELOAD_QUOTE_OPEN)]


def test_an_open_quote_at_the_end_of_a_part_waits_for_the_next(
    csv: Path, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(f'A{i},"first\nsecond, {i}",male\n' for i in range(200))
    given_file(csv, "case,note,sex\n" + rows)
    monkeypatch.setattr(textfile, "_PART", 64)
    found = read(csv, facts)
    assert found.frame["case"].to_list() == [f"A{i}" for i in range(200)]
    assert refusals(found) == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_delimiter_in_every_encoding_reads_the_same(
    csv: Path, facts: Facts, made: Made, delimiter: str, encoding: str
) -> None:
    people = made.known.head(300)
    text = people.with_columns(case=people["case"] + " é").write_csv(separator=delimiter)
    found = read(given_file(csv, text.encode(encoding)), facts)
    assert found.frame.with_columns(case=people["case"]).equals(people)
    assert (found.delimiter, refusals(found)) == (delimiter, [])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_reads_the_same(csv: Path, facts: Facts, ending: str) -> None:
    found = read(given_file(csv, ending.join(["case,sex", "A,male", "B,man", "C,female"])), facts)
    assert found.frame["case"].to_list() == ["A", "C"]
    assert [line for line, _, _ in refusals(found)] == [3]


def test_the_first_line_of_excel_settles_the_delimiter(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "sep=;\ncase;a,b,c,d;sex\nA;x;man\n"), facts)
    assert found.delimiter == ";"
    assert refusals(found) == [(3, "sex", Code.CASELOAD_VALUE_WRONG)]


def test_rows_of_empty_cells_are_no_rows(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,sex,origin\nA,male,IRN\n,,\n  \n , ,\n"), facts)
    assert (len(found.frame), refusals(found)) == (1, [])


def test_columns_that_are_no_fact_are_named_with_what_may_be_meant(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,refusd_on,shoe size\nA,,\n"), facts)
    assert [(p.code, p.where.column, p.given["near"]) for p in found.problems] == [
        (Code.CASELOAD_COLUMN_UNKNOWN, "refusd_on", ["refused_on"]),
        (Code.CASELOAD_COLUMN_UNKNOWN, "shoe size", []),
    ]


def test_a_file_without_a_case_column_is_refused_and_told_what_it_has(csv: Path, facts: Facts) -> None:
    given_file(csv, "reference,sex\nA,male\n")
    assert refused_whole(csv, facts) == [Code.CASELOAD_COLUMN_MISSING]
    assert read(csv, facts, {"Reference": "case"}).frame["case"].to_list() == ["A"]


def test_two_columns_for_one_fact_and_a_mapping_to_nowhere_are_told_together(csv: Path, facts: Facts) -> None:
    given_file(csv, "case,sex,Sex,x,y\nA,male,male,1,2\n")
    codes = refused_whole(csv, facts, {"x": "sx", "nowhere": "sex"})
    assert codes == [Code.CASELOAD_MAP_WRONG, Code.CASELOAD_MAP_WRONG, Code.CASELOAD_COLUMN_TWICE]


def test_a_mapping_goes_before_a_column_of_the_same_name(csv: Path, facts: Facts) -> None:
    found = read(given_file(csv, "case,sex,recorded\nA,male,female\n"), facts, {"recorded": "sex"})
    assert found.frame["sex"].to_list() == ["female"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.FILE_EMPTY),
        (b"\n \n\n", Code.FILE_EMPTY),
        (b"case,sex\n", Code.CASELOAD_NO_ROWS),
        (b"case,sex\n\n,\n", Code.CASELOAD_NO_ROWS),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Code.FILE_ENCODING),
        (b"\x89PNG\r\n\x1a\n" + b"ab\x00cdefgh" * 40, Code.FILE_FORMAT),
        (b"PK\x03\x04" + bytes(100), Code.FILE_FORMAT),
        (b"PAR1" + bytes(100), Code.FILE_FORMAT),
        (b"\x1f\x8b\x08" + bytes(100), Code.FILE_FORMAT),
        ("case,sex\nA,male".encode("utf-16-le"), Code.FILE_ENCODING),
        ("case,sex\nA,male".encode("utf-32"), Code.FILE_ENCODING),
        (b"\xff\xfec\x00a\x00s\x00e", Code.FILE_ENCODING),
        (BOM.encode() + b"case,sex\nA,m\xe9le\n", Code.FILE_ENCODING),
        (b"case,sex\n\x81\x8d,m\xe9le\n", Code.FILE_ENCODING),
    ],
)
def test_what_is_no_table_of_text_is_refused_as_a_whole(
    csv: Path, facts: Facts, content: bytes, code: Code
) -> None:
    assert refused_whole(given_file(csv, content), facts) == [code]


def test_a_row_with_a_null_byte_is_refused_and_the_others_kept(csv: Path, facts: Facts) -> None:
    rows = "".join(f"A{i},male\n" for i in range(50))
    found = read(given_file(csv, f"case,sex\n{rows}B\x00,male\nC,female\n"), facts)
    assert len(found.frame) == 51
    assert refusals(found) == [(52, "", Code.CASELOAD_TEXT_WRONG)]


@pytest.mark.parametrize("name", ["missing.csv", "people.xlsx", "people", "."])
def test_a_path_that_is_no_file_of_ours_is_refused(tmp_path: Path, facts: Facts, name: str) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"x")
    (tmp_path / "people").write_bytes(b"case\nA\n")
    (code,) = refused_whole(tmp_path / name, facts)
    assert code in (Code.FILE_MISSING, Code.FILE_FORMAT, Code.FILE_UNREADABLE)


PIECES = st.sampled_from(
    [b"case", b"sex", b"birth_on", b"male", b"1/1/2000", b",", b",", b";", b"\t", b'"', b'"', b'""', b"\n",
     b"\n", b"\r", b"\x00", b"\xe9", b"\xff\xfe", b"sep=;", b"RH-48K2-7Q", b" ", b"A", b"unknown"]
)  # fmt: skip


def survives(path: Path, content: bytes, facts: Facts) -> None:
    path.write_bytes(content)
    try:
        found = read(path, facts)
    except Problems:
        return
    assert len(found.frame) + len(found.rejected) > 0
    assert found.frame["case"].null_count() == 0
    assert found.frame["case"].is_unique().all()
    list(found.rejections())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map(b"".join))
def test_any_bytes_give_rows_or_problems_and_never_a_traceback(
    csv: Path, facts: Facts, content: bytes
) -> None:
    survives(csv, b"case,sex,birth_on\n" + content, facts)
    survives(csv, content, facts)


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=6_000)
@given(
    st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=200).map(b"".join)),
    st.sampled_from([b"", b"case,sex,birth_on\n"]),
)
def test_any_bytes_at_length_give_rows_or_problems(
    csv: Path, facts: Facts, content: bytes, start: bytes
) -> None:
    survives(csv, start + content, facts)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12),
        min_size=1,
        max_size=8,
    )
)
def test_every_row_of_a_well_made_file_is_kept_or_refused_and_none_is_lost(
    csv: Path, facts: Facts, notes: list[str]
) -> None:
    import csv as python_csv

    with csv.open("w", newline="", encoding="utf-8") as file:
        writer = python_csv.writer(file)
        writer.writerow(["case", "note", "sex"])
        writer.writerows([f"A{i}", note, "male"] for i, note in enumerate(notes))
    found = read(csv, facts)
    assert found.frame["case"].to_list() == [f"A{i}" for i in range(len(notes))]
