from __future__ import annotations

import base64
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.grown import GrownLog, now
from tests.record.made_logs import LOG, ORIGIN, WITNESS

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.keys import Algorithm, Key, new_key, verified
from returnhub.record.note import Note, parse_note, parse_signature
from returnhub.record.witness.answer import (
    LONGEST_REQUEST,
    SIZE,
    Answer,
    add_checkpoint,
    parse_request,
)
from returnhub.record.witness.state import WatchedLog, WitnessState


@pytest.fixture
def witness(tmp_path: Path) -> WitnessState:
    state = WitnessState.create(tmp_path / "witness", "witness.example/one")
    state.trust(ORIGIN, LOG.public.vkey)
    return state


def send(witness: WitnessState, body: bytes) -> Answer:
    return add_checkpoint(body, witness, now)


def watched(witness: WitnessState) -> WatchedLog:
    log = witness.log(ORIGIN)
    assert log is not None
    return log


def test_the_first_checkpoint_is_cosigned_and_a_grown_one_after_it(witness: WitnessState) -> None:
    log = GrownLog(1000)
    for old, size in ((0, 5), (5, 8), (8, 8), (8, 600), (600, 1000)):
        answer = send(witness, log.request(old, size))
        assert answer.status == 200
        lines = answer.body.splitlines()
        note = log.signed(size).add(*(parse_signature(line) for line in lines))
        assert [s.at for s in verified(note, witness.public)] == [now()]
        assert watched(witness).head().size == size


def test_a_witness_with_both_keys_cosigns_with_both(tmp_path: Path) -> None:
    both = (Algorithm.COSIGNATURE, Algorithm.COSIGNATURE_ML_DSA)
    state = WitnessState.create(tmp_path / "w", "witness.example/both", both)
    state.trust(ORIGIN, LOG.public.vkey)
    log = GrownLog(300)
    answer = send(WitnessState.open(tmp_path / "w"), log.request(0, 300))
    note = log.signed(300).add(*(parse_signature(line) for line in answer.body.splitlines()))
    assert {s.key.algorithm for s in verified(note, state.public)} == set(both)


def test_a_log_that_the_witness_does_not_know_is_not_found(tmp_path: Path) -> None:
    state = WitnessState.create(tmp_path / "w", "witness.example/one")
    assert send(state, GrownLog(5).request(0, 5)).status == 404


def test_a_checkpoint_without_a_trusted_signature_is_forbidden(witness: WitnessState) -> None:
    stranger = new_key(ORIGIN)
    assert send(witness, GrownLog(5, keys=[stranger]).request(0, 5)).status == 403
    assert watched(witness).latest() is None


def test_a_strangers_line_beside_the_logs_is_passed_over_and_not_stored(witness: WitnessState) -> None:
    log = GrownLog(5, keys=[new_key(ORIGIN), LOG, WITNESS])
    assert send(witness, log.request(0, 5)).status == 200
    latest = watched(witness).latest()
    assert latest is not None
    own = {k.key_id for k in witness.public}
    assert {s.key_id for s in latest.signatures} == {LOG.public.key_id} | own


def test_a_wrong_signature_under_a_trusted_keys_name_is_forbidden(witness: WitnessState) -> None:
    log = GrownLog(5)
    wrong = Note(log.signed(5).text, (LOG.sign("another text\n", now()),))
    assert send(witness, f"old 0\n\n{wrong.write()}".encode()).status == 403


def test_sixty_copies_of_the_logs_line_are_stored_as_one(witness: WitnessState) -> None:
    note = GrownLog(5).signed(5)
    many = Note(note.text, note.signatures * 64)
    assert send(witness, f"old 0\n\n{many.write()}".encode()).status == 200
    latest = watched(witness).latest()
    assert latest is not None
    assert len(latest.signatures) == 2


def test_an_old_size_beyond_the_checkpoints_is_a_bad_request(witness: WitnessState) -> None:
    log = GrownLog(9)
    body = log.request(0, 5).replace(b"old 0", b"old 6")
    assert send(witness, body).status == 400


def test_another_old_size_is_told_the_right_one(witness: WitnessState) -> None:
    log = GrownLog(20)
    send(witness, log.request(0, 10))
    for old in (0, 9, 11):
        assert send(witness, log.request(old, 20)) == Answer(409, SIZE, "10\n")
    assert send(witness, log.request(10, 20)).status == 200


def test_yesterdays_checkpoint_never_takes_the_place_of_todays(witness: WitnessState) -> None:
    log = GrownLog(20)
    send(witness, log.request(0, 20))
    for old in (0, 5, 10):
        assert send(witness, log.request(old, 10)) == Answer(409, SIZE, "20\n")
    assert watched(witness).head().size == 20


