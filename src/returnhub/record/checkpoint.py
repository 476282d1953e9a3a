"""What the log's key signs besides: checkpoints (C2SP tlog-checkpoint), receipts and hand-overs of keys."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import dataclass

from returnhub.problems import Code, Problems, refuse
from returnhub.record.entry import is_id, read_time, write_time
from returnhub.record.keys import PublicKey, parse_vkey
from returnhub.record.note import is_name

LARGEST = 1 << 63
"""Sizes are below this, as other readers of the format expect."""

_RECEIPT = "returnhub/receipt/v1"
_HANDOVER = "returnhub/handover/v1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The tree of a log at a size: its root stands for every entry up to there."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The note's text."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A promise, given at once, that an entry will stand under a checkpoint."""

    origin: str
    id: str
    recorded: dt.datetime
    leaf: bytes

    @property
    def text(self) -> str:
        """The note's text."""
        leaf = base64.b64encode(self.leaf).decode()
        lines = (
            _RECEIPT,
            self.origin,
            f"id {self.id}",
            f"recorded {write_time(self.recorded)}",
            f"leaf {leaf}",
        )
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Handover:
    """The log's old key says which key signs after it, and the new one agrees."""

    origin: str
    old: PublicKey
    new: PublicKey
    recorded: dt.datetime

    @property
    def text(self) -> str:
        """The note's text."""
        names = f"from {self.old.vkey}\nto {self.new.vkey}\n"
        return f"{_HANDOVER}\n{self.origin}\n{names}recorded {write_time(self.recorded)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint's note. Raises Problems (record.checkpoint_wrong).

    Extension lines are passed over: C2SP allows them, we write none.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise _wrong(Code.RECORD_CHECKPOINT_WRONG)
    origin, size, root = lines[:3]
    number = decimal(size)
    if number is None or not is_name(origin):
        raise _wrong(Code.RECORD_CHECKPOINT_WRONG)
    return Checkpoint(origin, number, decode_hash(root, Code.RECORD_CHECKPOINT_WRONG))


def parse_receipt(text: str) -> Receipt:
    """Read the text of a receipt's note. Raises Problems (record.receipt_wrong)."""
    try:
        _, origin, id_, recorded, leaf, end = text.split("\n")
        hash_ = decode_hash(leaf.removeprefix("leaf "), Code.RECORD_RECEIPT_WRONG)
        receipt = Receipt(
            origin, id_.removeprefix("id "), read_time(recorded.removeprefix("recorded ")), hash_
        )
    except (ValueError, Problems):
        raise _wrong(Code.RECORD_RECEIPT_WRONG) from None
    if end or receipt.text != text or not is_id(receipt.id):
        raise _wrong(Code.RECORD_RECEIPT_WRONG)
    return receipt


def parse_handover(text: str) -> Handover:
    """Read the text of a hand-over's note. Raises Problems (record.handover_wrong)."""
    try:
        _, origin, old, new, recorded, _ = text.split("\n")
        keys = parse_vkey(old.removeprefix("from ")), parse_vkey(new.removeprefix("to "))
        handover = Handover(origin, *keys, read_time(recorded.removeprefix("recorded ")))
    except (ValueError, Problems):
        raise _wrong(Code.RECORD_HANDOVER_WRONG) from None
    if handover.text != text:
        raise _wrong(Code.RECORD_HANDOVER_WRONG)
    return handover


def decimal(text: str) -> int | None:
    """A size or index in its one spelling, below 2 ** 63; None for anything else."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or (text[0] == "0" and text != "0"):
        return None
    return number if (number := int(text)) < LARGEST else None


def decode_hash(text: str, code: Code) -> bytes:
    """32 bytes from the one base64 spelling of them. Raises Problems with the code."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(code) from None
    if len(raw) != 32 or base64.b64encode(raw).decode() != text:
        raise _wrong(code)
    return raw


def _wrong(code: Code) -> Problems:
    return refuse(code)
