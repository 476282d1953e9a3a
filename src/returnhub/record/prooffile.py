"""Proof files (C2SP tlog-proof): everything that shows one entry to be on record, to be checked offline."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass

from returnhub.problems import Code, Problems, refuse
from returnhub.record.checkpoint import decimal, decode_hash, parse_checkpoint
from returnhub.record.entry import Content, canonical, decode
from returnhub.record.note import LONGEST, Note, parse_note
from returnhub.record.proof import check_inclusion
from returnhub.record.tree import leaf_hash

_HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 63


@dataclass(frozen=True, slots=True)
class ProofFile:
    """An entry, its index, the hashes up to the root, the checkpoint; its content for who may read it."""

    entry: bytes
    content: Content | None
    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note

    def write(self) -> str:
        """The file's text."""
        hashes = "".join(f"{_b64(h)}\n" for h in self.hashes)
        head = f"{_HEAD}\nextra {_b64(_write_extra(self.entry, self.content))}\nindex {self.index}\n"
        return head + hashes + "\n" + self.checkpoint.write()

    def check(self) -> None:
        """Raise Problems (record.proof_wrong) unless the entry stands under the checkpoint, signed or not."""
        if self.content is not None and self.content.commitment != decode(self.entry).commitment:
            raise refuse(Code.RECORD_PROOF_WRONG, kind="content")
        head = parse_checkpoint(self.checkpoint.text)
        check_inclusion(leaf_hash(self.entry), self.index, head.size, self.hashes, head.root)


def parse_proof(raw: str | bytes) -> ProofFile:
    """Read a proof file. Raises Problems (record.proof_wrong); checks no hash and no signature."""
    if len(raw) > 4 * LONGEST:
        raise _wrong()
    try:
        text = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        head, _, rest = text.partition("\n\n")
        first, extra, index, *hashes = head.split("\n")
        number = decimal(index.removeprefix("index "))
        if first != _HEAD or not extra.startswith("extra ") or not index.startswith("index "):
            raise _wrong()
        if number is None or len(hashes) > MOST_HASHES:
            raise _wrong()
        entry, content = _read_extra(base64.b64decode(extra.removeprefix("extra "), validate=True))
    except (ValueError, binascii.Error, KeyError, TypeError, AttributeError, RecursionError):
        raise _wrong() from None
    decoded = tuple(decode_hash(h, Code.RECORD_PROOF_WRONG) for h in hashes)
    return ProofFile(entry, content, number, decoded, parse_note(rest))


def _write_extra(entry: bytes, content: Content | None) -> bytes:
    members: dict[str, object] = {"leaf": entry.decode()}
    if content is not None:
        members |= {"salt": _b64(content.salt), "content": content.body.decode()}
    return canonical(members)


def _read_extra(raw: bytes) -> tuple[bytes, Content | None]:
    members = json.loads(raw)
    entry: bytes = members["leaf"].encode()
    content = None
    if "salt" in members:
        content = Content(base64.b64decode(members["salt"], validate=True), members["content"].encode())
    # one spelling: a member that is misspelt must not pass for a proof without content
    if _write_extra(entry, content) != raw:
        raise _wrong()
    return entry, content


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _wrong() -> Problems:
    return refuse(Code.RECORD_PROOF_WRONG, kind="format")
