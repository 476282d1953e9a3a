"""Each attack on a record, who catches it and by what: docs/how-to/check-the-record.md as tests.

The honest log is a real one: a folder, its sequencer, receipts and a witness. The attacker holds the
key and every file (`attacker.rewritten`), so that nothing inside the rewritten log contradicts it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.record import attacker

from returnhub.problems import Code, Problems
from returnhub.record.entry import Entry, Manifest, read_content
from returnhub.record.export import export
from returnhub.record.folder import FolderLog
from returnhub.record.keys import Algorithm, Key, new_key, write_key
from returnhub.record.prove import receipt
from returnhub.record.sequencer import step
from returnhub.record.signer import Signer
from returnhub.record.verify import Ask, Kind, Report, Thing, Untold, verify
from returnhub.record.witness.monitor import cosign_log
from returnhub.record.witness.state import WitnessState

ORIGIN = "record.example/hub-a"
MONDAY = dt.datetime(2026, 11, 16, 9, tzinfo=dt.UTC)
MANIFEST = Manifest("returnhub test", "0" * 64, "folder", {}, {})


@dataclass
class Keeper:
    """An honest keeper of a log for some days: each day twenty entries and a checkpoint."""

    home: Path
    key: Key = field(default_factory=lambda: new_key(ORIGIN))
    time: dt.datetime = MONDAY

    def __post_init__(self) -> None:
        write_key(self.home / "log.key", self.key)
        self.log = FolderLog.create(self.home / "log", ORIGIN, self.key.public, self.now)
        self.signer = Signer(self.home / "log.key", now=self.now)
        self.witness = WitnessState.create(self.home / "witness", "monitor.example", [Algorithm.COSIGNATURE])
        self.witness.trust(ORIGIN, self.key.public.vkey)
        self.entries: list[Entry] = []

    def now(self) -> dt.datetime:
        return self.time

    def day(self) -> Path:
        """Twenty entries and a checkpoint; a copy of that checkpoint, as somebody keeps it."""
        for n in range(20):
            self.time += dt.timedelta(milliseconds=100)
            body = read_content(f'{{"case":"RH-{n}","happened":"2026-11-16","what":"notice served"}}')
            self.entries += self.log.append([body])
        step(self.log, self.signer, lambda: MANIFEST)
        kept = self.home / f"kept-{self.log.size()}.note"
        shutil.copy(self.log.path / "checkpoint", kept)
        self.time += dt.timedelta(days=1)
        return kept

    def receipt(self, entry: Entry) -> Path:
        """The receipt that whom it concerns took home."""
        file = self.home / f"{entry.id}.receipt"
        file.write_text(receipt(ORIGIN, entry, self.key, self.time).write(), "utf-8")
        return file

    def cosigned(self) -> Path:
        """The latest checkpoint with the monitor's cosignature, as it is published."""
        made = cosign_log(self.witness, str(self.log.path), self.now, keep=True)
        file = self.home / f"cosigned-{self.log.size()}.note"
        file.write_text(made.checkpoint.write(), "utf-8")
        return file

    def rewritten(self, change: Callable[[list[Entry]], Sequence[Entry]]) -> Path:
        return attacker.rewritten(self.log.path, self.log.size(), self.home / "rewritten", self.key, change)


@pytest.fixture
def keeper(tmp_path: Path) -> Keeper:
    return Keeper(tmp_path)


def checked(
    keeper: Keeper,
    log: Path,
    *checkpoints: Path,
    receipts: Sequence[Path] = (),
    witnesses: Sequence[str] = (),
    kept: Path | None = None,
) -> Report:
    keys = (keeper.key.public.vkey,)
    return verify(Ask(log, keys, checkpoints, tuple(receipts), tuple(witnesses), kept=kept))


def edit(entries: list[Entry]) -> list[Entry]:
    return [*entries[:7], attacker.another(entries[7]), *entries[8:]]


def delete(entries: list[Entry]) -> list[Entry]:
    return [*entries[:7], *entries[8:]]


def reorder(entries: list[Entry]) -> list[Entry]:
    return [*entries[:7], entries[9], entries[8], entries[7], *entries[10:]]


REWRITES = {"edit": edit, "delete": delete, "reorder": reorder}


def test_an_honest_log_holds_for_everybody(keeper: Keeper, tmp_path: Path) -> None:
    first = keeper.day()
    cosigned = keeper.cosigned()
    keeper.day()
    mine = keeper.receipt(keeper.entries[3])
    export(keeper.log, tmp_path / "export", with_content=True)
    witnesses = [k.vkey for k in keeper.witness.public]
    report = checked(keeper, tmp_path / "export", first, cosigned, receipts=[mine], witnesses=witnesses)
    assert report.holds, report.findings
    assert report.size == keeper.log.size()


