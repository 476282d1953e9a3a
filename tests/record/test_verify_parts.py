"""The checker's own hashes, comparisons and sorting, against definitions and published vectors."""

from __future__ import annotations

from hashlib import sha256
from tempfile import TemporaryFile
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.handmade import path, tree_hash

from returnhub.record.verify import Kind
from returnhub.record.verify.compare import Stream, what_happened
from returnhub.record.verify.hashes import WIDTH, Frontier, included, leaf_hashes, rows
from returnhub.record.verify.ids import Ids

# the eight inputs and the roots of their trees that Certificate Transparency's programs are tested with
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def numbered(count: int) -> list[bytes]:
    return leaf_hashes([n.to_bytes(4, "big") for n in range(count)])


def root(leaves: list[bytes]) -> bytes:
    frontier = Frontier()
    whole = len(leaves) // WIDTH * WIDTH
    for start in range(0, whole, WIDTH):
        frontier.add(8, rows(leaves[start : start + WIDTH])[8][0])
    return frontier.root(rows(leaves[whole:]), len(leaves) - whole)


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_are_the_published_ones(size: int) -> None:
    assert root(leaf_hashes(INPUTS[:size])).hex() == ROOTS[size - 1]


def test_the_root_of_no_entries_is_the_hash_of_nothing() -> None:
    assert root([]) == sha256(b"").digest()


@given(st.integers(0, 1_500))
def test_roots_of_any_size_are_those_of_the_definition(size: int) -> None:
    assert root(numbered(size)) == tree_hash(numbered(size))


@given(st.integers(1, 700), st.data())
def test_a_path_by_the_definition_leads_to_the_root_and_from_no_other_place(
    size: int, data: st.DataObject
) -> None:
    leaves = numbered(size)
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 2 * size))
    steps, top = path(index, leaves), tree_hash(leaves)
    assert included(leaves[index], index, size, steps, top)
    assert included(leaves[index], other, size, steps, top) == (other == index)
    assert not included(leaves[index], index, size, [*steps, top], top)
    assert not steps or not included(leaves[index], index, size, steps[:-1], top)


def stream(leaves: list[bytes]) -> Stream:
    return lambda start: ((at, leaves[at : at + WIDTH]) for at in range(start * WIDTH, len(leaves), WIDTH))


@given(st.integers(2, 900), st.data())
def test_what_happened_to_one_entry_is_told_wherever_it_stood(size: int, data: st.DataObject) -> None:
    right, at = numbered(size), data.draw(st.integers(0, size - 2))
    new = sha256(b"new").digest()
    for kind, found in (
        (Kind.MISSING, right[:at] + right[at + 1 :]),
        (Kind.ALTERED, [*right[:at], new, *right[at + 1 :]]),
        (Kind.INSERTED, [*right[:at], new, *right[at:]]),
        (Kind.REORDERED, [*right[:at], right[at + 1], right[at], *right[at + 2 :]]),
    ):
        assert what_happened(stream(right), stream(found), at).kind is kind


def test_a_block_that_is_gone_is_missing_even_if_it_was_longer_than_what_is_held_at_once() -> None:
    right = numbered(20_000)
    found = what_happened(stream(right), stream(right[:500] + right[12_000:]), 500)
    assert (found.kind, found.index) == (Kind.MISSING, 500)


def test_an_entry_that_was_moved_far_away_is_found_there() -> None:
    right = numbered(20_000)
    moved = right[:500] + right[501:15_000] + [right[500]] + right[15_000:]
    found = what_happened(stream(right), stream(moved), 500)
    assert (found.kind, found.elsewhere) == (Kind.REORDERED, 14_999)


def test_a_log_cut_short_misses_its_next_entry() -> None:
    right = numbered(600)
    assert what_happened(stream(right), stream(right[:300]), 300).kind is Kind.MISSING


def ids(numbers: list[int]) -> list[bytes]:
    return [str(UUID(bytes=sha256(n.to_bytes(4, "big")).digest()[:16], version=4)).encode() for n in numbers]


@given(st.lists(st.integers(0, 60), max_size=80))
def test_exactly_the_ids_that_come_twice_are_repeated(numbers: list[int]) -> None:
    with TemporaryFile() as file:
        found = Ids(file)
        for start in range(0, len(numbers), 7):
            found.add(ids(numbers[start : start + 7]))
        assert set(found.repeated()) == set(ids([n for n in set(numbers) if numbers.count(n) > 1]))


def test_ids_are_compared_across_what_was_sorted_at_different_times() -> None:
    with TemporaryFile() as file:
        found = Ids(file)
        for start in range(0, 140_000, 1_000):
            found.add([f"{n * 7_919 % 140_000:036x}"[::-1].encode() for n in range(start, start + 1_000)])
        again = [f"{n:036x}"[::-1].encode() for n in (5, 139_999)]
        found.add(again)
        assert sorted(found.repeated()) == sorted(again)
