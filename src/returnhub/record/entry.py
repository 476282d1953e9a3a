"""Entries: what stands in the tree. A commitment to content that lies apart, so that content can be erased.

What each member means: docs/record-format.md. Everything that is hashed is canonical JSON (RFC 8785).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import cast

import rfc8785

from returnhub.problems import Code, Problems, refuse

LONGEST_ENTRY = 65_535
"""Bytes of an entry: a bundle gives its length in two bytes."""
LONGEST_CONTENT = 1 << 20
"""Bytes of a content; evidence is put on record by its hash."""
SALT = 32
"""Bytes of a salt."""

_CONTENT = b"returnhub/content/v1\n"
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z", re.ASCII)
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_MEMBERS = frozenset({"v", "id", "recorded", "commitment", "seal", "handover", "erasure"})


@dataclass(frozen=True, slots=True)
class Manifest:
    """The guard manifest: what ran when a checkpoint was made.

    `guards` says of each guard whether it was on; `rules` gives the hash of each profile of rules;
    `source` is the hash of the program's files; `store` is `folder` or `postgresql`.
    """

    software: str
    source: str
    store: str
    guards: Mapping[str, bool]
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Seal:
    """The last entry of a checkpoint of `size` entries; `previous` is the checkpoint's before, 0 if none."""

    manifest: Manifest
    size: int
    previous: int


@dataclass(frozen=True, slots=True)
class Erasure:
    """Says openly that the content of the entry `id` at `index` was erased, on which legal basis."""

    id: str
    index: int
    basis: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `commitment` alone, or with an `erasure`; or a `seal`; or a `handover` (a signed note)."""

    id: str
    recorded: dt.datetime
    commitment: bytes | None = None
    seal: Seal | None = None
    handover: str | None = None
    erasure: Erasure | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What was recorded (canonical JSON) and the salt that hides it in the commitment."""

    salt: bytes
    body: bytes

    @property
    def commitment(self) -> bytes:
        """32 bytes that say nothing of the content without the salt."""
        return sha256(_CONTENT + self.salt + self.body).digest()


def canonical(value: object) -> bytes:
    """The value as canonical JSON. Raises Problems (record.content_wrong) if JSON has no such value."""
    try:
        # the library checks every value itself; its type only names what it accepts
        body = rfc8785.dumps(cast("dict[str, str]", value))
        body.decode("utf-8")
    except (rfc8785.CanonicalizationError, UnicodeError, RecursionError) as fault:
        reason = "it is nested too deeply" if isinstance(fault, RecursionError) else str(fault)
        raise refuse(Code.RECORD_CONTENT_WRONG, kind="value", reason=reason) from None
    return body


def read_content(text: str | bytes) -> bytes:
    """Canonical bytes of a content that somebody wrote as JSON. Raises Problems (record.content_wrong).

    Refused: text that is not JSON, a member named twice, NaN and infinities, whole numbers beyond
    2 ** 53, more than a mebibyte. A number such as 1.0 becomes 1, as RFC 8785 says.
    """
    body = canonical(_json(text))
    if len(body) > LONGEST_CONTENT:
        raise refuse(Code.RECORD_CONTENT_WRONG, kind="length", found=len(body), most=LONGEST_CONTENT)
    return body


def write_time(at: dt.datetime) -> str:
    """An aware time in the record's one spelling of it."""
    return f"{at.astimezone(dt.UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def read_time(text: str) -> dt.datetime:
    """A time in the record's spelling. Raises Problems (record.entry_wrong)."""
    try:
        if not _TIME.fullmatch(text):
            raise ValueError
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=dt.UTC)
    except ValueError:
        raise _wrong("time", found=text[:60]) from None


