"""Notes, keys, checkpoints, receipts, hand-overs, proof files: what was signed is read back, nothing else."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.naive import Tiles, naive_root

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import (
    Checkpoint,
    Handover,
    Receipt,
    parse_checkpoint,
    parse_handover,
    parse_receipt,
)
from returnhub.record.entry import Content, Entry, encode
from returnhub.record.keys import (
    Algorithm,
    Key,
    need,
    new_key,
    parse_vkey,
    read_key,
    verified,
    write_key,
)
from returnhub.record.note import Note, Signature, parse_note
from returnhub.record.proof import inclusion
from returnhub.record.prooffile import ProofFile, parse_proof
from returnhub.record.tree import leaf_hash

NOW = dt.datetime(2026, 11, 22, 8, 36, 9, tzinfo=dt.UTC)
ORIGIN = "record.example/kosovo-2025"
KEY = Key(ORIGIN, Algorithm.NOTE, bytes(range(32)))
HEAD = Checkpoint(ORIGIN, 7, bytes(32))
ID = "0b0f6b5e-6e0d-4a0a-9f3b-111111111111"


def signed(text: str, *keys: Key) -> Note:
    return Note(text, tuple(k.sign(text, NOW) for k in keys))


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_signature_of_each_kind_holds_for_its_text_alone(algorithm: Algorithm) -> None:
    key = Key("witness.example/w1", algorithm, bytes(range(32)))
    note = parse_note(signed(HEAD.text, key).write())
    (found,) = verified(note, [key.public])
    assert found.at == (None if algorithm is Algorithm.NOTE else NOW)
    other = Checkpoint(ORIGIN, 8, bytes(32)).text
    with pytest.raises(Problems) as caught:
        verified(dataclasses.replace(note, text=other), [key.public])
    assert caught.value.items[0].code is Code.RECORD_SIGNATURE_WRONG


@pytest.mark.parametrize("algorithm", [Algorithm.COSIGNATURE, Algorithm.COSIGNATURE_ML_DSA])
def test_the_time_of_a_cosignature_cannot_be_changed(algorithm: Algorithm) -> None:
    key = Key("witness.example/w1", algorithm, bytes(range(32)))
    one = key.sign(HEAD.text, NOW)
    later = Signature(one.name, one.key_id, (int(NOW.timestamp()) + 1).to_bytes(8, "big") + one.raw[8:])
    with pytest.raises(Problems):
        verified(Note(HEAD.text, (later,)), [key.public])


def test_signatures_of_unknown_keys_are_passed_over_and_none_known_is_refused() -> None:
    stranger = new_key("somebody.example")
    note = signed(HEAD.text, stranger, KEY)
    assert [s.key for s in verified(note, [KEY.public])] == [KEY.public]
    alone = signed(HEAD.text, stranger)
    with pytest.raises(Problems):
        need(verified(alone, [KEY.public]), alone)


def test_a_newer_signature_of_a_key_takes_the_place_of_its_older_one() -> None:
    witness = Key("witness.example/w1", Algorithm.COSIGNATURE, bytes(range(32)))
    note = signed(HEAD.text, KEY, witness)
    again = note.add(witness.sign(HEAD.text, NOW + dt.timedelta(hours=1)))
    assert len(again.signatures) == 2
    assert [s.at for s in verified(again, [witness.public])] == [NOW + dt.timedelta(hours=1)]


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_key_is_read_back_from_its_file_and_from_its_public_text(
    tmp_path: Path, algorithm: Algorithm
) -> None:
    key, file = new_key(ORIGIN, algorithm), tmp_path / "log.key"
    write_key(file, key)
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_key(file) == key
    assert parse_vkey(key.public.vkey) == key.public
    assert key.seed.hex() not in repr(key)
    assert repr(key.seed) not in repr(key)


def test_a_key_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "log.key"
    write_key(file, KEY)
    with pytest.raises(Problems) as caught:
        write_key(file, new_key(ORIGIN))
    assert caught.value.items[0].code is Code.RECORD_KEY_EXISTS
    assert read_key(file) == KEY


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "log.key"
    write_key(file, KEY)
    file.chmod(0o644)
    with pytest.raises(Problems) as caught:
        read_key(file)
    assert caught.value.items[0].given["kind"] == "open"


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "x",
        "a+b",
        "a+00000000+AQ==",
        KEY.public.vkey.replace("record", "other"),
        KEY.public.vkey[:-4] + "AAA=",
    ],
)
def test_a_wrong_public_key_is_refused(wrong: str) -> None:
    with pytest.raises(Problems) as caught:
        parse_vkey(wrong)
    assert caught.value.items[0].code is Code.RECORD_KEY_WRONG


@pytest.mark.parametrize("name", ["", "two words", "a+b", "x\ny", "a" * 256, "a\u2003b", "a\u200b"])
def test_no_key_has_a_name_that_a_note_cannot_hold(name: str) -> None:
    with pytest.raises(Problems) as caught:
        new_key(name)
    assert caught.value.items[0].code is Code.RECORD_ORIGIN_WRONG


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "text\n",
        "text\n\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "text\n\n— name AAAAAAA=",
        "text\n\n- name AAAAAAA=\n",
        "text\n\n—  name AAAAAAA=\n",
        "text\n\n— name AAAAAAB=\n",
        "te\rxt\n\n— name AAAAAAA=\n",
        b"\xff\n\n",
        "x" * 1_100_000,
        "text\n\n" + "— name AAAAAAA=\n" * 65,
    ],
)
def test_what_is_not_a_note_is_refused(raw: str | bytes) -> None:
    with pytest.raises(Problems) as caught:
        parse_note(raw)
    assert caught.value.items[0].code is Code.RECORD_NOTE_WRONG


@given(
    st.text(),
    st.sampled_from([parse_note, parse_checkpoint, parse_receipt, parse_handover, parse_proof, parse_vkey]),
)
def test_no_text_gets_past_a_parser_but_as_problems(text: str, parse: Callable[[str], object]) -> None:
    with contextlib.suppress(Problems):
        parse(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("7", "07"),
        ("7", "-7"),
        ("7", "+7"),
        ("7", "7 "),
        ("7", "\u0667"),
        ("7", "9" * 19),
        ("7", "9" * 5000),
        ("AAA=", "AAB="),
        ("AAA=", "AA=="),
        (ORIGIN, ""),
        (ORIGIN, "two words"),
    ],
)
def test_a_checkpoint_has_one_spelling(old: str, new: str) -> None:
    assert parse_checkpoint(HEAD.text) == HEAD
    with pytest.raises(Problems) as caught:
        parse_checkpoint(HEAD.text.replace(old, new, 1))
    assert caught.value.items[0].code is Code.RECORD_CHECKPOINT_WRONG


def test_a_receipt_and_a_hand_over_are_read_back_and_never_taken_for_a_checkpoint() -> None:
    receipt = Receipt(ORIGIN, ID, NOW, bytes(32))
    handover = Handover(ORIGIN, KEY.public, new_key(ORIGIN).public, NOW)
    assert parse_receipt(receipt.text) == receipt
    assert parse_handover(handover.text) == handover
    for text in (receipt.text, handover.text):
        with pytest.raises(Problems):
            parse_checkpoint(text)
    with pytest.raises(Problems):
        parse_receipt(HEAD.text)


def test_a_proof_file_shows_its_entry_under_its_checkpoint_and_no_other() -> None:
    content = Content(bytes(32), b'{"what":"notice served"}')
    raws = [encode(Entry(f"0b0f6b5e-6e0d-4a0a-9f3b-{i:012d}", NOW, content.commitment)) for i in range(300)]
    leaves = [leaf_hash(r) for r in raws]
    tiles = Tiles()
    tiles.grow(leaves)
    head = Checkpoint(ORIGIN, 300, naive_root(leaves))
    note = signed(head.text, KEY)
    proof = ProofFile(raws[41], content, 41, tuple(inclusion(tiles, 41, 300)), note)
    proof.check()
    assert parse_proof(proof.write()) == proof
    misspelt = base64.b64encode(b'{"content":"{}","leaf":"{}","sald":"AA=="}').decode()
    with pytest.raises(Problems):
        parse_proof(re.sub("extra .*", f"extra {misspelt}", proof.write()))
    without = dataclasses.replace(proof, content=None)
    assert parse_proof(without.write()) == without
    for wrong in (
        dataclasses.replace(proof, index=42),
        dataclasses.replace(proof, entry=raws[42]),
        dataclasses.replace(proof, hashes=proof.hashes[1:]),
        dataclasses.replace(proof, content=Content(bytes(32), b'{"what":"another"}')),
        dataclasses.replace(proof, checkpoint=signed(Checkpoint(ORIGIN, 300, bytes(32)).text, KEY)),
    ):
        with pytest.raises(Problems):
            parse_proof(wrong.write()).check()
