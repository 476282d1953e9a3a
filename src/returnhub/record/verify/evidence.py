"""What the checker kept: checkpoints, receipts and proofs, from files that are refused if they are wrong."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import cast

from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.record.verify.chain import Chain
from returnhub.record.verify.entries import is_id, is_time, read_bundle, read_time, shift
from returnhub.record.verify.hashes import included
from returnhub.record.verify.notes import (
    COSIGNATURE,
    COSIGNATURE_ML_DSA,
    ED25519,
    LONGEST_NOTE,
    Checkpoint,
    Key,
    Note,
    WrongFormError,
    WrongSignatureError,
    cosigners,
    exact,
    read_checkpoint,
    read_key,
    read_note,
    signers,
    whole_number,
)

PROMISED = dt.timedelta(seconds=10)
"""Within this time of its receipt, an entry stands under a checkpoint."""

PROOF_HEAD = b"c2sp.org/tlog-proof@v1\n"
"""A proof file begins with this."""
_LONGEST_PROOF = 4 * LONGEST_NOTE
_MOST_STEPS = 63


@dataclass(frozen=True, slots=True)
class Anchor:
    """A checkpoint that the checker kept: the file, and which witnesses cosigned it when (POSIX seconds)."""

    checkpoint: Checkpoint
    file: str
    seen: dict[str, int]


@dataclass(frozen=True, slots=True)
class Promise:
    """An entry that the log said it holds: by a receipt, or at an index by a proof."""

    id: str
    recorded: dt.datetime
    leaf: bytes
    file: str
    index: int | None = None
    note: Note | None = None


@dataclass(slots=True)
class Evidence:
    """All that was kept. An anchor of a proof stands in `anchors` too."""

    anchors: list[Anchor] = field(default_factory=list[Anchor])
    promises: list[Promise] = field(default_factory=list[Promise])


@dataclass(frozen=True, slots=True)
class Proof:
    """A proof file: an entry, where it stands, how that leads to a checkpoint's root, perhaps its content."""

    entry: bytes
    salt: bytes | None
    content: bytes | None
    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
    id: str
    recorded: dt.datetime
    commitment: bytes

    @property
    def leaf(self) -> bytes:
        """The entry's leaf hash."""
        return sha256(b"\0" + self.entry).digest()

    def check(self, file: str) -> None:
        """Raise Problems (record.proof_wrong) unless it shows what it says."""
        if not self.leads():
            size = self.checkpoint.size
            raise refuse(Code.RECORD_PROOF_WRONG, Where(file=file), kind="root", index=self.index, size=size)
        if not self.opens():
            raise refuse(Code.RECORD_PROOF_WRONG, Where(file=file), kind="content", index=self.index)

    def leads(self) -> bool:
        """True if the entry stands in the checkpoint's tree."""
        return included(self.leaf, self.index, self.checkpoint.size, self.path, self.checkpoint.root)

    def opens(self) -> bool:
        """True if the content given, if any, is what the entry commits to."""
        if self.salt is None or self.content is None:
            return True
        commitment = sha256(b"returnhub/content/v1\n" + self.salt + self.content).digest()
        return len(self.salt) == 32 and base64.b64encode(commitment) == self.commitment


def read_keys(vkeys: Sequence[str], *, of_witnesses: bool) -> tuple[Key, ...]:
    """Keys of a log, or of witnesses. Raises Problems (record.key_wrong)."""
    kinds = {COSIGNATURE, COSIGNATURE_ML_DSA} if of_witnesses else {ED25519}
    keys: list[Key] = []
    for vkey in vkeys:
        try:
            keys.append(read_key(vkey.strip()))
        except WrongFormError:
            raise refuse(Code.RECORD_KEY_WRONG, kind="public", found=vkey.strip()[:100]) from None
        if keys[-1].kind not in kinds:
            kind = "not_a_witness" if of_witnesses else "not_a_log"
            raise refuse(Code.RECORD_KEY_WRONG, kind=kind, found=vkey.strip()[:100])
    if not of_witnesses and len({key.name for key in keys}) != 1:
        raise refuse(Code.RECORD_KEY_WRONG, kind="logs", found=", ".join(sorted({k.name for k in keys})))
    return tuple(keys)


def read_evidence(
    checkpoints: Sequence[Path], receipts: Sequence[Path], origin: str, witnesses: Sequence[Key]
) -> Evidence:
    """Everything kept. Raises Problems with every file that is not what it should be."""
    found, wrong = Evidence(), list[Problem]()
    for path in (*checkpoints, *receipts):
        try:
            raw = read_file(path)
            if path in checkpoints:
                found.anchors.append(read_anchor(raw, str(path), origin, witnesses))
            elif raw.startswith(PROOF_HEAD):
                proof = read_proof(raw, str(path))
                proof.check(str(path))
                found.anchors.append(anchor(proof.checkpoint, str(path), origin, witnesses))
                found.promises.append(Promise(proof.id, proof.recorded, proof.leaf, str(path), proof.index))
            else:
                found.promises.append(read_receipt(raw, str(path), origin))
        except Problems as problems:
            wrong += problems.items
    if wrong:
        raise Problems(wrong)
    return found


def check_signatures(evidence: Evidence, chain: Chain, tolerance: dt.timedelta) -> None:
    """Refuse what no key of the log signed, and receipts by a key handed over before. Raises Problems."""
    wrong: list[Problem] = []
    notes = [(a.checkpoint.note, a.file) for a in evidence.anchors]
    notes += [(p.note, p.file) for p in evidence.promises if p.note]
    for note, file in notes:
        try:
            signed_by(note, chain.known, file)
        except Problems as problems:
            wrong += problems.items
    if wrong:
        raise Problems(wrong)
    for promise in evidence.promises if chain.handovers else ():
        keys = signers(promise.note, chain.known) if promise.note else set[Key]()
        ends = [chain.retired(key) for key in keys]
        if ends and all(end and promise.recorded > shift(end, tolerance) for end in ends):
            wrong.append(Problem(Code.RECORD_RECEIPT_WRONG, Where(file=promise.file), {"kind": "retired"}))
    if wrong:
        raise Problems(wrong)


