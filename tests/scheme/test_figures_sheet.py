"""Figures out to a sheet and in again: a child scheme with what changed, each change with its reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from returnhub.cli.main import main
from returnhub.scheme.figures import Confidence, Figure
from returnhub.scheme.figures_changed import changed
from returnhub.scheme.figures_sheet import frame
from returnhub.scheme.load import load
from returnhub.scheme.shipped import shipped_schemes
from returnhub.sheets.frame import write_frame

Change = Callable[[str, str, str, object], None]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@cache
def exported() -> bytes:
    """Kosovo's figures as a sheet, written once for all tests."""
    with TemporaryDirectory() as folder:
        assert main(["scheme", "export", "kosovo-2025", "-o", f"{folder}/f.xlsx"]) == 0
        return Path(folder, "f.xlsx").read_bytes()


def change(*cells: tuple[str, str, str, object]) -> None:
    """Export Kosovo's figures and change cells: figure, origin, column, value."""
    book = openpyxl.load_workbook(BytesIO(exported()))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    at = {str(c.value): c.column for c in sheet[1]}
    rows = {
        (str(r[0].value), str(r[1].value or "")): r[0].row
        for r in sheet.iter_rows(min_row=2)
        if r[0].row is not None
    }
    for figure, origin, column, value in cells:
        cell = sheet.cell(rows[figure, origin], at[column] or 0)
        cell.value = value  # pyright: ignore[reportAttributeAccessIssue]
    book.save("f.xlsx")


@pytest.mark.parametrize("name", shipped_schemes())
def test_a_sheet_that_nobody_changed_changes_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scheme", "export", name, "-o", "f.xlsx"]) == 0
    assert main(["scheme", "import", name, "f.xlsx"]) == 2
    assert "no figure in the sheet differs" in capsys.readouterr().err


def test_a_changed_figure_becomes_a_child_that_says_only_that(capsys: pytest.CaptureFixture[str]) -> None:
    change(
        ("hub_places", "", "value", 600),
        ("hub_places", "", "source", "A speech: of a minister (2026-10-01)\nMy own note"),
        ("hub_places", "", "why", "yes: 1e5 # no"),
        ("decision_days", "ALB", "value", "120"),
        ("decision_days", "ALB", "why", "As told by the Home Office"),
    )
    assert main(["scheme", "import", "kosovo-2025", "f.xlsx", "-o", "Kosovo 600"]) == 0
    assert "kosovo-600 extends kosovo-2025; 2 figures differ" in capsys.readouterr().out
    child, base = load("Kosovo 600"), load("kosovo-2025")
    places = child.figures["hub_places"]
    assert (places.value, places.range, places.why) == (
        600,
        base.figures["hub_places"].range,
        "yes: 1e5 # no",
    )
    assert [(s.cite, str(s.date)) for s in places.source] == [
        ("A speech: of a minister", "2026-10-01"), ("My own note", "None"),
    ]  # fmt: skip
    assert child.figures["decision_days"].by_origin["ALB"].value == 120
    others = set(base.figures) - {"hub_places", "decision_days"}
    assert {n: child.figures[n] for n in others} == {n: base.figures[n] for n in others}
    assert main(["scheme", "check", "Kosovo 600"]) == 0


def test_a_child_of_a_folder_extends_it_by_its_path() -> None:
    Path("mine").mkdir()
    Path("mine/scheme.yaml").write_text("id: mine\ntitle: Mine\nextends: kosovo-2025\n")
    change(("hub_places", "", "value", 600), ("hub_places", "", "why", "A round number"))
    assert main(["scheme", "import", "mine", "f.xlsx"]) == 0
    assert "extends: ../mine" in Path("mine-f/scheme.yaml").read_text().replace('"', "")
    assert load("mine-f").figures["hub_places"].value == 600


def test_a_child_in_a_folder_with_accents_has_an_id_with_plain_letters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(("hub_places", "", "value", 600), ("hub_places", "", "why", "A round number"))
    assert main(["scheme", "import", "kosovo-2025", "f.xlsx", "-o", "Új séma"]) == 0
    assert "1 figure differs: hub_places" in capsys.readouterr().out
    assert load("Új séma").id == "uj-sema"


