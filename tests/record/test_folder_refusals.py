"""What a log in a folder refuses: wrong requests, damage, a full disk, a folder that is closed."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.record.folders import (
    MANIFEST,
    NEXT,
    Made,
    bodies,
    body,
    handover,
    make,
    raw_entries,
    recount,
    refused,
    without_fsync,
)
from tests.record.made_logs import LOG, ORIGIN, START, WITNESS

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Checkpoint
from returnhub.record.entry import Manifest, encode
from returnhub.record.folder import FolderLog
from returnhub.record.folder import log as log_module
from returnhub.record.grow import root_at
from returnhub.record.keys import Key
from returnhub.record.note import Note
from returnhub.record.tiles import ENTRIES, Tile


@pytest.fixture(scope="module", autouse=True)
def _no_disk() -> Iterator[None]:
    with without_fsync():
        yield


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return make(tmp_path)


@pytest.mark.parametrize(
    "tile",
    [
        Tile(0, 0, 4),
        Tile(0, 1, 1),
        Tile(ENTRIES, 0, 4),
        Tile(1, 0, 1),
        Tile(-2, 0, 1),
        Tile(0, -1, 1),
        Tile(0, 0, 0),
    ],
)
def test_a_tile_that_the_tree_does_not_have_is_refused(made: Made, tile: Tile) -> None:
    log = made.open()
    log.append(bodies(0, 2))
    log.integrate(MANIFEST)
    assert refused(lambda: log.read(tile)) == (Code.RECORD_TILE_WRONG, "beyond")


def test_a_tile_that_is_gone_is_told(made: Made) -> None:
    log = made.open()
    log.append(bodies(0, 2))
    log.integrate(MANIFEST)
    (made.folder / "tile/0/000.p/3").unlink()
    assert refused(lambda: log.read(Tile(0, 0, 3))) == (Code.RECORD_TILE_WRONG, "missing")


@pytest.mark.parametrize(
    ("index", "basis", "code", "kind"),
    [
        (0, "  ", Code.RECORD_ERASURE_REFUSED, "basis"),
        (2, "law", Code.RECORD_ERASURE_REFUSED, "seal"),
        (1, "law", Code.RECORD_ERASURE_REFUSED, "erased"),
        (3, "law", Code.RECORD_ERASURE_REFUSED, "erasure"),
        (5, "law", Code.RECORD_ERASURE_REFUSED, "handover"),
        (7, "law", Code.RECORD_ENTRY_UNKNOWN, None),
        (-1, "law", Code.RECORD_ENTRY_UNKNOWN, None),
    ],
)
def test_what_cannot_be_erased_is_refused_and_nothing_is_written(
    made: Made, index: int, basis: str, code: Code, kind: str | None
) -> None:
    log = made.open()
    log.append(bodies(0, 2))
    made.step()
    log.erase(1, "Art. 17 GDPR", b"{}")
    made.step()
    log.hand_over(handover())
    log.integrate(MANIFEST)
    assert refused(lambda: log.erase(index, basis, b"{}")) == (code, kind)
    assert log.waiting() == 0


THIRD = Key(ORIGIN, LOG.algorithm, bytes(range(4, 36)))


@pytest.mark.parametrize(
    ("note", "code", "kind"),
    [
        (handover(origin="another.example"), Code.RECORD_HANDOVER_WRONG, "origin"),
        (handover(new=WITNESS), Code.RECORD_HANDOVER_WRONG, "origin"),
        (handover(old=NEXT, new=THIRD), Code.RECORD_HANDOVER_WRONG, "office"),
        (handover(new=LOG), Code.RECORD_HANDOVER_WRONG, "again"),
        (handover(signers=(LOG,)), Code.RECORD_HANDOVER_WRONG, "unsigned"),
        (handover(signers=(NEXT,)), Code.RECORD_HANDOVER_WRONG, "unsigned"),
        (Note("not a hand-over\n", ()), Code.RECORD_HANDOVER_WRONG, None),
    ],
)
def test_a_hand_over_that_is_wrong_is_refused(made: Made, note: Note, code: Code, kind: str | None) -> None:
    log = made.open()
    assert refused(lambda: log.hand_over(note)) == (code, kind)
    assert log.waiting() == 0


def test_a_second_hand_over_waits_for_the_first(made: Made) -> None:
    log = made.open()
    log.hand_over(handover())
    assert refused(lambda: log.hand_over(handover(new=THIRD))) == (Code.RECORD_HANDOVER_WRONG, "waiting")


def test_a_checkpoint_of_another_tree_is_not_kept(made: Made) -> None:
    log = made.open()
    log.append(bodies(0, 3))
    log.integrate(MANIFEST)
    root = root_at(log.read, 4)

    def kept(origin: str, size: int, root: bytes, key: Key = LOG) -> tuple[Code, object]:
        text = Checkpoint(origin, size, root).text
        return refused(lambda: log.keep(Note(text, (key.sign(text, START),))))

    assert kept("another.example", 4, root) == (Code.RECORD_FORKED, "origin")
    assert kept(ORIGIN, 4, bytes(32)) == (Code.RECORD_FORKED, "root")
    assert kept(ORIGIN, 3, root_at(log.read, 3)) == (Code.RECORD_CHECKPOINT_WRONG, "no_seal")
    assert kept(ORIGIN, 5, root) == (Code.RECORD_CHECKPOINT_WRONG, "no_seal")
    assert kept(ORIGIN, 4, root, NEXT) == (Code.RECORD_SIGNATURE_WRONG, "unknown")
    assert (log.checkpoint(), log.unsigned(), list(log.checkpoints())) == (None, [4], [])


def test_an_entry_that_is_not_there_is_told(made: Made) -> None:
    log = made.open()
    for unknown in ("00000000-0000-4000-8000-000000000000", "no id", "../../head"):
        assert refused(lambda unknown=unknown: log.find(unknown)) == (Code.RECORD_ENTRY_UNKNOWN, None)


def test_a_second_sequencer_is_told_that_the_log_is_busy(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_module, "WAIT", 0)
    log = made.open()
    log.append([body(0)])
    with made.open()._alone():
        assert refused(lambda: log.integrate(MANIFEST)) == (Code.RECORD_LOG_BUSY, None)
        log.append([body(1)])
    assert log.integrate(MANIFEST) == 2


def test_a_content_that_is_not_canonical_json_is_refused_whole(made: Made) -> None:
    log = made.open()
    assert refused(lambda: log.append([body(0), b'{"a":\n1}'])) == (Code.RECORD_CONTENT_WRONG, "value")
    assert refused(lambda: log.append([b"0" * (1 << 20) + b"0"])) == (Code.RECORD_CONTENT_WRONG, "length")
    assert log.append([]) == []
    assert log.waiting() == 0


def test_a_folder_that_is_no_log_is_told_from_one_that_is_not_there(tmp_path: Path, made: Made) -> None:
    def opened(path: Path) -> tuple[Code, object]:
        return refused(lambda: FolderLog.open(path, made.clock))

    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy" / "checkpoint").write_text("", "utf-8")
    assert opened(tmp_path / "nowhere") == (Code.RECORD_LOG_MISSING, None)
    assert opened(tmp_path / "file") == (Code.RECORD_LOG_WRONG, "file")
    assert opened(tmp_path) == (Code.RECORD_LOG_WRONG, "none")
    assert opened(tmp_path / "copy") == (Code.RECORD_LOG_WRONG, "export")


def test_a_log_is_made_only_where_nothing_is(tmp_path: Path, made: Made) -> None:
    def created(path: Path, origin: str = ORIGIN, key: Key = LOG) -> tuple[Code, object]:
        return refused(lambda: FolderLog.create(path, origin, key.public, made.clock))

    assert created(made.folder) == (Code.RECORD_LOG_EXISTS, None)
    assert created(tmp_path) == (Code.RECORD_LOG_WRONG, "not_empty")
    assert created(tmp_path / "new", "with space") == (Code.RECORD_ORIGIN_WRONG, None)
    assert created(tmp_path / "new", "another.example") == (Code.RECORD_ORIGIN_WRONG, "key")
    assert created(tmp_path / "new", WITNESS.name, WITNESS) == (Code.RECORD_KEY_WRONG, "algorithm")
    assert created(made.key) == (Code.FILE_UNWRITABLE, None)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("file", "kind"), [("head", "head"), ("pass", "pass"), ("waiting", "waiting"), ("content", "content")]
)
def test_a_damaged_file_is_told_and_the_tree_is_left_as_it_is(made: Made, file: str, kind: str) -> None:
    log = made.open()
    log.append(bodies(0, 3))
    made.step()
    log.append([body(3)])
    path = made.folder / "private" / file
    if path.is_dir():
        (path,) = path.iterdir()
    data = path.read_bytes() if path.exists() else b""
    path.write_bytes(b"x" + data[1:])
    act = (lambda: log.content(1)) if file == "content" else lambda: log.integrate(MANIFEST)
    assert refused(act) == (Code.RECORD_LOG_WRONG, kind)
    if data:
        path.write_bytes(data)
    else:
        path.unlink()
    assert log.integrate(MANIFEST) == 1
    recount(log)


def test_a_head_from_an_older_backup_than_the_plan_loses_nothing_that_waits(made: Made) -> None:
    log = made.open()
    head = (made.folder / "private" / "head").read_bytes()
    log.append(bodies(0, 3))
    log.integrate(MANIFEST)
    log.append(bodies(3, 5))
    with made.open()._alone():
        made.open()._pass.plan(log._head(), MANIFEST)
    (made.folder / "private" / "head").write_bytes(head)
    assert refused(lambda: log.integrate(MANIFEST)) == (Code.RECORD_LOG_WRONG, "pass")
    assert len(os.listdir(made.folder / "private" / "waiting")) == 1


def test_private_files_are_their_owners_alone(made: Made) -> None:
    log = made.open()
    log.append(bodies(0, 3))
    made.step()
    log.append([body(3)])
    private = made.folder / "private"
    assert private.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o077 for p in private.rglob("*") if p.is_file()} == {0}


def in_child(act: object) -> list[str]:
    """Codes of the problems that a call raises in a process of its own, whose limits and rights may go."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            assert callable(act)
            act()
        except Problems as found:
            os.write(writing, "\n".join(p.code for p in found.items).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as told:
        lines = told.read().splitlines()
    os.waitpid(child, 0)
    return lines


@pytest.mark.parametrize("room", [0, 40, 100, 1000])
def test_a_disk_without_room_is_told_and_nothing_is_half_on_record(made: Made, room: int) -> None:
    log = made.open()
    log.append(bodies(0, 10))
    made.step()

    def act() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        log.append([b'"%s"' % (b"x" * 2000)])

    assert in_child(act) == ["file.unwritable"]
    assert log.waiting() == 0
    assert len(os.listdir(made.folder / "private" / "waiting")) == 0


@pytest.mark.parametrize("room", [0, 100, 400, 600, 2000])
def test_a_pass_that_finds_no_room_is_gone_on_with_when_there_is_some(made: Made, room: int) -> None:
    log = made.open()
    log.append(bodies(0, 10))
    made.step()
    log.append(bodies(10, 20))

    def act() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
        log.integrate(MANIFEST)

    assert in_child(act) == ["file.unwritable"]
    assert log.size() == 11
    made.step()
    assert len(recount(log)) == 22


def test_a_folder_that_may_not_be_written_to_can_still_be_read() -> None:
    with TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        made = make(Path(place))
        log = made.open()
        log.append(bodies(0, 3))
        made.step()
        for path in [made.folder, *made.folder.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)

        def act() -> None:
            if os.geteuid() == 0:
                # nothing keeps root out, so this is somebody else
                os.setuid(65534)
            other = FolderLog.open(made.folder, made.clock)
            assert (other.size(), len(raw_entries(other)), other.waiting()) == (4, 4, 0)
            other.append([body(4)])

        assert in_child(act) == ["file.unwritable"]
        for path in [made.folder, *made.folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_link_in_the_place_of_a_content_file_is_not_followed(made: Made, tmp_path: Path) -> None:
    log = made.open()
    log.append(bodies(0, 300))
    outside = tmp_path / "outside"
    outside.write_text("kept", "utf-8")
    (made.folder / "private" / "content" / "000").symlink_to(outside)
    assert refused(lambda: log.integrate(MANIFEST))[0] is Code.FILE_UNWRITABLE
    assert outside.read_text("utf-8") == "kept"


def test_an_entry_of_the_largest_size_fits_and_a_longer_one_is_refused(made: Made) -> None:
    log = made.open()
    log.append(bodies(0, 2))
    log.integrate(MANIFEST)
    code, _ = refused(lambda: log.erase(0, "x" * 65_535, b"{}"))
    assert code is Code.RECORD_ENTRY_WRONG
    assert log.content(0) is not None
    entry = log.erase(0, "x" * 65_000, b"{}")
    assert len(encode(entry)) > 65_000
    large = Manifest("r" * 65_535, "", "folder", {}, {})
    assert refused(lambda: log.integrate(large))[0] is Code.RECORD_ENTRY_WRONG
    assert log.integrate(MANIFEST) == 1
    recount(log)