def signed_by(note: Note, keys: Sequence[Key], file: str) -> set[Key]:
    """Which of the keys signed. Raises Problems (record.signature_wrong) if none did, or none really."""
    where = Where(file=file)
    try:
        signed = signers(note, keys)
    except WrongSignatureError as fault:
        key = fault.key
        raise refuse(
            Code.RECORD_SIGNATURE_WRONG, where, kind="wrong", name=key.name, key_id=key.key_id.hex()
        ) from None
    if not signed:
        found = ", ".join(f"{s.name}+{s.key_id.hex()}" for s in note.signatures)
        raise refuse(Code.RECORD_SIGNATURE_WRONG, where, kind="unknown", found=found)
    return signed


def read_file(path: Path) -> bytes:
    """A file of the checker's own. Raises Problems (file.missing, file.unreadable, file.too_big)."""
    where = Where(file=str(path))
    try:
        with path.open("rb") as file:
            raw = file.read(_LONGEST_PROOF + 1)
    except FileNotFoundError:
        raise refuse(Code.FILE_MISSING, where, near=[]) from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or "no such path"
        raise refuse(Code.FILE_UNREADABLE, where, reason=reason) from None
    if len(raw) > _LONGEST_PROOF:
        most = f"{_LONGEST_PROOF:,} bytes"
        raise refuse(Code.FILE_TOO_BIG, where, found=f"more than {most}", most=most)
    return raw


def read_anchor(raw: bytes, file: str, origin: str, witnesses: Sequence[Key]) -> Anchor:
    """A kept checkpoint. Raises Problems (record.checkpoint_wrong, record.signature_wrong)."""
    try:
        checkpoint = read_checkpoint(raw)
    except WrongFormError:
        raise refuse(Code.RECORD_CHECKPOINT_WRONG, Where(file=file)) from None
    return anchor(checkpoint, file, origin, witnesses)


def anchor(checkpoint: Checkpoint, file: str, origin: str, witnesses: Sequence[Key]) -> Anchor:
    """A checkpoint of this log with its cosignatures. Raises Problems."""
    where = Where(file=file)
    if checkpoint.origin != origin:
        raise refuse(
            Code.RECORD_CHECKPOINT_WRONG, where, kind="origin", found=checkpoint.origin[:100], expected=origin
        )
    try:
        seen = cosigners(checkpoint, witnesses)
    except WrongSignatureError as fault:
        key = fault.key
        raise refuse(
            Code.RECORD_SIGNATURE_WRONG, where, kind="wrong", name=key.name, key_id=key.key_id.hex()
        ) from None
    return Anchor(checkpoint, file, seen)


def read_receipt(raw: bytes, file: str, origin: str) -> Promise:
    """A receipt of this log. Raises Problems (record.receipt_wrong)."""
    where = Where(file=file)
    try:
        note = read_note(raw)
        _, named, id_, recorded, leaf, _ = note.text.split("\n")
        values = [line.partition(" ")[2] for line in (id_, recorded, leaf)]
        hash_ = exact(values[2])
    except (WrongFormError, ValueError):
        raise refuse(Code.RECORD_RECEIPT_WRONG, where) from None
    lines = f"returnhub/receipt/v1\n{named}\nid {values[0]}\nrecorded {values[1]}\nleaf {values[2]}\n"
    if note.text != lines or not is_id(values[0]) or not is_time(values[1]) or len(hash_) != 32:
        raise refuse(Code.RECORD_RECEIPT_WRONG, where)
    if named != origin:
        raise refuse(Code.RECORD_RECEIPT_WRONG, where, kind="origin", found=named[:100], expected=origin)
    return Promise(values[0], read_time(values[1]), hash_, file, note=note)


def read_proof(raw: bytes, file: str) -> Proof:
    """A proof file, not checked yet. Raises Problems (record.proof_wrong)."""
    try:
        head, _, rest = raw.partition(b"\n\n")
        _, extra, index, *steps = head.decode("ascii").split("\n")
        if not extra.startswith("extra ") or not index.startswith("index ") or len(steps) > _MOST_STEPS:
            raise WrongFormError
        given = _read_extra(exact(extra.removeprefix("extra ")).decode("utf-8"))
        entry = _text(given["leaf"]).encode()
        row = read_bundle((entry,))
        if row.malformed:
            raise WrongFormError
        path = tuple(exact(step) for step in steps)
        if any(len(step) != 32 for step in path):
            raise WrongFormError
        return Proof(
            entry,
            exact(_text(given["salt"])) if "salt" in given else None,
            _text(given["content"]).encode() if "content" in given else None,
            whole_number(index.removeprefix("index ")),
            path,
            read_checkpoint(rest),
            row.ids[0].decode(),
            read_time(row.times[0]),
            row.commitments[0],
        )
    except (WrongFormError, ValueError, binascii.Error, KeyError, RecursionError):
        raise refuse(Code.RECORD_PROOF_WRONG, Where(file=file), kind="format") from None


def _read_extra(text: str) -> dict[str, object]:
    """A proof's entry, alone or with salt and content: a content without its salt would pass unchecked."""
    members = json.loads(text)
    given = cast("dict[str, object]", members if isinstance(members, dict) else {})
    spelt = json.dumps(given, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if given.keys() not in ({"leaf"}, {"leaf", "salt", "content"}) or spelt != text:
        raise WrongFormError
    return given


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise WrongFormError
    return value
