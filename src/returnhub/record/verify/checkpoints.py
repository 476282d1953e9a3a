"""The export's own checkpoints beside its seals: the latest one, and any that have no seal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from returnhub.record.verify.chain import Chain
from returnhub.record.verify.entries import read_special
from returnhub.record.verify.evidence import Anchor
from returnhub.record.verify.export import Export
from returnhub.record.verify.findings import By, Finding, Kind, Ledger, Thing, Why
from returnhub.record.verify.notes import (
    Checkpoint,
    Key,
    WrongFormError,
    WrongSignatureError,
    cosigners,
    read_checkpoint,
    whole_number,
)
from returnhub.record.verify.seals import Seals

_MOST_STRAY = 100


def check_latest(final: Checkpoint, chain: Chain, ledger: Ledger) -> str:
    """The latest checkpoint's signature; the vkey that made it, if one that is trusted."""
    ledger.checked(By.SIGNATURES)
    why = chain.fault(final.note, final.size, final.size) if chain.holds else Why.NOT_TRUSTED
    if why is not None:
        ledger.add(Finding(Kind.UNSIGNED, Thing.CHECKPOINT, By.SIGNATURES, why=why))
        return ""
    return chain.in_force(final.size).vkey


def check_kept(anchors: Sequence[Anchor], final: Checkpoint, chain: Chain, ledger: Ledger) -> None:
    """No kept checkpoint is by a key that was not, or no longer, the log's at its size."""
    for anchor in anchors if chain.holds else ():
        size = anchor.checkpoint.size
        if size <= final.size and not chain.signed(anchor.checkpoint.note, chain.in_force(size)):
            why, span = Why.NOT_IN_FORCE, (0, size)
            found = Finding(
                Kind.UNSIGNED, Thing.CHECKPOINT, By.CHECKPOINTS, span=span, file=anchor.file, why=why
            )
            ledger.add(found)


def cosigned_latest(
    export: Export, final: Checkpoint, witnesses: Sequence[Key], ledger: Ledger
) -> tuple[str, ...]:
    """Which witnesses cosigned the latest checkpoint, in either of the two files that hold it."""
    names: set[str] = set()
    for file in ("checkpoint", f"checkpoints/{final.size}"):
        try:
            checkpoint = read_checkpoint(export.note(file) or b"")
            if (checkpoint.size, checkpoint.root) == (final.size, final.root):
                names |= cosigners(checkpoint, witnesses).keys()
        except WrongFormError:
            continue
        except WrongSignatureError as fault:
            if file == "checkpoint":
                ledger.add(
                    Finding(
                        Kind.UNSIGNED,
                        Thing.COSIGNATURE,
                        By.WITNESSES,
                        index=final.size - 1,
                        witnesses=(fault.key.name,),
                        why=Why.COSIGNATURE,
                    )
                )
    return tuple(sorted(names))


def check_stray(export: Export, final: Checkpoint, chain: Chain, seals: Seals, ledger: Ledger) -> None:
    """The tree ends with a seal, and each file under `checkpoints/` belongs to one."""
    if seals.last is None or seals.last.size != final.size:
        ledger.add(Finding(Kind.UNSEALED, Thing.CHECKPOINT, By.SEALS, index=final.size - 1, why=Why.NO_SEAL))
    if sum(1 for _ in export.checkpoint_names()) == seals.checkpoints:
        return
    stray = (size for name in export.checkpoint_names() if (size := _stray(export, name, final.size)))
    for size in sorted(islice(stray, _MOST_STRAY)):
        if size <= final.size:
            ledger.add(Finding(Kind.UNSEALED, Thing.CHECKPOINT, By.SEALS, index=size - 1, why=Why.NO_SEAL))
        elif _is_signed(export, final, chain, size) and size > _size_now(export, final, chain):
            span = (final.size, size)
            cut = Finding(Kind.ROLLED_BACK, Thing.ENTRY, By.SIGNATURES, index=final.size, span=span)
            ledger.add(cut)


def _stray(export: Export, name: str, size: int) -> int | None:
    """The size that a file is named by, if no seal in the tree makes it."""
    try:
        named = whole_number(name)
    except WrongFormError:
        return None
    raw = export.entry(named - 1, size) if 0 < named <= size else None
    special = read_special(raw) if raw is not None else None
    return None if special is not None and special[0].seal is not None else named


def _size_now(export: Export, final: Checkpoint, chain: Chain) -> int:
    """Of the latest checkpoint once more: a log that is written to meanwhile has grown, and lost nothing."""
    try:
        now = read_checkpoint(export.note("checkpoint") or b"")
    except WrongFormError:
        return final.size
    right = now.origin == final.origin and any(chain.signed(now.note, key) for key in chain.known)
    return now.size if right else final.size


def _is_signed(export: Export, final: Checkpoint, chain: Chain, size: int) -> bool:
    try:
        checkpoint = read_checkpoint(export.note(f"checkpoints/{size}") or b"")
    except WrongFormError:
        return False
    right = checkpoint.origin == final.origin and checkpoint.size == size
    return right and any(chain.signed(checkpoint.note, key) for key in chain.known)
