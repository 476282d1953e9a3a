"""Checks a receipt or a proof that somebody brought, with the code that shares nothing with what writes the
record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from returnhub.oversight.queries.the_record import find_entry, vkeys
from returnhub.problems import Code, Problems
from returnhub.record.entry import encode
from returnhub.record.tree import leaf_hash
from returnhub.record.verify import verify_proof
from returnhub.record.verify.evidence import PROOF_HEAD, Promise, Proof, read_proof, read_receipt

LONGEST = 300_000
"""Bytes; neither a receipt nor a proof is longer."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: `holds`; the entry it is of; for a receipt whether the entry has come into the record
    since."""

    holds: bool
    kind: str
    id: str
    recorded: dt.datetime
    signed_by: str
    index: int | None
    size: int
    in_tree: bool
    with_content: bool


def check(raw: bytes) -> Checked:
    """Check it with this record's own keys. Raises Problems `record.*` if it can't be read, or no key of
    this record
    signed it."""
    raw = raw.replace(b"\r\n", b"\n").strip() + b"\n"
    keys = vkeys()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "given"
        file.write_bytes(raw)
        report = verify_proof(file, keys)
    signer = "+".join(report.signed_by.split("+")[:2])
    if raw.startswith(PROOF_HEAD):
        proof: Proof = read_proof(raw, "")
        return Checked(
            report.holds, "proof", proof.id, proof.recorded, signer, proof.index, proof.checkpoint.size,
            in_tree=True, with_content=proof.content is not None,
        )  # fmt: skip
    promise: Promise = read_receipt(raw, "", report.origin)
    index = _kept(promise)
    return Checked(
        report.holds, "receipt", promise.id, promise.recorded, signer, index, 0,
        in_tree=index is not None, with_content=False,
    )  # fmt: skip


def _kept(promise: Promise) -> int | None:
    """The index of the entry that a receipt promised, if it stands in the record as it was promised."""
    try:
        found = find_entry(promise.id)
    except Problems as problems:
        if problems.items[0].code is Code.RECORD_ENTRY_UNKNOWN:
            return None
        raise
    same = found.entry is not None and leaf_hash(encode(found.entry)) == promise.leaf
    return found.index if same else None
