"""What a scheme drops of the one that it extends."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.problems import Code, Problem
from returnhub.scheme.load import load

CLAIM = "albanian_boats_fell_95"


@pytest.fixture
def child(small: Path) -> Callable[[str], Path]:
    """`child(drops)`: a scheme that extends the small hub and drops something of it."""

    def make(drops: str) -> Path:
        folder = small.parent / "child"
        folder.mkdir(exist_ok=True)
        text = f"id: child\nextends: ../small-hub\ndrops: {drops}\n"
        (folder / "scheme.yaml").write_text(text, encoding="utf-8")
        return folder

    return make


def test_a_claim_of_the_base_can_be_dropped(child: Callable[[str], Path], small: Path) -> None:
    assert CLAIM in load(small).claims
    assert CLAIM not in load(child(f"{{claims: [{CLAIM}]}}")).claims


def test_a_row_of_a_list_can_be_dropped_and_the_others_stay(
    child: Callable[[str], Path], small: Path
) -> None:
    before = [line.id for line in load(small).costs]
    after = [line.id for line in load(child("{costs: [appeal]}")).costs]
    assert after == [name for name in before if name != "appeal"]


def test_a_drop_of_something_that_is_not_there_is_refused_with_its_place(
    child: Callable[[str], Path], problems_of: Callable[[Path], list[Problem]]
) -> None:
    (problem,) = problems_of(child("{claims: [albanian_boats]}"))
    assert problem.code is Code.SCHEME_REFERENCE_MISSING
    assert (problem.where.line, problem.given["near"]) == (3, [CLAIM])


def test_what_still_names_a_dropped_figure_is_refused(
    child: Callable[[str], Path], problems_of: Callable[[Path], list[Problem]]
) -> None:
    codes = {p.code for p in problems_of(child("{figures: [support_cost]}"))}
    assert Code.SCHEME_FIGURE_MISSING in codes


def test_a_drop_of_a_kind_that_there_is_not_is_refused(
    child: Callable[[str], Path], problems_of: Callable[[Path], list[Problem]]
) -> None:
    codes = {p.code for p in problems_of(child("{hubbs: [kosovo]}"))}
    assert Code.SCHEME_FIELD_UNKNOWN in codes


def test_a_child_of_a_scheme_that_drops_something_lacks_it_too(
    child: Callable[[str], Path], small: Path
) -> None:
    child(f"{{claims: [{CLAIM}]}}")
    grandchild = small.parent / "grandchild"
    grandchild.mkdir()
    (grandchild / "scheme.yaml").write_text("id: grandchild\nextends: ../child\n", encoding="utf-8")
    scheme = load(grandchild)
    assert CLAIM not in scheme.claims
    assert scheme.drops.claims == ()
