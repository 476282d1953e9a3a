"""The tree grows by any steps to the root that RFC 6962 defines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.naive import Tiles, naive_root, some_leaves

from returnhub.problems import Code, Problems
from returnhub.record.grow import grow, root_at
from returnhub.record.tiles import Tile, levels_of, number_path, parse_path, tile_at, tiles_of
from returnhub.record.tree import EMPTY, Frontier

LEAVES = some_leaves(70_000)


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    assert Frontier().root() == EMPTY == naive_root([])
    assert grow(Tiles(), 0, []).root == EMPTY


def test_every_size_to_300_has_the_defined_root() -> None:
    frontier, tiles = Frontier(), Tiles()
    for size in range(1, 301):
        frontier.append(LEAVES[size - 1])
        growth = tiles.grow(LEAVES[size - 1 : size])
        assert frontier.root() == growth.root == root_at(tiles, size) == naive_root(LEAVES[:size])


@given(st.lists(st.integers(0, 700), max_size=12))
def test_any_steps_lead_to_the_same_tree(steps: list[int]) -> None:
    tiles, at = Tiles(), 0
    for step in steps:
        growth = tiles.grow(LEAVES[at : at + step])
        at += step
        assert growth.root == naive_root(LEAVES[:at])
    at_once = Tiles()
    at_once.grow(LEAVES[:at])
    for level in levels_of(at):
        for tile in tiles_of(level, at):
            assert tiles(tile) == at_once(tile)


def test_three_levels_of_tiles_hold_the_tree_of_70000() -> None:
    tiles = Tiles()
    for at in range(0, 70_000, 9_001):
        tiles.grow(LEAVES[at : min(at + 9_001, 70_000)])
    counts = [len(list(tiles_of(level, 70_000))) for level in levels_of(70_000)]
    # the example of C2SP tlog-tiles: 273 full and one of 112; one full and one of 17; one of 1
    assert counts == [274, 2, 1]
    assert [list(tiles_of(n, 70_000))[-1].width for n in range(3)] == [112, 17, 1]
    assert root_at(tiles, 70_000) == naive_root(LEAVES)


def test_growing_twice_from_the_same_size_gives_the_same_tiles() -> None:
    tiles = Tiles()
    tiles.grow(LEAVES[:500])
    assert grow(tiles, 500, LEAVES[500:900]) == grow(tiles, 500, LEAVES[500:900])


def test_a_tile_of_the_wrong_length_stops_the_growth() -> None:
    with pytest.raises(Problems) as caught:
        grow(lambda tile: b"short", 3, LEAVES[3:4])
    assert caught.value.items[0].code is Code.RECORD_TILE_WRONG


@given(st.integers(-1, 63), st.integers(0, 2**62), st.integers(1, 256))
def test_a_path_names_its_tile_and_no_other(level: int, index: int, width: int) -> None:
    tile = Tile(level, index, width)
    assert parse_path(tile.path) == tile


def test_a_number_is_written_in_groups_of_three() -> None:
    assert number_path(1_234_067) == "x001/x234/067"
    assert number_path(7) == "007"
    assert number_path(1000) == "x001/000"


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/../001",
        "/tile/0/001",
        "tile/0/001/",
        "tile/0/001\n",
        "tile/entries/\u0661\u0661\u0661",
        "tile/0/" + "x999/" * 30 + "999",
        "",
    ],
)
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(Problems):
        parse_path(path)


def test_a_tree_has_no_tile_beyond_its_edge() -> None:
    assert tile_at(0, 1, 300).width == 44
    with pytest.raises(Problems):
        tile_at(0, 2, 512)
