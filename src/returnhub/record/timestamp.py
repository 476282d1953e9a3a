"""Time-stamps by an authority that has nothing to do with the log (RFC 3161), over a checkpoint's text.

A stamp says that the checkpoint, and so every entry under it, existed at a time. It says nothing of what
the log showed to others: for that there are witnesses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    PKIStatus,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from returnhub.problems import Code, Problems, refuse
from returnhub.record.checkpoint import parse_checkpoint
from returnhub.record.files import put, writing
from returnhub.record.note import Note

LONGEST = 1 << 16
"""Bytes of a reply; one with a chain of certificates takes some 6,000."""

_SHA_256 = x509.ObjectIdentifier("2.16.840.1.101.3.4.2.1")


def request(checkpoint: Note) -> bytes:
    """What to send to an authority (`application/timestamp-query`): always the same for a checkpoint.

    It has no nonce: a reply that was given before to the same question is as true as a new one.
    """
    builder = TimestampRequestBuilder().data(checkpoint.text.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes()


def read_roots(pem: bytes) -> list[x509.Certificate]:
    """Certificates of authorities, got by a way that the checker trusts. (record.timestamp_wrong)"""
    try:
        return x509.load_pem_x509_certificates(pem)
    except ValueError:
        raise _no("certificate") from None


def check(reply: bytes, checkpoint: Note, roots: Sequence[x509.Certificate]) -> dt.datetime:
    """The time that an authority under one of the roots gives to the checkpoint.

    Certificates have to be valid at that time, not now. Raises Problems (record.timestamp_wrong), with a
    kind: `format`, `refused`, `hash`, `untrusted`.
    """
    response, hashed = _read(reply)
    if hashed != sha256(checkpoint.text.encode()).digest():
        raise _no("hash")
    try:
        # the library refuses by ValueError to check without a root
        VerifierBuilder(roots=list(roots)).build().verify(response, hashed)
        return response.tst_info.gen_time
    except (VerificationError, ValueError):
        raise _no("untrusted") from None


def stamped(reply: bytes) -> bytes:
    """The SHA-256 that a reply is over, nothing checked. Raises Problems (record.timestamp_wrong)."""
    return _read(reply)[1]


def store(folder: Path, reply: bytes, checkpoint: Note, roots: Sequence[x509.Certificate]) -> dt.datetime:
    """Check a reply and put it with the log in `folder`, as `timestamps/<size>.tsr`; the time it gives."""
    at = check(reply, checkpoint, roots)
    file = folder / "timestamps" / f"{parse_checkpoint(checkpoint.text).size}.tsr"
    with writing(file):
        put(folder, file, reply)
    return at


def _read(reply: bytes) -> tuple[TimeStampResponse, bytes]:
    """A reply and the SHA-256 that it is over. Raises Problems: `format`, `refused`, `hash`."""
    if len(reply) > LONGEST:
        raise _no("format")
    try:
        response = decode_timestamp_response(reply)
        if response.status != PKIStatus.GRANTED:
            raise _no("refused", status=response.status)
        over = response.tst_info.message_imprint
    except ValueError:
        raise _no("format") from None
    if over.hash_algorithm != _SHA_256:
        raise _no("hash")
    return response, over.message


def _no(kind: str, status: int = 0) -> Problems:
    return refuse(Code.RECORD_TIMESTAMP_WRONG, kind=kind, status=status)
