"""A monitor's everyday work: read a log, see that it only grew, cosign it, and keep a copy of its hashes.

Nothing that is read is believed: the checkpoint by its signature, the tiles by the root that it names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.checkpoint import Checkpoint, Handover, parse_checkpoint, parse_handover
from returnhub.record.entry import decode
from returnhub.record.grow import root_at
from returnhub.record.keys import PublicKey, verified
from returnhub.record.note import LONGEST, Note, Signature, parse_note
from returnhub.record.proof import check_consistency, check_inclusion, consistency, inclusion
from returnhub.record.tree import leaf_hash
from returnhub.record.witness.answer import Request, accuse, add_checkpoint, disagrees, trusted
from returnhub.record.witness.kept import root_within
from returnhub.record.witness.place import Place
from returnhub.record.witness.state import WatchedLog, WitnessState

MOST_SEARCHED = 1 << 20
"""Newest entries that are searched for a hand-over; a witness further behind is told the new key by hand."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The checkpoint with the log's signatures and this witness's, and its new lines alone."""

    checkpoint: Note
    lines: tuple[Signature, ...]


def cosign_log(
    witness: WitnessState, name: str, now: Callable[[], dt.datetime], *, keep: bool = False
) -> Cosigned:
    """Read the log at `name` (a folder or a web address), check that it only grew, cosign its checkpoint.

    With `keep`, its hashes are copied first, so that a checker can name the first entry that is changed
    later; a copy once begun is kept up to date. A hand-over of the log's key is followed if the old key
    signed it and it stands in the tree.

    Raises Problems: record.witness_refused with a kind if it is not cosigned, evidence being kept;
    record.note_wrong, record.checkpoint_wrong, record.tile_wrong for files that are no log's;
    record.witness_wrong if the witness's own folder fails it.
    """
    place = Place(name)
    raw = place.read("checkpoint", LONGEST)
    if raw is None:
        raise place.no("lacks", found="checkpoint")
    note = parse_note(raw)
    head = parse_checkpoint(note.text)
    if head.text != note.text:
        raise refuse(Code.RECORD_CHECKPOINT_WRONG, Where(file=name))
    log = witness.log(head.origin)
    if log is None:
        raise place.no("unknown_log", found=head.origin)
    keys = _keys_after(place, note, head, log)
    if not trusted(note, keys):
        raise place.no("unknown_key", found=sorted({f"{s.name}+{s.key_id.hex()}" for s in note.signatures}))
    with ExitStack() as stack:
        keep = keep or log.kept.size > 0
        if keep:
            stack.enter_context(log.kept.held())
        request = _grown(place, note, head, log)
        if keep and not log.kept.extend(place.tile, head):
            raise place.no("tiles", size=head.size)
        if keys != log.trusted_keys():
            with log.held():
                log.trust(*keys)
        answer = add_checkpoint(request.write(), witness, now)
        latest = log.latest()
        if answer.status != 200 or latest is None or latest.text != note.text:
            # all else was looked at above, so another checkpoint was cosigned meanwhile
            raise place.no("busy")
        if keep:
            log.kept.seal(latest)
    own = {(k.name, k.key_id) for k in witness.public}
    return Cosigned(latest, tuple(s for s in latest.signatures if (s.name, s.key_id) in own))


def _grown(place: Place, note: Note, head: Checkpoint, log: WatchedLog) -> Request:
    """What shows that the tree begins with the one cosigned last; Problems, and evidence, if it does not."""
    last = log.head()
    if disagrees(log, last, head):
        accuse(log, "forked", note)
        raise _two_pasts(place, log, last, head)
    if head.size < last.size:
        raise place.no("rolled_back", signed=last.size, size=head.size)
    hashes = tuple(consistency(place.tile, last.size, head.size))
    before = root_within(place.tile, last.size, head.size)
    try:
        check_consistency(last.size, before, head.size, head.root, hashes)
    except Problems:
        raise place.no("tiles", size=head.size) from None
    if root_at(place.tile, head.size) != head.root:
        raise place.no("tiles", size=head.size)
    if before != last.root:
        # the tiles hash to what the keeper signed now, and begin with something else than it signed then
        accuse(log, "forked", note)
        raise _two_pasts(place, log, last, head)
    return Request(last.size, hashes, note, head)


def _two_pasts(place: Place, log: WatchedLog, last: Checkpoint, head: Checkpoint) -> Problems:
    evidence = str(log.folder / "forked")
    return place.no("two_pasts", signed=last.size, size=head.size, found=evidence)


def _keys_after(place: Place, note: Note, head: Checkpoint, log: WatchedLog) -> tuple[PublicKey, ...]:
    """The keys to trust from this checkpoint on: new ones in the place of those that handed the log over."""
    keys = log.trusted_keys()
    known = {(k.name, k.key_id) for k in keys}
    by_log = {(s.name, s.key_id) for s in note.signatures if s.name == head.origin}
    if by_log <= known:
        return keys
    last, earliest = log.head().size, max(0, head.size - MOST_SEARCHED)
    # at first what is new; what was cosigned on request, entries unseen, may hold a hand-over too
    for start in dict.fromkeys((max(last, earliest), earliest)):
        keys = _followed(place, head, keys, start)
        if trusted(note, keys):
            break
    return keys


def _followed(
    place: Place, head: Checkpoint, keys: tuple[PublicKey, ...], start: int
) -> tuple[PublicKey, ...]:
    """The keys after every hand-over among the entries from `start` on."""
    for index, raw in place.entries(start, head.size):
        handover = _handover(raw)
        if handover is None or handover.origin != head.origin:
            continue
        hashes = inclusion(place.tile, index, head.size)
        try:
            check_inclusion(leaf_hash(raw), index, head.size, hashes, head.root)
        except Problems:
            raise place.no("tiles", size=head.size) from None
        keys = tuple(dict.fromkeys(handover.new if k == handover.old else k for k in keys))
    return keys


def _handover(raw: bytes) -> Handover | None:
    """The hand-over in an entry, signed by both keys; None for any other entry."""
    if b'"handover":' not in raw:
        return None
    try:
        text = decode(raw).handover
        if text is None:
            return None
        note = parse_note(text)
        handover = parse_handover(note.text)
        both = {s.key for s in verified(note, [handover.old, handover.new])}
    except Problems:
        return None
    return handover if both == {handover.old, handover.new} else None
