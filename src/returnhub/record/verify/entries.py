"""Entries as they stand in bundles. Ordinary ones are read by their one spelling, all others with care."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import cast

from returnhub.record.verify.hashes import WIDTH

LONGEST_ENTRY = 65_535
"""Bytes of an entry."""

_B64_HASH = r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
_ID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_DAY = r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME = _DAY + r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
_ordinary = re.compile(
    f'{{"commitment":"({_B64_HASH})","id":"({_ID})","recorded":"({_TIME})","v":1}}'.encode()
).fullmatch
_hash = re.compile(_B64_HASH).fullmatch
_id = re.compile(_ID).fullmatch
_time = re.compile(_TIME).fullmatch
_hex = re.compile(r"[0-9a-f]{64}").fullmatch


@dataclass(frozen=True, slots=True)
class Seal:
    """The last entry of a checkpoint."""

    size: int
    previous: int
    guards: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Erasure:
    """Which entry's content was erased."""

    id: str
    index: int


@dataclass(frozen=True, slots=True)
class Special:
    """What an entry holds that is not ordinary; `handover` is a note's text with its signatures."""

    seal: Seal | None = None
    handover: str | None = None
    erasure: Erasure | None = None


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle's entries, column by column.

    `commitments` are base64, empty where an entry has none; an entry in `malformed` (its position) has
    nothing in any column. `special` is by position.
    """

    commitments: Sequence[bytes]
    ids: Sequence[bytes]
    times: Sequence[bytes]
    special: Mapping[int, Special]
    malformed: Sequence[int]


def split(data: bytes, width: int) -> tuple[list[bytes], bool]:
    """The first `width` entries of a bundle, and whether it holds that many (a whole one: no more)."""
    entries: list[bytes] = []
    at, end, append = 0, len(data), entries.append
    while at + 2 <= end and len(entries) < width:
        stop = at + 2 + (data[at] << 8 | data[at + 1])
        if stop > end:
            break
        append(data[at + 2 : stop])
        at = stop
    return entries, len(entries) == width and (at == end or width < WIDTH)


def read_bundle(entries: Sequence[bytes]) -> Bundle:
    """The entries' members."""
    special: dict[int, Special] = {}
    malformed: list[int] = []
    columns: list[tuple[bytes | str, ...]] = []
    for at, match in enumerate(map(_ordinary, entries)):
        if match is not None:
            columns.append(match.groups())
            continue
        try:
            row, held = _read_slowly(entries[at])
        except (ValueError, TypeError, KeyError, RecursionError):
            malformed.append(at)
            row, held = (b"", b"", b""), Special()
        columns.append(row)
        if held.seal or held.handover or held.erasure:
            special[at] = held
    if not columns:
        return Bundle((), (), (), special, malformed)
    days = {cast("bytes", time)[:10] for _, _, time in columns}
    if not all(map(_is_date, days - {b""})):
        for at, (_, _, time) in enumerate(columns):
            if time and not _is_date(cast("bytes", time)[:10]):
                columns[at] = (b"", b"", b"")
                malformed.append(at)
    commitments, ids, times = cast("tuple[tuple[bytes, ...], ...]", tuple(zip(*columns, strict=True)))
    return Bundle(commitments, ids, times, special, sorted(malformed))


def read_special(raw: bytes) -> tuple[Special, bytes, bytes] | None:
    """What is special about an entry, its id and its time; None if it is ordinary or malformed."""
    bundle = read_bundle((raw,))
    return (bundle.special[0], bundle.ids[0], bundle.times[0]) if bundle.special else None


def read_time(text: bytes | str) -> dt.datetime:
    """A time that has the record's form."""
    return dt.datetime.fromisoformat(text if isinstance(text, str) else text.decode())


def shift(at: dt.datetime, by: dt.timedelta) -> dt.datetime:
    """The time moved, as far as the calendar goes."""
    try:
        return at + by
    except OverflowError:
        return (dt.datetime.max if by > dt.timedelta() else dt.datetime.min).replace(tzinfo=dt.UTC)


def write_time(at: dt.datetime) -> bytes:
    """A time in the record's form, so that times compare as text."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ").rjust(27, "0").encode()


def is_time(text: str) -> bool:
    """True if the text has the record's form of a time and there is such a day."""
    return _time(text) is not None and _is_date(text[:10].encode())


def is_id(text: str) -> bool:
    """True if the text has the form of an entry's id."""
    return _id(text) is not None


@lru_cache(maxsize=1024)
def _is_date(day: bytes) -> bool:
    try:
        dt.date.fromisoformat(day.decode())
    except ValueError:
        return False
    return True


def _read_slowly(raw: bytes) -> tuple[tuple[bytes, bytes, bytes], Special]:
    """The columns and what is special. Raises ValueError, TypeError, KeyError or RecursionError."""
    text = raw.decode("utf-8")
    members = _mapping(_decode(text))
    if _encode(members) != text or _count(members["v"]) != 1:
        raise ValueError
    kinds = members.keys() - {"v", "id", "recorded"}
    id_, recorded = _text(members["id"]), _text(members["recorded"])
    if not _id(id_) or not is_time(recorded):
        raise ValueError
    commitment = ""
    if "commitment" in kinds:
        commitment = _text(members["commitment"])
        if not _hash(commitment) or not kinds <= {"commitment", "erasure"}:
            raise ValueError
    elif kinds not in ({"seal"}, {"handover"}):
        raise ValueError
    special = Special(
        _seal(_mapping(members["seal"])) if "seal" in kinds else None,
        _text(members["handover"]) if "handover" in kinds else None,
        _erasure(_mapping(members["erasure"])) if "erasure" in kinds else None,
    )
    return (commitment.encode(), id_.encode(), recorded.encode()), special


def _seal(members: dict[str, object]) -> Seal:
    _exactly(members, ("guards", "previous", "rules", "size", "software", "source", "store"))
    guards, rules = _mapping(members["guards"]), _mapping(members["rules"])
    hashes = (*rules.values(), members["source"])
    if not all(isinstance(v, bool) for v in guards.values()) or not all(_hex(_text(h)) for h in hashes):
        raise ValueError
    if members["store"] not in {"folder", "postgresql"}:
        raise ValueError
    _text(members["software"])
    return Seal(_count(members["size"]), _count(members["previous"]), cast("dict[str, bool]", guards))


def _erasure(members: dict[str, object]) -> Erasure:
    _exactly(members, ("basis", "id", "index"))
    _text(members["basis"])
    if not _id(_text(members["id"])):
        raise ValueError
    return Erasure(_text(members["id"]), _count(members["index"]))


def _exactly(members: dict[str, object], names: Iterable[str]) -> None:
    if members.keys() != set(names):
        raise ValueError


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError
    return cast("dict[str, object]", value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise TypeError
    return value


def _in_order(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """RFC 8785 orders names by UTF-16; a name that comes twice is in no order."""
    names = [name.encode("utf-16-be") for name, _ in pairs]
    if any(one >= other for one, other in pairwise(names)):
        raise ValueError
    return dict(pairs)


# what is in order and is spelt anew to the same text is canonical: entries hold no numbers with fractions
_decode = json.JSONDecoder(object_pairs_hook=_in_order).decode
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
