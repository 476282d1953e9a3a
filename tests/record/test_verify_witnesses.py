"""Witnesses: who cosigned, when, and what that shows of the keeper's clock and of other trees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.handmade import KEY, ML_DSA_WITNESS, SECOND, START, WITNESS, Log, again, plan, put

from returnhub.problems import Code, Problems
from returnhub.record.verify import Ask, By, CannotTell, Kind, Report, Thing, Untold, Why, verify

LOG = Log(plan(40, 10))
WITNESSES = (WITNESS.vkey, ML_DSA_WITNESS.vkey)


def cosigned(size: int, late: float = 1) -> str:
    at = LOG.steps[size - 1].recorded + late * SECOND
    return ML_DSA_WITNESS.cosign(WITNESS.cosign(LOG.checkpoints[size], at), at)


def check(tmp_path: Path, log: Log, kept: str = "", quorum: int = 0) -> Report:
    files = (put(tmp_path, "kept", kept.encode()),) if kept else ()
    return verify(Ask(log.write(tmp_path / "log"), (KEY.vkey,), files, witnesses=WITNESSES, quorum=quorum))


def test_two_kinds_of_cosignature_make_a_quorum(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    log.checkpoints[44] = cosigned(44)
    assert check(tmp_path, log, quorum=2).holds


def test_too_few_cosignatures_on_the_latest_checkpoint_are_a_finding(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    log.checkpoints[33] = cosigned(33)
    (found,) = check(tmp_path, log, quorum=2).findings
    assert (found.kind, found.span) == (Kind.UNWITNESSED, (33, 44))


def test_a_cosigned_copy_of_the_latest_checkpoint_counts_for_the_quorum(tmp_path: Path) -> None:
    assert check(tmp_path, LOG, cosigned(44), quorum=2).findings == ()


def test_the_same_witness_counts_once(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    once = WITNESS.cosign(log.checkpoints[44], LOG.steps[43].recorded)
    log.checkpoints[44] = WITNESS.cosign(once, LOG.steps[43].recorded + SECOND)
    assert [f.kind for f in check(tmp_path, log, quorum=2).findings] == [Kind.UNWITNESSED]


def test_a_cosigned_checkpoint_catches_a_split_view_and_names_who_did(tmp_path: Path) -> None:
    steps = list(LOG.steps)
    steps[14] = replace(steps[14], content=b'{"what":"nothing"}')
    report = check(tmp_path, again(LOG, steps), cosigned(33))
    found = report.findings[0]
    assert (found.kind, found.by, found.span) == (Kind.FORKED, By.WITNESSES, (0, 33))
    # the kept checkpoint that shows it is not told as one from which the log grew
    assert all(c.by is not By.CHECKPOINTS or not c.holds for c in report.checks)
    assert found.witnesses == (WITNESS.name, ML_DSA_WITNESS.name)


def test_a_cosigned_checkpoint_catches_a_rollback(tmp_path: Path) -> None:
    found = check(tmp_path, again(LOG, LOG.steps[:22]), cosigned(33)).findings[0]
    assert (found.kind, found.by, found.index) == (Kind.ROLLED_BACK, By.WITNESSES, 22)


def test_an_entry_before_a_cosigned_checkpoint_cannot_be_from_after_it(tmp_path: Path) -> None:
    # the keeper's clock ran an hour ahead for the whole log; the witness's did not
    ahead = Log([replace(s, recorded=s.recorded + 3600 * SECOND) for s in LOG.steps])
    kept = WITNESS.cosign(ahead.checkpoints[22], START + 30 * SECOND)
    found = check(tmp_path, ahead, kept).findings[0]
    assert (found.kind, found.by, found.index) == (Kind.POSTDATED, By.WITNESSES, 0)
    assert found.bound == START + 30 * SECOND


def test_a_slow_witness_accuses_nobody_and_it_is_said_that_times_may_have_been_moved_back(
    tmp_path: Path,
) -> None:
    # the log went on meanwhile, as it does when a witness reads an export of this morning in the afternoon
    kept = WITNESS.cosign(LOG.checkpoints[33], START + 3600 * SECOND)
    log = Log(LOG.steps)
    log.checkpoints[11] = WITNESS.cosign(LOG.checkpoints[11], START + 10 * SECOND)
    report = check(tmp_path, log, kept)
    assert report.findings == ()
    assert CannotTell(Untold.SLOW_OR_MOVED_BACK, (11, 33)) in report.cannot_tell


def test_a_witness_that_saw_each_checkpoint_in_time_leaves_no_doubt_of_times(tmp_path: Path) -> None:
    report = check(tmp_path, LOG, cosigned(22))
    assert not [u for u in report.cannot_tell if u.code is Untold.SLOW_OR_MOVED_BACK]


def test_cosignatures_inside_the_export_are_clocks_too(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    log.checkpoints[22] = cosigned(22, late=-300)
    found = check(tmp_path, log).findings[0]
    assert (found.kind, found.by, found.index) == (Kind.POSTDATED, By.WITNESSES, 11)


def test_a_cosignature_inside_the_export_that_does_not_verify_is_a_finding(tmp_path: Path) -> None:
    log = Log(LOG.steps)
    stolen = cosigned(33).split("\n\n")[1].split("\n", 1)[1]
    log.checkpoints[22] += stolen
    found = check(tmp_path, log).findings[0]
    assert (found.kind, found.thing, found.index, found.why) == (
        Kind.UNSIGNED,
        Thing.COSIGNATURE,
        21,
        Why.COSIGNATURE,
    )


def test_a_kept_checkpoint_whose_cosignature_does_not_verify_is_refused(tmp_path: Path) -> None:
    stolen = cosigned(33).split("\n\n")[1].split("\n", 1)[1]
    with pytest.raises(Problems) as refused:
        check(tmp_path, LOG, LOG.checkpoints[22] + stolen)
    assert refused.value.items[0].code is Code.RECORD_SIGNATURE_WRONG


def test_an_ml_dsa_cosignature_without_a_time_vouches_and_is_no_clock(tmp_path: Path) -> None:
    kept = ML_DSA_WITNESS.cosign(LOG.checkpoints[22], START.fromtimestamp(0, START.tzinfo))
    assert check(tmp_path, LOG, kept).holds
