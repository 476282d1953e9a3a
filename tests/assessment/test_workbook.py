"""The workbook of an assessment: formulas that a second calculator works out to the engine's numbers."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook

from returnhub.assessment.workbook.book import write_assessment, write_comparison
from returnhub.assessment.workbook.checks import BROKEN, HOLDS
from returnhub.assessment.workbook.page import at, block
from returnhub.assessment.workbook.world import middle_run, world
from returnhub.cli.main import main
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.shipped import shipped_schemes
from returnhub.simulation.result import Result
from returnhub.simulation.run import simulate

DAY = dt.date(2026, 11, 22)
EARLY = {"hub_opens_after_days": 30.0, "hub_full_after_days": 0.0}


class Made:
    """A workbook with what it was made from: its formulas, and the values stored beside them."""

    def __init__(self, path: Path, scheme: Scheme, result: Result) -> None:
        self.path, self.scheme, self.result = path, scheme, result
        self.checked = write_assessment(path, scheme, result, "returnhub assess x", DAY)
        self.formulas: Workbook = openpyxl.load_workbook(path)
        self.stored: Workbook = openpyxl.load_workbook(path, data_only=True)

    def total(self, says: str) -> float:
        """A number of the sheet of totals, as stored."""
        rows = self.stored["Totals"].iter_rows(min_row=2, values_only=True)
        return next(float(str(row[1])) for row in rows if row[0] == says)


@pytest.fixture(scope="module")
def kosovo(tmp_path_factory: pytest.TempPathFactory) -> Made:
    scheme = load("kosovo-2025")
    return Made(tmp_path_factory.mktemp("kosovo") / "k.xlsx", scheme, simulate(scheme, 2, 5, 3, fixed=EARLY))


def cells(book: Workbook) -> Iterator[tuple[str, Cell]]:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and cell.value is not None:
                    yield sheet.title, cell


Keep = Callable[[str, Cell], bool]


def _all(sheet: str, cell: Cell) -> bool:
    return True


def _chain(sheet: str, cell: Cell) -> bool:
    """The chain from figures to totals and checks, and the first rows of the long tables."""
    if sheet == "Figures":
        return cell.column == 5
    if sheet in ("Outcomes", "Bands"):
        return sheet == "Bands" and cell.row <= 4
    return sheet not in ("Stages", "Hub weeks") or cell.row <= 6 or cell.data_type == "n"


def worked_out(path: Path, keep: Keep = _all) -> dict[str, Any]:
    """What a calculator that is not ours makes of the formulas: `SHEET!A1` -> value."""
    book = openpyxl.load_workbook(path)
    for sheet, cell in list(cells(book)):
        if not keep(sheet, cell) or sheet == "Read me":
            cell.value = None
    path = path.with_name("kept.xlsx")
    book.save(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import formulas

        found = formulas.ExcelModel().loads(str(path)).finish().calculate()
        return {
            key.partition("]")[2].replace("'", ""): value.value[0, 0]
            for key, value in found.items()
            if ":" not in key and "]" in key
        }


def differing(made: Made, keep: Keep = _all) -> list[str]:
    """Formulas whose stored value another calculator does not come to."""
    found = worked_out(made.path, keep)
    wrong: list[str] = []
    for sheet, cell in cells(made.formulas):
        if cell.data_type != "f" or not keep(sheet, cell):
            continue
        want = made.stored[sheet][cell.coordinate].value
        got = found.get(f"{sheet.upper()}!{cell.coordinate}")
        if isinstance(want, int | float) and isinstance(got, int | float):
            # numbers are stored with sixteen digits, of pounds in their billions
            same = math.isclose(float(got), want, rel_tol=1e-9, abs_tol=1e-4)
        else:
            same = str(got) == str("" if want is None else want)
        if not same:
            wrong.append(f"{sheet}!{cell.coordinate} {cell.value}: {got} and not {want}")
    return wrong


def test_another_calculator_comes_to_the_stored_values_of_the_chain(kosovo: Made) -> None:
    assert differing(kosovo, _chain) == []


@pytest.mark.long
@pytest.mark.parametrize("name", ["none", "kosovo-2025", "rwanda-2022", "balkans-combined"])
def test_another_calculator_comes_to_every_stored_value(name: str, tmp_path: Path) -> None:
    scheme = load(name)
    made = Made(tmp_path / "x.xlsx", scheme, simulate(scheme, 3, 4, 3))
    assert made.checked.holds
    assert differing(made) == []


@pytest.mark.parametrize("name", shipped_schemes())
def test_the_checks_hold_for_every_shipped_scheme(name: str, tmp_path: Path) -> None:
    scheme = load(name)
    assert write_assessment(tmp_path / "x.xlsx", scheme, simulate(scheme, 5, 3, 1), "x", DAY).failed == ()


@pytest.mark.parametrize("there", [0, 1])
def test_what_is_paid_only_for_a_hub_is_due_only_where_it_comes_about(tmp_path: Path, there: int) -> None:
    scheme = load("balkans-combined")
    chances = [hub.comes_about for hub in scheme.hubs if hub.comes_about]
    chosen = dict(zip(chances, (1.0 - there, float(there)), strict=True))
    path = tmp_path / "x.xlsx"
    assert write_assessment(path, scheme, simulate(scheme, 4, 2, 1, fixed=chosen), "x", DAY).holds
    rows = openpyxl.load_workbook(path)["Costs with"].iter_rows(min_row=4)
    lines = {str(row[0].value): row for row in rows}
    of_hubs = [line for line in scheme.costs if line.hub is not None]
    assert {line.hub for line in of_hubs} == {scheme.hubs[1].id}
    assert {lines[line.id][8].value for line in of_hubs} == {there}
    assert all(str(lines[line.id][9].value).endswith(f"*$I${lines[line.id][0].row}") for line in of_hubs)


def test_the_totals_are_the_engines_to_a_pound(kosovo: Made) -> None:
    run = world(kosovo.scheme, kosovo.result)
    assert run.measures["moved"] > 0
    for says, measure in (
        ("What the scheme changes (below nought: it saves)", "cost_net_gbp"),
        ("What the scheme itself costs", "cost_gbp"),
        ("Of this, what it spares", "cost_saved_gbp"),
        ("What the scheme itself costs, for each completed return", "cost_per_completed_return"),
        (
            "What people who newly arrive by boat bring with them, without the scheme",
            "cost_of_new_arrivals_gbp",
        ),
    ):
        if not math.isnan(run.measures[measure]):
            assert kosovo.total(says) == pytest.approx(run.measures[measure], abs=1)


def test_every_check_holds_and_one_number_changed_breaks_one(kosovo: Made, tmp_path: Path) -> None:
    assert kosovo.checked.holds
    held = [row[5] for row in kosovo.stored["Checks"].iter_rows(min_row=2, values_only=True)]
    assert set(held) == {HOLDS}
    assert len(held) >= 15
    column = kosovo.result.costs.columns.index("gbp")
    assert column > 0
    more = kosovo.result.measures.with_columns(
        value=kosovo.result.measures["value"] + (kosovo.result.measures["measure"] == "cost_net_gbp") * 5.0
    )
    changed = Made(tmp_path / "x.xlsx", kosovo.scheme, _with(kosovo.result, measures=more))
    assert changed.checked.failed == ("cost_net_gbp: the formula against the run",)
    assert BROKEN in {row[5] for row in changed.stored["Checks"].iter_rows(min_row=2, values_only=True)}


def _with(result: Result, **frames: object) -> Result:
    from dataclasses import replace

    return replace(result, **frames)  # pyright: ignore[reportArgumentType]


def test_the_chain_goes_from_totals_to_costs_to_counts_and_figures(kosovo: Made) -> None:
    book = kosovo.formulas
    assert (
        str(book["Totals"]["B3"].value)
        == "='Costs with'!" + str(book["Totals"]["B3"].value).partition("!")[2]
    )
    line = kosovo.scheme.costs[0]
    sheet = book["Costs with"]
    row = next(r for r in range(2, 60) if sheet.cell(r, 1).value == line.id)
    assert sheet.cell(row, 5).value == f"=fig_{line.amount}"
    assert "'Drivers'!" in str(sheet.cell(row, 10).value) or line.per.value == "once"
    name = book.defined_names[f"fig_{line.amount}"]
    ((where, place),) = name.destinations
    assert where == "Figures"
    figures = book[where]
    cell = figures[place.replace("$", "")]
    assert figures.cell(cell.row, 1).value == line.amount
    assert cell.value == pytest.approx(world(kosovo.scheme, kosovo.result).drawn[line.amount])


def test_amounts_totals_and_bands_are_formulas_and_not_values(kosovo: Made) -> None:
    book = kosovo.formulas
    for name, column, first in (("Totals", 2, 3), ("Bands", 2, 2), ("Checks", 2, 2), ("Hub weeks", 9, 2)):
        assert book[name].cell(first, column).data_type == "f", name
    with_ = book["Costs with"]
    amounts = [c for r in with_.iter_rows(min_row=4, min_col=10) for c in r if c.value is not None]
    assert amounts
    assert {c.data_type for c in amounts} == {"f"}


def test_the_run_that_is_followed_is_in_the_middle_by_net_cost(kosovo: Made) -> None:
    cost = kosovo.result.values("cost_net_gbp")
    assert sorted(cost)[2] == cost[middle_run(kosovo.result)]
    about = dict(kosovo.stored["Read me"].iter_rows(min_row=2, max_col=2, values_only=True))
    assert str(about["Followed here"]).startswith(f"run {middle_run(kosovo.result) + 1} of 5")
    assert about["Seed"] == "3"
    assert "22 November 2026" in str(about["Made"])


def test_every_figure_stands_with_its_range_source_and_confidence(kosovo: Made) -> None:
    rows = list(kosovo.stored["Figures"].iter_rows(min_row=2, values_only=True))
    assert [r[0] for r in rows if not r[1]] == list(kosovo.scheme.figures)
    places = next(r for r in rows if r[0] == "hub_places")
    figure = kosovo.scheme.figures["hub_places"]
    assert places[5:8] == (figure.middle, figure.low, figure.high)
    assert places[10] == "assumption"
    assert figure.source[0].cite in str(places[11])


def test_sheets_have_one_heading_row_that_stays_and_print_across(kosovo: Made) -> None:
    for sheet in kosovo.formulas:
        assert str(sheet.freeze_panes)[-1] == "2", sheet.title
        assert sheet.print_title_rows == "$1:$1", sheet.title
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToHeight == 0


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    scheme = load("none")
    evil = '=HYPERLINK("http://x","y")'
    line = scheme.costs[0].model_copy(update={"says": evil, "payer": "+1+1"})
    scheme = scheme.model_copy(
        update={"title": evil, "left_out": ("=1", "@SUM(A1)"), "costs": (line, *scheme.costs[1:])}
    )
    made = Made(tmp_path / "x.xlsx", scheme, simulate(scheme, 1, 2, 1))
    assert made.checked.holds
    found = [c for _, c in cells(made.formulas) if c.value in (evil, "+1+1")]
    assert len(found) >= 5
    assert {c.data_type for c in found} == {"s"}
    assert {c.hyperlink for c in found} == {None}
    whole = made.total("+1+1")
    costs = made.result.costs
    mine = costs.filter((costs["rep"] == middle_run(made.result)) & (costs["line"] == line.id))
    assert whole == pytest.approx(mine["gbp_discounted"].sum(), abs=1)


def test_the_same_result_gives_the_same_bytes(kosovo: Made, tmp_path: Path) -> None:
    again = tmp_path / "k.xlsx"
    write_assessment(again, kosovo.scheme, kosovo.result, "returnhub assess x", DAY)
    assert again.read_bytes() == kosovo.path.read_bytes()


def test_a_comparison_takes_differences_run_by_run_by_formula(kosovo: Made, tmp_path: Path) -> None:
    none = load("none")
    base = simulate(none, 2, 5, 3)
    path = tmp_path / "c.xlsx"
    write_comparison(path, [none, kosovo.scheme], [base, kosovo.result], "returnhub compare x", DAY)
    stored = openpyxl.load_workbook(path, data_only=True)
    rows = {r[0]: r for r in stored["Differences"].iter_rows(min_row=2, values_only=True)}
    less = kosovo.result.values("returns_a_year") - base.values("returns_a_year")
    assert rows["returns_a_year"][2] == pytest.approx(sorted(less)[2])
    assert rows["returns_a_year"][4] == pytest.approx((less > 0).mean())
    column = next(c.column for c in stored["Run by run"][1] if c.value == "kosovo-2025: returns_a_year")
    row = next(
        n
        for n, r in enumerate(stored["Differences"].iter_rows(values_only=True), 1)
        if r[0] == "returns_a_year"
    )

    def keep(sheet: str, cell: Cell) -> bool:
        mine = cell.column == column if sheet == "Run by run" else cell.row == row
        return mine or cell.data_type != "f"

    found, checked = worked_out(path, keep), 0
    for sheet, cell in cells(openpyxl.load_workbook(path)):
        if cell.data_type == "f" and keep(sheet, cell):
            want, got = stored[sheet][cell.coordinate].value, found[f"{sheet.upper()}!{cell.coordinate}"]
            assert float(got) == pytest.approx(float(str(want)), abs=1e-9), (sheet, cell)
            checked += 1
    assert checked == 2 * 3 + 4 + 5


def test_addresses_are_written_as_a_spreadsheet_does() -> None:
    assert at(0, 0) == "$A$1"
    assert at(4, 27, "Costs with") == "'Costs with'!$AB$5"
    assert at(4, 27, fixed=False) == "AB5"
    assert block(1, 2, 200, 2, "Runs") == "'Runs'!$C$2:$C$201"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("assess none --xlsx x.xls", "a name that ends in .xlsx is needed"),
        ("assess none --xlsx no/x.xlsx", 'there is no folder "no"'),
        ("assess none -o x.xlsx --xlsx ./x.xlsx", "a name that ends in .html is needed"),
        ("compare none kosovo-2025 --xlsx x.ods", "a name that ends in .xlsx is needed"),
    ],
)
def test_a_wrong_place_is_refused_before_the_runs(
    line: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*line.split(), "--replications", "99999"]) == 2
    assert says in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_assess_and_compare_write_their_workbooks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    small = ["--years", "1", "--replications", "2"]
    assert main(["assess", "none", *small, "--people", "200", "--no-matters", "--xlsx", "a.xlsx"]) == 0
    assert "Workbook: a.xlsx" in capsys.readouterr().out
    about = dict(
        openpyxl.load_workbook("a.xlsx")["Read me"].iter_rows(min_row=2, max_col=2, values_only=True)
    )
    again = "returnhub assess none --years 1 --replications 2 --seed 1 --xlsx a.xlsx"
    assert about["Made again by"] == again
    assert main(["compare", "none", "kosovo-2025", *small, "--xlsx", "c.xlsx"]) == 0
    assert openpyxl.load_workbook("c.xlsx").sheetnames[:3] == ["Read me", "Side by side", "Differences"]