def encode(entry: Entry) -> bytes:
    """The entry's bytes. Raises Problems (record.entry_wrong) if they are too many."""
    if entry.commitment is not None and entry.erasure is None and _ID.fullmatch(entry.id):
        # nearly every entry: all of it is plain letters, so this is canonical, and ten times as fast
        commitment = base64.b64encode(entry.commitment).decode()
        return (
            f'{{"commitment":"{commitment}","id":"{entry.id}","recorded":"{write_time(entry.recorded)}","v":1}}'
        ).encode()
    members: dict[str, object] = {"v": 1, "id": entry.id, "recorded": write_time(entry.recorded)}
    if entry.commitment is not None:
        members["commitment"] = base64.b64encode(entry.commitment).decode()
    if entry.seal is not None:
        its = entry.seal.manifest
        members["seal"] = {
            "guards": dict(its.guards),
            "previous": entry.seal.previous,
            "rules": dict(its.rules),
            "size": entry.seal.size,
            "software": its.software,
            "source": its.source,
            "store": its.store,
        }
    if entry.handover is not None:
        members["handover"] = entry.handover
    if entry.erasure is not None:
        of = entry.erasure
        members["erasure"] = {"basis": of.basis, "id": of.id, "index": of.index}
    raw = canonical(members)
    if len(raw) > LONGEST_ENTRY:
        raise _wrong("length", found=f"{len(raw):,} bytes")
    return raw


def decode(raw: bytes) -> Entry:
    """The entry that the bytes say. Raises Problems (record.entry_wrong) for any spelling but our own."""
    try:
        members = _mapping(_json(raw))
        entry = _entry(members)
        if encode(entry) != raw:
            raise _wrong("spelling")
    except (KeyError, TypeError, ValueError, binascii.Error, Problems) as fault:
        if isinstance(fault, Problems) and fault.items[0].code is Code.RECORD_ENTRY_WRONG:
            raise
        raise _wrong("members") from None
    return entry


def pack(entries: Sequence[bytes]) -> bytes:
    """A bundle of entries: for each a big-endian two-byte length and its bytes."""
    return b"".join(len(raw).to_bytes(2, "big") + raw for raw in entries)


def unpack(bundle: bytes, width: int) -> list[bytes]:
    """The `width` entries of a bundle. Raises Problems (record.tile_wrong) if it holds more or fewer."""
    entries: list[bytes] = []
    at = 0
    while at < len(bundle) and len(entries) < width:
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : end])
        at = end
    if at != len(bundle) or len(entries) != width:
        raise refuse(Code.RECORD_TILE_WRONG, kind="bundle", found=len(entries), expected=width)
    return entries


def is_id(text: str) -> bool:
    """True if the text is a UUID in the one spelling that entries have."""
    return _ID.fullmatch(text) is not None


def _entry(members: dict[str, object]) -> Entry:
    commitment = members.get("commitment")
    seal, handover, erasure = members.get("seal"), members.get("handover"), members.get("erasure")
    entry = Entry(
        id=_text(members["id"]),
        recorded=read_time(_text(members["recorded"])),
        commitment=None if commitment is None else base64.b64decode(_text(commitment), validate=True),
        seal=None if seal is None else _seal(_mapping(seal)),
        handover=None if handover is None else _text(handover),
        erasure=None if erasure is None else _erasure(_mapping(erasure)),
    )
    alone = [k for k in ("seal", "handover", "erasure") if k in members]
    fits = len(alone) <= 1 and (entry.commitment is not None) == (alone in ([], ["erasure"]))
    right_length = entry.commitment is None or len(entry.commitment) == 32
    if not (fits and right_length and members.keys() <= _MEMBERS and members["v"] == 1 and is_id(entry.id)):
        raise _wrong("members")
    return entry


def _seal(members: dict[str, object]) -> Seal:
    guards = {k: v for k, v in _mapping(members["guards"]).items() if isinstance(v, bool)}
    rules = {k: _text(v) for k, v in _mapping(members["rules"]).items()}
    software, source, store = (_text(members[k]) for k in ("software", "source", "store"))
    manifest = Manifest(software, source, store, guards, rules)
    return Seal(manifest, _count(members["size"]), _count(members["previous"]))


def _erasure(members: dict[str, object]) -> Erasure:
    return Erasure(_text(members["id"]), _count(members["index"]), _text(members["basis"]))


def _json(text: str | bytes) -> object:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError) as fault:
        reason = "it is nested too deeply" if isinstance(fault, RecursionError) else str(fault)
        raise refuse(Code.RECORD_CONTENT_WRONG, kind="json", reason=reason) from None


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(n for n in names if names.count(n) > 1)
        raise ValueError(f'"{twice[:60]}" is named twice')
    return members


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not a number of JSON's")


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return cast("dict[str, object]", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError
    return value


def _wrong(kind: str, found: str = "") -> Problems:
    return refuse(Code.RECORD_ENTRY_WRONG, kind=kind, found=found)
