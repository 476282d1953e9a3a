"""One check of a log, from what is asked to the report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from returnhub.problems import Code, Where, refuse
from returnhub.record.verify.chain import Chain, Erasures, survey
from returnhub.record.verify.checkpoints import check_kept, check_latest, check_stray, cosigned_latest
from returnhub.record.verify.contents import Contents
from returnhub.record.verify.copy import Copy, open_copy
from returnhub.record.verify.evidence import Evidence, check_signatures, read_evidence, read_keys
from returnhub.record.verify.export import Export
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
from returnhub.record.verify.ids import Ids
from returnhub.record.verify.judge import Judge
from returnhub.record.verify.notes import Checkpoint, Key, WrongFormError, read_checkpoint
from returnhub.record.verify.recount import Recount
from returnhub.record.verify.seals import Seals
from returnhub.record.verify.times import Clocks, Times


@dataclass(frozen=True, slots=True)
class Ask:
    """What to check, by what.

    `keys` and `witnesses` are vkeys that the checker trusts, `checkpoints` and `receipts` (also proof
    files) the checker's own files, `kept` an earlier copy of the log (its checkpoint and level-0 tiles are
    enough). `quorum` witnesses must have cosigned the latest checkpoint. Clocks may be `tolerance` apart.
    `progress` is told entries done and in all.
    """

    export: Path
    keys: tuple[str, ...]
    checkpoints: tuple[Path, ...] = ()
    receipts: tuple[Path, ...] = ()
    witnesses: tuple[str, ...] = ()
    quorum: int = 0
    kept: Path | None = None
    tolerance: dt.timedelta = dt.timedelta(seconds=60)
    progress: Callable[[int, int], None] | None = None


def verify(ask: Ask) -> Report:
    """Recount a log. Damage inside the export is a finding.

    Raises Problems: no log there (record.log_missing), or something of the checker's own that is not
    what it should be (record.key_wrong, .checkpoint_wrong, .receipt_wrong, .proof_wrong,
    .signature_wrong, .log_wrong for the kept copy; file.missing, .unreadable).
    """
    export, ledger = Export(ask.export), Ledger()
    trusted = read_keys(ask.keys, of_witnesses=False)
    witnesses = read_keys(ask.witnesses, of_witnesses=True)
    origin = trusted[0].name
    raw = export.note("checkpoint")
    if raw is None:
        kind = "unsigned" if ask.export.is_dir() else ""
        raise refuse(Code.RECORD_LOG_MISSING, Where(file=str(ask.export)), kind=kind)
    evidence = read_evidence(ask.checkpoints, ask.receipts, origin, witnesses)
    copy = open_copy(ask.kept, origin, witnesses) if ask.kept is not None else None
    if copy is not None:
        evidence.anchors.append(copy.anchor)
    try:
        final = read_checkpoint(raw)
        why = None if final.origin == origin else Why.ORIGIN
    except WrongFormError:
        final, why = None, Why.FORM
    if final is None or why is not None:
        ledger.add(Finding(Kind.UNSIGNED, Thing.CHECKPOINT, By.SIGNATURES, why=why))
        return Report(
            origin, 0, b"", checks=ledger.checks(), findings=tuple(ledger.findings()), total=ledger.total
        )
    with TemporaryFile() as file:
        handovers, erasures = survey(export, final.size, origin, ledger)
        with closing(erasures):
            chain = Chain(trusted, handovers, final.note)
            check_signatures(evidence, chain, ask.tolerance)
            return _check(ask, export, final, chain, witnesses, evidence, copy, erasures, Ids(file), ledger)


def _check(
    ask: Ask,
    export: Export,
    final: Checkpoint,
    chain: Chain,
    witnesses: Sequence[Key],
    evidence: Evidence,
    copy: Copy | None,
    erasures: Erasures,
    ids: Ids,
    ledger: Ledger,
) -> Report:
    signed_by = check_latest(final, chain, ledger)
    check_kept(evidence.anchors, final, chain, ledger)
    cosigned = cosigned_latest(export, final, witnesses, ledger)
    contents, times = Contents(export, erasures, ledger), Times(ledger)
    clocks = Clocks(evidence.anchors, ask.tolerance)
    seals = Seals(export, final, chain, witnesses, clocks, evidence.promises, ledger)
    recount = Recount(export, final.size, evidence.anchors, evidence.promises, copy, ledger)
    outcome = recount.run(seals.spans(), times, contents, ids, ask.progress)
    check_stray(export, final, chain, seals, ledger)
    sealed = seals.last.recorded if seals.last else None

    judge = Judge(export, final, outcome, ledger)
    judge.root()
    judge.anchors(evidence.anchors)
    judge.copy(copy)
    judge.promises(evidence.promises, seals.due, sealed, ask.tolerance)
    judge.ids(ids)
    # a cosigned copy of the latest checkpoint that the checker holds is as good as the export's
    same = (a for a in evidence.anchors if (a.checkpoint.size, a.checkpoint.root) == (final.size, final.root))
    cosigned = {*cosigned, *(name for a in same for name in a.seen)}
    judge.quorum(tuple(sorted(cosigned)), ask.quorum, seals.quorum_at, asked=bool(witnesses))
    findings = tuple(ledger.findings())
    unnamed = [CannotTell(Untold.ONLY_A_RANGE, span) for span in judge.unnamed(findings)]
    unused = [CannotTell(Untold.KEY_NEVER_USED, name=k.vkey) for k in chain.trusted if k not in chain.keys]
    untold = [*unnamed, *judge.untold, *unused]
    if not contents.there:
        untold.append(CannotTell(Untold.NO_CONTENTS))
    if times.late.count or any(f.kind is Kind.BACKDATED for f in findings):
        untold.append(CannotTell(Untold.LATE_OR_BACKDATED))
    if seals.slow is not None:
        untold.append(CannotTell(Untold.SLOW_OR_MOVED_BACK, seals.slow))
    untold += [
        CannotTell(code) for code in (Untold.LAST_SECONDS, Untold.NEVER_RECORDED, Untold.FALSE_AT_ENTRY)
    ]
    return Report(
        origin=final.origin,
        size=final.size,
        root=final.root,
        signed_by=signed_by,
        sealed=sealed,
        checks=ledger.checks(),
        findings=findings,
        total=ledger.total,
        cannot_tell=tuple(untold),
        guards_off=seals.guards_off(),
        erased=contents.erased,
        late=times.late,
    )
