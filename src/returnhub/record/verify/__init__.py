"""Recounts a log from its export and from what a checker kept, sharing no code with what writes logs.

    report = verify(Ask(Path("export"), keys=(vkey,), checkpoints=(Path("checkpoint-of-june"),)))
    report.holds, report.findings[:1], report.cannot_tell

Ids that stand in a log twice are found by sorting them on disk, 36 bytes an entry for the time of the
check. Nothing else grows with entries; checkpoints, receipts and proofs given, and hand-overs, are held.
"""

from __future__ import annotations

from returnhub.record.verify.alone import verify_proof
from returnhub.record.verify.check import Ask, verify
from returnhub.record.verify.findings import (
    By,
    CannotTell,
    Check,
    Finding,
    GuardOff,
    Kind,
    Late,
    Report,
    Thing,
    Untold,
    Why,
)

__all__ = [
    "Ask",
    "By",
    "CannotTell",
    "Check",
    "Finding",
    "GuardOff",
    "Kind",
    "Late",
    "Report",
    "Thing",
    "Untold",
    "Why",
    "verify",
    "verify_proof",
]
