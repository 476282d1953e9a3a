"""Numbers that others published: our tree, proofs, paths, notes and cosignatures give the same ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.problems import Problems
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.grow import grow, root_at
from returnhub.record.keys import Signed, parse_vkey, read_key, verified
from returnhub.record.note import Note, parse_note
from returnhub.record.proof import check_consistency, check_inclusion, consistency, inclusion
from returnhub.record.tiles import ENTRIES, Tile, levels_of, parse_path, tiles_of
from returnhub.record.tree import EMPTY, Frontier, leaf_hash, node_hash

VECTORS = Path(__file__).parent / "vectors"

# The eight leaves, roots and proofs of certificate-transparency's reference code, as in
# github.com/transparency-dev/merkle, log_verifier_test.go (there a proof's leaf counts from 1).
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
INCLUSION = {
    (0, 1): (),
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
    (1, 5): (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
    (6, 7): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
}


def test_the_tree_of_every_size_to_eight_has_the_published_root() -> None:
    assert EMPTY.hex() == ROOTS[0]
    for size, root in enumerate(ROOTS):
        hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
        assert Frontier(hashes).root().hex() == root
        assert root_at(_tiles(hashes), size).hex() == root


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_inclusion_is_proved_by_the_published_hashes(index: int, size: int) -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    proof = inclusion(_tiles(hashes), index, size)
    assert tuple(h.hex() for h in proof) == INCLUSION[index, size]
    check_inclusion(hashes[index], index, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_consistency_is_proved_by_the_published_hashes(old: int, new: int) -> None:
    hashes = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:new]]
    proof = consistency(_tiles(hashes), old, new)
    assert tuple(h.hex() for h in proof) == CONSISTENCY[old, new]
    check_consistency(old, bytes.fromhex(ROOTS[old]), new, bytes.fromhex(ROOTS[new]), proof)


def test_the_example_of_rfc_6962_has_the_proofs_that_the_rfc_names() -> None:
    # section 2.1.3: seven leaves, d0 to d6, and the letters that it gives to nodes
    leaves = a, b, c, d, e, f, j = [leaf_hash(f"d{i}".encode()) for i in range(7)]
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, l_ = node_hash(g, h), node_hash(i, j)
    read = _tiles(leaves)
    assert root_at(read, 7) == node_hash(k, l_)
    assert inclusion(read, 0, 7) == [b, h, l_]
    assert inclusion(read, 3, 7) == [c, g, l_]
    assert inclusion(read, 4, 7) == [f, j, k]
    assert inclusion(read, 6, 7) == [i, k]
    assert consistency(read, 3, 7) == [c, d, g, l_]
    assert consistency(read, 4, 7) == [l_]
    assert consistency(read, 6, 7) == [i, j, k]


def test_the_paths_and_widths_are_those_of_the_examples_in_tlog_tiles() -> None:
    # c2sp.org/tlog-tiles: "Merkle Tree" and "Partial Tiles"
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert parse_path("tile/entries/x001/x234/067") == Tile(ENTRIES, 1234067)
    tiles = [t for level in levels_of(70_000) for t in tiles_of(level, 70_000)]
    assert [t.width for t in tiles] == [256] * 273 + [112, 256, 17, 1]
    assert [t.level for t in tiles] == [0] * 274 + [1, 1, 2]
    assert [t.path for level in levels_of(256) for t in tiles_of(level, 256)] == [
        "tile/0/000",
        "tile/1/000.p/1",
    ]


# golang.org/x/mod, sumdb/note/note_test.go and the package's documentation
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
ENOCH = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
PETER_SIGNED = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
ENOCH_SIGNED = "rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ="
GO_NOTE = f"{GO_TEXT}\n— PeterNeumann {PETER_SIGNED}\n— EnochRoot {ENOCH_SIGNED}\n"


def test_the_note_of_gos_package_is_signed_by_both_of_its_keys() -> None:
    note = parse_note(GO_NOTE)
    assert note.text == GO_TEXT
    assert note.write() == GO_NOTE
    keys = [parse_vkey(PETER), parse_vkey(ENOCH)]
    assert [key.vkey for key in keys] == [PETER, ENOCH]
    assert verified(note, keys) == (Signed(keys[0], None), Signed(keys[1], None))


def test_the_private_key_of_gos_package_signs_the_published_line(tmp_path: Path) -> None:
    path = tmp_path / "peter"
    path.write_text(PETER_PRIVATE + "\n")
    path.chmod(0o600)
    key = read_key(path)
    assert key.public.vkey == PETER
    assert key.sign(GO_TEXT, dt.datetime.now(dt.UTC)) == parse_note(GO_NOTE).signatures[0]


@pytest.mark.parametrize(
    "raw",
    [
        GO_TEXT,
        GO_TEXT + "\n",
        GO_NOTE.removesuffix("\n"),
        "\x01" + GO_NOTE,
        b"\xff" + GO_NOTE.encode(),
        GO_NOTE.replace("PeterNeumann", "Bad Name"),
        GO_NOTE + "Unexpected line.\n",
        GO_TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG\n",
    ],
)
def test_what_gos_package_calls_malformed_is_no_note(raw: str | bytes) -> None:
    with pytest.raises(Problems):
        parse_note(raw)


def test_the_key_and_note_of_the_signed_note_vectors_agree() -> None:
    # c2sp.org/signed-note, "Test vectors"
    key = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    note = parse_note(
        "This is an example message.\n\n— example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    assert verified(note, [key]) == (Signed(key, None),)
    with pytest.raises(Problems):
        verified(Note(note.text.replace("This", "That"), note.signatures), [key])


def test_a_log_of_certificates_and_a_witness_of_the_public_network_signed_what_we_read() -> None:
    # A checkpoint of Google's staging log, cosigned by witnesses that others run; four of its lines are
    # of keys that we don't name, one of them of a type that we don't know. Keys: their own pages.
    log = parse_vkey(
        "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
    )
    witness = parse_vkey("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")
    raw = (VECTORS / "staging-ct-checkpoint.txt").read_text("utf-8")
    note = parse_note(raw)
    assert note.write() == raw
    assert parse_checkpoint(note.text).size == 1_432_088_532
    at = dt.datetime(2026, 5, 23, 21, 50, 24, tzinfo=dt.UTC)
    assert verified(note, [log, witness]) == (Signed(log, None), Signed(witness, at))
    with pytest.raises(Problems):
        verified(Note(note.text.replace("1432088532", "1432088533"), note.signatures), [witness])


def test_an_ml_dsa_44_cosignature_by_another_program_is_right() -> None:
    # made by filippo.io/torchwood, cmd/litewitness/testdata/mldsa.txt; it states no time
    vkey, raw = (VECTORS / "ml-dsa-44-checkpoint.txt").read_text("utf-8").split("\n", 1)
    key, note = parse_vkey(vkey), parse_note(raw)
    assert key.vkey == vkey
    assert verified(note, [key]) == (Signed(key, dt.datetime.fromtimestamp(0, dt.UTC)),)
    with pytest.raises(Problems):
        verified(Note(note.text.replace("\n1\n", "\n2\n"), note.signatures), [key])


def _tiles(hashes: list[bytes]) -> Callable[[Tile], bytes]:
    """A tree of at most 256 leaves as it is read; a partial tile begins the full one."""
    tiles = {(t.level, t.index): raw for t, raw in grow(_nothing, 0, hashes).tiles.items()}
    return lambda tile: tiles[tile.level, tile.index][: 32 * tile.width]


def _nothing(tile: Tile) -> bytes:
    raise AssertionError(f"an empty tree has no {tile.path}")
