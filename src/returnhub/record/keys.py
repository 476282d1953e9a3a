"""Keys of the log and of witnesses: Ed25519 for notes, and cosignatures in Ed25519 and ML-DSA-44 (C2SP).

A public key is a vkey, a private one a file outside the log and the database; docs/record-format.md
gives both forms.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey, MLDSA44PublicKey

from returnhub.problems import Code, Where, refuse
from returnhub.record.note import Note, Signature, is_name

SEED = 32
"""Bytes of a private key, whatever the algorithm."""

_PRIVATE = "PRIVATE+KEY+"
_TIME = 8


class Algorithm(IntEnum):
    """C2SP's signature types; the value is the type byte of a key."""

    NOTE = 0x01
    """Ed25519 over the note's text: the log's own signature."""
    COSIGNATURE = 0x04
    """Ed25519 over time and text: a witness's."""
    COSIGNATURE_ML_DSA = 0x06
    """ML-DSA-44 over name, time, origin, size and root: a witness's that quantum computers don't break."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who signs, with what, and the key's bytes (32 for Ed25519, 1,312 for ML-DSA-44)."""

    name: str
    algorithm: Algorithm
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that name the key in a signature line; not a hash to rely on."""
        return sha256(f"{self.name}\n".encode() + bytes([self.algorithm]) + self.raw).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as text, to be given to checkers by a way that they trust."""
        raw = base64.b64encode(bytes([self.algorithm]) + self.raw).decode()
        return f"{self.name}+{self.key_id.hex()}+{raw}"

    def verify(self, text: str, signature: Signature) -> dt.datetime | None:
        """Check one signature over a note's text; the time that a cosignature states, else None.

        Raises Problems (record.signature_wrong).
        """
        try:
            if self.algorithm is Algorithm.NOTE:
                Ed25519PublicKey.from_public_bytes(self.raw).verify(signature.raw, text.encode())
                return None
            seconds = int.from_bytes(signature.raw[:_TIME], "big")
            stated = dt.datetime.fromtimestamp(seconds, dt.UTC)
            message = _cosigned(self.algorithm, self.name, text, seconds)
            if self.algorithm is Algorithm.COSIGNATURE:
                Ed25519PublicKey.from_public_bytes(self.raw).verify(signature.raw[_TIME:], message)
            else:
                MLDSA44PublicKey.from_public_bytes(self.raw).verify(signature.raw[_TIME:], message)
        except (InvalidSignature, ValueError, OverflowError, OSError):
            raise refuse(
                Code.RECORD_SIGNATURE_WRONG, kind="wrong", name=self.name, key_id=self.key_id.hex()
            ) from None
        return stated


@dataclass(frozen=True, slots=True)
class Key:
    """A private key. Its seed never appears when it is printed."""

    name: str
    algorithm: Algorithm
    seed: bytes

    def __repr__(self) -> str:
        return f"Key({self.public.name}+{self.public.key_id.hex()})"

    @property
    def public(self) -> PublicKey:
        """The key that checks what this one signs."""
        if self.algorithm is Algorithm.COSIGNATURE_ML_DSA:
            raw = MLDSA44PrivateKey.from_seed_bytes(self.seed).public_key().public_bytes_raw()
        else:
            raw = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return PublicKey(self.name, self.algorithm, raw)

    def sign(self, text: str, now: dt.datetime) -> Signature:
        """Sign a note's text; a cosignature states the time in whole seconds, a note's signature does not."""
        public = self.public
        seconds = int(now.timestamp())
        stamp = seconds.to_bytes(_TIME, "big")
        if self.algorithm is Algorithm.NOTE:
            raw = Ed25519PrivateKey.from_private_bytes(self.seed).sign(text.encode())
            return Signature(self.name, public.key_id, raw)
        message = _cosigned(self.algorithm, self.name, text, seconds)
        if self.algorithm is Algorithm.COSIGNATURE:
            raw = Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)
        else:
            raw = MLDSA44PrivateKey.from_seed_bytes(self.seed).sign(message)
        return Signature(self.name, public.key_id, stamp + raw)


@dataclass(frozen=True, slots=True)
class Signed:
    """A key that signed a note, and the time that it stated, if it is one that does."""

    key: PublicKey
    at: dt.datetime | None


def new_key(name: str, algorithm: Algorithm = Algorithm.NOTE) -> Key:
    """A fresh key. Raises Problems (record.origin_wrong) if no key may have that name."""
    if not is_name(name) or len(name.encode()) > 255:
        raise refuse(Code.RECORD_ORIGIN_WRONG, found=name[:100])
    return Key(name, algorithm, os.urandom(SEED))


