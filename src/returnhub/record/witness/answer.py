"""A witness as a function: a request of C2SP tlog-witness in, an answer out, the state kept beside it.

A witness cosigns a checkpoint only if the tree begins with the tree that it cosigned before. So a keeper
who shows two histories needs two witnesses who never meet, or none.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import Checkpoint, decimal, decode_hash, parse_checkpoint
from returnhub.record.keys import PublicKey, verified
from returnhub.record.note import Note, Signature, parse_note
from returnhub.record.proof import check_consistency
from returnhub.record.prooffile import MOST_HASHES
from returnhub.record.witness.state import Evidence, WatchedLog, WitnessState

LONGEST_REQUEST = 1 << 18
"""Bytes of a request: 63 hashes and a note with some forty signatures of the largest kind."""

TEXT = "text/plain; charset=utf-8"
SIZE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Request:
    """That the checkpoint's tree begins with the tree of `old` entries, and the hashes that show it."""

    old: int
    hashes: tuple[bytes, ...]
    note: Note
    head: Checkpoint

    def write(self) -> bytes:
        """The body of a request."""
        hashes = "".join(f"{base64.b64encode(h).decode()}\n" for h in self.hashes)
        return f"old {self.old}\n{hashes}\n{self.note.write()}".encode()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an HTTP server answers."""

    status: int
    content_type: str
    body: str


def parse_request(body: bytes) -> Request | None:
    """Read the body of a request; None unless it is spelt as C2SP says. Checks no signature and no hash."""
    try:
        if len(body) > LONGEST_REQUEST:
            return None
        head, blank, note = body.decode("utf-8").partition("\n\n")
        first, *hashes = head.split("\n")
        old = decimal(first.removeprefix("old "))
        if not blank or not first.startswith("old ") or old is None or len(hashes) > MOST_HASHES:
            return None
        parsed = parse_note(note)
        decoded = tuple(decode_hash(h, Code.RECORD_PROOF_WRONG) for h in hashes)
        checkpoint = parse_checkpoint(parsed.text)
        # a line more, which C2SP allows, is none that any witness can vouch for, nor an ML-DSA key sign
        return Request(old, decoded, parsed, checkpoint) if checkpoint.text == parsed.text else None
    except (UnicodeError, Problems):
        return None


def add_checkpoint(body: bytes, witness: WitnessState, now: Callable[[], dt.datetime]) -> Answer:
    """C2SP tlog-witness, add-checkpoint: 200 with cosignature lines, or why not (400, 403, 404, 409, 422).

    What is cosigned is on the disk before this returns. Raises Problems (record.witness_wrong) and OSError
    if the witness's own folder fails it: then nothing is cosigned.
    """
    request = parse_request(body)
    if request is None:
        return _no(400, "not a request as C2SP tlog-witness spells it")
    log = witness.log(request.head.origin)
    if log is None:
        return _no(404, "this witness does not know the log")
    with log.held():
        return _decide(request, log, witness, now)


def _decide(
    request: Request, log: WatchedLog, witness: WitnessState, now: Callable[[], dt.datetime]
) -> Answer:
    head = request.head
    signatures = trusted(request.note, log.trusted_keys())
    if not signatures:
        return _no(403, "no signature of a key that this witness trusts for the log")
    if request.old > head.size:
        return _no(400, "the old size is larger than the checkpoint's")
    last = log.head()
    signed = Note(request.note.text, signatures)
    if disagrees(log, last, head):
        accuse(log, "forked", signed)
        return Answer(409, SIZE, f"{last.size}\n")
    if request.old != last.size:
        return Answer(409, SIZE, f"{last.size}\n")
    try:
        check_consistency(last.size, last.root, head.size, head.root, request.hashes)
    except Problems:
        accuse(log, "unproved", signed)
        return _no(422, "the tree is not shown to begin with the one cosigned before")
    at = now()
    cosigned = [key.sign(request.note.text, at) for key in witness.keys]
    log.store(signed.add(*cosigned))
    return Answer(200, TEXT, "".join(s.line for s in cosigned))


def trusted(note: Note, keys: Iterable[PublicKey]) -> tuple[Signature, ...]:
    """One line of each trusted key that signed, other lines passed over; none if one of theirs is wrong."""
    try:
        signed = {(s.key.name, s.key.key_id) for s in verified(note, keys)}
    except Problems:
        return ()
    return tuple({k: s for s in note.signatures if (k := (s.name, s.key_id)) in signed}.values())


def disagrees(log: WatchedLog, last: Checkpoint, head: Checkpoint) -> bool:
    """True if no tree can begin with both: with what was cosigned last or is kept, and with this."""
    if head.size == last.size:
        return head.root != last.root
    return 0 < head.size <= log.kept.size and log.kept.root(head.size) != head.root


def accuse(log: WatchedLog, kind: str, refused: Note) -> None:
    """Keep the refused checkpoint beside the one that was cosigned last, if any was."""
    latest = log.latest()
    if latest is not None:
        log.accuse(Evidence(kind, latest, refused))


def _no(status: int, why: str) -> Answer:
    return Answer(status, TEXT, f"{why}\n")
