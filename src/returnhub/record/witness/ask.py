"""How a keeper asks a witness to cosign the log's latest checkpoint (C2SP tlog-witness, the client)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.checkpoint import decimal, parse_checkpoint
from returnhub.record.entry import decode
from returnhub.record.keys import PublicKey
from returnhub.record.log import Log
from returnhub.record.note import Note, Signature, parse_note, parse_signature
from returnhub.record.prove import entry_at, growth_proof
from returnhub.record.witness.web import Reply, fetch

WITHIN = 10.0
"""Seconds that a keeper waits for one answer of a witness."""
AHEAD = dt.timedelta(minutes=5)
"""How far a witness's clock may run before ours."""

_LONGEST_ANSWER = 1 << 16
_MOST_LINES = 16


def ask(
    url: str,
    log: Log,
    witness: Iterable[PublicKey],
    now: Callable[[], dt.datetime],
    within: float = WITHIN,
) -> tuple[Signature, ...]:
    """Have the witness at `url` cosign the latest checkpoint, and keep its cosignatures with it.

    `witness` are its keys, got by a way that the keeper trusts; lines of other keys are passed over.

    Raises Problems: record.entry_waiting if there is no checkpoint yet; record.witness_refused, with a
    kind, if no cosignature was got: the checkpoint stands without it, and nothing of the log stops.
    """
    keys = tuple(witness)
    old = _last_cosigned(log, keys)
    note, reply = _send(url, log, old, within)
    if reply.status == 409:
        old = _told(url, reply)
        if old > (size := parse_checkpoint(note.text).size):
            raise _no(url, "ahead", signed=old, size=size)
        note, reply = _send(url, log, old, within)
    size = parse_checkpoint(note.text).size
    if reply.status == 422 or (reply.status == 409 and _told(url, reply) == old):
        raise _no(url, "forked", signed=old, size=size)
    if reply.status != 200:
        kinds = {403: "unknown", 404: "unknown", 409: "busy"}
        raise _no(url, kinds.get(reply.status, "status"), status=reply.status)
    cosignatures = _checked(url, reply, note, keys, now() + AHEAD)
    log.keep(note.add(*cosignatures))
    return cosignatures


def _last_cosigned(log: Log, keys: Sequence[PublicKey]) -> int:
    """Size that this witness cosigned last, if that was one of the last two checkpoints; else 0."""
    known = {(k.name, k.key_id) for k in keys}
    note = log.checkpoint()
    for _ in range(2):
        if note is None:
            break
        size = parse_checkpoint(note.text).size
        if any((s.name, s.key_id) in known for s in note.signatures):
            return size
        seal = decode(entry_at(log, size - 1)).seal
        note = log.checkpoint(seal.previous) if seal and seal.previous else None
    return 0


def _send(url: str, log: Log, old: int, within: float) -> tuple[Note, Reply]:
    request = growth_proof(log, old)
    address = f"{url.rstrip('/')}/add-checkpoint"
    reply = fetch(address, most=_LONGEST_ANSWER, within=within, body=request.encode())
    return parse_note(request.partition("\n\n")[2]), reply


def _told(url: str, reply: Reply) -> int:
    text = reply.body.decode("utf-8", errors="replace")
    size = decimal(text.removesuffix("\n")) if text.endswith("\n") and len(text) > 1 else None
    if size is None:
        raise _no(url, "answer")
    return size


def _checked(
    url: str, reply: Reply, note: Note, keys: Sequence[PublicKey], latest: dt.datetime
) -> tuple[Signature, ...]:
    """The witness's cosignatures, each checked: an answer is somebody's claim."""
    known = {(k.name, k.key_id): k for k in keys}
    try:
        lines = reply.body.decode("utf-8").split("\n")
        if lines.pop() or not 0 < len(lines) <= _MOST_LINES:
            raise _no(url, "answer")
        signatures = [parse_signature(line) for line in lines]
    except (UnicodeError, Problems):
        raise _no(url, "answer") from None
    good: dict[PublicKey, Signature] = {}
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        try:
            stated = key.verify(note.text, signature)
        except Problems:
            raise _no(url, "signature", name=key.name, key_id=key.key_id.hex()) from None
        if stated is None or stated > latest:
            raise _no(url, "time", name=key.name, found=stated)
        good[key] = signature
    if not good:
        raise _no(url, "stranger", found=sorted({s.name for s in signatures}))
    return tuple(good.values())


def _no(url: str, kind: str, **given: object) -> Problems:
    return refuse(Code.RECORD_WITNESS_REFUSED, Where(file=url), kind=kind, **given)
