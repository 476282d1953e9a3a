from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.record.grown import GrownLog, now
from tests.record.made_logs import LOG, ORIGIN, START, make_log, sign, write_tree

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Checkpoint, Handover, parse_checkpoint
from returnhub.record.entry import Entry, encode, pack
from returnhub.record.grow import root_at
from returnhub.record.keys import Algorithm, Key, new_key, verified
from returnhub.record.note import Note, parse_note
from returnhub.record.tiles import levels_of, tiles_of
from returnhub.record.witness.answer import Request, add_checkpoint
from returnhub.record.witness.monitor import cosign_log
from returnhub.record.witness.state import WatchedLog, WitnessState


@pytest.fixture
def witness(tmp_path: Path) -> WitnessState:
    state = WitnessState.create(tmp_path / "witness", "witness.example/one")
    state.trust(ORIGIN, LOG.public.vkey)
    return state


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return tmp_path / "export"


def watched(witness: WitnessState) -> WatchedLog:
    log = witness.log(ORIGIN)
    assert log is not None
    return log


def refusal(witness: WitnessState, place: Path | str, *, keep: bool = False) -> str:
    before = watched(witness).latest()
    with pytest.raises(Problems) as caught:
        cosign_log(witness, str(place), now, keep=keep)
    assert watched(witness).latest() == before
    return str(caught.value.items[0].given["kind"])


def test_a_log_that_grows_is_cosigned_each_time(witness: WitnessState, export: Path) -> None:
    log = GrownLog(3)
    for size in (3, 256, 257, 257, 700):
        log.grow(size) if size > log.size() else None
        cosigned = cosign_log(witness, str(log.write(export)), now)
        assert len(cosigned.lines) == 1
        assert {s.key for s in verified(cosigned.checkpoint, [LOG.public, *witness.public])} == {
            LOG.public,
            *witness.public,
        }
    assert not watched(witness).kept.folder.exists()


def test_the_kept_copy_hashes_to_the_checkpoint_beside_it(witness: WitnessState, export: Path) -> None:
    log = GrownLog(3)
    kept = watched(witness).kept
    for size in (3, 255, 256, 257, 66_000, 66_001):
        log.grow(size) if size > log.size() else None
        cosign_log(witness, str(log.write(export)), now, keep=size == 3)
        assert kept.size == size
        assert root_at(kept.read, size) == log.root(size)
        files = {str(f.relative_to(kept.folder)) for f in (kept.folder / "tile").rglob("*") if f.is_file()}
        assert files == {t.path for level in levels_of(size) for t in tiles_of(level, size)}


def test_a_partial_tile_that_is_gone_is_cut_from_the_full_one(witness: WitnessState, export: Path) -> None:
    log = GrownLog(200)
    log.write(export)
    note = (export / "checkpoint").read_text("utf-8")
    log.grow(300)
    log.write(export)
    for file in export.rglob("*.p/200"):
        file.unlink()
    (export / "checkpoint").write_text(note, "utf-8")
    cosign_log(witness, str(export), now, keep=True)
    assert watched(witness).kept.root(200) == log.root(200)


def test_yesterdays_log_is_refused(witness: WitnessState, export: Path) -> None:
    cosign_log(witness, str(GrownLog(300).write(export / "today")), now)
    assert refusal(witness, GrownLog(299).write(export / "yesterday")) == "rolled_back"
    assert watched(witness).evidence() == []


@pytest.mark.parametrize("size", [300, 301, 512, 900])
def test_a_log_with_another_past_is_refused_and_kept_as_evidence(
    size: int, witness: WitnessState, export: Path
) -> None:
    cosign_log(witness, str(GrownLog(300).write(export / "one")), now)
    assert refusal(witness, GrownLog(size, forked_at=299).write(export / "two")) == "two_pasts"
    (pair,) = watched(witness).evidence()
    assert pair.kind == "forked"


def test_with_a_copy_a_smaller_log_with_another_past_is_evidence_too(
    witness: WitnessState, export: Path
) -> None:
    cosign_log(witness, str(GrownLog(300).write(export / "one")), now, keep=True)
    other = GrownLog(290, forked_at=100)
    assert refusal(witness, other.write(export / "two")) == "two_pasts"
    assert refusal(witness, GrownLog(290).write(export / "three")) == "rolled_back"
    assert [e.kind for e in watched(witness).evidence()] == ["forked"]
    assert add_checkpoint(other.request(0, 290), witness, now).status == 409


