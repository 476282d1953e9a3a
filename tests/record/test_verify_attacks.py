"""Each attack on a log, made as whoever holds the keeper's key would make it, and what names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.handmade import KEY, SECOND, Log, Step, again, plan, put

from returnhub.record.verify import Ask, By, CannotTell, Finding, Kind, Report, Thing, Untold, verify

LOG = Log(plan(40, 10))  # seals at 10, 21, 32 and 43
AT = 14


def altered() -> list[Step]:
    steps = list(LOG.steps)
    steps[AT] = replace(steps[AT], content=b'{"what":"nothing"}')
    return steps


def deleted() -> list[Step]:
    return LOG.steps[:AT] + LOG.steps[AT + 1 :]


def reordered() -> list[Step]:
    steps = list(LOG.steps)
    steps[AT], steps[AT + 3] = steps[AT + 3], steps[AT]
    return steps


def inserted() -> list[Step]:
    new = Step("content", 77, LOG.steps[AT].recorded)
    return [*LOG.steps[:AT], new, *LOG.steps[AT:]]


ATTACKS = {
    Kind.ALTERED: altered,
    Kind.MISSING: deleted,
    Kind.REORDERED: reordered,
    Kind.INSERTED: inserted,
}


def check(tmp_path: Path, log: Log, checkpoints: tuple[int, ...] = (), kept: bool = False) -> Report:
    files = tuple(put(tmp_path, f"kept/{n}", LOG.checkpoints[n].encode()) for n in checkpoints)
    copy = LOG.write(tmp_path / "copy", contents=False) if kept else None
    return verify(Ask(log.write(tmp_path / "log"), (KEY.vkey,), checkpoints=files, kept=copy))


@pytest.mark.parametrize("kind", ATTACKS)
def test_a_tree_rebuilt_and_signed_anew_holds_by_itself(tmp_path: Path, kind: Kind) -> None:
    report = check(tmp_path, again(LOG, ATTACKS[kind]()))
    assert report.holds
    assert report.cannot_tell[0] == CannotTell(Untold.NO_CHECKPOINTS, (0, report.size))


@pytest.mark.parametrize("kind", ATTACKS)
def test_one_old_checkpoint_shows_that_the_tree_was_rebuilt(tmp_path: Path, kind: Kind) -> None:
    report = check(tmp_path, again(LOG, ATTACKS[kind]()), checkpoints=(33,))
    assert [(f.kind, f.by, f.span) for f in report.findings] == [(Kind.FORKED, By.CHECKPOINTS, (0, 33))]
    assert CannotTell(Untold.ONLY_A_RANGE, (0, 33)) in report.cannot_tell
    # what a finding says is not told again as unknown
    after = [c.span for c in report.cannot_tell if c.code is Untold.AFTER_LAST_CHECKPOINT]
    assert after == ([(33, report.size)] if report.size > 33 else [])


@pytest.mark.parametrize("kind", ATTACKS)
def test_two_old_checkpoints_narrow_it_down(tmp_path: Path, kind: Kind) -> None:
    report = check(tmp_path, again(LOG, ATTACKS[kind]()), checkpoints=(33, 22, 11))
    assert [(f.kind, f.span) for f in report.findings] == [(Kind.FORKED, (11, 22))]


@pytest.mark.parametrize("kind", ATTACKS)
def test_a_kept_copy_names_the_first_entry_and_what_happened_to_it(tmp_path: Path, kind: Kind) -> None:
    report = check(tmp_path, again(LOG, ATTACKS[kind]()), kept=True)
    first = report.findings[0]
    assert (first.kind, first.by, first.index) == (kind, By.COPY, AT)
    step = Step("content", 77, LOG.steps[AT].recorded) if kind is Kind.INSERTED else LOG.steps[AT]
    assert (first.id, first.recorded) == (step.id, step.recorded)
    assert not any(c.code is Untold.ONLY_A_RANGE for c in report.cannot_tell)


def test_a_reordered_entry_is_said_to_stand_elsewhere(tmp_path: Path) -> None:
    report = check(tmp_path, again(LOG, reordered()), kept=True)
    assert report.findings[0].elsewhere == AT + 3


def test_a_copy_of_tiles_alone_names_the_index_too(tmp_path: Path) -> None:
    copy = LOG.write(tmp_path / "copy")
    for bundle in (copy / "tile/entries").rglob("*"):
        if bundle.is_file():
            bundle.unlink()
    log = again(LOG, deleted()).write(tmp_path / "log")
    first = verify(Ask(log, (KEY.vkey,), kept=copy)).findings[0]
    assert (first.kind, first.index, first.id) == (Kind.MISSING, AT, "")


def test_an_altered_seal_is_named_as_altered(tmp_path: Path) -> None:
    steps = list(LOG.steps)
    steps[21] = replace(steps[21], guards={"updates": False})
    first = check(tmp_path, again(LOG, steps), kept=True).findings[0]
    assert (first.kind, first.index) == (Kind.ALTERED, 21)


def test_yesterdays_backup_is_a_rollback(tmp_path: Path) -> None:
    report = check(tmp_path, again(LOG, LOG.steps[:22]), checkpoints=(33,))
    assert [(f.kind, f.index, f.span) for f in report.findings] == [(Kind.ROLLED_BACK, 22, (22, 33))]


def test_after_a_rollback_a_copy_names_the_first_entry_that_is_gone(tmp_path: Path) -> None:
    report = check(tmp_path, again(LOG, LOG.steps[:22]), kept=True)
    first = next(f for f in report.findings if f.by is By.COPY)
    assert (first.kind, first.index, first.id) == (Kind.MISSING, 22, LOG.steps[22].id)


def test_a_rollback_that_left_a_newer_checkpoint_behind_is_seen(tmp_path: Path) -> None:
    folder = again(LOG, LOG.steps[:22]).write(tmp_path / "log")
    put(folder, "checkpoints/33", LOG.checkpoints[33].encode())
    report = verify(Ask(folder, (KEY.vkey,)))
    assert [(f.kind, f.by, f.span) for f in report.findings] == [(Kind.ROLLED_BACK, By.SIGNATURES, (22, 33))]


def test_a_split_view_is_two_signed_trees(tmp_path: Path) -> None:
    other = again(LOG, altered())
    folder = other.write(tmp_path / "log")
    put(folder, "checkpoints/33", LOG.checkpoints[33].encode())
    report = verify(Ask(folder, (KEY.vkey,)))
    assert [(f.kind, f.by, f.span) for f in report.findings] == [(Kind.FORKED, By.ROOT, (22, 33))]


def test_backdating_is_seen_by_the_seal_before(tmp_path: Path) -> None:
    new = Step("content", 77, LOG.steps[5].recorded - 300 * SECOND)
    report = check(tmp_path, again(LOG, [*LOG.steps[:15], new, *LOG.steps[15:]]))
    found = report.findings[0]
    assert (found.kind, found.by, found.index, found.id) == (Kind.BACKDATED, By.TIMES, 15, new.id)
    assert (found.recorded, found.bound) == (new.recorded, LOG.steps[10].recorded)


def without_the_key(tmp_path: Path, log: Log) -> Path:
    """By somebody who cannot sign: all files of the changed log, the checkpoints as they were."""
    folder = log.write(tmp_path / "log")
    for size, note in LOG.checkpoints.items():
        put(folder, f"checkpoints/{size}", note.encode())
    put(folder, "checkpoint", LOG.latest.encode())
    return folder


def test_who_cannot_sign_leaves_a_tree_that_no_checkpoint_fits(tmp_path: Path) -> None:
    report = verify(Ask(without_the_key(tmp_path, again(LOG, altered())), (KEY.vkey,)))
    assert [(f.kind, f.by, f.span) for f in report.findings] == [(Kind.CHANGED, By.ROOT, (11, 22))]
    assert CannotTell(Untold.ONLY_A_RANGE, (11, 22)) in report.cannot_tell


@pytest.mark.parametrize("kind", [Kind.ALTERED, Kind.REORDERED])
def test_entries_that_leave_their_tile_are_named_without_any_copy(tmp_path: Path, kind: Kind) -> None:
    changed = again(LOG, ATTACKS[kind]())
    folder = LOG.write(tmp_path / "log", contents=False)
    bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in changed.entries)
    put(folder, "tile/entries/000.p/44", bundle)
    report = verify(Ask(folder, (KEY.vkey,)))
    first = report.findings[0]
    assert (first.kind, first.by, first.index) == (kind, By.ENTRIES, AT)
    assert first.id == changed.steps[AT].id


def test_an_entry_cut_out_of_its_bundle_is_missing(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path / "log", contents=False)
    left = LOG.entries[:AT] + LOG.entries[AT + 1 :]
    put(folder, "tile/entries/000.p/44", b"".join(len(e).to_bytes(2, "big") + e for e in left))
    report = verify(Ask(folder, (KEY.vkey,)))
    assert (Kind.MISSING, Thing.ENTRY, AT) in [(f.kind, f.thing, f.index) for f in report.findings]


def test_a_changed_level_0_tile_is_told_from_changed_entries(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path / "log")
    tile = bytearray((folder / "tile/0/000.p/44").read_bytes())
    tile[32 * AT] ^= 1
    put(folder, "tile/0/000.p/44", bytes(tile))
    report = verify(Ask(folder, (KEY.vkey,)))
    found = Finding(Kind.ALTERED, Thing.TILE, By.TILES, index=AT, span=(AT, AT + 1))
    assert found in report.findings
    assert not any(f.thing is Thing.ENTRY for f in report.findings)


def test_a_changed_higher_tile_is_found_with_the_entries_under_it(tmp_path: Path) -> None:
    folder = Log(plan(800, 100)).write(tmp_path / "log")
    tile = bytearray((folder / "tile/1/000.p/3").read_bytes())
    tile[33] ^= 1
    put(folder, "tile/1/000.p/3", bytes(tile))
    report = verify(Ask(folder, (KEY.vkey,)))
    assert [(f.thing, f.span) for f in report.findings] == [(Thing.TILE, (256, 512))]


def test_higher_tiles_left_as_they_were_narrow_down_what_was_rewritten(tmp_path: Path) -> None:
    log = Log(plan(800, 800))
    steps = list(log.steps)
    steps[300] = replace(steps[300], content=b'{"what":"nothing"}')
    folder = again(log, steps).write(tmp_path / "log")
    for name, note in (("checkpoint", log.latest), ("checkpoints/801", log.latest)):
        put(folder, name, note.encode())
    original = log.write(tmp_path / "original")
    put(folder, "tile/1/000.p/3", (original / "tile/1/000.p/3").read_bytes())
    report = verify(Ask(folder, (KEY.vkey,)))
    assert (Kind.CHANGED, (256, 512)) in [(f.kind, f.span) for f in report.findings]


def test_a_bundle_that_is_gone_is_missing_entries(tmp_path: Path) -> None:
    folder = Log(plan(600, 100)).write(tmp_path / "log", contents=False)
    (folder / "tile/entries/001").unlink()
    report = verify(Ask(folder, (KEY.vkey,)))
    first = report.findings[0]
    assert (first.kind, first.thing, first.index, first.span) == (
        Kind.MISSING,
        Thing.ENTRY,
        256,
        (256, 512),
    )


def test_after_a_gap_in_entries_and_tiles_nothing_is_believed(tmp_path: Path) -> None:
    folder = Log(plan(600, 100)).write(tmp_path / "log", contents=False)
    (folder / "tile/entries/001").unlink()
    (folder / "tile/0/001").unlink()
    report = verify(Ask(folder, (KEY.vkey,)))
    assert (report.findings[0].kind, report.findings[0].index) == (Kind.MISSING, 256)
    assert CannotTell(Untold.AFTER_GAP, (256, 606)) in report.cannot_tell


def test_an_id_that_stands_twice_is_named_with_both_places(tmp_path: Path) -> None:
    steps = plan(600, 100)
    steps[550] = replace(steps[550], number=steps[3].number)
    report = verify(Ask(Log(steps).write(tmp_path), (KEY.vkey,)))
    (found,) = report.findings
    assert (found.kind, found.index, found.elsewhere, found.id) == (Kind.REPEATED, 550, 3, steps[3].id)


def test_findings_are_bounded_and_all_are_counted(tmp_path: Path) -> None:
    folder = Log(plan(600, 100)).write(tmp_path)
    put(folder, "private/content/000", b"")
    put(folder, "private/content/001", b"")
    report = verify(Ask(folder, (KEY.vkey,)))
    # 512 entries, 5 of them seals without content
    assert report.total == 512 - 5
    assert len(report.findings) == 100