def test_another_tree_of_the_same_size_is_refused_and_kept_as_evidence(witness: WitnessState) -> None:
    send(witness, GrownLog(10).request(0, 10))
    other = GrownLog(10, forked_at=7)
    for old in (0, 10):
        assert send(witness, other.request(old, 10)) == Answer(409, SIZE, "10\n")
    (pair,) = watched(witness).evidence()
    assert pair.kind == "forked"
    heads = [parse_checkpoint(n.text) for n in (pair.cosigned, pair.refused)]
    assert heads[0].size == heads[1].size == 10
    assert heads[0].root != heads[1].root
    for note in (pair.cosigned, pair.refused):
        assert [s.key for s in verified(note, [LOG.public])] == [LOG.public]


def test_a_tree_that_begins_otherwise_is_refused_and_kept(witness: WitnessState) -> None:
    send(witness, GrownLog(10).request(0, 10))
    other = GrownLog(20, forked_at=7)
    assert send(witness, other.request(10, 20)).status == 422
    assert [e.kind for e in watched(witness).evidence()] == ["unproved"]
    assert watched(witness).head().size == 10


def test_evidence_is_kept_once_however_often_it_is_sent(witness: WitnessState) -> None:
    send(witness, GrownLog(10).request(0, 10))
    for _ in range(3):
        send(witness, GrownLog(10, forked_at=7).request(10, 10))
    assert len(watched(witness).evidence()) == 1


