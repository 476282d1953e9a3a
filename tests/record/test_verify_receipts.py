"""Receipts and proofs against a log, and proofs by themselves."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.handmade import (
    KEY,
    ML_DSA_WITNESS,
    NEXT_KEY,
    SECOND,
    STRANGER,
    WITNESS,
    Log,
    Step,
    again,
    plan,
    put,
)

from returnhub.problems import Code, Problems
from returnhub.record.verify import Ask, By, CannotTell, Kind, Report, Untold, Why, verify, verify_proof

LOG = Log(plan(40, 10))
AT = 14


def check(tmp_path: Path, log: Log, *papers: str) -> Report:
    files = tuple(put(tmp_path, f"papers/{n}", paper.encode()) for n, paper in enumerate(papers))
    return verify(Ask(log.write(tmp_path / "log"), (KEY.vkey,), receipts=files, tolerance=SECOND))


def test_receipts_and_proofs_of_a_sound_log_are_kept(tmp_path: Path) -> None:
    report = check(tmp_path, LOG, LOG.receipt(AT), LOG.proof(3, 22), LOG.proof(40, 44, content=True))
    assert report.holds
    assert {check.by: check.count for check in report.checks}[By.RECEIPTS] == 1
    assert CannotTell(Untold.NO_RECEIPTS) not in report.cannot_tell


def test_a_receipt_names_its_deleted_entry_even_without_a_checkpoint(tmp_path: Path) -> None:
    report = check(tmp_path, again(LOG, LOG.steps[:AT] + LOG.steps[AT + 1 :]), LOG.receipt(AT))
    (found,) = report.findings
    assert (found.kind, found.by, found.id) == (Kind.MISSING, By.RECEIPTS, LOG.steps[AT].id)
    assert found.recorded == LOG.steps[AT].recorded
    # where it should stand by its time: between the checkpoints of 11 entries and (one less now) of 21
    assert found.span == (11, 21)


def test_a_receipt_names_its_altered_entry(tmp_path: Path) -> None:
    steps = list(LOG.steps)
    steps[AT] = replace(steps[AT], content=b'{"what":"nothing"}')
    (found,) = check(tmp_path, again(LOG, steps), LOG.receipt(AT)).findings
    assert (found.kind, found.by, found.index, found.id) == (
        Kind.ALTERED,
        By.RECEIPTS,
        AT,
        LOG.steps[AT].id,
    )


def test_a_receipt_that_is_not_due_yet_cannot_be_told(tmp_path: Path) -> None:
    later = Log([*LOG.steps, Step("content", 99, LOG.steps[-1].recorded)])
    report = check(tmp_path, LOG, later.receipt(44))
    assert report.holds
    assert CannotTell(Untold.RECEIPT_NOT_DUE, name=str(tmp_path / "papers/0")) in report.cannot_tell
    # nor is it counted as a promise that was kept
    assert By.RECEIPTS not in {c.by for c in report.checks}


def test_a_receipt_is_due_ten_seconds_and_the_tolerance_after_its_time(tmp_path: Path) -> None:
    steps = plan(40, 10)
    lost = Step("content", 999, steps[-1].recorded - 11.5 * SECOND)
    receipt = Log([*steps, lost]).receipt(len(steps))
    assert check(tmp_path, Log(steps), receipt).findings[0].kind is Kind.MISSING


def test_a_proof_names_the_index_that_was_changed(tmp_path: Path) -> None:
    steps = list(LOG.steps)
    steps[AT], steps[AT + 2] = steps[AT + 2], steps[AT]
    report = check(tmp_path, again(LOG, steps), LOG.proof(AT, 22))
    first = report.findings[0]
    assert (first.kind, first.by, first.index, first.elsewhere) == (
        Kind.REORDERED,
        By.PROOFS,
        AT,
        AT + 2,
    )
    # the checkpoint in the proof is a kept one too
    assert (Kind.FORKED, (0, 22)) in [(f.kind, f.span) for f in report.findings]


def test_a_proof_names_the_entry_that_was_deleted(tmp_path: Path) -> None:
    report = check(tmp_path, again(LOG, LOG.steps[:AT] + LOG.steps[AT + 1 :]), LOG.proof(AT, 22))
    assert (report.findings[0].kind, report.findings[0].index) == (Kind.MISSING, AT)


def test_a_receipt_of_another_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        check(tmp_path, LOG, LOG.receipt(3, STRANGER))
    assert refused.value.items[0].code is Code.RECORD_SIGNATURE_WRONG


def test_every_wrong_paper_is_named_at_once(tmp_path: Path) -> None:
    other = LOG.receipt(3).replace("receipt/v1", "receipt/v2")
    with pytest.raises(Problems) as refused:
        check(tmp_path, LOG, "nonsense", other, LOG.proof(3, 22).replace("index 3", "index 4"))
    assert [p.code for p in refused.value.items] == [
        Code.RECORD_RECEIPT_WRONG,
        Code.RECORD_RECEIPT_WRONG,
        Code.RECORD_PROOF_WRONG,
    ]


def test_a_receipt_by_a_key_that_was_handed_over_before_is_refused(tmp_path: Path) -> None:
    steps = [*LOG.steps, Step("handover", 500, LOG.steps[-1].recorded)]
    steps += [Step("seal", 501, steps[-1].recorded)]
    forged = Log([Step("content", 900, steps[-1].recorded + 300 * SECOND)]).receipt(0, KEY)
    with pytest.raises(Problems) as refused:
        check(tmp_path, Log(steps), forged)
    assert refused.value.items[0].given["kind"] == "retired"


def test_a_proof_alone_holds_offline(tmp_path: Path) -> None:
    file = put(tmp_path, "proof", LOG.proof(AT, 22, content=True).encode())
    report = verify_proof(file, (KEY.vkey,))
    assert report.holds
    assert (report.origin, report.size, report.signed_by) == (KEY.name, 22, KEY.vkey)
    assert CannotTell(Untold.NO_WITNESSES) in report.cannot_tell


@pytest.mark.parametrize("index", [0, 10, 21, 43])
def test_a_proof_of_another_entry_does_not_lead_to_the_root(tmp_path: Path, index: int) -> None:
    good = LOG.proof(index, 44)
    other = LOG.proof((index + 1) % 44, 44)
    file = put(tmp_path, "proof", "\n".join([*other.split("\n")[:2], *good.split("\n")[2:]]).encode())
    report = verify_proof(file, (KEY.vkey,))
    assert [(f.kind, f.why) for f in report.findings] == [(Kind.ALTERED, Why.INCLUSION)]


def test_a_proof_with_another_content_is_found(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    log.contents[AT] = (log.contents[AT][0], b'{"what":"another"}')
    file = put(tmp_path, "proof", log.proof(AT, 22, content=True).encode())
    assert [f.why for f in verify_proof(file, (KEY.vkey,)).findings] == [Why.COMMITMENT]


@pytest.mark.parametrize(
    "change",
    [
        lambda extra: extra[:-1] + b',"content":"forged"}',
        lambda extra: b'{"content":"forged",' + extra[1:],
        lambda extra: extra[:-1] + b',"salt":"AAAA"}',
        lambda extra: extra + b" ",
        lambda extra: extra[:-1] + b"," + extra[1:],
        lambda extra: b"[]",
    ],
)
def test_a_proof_with_a_content_and_no_salt_or_in_another_spelling_is_no_proof(
    tmp_path: Path, change: Callable[[bytes], bytes]
) -> None:
    proof = LOG.proof(AT, 22)
    extra = proof.split("\n")[1].removeprefix("extra ")
    forged = proof.replace(extra, base64.b64encode(change(base64.b64decode(extra))).decode())
    with pytest.raises(Problems) as refused:
        verify_proof(put(tmp_path, "proof", forged.encode()), (KEY.vkey,))
    assert refused.value.items[0].code is Code.RECORD_PROOF_WRONG


def test_a_proof_needs_its_quorum_of_witnesses(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    log.checkpoints[22] = WITNESS.cosign(log.checkpoints[22], LOG.steps[21].recorded)
    file = put(tmp_path, "proof", log.proof(AT, 22).encode())
    keys = (WITNESS.vkey, ML_DSA_WITNESS.vkey)
    assert verify_proof(file, (KEY.vkey,), keys, 1).holds
    assert [f.kind for f in verify_proof(file, (KEY.vkey,), keys, 2).findings] == [Kind.UNWITNESSED]


def test_a_proof_under_a_checkpoint_of_another_key_is_refused(tmp_path: Path) -> None:
    file = put(tmp_path, "proof", LOG.proof(AT, 22).encode())
    with pytest.raises(Problems) as refused:
        verify_proof(file, (NEXT_KEY.vkey,))
    assert refused.value.items[0].code is Code.RECORD_SIGNATURE_WRONG


def test_a_receipt_alone_does_not_tell_whether_it_was_kept(tmp_path: Path) -> None:
    file = put(tmp_path, "receipt", LOG.receipt(AT).encode())
    report = verify_proof(file, (KEY.vkey,))
    assert report.holds
    assert report.cannot_tell[0] == CannotTell(Untold.RECEIPT_ALONE, name=str(file))
