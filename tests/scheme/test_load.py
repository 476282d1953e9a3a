from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.problems import Code, Problem, Problems
from returnhub.scheme import model
from returnhub.scheme.load import load, read
from returnhub.scheme.shipped import shipped_schemes
from returnhub.scheme.uses import COST_UNITS, uses

Change = Callable[[str, str, str], Path]
ProblemsOf = Callable[[Path], list[Problem]]


@pytest.mark.parametrize("name", ["kosovo-2025", "none", "rwanda-2022"])
def test_each_shipped_scheme_loads_by_name(name: str) -> None:
    assert name in shipped_schemes()
    scheme = load(name)
    assert scheme.id == name
    assert scheme.facts["birth_on"].type == "date"


def test_a_scheme_takes_over_what_it_does_not_say_itself(small: Path) -> None:
    scheme, base = load(small), load("none")
    assert scheme.extends == "none"
    assert scheme.sending == base.sending
    assert scheme.figure("claims_a_year") == base.figure("claims_a_year")
    assert set(base.statements) < set(scheme.statements)


def test_its_own_figure_replaces_the_one_of_the_same_name(change: Change) -> None:
    own = "- {id: boat_share, says: All by boat., unit: share, value: 1, confidence: assumption, why: Why.}\n"
    scheme = load(change("figures.yaml", "- id: hub_places\n", f"{own}- id: hub_places\n"))
    assert scheme.figure("boat_share").value == 1
    assert list(scheme.figures).count("boat_share") == 1


def test_a_mapping_is_merged_field_by_field_and_a_list_replaced(small: Path, tmp_path: Path) -> None:
    top = tmp_path / "mine"
    top.mkdir()
    text = "id: mine\nextends: ../small-hub\nis_for: {says: Other people.}\nunknown: []\n"
    (top / "scheme.yaml").write_text(text)
    scheme, below = load(top), load(small)
    assert scheme.is_for.says == "Other people."
    assert scheme.is_for.not_origins == below.is_for.not_origins
    assert scheme.unknown == ()
    assert scheme.hubs == below.hubs
    assert {"mine/scheme.yaml", "small-hub/figures.yaml", "none/figures.yaml"} <= set(scheme.files)


def test_the_hash_of_every_file_read_is_kept(small: Path) -> None:
    files = load(small).files
    digest = hashlib.sha256((small / "figures.yaml").read_bytes()).hexdigest()
    assert files["small-hub/figures.yaml"] == digest
    assert {"none/scheme.yaml", "law/facts.yaml", "law/clauses.yaml"} <= set(files)


def test_rules_of_its_own_are_hashed_and_handed_on(small: Path) -> None:
    (small / "rules.yaml").write_text("- {id: extra}\n")
    scheme = load(small)
    assert scheme.rules_files == (small / "rules.yaml",)
    assert "small-hub/rules.yaml" in scheme.files


def test_a_folder_may_extend_a_shipped_scheme_of_its_own_name(small: Path) -> None:
    mine = Path(shutil.move(small, small.parent / "none"))
    assert {"none/scheme.yaml", "extended/none/scheme.yaml"} & set(load(mine).files) == {
        "none/scheme.yaml",
        "extended/none/scheme.yaml",
    }


def test_the_path_of_scheme_yaml_itself_is_taken_for_its_folder(small: Path) -> None:
    assert load(small / "scheme.yaml").id == "small-hub"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("kosvo-2025", Code.SCHEME_UNKNOWN_NAME),
        ("", Code.FILE_MISSING),
        ("nowhere/at/all", Code.FILE_MISSING),
        ("a\x00b", Code.SCHEME_UNKNOWN_NAME),
        ("x" * 5000, Code.FILE_MISSING),
    ],
)
def test_a_name_that_leads_nowhere_is_refused(name: str, code: Code) -> None:
    with pytest.raises(Problems) as found:
        load(name)
    assert [p.code for p in found.value.items] == [code]


def test_a_mistyped_name_brings_the_near_one() -> None:
    with pytest.raises(Problems) as found:
        load("kosvo-2025")
    assert found.value.items[0].given["near"] == ["kosovo-2025"]


def test_an_empty_folder_says_which_file_is_missing(tmp_path: Path, problems_of: ProblemsOf) -> None:
    problem = problems_of(tmp_path)[0]
    assert (problem.code, Path(problem.where.file).name) == (Code.FILE_MISSING, "scheme.yaml")


def test_schemes_that_extend_each_other_are_refused(
    small: Path, change: Change, problems_of: ProblemsOf
) -> None:
    change("scheme.yaml", "extends: none", "extends: ../other")
    other = Path(shutil.copytree(small, small.parent / "other"))
    (other / "scheme.yaml").write_text("id: other\nextends: ../small-hub\n")
    loops = [p for p in problems_of(small) if p.code is Code.SCHEME_EXTENDS_LOOP]
    assert len(loops) == 1
    assert loops[0].given["chain"] == "small-hub > other > small-hub"


