"""Small counts can't be worked out from what is shown: tried by force, by code that shares none with ours."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from returnhub.oversight.small_counts import SMALL, WITHHELD, Row, withhold

SMALLS = range(1, 10)


def rows(*tables: Sequence[int]) -> list[tuple[str, Sequence[int]]]:
    return [(str(n), cells) for n, cells in enumerate(tables)]


def whole_totals(kinds: Sequence[str], left: int) -> Iterator[tuple[int, ...]]:
    """Every way in which totals shown as these words can sum up to what is left."""
    if not kinds:
        if left == 0:
            yield ()
        return
    first = SMALLS if kinds[0] == SMALL else range(10, left + 1)
    for value in first:
        if value <= left:
            for rest in whole_totals(kinds[1:], left - value):
                yield (value, *rest)


def test_a_lone_small_stage_takes_another_with_it() -> None:
    shown = withhold(rows([40, 0, 0], [3, 0, 0], [25, 0, 0]))
    assert [r.total for r in shown.rows] == [40, SMALL, WITHHELD]
    assert shown.total == 68


def test_a_small_cell_takes_the_others_of_its_row() -> None:
    assert withhold(rows([100, 0, 4])).rows == (Row("0", (WITHHELD, WITHHELD, SMALL), 104),)


def test_none_is_shown_as_none_and_large_counts_as_they_are() -> None:
    assert withhold(rows([12, 0, 10], [0, 0, 0])).rows[1].total == 0
    assert withhold(rows([12, 0, 10])).rows[0].cells == (12, 0, 10)


def test_a_scheme_with_hardly_anybody_shows_no_total() -> None:
    assert withhold(rows([3, 0, 0])).total == SMALL
    assert withhold(rows([3, 0, 0], [0, 0, 9])).total == WITHHELD


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(st.one_of(st.just(0), st.integers(0, 25)), min_size=3, max_size=3), min_size=1, max_size=4
    )
)
def test_every_small_count_may_be_any_from_1_to_9_for_all_that_is_shown(table: list[list[int]]) -> None:
    shown = withhold(rows(*table))
    for cells, row in zip(table, shown.rows, strict=True):
        for real, said in zip(cells, row.cells, strict=True):
            assert said == real or isinstance(said, str)
            assert not (isinstance(said, int) and 0 < said < 10)
        if isinstance(row.total, int) and any(isinstance(c, str) for c in row.cells):
            assert_hidden(row)
    hidden = [r.total for r in shown.rows if isinstance(r.total, str)]
    if hidden and isinstance(shown.total, int):
        left = shown.total - sum(r.total for r in shown.rows if isinstance(r.total, int))
        ways = list(whole_totals([str(h) for h in hidden], left))
        for at, kind in enumerate(hidden):
            if kind == SMALL:
                assert {w[at] for w in ways} == set(SMALLS)


def assert_hidden(row: Row) -> None:
    """Of the cells withheld in a row whose total is shown, none is given away."""
    assert isinstance(row.total, int)
    choices = [SMALLS if c == SMALL else range(row.total + 1) for c in row.cells]
    ways = [w for w in itertools.product(*choices) if sum(w) == row.total]
    for at, said in enumerate(row.cells):
        found = {w[at] for w in ways}
        assert found >= set(SMALLS) if said == SMALL else len(found) > 8
