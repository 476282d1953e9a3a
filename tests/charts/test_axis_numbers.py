"""Numbers as people read them, axes, and tables."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.charts import Column, Measure, Table, about, as_csv, as_html, between, exact, two_figures
from returnhub.charts.axis import nice_ticks
from returnhub.charts.letters import width, wrap

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).filter(lambda x: x == 0 or abs(x) > 1e-6)


@pytest.mark.parametrize(
    ("x", "measure", "says"),
    [
        (1234, Measure.PEOPLE, "1,234"),
        (0, Measure.PEOPLE, "0"),
        (0.4, Measure.PEOPLE, "0.4"),
        (0.035, Measure.SHARE, "3.5%"),
        (1, Measure.SHARE, "100%"),
        (118, Measure.GBP, "£118"),
        (13_500, Measure.GBP, "£13,500"),
        (1_250_000, Measure.GBP, "£1.25 million"),
        (-33_000_000, Measure.GBP, "−£33 million"),
        (2.5e9, Measure.GBP, "£2.5 billion"),
        (0.5, Measure.GBP, "£0.50"),
        (-4, Measure.PLAIN, "−4"),
        (math.nan, Measure.GBP, "no one"),
        (math.inf, Measure.GBP, "without limit"),
    ],
)
def test_a_number_reads_as_people_write_it(x: float, measure: Measure, says: str) -> None:
    assert exact(x, measure) == says


@pytest.mark.parametrize(
    ("low", "high", "says"),
    [(112.4, 418, "110 to 420"), (3.21, 3.24, "3.2"), (0, 12, "0 to 12"), (5, math.inf, "5 or more")],
)
def test_a_range_has_two_figures(low: float, high: float, says: str) -> None:
    assert between(low, high, Measure.PEOPLE) == says


def test_a_range_over_nobody_says_so() -> None:
    assert between(math.nan, 3, Measure.PEOPLE) == "no one"


def test_a_million_is_not_written_as_a_thousand_thousand() -> None:
    assert about(999_600, Measure.GBP) == "£1 million"


@given(NUMBERS)
def test_two_figures_are_within_five_per_cent(x: float) -> None:
    assert abs(two_figures(x) - x) <= abs(x) * 0.05


@given(NUMBERS, NUMBERS, st.integers(1, 8), st.booleans())
def test_ticks_enclose_the_values_evenly_and_are_few(a: float, b: float, most: int, whole: bool) -> None:
    low, high = sorted((a, b))
    ticks = nice_ticks(low, high, most, whole)
    room = (ticks[-1] - ticks[0]) * 1e-6
    assert ticks[0] <= low + room
    assert ticks[-1] >= high - room
    assert 2 <= len(ticks) <= most + 2
    steps = [y - x for x, y in itertools.pairwise(ticks)]
    # Beside a million million a tenth has four digits only: that is the number, not the axis.
    known = 4 * math.ulp(max(abs(t) for t in ticks))
    assert max(steps) - min(steps) <= max(steps) * 1e-6 + known
    assert not whole or all(t == round(t) for t in ticks)


@given(st.text(max_size=80), st.floats(30, 400))
def test_wrapping_loses_no_letter_and_no_line_is_too_wide(text: str, most: float) -> None:
    lines = wrap(text, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= most or len(line) == 1 for line in lines)


def test_a_table_escapes_its_text_and_sets_numbers_right() -> None:
    table = Table("A <b>", (Column("Who"), Column("People", Measure.PEOPLE)), (("<script>", 1234.5),))
    html = as_html(table)
    assert "<script>" not in html
    assert '<td class="number">1,200</td>' in html
    assert '<th scope="row">&lt;script&gt;</th>' in html


def test_a_counted_number_is_exact_and_nothing_is_a_dash() -> None:
    table = Table(
        "t", (Column("a"), Column("b", Measure.PEOPLE, counted=True), Column("c")), (("x", 1234, None),)
    )
    assert table.shown(table.rows[0]) == ("x", "1,234", "–")


@pytest.mark.parametrize("text", ["=1+1", "+44", "-x", "@sum", "\tx"])
def test_csv_never_starts_a_cell_that_a_spreadsheet_would_run(text: str) -> None:
    table = Table("t", (Column("a"), Column("b", Measure.GBP)), ((text, -5.25),))
    assert as_csv(table).splitlines()[1] == f"'{text},-5.25"


def test_csv_leaves_what_has_no_number_empty() -> None:
    table = Table("t", (Column("a"), Column("b", Measure.GBP)), (("x", math.nan), ("y, z", None)))
    assert as_csv(table) == 'a,b\r\nx,\r\n"y, z",\r\n'
