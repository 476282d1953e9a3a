"""Signatures and hand-overs of the log's key: trust goes both ways along them, and no further."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.record.handmade import KEY, NEXT_KEY, SECOND, START, STRANGER, WITNESS, Key, Log, Step, plan, put

from returnhub.problems import Code, Problems
from returnhub.record.verify import Ask, By, CannotTell, Kind, Report, Thing, Untold, Why, verify


def handed_over(**change: object) -> Log:
    """Seals at 10, 21; the hand-over at 22, seals at 33 (by both) and 44 (by the new key)."""
    steps = plan(20, 10)
    steps.append(Step("handover", 500, START + 20 * SECOND, **change))  # pyright: ignore
    steps += [s for s in plan(40, 10) if s.recorded >= START + 20 * SECOND]
    return Log(steps)


LOG = handed_over()


def check(tmp_path: Path, log: Log, *keys: Key, kept: str = "") -> Report:
    files = (put(tmp_path, "kept", kept.encode()),) if kept else ()
    return verify(Ask(log.write(tmp_path / "log"), tuple(k.vkey for k in keys), files))


def test_trust_in_the_first_key_goes_on_to_the_next(tmp_path: Path) -> None:
    report = check(tmp_path, LOG, KEY)
    assert report.findings == ()
    assert report.signed_by == NEXT_KEY.vkey


def test_trust_in_the_last_key_goes_back_to_the_first(tmp_path: Path) -> None:
    assert check(tmp_path, LOG, NEXT_KEY, kept=LOG.checkpoints[11]).findings == ()


def test_a_log_of_a_key_that_nobody_trusts_is_unsigned(tmp_path: Path) -> None:
    found = check(tmp_path, LOG, STRANGER).findings[0]
    assert (found.kind, found.thing, found.why) == (Kind.UNSIGNED, Thing.CHECKPOINT, Why.NOT_TRUSTED)


def test_a_handover_that_only_the_new_key_signed_takes_no_trust_along(tmp_path: Path) -> None:
    report = check(tmp_path, handed_over(signers=(NEXT_KEY,)), KEY)
    wrong = [(f.kind, f.thing, f.index, f.why) for f in report.findings]
    assert (Kind.MALFORMED, Thing.HANDOVER, 22, Why.NOT_BOTH_KEYS) in wrong
    assert (Kind.UNSIGNED, Thing.CHECKPOINT, 44, Why.NO_KEY) in wrong


def test_a_handover_from_a_key_that_was_not_the_logs_is_not_followed(tmp_path: Path) -> None:
    steps = [*LOG.steps, Step("handover", 600, LOG.steps[-1].recorded, keys=(STRANGER, KEY))]
    steps.append(Step("seal", 601, steps[-1].recorded, signers=(NEXT_KEY,)))
    found = check(tmp_path, Log(steps), KEY).findings
    assert [(f.thing, f.index, f.why) for f in found] == [(Thing.HANDOVER, 45, Why.CHAIN)]


def test_a_retired_key_signs_no_checkpoint_after_its_handover(tmp_path: Path) -> None:
    log = handed_over()
    log.checkpoints[45] = log.checkpoint(45, KEY)
    found = check(tmp_path, log, KEY).findings
    assert {(f.kind, f.why) for f in found} == {(Kind.UNSIGNED, Why.NOT_IN_FORCE)}


def test_a_kept_checkpoint_by_a_retired_key_is_a_finding(tmp_path: Path) -> None:
    (found,) = check(tmp_path, LOG, KEY, kept=LOG.checkpoint(45, KEY)).findings
    assert (found.kind, found.by, found.why) == (Kind.UNSIGNED, By.CHECKPOINTS, Why.NOT_IN_FORCE)


def test_the_first_checkpoint_after_a_handover_needs_both_keys(tmp_path: Path) -> None:
    log = handed_over()
    log.checkpoints[34] = log.checkpoint(34, NEXT_KEY)
    (found,) = check(tmp_path, log, KEY).findings
    assert (found.kind, found.index, found.why) == (Kind.UNSIGNED, 33, Why.NOT_BOTH_KEYS)


def test_a_signature_that_does_not_fit_its_key_is_a_finding(tmp_path: Path) -> None:
    log = Log(plan(40, 10))
    root_of_another = log.checkpoints[22].split("\n")[2]
    log.checkpoints[33] = log.checkpoints[33].replace(log.checkpoints[33].split("\n")[2], root_of_another)
    (found,) = check(tmp_path, log, KEY).findings
    assert (found.kind, found.index, found.why) == (Kind.UNSIGNED, 32, Why.NOTE)


def test_a_trusted_key_that_the_log_never_had_is_said(tmp_path: Path) -> None:
    report = check(tmp_path, Log(plan(20, 10)), KEY)
    assert report.holds
    report = check(tmp_path, LOG, KEY, STRANGER)
    assert CannotTell(Untold.KEY_NEVER_USED, name=STRANGER.vkey) in report.cannot_tell


def test_two_trusted_keys_without_a_handover_are_never_both_in_office(tmp_path: Path) -> None:
    steps = [replace(s, signers=(NEXT_KEY,)) if s.what == "seal" else s for s in plan(20, 10)]
    both = Log([steps[n] if n > 10 else s for n, s in enumerate(plan(20, 10))])
    found = check(tmp_path, both, KEY, NEXT_KEY).findings
    assert [(f.kind, f.index, f.why) for f in found] == [(Kind.UNSIGNED, 10, Why.NOT_IN_FORCE)]


def test_a_log_without_its_handover_says_that_the_new_key_never_signed(tmp_path: Path) -> None:
    # whoever stole the retired key shows such a log
    report = check(tmp_path, Log(plan(20, 10)), KEY, NEXT_KEY)
    assert CannotTell(Untold.KEY_NEVER_USED, name=NEXT_KEY.vkey) in report.cannot_tell


def test_a_checkpoint_of_another_log_is_a_finding(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path / "log")
    put(folder, "checkpoint", LOG.latest.replace(KEY.name, "another.example/log").encode())
    assert [f.why for f in verify(Ask(folder, (KEY.vkey,))).findings] == [Why.ORIGIN]


@pytest.mark.parametrize(
    "vkey",
    ["", "nonsense", WITNESS.vkey, KEY.vkey[:-4] + "AAAA", KEY.vkey.replace("+", "+0", 1)],
)
def test_what_is_no_key_of_a_log_is_refused(tmp_path: Path, vkey: str) -> None:
    with pytest.raises(Problems) as refused:
        verify(Ask(LOG.write(tmp_path), (vkey,)))
    assert refused.value.items[0].code is Code.RECORD_KEY_WRONG


def test_a_logs_key_is_no_witness(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        verify(Ask(LOG.write(tmp_path), (KEY.vkey,), witnesses=(KEY.vkey,)))
    assert refused.value.items[0].given["kind"] == "not_a_witness"


def test_a_kept_checkpoint_that_no_trusted_key_signed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        check(tmp_path, LOG, KEY, kept=LOG.checkpoint(22, STRANGER))
    assert refused.value.items[0].code is Code.RECORD_SIGNATURE_WRONG


def test_a_kept_checkpoint_of_another_log_is_refused(tmp_path: Path) -> None:
    other = Key("another.example/log", 1, KEY.seed)
    text = LOG.checkpoints[22].split("\n\n")[0].replace(KEY.name, other.name) + "\n"
    with pytest.raises(Problems) as refused:
        check(tmp_path, LOG, KEY, kept=f"{text}\n{other.line(text)}")
    assert refused.value.items[0].code is Code.RECORD_CHECKPOINT_WRONG


def test_no_log_at_all_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Problems) as refused:
        verify(Ask(tmp_path / "nowhere", (KEY.vkey,)))
    assert refused.value.items[0].code is Code.RECORD_LOG_MISSING
