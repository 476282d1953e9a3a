"""Parquet, typed as it comes: dates as dates or text, codes as text or categories, damage said as damage."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from returnhub.caseload.make import Made
from returnhub.caseload.read import read
from returnhub.problems import Code, Problems
from returnhub.scheme.facts import Fact

Facts = dict[str, Fact]


@pytest.fixture
def parquet(tmp_path: Path) -> Path:
    return tmp_path / "people.parquet"


def test_values_of_other_types_are_read_for_what_they_say(parquet: Path, facts: Facts) -> None:
    pl.DataFrame(
        {
            "case": [1, 2],
            "refused_on": [dt.datetime(2025, 2, 1), None],
            "birth_on": ["1/2/1990", "1990-02-01"],
            "court_stay": [1, 0],
            "pregnancy_week": [12.0, None],
            "origin": pl.Series(["IRN", "alb"], dtype=pl.Categorical),
            "at_risk_level": pl.Series([3, 0], dtype=pl.UInt8),
        }
    ).write_parquet(parquet)
    found = read(parquet, facts)
    columns = ("case", "refused_on", "birth_on", "court_stay", "pregnancy_week", "origin", "at_risk_level")
    assert found.frame.select(columns).rows() == [
        ("1", dt.date(2025, 2, 1), dt.date(1990, 2, 1), True, 12, "IRN", 3),
        ("2", None, dt.date(1990, 2, 1), False, None, "ALB", 0),
    ]


def test_a_file_older_than_a_fact_is_read_and_the_fact_is_unknown(
    parquet: Path, facts: Facts, made: Made
) -> None:
    old = made.known.head(50).drop("needs_step_free", "care_needed")
    old.write_parquet(parquet)
    found = read(parquet, facts)
    assert found.rejected_rows == 0
    assert found.frame.drop("needs_step_free", "care_needed").equals(old)
    assert found.frame["needs_step_free"].null_count() == found.frame["care_needed"].null_count() == 50


def test_typed_values_beyond_their_limits_are_refused_with_their_row(parquet: Path, facts: Facts) -> None:
    pl.DataFrame(
        {
            "case": ["A", "B", "C", "D"],
            "pregnancy_week": pl.Series([0, 99, 1, 2], dtype=pl.Int32),
            "refused_on": [dt.date(2025, 1, 1), None, dt.date(1, 1, 1), None],
            "court_stay": [[True], None, None, [False]],
        }
    ).write_parquet(parquet)
    found = read(parquet, facts)
    assert found.frame.is_empty()
    assert [(p.where.line, p.where.column) for p in found.rejections()] == [
        (1, "court_stay"), (2, "pregnancy_week"), (3, "refused_on"), (4, "court_stay"),
    ]  # fmt: skip


def test_days_beyond_the_calendar_are_refused(parquet: Path, facts: Facts) -> None:
    far = pl.Series([0, 2_000_000_000, -2_000_000_000], dtype=pl.Int32).cast(pl.Date)
    moments = pl.Series([0, 2**62, -(2**62)], dtype=pl.Int64).cast(pl.Datetime("ms"))
    pl.DataFrame({"case": ["A", "B", "C"], "refused_on": far, "birth_on": moments}).write_parquet(parquet)
    found = read(parquet, facts)
    assert found.frame["case"].to_list() == ["A"]
    assert {p.where.line for p in found.rejections()} == {2, 3}


def test_columns_can_trade_names(parquet: Path, facts: Facts) -> None:
    pl.DataFrame(
        {"case": ["A"], "refused_on": [dt.date(2025, 1, 1)], "birth_on": [dt.date(1990, 1, 1)]}
    ).write_parquet(parquet)
    found = read(parquet, facts, {"refused_on": "birth_on", "birth_on": "refused_on"})
    assert found.frame.select("refused_on", "birth_on").row(0) == (dt.date(1990, 1, 1), dt.date(2025, 1, 1))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.FILE_EMPTY),
        (b"case,sex\nA,male\n", Code.FILE_FORMAT),
        (b"PAR1", Code.FILE_UNREADABLE),
        (b"PAR1 and no more", Code.FILE_UNREADABLE),
        (b"PAR1\x00\x00\x00\x00PAR1", Code.FILE_UNREADABLE),
    ],
)
def test_what_is_no_parquet_is_refused(parquet: Path, facts: Facts, content: bytes, code: Code) -> None:
    parquet.write_bytes(content)
    with pytest.raises(Problems) as caught:
        read(parquet, facts)
    assert [p.code for p in caught.value.items] == [code]


def test_a_file_without_rows_is_refused(parquet: Path, facts: Facts) -> None:
    pl.DataFrame(schema={"case": pl.String}).write_parquet(parquet)
    with pytest.raises(Problems) as caught:
        read(parquet, facts)
    assert [p.code for p in caught.value.items] == [Code.CASELOAD_NO_ROWS]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(share=st.floats(0, 1))
def test_a_file_that_is_cut_off_anywhere_is_refused(
    parquet: Path, facts: Facts, made: Made, share: float
) -> None:
    made.known.head(20).write_parquet(parquet)
    whole = parquet.read_bytes()
    parquet.write_bytes(whole[: int(share * (len(whole) - 1))])
    with pytest.raises(Problems):
        read(parquet, facts)


@pytest.mark.long
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=1500)
@given(at=st.floats(0, 0.999), byte=st.integers(0, 255))
def test_a_wrong_byte_in_the_description_gives_rows_or_problems(
    parquet: Path, facts: Facts, made: Made, at: float, byte: int
) -> None:
    made.known.head(20).write_parquet(parquet)
    content = bytearray(parquet.read_bytes())
    # the description stands at the end; in the pages, one wrong length in a thousand ends the process
    size = int.from_bytes(content[-8:-4], "little") + 8
    content[len(content) - size + int(at * size)] = byte
    parquet.write_bytes(content)
    try:
        found = read(parquet, facts)
    except Problems:
        return
    assert found.frame["case"].null_count() == 0


def test_damage_on_which_polars_panics_is_said_in_words_alone(
    parquet: Path, facts: Facts, made: Made, capfd: pytest.CaptureFixture[str]
) -> None:
    made.known.head(20).write_parquet(parquet)
    content = parquet.read_bytes()
    for at in range(4, len(content) - 20_000, 37):
        parquet.write_bytes(content[:at] + bytes(8) + content[at + 8 :])
        try:
            read(parquet, facts)
        except Problems:
            continue
    assert capfd.readouterr().err == ""
