"""Exports made to break whoever checks them: every one ends in findings or a refusal, soon."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.handmade import KEY, ORIGIN, SECOND, Log, Step, b64, plan, put, signed

from returnhub.problems import Code, Problems
from returnhub.record.verify import Ask, By, Kind, Report, Thing, Why, verify

LOG = Log(plan(300, 50))


def check(folder: Path) -> Report:
    return verify(Ask(folder, (KEY.vkey,)))


@pytest.mark.parametrize("size", [str(10**30), "0", "-1", "+306", "0306", "3_06", "٣", str(1 << 63), ""])
def test_a_checkpoint_of_an_impossible_size_is_unsigned(tmp_path: Path, size: str) -> None:
    folder = LOG.write(tmp_path)
    put(folder, "checkpoint", signed(f"{ORIGIN}\n{size}\n{b64(bytes(32))}\n", KEY).encode())
    assert [(f.kind, f.why) for f in check(folder).findings] == [(Kind.UNSIGNED, Why.FORM)]


def test_a_checkpoint_of_more_entries_than_disks_hold_ends_where_the_files_end(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    put(folder, "checkpoint", signed(f"{ORIGIN}\n{(1 << 63) - 1}\n{b64(bytes(32))}\n", KEY).encode())
    report = check(folder)
    # the last bundle is cut off where the smaller tree ended
    assert report.findings[0].index == 256


def test_a_copy_of_more_entries_than_disks_hold_is_refused(tmp_path: Path) -> None:
    copy = LOG.write(tmp_path / "copy")
    put(copy, "checkpoint", signed(f"{ORIGIN}\n{1 << 62}\n{b64(bytes(32))}\n", KEY).encode())
    with pytest.raises(Problems) as refused:
        verify(Ask(LOG.write(tmp_path / "log"), (KEY.vkey,), kept=copy))
    assert refused.value.items[0].code is Code.RECORD_LOG_WRONG


def test_pipes_folders_and_loops_in_the_place_of_files_are_missing_files(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    for name, make in (
        ("tile/entries/000", os.mkfifo),
        ("tile/0/000", Path.mkdir),
        ("checkpoints/51", lambda path: os.symlink(path, path)),
    ):
        (folder / name).unlink()
        make(folder / name)
    report = check(folder)
    assert (report.findings[0].kind, report.findings[0].index) == (Kind.MISSING, 0)


def test_a_device_in_the_place_of_the_checkpoint_is_no_log(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    (folder / "checkpoint").unlink()
    (folder / "checkpoint").symlink_to("/dev/zero")
    with pytest.raises(Problems) as refused:
        check(folder)
    assert refused.value.items[0].code is Code.RECORD_LOG_MISSING


@pytest.mark.parametrize(
    "note",
    [
        b"",
        b"\0" * 1000,
        b"\xff\xfe",
        b"\n\n",
        LOG.latest.encode().replace(b"\n\n", b"\n"),
        LOG.latest.encode()[:-1],
        LOG.latest.encode() + b"\n",
        LOG.latest.replace("\n", "\r\n").encode(),
        LOG.latest.replace("\n\n", "\nextension\n\n").encode(),
        LOG.latest.encode() + "— x AAAA\n".encode(),
        LOG.latest.encode() + KEY.line("x").encode() * 200,
        b"a" * 3_000_000,
    ],
)
def test_a_checkpoint_that_is_no_note_of_ours_is_a_finding(tmp_path: Path, note: bytes) -> None:
    folder = LOG.write(tmp_path)
    put(folder, "checkpoint", note)
    assert [(f.kind, f.why) for f in check(folder).findings] == [(Kind.UNSIGNED, Why.FORM)]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"null",
        b"[" * 60_000,
        b'{"a":' * 10_000,
        b'"' + b"\0" * 100 + b'"',
        b"\xff",
        b"1" * 5_000,
        b'{"commitment":null,"id":null,"recorded":null,"v":1}',
    ],
)
def test_an_entry_that_is_no_entry_is_malformed(tmp_path: Path, raw: bytes) -> None:
    steps = list(LOG.steps)
    steps[20] = replace(steps[20], raw=raw)
    log = Log(steps)
    del log.contents[20]
    (found,) = check(log.write(tmp_path)).findings
    assert (found.kind, found.thing, found.by, found.index) == (
        Kind.MALFORMED,
        Thing.ENTRY,
        By.FORMAT,
        20,
    )


SPELLINGS: list[Callable[[bytes], bytes]] = [
    lambda raw: raw.replace(b'"v":1', b'"v":1.0'),
    lambda raw: raw.replace(b'"v":1', b'"v":true'),
    lambda raw: raw.replace(b'"v":1', b'"v":2'),
    lambda raw: raw.replace(b'"v":1', b'"v": 1'),
    lambda raw: raw.replace(b'"v":1', b'"v":1,"v":1'),
    lambda raw: raw.replace(b'"v":1', b'"v":1,"x":1'),
    lambda raw: raw.replace(b"-11-22", b"-11-31"),
    lambda raw: raw.replace(b"Z", b"z"),
    lambda raw: raw.replace(b'"id"', b'"\\u0069d"'),
    lambda raw: raw.replace(b'="', b'"'),
    lambda raw: raw + b"\n",
    lambda raw: raw[:-1] + b',"w":"\\ud800"}',
]


@pytest.mark.parametrize("change", range(len(SPELLINGS)))
def test_an_entry_in_any_other_spelling_is_malformed(tmp_path: Path, change: int) -> None:
    steps = list(LOG.steps)
    steps[20] = replace(steps[20], raw=SPELLINGS[change](LOG.entries[20]))
    log = Log(steps)
    del log.contents[20]
    assert [(f.kind, f.index) for f in check(log.write(tmp_path)).findings] == [(Kind.MALFORMED, 20)]


@pytest.mark.parametrize(
    "change",
    [
        (b'"size":51', b'"size":-51'),
        (b'"size":51', b'"size":1e2'),
        (b'"guards":{"updates":true}', b'"guards":{"updates":1}'),
        (b'"guards":{"updates":true}', b'"guards":[]'),
        (b'"store":"folder"', b'"store":"elsewhere"'),
        (b'"source":"11', b'"source":"XX'),
        (b'"previous":0,', b""),
    ],
)
def test_a_seal_in_another_form_is_malformed(tmp_path: Path, change: tuple[bytes, bytes]) -> None:
    steps = list(LOG.steps)
    raw = LOG.entries[50].replace(*change)
    assert raw != LOG.entries[50]
    steps[50] = replace(steps[50], raw=raw)
    found = check(Log(steps).write(tmp_path)).findings
    assert (Kind.MALFORMED, 50) in [(f.kind, f.index) for f in found]


def test_guards_named_beyond_ascii_are_ordered_as_rfc_8785_says(tmp_path: Path) -> None:
    # by UTF-16 the emoji (a surrogate pair) comes before U+FB33, by code point after it
    members = '{"guards":{"\U0001f600":false,"\ufb33":true},'.encode()
    raw = LOG.entries[50].replace(b'{"guards":{"updates":true},', members)
    steps = list(LOG.steps)
    steps[50] = replace(steps[50], raw=raw)
    report = check(Log(steps).write(tmp_path))
    assert report.holds
    assert [g.name for g in report.guards_off] == ["\U0001f600"]


@pytest.mark.parametrize("length", [0, 1, 31, 33, 8191, 8193, 1 << 20])
def test_a_tile_of_another_length_is_malformed(tmp_path: Path, length: int) -> None:
    folder = LOG.write(tmp_path)
    put(folder, "tile/0/000", b"a" * length)
    assert (Kind.MALFORMED, Thing.TILE) in [(f.kind, f.thing) for f in check(folder).findings]


@pytest.mark.parametrize("keep", [0, 1, 2, 100, 20_000])
def test_a_bundle_that_is_cut_off_misses_entries_from_there(tmp_path: Path, keep: int) -> None:
    folder = LOG.write(tmp_path, contents=False)
    whole = (folder / "tile/entries/000").read_bytes()
    put(folder, "tile/entries/000", whole[:keep])
    found = check(folder).findings[0]
    assert found.kind is Kind.MISSING
    assert found.index == sum(sum(2 + len(e) for e in LOG.entries[: n + 1]) <= keep for n in range(256))


def test_a_bundle_with_more_behind_its_end_is_malformed(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    put(folder, "tile/entries/000", (folder / "tile/entries/000").read_bytes() + b"\0\2{}")
    assert [(f.kind, f.why) for f in check(folder).findings] == [(Kind.MALFORMED, Why.LENGTH)]


@pytest.mark.parametrize(
    "line", [b"0" * 6_000 + b" A {}\n", b" \n", b"5 \xff {}\n", b"5 A\n", b"a" * 3_000_000]
)
def test_content_lines_in_no_form_at_all_are_malformed(tmp_path: Path, line: bytes) -> None:
    folder = LOG.write(tmp_path)
    put(folder, "private/content/001", (folder / "private/content/001").read_bytes() + line)
    assert {(f.kind, f.thing) for f in check(folder).findings} == {(Kind.MALFORMED, Thing.CONTENT)}


def test_a_content_file_that_never_ends_is_read_no_further_than_a_bundle_goes(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    with (folder / "private/content/001").open("ab") as file:
        file.truncate(1 << 40)
    assert {(f.kind, f.thing) for f in check(folder).findings} == {(Kind.MALFORMED, Thing.CONTENT)}


def test_more_handovers_than_any_log_has_are_not_followed_for_ever(tmp_path: Path) -> None:
    loop = [Step("handover", n, LOG.steps[0].recorded, keys=(KEY, KEY)) for n in range(1_010)]
    steps = [*loop, Step("seal", 5_000, LOG.steps[0].recorded + SECOND)]
    report = check(Log(steps).write(tmp_path))
    assert {(f.thing, f.why) for f in report.findings} == {(Thing.HANDOVER, Why.TOO_MANY)}
    assert report.total == 10


def flip(folder: Path, name: str, at: int, bit: int) -> None:
    raw = bytearray((folder / name).read_bytes())
    raw[at % len(raw)] ^= 1 << bit
    put(folder, name, bytes(raw))


FILES = [
    "checkpoint",
    "checkpoints/51",
    "tile/entries/000",
    "tile/entries/001.p/50",
    "tile/0/000",
    "tile/0/001.p/50",
    "tile/1/000.p/1",
    "private/content/000",
    "private/content/001",
]


@settings(max_examples=30, deadline=None)
@given(name=st.sampled_from(FILES), at=st.integers(0, 1 << 20), bit=st.integers(0, 7))
def test_one_flipped_bit_in_any_file_is_found(name: str, at: int, bit: int) -> None:
    with TemporaryDirectory() as folder:
        flip(LOG.write(Path(folder)), name, at, bit)
        assert not check(Path(folder)).holds


@pytest.mark.long
@settings(max_examples=3_000, deadline=None)
@given(name=st.sampled_from(FILES), seed=st.integers(0, 1 << 32))
def test_any_damage_to_a_file_is_found_and_breaks_nothing(name: str, seed: int) -> None:
    luck = random.Random(seed)
    with TemporaryDirectory() as folder:
        file = LOG.write(Path(folder)) / name
        raw = file.read_bytes()
        start, end = sorted(luck.choices(range(len(raw)), k=2))
        new = raw[:start] + luck.randbytes(luck.choice((0, 1, 40, end - start))) + raw[end:]
        file.write_bytes(new)
        assert check(Path(folder)).holds == (new == raw)
