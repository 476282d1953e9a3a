"""What the keeper hands out: a receipt at once, a proof when the entry is under a checkpoint."""

from __future__ import annotations

import base64
import datetime as dt
from functools import cache

from returnhub.problems import Code, refuse
from returnhub.record.checkpoint import Receipt, parse_checkpoint
from returnhub.record.entry import Entry, encode, unpack
from returnhub.record.keys import Key
from returnhub.record.log import Log
from returnhub.record.note import Note
from returnhub.record.proof import consistency, inclusion
from returnhub.record.prooffile import ProofFile
from returnhub.record.tiles import ENTRIES, WIDTH, tile_at
from returnhub.record.tree import leaf_hash


def receipt(origin: str, entry: Entry, key: Key, now: dt.datetime) -> Note:
    """A signed promise that the entry will stand under a checkpoint."""
    text = Receipt(origin, entry.id, entry.recorded, leaf_hash(encode(entry))).text
    return Note(text, (key.sign(text, now),))


def entry_at(log: Log, index: int) -> bytes:
    """Bytes of the entry at an index. Raises Problems (record.entry_unknown)."""
    return _entry(log, index, log.size())


def prove(log: Log, index: int, *, with_content: bool = False) -> ProofFile:
    """A proof under the latest checkpoint. Raises Problems (record.entry_unknown, record.entry_waiting)."""
    note = log.checkpoint()
    size = 0 if note is None else parse_checkpoint(note.text).size
    if note is None or (size <= index < log.size()):
        raise refuse(Code.RECORD_ENTRY_WAITING, found=str(index))
    entry = _entry(log, index, size)
    content = log.content(index) if with_content else None
    if with_content and content is None:
        raise refuse(Code.RECORD_CONTENT_WRONG, kind="none", index=index)
    # one tile holds most of a proof's hashes: read it once
    return ProofFile(entry, content, index, tuple(inclusion(cache(log.read), index, size)), note)


def growth_proof(log: Log, old: int) -> str:
    """A request of C2SP tlog-witness: that the latest checkpoint begins with the tree of `old` entries.

    Raises Problems (record.entry_waiting) if there is no checkpoint, record.proof_wrong if `old` is larger.
    """
    note = log.checkpoint()
    if note is None:
        raise refuse(Code.RECORD_ENTRY_WAITING, found="0")
    size = parse_checkpoint(note.text).size
    lines = "".join(f"{base64.b64encode(h).decode()}\n" for h in consistency(cache(log.read), old, size))
    return f"old {old}\n{lines}\n{note.write()}"


def _entry(log: Log, index: int, size: int) -> bytes:
    if not 0 <= index < size:
        raise refuse(Code.RECORD_ENTRY_UNKNOWN, found=str(index), size=size)
    bundle = tile_at(ENTRIES, index // WIDTH, size)
    return unpack(log.read(bundle), bundle.width)[index % WIDTH]
