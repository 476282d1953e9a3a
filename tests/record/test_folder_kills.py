"""A log in a folder outlives a kill at any step on the file system: nothing is lost, twice or forked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.record.dying import die_at, unsynced
from tests.record.folder_acts import (
    Act,
    appending,
    creating,
    erasing,
    handing_over,
    head_first,
    in_parts_of,
    integrating,
    signing,
    without_a_plan,
)
from tests.record.folders import (
    MANIFEST,
    NEXT,
    Made,
    bodies,
    body,
    entries,
    files_with,
    make,
    recount,
    without_fsync,
)
from tests.record.forks import Forks
from tests.record.made_logs import LOG, START

from returnhub.record.folder import FolderLog, waiting
from returnhub.record.folder.head import Books
from returnhub.record.keys import write_key

SECRET = b'{"case":"synthetic, to be erased"}'


@pytest.fixture(scope="module", autouse=True)
def _no_disk() -> Iterator[None]:
    with without_fsync():
        yield


@pytest.fixture
def place() -> Iterator[Path]:
    """A place in memory if there is one: hundreds of logs are made here, and none is to last."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A log under a checkpoint, some entries before its first tiles are full."""
    made = make(tmp_path_factory.mktemp("started"))
    write_key(made.key.with_name("next"), NEXT)
    log = made.open()
    log.append([body(0), body(1), SECRET, *bodies(3, 248)])
    made.step()
    return made


def copy(made: Made, place: Path) -> Made:
    shutil.copytree(made.folder.parent, place)
    return Made(place / "log", place / "key", made.clock)


def deaths(forks: Forks, started: Made, place: Path, act: Act) -> Iterator[tuple[Made, list[str]]]:
    """The log after a death at each step, and last without one."""
    step, died = 0, True
    while died:
        step += 1
        made = copy(started, place / str(step))
        died, lines = die_at(forks, step, made.folder.parent, partial(act, made))
        yield made, lines
        shutil.rmtree(place / str(step))
    assert step > 20


def finish(made: Made) -> FolderLog:
    """What the next to come does: open the log and make a checkpoint."""
    made.step(made.key.with_name("next"))
    log = made.open()
    assert log.waiting() == 0
    assert log.unsigned() == []
    assert files_with(made.folder, b"") == [p for p in files_with(made.folder, b"") if p.name[0] != "."]
    return log


def test_an_append_that_returned_is_in_the_tree_once_and_one_that_did_not_is_whole_or_not_there(
    forks: Forks, started: Made, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_IN_PART", 2)
    for made, lines in deaths(forks, started, place, partial(in_parts_of, 2, appending)):
        log = finish(made)
        added = [e for e in recount(log)[249:] if e.seal is None]
        promised = [id_ for line in lines for id_ in line.split()]
        assert [e.id for e in added][: len(promised)] == promised
        assert len(added) in (0, 1, 4, 6)
        contents = [log.content(249 + at) for at in range(len(added))]
        assert [c.body for c in contents if c is not None] == bodies(1000, 1000 + len(added))


def test_a_pass_that_died_is_carried_out_as_it_was_planned(
    forks: Forks, started: Made, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST_IN_PART", 5)
    first = started.open().checkpoint()
    for made, lines in deaths(forks, started, place, partial(in_parts_of, 5, integrating)):
        planned = made.folder / "private" / "pass"
        seal = planned.read_bytes() if planned.exists() else b""
        made.open().append([body(3000)])
        log = finish(made)
        read = recount(log)
        assert [e for e in read if e.commitment is not None][-1] == read[-2]
        assert len([e for e in read if e.seal is None]) == (261 if lines else 249) or not lines
        assert not seal or any(e.seal and e.id.encode() in seal for e in read)
        assert log.checkpoint(249) == first


def test_a_checkpoint_that_died_is_signed_again_and_is_the_same(
    forks: Forks, started: Made, place: Path
) -> None:
    sealed = copy(started, place / "sealed")
    sealed.open().append(bodies(2000, 2012))
    sealed.open().integrate(MANIFEST)
    whole = copy(sealed, place / "whole")
    last = whole.step()
    for made, _ in deaths(forks, sealed, place, signing):
        log = finish(made)
        recount(log)
        assert log.checkpoint() == last
        assert (made.folder / "checkpoint").read_text("utf-8") == (last and last.write())


def test_an_erasure_is_on_record_before_the_content_goes_and_the_next_to_come_completes_it(
    forks: Forks, started: Made, place: Path
) -> None:
    outcomes = set()
    for made, lines in deaths(forks, started, place, erasing):
        log = finish(made)
        said = [e for e in recount(log) if e.erasure is not None]
        assert len(said) <= 1
        assert said or not lines
        assert (files_with(made.folder, SECRET) == []) == bool(said)
        outcomes.add(bool(said))
    assert outcomes == {True, False}


def test_a_hand_over_is_whole_or_not_there(
    forks: Forks,
    started: Made,
    place: Path,
) -> None:
    for made, lines in deaths(forks, started, place, handing_over):
        log = finish(made)
        recount(log)
        keys = [k.key for k in log.own_keys()]
        assert keys == [LOG.public, NEXT.public] or (keys == [LOG.public] and not lines)
        vkeys = (made.folder / "keys").read_text("utf-8").splitlines()
        assert vkeys == [key.vkey for key in keys]


def test_a_log_whose_making_died_can_be_made_again(
    forks: Forks,
    place: Path,
) -> None:
    step, died = 0, True
    while died:
        step += 1
        its = place / str(step)
        its.mkdir()
        died, _ = die_at(forks, step, its, partial(creating, its))
        if not (its / "log" / "private" / "head").exists():
            creating(its, print)
        log = FolderLog.open(its / "log", lambda: START)
        log.append([body(0)])
        assert log.integrate(MANIFEST) == 1
        recount(log)
    assert step > 10


def test_without_the_plan_of_a_pass_some_death_puts_entries_into_the_tree_twice(
    forks: Forks, started: Made, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Books, "plan", lambda _: None)
    twice = 0
    for made, _ in deaths(forks, started, place, partial(without_a_plan, integrating)):
        made.open().integrate(MANIFEST)
        ids = [e.id for e in entries(made.open())]
        twice += len(ids) != len(set(ids))
    assert twice > 0


@pytest.mark.parametrize("act", [appending, integrating, signing, erasing, handing_over])
def test_what_a_step_counts_on_is_on_the_disk_before_it(
    forks: Forks, started: Made, place: Path, act: Act
) -> None:
    """Kills lose nothing that was written; a power cut does, so what is not synced is followed here."""
    made = copy(started, place / "copy")
    if act is signing:
        made.open().append([body(0)])
        made.open().integrate(MANIFEST)
    assert unsynced(forks, made.folder, partial(act, made)) == []


def test_a_head_that_comes_before_its_files_are_on_the_disk_is_noticed(
    forks: Forks, started: Made, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = copy(started, place / "copy")
    assert unsynced(forks, made.folder, partial(head_first, integrating, made)) != []
