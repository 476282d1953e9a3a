"""Bytes from a fuzzer that follows the parsers: a value that is written as it was read, or Problems."""

from __future__ import annotations

import base64
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from returnhub.record.checkpoint import Checkpoint, Handover, Receipt
from returnhub.record.entry import Content, Entry, encode, pack
from returnhub.record.keys import Algorithm, Key
from returnhub.record.note import Note
from returnhub.record.prooffile import ProofFile

SECONDS = int(os.environ.get("RETURNHUB_FUZZ_SECONDS", "40"))

HARNESS = """
import sys
import atheris
with atheris.instrument_imports(include=["returnhub.record"]):
    from returnhub.problems import Problems
    from returnhub.record.checkpoint import parse_checkpoint, parse_handover, parse_receipt
    from returnhub.record.entry import decode, encode, pack, read_content, unpack
    from returnhub.record.keys import parse_vkey
    from returnhub.record.note import parse_note
    from returnhub.record.prooffile import parse_proof
    from returnhub.record.tiles import parse_path
    from returnhub.record.verify.entries import read_bundle, split
    from returnhub.record.verify.evidence import read_proof
    from returnhub.record.verify.notes import WrongFormError, read_note
    from returnhub.record.witness.answer import parse_request

def text(data):
    return data.decode("utf-8", errors="replace")

def refused(read, *given):
    try:
        read(*given)
    except (Problems, WrongFormError):
        return True
    return False

def note(data):
    # the checker reads with a parser of its own, which has to take the same notes
    assert refused(parse_note, data) == refused(read_note, data)
    parsed = parse_note(data)
    assert parse_note(parsed.write()) == parsed
    assert parsed.write().encode() == data

def proof(data):
    refused(read_proof, data, "file")
    parsed = parse_proof(data)
    assert parse_proof(parsed.write()) == parsed
    parsed.check()

def tile(data):
    assert parse_path(text(data)).path == text(data)

def bundle(data):
    for width in (1, 2, 3, 256):
        assert refused(unpack, data, width) or split(data, width) == (unpack(data, width), True)
        try:
            assert pack(unpack(data, width)) == data
        except Problems:
            pass

def entry(data):
    assert refused(decode, data) == bool(read_bundle([data]).malformed)
    assert encode(decode(data)) == data

def request(data):
    parsed = parse_request(data)
    if parsed is not None:
        assert parse_request(parsed.write()) == parsed

def content(data):
    body = read_content(data)
    assert read_content(body) == body

def checkpoint(data):
    parsed = parse_checkpoint(text(data))
    assert text(data).startswith(parsed.text)

def receipt(data):
    assert parse_receipt(text(data)).text == text(data)

def handover(data):
    assert parse_handover(text(data)).text == text(data)

def vkey(data):
    assert parse_vkey(text(data)).vkey == text(data).strip()

def one(data):
    try:
        globals()[sys.argv[1]](data)
    except Problems as problems:
        assert problems.items

atheris.Setup([sys.argv[0], *sys.argv[2:]], one)
atheris.Fuzz()
"""

NOW = dt.datetime(2026, 11, 22, 8, 36, 9, tzinfo=dt.UTC)
KEY = Key("record.example/log", Algorithm.NOTE, bytes(range(32)))
CONTENT = Content(bytes(32), b'{"what":"notice served"}')
ENTRY = Entry("0b0f6b5e-6e0d-4a0a-9f3b-111111111111", NOW, CONTENT.commitment)
HEAD = Checkpoint(KEY.name, 2, bytes(32)).text
NOTE = Note(HEAD, (KEY.sign(HEAD, NOW),))

SEEDS: dict[str, tuple[bytes, ...]] = {
    "note": (NOTE.write().encode(),),
    "proof": (ProofFile(encode(ENTRY), CONTENT, 1, (bytes(32),), NOTE).write().encode(),),
    "tile": (b"tile/0/x001/234.p/17", b"tile/entries/000"),
    "bundle": (pack([encode(ENTRY)]), pack([b"", b"a"])),
    "entry": (encode(ENTRY),),
    "request": (f"old 1\n{base64.b64encode(bytes(32)).decode()}\n\n{NOTE.write()}".encode(),),
    "content": (CONTENT.body, b'[1.0, 1e21, "\\u00e9", null]'),
    "checkpoint": (HEAD.encode(),),
    "receipt": (Receipt(KEY.name, ENTRY.id, NOW, bytes(32)).text.encode(),),
    "handover": (Handover(KEY.name, KEY.public, KEY.public, NOW).text.encode(),),
    "vkey": (KEY.public.vkey.encode(), base64.b64encode(bytes(33))),
}


@pytest.mark.long
@pytest.mark.parametrize("parser", SEEDS)
def test_no_bytes_get_past_a_parser_of_the_record(parser: str, tmp_path: Path) -> None:
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for i, seed in enumerate(SEEDS[parser]):
        (corpus / str(i)).write_bytes(seed)
    harness = tmp_path / "harness.py"
    harness.write_text(HARNESS)
    done = subprocess.run(
        [
            sys.executable,
            str(harness),
            parser,
            str(corpus),
            f"-max_total_time={SECONDS}",
            "-rss_limit_mb=4096",
        ],
        capture_output=True,
        text=True,
        timeout=SECONDS + 120,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
