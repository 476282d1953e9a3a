"""A log in a folder: no database, one machine, many processes at once.

Its files: docs/record-format.md. Besides `content/`, `private/` holds `head` (what is in the tree),
`waiting/` (what is not yet), `pass` (what the pass under way takes up), and two locks: `lock` for who
changes the tree, `door` for who appends. A reader takes no lock and meets whole files only.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.accept import accepted, accepted_handover
from returnhub.record.checkpoint import decimal, parse_checkpoint
from returnhub.record.entry import Content, Entry, Erasure, Manifest, decode, is_id, pack, unpack
from returnhub.record.files import PRIVATE, Batch, held, put, read_file, reading, sync_folder, writing
from returnhub.record.folder.content import Contents
from returnhub.record.folder.head import Books, Head
from returnhub.record.folder.passes import Pass, keys_file
from returnhub.record.folder.waiting import HANDOVER, Draft, Waiting, fresh
from returnhub.record.grow import HASH
from returnhub.record.keys import Algorithm, PublicKey
from returnhub.record.log import LogKey
from returnhub.record.note import Note, is_name, parse_note
from returnhub.record.prove import entry_at
from returnhub.record.tiles import ENTRIES, WIDTH, Tile, tile_at

WAIT = 5.0
"""Seconds that one who changes the tree waits for another."""


class FolderLog:
    """A log's folder, as its keeper holds it (`log.Log`). Every method raises Problems."""

    def __init__(self, path: Path, now: Callable[[], dt.datetime]) -> None:
        """Use `create` or `open`."""
        self._path = path
        self._private = path / PRIVATE
        self._books = Books(path, self._private)
        self._waiting = Waiting(self._private / "waiting", self._private / "door", now)
        self._contents = Contents(path, self._private / "content")
        self._pass = Pass(path, self._books, self._waiting, self._contents, self.read)
        self._origin = self._head().origin

    @classmethod
    def create(cls, path: Path, origin: str, key: PublicKey, now: Callable[[], dt.datetime]) -> FolderLog:
        """Start a log in a folder that is empty or not there, with its first key.

        Raises Problems (record.log_exists, record.log_wrong, record.origin_wrong, record.key_wrong).
        """
        if not is_name(origin):
            raise refuse(Code.RECORD_ORIGIN_WRONG, found=origin[:100])
        if key.name != origin:
            raise refuse(Code.RECORD_ORIGIN_WRONG, kind="key", found=key.name, expected=origin)
        if key.algorithm is not Algorithm.NOTE:
            raise refuse(Code.RECORD_KEY_WRONG, kind="algorithm", found=key.vkey)
        private = path / PRIVATE
        with writing(path):
            _check_free(path)
            path.mkdir(parents=True, exist_ok=True)
            private.mkdir(mode=0o700, exist_ok=True)
            with held(private / "lock", WAIT):
                _check_free(path)
                keys = [LogKey(-1, key)]
                with Batch(path) as batch:
                    for name in ("waiting", "content"):
                        batch.make(private / name)
                    batch.put(path / "keys", keys_file(keys))
                    batch.land()
                # a folder is a log from here on
                Books(path, private).write_head(Head(origin, 0, (), tuple(keys)))
                sync_folder(path.parent)
        return cls(path, now)

    @classmethod
    def open(cls, path: Path, now: Callable[[], dt.datetime]) -> FolderLog:
        """The log in a folder. Raises Problems (record.log_missing, record.log_wrong).

        Completes what a death left undone, unless another process has the log or it may not be written to.
        """
        log = cls(path, now)
        with suppress(Problems), log._alone(wait=0):
            pass
        return log

    @property
    def path(self) -> Path:
        """The log's folder."""
        return self._path

    @property
    def origin(self) -> str:
        """The log's name."""
        return self._origin

    def size(self) -> int:
        """Entries in the tree."""
        return self._head().size

    def read(self, tile: Tile) -> bytes:
        """Bytes of a tile or bundle at any width that it ever had, cut from a wider one if need be."""
        size = self.size()
        there = None if tile.index < 0 or not ENTRIES <= tile.level < 64 else _at(tile, size)
        if there is None or not 0 < tile.width <= there.width:
            raise refuse(Code.RECORD_TILE_WRONG, kind="beyond", found=tile.path, size=size)
        # the last is for a reader who is overtaken by a pass that fills the tile
        for wider in (tile, there, tile.full):
            raw = read_file(f"{self._path}/{wider.path}")
            if raw is None:
                continue
            if wider.width == tile.width:
                return raw
            if tile.level == ENTRIES:
                return pack(unpack(raw, wider.width)[: tile.width])
            return raw[: HASH * tile.width]
        where = Where(file=str(self._path / there.path))
        raise refuse(Code.RECORD_TILE_WRONG, where, kind="missing", tile=there.path)

    def content(self, index: int) -> Content | None:
        """Content of the entry at an index; None if it has none or it was erased."""
        size = self.size()
        if not 0 <= index < size:
            raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=str(index), size=size)
        with reading(self._private):
            return self._contents.read(index)

    def contents(self, start: int, end: int) -> Iterator[tuple[int, Content]]:
        """Index and content of each entry from `start` to before `end` that has one, in order."""
        for index in range(start, min(end, self.size())):
            with reading(self._private):
                content = self._contents.read(index)
            if content is not None:
                yield index, content

    def find(self, id_: str) -> int | None:
        """Index of the entry with that id, looked for from the newest on; None if it waits."""
        if not is_id(id_):
            raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=id_[:60], size=self.size())
        # before the tree: an entry that is taken up meanwhile is found in one of the two
        waits = self._waits(id_)
        size = self.size()
        index = self._index(id_, size)
        if index is None and not waits:
            raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=id_, size=size)
        return index

    def append(self, bodies: Sequence[bytes]) -> list[Entry]:
        """Put contents on record: all of them or none; they survive a crash when this returns."""
        drafts = [Draft(content=fresh(body)) for body in bodies]
        if not drafts:
            return []
        with writing(self._private), self._waiting.door() as door:
            return door.add(drafts, "c")

    def waiting(self) -> int:
        """Entries that wait for the tree."""
        with reading(self._private):
            parts = list(self._waiting.parts())
        plan = self._books.plan()
        if plan is not None and plan.before < self.size():
            taken = set(plan.parts)
            parts = [part for part in parts if part.name not in taken]
        return sum(part.count for part in parts)

    def integrate(self, manifest: Manifest) -> int:
        """Take up what waits, `passes.MOST_AT_ONCE` entries at most, under a seal. (record.log_busy)

        A pass that died is carried out first, as it was planned, and then alone.
        """
        with self._alone() as completed:
            if completed:
                return completed
            plan = self._pass.plan(self._head(), manifest)
            if plan is None:
                return 0
            self._pass.carry_out(self._head(), plan)
            self._pass.clear(plan)
            return plan.after - plan.before - 1

    def unsigned(self) -> list[int]:
        """Sizes at which the tree is sealed and not signed, the smallest first."""
        return list(self._head().unsigned)

    def keep(self, checkpoint: Note) -> None:
        """Store a signed checkpoint of this tree, or more signatures for one that is stored."""
        with self._alone():
            head = self._head()
            whole = accepted(self, checkpoint)
            size = parse_checkpoint(whole.text).size
            self._write_checkpoint(size, whole)
            if size in head.unsigned:
                rest = tuple(other for other in head.unsigned if other != size)
                self._books.write_head(Head(head.origin, head.size, rest, head.keys))

    def checkpoint(self, size: int | None = None) -> Note | None:
        """The signed checkpoint of that size, or the latest; None if there is none."""
        if size is None:
            latest = self._note(self._path / "checkpoint")
            if latest is None:
                return None
            size = parse_checkpoint(latest.text).size
        return self._note(self._path / "checkpoints" / str(size))

    def checkpoints(self) -> Iterator[int]:
        """Sizes of the signed checkpoints, the smallest first."""
        folder = self._path / "checkpoints"
        with reading(folder):
            names = os.listdir(folder) if folder.exists() else []
        yield from sorted(size for name in names if (size := decimal(name)) is not None)

    def own_keys(self) -> list[LogKey]:
        """The log's keys, the oldest first."""
        return list(self._head().keys)

    def hand_over(self, handover: Note) -> Entry:
        """Append a hand-over of the log's key, signed by both keys. (record.handover_wrong)"""
        with writing(self._private), self._waiting.door() as door:
            # what waits before the keys: a hand-over that is taken up meanwhile is found in one of the two
            if any(part.what == HANDOVER for part in self._waiting.parts()):
                raise refuse(Code.RECORD_HANDOVER_WRONG, kind="waiting")
            accepted_handover(self, handover)
            return door.add([Draft(handover=handover.write())], HANDOVER)[0]

    def erase(self, index: int, basis: str, body: bytes) -> Entry:
        """Erase a content, and append the entry that says so, which is on the disk before the content goes.

        Who dies between the two leaves it to the next who opens the log. What a file system may still
        hold: see `content`. Raises Problems (record.erasure_refused, record.entry_unknown).
        """
        if not basis.strip():
            raise refuse(Code.RECORD_ERASURE_REFUSED, kind="basis", index=index)
        with self._alone():
            size = self.size()
            if not 0 <= index < size:
                raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=str(index), size=size)
            entry = decode(entry_at(self, index))
            kind = _not_erasable(entry)
            if kind or self.content(index) is None:
                raise refuse(Code.RECORD_ERASURE_REFUSED, kind=kind or "erased", index=index)
            draft = Draft(content=fresh(body), erasure=Erasure(entry.id, index, basis))
            with self._waiting.door() as door:
                made = door.add([draft], f"e{index}")[0]
            self._contents.erase(index)
            return made

    @contextmanager
    def _alone(self, wait: float | None = None) -> Generator[int]:
        """Hold the log's lock, with all that a death left undone done; how many entries that took up."""
        with writing(self._private), held(self._private / "lock", WAIT if wait is None else wait):
            yield self._complete()

    def _complete(self) -> int:
        taken = 0
        self._waiting.clear()
        plan = self._books.plan()
        if plan is not None:
            head = self._head()
            if head.size == plan.before:
                self._pass.carry_out(head, plan)
                taken = plan.after - plan.before - 1
            elif head.size < plan.after:
                # a head and a plan of different days: to go on would lose what the plan names
                raise refuse(Code.RECORD_LOG_WRONG, Where(file=str(self._private / "pass")), kind="pass")
            self._pass.clear(plan)
        for part in self._waiting.parts():
            if part.erases is not None:
                self._contents.erase(part.erases)
        return taken

    def _head(self) -> Head:
        head = self._books.head()
        if head is None:
            raise _no_log(self._path)
        return head

    def _index(self, id_: str, size: int) -> int | None:
        named = id_.encode()
        for number in range(-(-size // WIDTH) - 1, -1, -1):
            tile = tile_at(ENTRIES, number, size)
            raw = self.read(tile)
            # an erasure names the id of another entry too
            if named in raw:
                for at, entry in enumerate(unpack(raw, tile.width)):
                    if named in entry and decode(entry).id == id_:
                        return number * WIDTH + at
        return None

    def _waits(self, id_: str) -> bool:
        named = id_.encode()
        with reading(self._private):
            parts = list(self._waiting.parts())
        for part in reversed(parts):
            try:
                lines = self._waiting.read(part.name)
            except FileNotFoundError:
                continue
            if any(named in line.entry and decode(line.entry).id == id_ for line in lines):
                return True
        return False

    def _note(self, path: Path) -> Note | None:
        raw = read_file(str(path))
        return None if raw is None else parse_note(raw)

    def _write_checkpoint(self, size: int, note: Note) -> None:
        data = note.write().encode()
        put(self._path, self._path / "checkpoints" / str(size), data)
        latest = self._note(self._path / "checkpoint")
        if latest is None or parse_checkpoint(latest.text).size <= size:
            put(self._path, self._path / "checkpoint", data)


def _at(tile: Tile, size: int) -> Tile | None:
    try:
        return tile_at(tile.level, tile.index, size)
    except Problems:
        return None


def _not_erasable(entry: Entry) -> str:
    """Why an entry's content is not for erasing; empty if it is.

    An erasure's own content says who asked for it and who approved: without it nobody could answer for it.
    """
    kinds = (("seal", entry.seal), ("handover", entry.handover), ("erasure", entry.erasure))
    return next((kind for kind, value in kinds if value is not None), "")


def _check_free(path: Path) -> None:
    """Refuse a folder that holds anything but what a death in `create` left."""
    where = Where(file=str(path))
    if (path / PRIVATE / "head").exists():
        raise refuse(Code.RECORD_LOG_EXISTS, where)
    if path.is_dir():
        left = set(os.listdir(path)) <= {PRIVATE, "keys", ".keys.part"}
        rooms = (path / PRIVATE / "waiting", path / PRIVATE / "content")
        if not left or any(room.is_dir() and os.listdir(room) for room in rooms):
            raise refuse(Code.RECORD_LOG_WRONG, where, kind="not_empty")


def _no_log(path: Path) -> Problems:
    where = Where(file=str(path))
    if not path.exists():
        return refuse(Code.RECORD_LOG_MISSING, where)
    if not path.is_dir():
        return refuse(Code.RECORD_LOG_WRONG, where, kind="file")
    return refuse(Code.RECORD_LOG_WRONG, where, kind="export" if (path / "checkpoint").exists() else "none")