def test_a_scheme_may_not_extend_itself(change: Change, problems_of: ProblemsOf) -> None:
    folder = change("scheme.yaml", "extends: none", "extends: ../small-hub")
    assert Code.SCHEME_EXTENDS_LOOP in [p.code for p in problems_of(folder)]


def test_everything_wrong_in_all_files_is_told_at_once(change: Change, problems_of: ProblemsOf) -> None:
    change("scheme.yaml", "kind: open", "kind: opn")
    change("figures.yaml", "{low: 20, high: 100}", "{low: 100, high: 20}")
    change("statements.yaml", "voice: official", "voice: offical")
    folder = change("claims.yaml", "figures: [hub_places]", "figures: [hub_place]")
    found = {(Path(p.where.file).name, p.code) for p in problems_of(folder)}
    assert found == {
        ("scheme.yaml", Code.SCHEME_VALUE_UNKNOWN),
        ("figures.yaml", Code.FIGURE_RANGE_REVERSED),
        ("statements.yaml", Code.SCHEME_VALUE_UNKNOWN),
        ("claims.yaml", Code.SCHEME_FIGURE_MISSING),
    }


def test_a_broken_figure_is_not_reported_again_where_it_is_used(
    change: Change, problems_of: ProblemsOf
) -> None:
    folder = change("figures.yaml", "unit: places", "unit: place")
    assert [p.code for p in problems_of(folder)] == [Code.SCHEME_VALUE_UNKNOWN]


def test_a_problem_in_what_is_extended_names_that_file(
    small: Path, tmp_path: Path, problems_of: ProblemsOf
) -> None:
    top = tmp_path / "mine"
    top.mkdir()
    (top / "scheme.yaml").write_text("id: mine\nextends: ../small-hub\n")
    text = (small / "scheme.yaml").read_text()
    (small / "scheme.yaml").write_text(text.replace("places: hub_places", "places: hub_placs"))
    problem = problems_of(top)[0]
    assert problem.where.file.endswith("small-hub/scheme.yaml")
    assert problem.where.field == "hubs.hill.places"


def test_a_figure_that_nothing_uses_is_a_warning(small: Path) -> None:
    with (small / "figures.yaml").open("a") as f:
        f.write(
            "- {id: idle, says: Nobody asks., unit: share, value: 0, confidence: assumption, why: Why.}\n"
        )
    idle = [w.where.field for w in read(small).warnings if w.code is Code.FIGURE_UNUSED]
    assert idle == ["idle"]


def test_no_place_that_names_a_figure_is_forgotten(small: Path) -> None:
    """Every field of the model that holds a figure's name is one that `uses` looks at."""
    named: set[str] = set()
    for kind in vars(model).values():
        for field, annotation in getattr(kind, "__annotations__", {}).items():
            if re.search(r"\bFigureId\b", str(annotation)):
                named.add(field)
    source = Path(model.__file__).with_name("uses.py").read_text()
    assert {n for n in named if f".{n}" not in source} == set()
    assert "hub_stay_limit" in {use.figure for use in uses(load(small))}


def test_every_driver_of_a_cost_has_its_units() -> None:
    assert set(COST_UNITS) == set(model.Driver)


def test_a_slip_in_a_part_does_not_hide_what_else_is_wrong_in_it(
    change: Change, problems_of: ProblemsOf
) -> None:
    change("scheme.yaml", "kind: open", "kind: opn")
    change("scheme.yaml", "limit: hub_stay_limit", "limit: hub_stay_limi")
    change("scheme.yaml", "    name: Hub on the hill\n", "")
    change("scheme.yaml", "amount: place_cost", "amount: people_in_all")
    change("figures.yaml", "unit: places", "unit: beds")
    folder = change("figures.yaml", "{low: 20, high: 100}", "{low: 200, high: 100}")
    found = {(p.where.field, p.code) for p in problems_of(folder)}
    assert found == {
        ("hubs.hill.custody.kind", Code.SCHEME_VALUE_UNKNOWN),
        ("hubs.hill.stay.limit", Code.SCHEME_FIGURE_MISSING),
        ("hubs.hill.name", Code.SCHEME_FIELD_MISSING),
        ("costs.places.amount", Code.SCHEME_FIGURE_UNIT),
        ("hub_places.unit", Code.SCHEME_VALUE_UNKNOWN),
        ("hub_places.range", Code.FIGURE_RANGE_REVERSED),
    }


def test_a_missing_part_brings_one_problem_and_none_of_its_stand_ins(
    change: Change, problems_of: ProblemsOf
) -> None:
    folder = change("scheme.yaml", "    stay:\n", "    stays:\n")
    assert {(p.where.field, p.code) for p in problems_of(folder)} == {
        ("hubs.hill.stay", Code.SCHEME_FIELD_MISSING),
        ("hubs.hill.stays", Code.SCHEME_FIELD_UNKNOWN),
    }
