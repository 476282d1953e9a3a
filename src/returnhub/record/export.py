"""A copy of a log in files: what checkers and monitors read, as of the log's latest checkpoint.

A copy is brought up to date by exporting into it again. `.export` stands in it while that goes on and holds
the checkpoint that it is for, so a copy that was broken off is gone on with, and by the same log only.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from returnhub.problems import Code, Where, refuse
from returnhub.record.checkpoint import Checkpoint, decimal, parse_checkpoint
from returnhub.record.entry import decode, unpack
from returnhub.record.files import PRIVATE, Batch, put, reading, write_all, writing
from returnhub.record.folder import FolderLog
from returnhub.record.folder.content import Contents
from returnhub.record.folder.passes import keys_file, remove_narrow
from returnhub.record.grow import root_at
from returnhub.record.log import Log
from returnhub.record.note import parse_note
from returnhub.record.tiles import ENTRIES, WIDTH, Tile, levels_of, number_path, tile_at, tiles_of

Progress = Callable[[int, int], None]
"""Told how many entries of how many are copied."""

_UNDER_WAY = ".export"
_CONTENT_UP_TO = "exported"
_MAY_LIE_THERE = {"tile", "checkpoints", "keys", "timestamps", PRIVATE, "checkpoint", _UNDER_WAY}


def export(
    log: Log, target: Path, *, with_content: bool = False, progress: Progress | None = None
) -> Checkpoint:
    """Copy a log's files as of its latest checkpoint, which is returned; contents too if asked.

    Into a folder that is not there, is empty, or holds an earlier copy: then only what is new is read and
    written, and contents that were erased since go from the copy, asked or not. The checkpoint is replaced
    last. Raises Problems: record.entry_waiting if there is no checkpoint, or none yet over the erasure of a
    content that is gone; record.log_wrong if the folder holds something else; record.forked or .rolled_back
    if it holds another past; file.unwritable.
    """
    note = log.checkpoint()
    if note is None:
        raise refuse(Code.RECORD_ENTRY_WAITING, kind="nothing", found="0")
    head = parse_checkpoint(note.text)
    with writing(target):
        copied, broken_off = _check(log, head, target)
        put(target, target / _UNDER_WAY, note.write().encode())
        _copy_tiles(log, head.size, target, progress)
        for before in (copied, broken_off):
            remove_narrow(target, before, head.size)
        _copy_contents(log, head.size, target, wanted=with_content)
        _copy_checkpoints(log, copied, head.size, target)
        put(target, target / "keys", keys_file(log.own_keys()))
        put(target, target / "checkpoint", note.write().encode())
        (target / _UNDER_WAY).unlink()
    return head


def _check(log: Log, head: Checkpoint, target: Path) -> tuple[int, int]:
    """Entries of the copy in the folder, and of one that was broken off; refuse what is no copy of it."""
    where = Where(file=str(target))
    if target.is_dir():
        names = {name for name in os.listdir(target) if not name.endswith(".part")}
        if (target / PRIVATE / "head").exists():
            raise refuse(Code.RECORD_LOG_EXISTS, where, kind="own")
        named = names & {"checkpoint", _UNDER_WAY}
        if not names <= _MAY_LIE_THERE or (names and not named):
            raise refuse(Code.RECORD_LOG_WRONG, where, kind="not_empty")
    return (_check_same(log, head, target / "checkpoint"), _check_same(log, head, target / _UNDER_WAY))


def _check_same(log: Log, head: Checkpoint, file: Path) -> int:
    """Size of the checkpoint in a file, 0 if there is none; refuse one that this log never had."""
    if not file.exists():
        return 0
    where = Where(file=str(file))
    with reading(file):
        there = parse_checkpoint(parse_note(file.read_bytes()).text)
    if there.origin != log.origin:
        raise refuse(Code.RECORD_LOG_WRONG, where, kind="another", found=there.origin, expected=log.origin)
    if there.size > head.size:
        raise refuse(Code.RECORD_ROLLED_BACK, where, signed=there.size, size=head.size)
    if root_at(log.read, there.size) != there.root:
        raise refuse(Code.RECORD_FORKED, where, kind="root", signed=there.size, size=head.size)
    return there.size


def _copy_tiles(log: Log, size: int, target: Path, progress: Progress | None) -> None:
    """Tiles and bundles; a full one that is there is whole, and is not read again."""
    with Batch(target) as batch:
        for level in (*levels_of(size), ENTRIES):
            for tile in tiles_of(level, size):
                if not (target / tile.path).exists():
                    batch.put(target / tile.path, log.read(tile))
                if progress is not None and level == ENTRIES:
                    progress(min(size, (tile.index + 1) * WIDTH), size)
        batch.land()


def _copy_contents(log: Log, size: int, target: Path, *, wanted: bool) -> None:
    """Contents, and the erasures of those that are there already.

    A file beside them says up to which entry both are done, so that copies with and without contents may
    take turns.
    """
    private = target / PRIVATE
    mark = private / _CONTENT_UP_TO
    done = (decimal(mark.read_text("ascii").strip()) or 0) if mark.exists() else 0
    if not wanted and not private.exists():
        return
    # of an export that died: it may hold what is erased by now
    for part in private.rglob(".*.part"):
        part.unlink()
    contents = Contents(target, private / "content")
    first = done // WIDTH
    erased = set(_erased(log, first * WIDTH, size))
    for index in erased:
        contents.erase(index)
    if wanted and done < size:
        private.mkdir(mode=0o700, exist_ok=True)
        with Batch(target) as batch:
            for number in range(first, -(-size // WIDTH)):
                file = batch.begin(private / "content" / number_path(number))
                there: set[int] = set()
                for index, content in log.contents(number * WIDTH, min(size, (number + 1) * WIDTH)):
                    salt = base64.b64encode(content.salt)
                    write_all(file, b"%d %b %b\n" % (index, salt, content.body))
                    there.add(index)
                if log.waiting() or log.size() > size:
                    _check_gone(log, tile_at(ENTRIES, number, size), there | erased)
            batch.land()
        put(target, mark, f"{size}\n".encode())


def _check_gone(log: Log, tile: Tile, known: set[int]) -> None:
    """Refuse a copy without a content whose erasure is under no checkpoint yet: it would look taken away.

    Where nothing is under way it was taken away, and the copy has to show that.
    """
    for index, raw in enumerate(unpack(log.read(tile), tile.width), tile.index * WIDTH):
        if index not in known and decode(raw).commitment is not None:
            raise refuse(Code.RECORD_ENTRY_WAITING, kind="erasure", found=str(index))


def _erased(log: Log, start: int, end: int) -> Iterator[int]:
    """Indexes that erasures name among the entries from `start` to before `end`."""
    for tile in tiles_of(ENTRIES, end):
        if (tile.index + 1) * WIDTH <= start:
            continue
        for raw in unpack(log.read(tile), tile.width):
            if b'"erasure":' in raw and (erasure := decode(raw).erasure) is not None:
                yield erasure.index


def _copy_checkpoints(log: Log, before: int, size: int, target: Path) -> None:
    """Checkpoints that are not there, and those since the last copy, which may be cosigned meanwhile."""
    with Batch(target) as batch:
        for at in log.checkpoints():
            file = target / "checkpoints" / str(at)
            if at <= size and (at >= before or not file.exists()):
                note = log.checkpoint(at)
                if note is not None:
                    batch.put(file, note.write().encode())
        if isinstance(log, FolderLog):
            _copy_timestamps(log.path / "timestamps", target / "timestamps", batch)
        batch.land()


def _copy_timestamps(source: Path, target: Path, batch: Batch) -> None:
    if source.is_dir():
        for file in sorted(source.glob("*.tsr")):
            if decimal(file.stem) is not None and not (target / file.name).exists():
                batch.put(target / file.name, file.read_bytes())
