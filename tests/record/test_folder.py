"""A log in a folder against a plain list, and with many at once."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.folders import (
    MANIFEST,
    NEXT,
    Clock,
    Made,
    bodies,
    body,
    entries,
    files_with,
    handover,
    make,
    raw_entries,
    recount,
    without_fsync,
)
from tests.record.made_logs import LOG, START, WITNESS
from tests.record.naive import naive_root

from returnhub.problems import Code, Problems
from returnhub.record.entry import pack
from returnhub.record.folder import FolderLog, passes, waiting
from returnhub.record.grow import root_at
from returnhub.record.note import Note
from returnhub.record.proof import check_inclusion, inclusion
from returnhub.record.tiles import ENTRIES, Tile, tile_at
from returnhub.record.tree import leaf_hash


@pytest.fixture(scope="module", autouse=True)
def _no_disk() -> Iterator[None]:
    with without_fsync():
        yield


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(tmp_path)


@dataclass
class Model:
    """The same log as a list: bodies in the tree (None for seals and what was erased), and those waiting."""

    tree: list[bytes | None] = field(default_factory=list)
    waiting: list[bytes] = field(default_factory=list)
    sealed: list[int] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    erasures: set[bytes] = field(default_factory=set)
    made: int = 0


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(0, 9) | st.integers(200, 300)),
        st.tuples(st.just("integrate"), st.just(0)),
        st.tuples(st.just("sign"), st.just(0)),
        st.tuples(st.just("erase"), st.integers(0, 400)),
        st.tuples(st.just("reopen"), st.just(0)),
        st.tuples(st.just("clock"), st.integers(-5, 100)),
    ),
    max_size=14,
)


@given(acts=ACTS, most=st.sampled_from([7, 290, 16_384]))
@settings(max_examples=25)
def test_a_log_does_what_a_list_does(acts: list[tuple[str, int]], most: int) -> None:
    run(acts, most)


@pytest.mark.long
@given(acts=ACTS, most=st.sampled_from([7, 290, 16_384]))
@settings(max_examples=1000)
def test_a_log_does_what_a_list_does_at_length(acts: list[tuple[str, int]], most: int) -> None:
    run(acts, most)


def run(acts: list[tuple[str, int]], most: int) -> None:
    model = Model()
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(passes, "MOST_AT_ONCE", most)
        patch.setattr(waiting, "MOST_IN_PART", min(most, 50))
        made = make(Path(place))
        log = made.open()
        for name, number in acts:
            log = do(name, number, made, log, model, most)
            assert (log.size(), log.waiting()) == (len(model.tree), len(model.waiting))
            assert log.unsigned() == [size for size in model.sealed if size not in model.signed]
            assert list(log.checkpoints()) == model.signed
        # an erasure takes its content out before it gets into the tree
        log = do("sign", 0, made, log, model, most)
        recount(log)
        for at, expected in enumerate(model.tree):
            content = log.content(at)
            assert (content and content.body) == expected
        check_reads(log, model.sealed)


def do(name: str, number: int, made: Made, log: FolderLog, model: Model, most: int) -> FolderLog:
    match name:
        case "append":
            fresh = bodies(model.made, model.made + number)
            model.made += number
            for entry in log.append(fresh):
                assert log.find(entry.id) is None
            model.waiting += fresh
        case "integrate":
            taken = log.integrate(MANIFEST)
            assert min(len(model.waiting), 1) <= taken <= min(len(model.waiting), most)
            integrated(model, taken)
        case "sign":
            made.step()
            for size in log.checkpoints():
                integrated(model, size - len(model.tree) - 1)
            model.signed = list(model.sealed)
        case "erase" if model.tree:
            erase(log, number % len(model.tree), model)
        case "reopen":
            return made.open()
        case "clock":
            made.clock.go(number)
        case _:
            pass
    return log


def integrated(model: Model, taken: int) -> None:
    if taken > 0:
        model.tree += [*model.waiting[:taken], None]
        model.sealed.append(len(model.tree))
        del model.waiting[:taken]


def erase(log: FolderLog, index: int, model: Model) -> None:
    if model.tree[index] is None or model.tree[index] in model.erasures:
        with pytest.raises(Problems) as refused:
            log.erase(index, "Art. 17 GDPR", b"{}")
        assert refused.value.items[0].code is Code.RECORD_ERASURE_REFUSED
        return
    entry = log.erase(index, "Art. 17 GDPR", b'{"asked":"%d"}' % index)
    assert entry.erasure is not None
    assert (entry.erasure.index, entry.erasure.id) == (index, entries(log)[index].id)
    model.tree[index] = None
    model.waiting.append(b'{"asked":"%d"}' % index)
    model.erasures.add(model.waiting[-1])


def check_reads(log: FolderLog, sizes: list[int]) -> None:
    """Every width that ever was, and some that never were, from what is left on the disk."""
    raw = raw_entries(log)
    leaves = [leaf_hash(one) for one in raw]
    for size in {*sizes, *(size // 2 for size in sizes)} - {0}:
        assert root_at(log.read, size) == naive_root(leaves[:size])
        last = tile_at(ENTRIES, (size - 1) // 256, size)
        assert log.read(last) == pack(raw[last.index * 256 : size])


def test_appends_from_threads_and_passes_at_once_lose_repeat_and_fork_nothing(made: Made) -> None:
    promised: list[list[str]] = [[], [], []]
    done = threading.Event()

    def append(which: int) -> None:
        log = made.open()
        for number in range(12):
            found = log.append(bodies(1000 * which + 3 * number, 1000 * which + 3 * number + 1 + number % 3))
            promised[which] += [entry.id for entry in found]

    def sequence() -> None:
        while not done.is_set():
            made.step()

    appenders = [threading.Thread(target=append, args=(n,)) for n in range(3)]
    sequencers = [threading.Thread(target=sequence) for _ in range(2)]
    for thread in (*sequencers, *appenders):
        thread.start()
    for thread in appenders:
        thread.join()
    done.set()
    for thread in sequencers:
        thread.join()
    made.step()
    read = recount(made.open())
    for ids in promised:
        assert [e.id for e in read if e.id in ids] == ids
    assert len([e for e in read if e.seal is None]) == sum(map(len, promised))


def test_processes_at_once_lose_repeat_and_fork_nothing(made: Made) -> None:
    children: list[int] = []
    for number in range(5):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                log = made.open()
                for turn in range(15):
                    if number < 3:
                        log.append(bodies(1000 * number + 2 * turn, 1000 * number + 2 * turn + 2))
                    else:
                        made.step()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 5
    made.step()
    log = made.open()
    read = recount(log)
    found = [log.content(at) for at, entry in enumerate(read) if entry.seal is None]
    bodies_ = [content.body for content in found if content is not None]
    for number in range(3):
        own = set(bodies(1000 * number, 1000 * number + 30))
        assert [b for b in bodies_ if b in own] == bodies(1000 * number, 1000 * number + 30)
    assert len(bodies_) == 90


def test_a_large_append_is_taken_up_over_several_seals(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "MOST_IN_PART", 3)
    monkeypatch.setattr(passes, "MOST_AT_ONCE", 7)
    log = made.open()
    added = [entry.id for entry in log.append(bodies(0, 20))]
    assert log.waiting() == 20
    made.clock.go(60)
    assert log.integrate(MANIFEST) == 6
    assert log.waiting() == 14
    made.step()
    read = recount(log)
    assert [e.id for e in read if e.seal is None] == added
    assert [e.recorded for e in read if e.seal is not None] == [START, START, START, made.clock.at]
    assert os.listdir(made.folder / "private" / "waiting") == []


def test_contents_that_are_large_are_cut_into_files_by_their_size(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LARGEST_PART", 100)
    made.open().append([b'"%s"' % (b"x" * 200), body(1), body(2), b'"%s"' % (b"y" * 99)])
    (large,) = (made.folder / "private" / "waiting").iterdir()
    assert sorted(p.name for p in large.iterdir()) == ["000000.1", "000001.2", "000002.1"]
    made.step()
    recount(made.open())


def test_times_never_run_backwards_when_a_clock_is_set_back(made: Made) -> None:
    log = made.open()
    log.append([body(0)])
    log.integrate(MANIFEST)
    made.clock.go(-3600)
    (entry,) = log.append([body(1)])
    assert entry.recorded == START
    log.integrate(MANIFEST)
    assert [e.recorded for e in recount(log)] == [START] * 4


def test_narrow_tiles_go_when_the_full_one_is_there_and_every_width_can_still_be_read(made: Made) -> None:
    log = made.open()
    for end in (100, 200, 300):
        log.append(bodies(end - 100, end))
        made.step()
    assert not (made.folder / "tile/0/000.p").exists()
    assert not (made.folder / "tile/entries/000.p").exists()
    assert len(log.read(Tile(0, 0, 101))) == 32 * 101
    assert log.read(Tile(0, 0, 101)) == log.read(Tile(0, 0))[: 32 * 101]
    leaf = leaf_hash(raw_entries(log)[7])
    root = root_at(log.read, 101)
    check_inclusion(leaf, 7, 101, inclusion(log.read, 7, 101), root)


def test_an_erased_content_is_in_no_file_of_the_log(made: Made) -> None:
    log = made.open()
    log.append(bodies(0, 5))
    made.step()
    assert files_with(made.folder, body(3)) != []
    log.erase(3, "Art. 17 GDPR", b'{"asked":"the person"}')
    assert files_with(made.folder, body(3)) == []
    made.step()
    assert log.content(3) is None
    assert [e.erasure is not None for e in recount(log)] == [False] * 6 + [True, False]


def test_a_hand_over_comes_into_office_with_the_tree_and_both_keys_sign(made: Made) -> None:
    log = made.open()
    log.append([body(0)])
    log.hand_over(handover())
    assert [k.key for k in log.own_keys()] == [LOG.public]
    log.integrate(MANIFEST)
    assert [(k.handed_over_at, k.key) for k in log.own_keys()] == [(-1, LOG.public), (1, NEXT.public)]
    assert (made.folder / "keys").read_text("utf-8") == f"{LOG.public.vkey}\n{NEXT.public.vkey}\n"


def test_signatures_that_come_later_are_added_to_the_checkpoint(made: Made) -> None:
    log = made.open()
    log.append([body(0)])
    first = made.step()
    assert first is not None
    cosigned = Note(first.text, (WITNESS.sign(first.text, START),))
    log.append([body(1)])
    made.step()
    log.keep(cosigned)
    assert log.checkpoint(2) == first.add(*cosigned.signatures)
    latest = log.checkpoint()
    assert latest is not None
    assert latest.text.split("\n")[1] == "4"


def test_an_entry_is_found_while_it_waits_in_the_tree_and_not_by_another_that_names_it(made: Made) -> None:
    log = made.open()
    first, second = log.append(bodies(0, 2))
    assert log.find(first.id) is None
    made.step()
    log.erase(0, "Art. 17 GDPR", b"{}")
    assert log.find(first.id) == 0
    made.step()
    assert (log.find(first.id), log.find(second.id)) == (0, 1)


def test_times_come_from_the_clock_that_was_given(made: Made) -> None:
    made.clock.at = dt.datetime(2031, 5, 6, 7, 8, 9, 123456, tzinfo=dt.UTC)
    (entry,) = FolderLog.open(made.folder, Clock(made.clock.at)).append([body(0)])
    assert entry.recorded == made.clock.at
