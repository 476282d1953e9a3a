"""A copy of a log: the same files, brought up to date, and of no other log."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record import pg_logs
from tests.record.dying import die_at
from tests.record.folder_acts import copying
from tests.record.folders import MANIFEST, Made, bodies, body, files_with, make, refused, without_fsync
from tests.record.forks import Forks
from tests.record.made_logs import LOG, ORIGIN, START, WITNESS

from returnhub.problems import Code, Problems
from returnhub.record import files
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.export import export
from returnhub.record.folder import FolderLog
from returnhub.record.keys import Key
from returnhub.record.log import Log
from returnhub.record.note import Note, parse_note
from returnhub.record.postgres.store import connect
from returnhub.record.sequencer import step
from returnhub.record.tiles import WIDTH, Tile, parse_path
from returnhub.record.verify import Ask, Kind, verify


@pytest.fixture(scope="module", autouse=True)
def _no_disk() -> Iterator[None]:
    with without_fsync():
        yield


@pytest.fixture
def made(tmp_path: Path) -> Made:
    made = make(tmp_path)
    made.open().append(bodies(0, 300))
    made.step()
    return made


def check_copy(made: Made, copy: Path, *, with_content: bool) -> None:
    """The copy has every public file of the log, and the contents if it should, and nothing else."""
    names = {p.relative_to(copy) for p in copy.rglob("*") if p.is_file()}
    wanted = {p.relative_to(made.folder) for p in made.folder.rglob("*") if p.is_file()}
    private = {Path("private/exported")}
    for name in wanted:
        if name.parts[0] != "private" or (with_content and name.parts[1] == "content"):
            private.add(name)
            if name.parts[0] != "tile" or parse_path(str(name)).width == WIDTH or name in names:
                assert (copy / name).read_bytes() == (made.folder / name).read_bytes()
    assert names <= private
    note = parse_note((copy / "checkpoint").read_bytes())
    size = parse_checkpoint(note.text).size
    for level, index in ((-1, (size - 1) // WIDTH), (0, (size - 1) // WIDTH)):
        width = size - index * WIDTH
        assert (copy / Tile(level, index, width).path).exists()


class Reads:
    """A log that tells which tiles it is asked for."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.tiles: list[Tile] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    def read(self, tile: Tile) -> bytes:
        self.tiles.append(tile)
        return self._log.read(tile)


@pytest.mark.parametrize("with_content", [False, True])
def test_a_copy_is_the_log_as_of_its_latest_checkpoint(
    made: Made, tmp_path: Path, with_content: bool
) -> None:
    log = made.open()
    log.append([body(300)])
    log.integrate(MANIFEST)
    log.append([body(301)])
    told: list[tuple[int, int]] = []
    head = export(log, tmp_path / "copy", with_content=with_content, progress=lambda *at: told.append(at))
    assert head.size == 301
    assert told == [(256, 301), (301, 301)]
    assert (tmp_path / "copy" / "private").exists() == with_content
    assert files_with(tmp_path / "copy", body(300)) == []
    assert bool(files_with(tmp_path / "copy", body(7))) == with_content
    made.step()
    assert export(made.open(), tmp_path / "copy", with_content=with_content).size == 305
    check_copy(made, tmp_path / "copy", with_content=with_content)


def test_the_independent_recount_finds_nothing_wrong_in_a_log_and_its_copy(
    made: Made, tmp_path: Path
) -> None:
    made.open().erase(7, "Art. 17 GDPR", b"{}")
    made.clock.go(5)
    made.step()
    export(made.open(), tmp_path / "copy", with_content=True)
    for place in (made.folder, tmp_path / "copy"):
        report = verify(Ask(place, keys=(LOG.public.vkey,)))
        assert (report.size, report.erased, report.findings) == (303, 1, ())


