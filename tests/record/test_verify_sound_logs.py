"""A sound log holds, whatever its size, and the report says what a check like this cannot tell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.handmade import KEY, SECOND, START, WITNESS, Log, Step, plan, put

from returnhub.record.verify import Ask, By, CannotTell, GuardOff, Untold, verify


@pytest.mark.parametrize("count", [1, 2, 127, 254, 255, 256, 257, 511, 513])
def test_a_log_of_any_size_around_a_tile_holds(tmp_path: Path, count: int) -> None:
    log = Log([*plan(count, 300), Step("seal", 9_000_000, START + count * SECOND)])
    report = verify(Ask(log.write(tmp_path), (KEY.vkey,)))
    assert report.findings == ()
    assert report.size == len(log.entries)
    assert report.signed_by == KEY.vkey


def test_a_log_of_more_than_one_level_of_tiles_is_counted_whole(tmp_path: Path) -> None:
    report = verify(Ask(Log(plan(1_000, 100)).write(tmp_path), (KEY.vkey,)))
    counted = {check.by: check.count for check in report.checks}
    # 1,000 contents and ten seals: three whole level-0 tiles, a part of one, and one at level 1
    assert counted[By.ENTRIES] == counted[By.IDS] == counted[By.TIMES] == 1_010
    assert counted[By.TILES] == 4 + 1
    assert counted[By.CONTENTS] == 1_000
    assert report.holds


@settings(max_examples=20, deadline=None)
@given(gaps=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_checkpoints_at_any_sizes_all_fit(gaps: list[int]) -> None:
    steps: list[Step] = []
    for gap in gaps:
        steps += [Step("content", len(steps) + n, START + (len(steps) + n) * SECOND) for n in range(gap)]
        steps.append(Step("seal", 1_000_000 + len(steps), START + len(steps) * SECOND))
    with TemporaryDirectory() as folder:
        log = Log(steps)
        kept = [put(Path(folder), f"kept/{size}", note.encode()) for size, note in log.checkpoints.items()]
        report = verify(Ask(log.write(Path(folder, "log")), (KEY.vkey,), checkpoints=tuple(kept)))
    assert report.findings == ()


def test_a_log_that_grows_while_it_is_checked_holds(tmp_path: Path) -> None:
    log = Log(plan(600, 100))
    folder = Log(log.steps[:505]).write(tmp_path)
    before = (folder / "checkpoint").read_bytes()
    log.write(tmp_path)
    put(folder, "checkpoint", before)

    def grow(done: int, total: int) -> None:
        put(folder, "checkpoint", log.latest.encode())

    report = verify(Ask(folder, (KEY.vkey,), progress=grow))
    assert (report.size, report.findings) == (505, ())


def test_the_report_says_what_no_check_can_tell(tmp_path: Path) -> None:
    report = verify(Ask(Log(plan(20, 10)).write(tmp_path, contents=False), (KEY.vkey,)))
    assert report.cannot_tell == (
        CannotTell(Untold.NO_CHECKPOINTS, (0, 22)),
        CannotTell(Untold.NO_RECEIPTS),
        CannotTell(Untold.NO_WITNESSES),
        CannotTell(Untold.NO_CONTENTS),
        CannotTell(Untold.LAST_SECONDS),
        CannotTell(Untold.NEVER_RECORDED),
        CannotTell(Untold.FALSE_AT_ENTRY),
    )


def test_a_kept_checkpoint_vouches_for_entries_before_it_and_for_none_after(tmp_path: Path) -> None:
    log = Log(plan(40, 10))
    kept = put(tmp_path, "kept", log.checkpoints[22].encode())
    report = verify(Ask(log.write(tmp_path / "log"), (KEY.vkey,), checkpoints=(kept,)))
    assert CannotTell(Untold.AFTER_LAST_CHECKPOINT, (22, 44)) in report.cannot_tell


def test_the_last_seal_gives_the_time(tmp_path: Path) -> None:
    report = verify(Ask(Log(plan(20, 10)).write(tmp_path), (KEY.vkey,)))
    assert report.sealed == START + 19.5 * SECOND


def test_guards_that_were_off_are_shown(tmp_path: Path) -> None:
    steps = plan(40, 10)
    steps[21] = Step("seal", 1_000_019, steps[21].recorded, guards={"updates": False, "deletes": True})
    steps[32] = Step("seal", 1_000_029, steps[32].recorded, guards={"updates": False, "deletes": True})
    report = verify(Ask(Log(steps).write(tmp_path), (KEY.vkey,)))
    assert report.holds
    assert report.guards_off == (GuardOff("updates", 2, 22, 33),)


def test_entries_sealed_after_more_than_ten_seconds_are_counted_as_late(tmp_path: Path) -> None:
    steps = plan(20, 20)
    report = verify(Ask(Log(steps).write(tmp_path), (KEY.vkey,)))
    # sealed at 19.5 s: those recorded at 0 to 9 s waited longer than ten
    assert report.late.count == 10
    assert report.late.longest == dt.timedelta(seconds=19.5)
    assert CannotTell(Untold.LATE_OR_BACKDATED) in report.cannot_tell


def test_progress_ends_with_all_entries(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    verify(Ask(Log(plan(600, 100)).write(tmp_path), (KEY.vkey,), progress=lambda *at: told.append(at)))
    assert told[-1] == (606, 606)


def test_entries_after_the_last_cosigned_checkpoint_rest_on_the_keeper(tmp_path: Path) -> None:
    log = Log(plan(40, 10))
    log.checkpoints[22] = WITNESS.cosign(log.checkpoints[22], START + 20 * SECOND)
    report = verify(Ask(log.write(tmp_path), (KEY.vkey,), witnesses=(WITNESS.vkey,)))
    assert report.holds
    assert CannotTell(Untold.AFTER_LAST_COSIGNATURE, (22, 44)) in report.cannot_tell