def test_tiles_that_do_not_hash_to_the_checkpoint_are_refused(witness: WitnessState, export: Path) -> None:
    log = GrownLog(300)
    cosign_log(witness, str(log.write(export)), now)
    log.grow(600)
    log.write(export)
    for level, name in ((0, "tile/0/001"), (0, "tile/0/002.p/88"), (1, "tile/1/000.p/2")):
        raw = (export / name).read_bytes()
        (export / name).write_bytes(bytes(32) + raw[32:])
        assert refusal(witness, export, keep=True) == "tiles", level
        (export / name).write_bytes(raw)
    assert watched(witness).evidence() == []
    cosign_log(witness, str(export), now, keep=True)


def test_a_copy_holds_only_hashes_that_lead_to_the_checkpoint(witness: WitnessState, export: Path) -> None:
    GrownLog(300).write(export)
    # a full tile that no proof needs, since the level above names its root
    raw = (export / "tile/0/000").read_bytes()
    (export / "tile/0/000").write_bytes(bytes(32) + raw[32:])
    assert refusal(witness, export, keep=True) == "tiles"
    assert watched(witness).kept.size == 0


def test_a_tile_of_the_wrong_length_is_refused(witness: WitnessState, export: Path) -> None:
    GrownLog(300).write(export)
    (export / "tile/0/001.p/44").write_bytes(b"short")
    with pytest.raises(Problems):
        cosign_log(witness, str(export), now)
    (export / "tile/0/001.p/44").unlink()
    assert refusal(witness, export) == "lacks"


def test_a_log_that_is_not_watched_is_refused(tmp_path: Path, export: Path) -> None:
    other = WitnessState.create(tmp_path / "other", "witness.example/other")
    with pytest.raises(Problems) as caught:
        cosign_log(other, str(GrownLog(5).write(export)), now)
    assert caught.value.items[0].given["kind"] == "unknown_log"


def test_a_log_signed_by_a_stranger_is_refused(witness: WitnessState, export: Path) -> None:
    make_log(export, [5], [new_key(ORIGIN)])
    assert refusal(witness, export) == "unknown_key"


def test_a_folder_that_is_no_log_is_refused(witness: WitnessState, export: Path) -> None:
    assert refusal(witness, export) == "lacks"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def site(export: Path) -> Iterator[str]:
    export.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(export))) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_a_log_on_the_web_is_read_like_a_folder(witness: WitnessState, export: Path, site: str) -> None:
    log = GrownLog(300)
    log.write(export)
    cosign_log(witness, site, now, keep=True)
    log.grow(700)
    log.write(export)
    assert len(cosign_log(witness, f"{site}/", now).lines) == 1
    assert watched(witness).kept.root(700) == log.root(700)


def test_a_web_address_without_a_log_is_refused(witness: WitnessState, site: str) -> None:
    assert refusal(witness, site) == "lacks"


def handover(old: Key, new: Key, *signers: Key) -> bytes:
    text = Handover(ORIGIN, old.public, new.public, START).text
    note = Note(text, tuple(key.sign(text, START) for key in signers))
    return encode(Entry("00000000-0000-4000-8000-0000000000ff", START, handover=note.write()))


def grow_export(export: Path, entries: list[bytes], old: int, keys: list[Key]) -> None:
    root = write_tree(export, entries, old, len(entries))
    note = sign(Checkpoint(ORIGIN, len(entries), root).text, keys)
    (export / "checkpoint").write_text(note.write(), "utf-8")


NEW = Key(ORIGIN, LOG.algorithm, bytes(range(9, 41)))


@pytest.mark.parametrize("signers", [[LOG, NEW], [NEW]])
def test_a_hand_over_that_both_keys_signed_is_followed(
    signers: list[Key], witness: WitnessState, export: Path
) -> None:
    made = make_log(export, [5])
    cosign_log(witness, str(export), now)
    entries = [*made.entries, handover(LOG, NEW, LOG, NEW), *made.entries]
    grow_export(export, entries, 5, signers)
    cosign_log(witness, str(export), now)
    assert watched(witness).trusted_keys() == (NEW.public,)
    # the old key is out of office from now on
    grow_export(export, [*entries, *made.entries], len(entries), [LOG])
    assert refusal(witness, export) == "unknown_key"
    grow_export(export, [*entries, *made.entries], len(entries), [NEW])
    cosign_log(witness, str(export), now)


