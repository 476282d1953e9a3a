"""A key signs one log that only grows, whatever happens to the log behind it."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Handover, parse_checkpoint
from returnhub.record.entry import Manifest, read_content
from returnhub.record.folder import FolderLog
from returnhub.record.keys import Key, new_key, verified, write_key
from returnhub.record.note import Note
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer

ORIGIN = "record.example/test"
MANIFEST = Manifest("returnhub test", "0" * 64, "folder", {}, {})


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def manifest() -> Manifest:
    return MANIFEST


def put(log: FolderLog, *numbers: int) -> None:
    log.append([read_content(f'{{"number":{n}}}') for n in numbers])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    write_key(tmp_path / "log.key", new_key(ORIGIN))
    return tmp_path / "log.key"


@pytest.fixture
def log(tmp_path: Path, file: Path) -> FolderLog:
    return FolderLog.create(tmp_path / "log", ORIGIN, key_in(file).public, now)


def key_in(file: Path) -> Key:
    from returnhub.record.keys import read_key

    return read_key(file)


def put_back(log: FolderLog, file: Path, tmp_path: Path) -> FolderLog:
    """The log from a backup between its two checkpoints, both of which the key has signed."""
    put(log, 1)
    step(log, Signer(file, now=now), manifest)
    shutil.copytree(log.path, tmp_path / "backup")
    put(log, 2)
    step(log, Signer(file, now=now), manifest)
    return FolderLog.open(tmp_path / "backup", now)


def code_of(caught: pytest.ExceptionInfo[Problems]) -> Code:
    return caught.value.items[0].code


def test_a_pass_brings_what_waits_under_a_checkpoint_and_the_next_has_nothing_to_do(
    log: FolderLog, file: Path
) -> None:
    signer = Signer(file, now=now)
    assert step(log, signer, manifest) is None
    put(log, 1, 2, 3)
    made = step(log, signer, manifest)
    assert made is not None
    assert parse_checkpoint(made.text).size == log.size() == 4
    assert log.waiting() == 0
    assert step(log, signer, manifest) is None


def test_a_log_put_back_from_a_backup_gets_no_checkpoint(log: FolderLog, file: Path, tmp_path: Path) -> None:
    restored = put_back(log, file, tmp_path)
    put(restored, 3)
    with pytest.raises(Problems) as caught:
        step(restored, Signer(file, now=now), manifest)
    assert code_of(caught) is Code.RECORD_ROLLED_BACK
    # what was appended since waits still: taken up, it would hide how much is gone
    assert (restored.size(), restored.waiting()) == (2, 1)


def test_a_log_put_back_is_told_although_nothing_waits(log: FolderLog, file: Path, tmp_path: Path) -> None:
    restored = put_back(log, file, tmp_path)
    with pytest.raises(Problems) as caught:
        step(restored, Signer(file, now=now), manifest)
    assert code_of(caught) is Code.RECORD_ROLLED_BACK


def test_a_log_put_back_that_has_grown_past_what_was_signed_is_another_tree(
    log: FolderLog, file: Path, tmp_path: Path
) -> None:
    restored = put_back(log, file, tmp_path)
    put(restored, 3, 4, 5)
    restored.integrate(MANIFEST)
    with pytest.raises(Problems) as caught:
        Signer(file, now=now).check(restored)
    assert code_of(caught) is Code.RECORD_FORKED


def test_without_the_memory_beside_the_key_the_backup_would_be_signed(
    log: FolderLog, file: Path, tmp_path: Path
) -> None:
    restored = put_back(log, file, tmp_path)
    file.with_name("log.key.signed").unlink()
    put(restored, 3)
    assert step(restored, Signer(file, now=now), manifest) is not None


def test_a_damaged_memory_stops_the_key_rather_than_being_forgotten(log: FolderLog, file: Path) -> None:
    put(log, 1)
    step(log, Signer(file, now=now), manifest)
    memory = file.with_name("log.key.signed")
    whole = memory.read_bytes()
    put(log, 2)
    for damaged in (whole.replace(b"\n2\n", b"\n1\n"), b"", b"\xff\xfe"):
        memory.write_bytes(damaged)
        with pytest.raises(Problems) as caught:
            step(log, Signer(file, now=now), manifest)
        assert code_of(caught) is Code.RECORD_KEY_WRONG


def test_a_key_has_one_memory_by_whatever_link_it_is_named(
    log: FolderLog, file: Path, tmp_path: Path
) -> None:
    put(log, 1)
    step(log, Signer(file, now=now), manifest)
    shutil.copytree(log.path, tmp_path / "backup")
    put(log, 2, 3)
    step(log, Signer(file, now=now), manifest)
    link = tmp_path / "link.key"
    link.symlink_to(file)
    restored = FolderLog.open(tmp_path / "backup", now)
    put(restored, 4, 5, 6, 7)
    with pytest.raises(Problems) as caught:
        step(restored, Signer(link, now=now), manifest)
    assert code_of(caught) is Code.RECORD_ROLLED_BACK


def test_a_sealed_tree_that_nobody_signed_is_signed_by_the_next_pass(log: FolderLog, file: Path) -> None:
    put(log, 1)
    log.integrate(MANIFEST)
    assert log.unsigned() == [2]
    put(log, 2)
    log.integrate(MANIFEST)
    step(log, Signer(file, now=now), manifest)
    assert list(log.checkpoints()) == [2, 4]
    assert log.unsigned() == []


def test_a_key_signs_no_other_log(log: FolderLog, file: Path, tmp_path: Path) -> None:
    put(log, 1)
    step(log, Signer(file, now=now), manifest)
    other = FolderLog.create(tmp_path / "other", ORIGIN, key_in(file).public, now)
    put(other, 1)
    other.integrate(MANIFEST)
    with pytest.raises(Problems) as caught:
        step(other, Signer(file, now=now), manifest)
    assert code_of(caught) is Code.RECORD_FORKED


def handed_over(log: FolderLog, old: Key, new: Key) -> Note:
    text = Handover(ORIGIN, old.public, new.public, now()).text
    return Note(text, (old.sign(text, now()), new.sign(text, now())))


def test_at_a_hand_over_both_keys_sign_and_then_the_new_one_alone(
    log: FolderLog, file: Path, tmp_path: Path
) -> None:
    old, new = key_in(file), new_key(ORIGIN)
    write_key(tmp_path / "new.key", new)
    put(log, 1)
    step(log, Signer(file, now=now), manifest)
    log.hand_over(handed_over(log, old, new))
    with pytest.raises(Problems) as caught:
        step(log, Signer(file, now=now), manifest)
    assert code_of(caught) is Code.RECORD_KEY_MISSING
    both = step(log, Signer(file, tmp_path / "new.key", now=now), manifest)
    assert both is not None
    assert {s.key for s in verified(both, [old.public, new.public])} == {old.public, new.public}
    put(log, 2)
    alone = step(log, Signer(tmp_path / "new.key", now=now), manifest)
    assert alone is not None
    assert {s.key for s in verified(alone, [old.public, new.public])} == {new.public}
