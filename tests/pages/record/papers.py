"""Receipts, proofs and checkpoints for the page that checks them, and the page as a person uses it."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from playwright.sync_api import Locator, Page

from returnhub.record.checkpoint import Checkpoint, Receipt
from returnhub.record.entry import Content, Entry, canonical, encode
from returnhub.record.grow import grow
from returnhub.record.keys import Algorithm, Key
from returnhub.record.note import Note
from returnhub.record.proof import inclusion
from returnhub.record.prooffile import ProofFile
from returnhub.record.tiles import Tile
from returnhub.record.tree import leaf_hash

ORIGIN = "hub.example/record"
START = dt.datetime(2026, 11, 22, 8, 36, 9, 123456, dt.UTC)
LOG = Key(ORIGIN, Algorithm.NOTE, bytes(range(32)))
SECOND = Key(ORIGIN, Algorithm.NOTE, bytes(range(5, 37)))
OTHER = Key("other.example/record", Algorithm.NOTE, bytes(range(6, 38)))
COURT = Key("court.example", Algorithm.COSIGNATURE, bytes(range(1, 33)))
OMBUDSMAN = Key("ombudsman.example", Algorithm.COSIGNATURE, bytes(range(2, 34)))
UNIVERSITY = Key("university.example", Algorithm.COSIGNATURE_ML_DSA, bytes(range(3, 35)))
BODY = canonical({"decision": "suspended", "happened": "2026-11-21", "why": "new evidence"})


def vkeys(*keys: Key) -> str:
    return "".join(f"{key.public.vkey}\n" for key in keys)


def content(body: bytes = BODY) -> Content:
    return Content(bytes(range(32)), body)


def entry(number: int, **members: object) -> Entry:
    id_ = str(UUID(int=number, version=4))
    return replace(Entry(id_, START, commitment=content().commitment), **members)  # pyright: ignore[reportArgumentType]: members of an entry


@dataclass
class MadeTree:
    """A tree in memory whose entry 5 is the one that is looked at."""

    entries: list[bytes]

    def __post_init__(self) -> None:
        grown = grow(lambda _: b"", 0, [leaf_hash(e) for e in self.entries])
        self._tiles = grown.tiles
        self.head = Checkpoint(ORIGIN, grown.size, grown.root)

    def read(self, tile: Tile) -> bytes:
        return next(raw for t, raw in self._tiles.items() if t.full == tile.full)

    def proof(
        self, index: int = 5, signed_by: Sequence[Key] = (LOG,), with_content: Content | None = None
    ) -> ProofFile:
        hashes = tuple(inclusion(self.read, index, self.head.size))
        return ProofFile(self.entries[index], with_content, index, hashes, signed(self.head.text, *signed_by))


def signed(text: str, *keys: Key, at: dt.datetime = START) -> Note:
    return Note(text, tuple(key.sign(text, at) for key in keys))


def tree(size: int = 300, fifth: Entry | None = None) -> MadeTree:
    entries = [encode(entry(i)) for i in range(size)]
    if fifth is not None:
        entries[5] = encode(fifth)
    return MadeTree(entries)


TREE = tree()
PROOF = TREE.proof(with_content=content()).write()
RECEIPT = signed(Receipt(ORIGIN, entry(5).id, START, leaf_hash(TREE.entries[5])).text, LOG).write()


def change_line(text: str, number: int, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    lines[number - 1] = change(lines[number - 1])
    return "\n".join(lines)


def flip(line: str) -> str:
    """Another hash, spelled as well as the first."""
    raw = bytearray(base64.b64decode(line))
    raw[0] ^= 1
    return base64.b64encode(raw).decode()


def flip_signature(line: str) -> str:
    dash, name, coded = line.split(" ")
    raw = bytearray(base64.b64decode(coded))
    raw[20] ^= 1
    return f"{dash} {name} {base64.b64encode(raw).decode()}"


def change_extra(**changed: str) -> str:
    members = json.loads(base64.b64decode(PROOF.split("\n")[1].removeprefix("extra ")))
    coded = base64.b64encode(canonical(members | changed)).decode()
    return change_line(PROOF, 2, lambda _: f"extra {coded}")


LINES = PROOF.rstrip("\n").split("\n")


class Checker:
    """The page as a person uses it: fields, one button, one outcome."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", lambda m: self.complaints.append(m.text))
        page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def check(self, paper: str, keys: str = vkeys(LOG), witnesses: str = "", others: str = "") -> str:
        """The mark and the title of the outcome."""
        self.page.locator("details").evaluate("d => d.open = true")
        for field, text in (("keys", keys), ("paper", paper), ("witnesses", witnesses), ("others", others)):
            self.page.locator(f"#{field}").fill(text)
        self.page.get_by_role("button", name="Check", exact=True).click()
        self.outcome.wait_for()
        return self.outcome.inner_text().replace("\n", " ")

    @property
    def outcome(self) -> Locator:
        return self.page.locator("#outcome")

    @property
    def said(self) -> str:
        return self.page.locator("#result").inner_text()

    @property
    def lines(self) -> list[str]:
        return [line.replace("\n", " ") for line in self.page.locator(".checks li").all_inner_texts()]