def test_a_clumsy_edit_is_found_by_anybody_and_named(keeper: Keeper) -> None:
    keeper.day()
    attacker.flip_in_bundle(keeper.log.path, keeper.log.size(), 7)
    first = checked(keeper, keeper.log.path).findings[0]
    assert (first.kind, first.thing, first.index) == (Kind.ALTERED, Thing.ENTRY, 7)


@pytest.mark.parametrize("rewrite", REWRITES)
def test_a_rewrite_before_a_checkpoint_is_found_by_who_kept_that_checkpoint(
    keeper: Keeper, rewrite: str
) -> None:
    keeper.day()
    old = keeper.day()
    keeper.day()
    rewritten = keeper.rewritten(REWRITES[rewrite])
    assert checked(keeper, rewritten).holds
    report = checked(keeper, rewritten, old)
    assert not report.holds
    assert any(u.code is Untold.ONLY_A_RANGE for u in report.cannot_tell)


@pytest.mark.parametrize(
    ("rewrite", "kind"), [("edit", Kind.ALTERED), ("delete", Kind.MISSING), ("reorder", Kind.REORDERED)]
)
def test_who_kept_the_hashes_too_can_name_the_entry(keeper: Keeper, rewrite: str, kind: Kind) -> None:
    keeper.day()
    keeper.cosigned()
    keeper.day()
    kept = keeper.witness.log(ORIGIN)
    assert kept is not None
    first = checked(keeper, keeper.rewritten(REWRITES[rewrite]), kept=kept.kept.folder).findings[0]
    assert (first.kind, first.index) == (kind, 7)


@pytest.mark.parametrize(("rewrite", "kind"), [("edit", Kind.ALTERED), ("delete", Kind.MISSING)])
def test_a_rewrite_after_every_kept_checkpoint_is_found_by_a_receipt(
    keeper: Keeper, rewrite: str, kind: Kind
) -> None:
    keeper.day()
    keeper.day()
    rewritten = keeper.rewritten(REWRITES[rewrite])
    assert checked(keeper, rewritten).holds
    report = checked(keeper, rewritten, receipts=[keeper.receipt(keeper.entries[7])])
    assert report.findings[0].kind is kind
    assert report.findings[0].id == keeper.entries[7].id


def test_a_rewrite_after_every_kept_checkpoint_is_found_by_a_witness(keeper: Keeper) -> None:
    keeper.day()
    cosigned = keeper.cosigned()
    rewritten = keeper.rewritten(edit)
    report = checked(keeper, rewritten, cosigned, witnesses=[k.vkey for k in keeper.witness.public])
    assert not report.holds
    assert report.findings[0].witnesses == ("monitor.example",)
    with pytest.raises(Problems) as caught:
        cosign_log(keeper.witness, str(rewritten), keeper.now)
    assert caught.value.items[0].code is Code.RECORD_WITNESS_REFUSED
    watched = keeper.witness.log(ORIGIN)
    assert watched is not None
    assert len(watched.evidence()) == 1


def test_a_rollback_is_found_by_who_saw_more_and_the_key_itself_refuses(keeper: Keeper) -> None:
    keeper.day()
    shutil.copytree(keeper.log.path, keeper.home / "backup")
    lost = keeper.day()
    mine = keeper.receipt(keeper.entries[30])
    backup = keeper.home / "backup"
    assert checked(keeper, backup).holds
    assert checked(keeper, backup, lost).findings[0].kind is Kind.ROLLED_BACK
    restored = FolderLog.open(backup, keeper.now)
    restored.append([read_content("{}") for _ in range(40)])
    with pytest.raises(Problems) as caught:
        step(restored, keeper.signer, lambda: MANIFEST)
    assert caught.value.items[0].code is Code.RECORD_ROLLED_BACK
    # a keeper who gets round that by wiping the key's memory signs on, and is found by the receipt
    keeper.signer = Signer(keeper.home / "log.key", now=keeper.now)
    (keeper.home / "log.key.signed").unlink()
    step(restored, keeper.signer, lambda: MANIFEST)
    assert checked(keeper, backup, receipts=[mine]).findings[0].kind is Kind.MISSING


