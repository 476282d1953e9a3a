"""Checks one proof file or receipt by itself, with keys and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from returnhub.record.verify.evidence import (
    PROOF_HEAD,
    anchor,
    read_file,
    read_keys,
    read_proof,
    read_receipt,
    signed_by,
)
from returnhub.record.verify.findings import (
    By,
    CannotTell,
    Finding,
    Kind,
    Ledger,
    Report,
    Thing,
    Untold,
    Why,
)
from returnhub.record.verify.notes import Key


def verify_proof(path: Path, keys: Sequence[str], witnesses: Sequence[str] = (), quorum: int = 0) -> Report:
    """Check a proof file, or a receipt, offline.

    `keys` and `witnesses` are vkeys. Raises Problems if a file or key has not its form, or nobody given
    signed it; a proof that does not lead to its root, or opens to another content, is a finding.
    """
    trusted = read_keys(keys, of_witnesses=False)
    raw = read_file(path)
    if raw.startswith(PROOF_HEAD):
        return _proof(raw, str(path), trusted, read_keys(witnesses, of_witnesses=True), quorum)
    receipt = read_receipt(raw, str(path), trusted[0].name)
    signed = signed_by(receipt.note, trusted, str(path)) if receipt.note else set[Key]()
    ledger = Ledger()
    ledger.checked(By.RECEIPTS)
    return Report(
        origin=trusted[0].name,
        size=0,
        root=b"",
        signed_by=min(key.vkey for key in signed),
        checks=ledger.checks(),
        cannot_tell=(CannotTell(Untold.RECEIPT_ALONE, name=str(path)), CannotTell(Untold.FALSE_AT_ENTRY)),
    )


def _proof(raw: bytes, file: str, trusted: Sequence[Key], witnesses: Sequence[Key], quorum: int) -> Report:
    proof = read_proof(raw, file)
    kept = anchor(proof.checkpoint, file, trusted[0].name, witnesses)
    signed = signed_by(proof.checkpoint.note, trusted, file)
    ledger = Ledger()
    for by in (By.SIGNATURES, By.PROOFS):
        ledger.checked(by)
    ledger.checked(By.WITNESSES, len(kept.seen))
    found = (
        (not proof.leads(), Kind.ALTERED, Thing.ENTRY, By.PROOFS, Why.INCLUSION),
        (not proof.opens(), Kind.ALTERED, Thing.CONTENT, By.CONTENTS, Why.COMMITMENT),
        (len(kept.seen) < quorum, Kind.UNWITNESSED, Thing.CHECKPOINT, By.WITNESSES, None),
    )
    for wrong, kind, thing, by, why in found:
        if wrong:
            ledger.add(
                Finding(
                    kind,
                    thing,
                    by,
                    index=proof.index,
                    id=proof.id,
                    recorded=proof.recorded,
                    file=file,
                    why=why,
                )
            )
    if proof.content is not None:
        ledger.checked(By.CONTENTS)
    untold = [CannotTell(Untold.FALSE_AT_ENTRY)]
    if proof.content is None:
        untold.insert(0, CannotTell(Untold.NO_CONTENTS))
    if not kept.seen:
        untold.insert(0, CannotTell(Untold.NO_WITNESSES))
    return Report(
        origin=proof.checkpoint.origin,
        size=proof.checkpoint.size,
        root=proof.checkpoint.root,
        signed_by=min(key.vkey for key in signed),
        checks=ledger.checks(),
        findings=tuple(ledger.findings()),
        total=ledger.total,
        cannot_tell=tuple(untold),
    )
