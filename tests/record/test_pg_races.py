"""Many who append and several sequencers at once, and transactions that commit late."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal as signals
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from tests.record.made_logs import LOG, ORIGIN
from tests.record.pg_logs import Cluster, bodies, check_whole, entries_of, manifest, signer

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Handover
from returnhub.record.entry import canonical
from returnhub.record.keys import new_key
from returnhub.record.note import Note
from returnhub.record.postgres.store import PostgresLog, append_in, connect
from returnhub.record.sequencer import step


def appender(address: str, file: Path, seed: int) -> None:
    """Commit some batches and roll back others, in short and long transactions; note the ids that stand."""
    luck = random.Random(seed)
    kept: list[str] = []
    with psycopg.connect(address) as service:
        for _ in range(25):
            made = append_in(service, bodies(luck.randint(1, 20)))
            time.sleep(luck.choice([0, 0, 0.001, 0.02]))
            made += append_in(service, bodies(luck.randint(0, 5)))
            if luck.random() < 0.7:
                service.commit()
                kept += [entry.id for entry in made]
            else:
                service.rollback()
    file.write_text("\n".join(kept))


def sequencer(address: str, home: Path, stop: Path) -> None:
    """Pass after pass without a pause."""
    keys = signer(home)
    with connect(address) as log:
        while not stop.exists():
            step(log, keys, manifest)


def in_child(work: Callable[..., None], *arguments: object) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work(*arguments)
            code = 0
        finally:
            os._exit(code)
    return child


def ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_every_committed_entry_stands_once_and_no_other(newest: Cluster, tmp_path: Path) -> None:
    address, stop = newest.new(), tmp_path / "stop"
    signer(tmp_path)
    sequencers = [in_child(sequencer, address, tmp_path, stop) for _ in range(3)]
    files = [tmp_path / f"kept{n}" for n in range(4)]
    appenders = [in_child(appender, address, file, seed) for seed, file in enumerate(files)]
    assert [ended(child) for child in appenders] == [0] * 4
    # one is killed in whatever it is doing
    os.kill(sequencers[0], signals.SIGKILL)
    stop.touch()
    assert sorted(ended(child) for child in sequencers) == [-signals.SIGKILL, 0, 0]

    with connect(address) as log:
        step(log, signer(tmp_path), manifest)
        check_whole(log)
        found = [entry.id for entry in entries_of(log) if entry.commitment is not None]
    kept = [file.read_text().split() for file in files]
    assert sorted(found) == sorted(id_ for ids in kept for id_ in ids)
    for ids in kept:
        # what one service committed, one transaction after another, stands in that order
        assert [id_ for id_ in found if id_ in set(ids)] == ids


def test_a_transaction_that_commits_late_is_not_passed_over(newest: Cluster, tmp_path: Path) -> None:
    address = newest.new()
    with connect(address) as log, psycopg.connect(address) as slow, psycopg.connect(address) as undone:
        late = append_in(slow, bodies(2, "late"))
        append_in(undone, bodies(2, "undone"))
        for _ in range(3):
            log.append(bodies(1))
            step(log, signer(tmp_path), manifest)
        undone.rollback()
        slow.commit()
        step(log, signer(tmp_path), manifest)
        assert [log.find(entry.id) for entry in late] == [6, 7]
        check_whole(log)


def test_two_sequencers_at_once_take_up_each_entry_once(newest: Cluster) -> None:
    address = newest.new()
    with connect(address) as log, connect(address) as one, connect(address) as two:
        for _ in range(10):
            log.append(bodies(500))
            start = threading.Barrier(2)

            def taken(which: int, start: threading.Barrier = start) -> int:
                start.wait()
                return (one, two)[which].integrate(manifest())

            with ThreadPoolExecutor(2) as pool:
                assert sorted(pool.map(taken, (0, 1))) == [0, 500]
        assert len({entry.id for entry in entries_of(log)}) == log.size() == 5010


def test_a_sequencer_that_hangs_loses_its_turn(newest: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("returnhub.record.postgres.store._LONGEST_STEP", "50ms")
    address = newest.new()
    with connect(address) as log, connect(address) as hanging:
        log.append(bodies(3))
        decode = "returnhub.record.postgres.store.decode"
        with monkeypatch.context() as patch:
            patch.setattr(decode, lambda raw: time.sleep(0.3))
            with pytest.raises(Problems) as problems:
                hanging.integrate(manifest())
        assert problems.value.items[0].code is Code.RECORD_DATABASE
        assert log.integrate(manifest()) == 3


def test_of_two_who_erase_the_same_one_is_told_that_it_is_gone(newest: Cluster) -> None:
    address = newest.new()
    with connect(address) as log, connect(address) as one, connect(address) as two:
        log.append(bodies(20))
        log.integrate(manifest())

        def erased(which: int, index: int) -> str:
            try:
                (one, two)[which].erase(index, "law", canonical({}))
            except Problems as problems:
                return str(problems.items[0].given["kind"])
            return "done"

        for index in range(20):
            with ThreadPoolExecutor(2) as pool:
                assert sorted(pool.map(erased, (0, 1), (index, index))) == ["done", "erased"]
        assert log.waiting() == 20


def test_of_two_hand_overs_at_once_one_stands(newest: Cluster) -> None:
    now = dt.datetime.now(dt.UTC)
    for _ in range(5):
        address = newest.new()
        with connect(address) as log, connect(address) as one, connect(address) as two:

            def handed(which: int, logs: tuple[PostgresLog, ...] = (one, two)) -> str:
                new = new_key(ORIGIN)
                text = Handover(ORIGIN, LOG.public, new.public, now).text
                try:
                    logs[which].hand_over(Note(text, (LOG.sign(text, now), new.sign(text, now))))
                except Problems as problems:
                    return problems.items[0].code
                return "done"

            with ThreadPoolExecutor(2) as pool:
                assert sorted(pool.map(handed, (0, 1))) == ["done", Code.RECORD_HANDOVER_WRONG]
            assert log.waiting() == 1


def test_an_entry_is_under_a_checkpoint_soon_after_its_commit(newest: Cluster, tmp_path: Path) -> None:
    address, stop = newest.new(), tmp_path / "stop"
    signer(tmp_path)
    child = in_child(sequencer, address, tmp_path, stop)
    with connect(address) as log:
        log.append(bodies(5))
        deadline = time.monotonic() + 10
        while log.checkpoint() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        stop.touch()
        assert ended(child) == 0
        check_whole(log)
        assert log.size() == 6
