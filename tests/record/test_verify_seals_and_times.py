"""Seals against sizes, entries' times against the seals around them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.handmade import KEY, SECOND, START, Log, Step, plan, put

from returnhub.record.verify import Ask, By, Kind, Report, Thing, Why, verify

STEPS = plan(40, 10)


def check(tmp_path: Path, steps: list[Step]) -> Report:
    return verify(Ask(Log(steps).write(tmp_path), (KEY.vkey,)))


def moved(index: int, seconds: float) -> list[Step]:
    steps = list(STEPS)
    steps[index] = replace(steps[index], recorded=steps[index].recorded + seconds * SECOND)
    return steps


@pytest.mark.parametrize(
    ("seconds", "kind"), [(-90, Kind.BACKDATED), (90, Kind.POSTDATED), (-50, None), (50, None)]
)
def test_a_time_outside_its_seals_is_found_beyond_the_tolerance(
    tmp_path: Path, seconds: float, kind: Kind | None
) -> None:
    found = check(tmp_path, moved(14, seconds)).findings
    assert [(f.kind, f.index, f.by) for f in found] == ([(kind, 14, By.TIMES)] if kind else [])


def test_an_entry_with_a_time_that_it_cannot_have_is_not_called_late_too(tmp_path: Path) -> None:
    found = check(tmp_path, moved(14, -90))
    assert (found.findings[0].kind, found.late.count) == (Kind.BACKDATED, 0)
    late = check(tmp_path, moved(14, -50)).late
    assert (late.count, late.longest.total_seconds() > 10) == (1, True)


def test_seals_whose_times_go_back_are_found(tmp_path: Path) -> None:
    found = check(tmp_path, moved(32, -120)).findings
    # its own entries seem to come after it, and itself before the seal before
    assert (Kind.BACKDATED, 32) in [(f.kind, f.index) for f in found]


def test_many_small_steps_back_do_not_add_up(tmp_path: Path) -> None:
    steps: list[Step] = []
    for n in range(10):
        at = START - 50 * n * SECOND
        steps += [Step("content", n, at), Step("seal", 100 + n, at)]
    found = check(tmp_path, steps).findings
    assert (found[0].kind, found[0].index) == (Kind.BACKDATED, 4)


def test_a_seal_of_another_size_is_found(tmp_path: Path) -> None:
    steps = list(STEPS)
    steps[21] = replace(steps[21], size=23)
    (found,) = check(tmp_path, steps).findings
    assert (found.kind, found.thing, found.index, found.why) == (Kind.UNSEALED, Thing.SEAL, 21, Why.SIZE)


def test_a_seal_that_names_another_checkpoint_before_is_found(tmp_path: Path) -> None:
    log = Log(STEPS)
    entry = log.entries[21].replace(b'"previous":11', b'"previous":10')
    (found,) = check(tmp_path, [*STEPS[:21], replace(STEPS[21], raw=entry), *STEPS[22:]]).findings
    assert (found.index, found.why) == (21, Why.PREVIOUS)


def test_a_checkpoint_without_a_seal_is_found(tmp_path: Path) -> None:
    log = Log(STEPS)
    log.checkpoints[15] = log.checkpoint(15, KEY)
    (found,) = verify(Ask(log.write(tmp_path), (KEY.vkey,))).findings
    assert (found.kind, found.index, found.why) == (Kind.UNSEALED, 14, Why.NO_SEAL)


def test_a_tree_that_does_not_end_with_a_seal_is_found(tmp_path: Path) -> None:
    log = Log(STEPS)
    del log.checkpoints[44]
    log.checkpoints[43] = log.checkpoint(43, KEY)
    found = verify(Ask(log.write(tmp_path), (KEY.vkey,))).findings
    assert {(f.kind, f.index, f.why) for f in found} == {(Kind.UNSEALED, 42, Why.NO_SEAL)}


def test_a_checkpoint_that_is_gone_is_found_at_its_seal(tmp_path: Path) -> None:
    folder = Log(STEPS).write(tmp_path)
    (folder / "checkpoints/22").unlink()
    (found,) = verify(Ask(folder, (KEY.vkey,))).findings
    assert (found.kind, found.index, found.why) == (Kind.UNSEALED, 21, Why.NO_CHECKPOINT)


def test_a_checkpoint_in_the_place_of_another_is_found(tmp_path: Path) -> None:
    log = Log(STEPS)
    folder = log.write(tmp_path)
    put(folder, "checkpoints/22", log.checkpoints[33].encode())
    assert [(f.kind, f.index) for f in verify(Ask(folder, (KEY.vkey,))).findings] == [(Kind.UNSIGNED, 21)]


@pytest.mark.parametrize("year", [b"0001-01-01", b"9999-12-31"])
def test_times_at_the_calendars_ends_are_found_and_nothing_breaks(tmp_path: Path, year: bytes) -> None:
    log = Log(STEPS)
    for index in (14, 21):
        raw = log.entries[index].replace(b"2026-11-22", year)
        steps = [*STEPS[:index], replace(STEPS[index], raw=raw), *STEPS[index + 1 :]]
        assert not check(tmp_path / str(index), steps).holds
