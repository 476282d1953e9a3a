"""What a store asks of a checkpoint and of a hand-over before it keeps them. The same for every store."""

from __future__ import annotations

from returnhub.problems import Code, Problems, refuse
from returnhub.record.checkpoint import Handover, parse_checkpoint, parse_handover
from returnhub.record.grow import root_at
from returnhub.record.keys import Algorithm, need, verified
from returnhub.record.log import Log
from returnhub.record.note import MOST_SIGNATURES, Note


def accepted(log: Log, checkpoint: Note) -> Note:
    """A signed checkpoint of this log's tree, with the signatures that are stored already.

    Raises Problems: record.forked if it is of another tree, record.checkpoint_wrong if no seal stands
    there, record.signature_wrong if no key of the log signed it, record.note_wrong.
    """
    found = parse_checkpoint(checkpoint.text)
    # before what is stored: a checkpoint that another process keeps meanwhile is found in one of the two
    sealed = log.unsigned()
    stored = log.checkpoint(found.size)
    if found.origin != log.origin:
        raise refuse(Code.RECORD_FORKED, kind="origin", origin=found.origin, expected=log.origin)
    if found.text != checkpoint.text or (stored is None and found.size not in sealed):
        raise refuse(Code.RECORD_CHECKPOINT_WRONG, kind="no_seal", size=found.size)
    if root_at(log.read, found.size) != found.root:
        raise refuse(Code.RECORD_FORKED, kind="root", signed=found.size, size=log.size())
    whole = (stored or Note(checkpoint.text, ())).add(*checkpoint.signatures)
    need(verified(whole, [k.key for k in log.own_keys() if k.handed_over_at < found.size]), whole)
    if len(whole.signatures) > MOST_SIGNATURES:
        raise refuse(Code.RECORD_NOTE_WRONG, kind="too_many")
    return whole


def accepted_handover(log: Log, handover: Note) -> Handover:
    """A hand-over from the key in office to one that the log never had, signed by both.

    Raises Problems (record.handover_wrong, record.signature_wrong).
    """
    found = parse_handover(handover.text)
    if found.origin != log.origin or found.new.name != log.origin:
        raise _wrong("origin", found=found.origin, expected=log.origin)
    if found.new.algorithm is not Algorithm.NOTE:
        raise _wrong("algorithm", found=found.new.vkey)
    keys = [k.key for k in log.own_keys()]
    if found.old != keys[-1]:
        raise _wrong("office", found=found.old.vkey, expected=keys[-1].vkey)
    if found.new in keys:
        raise _wrong("again", found=found.new.vkey)
    signed = {s.key for s in verified(handover, [found.old, found.new])}
    for key in (found.old, found.new):
        if key not in signed:
            raise _wrong("unsigned", found=key.vkey)
    return found


def _wrong(kind: str, *, found: str, expected: str = "") -> Problems:
    return refuse(Code.RECORD_HANDOVER_WRONG, kind=kind, found=found, expected=expected)