def test_a_log_in_postgresql_is_copied_into_the_same_files(tmp_path: Path) -> None:
    with pg_logs.cluster() as server, connect(server.new()) as log:
        log.append(pg_logs.bodies(300))
        step(log, pg_logs.signer(tmp_path), pg_logs.manifest)
        export(log, tmp_path / "copy", with_content=True)
        log.erase(7, "Art. 17 GDPR", b"{}")
        step(log, pg_logs.signer(tmp_path), pg_logs.manifest)
        export(log, tmp_path / "copy", with_content=True)
        report = verify(Ask(tmp_path / "copy", keys=(LOG.public.vkey,)))
        assert (report.size, report.erased, report.findings) == (303, 1, ())
        export(log, tmp_path / "new", with_content=True)
        tiles = {p.relative_to(tmp_path / "new") for p in (tmp_path / "new").rglob("*") if p.is_file()}
        for name in tiles:
            assert (tmp_path / "copy" / name).read_bytes() == (tmp_path / "new" / name).read_bytes()


def test_a_second_copy_reads_no_full_tile_that_is_there(made: Made, tmp_path: Path) -> None:
    export(made.open(), tmp_path / "copy")
    made.open().append(bodies(300, 600))
    made.step()
    log = Reads(made.open())
    export(log, tmp_path / "copy")
    entries = [tile for tile in log.tiles if tile.level == -1]
    assert entries == [Tile(-1, 1), Tile(-1, 2, 602 - 512)]
    check_copy(made, tmp_path / "copy", with_content=False)