def test_two_hand_overs_in_a_row_are_followed(witness: WitnessState, export: Path) -> None:
    third = Key(ORIGIN, LOG.algorithm, bytes(range(10, 42)))
    made = make_log(export, [300])
    cosign_log(witness, str(export), now)
    steps = [handover(LOG, NEW, LOG, NEW), *made.entries, handover(NEW, third, NEW, third)]
    grow_export(export, [*made.entries, *steps], 300, [third])
    cosign_log(witness, str(export), now)
    assert watched(witness).trusted_keys() == (third.public,)


def test_a_hand_over_under_a_checkpoint_that_was_cosigned_on_request_is_followed(
    witness: WitnessState, export: Path
) -> None:
    made = make_log(export, [5])
    entries = [*made.entries, handover(LOG, NEW, LOG, NEW)]
    grow_export(export, entries, 5, [LOG, NEW])
    note = parse_note((export / "checkpoint").read_bytes())
    request = Request(0, (), note, parse_checkpoint(note.text))
    assert add_checkpoint(request.write(), witness, now).status == 200
    grow_export(export, [*entries, *made.entries], 6, [NEW])
    cosign_log(witness, str(export), now)
    assert watched(witness).trusted_keys() == (NEW.public,)


def test_a_checkpoint_with_a_line_more_is_refused_by_a_post_quantum_witness_too(
    tmp_path: Path, export: Path
) -> None:
    both = (Algorithm.COSIGNATURE, Algorithm.COSIGNATURE_ML_DSA)
    state = WitnessState.create(tmp_path / "both", "witness.example/both", both)
    state.trust(ORIGIN, LOG.public.vkey)
    root = make_log(export, [5]).read
    text = Checkpoint(ORIGIN, 5, root_at(root, 5)).text + "one line more\n"
    note = sign(text, [LOG])
    (export / "checkpoint").write_text(note.write(), "utf-8")
    with pytest.raises(Problems) as caught:
        cosign_log(state, str(export), now)
    assert caught.value.items[0].code is Code.RECORD_CHECKPOINT_WRONG
    request = Request(0, (), note, parse_checkpoint(text))
    assert add_checkpoint(request.write(), state, now).status == 400


@pytest.mark.parametrize("signers", [[NEW], [LOG], [], [LOG, new_key(ORIGIN)]])
def test_a_hand_over_that_not_both_signed_is_not_followed(
    signers: list[Key], witness: WitnessState, export: Path
) -> None:
    made = make_log(export, [5])
    cosign_log(witness, str(export), now)
    raw = handover(LOG, NEW, *signers) if signers else handover(NEW, LOG, LOG, NEW)
    grow_export(export, [*made.entries, raw], 5, [NEW])
    assert refusal(witness, export) == "unknown_key"
    assert watched(witness).trusted_keys() == (LOG.public,)


def test_a_hand_over_in_a_log_with_another_past_is_not_followed(witness: WitnessState, export: Path) -> None:
    made = make_log(export / "one", [5])
    cosign_log(witness, str(export / "one"), now)
    other = [*made.entries[::-1], handover(LOG, NEW, LOG, NEW)]
    grow_export(export / "two", other, 0, [NEW])
    assert refusal(witness, export / "two") == "two_pasts"
    assert watched(witness).trusted_keys() == (LOG.public,)


def test_a_hand_over_that_is_not_in_the_tree_is_not_followed(witness: WitnessState, export: Path) -> None:
    made = make_log(export, [5])
    cosign_log(witness, str(export), now)
    grow_export(export, [*made.entries, *made.entries[:1]], 5, [NEW])
    raw = handover(LOG, NEW, LOG, NEW)
    (export / "tile/entries/000.p/6").write_bytes(pack([*made.entries, raw]))
    assert refusal(witness, export) == "tiles"
    assert watched(witness).trusted_keys() == (LOG.public,)
