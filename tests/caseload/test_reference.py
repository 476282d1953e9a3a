"""Case references: RH-XXXX-XX, unique, keyed by the seed, and a slip of the pen is noticed."""

from __future__ import annotations

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from returnhub.caseload.reference import MOST, mistyped, references
from returnhub.caseload.signs import ALPHABET, is_valid


def _some(count: int, seed: int = 1, first: int = 0) -> pl.Series:
    return references(np.arange(first, first + count, dtype=np.uint64), seed)


def test_no_letter_can_be_taken_for_another() -> None:
    assert not set(ALPHABET) & set("0O1IL")
    assert len(ALPHABET) == 31


def test_two_hundred_thousand_references_are_unique_and_valid() -> None:
    found = _some(200_000)
    assert found.n_unique() == 200_000
    assert found.str.contains(rf"^RH-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2}}$").all()
    assert not mistyped(found).any()


def test_the_last_number_still_has_a_reference_of_its_own() -> None:
    found = _some(10_000, first=MOST - 10_000)
    assert found.n_unique() == 10_000
    assert not found.is_in(_some(10_000).to_list()).any()


def test_another_seed_gives_other_references() -> None:
    assert (_some(1000, seed=1) != _some(1000, seed=2)).sum() > 990


@given(
    row=st.integers(0, MOST - 1), place=st.sampled_from([3, 4, 5, 6, 8, 9]), other=st.sampled_from(ALPHABET)
)
def test_any_one_wrong_character_is_noticed(row: int, place: int, other: str) -> None:
    right = _some(1, first=row)[0]
    wrong = right[:place] + other + right[place + 1 :]
    assert is_valid(right)
    assert is_valid(wrong) == (wrong == right)
    assert mistyped(pl.Series([wrong])).to_list() == [wrong != right]


@given(row=st.integers(0, MOST - 1), place=st.sampled_from([3, 4, 5, 8]))
def test_two_swapped_neighbours_are_noticed(row: int, place: int) -> None:
    right = _some(1, first=row)[0]
    swapped = right[:place] + right[place + 1] + right[place] + right[place + 2 :]
    assert is_valid(swapped) == (swapped == right)


def test_a_reference_of_another_house_is_not_judged() -> None:
    assert (
        mistyped(pl.Series(["12345", "RH-1", "", None, "RH-48K2-7Q"], dtype=pl.String)).to_list()
        == [False] * 5
    )
