"""The Go team's golang.org/x/mod/sumdb, which runs Go's checksum database, judges what we wrote."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from tests.record.go_checker import Checker
from tests.record.made_logs import (
    LOG,
    ORIGIN,
    WITNESS,
    WITNESS_ML_DSA,
    MadeLog,
    made_entry,
    make_log,
    sign,
    write_tree,
)

from returnhub.problems import Problems
from returnhub.record.checkpoint import Checkpoint, parse_checkpoint
from returnhub.record.entry import pack
from returnhub.record.keys import verified
from returnhub.record.note import parse_note
from returnhub.record.proof import consistency, inclusion
from returnhub.record.prooffile import ProofFile
from returnhub.record.tiles import ENTRIES, Tile

SIZES = (1, 2, 255, 256, 257, 1000)
EVERY_KEY = (LOG, WITNESS, WITNESS_ML_DSA)


@pytest.fixture(scope="module")
def thousand(tmp_path_factory: pytest.TempPathFactory) -> MadeLog:
    return make_log(tmp_path_factory.mktemp("thousand"), SIZES)


@pytest.fixture
def small(tmp_path: Path) -> MadeLog:
    return make_log(tmp_path / "log", (1, 100, 300))


@pytest.mark.parametrize("size", SIZES)
def test_go_hashes_the_entries_to_the_signed_root(go: Checker, tmp_path: Path, size: int) -> None:
    log = make_log(tmp_path, (size,))
    answer = go("log", log.folder, *log.vkeys)
    assert answer.right, answer.line
    assert answer.line.startswith(f"right: {size} entries")


def test_go_agrees_about_seventy_thousand_entries_under_two_checkpoints(go: Checker, tmp_path: Path) -> None:
    # three levels of tiles; the second checkpoint is the example of tlog-tiles
    log = make_log(tmp_path, (65_537, 70_000))
    answer = go("log", log.folder, *log.vkeys)
    assert answer.line.startswith("right: 70000 entries, 277 tiles, 2 checkpoints"), answer.line


def test_go_finds_every_checkpoint_of_a_growing_log_in_one_tree(go: Checker, thousand: MadeLog) -> None:
    answer = go("log", thousand.folder, *thousand.vkeys)
    assert answer.line.startswith("right: 1000 entries, 5 tiles, 6 checkpoints"), answer.line


def test_go_agrees_at_every_size_to_three_hundred(go: Checker, tmp_path: Path) -> None:
    log = make_log(tmp_path, range(1, 301))
    answer = go("log", log.folder, *log.vkeys)
    assert answer.line.startswith("right: 300 entries, 3 tiles, 300 checkpoints"), answer.line


def test_go_opens_the_signatures_of_log_and_witnesses(go: Checker, tmp_path: Path) -> None:
    log = make_log(tmp_path, (3,), EVERY_KEY)
    answer = go("note", log.folder / "checkpoint", *log.vkeys)
    assert answer.line == "right: signed by " + ", ".join(key.name for key in EVERY_KEY)


@pytest.mark.parametrize("key", EVERY_KEY, ids=lambda key: key.algorithm.name)
def test_go_refuses_a_signature_over_another_checkpoint(go: Checker, tmp_path: Path, key: object) -> None:
    log = make_log(tmp_path, (3,), EVERY_KEY)
    note = parse_note((log.folder / "checkpoint").read_text("utf-8"))
    head = parse_checkpoint(note.text)
    other = sign(Checkpoint(ORIGIN, 4, head.root).text, EVERY_KEY)
    forged = note.add(*(s for k, s in zip(EVERY_KEY, other.signatures, strict=True) if k is key))
    (tmp_path / "forged").write_text(forged.write(), "utf-8")
    assert go("note", tmp_path / "forged", *log.vkeys).line.startswith("refused: invalid signature for key")


def test_go_accepts_our_proof_files(go: Checker, thousand: MadeLog, tmp_path: Path) -> None:
    for size in SIZES:
        for index in {0, size // 2, size - 1}:
            path = tmp_path / f"{index}-{size}"
            path.write_text(_proof(thousand, index, size).write(), "utf-8")
            answer = go("proof", path, *thousand.vkeys)
            assert answer.line == f"right: entry {index} of {size}, signed by {ORIGIN}"


def test_go_refuses_a_proof_of_another_entry(go: Checker, thousand: MadeLog, tmp_path: Path) -> None:
    proof = _proof(thousand, 500, 1000)
    for name, wrong in {
        "entry": ProofFile(thousand.entries[501], None, 500, proof.hashes, proof.checkpoint),
        "index": ProofFile(proof.entry, None, 501, proof.hashes, proof.checkpoint),
        "short": ProofFile(proof.entry, None, 500, proof.hashes[:-1], proof.checkpoint),
        "order": ProofFile(proof.entry, None, 500, proof.hashes[::-1], proof.checkpoint),
    }.items():
        (tmp_path / name).write_text(wrong.write(), "utf-8")
        assert not go("proof", tmp_path / name, *thousand.vkeys).right, name


def test_go_accepts_our_consistency_between_all_checkpoints(
    go: Checker, thousand: MadeLog, tmp_path: Path
) -> None:
    for i, old in enumerate(SIZES):
        for new in SIZES[i:]:
            answer = _consistent(go, thousand, tmp_path, old, new, consistency(thousand.read, old, new))
            assert answer == f"right: the tree of {new} begins with that of {old}"


def test_go_refuses_a_consistency_proof_with_one_bit_changed(
    go: Checker, thousand: MadeLog, tmp_path: Path
) -> None:
    hashes = consistency(thousand.read, 257, 1000)
    for i, one in enumerate(hashes):
        wrong = [*hashes[:i], _flip(one, 7), *hashes[i + 1 :]]
        assert _consistent(go, thousand, tmp_path, 257, 1000, wrong).startswith("refused: "), i


@pytest.mark.parametrize("index", [0, 150, 255])
def test_go_names_the_entry_in_which_one_bit_changed(go: Checker, small: MadeLog, index: int) -> None:
    last = len(pack(small.entries[: index + 1])) - 1
    _change(small.folder / Tile(ENTRIES, 0).path, last)
    line = go("log", small.folder, *small.vkeys).line
    assert line == f"refused: entry {index} is not the one that stands in the tree"


def test_go_refuses_a_bundle_in_which_a_length_changed(go: Checker, small: MadeLog) -> None:
    _change(small.folder / Tile(ENTRIES, 0).path, 0)
    assert go("log", small.folder, *small.vkeys).line.startswith("refused: entry ")


def test_go_refuses_a_whole_tree_made_anew_around_another_entry(go: Checker, small: MadeLog) -> None:
    entries = [*small.entries[:100], made_entry(9999), *small.entries[101:]]
    write_tree(small.folder, entries, 0, len(entries))
    assert "inconsistent tile" in go("log", small.folder, *small.vkeys).line


@pytest.mark.parametrize("tile", [Tile(0, 0), Tile(0, 1, 44), Tile(1, 0, 1)], ids=lambda tile: tile.path)
def test_go_refuses_a_tile_in_which_one_bit_changed(go: Checker, small: MadeLog, tile: Tile) -> None:
    _change(small.folder / tile.path, 17)
    assert "inconsistent tile" in go("log", small.folder, *small.vkeys).line


@pytest.mark.parametrize("name", ["checkpoint", "checkpoints/100"])
def test_go_refuses_a_checkpoint_in_which_the_size_changed(go: Checker, small: MadeLog, name: str) -> None:
    path = small.folder / name
    origin, size, rest = path.read_text("utf-8").split("\n", 2)
    path.write_text(f"{origin}\n{int(size) - 1}\n{rest}", "utf-8")
    assert "invalid signature" in go("log", small.folder, *small.vkeys).line


def test_go_refuses_a_log_whose_key_signed_another_tree_before(go: Checker, small: MadeLog) -> None:
    head = Checkpoint(ORIGIN, 100, bytes(32))
    (small.folder / "checkpoints" / "100").write_text(sign(head.text, small.keys).write(), "utf-8")
    assert go("log", small.folder, *small.vkeys).line == "refused: checkpoints/100 is of another tree"


ODD_NOTES = {
    "as made": lambda text, line: f"{text}\n{line}",
    "no text": lambda _text, line: f"\n\n{line}",
    "no signature": lambda text, _line: f"{text}\n",
    "only signature": lambda _text, line: line,
    "blank line before": lambda text, line: f"\n{text}\n{line}",
    "blank line within": lambda text, line: f"{text}\n\n{line}",
    "blank line after": lambda text, line: f"{text}\n{line}\n",
    "carriage returns": lambda text, line: f"{text}\n{line}".replace("\n", "\r\n"),
    "no last newline": lambda text, line: f"{text}\n{line[:-1]}",
    "a space at the end": lambda text, line: f"{text}\n{line[:-1]} \n",
    "two spaces": lambda text, line: f"{text}\n{line.replace(' ', '  ')}",
    "a hyphen for the dash": lambda text, line: f"{text}\n{line.replace('—', '-')}",
    "a tab": lambda text, line: f"\t{text}\n{line}",
    "a zero byte": lambda text, line: f"\0{text}\n{line}",
    "a byte order mark": lambda text, line: f"\ufeff{text}\n{line}",
    "a space that doesn't break in the name": lambda text, line: f"{text}\n{line.replace('.', chr(160), 1)}",
    "a plus in the name": lambda text, line: f"{text}\n{line.replace('.', '+', 1)}",
    "the line twice": lambda text, line: f"{text}\n{line}{line}",
    "no base64": lambda text, line: f"{text}\n{line[:-3]}\n",
    "too short": lambda text, line: f"{text}\n{line[:30]}AAAA\n",
    "a last line of text": lambda text, line: f"{text}\n{line}{text}",
}


@pytest.mark.parametrize("name", ODD_NOTES)
def test_go_and_we_read_the_same_notes(go: Checker, tmp_path: Path, name: str) -> None:
    note = sign(Checkpoint(ORIGIN, 7, bytes(32)).text, [LOG])
    raw = ODD_NOTES[name](note.text, note.signatures[0].line).encode()
    (tmp_path / "note").write_bytes(raw)
    try:
        ours = bool(verified(parse_note(raw), [LOG.public]))
    except Problems:
        ours = False
    assert ours == go("note", tmp_path / "note", LOG.public.vkey).right


def _proof(log: MadeLog, index: int, size: int) -> ProofFile:
    note = parse_note((log.folder / "checkpoints" / str(size)).read_text("utf-8"))
    hashes = inclusion(log.read, index, size)
    return ProofFile(log.entries[index], None, index, tuple(hashes), note)


def _consistent(go: Checker, log: MadeLog, folder: Path, old: int, new: int, hashes: list[bytes]) -> str:
    lines = "".join(f"{base64.b64encode(h).decode()}\n" for h in hashes)
    (folder / "hashes").write_text(lines, "utf-8")
    checkpoints = (log.folder / "checkpoints" / str(size) for size in (old, new))
    return go("consistency", *checkpoints, folder / "hashes", *log.vkeys).line


def _change(path: Path, at: int) -> None:
    path.write_bytes(_flip(path.read_bytes(), at))


def _flip(raw: bytes, at: int) -> bytes:
    changed = bytearray(raw)
    changed[at] ^= 1
    return bytes(changed)
