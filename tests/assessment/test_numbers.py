from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.assessment.numbers import (
    MINUS,
    NOBODY,
    change,
    count,
    in_1000,
    over,
    percent,
    plain,
    pounds,
    share_of_runs,
    span,
    two_figures,
)
from returnhub.simulation.result import Band


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (112.4, "110"),
        (0.4567, "0.46"),
        (12_345, "12,000"),
        (7, "7"),
        (0, "0"),
        (1.5e6, "1,500,000"),
        (-42.4, f"{MINUS}42"),
    ],
)
def test_a_number_has_two_figures_and_thousands_apart(x: float, text: str) -> None:
    assert plain(x) == text


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (190_400, "£190,000"),
        (1_240_000, "£1.2 million"),
        (3.4e9, "£3.4 billion"),
        (-5e6, f"{MINUS}£5 million"),
        (999_999, "£1 million"),
    ],
)
def test_money_is_in_pounds_with_words_for_large_sums(x: float, text: str) -> None:
    assert pounds(x) == text


def test_a_range_is_two_numbers_with_to() -> None:
    assert span(112, 418) == "110 to 420"
    assert span(0.03, 0.14, percent) == "3% to 14%"
    assert span(1.2e6, 4.1e6, pounds) == "£1.2 million to £4.1 million"


def test_a_range_whose_ends_read_alike_is_one_number() -> None:
    assert span(4.01, 4.04, count) == "4"


def test_odds_are_so_many_in_a_thousand() -> None:
    assert in_1000(Band(4, 5, 7, 9, 11.2, 7)) == "4 to 11 in 1,000"


def test_part_of_a_person_is_less_than_one_and_never_nobody() -> None:
    assert in_1000(Band(0.2, 0.5, 0.8, 1, 2.6, 1)) == "less than 1 to 2.6 in 1,000"
    assert count(0) == "0"


def test_nobody_to_count_is_said_in_words() -> None:
    nan = math.nan
    assert over(Band(nan, nan, nan, nan, nan, nan)) == NOBODY
    assert in_1000(Band(nan, nan, nan, nan, nan, nan)) == NOBODY


def test_a_difference_below_nought_has_a_minus_and_a_small_one_is_nought() -> None:
    assert span(-103.2, 27.9, change) == f"{MINUS}100 to 28"
    assert change(-0.3) == "0"


def test_a_share_of_runs_claims_neither_none_nor_all_by_rounding() -> None:
    assert share_of_runs(0.0) == "in no run"
    assert share_of_runs(0.001) == "in fewer than 1 of 100 runs"
    assert share_of_runs(0.62) == "in 62 of 100 runs"
    assert share_of_runs(0.999) == "in more than 99 of 100 runs"
    assert share_of_runs(1.0) == "in every run"


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_two_figures_stay_within_one_part_in_ten_of_the_number(x: float) -> None:
    assert abs(two_figures(x) - x) <= 0.05 * abs(x) + 1e-300


@given(st.floats(min_value=0, max_value=1e12), st.floats(min_value=0, max_value=1e12))
def test_larger_numbers_never_read_smaller(a: float, b: float) -> None:
    low, high = sorted((a, b))
    assert two_figures(low) <= two_figures(high)
