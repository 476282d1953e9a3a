"""Proofs hold for what is so, for every size to 300 and at random above, and for nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.naive import Tiles, naive_root, some_leaves

from returnhub.problems import Problems
from returnhub.record.proof import check_consistency, check_inclusion, consistency, inclusion

MOST = 5_000
LEAVES = some_leaves(MOST)
TILES = Tiles()
TILES.grow(LEAVES)
ROOTS = {size: naive_root(LEAVES[:size]) for size in range(301)}


def test_every_entry_of_every_size_to_300_is_proved() -> None:
    for size in range(1, 301):
        for index in range(size):
            check_inclusion(LEAVES[index], index, size, inclusion(TILES, index, size), ROOTS[size])


def test_every_pair_of_sizes_to_300_is_proved_to_have_only_grown() -> None:
    for new in range(301):
        for old in range(new + 1):
            check_consistency(old, ROOTS[old], new, ROOTS[new], consistency(TILES, old, new))


@given(st.data())
def test_an_entry_of_any_larger_tree_is_proved(data: st.DataObject) -> None:
    size = data.draw(st.integers(301, MOST))
    index = data.draw(st.integers(0, size - 1))
    check_inclusion(LEAVES[index], index, size, inclusion(TILES, index, size), naive_root(LEAVES[:size]))


@given(st.data())
def test_any_larger_tree_is_proved_to_begin_with_a_smaller(data: st.DataObject) -> None:
    new = data.draw(st.integers(301, MOST))
    old = data.draw(st.integers(0, new))
    hashes = consistency(TILES, old, new)
    check_consistency(old, naive_root(LEAVES[:old]), new, naive_root(LEAVES[:new]), hashes)


@given(st.data())
def test_no_proof_of_an_entry_fits_another_entry_index_size_or_root(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    hashes = inclusion(TILES, index, size)
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index))
    for leaf, at, of, root in (
        (LEAVES[other], index, size, ROOTS[size]),
        (LEAVES[index], other, size, ROOTS[size]),
        (LEAVES[index], index, size, ROOTS[size - 1]),
        (LEAVES[index], size, size, ROOTS[size]),
        (LEAVES[index], -1, size, ROOTS[size]),
    ):
        with pytest.raises(Problems):
            check_inclusion(leaf, at, of, hashes, root)


@given(st.data())
def test_a_changed_missing_or_added_hash_is_refused(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, new - 1))
    index = data.draw(st.integers(0, new - 1))
    for hashes, check in (
        (inclusion(TILES, index, new), lambda h: check_inclusion(LEAVES[index], index, new, h, ROOTS[new])),
        (consistency(TILES, old, new), lambda h: check_consistency(old, ROOTS[old], new, ROOTS[new], h)),
    ):
        at = data.draw(st.integers(0, len(hashes) - 1))
        flipped = bytes([hashes[at][0] ^ 1]) + hashes[at][1:]
        for wrong in (
            [*hashes[:at], flipped, *hashes[at + 1 :]],
            [*hashes[:at], *hashes[at + 1 :]],
            [*hashes, hashes[at]],
            [],
        ):
            with pytest.raises(Problems):
                check(wrong)


@given(st.data())
def test_a_tree_that_did_not_grow_from_the_old_one_has_no_proof(data: st.DataObject) -> None:
    new = data.draw(st.integers(2, 300))
    old = data.draw(st.integers(1, new - 1))
    changed = data.draw(st.integers(0, old - 1))
    other = [*LEAVES[:changed], LEAVES[MOST - 1], *LEAVES[changed + 1 : new]]
    forked = Tiles()
    forked.grow(other)
    with pytest.raises(Problems):
        check_consistency(old, ROOTS[old], new, naive_root(other), consistency(forked, old, new))


def test_what_cannot_be_asked_is_refused() -> None:
    for ask in (
        lambda: inclusion(TILES, 5, 5),
        lambda: inclusion(TILES, -1, 5),
        lambda: consistency(TILES, 6, 5),
        lambda: check_consistency(6, ROOTS[6], 5, ROOTS[5], []),
        lambda: check_consistency(5, ROOTS[4], 5, ROOTS[5], []),
        lambda: check_consistency(0, ROOTS[1], 5, ROOTS[5], []),
        lambda: check_consistency(0, ROOTS[0], 5, ROOTS[5], [ROOTS[1]]),
    ):
        with pytest.raises(Problems):
            ask()
