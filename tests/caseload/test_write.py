"""What is written is read back; a file is whole or not there; refused rows are listed beside their file."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from returnhub.caseload import rejected
from returnhub.caseload.make import Made
from returnhub.caseload.read import read
from returnhub.caseload.write import write
from returnhub.problems import Code, Problems
from returnhub.scheme.facts import Fact


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".CSV"])
def test_what_is_written_is_read_back_the_same(
    tmp_path: Path, facts: dict[str, Fact], made: Made, ending: str
) -> None:
    path = tmp_path / f"people{ending}"
    for frame in (made.known, made.truth):
        write(frame, path)
        found = read(path, facts)
        assert found.frame.equals(frame)
        assert found.rejected_rows == 0
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("people.ods", Code.FILE_FORMAT),
        ("no/such/people.csv", Code.FILE_UNWRITABLE),
        ("folder.csv", Code.FILE_UNWRITABLE),
    ],
)
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, made: Made, name: str, code: Code) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(Problems) as caught:
        write(made.known.head(1), tmp_path / name)
    assert [p.code for p in caught.value.items] == [code]


def test_a_writing_that_breaks_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("old")
    with pytest.raises(pl.exceptions.PolarsError):
        write(pl.DataFrame({"case": [["lists", "fit", "no", "csv"]]}), path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_refused_rows_are_listed_beside_the_file_with_line_column_and_reason(
    tmp_path: Path, facts: dict[str, Fact]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("case,sex\nA,man\nB,male\nC\n")
    found = read(path, facts)
    beside = rejected.write(found.rejected, path, lambda p: f"because of {p.code}")
    assert beside == tmp_path / "people.csv.rejected.csv"
    rows = pl.read_csv(beside).select("line", "column", "reason", "found", "case").rows()
    assert rows == [
        (2, "sex", "because of caseload.value_wrong", "man", "A"),
        (4, None, "because of caseload.row_length", "1", None),
    ]
