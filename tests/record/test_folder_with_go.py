"""The Go team's code judges a log that the folder store kept, through erasure, hand-over and cosigning."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.record.go_checker import Checker
from tests.record.made_logs import LOG, ORIGIN, START, WITNESS, WITNESS_ML_DSA

from returnhub.record.checkpoint import Handover
from returnhub.record.entry import Manifest, canonical
from returnhub.record.folder import FolderLog
from returnhub.record.keys import Key, new_key, write_key
from returnhub.record.note import Note
from returnhub.record.prove import prove
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer

MANIFEST = Manifest("returnhub 0.1.0", "0" * 64, "folder", {"sequencer": True}, {})


@dataclass(frozen=True)
class Kept:
    """A log through its life: the keys, and the sizes at which it has a checkpoint."""

    log: FolderLog
    old: Key
    new: Key
    sizes: list[int]

    @property
    def vkeys(self) -> list[str]:
        return [key.public.vkey for key in (self.old, self.new, WITNESS, WITNESS_ML_DSA)]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    home = tmp_path_factory.mktemp("kept")
    clock = _clock()
    new = new_key(ORIGIN)
    for name, key in (("old", LOG), ("new", new)):
        write_key(home / name, key)
    log = FolderLog.create(home / "log", ORIGIN, LOG.public, lambda: next(clock))
    signer = Signer(home / "old", home / "new", now=lambda: next(clock))

    def add(count: int) -> None:
        log.append([canonical({"case": i}) for i in range(count)])
        step(log, signer, lambda: MANIFEST)

    add(40)
    add(300)
    log.erase(100, "Data Protection Act 2018, section 47", canonical({"why": "asked for"}))
    add(10)
    text = Handover(ORIGIN, LOG.public, new.public, next(clock)).text
    log.hand_over(Note(text, tuple(key.sign(text, START) for key in (LOG, new))))
    add(5)
    add(500)
    latest = log.checkpoint()
    assert latest is not None
    log.keep(latest.add(*(key.sign(latest.text, next(clock)) for key in (WITNESS, WITNESS_ML_DSA))))
    return Kept(log, LOG, new, list(log.checkpoints()))


def test_go_finds_every_checkpoint_of_the_folder_right(go: Checker, kept: Kept) -> None:
    answer = go("log", kept.log.path, *kept.vkeys)
    assert f"{kept.log.size()} entries" in answer.line
    assert f"{len(kept.sizes)} checkpoints" in answer.line
    assert answer.line.endswith(f"signed by {ORIGIN}, {WITNESS.name}, {WITNESS_ML_DSA.name}")


def test_go_reads_the_folder_without_what_is_private(go: Checker, kept: Kept, tmp_path: Path) -> None:
    copy = shutil.copytree(kept.log.path, tmp_path / "copy", ignore=shutil.ignore_patterns("private"))
    assert go("log", copy, *kept.vkeys) == go("log", kept.log.path, *kept.vkeys)


def test_go_opens_the_first_checkpoint_after_a_hand_over_with_both_keys(go: Checker, kept: Kept) -> None:
    old, new = ([key.public.vkey] for key in (kept.old, kept.new))
    signed = [
        tuple(go("note", kept.log.path / "checkpoints" / str(size), *vkey).right for vkey in (old, new))
        for size in kept.sizes
    ]
    assert signed == [(True, False)] * 3 + [(True, True), (False, True)]


def test_go_accepts_the_proof_of_every_kind_of_entry(go: Checker, kept: Kept, tmp_path: Path) -> None:
    for index in (0, 40, 100, *(size - 1 for size in kept.sizes)):
        (tmp_path / "proof").write_text(prove(kept.log, index).write(), "utf-8")
        answer = go("proof", tmp_path / "proof", *kept.vkeys)
        assert answer.line.startswith(f"right: entry {index} of {kept.log.size()}"), answer.line


def test_go_accepts_a_proof_that_carries_its_content(go: Checker, kept: Kept, tmp_path: Path) -> None:
    (tmp_path / "proof").write_text(prove(kept.log, 7, with_content=True).write(), "utf-8")
    assert go("proof", tmp_path / "proof", *kept.vkeys).right


def test_go_finds_the_folder_right_while_a_sealed_tree_waits_for_its_signature(
    go: Checker, tmp_path: Path
) -> None:
    clock = _clock()
    write_key(tmp_path / "key", LOG)
    log = FolderLog.create(tmp_path / "log", ORIGIN, LOG.public, lambda: next(clock))
    log.append([canonical({"case": i}) for i in range(20)])
    step(log, Signer(tmp_path / "key", now=lambda: next(clock)), lambda: MANIFEST)
    log.append([canonical({"case": i}) for i in range(20)])
    log.integrate(MANIFEST)
    assert log.unsigned() == [42]
    assert go("log", log.path, LOG.public.vkey).line.startswith("right: 21 entries, 1 tiles")


def _clock() -> Iterator[dt.datetime]:
    at = START
    while True:
        yield at
        at += dt.timedelta(seconds=1)