def test_evidence_of_one_kind_has_an_end(witness: WitnessState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("returnhub.record.witness.state.MOST_EVIDENCE", 3)
    send(witness, GrownLog(10).request(0, 10))
    for size in range(11, 20):
        assert send(witness, GrownLog(size, forked_at=7).request(10, size)).status == 422
    send(witness, GrownLog(10, forked_at=7).request(10, 10))
    assert [e.kind for e in watched(witness).evidence()] == ["forked", *["unproved"] * 3]


def test_a_proof_must_be_empty_from_nothing_and_from_the_same_size(witness: WitnessState) -> None:
    log = GrownLog(10)
    spare = base64.b64encode(bytes(32)) + b"\n"
    assert send(witness, log.request(0, 10).replace(b"old 0\n", b"old 0\n" + spare)).status == 422
    send(witness, log.request(0, 10))
    assert send(witness, log.request(10, 10).replace(b"old 10\n", b"old 10\n" + spare)).status == 422


def test_an_empty_tree_has_one_root(witness: WitnessState) -> None:
    log = GrownLog(0)
    assert send(witness, log.request(0, 0)).status == 200
    text = f"{ORIGIN}\n0\n{base64.b64encode(bytes(32)).decode()}\n"
    body = f"old 0\n\n{Note(text, (LOG.sign(text, now()),)).write()}"
    assert send(witness, body.encode()).status == 409


def test_a_witness_that_is_opened_again_remembers(witness: WitnessState) -> None:
    send(witness, GrownLog(10).request(0, 10))
    again = WitnessState.open(witness.path)
    assert send(again, GrownLog(20).request(0, 20)).status == 409
    assert send(again, GrownLog(20).request(10, 20)).status == 200


def test_what_was_cosigned_is_on_the_disk_before_the_answer(
    witness: WitnessState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        send(witness, GrownLog(10).request(0, 10))
    monkeypatch.undo()
    assert watched(witness).latest() is None


def test_a_damaged_memory_cosigns_nothing(witness: WitnessState) -> None:
    send(witness, GrownLog(10).request(0, 10))
    (watched(witness).folder / "checkpoint").write_text("torn", "utf-8")
    with pytest.raises(Problems) as caught:
        send(witness, GrownLog(20).request(10, 20))
    assert caught.value.items[0].code is Code.RECORD_WITNESS_WRONG


def test_two_requests_at_once_never_roll_back(witness: WitnessState) -> None:
    log = GrownLog(64)
    send(witness, log.request(0, 1))
    bodies = [log.request(1, size) for size in range(2, 64)]
    with ThreadPoolExecutor(16) as threads:
        answers = list(threads.map(lambda body: send(witness, body), bodies))
    assert sorted(a.status for a in answers) == [200] + [409] * 61


def test_two_processes_at_once_never_roll_back(witness: WitnessState, tmp_path: Path) -> None:
    log = GrownLog(40)
    send(witness, log.request(0, 1))
    for size in range(2, 40):
        (tmp_path / f"{size}.request").write_bytes(log.request(1, size))
    program = (
        "import sys, pathlib, datetime as dt\n"
        "from returnhub.record.witness.answer import add_checkpoint\n"
        "from returnhub.record.witness.state import WitnessState\n"
        "state = WitnessState.open(pathlib.Path(sys.argv[1]))\n"
        "now = lambda: dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC)\n"
        "input()\n"
        "for file in sys.argv[2:]:\n"
        "    print(add_checkpoint(pathlib.Path(file).read_bytes(), state, now).status)\n"
    )
    files = sorted(str(f) for f in tmp_path.glob("*.request"))
    command = [sys.executable, "-c", program, str(witness.path)]
    halves = [
        subprocess.Popen([*command, *half], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for half in (files, files[::-1])
    ]
    for one in halves:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    answers = [one.communicate(timeout=60)[0].split() for one in halves]
    assert sorted(answers[0] + answers[1]) == ["200"] + ["409"] * (2 * len(files) - 1)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: b"",
        lambda b: b[1:],
        lambda b: b.replace(b"old 5", b"old 05"),
        lambda b: b.replace(b"old 5", b"old +5"),
        lambda b: b.replace(b"old 5", b"old 9223372036854775808"),
        lambda b: b.replace(b"old 5\n", b"old 5\r\n"),
        lambda b: b.replace(b"old 5\n", b"old 5\nnot base64\n"),
        lambda b: b.replace(b"old 5\n", b"old 5\n" + base64.b64encode(bytes(31)) + b"\n"),
        lambda b: b.replace(b"old 5\n", b"old 5\n" + 64 * (base64.b64encode(bytes(32)) + b"\n")),
        lambda b: b.replace(b"\n9\n", b"\n09\n"),
        lambda b: b.replace(b"\n9\n", b"\n9223372036854775808\n"),
        lambda b: b.replace(b"old 5\n", b"old 5\n\n"),
        lambda b: b[:-1],
        lambda b: b + b"\n",
        lambda b: b + b"\xff\n",
        lambda b: b + b"x" * LONGEST_REQUEST,
    ],
)
def test_what_is_not_spelt_as_c2sp_says_is_a_bad_request(spoil: object, witness: WitnessState) -> None:
    send(witness, GrownLog(5).request(0, 5))
    body = GrownLog(9).request(5, 9)
    assert callable(spoil)
    assert send(witness, spoil(body)).status == 400
    assert send(witness, body).status == 200


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_garbage_is_no_request(body: bytes) -> None:
    assert parse_request(body) is None


@settings(max_examples=200)
@given(at=st.integers(0, 500), to=st.integers(0, 255))
def test_a_request_with_one_changed_byte_is_never_cosigned_as_something_else(at: int, to: int) -> None:
    body = bytearray(REQUEST)
    body[at % len(body)] = to
    request = parse_request(bytes(body))
    if request is not None and bytes(body) != REQUEST:
        assert request.write() == bytes(body)


REQUEST = GrownLog(9).request(5, 9)


@pytest.mark.long
@settings(max_examples=300)
@given(sizes=st.lists(st.integers(1, 700), min_size=2, max_size=6), fork=st.integers(0, 700))
def test_a_forked_log_is_never_cosigned(
    sizes: list[int], fork: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = WitnessState.create(tmp_path_factory.mktemp("long"), "witness.example/long")
    state.trust(ORIGIN, LOG.public.vkey)
    last = 0
    for size in sorted(sizes):
        assert send(state, GrownLog(size).request(last, size)).status == 200
        last = size
    straight = last
    for size in (last, last + 1, 701):
        answer = send(state, GrownLog(701, forked_at=fork).request(last, size))
        # a log that forks later than what was cosigned is another future, not another past
        assert (answer.status == 200) == (fork >= straight)
        last = size if answer.status == 200 else last


def test_a_private_key_is_for_its_owner_alone(witness: WitnessState) -> None:
    assert [f.stat().st_mode & 0o077 for f in (witness.path / "keys").iterdir()] == [0]


def test_no_witness_is_made_over_another(witness: WitnessState) -> None:
    with pytest.raises(Problems) as caught:
        WitnessState.create(witness.path, "witness.example/new")
    assert caught.value.items[0].given["kind"] == "exists"


def test_a_folder_without_keys_is_no_witness(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        WitnessState.open(tmp_path)
    assert caught.value.items[0].given["kind"] == "missing"


def test_a_witnesss_key_is_no_logs_key(witness: WitnessState) -> None:
    with pytest.raises(Problems) as caught:
        witness.trust(ORIGIN, WITNESS.public.vkey)
    assert caught.value.items[0].given["kind"] == "key_type"


def test_trusting_a_second_key_keeps_the_first(witness: WitnessState) -> None:
    second: Key = new_key(ORIGIN)
    witness.trust(ORIGIN, second.public.vkey)
    witness.trust(ORIGIN, second.public.vkey)
    assert watched(witness).trusted_keys() == (LOG.public, second.public)


def test_what_is_stored_is_a_note_that_anybody_can_read(witness: WitnessState) -> None:
    send(witness, GrownLog(5).request(0, 5))
    (log,) = witness.logs()
    note = parse_note((log.folder / "checkpoint").read_bytes())
    assert {s.key for s in verified(note, [LOG.public, *witness.public])} == {LOG.public, *witness.public}
