"""Who signs the log's checkpoints: the keys that are at hand, and what each of them signed last.

A key never signs a tree that does not begin with the last one that it signed. So a log that was put back
from yesterday's backup gets no checkpoint until somebody has looked, and two sequencers with one key
cannot fork it. The memory lies beside the key, outside the log, so no backup of the log takes it back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record import files
from returnhub.record.checkpoint import Checkpoint, parse_checkpoint
from returnhub.record.entry import decode
from returnhub.record.grow import root_at
from returnhub.record.keys import Key, PublicKey, need, read_key, verified
from returnhub.record.log import Log
from returnhub.record.note import Note, Signature, parse_note
from returnhub.record.proof import check_consistency, consistency
from returnhub.record.prove import entry_at


@dataclass(frozen=True, slots=True)
class Held:
    """A private key and its file."""

    key: Key
    file: Path

    @property
    def memory(self) -> Path:
        """Where the last checkpoint that this key signed is kept."""
        return self.file.with_name(f"{self.file.name}.signed")


class Signer:
    """Signs checkpoints with the keys that the log's hand-overs ask for."""

    def __init__(self, *files: Path, now: Callable[[], dt.datetime]) -> None:
        """Read the keys. Raises Problems (record.key_missing, record.key_wrong)."""
        # one memory for a key, by whatever link its file is named
        held = [Held(read_key(file), file.resolve()) for file in files]
        self._held = {h.key.public: h for h in held}
        self._now = now

    def sign(self, log: Log, size: int) -> Note:
        """A signed checkpoint of the log at `size`, where a seal stands.

        Raises Problems: record.rolled_back if the log is shorter than what a key has signed,
        record.forked if its tree is another one, record.key_missing if a key that has to sign is not here.
        """
        head = Checkpoint(log.origin, size, root_at(log.read, size))
        note = Note(head.text, ())
        for public in signing_keys(log, size):
            held = self._held.get(public)
            if held is None:
                raise refuse(Code.RECORD_KEY_MISSING, kind="handed_over", found=public.vkey)
            note = note.add(self._sign_one(log, head, held))
        return note

    def check(self, log: Log) -> None:
        """See that the log begins with whatever the keys signed last, before anything is added to it.

        Raises Problems (record.rolled_back, record.forked): what is taken up into a log that was put back
        could never be signed, and would hide how much of it is gone.
        """
        for held in self._held.values():
            last = _last_signed(held)
            if last is None:
                continue
            _check_holds(log, last)
            if root_at(log.read, last.size) != last.root:
                raise refuse(Code.RECORD_FORKED, kind="root", signed=last.size)

    def _sign_one(self, log: Log, head: Checkpoint, held: Held) -> Signature:
        with files.held(held.memory.with_name(f"{held.memory.name}.lock"), wait=None):
            last = _last_signed(held)
            if last is not None:
                _check_same_log(log, head, last)
            signature = held.key.sign(head.text, self._now())
            if last is None or last.size < head.size:
                # on disk before the signature leaves this function: what was signed is never forgotten
                files.put(held.memory.parent, held.memory, Note(head.text, (signature,)).write().encode())
        return signature


def signing_keys(log: Log, size: int) -> list[PublicKey]:
    """Who has to sign the checkpoint at `size`: the key in office, and the one before at a hand-over.

    Raises Problems (record.checkpoint_wrong) if no seal stands there.
    """
    in_office = [k for k in log.own_keys() if k.handed_over_at < size]
    last = in_office[-1]
    seal = decode(entry_at(log, size - 1)).seal
    if seal is None or seal.size != size:
        raise refuse(Code.RECORD_CHECKPOINT_WRONG, kind="no_seal", size=size)
    if len(in_office) > 1 and last.handed_over_at >= seal.previous:
        return [in_office[-2].key, last.key]
    return [last.key]


def _check_holds(log: Log, last: Checkpoint) -> None:
    if last.origin != log.origin:
        raise refuse(Code.RECORD_FORKED, kind="origin", origin=last.origin, expected=log.origin)
    if last.size > log.size():
        raise refuse(Code.RECORD_ROLLED_BACK, signed=last.size, size=log.size())


def _check_same_log(log: Log, head: Checkpoint, last: Checkpoint) -> None:
    _check_holds(log, last)
    first, second = sorted((last, head), key=lambda c: c.size)
    try:
        hashes = consistency(log.read, first.size, second.size)
        check_consistency(first.size, first.root, second.size, second.root, hashes)
    except Problems:
        raise refuse(Code.RECORD_FORKED, kind="root", signed=last.size) from None


def _last_signed(held: Held) -> Checkpoint | None:
    """The last checkpoint that the key signed, with its signature checked. A damaged memory stops the key."""
    try:
        note = parse_note(held.memory.read_bytes())
        need(verified(note, [held.key.public]), note)
        return parse_checkpoint(note.text)
    except FileNotFoundError:
        return None
    except (Problems, OSError):
        raise refuse(Code.RECORD_KEY_WRONG, Where(file=str(held.memory)), kind="memory") from None
