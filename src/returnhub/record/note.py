"""Signed notes (C2SP signed-note): a text, a blank line, and lines of signatures. No keys here."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass

from returnhub.problems import Code, Problems, refuse

LONGEST = 1_000_000
"""Bytes of a note; a post-quantum signature takes some 5,000."""
MOST_SIGNATURES = 64

_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One line: the key's name, its id (4 bytes) and what it signed with."""

    name: str
    key_id: bytes
    raw: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its newline."""
        return f"\N{EM DASH} {self.name} {base64.b64encode(self.key_id + self.raw).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, and its signatures in the order in which they stand."""

    text: str
    signatures: tuple[Signature, ...]

    def write(self) -> str:
        """The note as it stands in a file."""
        return self.text + "\n" + "".join(s.line for s in self.signatures)

    def add(self, *more: Signature) -> Note:
        """The note with signatures added; a key's newer signature takes the place of its older one."""
        new = {(s.name, s.key_id) for s in more}
        kept = tuple(s for s in self.signatures if (s.name, s.key_id) not in new)
        return Note(self.text, kept + more)


def is_name(text: str) -> bool:
    """True if we give a key that name: not empty, no space, no plus, nothing that does not print."""
    return bool(_NAME.fullmatch(text)) and text.isprintable()


def parse_note(raw: str | bytes) -> Note:
    """Read a note without checking any signature. Raises Problems (record.note_wrong)."""
    if len(raw) > LONGEST:
        raise _wrong("length")
    try:
        whole = raw.decode("utf-8") if isinstance(raw, bytes) else raw
        whole.encode("utf-8")
    except UnicodeError:
        raise _wrong("utf8") from None
    if _CONTROL.search(whole):
        raise _wrong("control")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not lines.endswith("\n"):
        raise _wrong("unsigned")
    signatures = lines[:-1].split("\n")
    if len(signatures) > MOST_SIGNATURES:
        raise _wrong("too_many")
    return Note(text + "\n", tuple(parse_signature(line) for line in signatures))


def parse_signature(line: str) -> Signature:
    """Read one line of signature, without its newline. Raises Problems (record.note_wrong)."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\N{EM DASH}" or not _NAME.fullmatch(parts[1]):
        raise _wrong("signature")
    try:
        raw = base64.b64decode(parts[2], validate=True)
    except (binascii.Error, ValueError):
        raise _wrong("signature") from None
    if len(raw) < 5 or base64.b64encode(raw).decode() != parts[2]:
        raise _wrong("signature")
    return Signature(parts[1], raw[:4], raw[4:])


def _wrong(kind: str) -> Problems:
    return refuse(Code.RECORD_NOTE_WRONG, kind=kind)