def verified(note: Note, keys: Iterable[PublicKey]) -> tuple[Signed, ...]:
    """Which of the known keys signed the note; lines of unknown keys are passed over, as C2SP asks.

    Raises Problems (record.signature_wrong) if a known key's signature is wrong.
    """
    known = {(k.name, k.key_id): k for k in keys}
    found: dict[PublicKey, Signed] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is not None:
            found[key] = Signed(key, key.verify(note.text, signature))
    return tuple(found.values())


def parse_vkey(text: str) -> PublicKey:
    """Read a vkey. Raises Problems (record.key_wrong)."""
    name, _, rest = text.strip().partition("+")
    _, _, coded = rest.partition("+")
    try:
        raw = base64.b64decode(coded, validate=True)
        key = PublicKey(name, Algorithm(raw[0]), raw[1:])
        length = 1312 if key.algorithm is Algorithm.COSIGNATURE_ML_DSA else 32
        if not is_name(name) or len(key.raw) != length or key.vkey != text.strip():
            raise ValueError
    except (binascii.Error, ValueError, IndexError):
        raise refuse(Code.RECORD_KEY_WRONG, kind="public", found=text.strip()[:100]) from None
    return key


def write_key(path: Path, key: Key) -> None:
    """Write a private key for its owner alone. Raises Problems (record.key_exists, file.unwritable)."""
    coded = base64.b64encode(bytes([key.algorithm]) + key.seed).decode()
    line = f"{_PRIVATE}{key.name}+{key.public.key_id.hex()}+{coded}\n"
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise refuse(Code.RECORD_KEY_EXISTS, Where(file=str(path))) from None
    except OSError as fault:
        raise refuse(Code.FILE_UNWRITABLE, Where(file=str(path)), reason=fault.strerror or "") from None
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(line)
        out.flush()
        os.fsync(out.fileno())


def read_key(path: Path) -> Key:
    """Read a private key's file. Raises Problems (record.key_missing, record.key_wrong).

    A file that others on the machine may read is refused: it is no longer a private key.
    """
    where = Where(file=str(path))
    try:
        text = path.read_text("utf-8").strip()
    except FileNotFoundError:
        raise refuse(Code.RECORD_KEY_MISSING, where) from None
    except (OSError, UnicodeError):
        raise refuse(Code.RECORD_KEY_WRONG, where, kind="private") from None
    name, _, rest = text.removeprefix(_PRIVATE).partition("+")
    key_id, _, coded = rest.partition("+")
    try:
        raw = base64.b64decode(coded, validate=True)
        key = Key(name, Algorithm(raw[0]), raw[1:])
        if not text.startswith(_PRIVATE) or len(key.seed) != SEED or key.public.key_id.hex() != key_id:
            raise ValueError
    except (binascii.Error, ValueError, IndexError):
        raise refuse(Code.RECORD_KEY_WRONG, where, kind="private") from None
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise refuse(Code.RECORD_KEY_WRONG, where, kind="open")
    return key


def _cosigned(algorithm: Algorithm, name: str, text: str, seconds: int) -> bytes:
    """What a cosignature signs (C2SP tlog-cosignature). Raises ValueError if the text is no checkpoint."""
    if algorithm is Algorithm.COSIGNATURE:
        return f"cosignature/v1\ntime {seconds}\n{text}".encode()
    origin, size, root, end = text.split("\n")
    parts = [name.encode(), origin.encode()]
    hash_ = base64.b64decode(root, validate=True)
    # the message covers numbers, not their spelling, and no extension line: so only one spelling passes
    exact = end == "" and str(int(size)) == size and base64.b64encode(hash_).decode() == root
    if not exact or any(not 0 < len(p) < 256 for p in parts):
        raise ValueError
    who, log = (bytes([len(p)]) + p for p in parts)
    numbers = (0).to_bytes(8, "big") + int(size).to_bytes(8, "big")
    return b"subtree/v1\n\x00" + who + seconds.to_bytes(_TIME, "big") + log + numbers + hash_


def need(signed: tuple[Signed, ...], note: Note) -> tuple[Signed, ...]:
    """The same, or Problems (record.signature_wrong) if no known key signed."""
    if not signed:
        names = sorted({f"{s.name}+{s.key_id.hex()}" for s in note.signatures})
        raise refuse(Code.RECORD_SIGNATURE_WRONG, kind="unknown", found=names)
    return signed