def test_a_split_view_holds_for_each_alone_and_not_for_both_together(keeper: Keeper) -> None:
    keeper.day()
    shown_to_all = keeper.cosigned()
    shown_to_one = keeper.rewritten(edit)
    assert checked(keeper, shown_to_one).holds
    assert checked(keeper, keeper.log.path, shown_to_all).holds
    report = checked(keeper, shown_to_one, shown_to_all)
    assert {f.kind for f in report.findings} & {Kind.FORKED, Kind.CHANGED}


def test_an_entry_put_in_today_with_last_weeks_time_is_found_by_the_seals_around_it(keeper: Keeper) -> None:
    for _ in range(3):
        keeper.day()
    at = keeper.log.size() - 4

    def backdate(entries: list[Entry]) -> list[Entry]:
        return [*entries[:at], attacker.recorded(entries[at], MONDAY), *entries[at + 1 :]]

    first = checked(keeper, keeper.rewritten(backdate)).findings[0]
    assert (first.kind, first.index, first.recorded) == (Kind.BACKDATED, at, MONDAY)


@pytest.mark.parametrize("days", [30, -30])
def test_times_that_were_all_moved_together_show_beside_a_witness_s_clock(keeper: Keeper, days: int) -> None:
    keeper.day()
    keeper.day()

    def move_all(entries: list[Entry]) -> list[Entry]:
        return [attacker.recorded(e, e.recorded + dt.timedelta(days=days)) for e in entries]

    rewritten = keeper.rewritten(move_all)
    assert checked(keeper, rewritten).holds
    file = keeper.home / "cosigned.note"
    made = cosign_log(keeper.witness, str(rewritten), keeper.now)
    file.write_text(made.checkpoint.write(), "utf-8")
    report = checked(keeper, rewritten, file, witnesses=[k.vkey for k in keeper.witness.public])
    if days > 0:
        assert (report.findings[0].kind, report.findings[0].index) == (Kind.POSTDATED, 0)
    else:
        # a witness that is slow looks the same
        assert Untold.SLOW_OR_MOVED_BACK in {u.code for u in report.cannot_tell}


def test_content_that_is_changed_or_taken_away_without_an_erasure_is_found(
    keeper: Keeper, tmp_path: Path
) -> None:
    keeper.day()
    export(keeper.log, tmp_path / "export", with_content=True)
    file = tmp_path / "export" / "private" / "content" / "000"
    honest = file.read_bytes()
    file.write_bytes(honest.replace(b"RH-7", b"RH-8", 1))
    first = checked(keeper, tmp_path / "export").findings[0]
    assert (first.kind, first.thing, first.index) == (Kind.ALTERED, Thing.CONTENT, 7)
    lines = honest.splitlines(keepends=True)
    file.write_bytes(b"".join(line for line in lines if not line.startswith(b"7 ")))
    first = checked(keeper, tmp_path / "export").findings[0]
    assert (first.kind, first.thing, first.index) == (Kind.MISSING, Thing.CONTENT, 7)


def test_a_lawful_erasure_is_counted_and_breaks_nothing(keeper: Keeper, tmp_path: Path) -> None:
    old = keeper.day()
    keeper.log.erase(7, "UK GDPR article 17(1)(d)", read_content('{"approved_by":"B","by":"A"}'))
    keeper.day()
    export(keeper.log, tmp_path / "export", with_content=True)
    report = checked(keeper, tmp_path / "export", old, receipts=[keeper.receipt(keeper.entries[7])])
    assert report.holds, report.findings
    assert report.erased == 1
    contents = (tmp_path / "export" / "private" / "content" / "000").read_bytes().splitlines()
    assert not [line for line in contents if line.startswith(b"7 ")]


def test_a_copy_that_ran_with_a_guard_off_says_so_under_its_own_signature(keeper: Keeper) -> None:
    keeper.log.append([read_content("{}")])
    without = dataclasses.replace(MANIFEST, guards={"event refuses UPDATE": False, "leaf has no gap": True})
    step(keeper.log, keeper.signer, lambda: without)
    report = checked(keeper, keeper.log.path)
    assert [g.name for g in report.guards_off] == ["event refuses UPDATE"]


def test_nobody_catches_what_was_never_recorded_or_false_or_rebuilt_before_anybody_held_anything(
    keeper: Keeper,
) -> None:
    keeper.day()
    report = checked(keeper, keeper.rewritten(edit))
    assert report.holds
    untold = {u.code for u in report.cannot_tell}
    assert {Untold.NEVER_RECORDED, Untold.FALSE_AT_ENTRY, Untold.LAST_SECONDS} <= untold
    assert {Untold.NO_CHECKPOINTS, Untold.NO_RECEIPTS, Untold.NO_WITNESSES} <= untold