def test_an_erasure_takes_the_content_out_of_a_copy_even_of_one_that_asks_for_none(
    made: Made, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    export(made.open(), copy, with_content=True)
    assert files_with(copy, body(7)) != []
    made.open().erase(7, "Art. 17 GDPR", b"{}")
    made.step()
    export(made.open(), copy)
    assert files_with(copy, body(7)) == []
    assert files_with(copy, body(8)) != []
    export(made.open(), copy, with_content=True)
    check_copy(made, copy, with_content=True)


def test_a_content_is_not_shown_as_taken_away_while_its_erasure_waits(made: Made, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    made.open().erase(7, "Art. 17 GDPR", b"{}")
    with pytest.raises(Problems) as caught:
        export(made.open(), copy, with_content=True)
    assert caught.value.items[0].given == {"kind": "erasure", "found": "7"}
    made.step()
    export(made.open(), copy, with_content=True)
    check_copy(made, copy, with_content=True)
    assert verify(Ask(copy, (LOG.public.vkey,))).holds


def test_a_content_that_was_taken_away_is_copied_as_such(made: Made, tmp_path: Path) -> None:
    log = made.open()
    (file,) = files_with(log.path / "private/content", body(7))
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(line for line in lines if not line.startswith(b"7 ")))
    export(made.open(), tmp_path / "copy", with_content=True)
    found = verify(Ask(tmp_path / "copy", (LOG.public.vkey,))).findings
    assert [(f.kind, f.index) for f in found] == [(Kind.MISSING, 7)]


def test_cosignatures_of_the_last_copy_are_brought_up_to_date(made: Made, tmp_path: Path) -> None:
    export(made.open(), tmp_path / "copy")
    note = made.open().checkpoint()
    assert note is not None
    made.open().keep(Note(note.text, (WITNESS.sign(note.text, START),)))
    made.open().append([body(300)])
    made.step()
    export(made.open(), tmp_path / "copy")
    check_copy(made, tmp_path / "copy", with_content=False)


def test_time_stamps_are_copied(made: Made, tmp_path: Path) -> None:
    (made.folder / "timestamps").mkdir()
    (made.folder / "timestamps" / "301.tsr").write_bytes(b"reply")
    (made.folder / "timestamps" / "notes.tsr").write_bytes(b"no size")
    export(made.open(), tmp_path / "copy")
    assert [p.name for p in (tmp_path / "copy" / "timestamps").iterdir()] == ["301.tsr"]


def test_a_log_without_a_checkpoint_is_not_copied(tmp_path: Path) -> None:
    made = make(tmp_path)
    assert refused(lambda: export(made.open(), tmp_path / "copy")) == (Code.RECORD_ENTRY_WAITING, "nothing")
    assert not (tmp_path / "copy").exists()


def test_a_copy_of_another_log_or_of_another_past_is_left_alone(made: Made, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    key = Key("another.example", LOG.algorithm, LOG.seed)
    other = Made(tmp_path / "other" / "log", made.key, made.clock)
    FolderLog.create(other.folder, ORIGIN, LOG.public, made.clock)
    other.open().append(bodies(100, 300))
    other.open().integrate(MANIFEST)
    shutil.copytree(made.folder, tmp_path / "yesterday")
    made.open().append([body(300)])
    made.step()
    export(made.open(), copy)
    before = {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()}

    yesterday = FolderLog.open(tmp_path / "yesterday", made.clock)
    assert refused(lambda: export(yesterday, copy)) == (Code.RECORD_ROLLED_BACK, None)
    yesterday.append([body(999)])
    yesterday.integrate(MANIFEST)
    sign_all(yesterday, LOG)
    assert refused(lambda: export(yesterday, copy)) == (Code.RECORD_FORKED, "root")
    stranger = FolderLog.create(tmp_path / "stranger", key.name, key.public, made.clock)
    stranger.append([body(0)])
    stranger.integrate(MANIFEST)
    sign_all(stranger, key)
    assert refused(lambda: export(stranger, copy)) == (Code.RECORD_LOG_WRONG, "another")
    assert {p: p.read_bytes() for p in copy.rglob("*") if p.is_file()} == before


def sign_all(log: FolderLog, key: Key) -> None:
    """Sign without the memory that keeps a key from forking a log."""
    from returnhub.record.checkpoint import Checkpoint
    from returnhub.record.grow import root_at

    for size in log.unsigned():
        text = Checkpoint(log.origin, size, root_at(log.read, size)).text
        log.keep(Note(text, (key.sign(text, START),)))


def test_a_folder_that_holds_something_else_is_left_alone(made: Made, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "letter").write_text("kept", "utf-8")
    assert refused(lambda: export(made.open(), papers)) == (Code.RECORD_LOG_WRONG, "not_empty")
    assert refused(lambda: export(made.open(), made.folder)) == (Code.RECORD_LOG_EXISTS, "own")
    assert refused(lambda: export(made.open(), papers / "letter")) == (Code.FILE_UNWRITABLE, None)
    assert [p.name for p in papers.iterdir()] == ["letter"]


def test_a_copy_that_died_is_gone_on_with(forks: Forks) -> None:
    check_deaths(forks, every=9)


@pytest.mark.long
def test_a_copy_that_died_at_any_step_is_gone_on_with(forks: Forks) -> None:
    check_deaths(forks, every=1)


def check_deaths(forks: Forks, every: int) -> None:
    memory = Path("/dev/shm")
    with (
        pytest.MonkeyPatch.context() as patch,
        TemporaryDirectory(dir=memory if memory.is_dir() else None) as place,
    ):
        patch.setattr(files, "_MOST_OPEN", 2)
        made = make(Path(place))
        log = made.open()
        log.append(bodies(0, 100))
        made.step()
        export(log, Path(place) / "old", with_content=True)
        log.append(bodies(100, 300))
        log.erase(7, "Art. 17 GDPR", b"{}")
        made.step()
        at, died = 1, True
        while died:
            copy = Path(place) / str(at)
            shutil.copytree(Path(place) / "old", copy)
            died, _ = die_at(forks, at, copy, partial(copying, 2, made, copy))
            if at % 2:
                export(made.open(), copy)
                assert files_with(copy, body(7)) == []
            export(made.open(), copy, with_content=True)
            check_copy(made, copy, with_content=True)
            shutil.rmtree(copy)
            at += every
        assert at > 300


@given(
    acts=st.lists(
        st.one_of(
            st.tuples(st.just("append"), st.integers(1, 300)),
            st.tuples(st.just("erase"), st.integers(0, 600)),
            st.tuples(st.sampled_from(["copy", "copy with content"]), st.just(0)),
        ),
        max_size=10,
    )
)
@settings(max_examples=15)
def test_copies_taken_whenever_end_as_one_taken_at_the_end(acts: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as place:
        made = make(Path(place))
        log = made.open()
        log.append([body(9999)])
        made.step()
        copy = Path(place) / "copy"
        for name, number in acts:
            match name:
                case "append":
                    log.append(bodies(0, number))
                case "erase":
                    try:
                        log.erase(number % log.size(), "Art. 17 GDPR", b"{}")
                    except Problems:
                        continue
                case _:
                    export(log, copy, with_content=name == "copy with content")
                    continue
            made.step()
        export(log, copy, with_content=True)
        check_copy(made, copy, with_content=True)
