"""A real log in a folder, its sequencer, and witnesses over the network."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.record import folders
from tests.record.made_logs import LOG, ORIGIN
from tests.record.served import serving

from returnhub.record.checkpoint import Handover
from returnhub.record.keys import Algorithm, Key, verified, write_key
from returnhub.record.note import Note
from returnhub.record.witness.ask import ask
from returnhub.record.witness.monitor import cosign_log
from returnhub.record.witness.state import WitnessState

NEW = Key(ORIGIN, Algorithm.NOTE, bytes(range(7, 39)))


def make_witness(folder: Path, name: str) -> WitnessState:
    state = WitnessState.create(folder, name)
    state.trust(ORIGIN, LOG.public.vkey)
    return state


def hand_over(made: folders.Made, to: Key) -> Path:
    text = Handover(ORIGIN, LOG.public, to.public, made.clock()).text
    made.open().hand_over(Note(text, tuple(key.sign(text, made.clock()) for key in (LOG, to))))
    file = made.key.with_name("new-key")
    write_key(file, to)
    return file


def test_each_checkpoint_of_a_log_gets_the_cosignatures_of_all_its_witnesses(tmp_path: Path) -> None:
    made = folders.make(tmp_path / "keeper")
    witnesses = [make_witness(tmp_path / name, f"{name}.example") for name in ("one", "two")]
    with ExitStack() as stack:
        urls = [stack.enter_context(serving(w, made.clock)) for w in witnesses]
        for start in (0, 300, 301):
            made.open().append(folders.bodies(start, start + 300 if start == 0 else start + 1))
            made.step()
            for url, witness in zip(urls, witnesses, strict=True):
                ask(url, made.open(), witness.public, made.clock)
            note = made.open().checkpoint()
            assert note is not None
            keys = [LOG.public, *(k for w in witnesses for k in w.public)]
            assert {s.key for s in verified(note, keys)} == set(keys)


def test_a_monitor_follows_a_logs_hand_over_and_its_network_witness_then_does_too(tmp_path: Path) -> None:
    made = folders.make(tmp_path / "keeper")
    witness = make_witness(tmp_path / "one", "one.example")
    made.open().append(folders.bodies(0, 3))
    made.step()
    cosign_log(witness, str(made.folder), made.clock)
    new = hand_over(made, NEW)
    made.step(new)
    made.open().append(folders.bodies(3, 6))
    made.step(new)
    cosign_log(witness, str(made.folder), made.clock)
    watched = witness.log(ORIGIN)
    assert watched is not None
    assert watched.trusted_keys() == (NEW.public,)
    made.open().append(folders.bodies(6, 9))
    made.step(new)
    with serving(witness, made.clock) as url:
        assert len(ask(url, made.open(), witness.public, made.clock)) == 1
