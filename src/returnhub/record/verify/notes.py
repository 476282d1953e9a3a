"""Signed notes, keys and checkpoints (C2SP signed-note, tlog-checkpoint, tlog-cosignature)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

LONGEST_NOTE = 1 << 20
"""Bytes of a note that are read at all; a hundred post-quantum cosignatures take a third of it."""
LARGEST = (1 << 63) - 1

ED25519, COSIGNATURE, COSIGNATURE_ML_DSA = 0x01, 0x04, 0x06

_MOST_SIGNATURES = 100
_VKEY = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_CONTROL = re.compile(r"[\0-\x09\x0b-\x1f]")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


class WrongFormError(Exception):
    """Bytes that are not in the form they should have."""


class WrongSignatureError(Exception):
    """A signature under a key's name and id that the key never made."""

    def __init__(self, key: Key) -> None:
        self.key = key
        super().__init__(key.name)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, and what follows the key id."""

    name: str
    key_id: bytes
    raw: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text and its signatures, none of them checked yet."""

    text: str
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Key:
    """A public key: its owner's name, its type byte, its bytes, and what signature lines begin with."""

    name: str
    kind: int
    public: bytes
    key_id: bytes

    @property
    def vkey(self) -> str:
        """The key as one line."""
        coded = base64.b64encode(bytes((self.kind,)) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{coded}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed claim of a log's tree: its size and its root."""

    origin: str
    size: int
    root: bytes
    note: Note


def exact(text: str) -> bytes:
    """Bytes from their one base64 spelling. Raises WrongFormError."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise WrongFormError from None
    if base64.b64encode(raw).decode() != text:
        raise WrongFormError
    return raw


def whole_number(text: str) -> int:
    """A number below 2**63 from its one decimal spelling. Raises WrongFormError."""
    if not _DECIMAL.fullmatch(text) or int(text) > LARGEST:
        raise WrongFormError
    return int(text)


def read_key(line: str) -> Key:
    """A key from a vkey line. Raises WrongFormError."""
    match = _VKEY.fullmatch(line)
    if match is None:
        raise WrongFormError
    raw = exact(match[3])
    key = Key(match[1], raw[0], raw[1:], sha256(match[1].encode() + b"\n" + raw).digest()[:4])
    length = 1312 if key.kind == COSIGNATURE_ML_DSA else 32
    known = key.kind in {ED25519, COSIGNATURE, COSIGNATURE_ML_DSA}
    if not known or len(key.public) != length or key.key_id.hex() != match[2]:
        raise WrongFormError
    return key


def read_note(raw: bytes) -> Note:
    """A note from its bytes. Raises WrongFormError."""
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise WrongFormError from None
    if len(raw) > LONGEST_NOTE or _CONTROL.search(whole):
        raise WrongFormError
    text, middle, tail = whole.rpartition("\n\n")
    lines = tail.split("\n")
    if not middle or lines.pop() or not 0 < len(lines) <= _MOST_SIGNATURES:
        raise WrongFormError
    return Note(text + "\n", tuple(_read_signature(line) for line in lines))


def _read_signature(line: str) -> Signature:
    match = _SIGNATURE.fullmatch(line)
    raw = exact(match[2]) if match else b""
    if match is None or len(raw) <= 4:
        raise WrongFormError
    return Signature(match[1], raw[:4], raw[4:])


def read_checkpoint(raw: bytes) -> Checkpoint:
    """A checkpoint from its note. Raises WrongFormError, also for a size of 0 and for extension lines."""
    note = read_note(raw)
    try:
        origin, size, root, end = note.text.split("\n")
    except ValueError:
        raise WrongFormError from None
    hash_, number = exact(root), whole_number(size)
    if end or not origin or len(hash_) != 32 or number == 0:
        raise WrongFormError
    return Checkpoint(origin, number, hash_, note)


def signers(note: Note, keys: Iterable[Key]) -> set[Key]:
    """Those of the keys (Ed25519 over the text) that signed. Raises WrongSignatureError."""
    signed: set[Key] = set()
    for key in keys:
        for line in _lines_of(note, key):
            if not _fits(key, line.raw, note.text.encode()):
                raise WrongSignatureError(key)
            signed.add(key)
    return signed


def cosigners(checkpoint: Checkpoint, witnesses: Iterable[Key]) -> dict[str, int]:
    """Which of the witnesses cosigned, and when (POSIX seconds; the earliest of several lines).

    Raises WrongSignatureError.
    """
    times: dict[str, int] = {}
    for key in witnesses:
        for line in _lines_of(checkpoint.note, key):
            at = int.from_bytes(line.raw[:8], "big")
            if at > LARGEST or not _fits(key, line.raw[8:], _cosigned(key, at, checkpoint)):
                raise WrongSignatureError(key)
            times[key.name] = min(at, times.get(key.name, at))
    return times


def _lines_of(note: Note, key: Key) -> list[Signature]:
    return [s for s in note.signatures if s.name == key.name and s.key_id == key.key_id]


def _cosigned(key: Key, at: int, checkpoint: Checkpoint) -> bytes:
    if key.kind == COSIGNATURE:
        return f"cosignature/v1\ntime {at}\n{checkpoint.note.text}".encode()
    # a name that its length byte cannot hold has no cosigned message, and so nothing verifies
    name, origin = key.name.encode()[:255], checkpoint.origin.encode()[:255]
    return b"".join(
        (
            b"subtree/v1\n\0",
            bytes((len(name),)) + name,
            at.to_bytes(8, "big"),
            bytes((len(origin),)) + origin,
            bytes(8),
            checkpoint.size.to_bytes(8, "big"),
            checkpoint.root,
        )
    )


def _fits(key: Key, signature: bytes, message: bytes) -> bool:
    try:
        if key.kind == COSIGNATURE_ML_DSA:
            MLDSA44PublicKey.from_public_bytes(key.public).verify(signature, message)
        else:
            Ed25519PublicKey.from_public_bytes(key.public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
