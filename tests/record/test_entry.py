"""Entries have one spelling; contents are canonical; a commitment hides what it stands for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from returnhub.problems import Code, Problems
from returnhub.record.entry import (
    Content,
    Entry,
    Erasure,
    Manifest,
    Seal,
    canonical,
    decode,
    encode,
    pack,
    read_content,
    read_time,
    unpack,
    write_time,
)

UUIDS = st.uuids().map(str)
TIMES = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(9000, 1, 1), timezones=st.just(dt.UTC))
HASHES = st.binary(min_size=32, max_size=32)
NAMES = st.text(st.characters(codec="utf-8"), max_size=30)
COUNTS = st.integers(0, 2**53 - 1)
SEALS = st.builds(
    Seal,
    st.builds(
        Manifest,
        NAMES,
        NAMES,
        NAMES,
        st.dictionaries(NAMES, st.booleans(), max_size=4),
        st.dictionaries(NAMES, NAMES, max_size=4),
    ),
    COUNTS,
    COUNTS,
)
ENTRIES = st.one_of(
    st.builds(Entry, UUIDS, TIMES, HASHES),
    st.builds(Entry, UUIDS, TIMES, HASHES, erasure=st.builds(Erasure, UUIDS, COUNTS, NAMES)),
    st.builds(Entry, UUIDS, TIMES, seal=SEALS),
    st.builds(Entry, UUIDS, TIMES, handover=NAMES),
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | NAMES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
ORDINARY = Entry(
    "0b0f6b5e-6e0d-4a0a-9f3b-111111111111", dt.datetime(2026, 11, 22, 8, 36, 9, 123456, dt.UTC), bytes(32)
)


@given(ENTRIES)
def test_an_entry_is_read_back_as_it_was_written(entry: Entry) -> None:
    assert decode(encode(entry)) == entry


@given(JSON)
def test_content_has_one_spelling_however_it_was_written(value: object) -> None:
    loose = json.dumps(value, indent=3, ensure_ascii=True)
    assert read_content(loose) == canonical(value) == rfc8785.dumps(value)  # pyright: ignore[reportArgumentType]


@given(ENTRIES)
def test_the_bytes_of_an_entry_are_canonical(entry: Entry) -> None:
    assert canonical(json.loads(encode(entry))) == encode(entry)


def test_the_members_of_an_entry_stand_in_one_order_without_spaces() -> None:
    assert encode(ORDINARY) == (
        b'{"commitment":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",'
        b'"id":"0b0f6b5e-6e0d-4a0a-9f3b-111111111111","recorded":"2026-11-22T08:36:09.123456Z","v":1}'
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"v":1', b'"v":1 '),
        (b'"v":1', b'"v":1.0'),
        (b'"v":1', b'"v":true'),
        (b'"v":1', b'"v":2'),
        (b'"v":1', b'"v":1,"v":1'),
        (b'"v":1', b'"v":1,"w":1'),
        (b'"v":1', b'"seal":null,"v":1'),
        (b'"v":1', b'"handover":"x","v":1'),
        (b"09.123456Z", b"09.123Z"),
        (b"09.123456Z", b"61.123456Z"),
        (b"0b0f6b5e", b"0B0F6B5E"),
        (b"AAA=", b"AAB="),
        (b"AAAA", b""),
        (b"{", b"["),
        (b'"id"', b'"idd"'),
        (b'"0b0f6b5e-6e0d-4a0a-9f3b-111111111111"', b"1e999"),
        (b'"0b0f6b5e-6e0d-4a0a-9f3b-111111111111"', b"[" * 5000),
    ],
)
def test_any_other_spelling_of_an_entry_is_refused(old: bytes, new: bytes) -> None:
    raw = encode(ORDINARY)
    assert old in raw
    with pytest.raises(Problems) as caught:
        decode(raw.replace(old, new, 1))
    assert caught.value.items[0].code is Code.RECORD_ENTRY_WRONG


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        '{"a":1,"a":2}',
        "[Infinity]",
        "9007199254740993",
        '"\\ud800"',
        "[" * 100_000,
        '"' + "x" * 1_100_000 + '"',
        b"\xff",
    ],
)
def test_what_is_not_content_is_refused(text: str | bytes) -> None:
    with pytest.raises(Problems) as caught:
        read_content(text)
    assert caught.value.items[0].code is Code.RECORD_CONTENT_WRONG


def test_one_content_under_two_salts_has_two_commitments() -> None:
    body = read_content('{"happened":"2026-11-20","what":"notice served"}')
    first, second = Content(bytes(32), body), Content(bytes(31) + b"\x01", body)
    assert first.commitment != second.commitment
    assert dataclasses.replace(first, body=body + b" ").commitment != first.commitment


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    bundle = pack(entries)
    assert unpack(bundle, len(entries)) == entries
    for wrong in (bundle + b"\x00", bundle[:-1] if bundle else b"\x00\x05a", bundle + b"\x00\x00"):
        with pytest.raises(Problems):
            unpack(wrong, len(entries))


@given(TIMES)
def test_a_time_has_one_spelling(at: dt.datetime) -> None:
    elsewhere = at.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))
    assert read_time(write_time(at)) == at
    assert write_time(elsewhere) == write_time(at)


def test_an_entry_of_more_than_two_bytes_of_length_is_refused() -> None:
    with pytest.raises(Problems):
        encode(Entry(ORDINARY.id, ORDINARY.recorded, handover="x" * 66_000))