def test_a_changed_figure_needs_a_changed_reason(capsys: pytest.CaptureFixture[str]) -> None:
    change(("hub_places", "", "value", 600), ("decision_days", "ALB", "value", 100))
    assert main(["scheme", "import", "kosovo-2025", "f.xlsx"]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert said.count("still speak of the old one") == 2
    assert "decision_days ALB" in said
    assert not Path("kosovo-2025-f").exists()


def test_everything_that_is_wrong_is_said_with_its_row(capsys: pytest.CaptureFixture[str]) -> None:
    change(
        ("hub_places", "", "value", "many"),
        ("hub_stay_limit", "", "high", 10),
        ("hub_stay_limit", "", "why", "Another limit"),
        ("hub_opens_after_days", "", "unit", "people"),
        ("claims_a_year", "", "confidence", "sure"),
        ("decision_days", "ALB", "id", "decison_days"),
    )
    assert main(["scheme", "import", "kosovo-2025", "f.xlsx", "--json"]) == 1
    problems = json.loads(capsys.readouterr().out.splitlines()[-1])["result"]["problems"]
    assert {p["code"] for p in problems} == {
        "scheme.field_wrong", "figure.range_reversed", "scheme.figure_unit",
        "scheme.value_unknown", "scheme.reference_missing",
    }  # fmt: skip
    assert all(p["file"] == "f.xlsx" and p["line"] > 1 for p in problems)


def test_an_error_or_an_unfinished_formula_in_the_sheet_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(("hub_places", "", "value", "=300*2"), ("hub_places", "", "why", "#REF!"))
    assert main(["scheme", "import", "kosovo-2025", "f.xlsx"]) == 1
    said = capsys.readouterr().err
    assert "a formula that was never worked out" in said
    assert "shows the error #REF!" in said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("scheme export kosovo-2025 -o f.ods", "a name that ends in .csv, .parquet or .xlsx"),
        ("scheme export kosovo-2025 -o no/f.xlsx", 'there is no folder "no"'),
        ("scheme import kosovo-2025 none.xlsx", 'there is no file or folder "none.xlsx"'),
        ("scheme import kosovo-2025 here", "it is a folder"),
        ("scheme import kosovo-2025 text.csv", "does not end in .xlsx"),
        ("scheme import kosovo-2025 ok.xlsx -o here", "it exists already, and is not overwritten"),
        ("scheme import kosovo-2025 ok.xlsx -o no/child", 'there is no folder "no"'),
        ("scheme import kosovo-2025 ok.xlsx#Nope", 'there is no sheet "Nope"'),
        ("scheme import nowhere ok.xlsx", 'no scheme called "nowhere"'),
    ],
)
def test_a_wrong_place_is_wrong_use_and_leaves_nothing_behind(
    line: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(("hub_places", "", "value", 600), ("hub_places", "", "why", "A round number"))
    Path("f.xlsx").rename("ok.xlsx")
    Path("here").mkdir()
    Path("text.csv").write_text("id\n")
    before = sorted(Path().rglob("*"))
    assert main(line.split()) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert sorted(Path().rglob("*")) == before


def test_a_sheet_without_its_headings_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scheme = load("none")
    write_frame(frame(scheme).drop("why", "low"), tmp_path / "x.xlsx", tmp_path / "x.xlsx")
    assert main(["scheme", "import", "none", "x.xlsx"]) == 1
    said = capsys.readouterr().err
    assert 'there is no column "low" in the sheet' in said
    assert 'there is no column "why" in the sheet' in said


def test_a_figure_comes_back_from_the_sheet_as_it_went_out(tmp_path: Path) -> None:
    base = load("kosovo-2025")
    figure = base.figures["hub_places"].model_copy(
        update={"confidence": Confidence.SECONDARY, "value": 123.456789012345, "why": "Because"}
    )
    other = base.model_copy(update={"figures": {**base.figures, "hub_places": figure}})
    write_frame(frame(other), tmp_path / "x.xlsx", tmp_path / "x.xlsx")
    (found,) = changed(base, tmp_path / "x.xlsx", None)
    assert Figure.model_validate(found) == figure
