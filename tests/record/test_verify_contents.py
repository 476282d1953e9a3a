"""Contents against their commitments, and erasures that say openly what is gone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.record.handmade import KEY, SECOND, Log, Step, again, b64, canonical, plan, put

from returnhub.record.verify import Ask, By, Kind, Report, Thing, Why, verify

LOG = Log(plan(40, 10))


def erased(at: int = 14) -> Log:
    end = LOG.steps[-1].recorded
    return again(LOG, [*LOG.steps, Step("erase", 700, end, erases=at), Step("seal", 701, end + SECOND)])


def check(folder: Path) -> Report:
    return verify(Ask(folder, (KEY.vkey,)))


def test_an_altered_content_is_named(tmp_path: Path) -> None:
    log = again(LOG, LOG.steps)
    log.contents[14] = (log.contents[14][0], b'{"what":"another"}')
    (found,) = check(log.write(tmp_path)).findings
    assert (found.kind, found.thing, found.index, found.id) == (
        Kind.ALTERED,
        Thing.CONTENT,
        14,
        LOG.steps[14].id,
    )


def test_an_altered_salt_is_named(tmp_path: Path) -> None:
    log = again(LOG, LOG.steps)
    log.contents[14] = (bytes(32), log.contents[14][1])
    assert [f.index for f in check(log.write(tmp_path)).findings] == [14]


def test_a_content_that_is_gone_without_an_erasure_is_missing(tmp_path: Path) -> None:
    log = again(LOG, LOG.steps)
    del log.contents[14]
    (found,) = check(log.write(tmp_path)).findings
    assert (found.kind, found.thing, found.index, found.why) == (
        Kind.MISSING,
        Thing.CONTENT,
        14,
        Why.NOT_NAMED,
    )


def test_a_lawful_erasure_leaves_a_log_that_holds(tmp_path: Path) -> None:
    report = check(erased().write(tmp_path))
    assert report.holds
    assert report.erased == 1


def test_erasures_are_counted_without_contents_too(tmp_path: Path) -> None:
    assert check(erased().write(tmp_path, contents=False)).erased == 1


def test_an_erased_content_that_is_still_there_is_found(tmp_path: Path) -> None:
    log = erased()
    log.contents[14] = LOG.contents[14]
    (found,) = check(log.write(tmp_path)).findings
    assert (found.kind, found.index) == (Kind.UNERASED, 14)


def test_an_erasure_that_names_another_id_covers_nothing(tmp_path: Path) -> None:
    log = erased()
    at = len(LOG.steps)
    raw = log.entries[at].replace(LOG.steps[14].id.encode(), LOG.steps[15].id.encode())
    steps = list(log.steps)
    steps[at] = replace(steps[at], raw=raw)
    found = check(again(LOG, steps).write(tmp_path)).findings
    assert [(f.kind, f.thing, f.index) for f in found] == [
        (Kind.MISSING, Thing.CONTENT, 14),
        (Kind.MALFORMED, Thing.ERASURE, at),
    ]


def test_why_another_was_erased_is_not_erased(tmp_path: Path) -> None:
    steps = erased().steps
    hidden = [*steps, Step("erase", 702, steps[-1].recorded, erases=44), replace(steps[-1], number=703)]
    wrong = {(f.kind, f.thing, f.index) for f in check(again(LOG, hidden).write(tmp_path)).findings}
    assert (Kind.MALFORMED, Thing.ERASURE, 46) in wrong


def test_a_second_erasure_of_one_entry_is_found(tmp_path: Path) -> None:
    steps = erased().steps
    again_ = again(
        LOG, [*steps, Step("erase", 702, steps[-1].recorded, erases=14), replace(steps[-1], number=703)]
    )
    (found,) = check(again_.write(tmp_path)).findings
    assert (found.kind, found.thing, found.index, found.why) == (Kind.MALFORMED, Thing.ERASURE, 46, Why.AGAIN)


def test_an_erasure_of_an_entry_to_come_is_found(tmp_path: Path) -> None:
    end = LOG.steps[-1].recorded
    early = Step("content", 700, end)
    members = {"basis": "Article 17", "id": LOG.steps[3].id, "index": 5_000}
    entry = {"commitment": early.commitment, "erasure": members, "id": early.id, "v": 1}
    raw = canonical(entry | {"recorded": end.strftime("%Y-%m-%dT%H:%M:%S.%fZ")})
    log = again(LOG, [*LOG.steps, replace(early, raw=raw), Step("seal", 701, end)])
    (found,) = check(log.write(tmp_path)).findings
    assert (found.by, found.index, found.why) == (By.ERASURES, 44, Why.ORDER)


def test_lines_out_of_order_and_of_other_bundles_are_malformed(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    lines = (folder / "private/content/000").read_bytes().splitlines(keepends=True)
    stray = f"300 {b64(bytes(32))} {{}}\n".encode()
    put(folder, "private/content/000", b"".join([lines[1], lines[0], *lines[2:], stray]))
    report = check(folder)
    assert {(f.kind, f.thing) for f in report.findings} == {
        (Kind.MALFORMED, Thing.CONTENT),
        (Kind.MISSING, Thing.CONTENT),
    }


def test_a_content_of_an_entry_that_has_none_is_found(tmp_path: Path) -> None:
    log = again(LOG, LOG.steps)
    log.contents[10] = (bytes(32), b"{}")
    assert [(f.kind, f.index) for f in check(log.write(tmp_path)).findings] == [(Kind.ALTERED, 10)]


def test_contents_that_no_checkpoint_covers_yet_are_the_keepers_affair(tmp_path: Path) -> None:
    folder = LOG.write(tmp_path)
    more = f"44 {b64(bytes(32))} {{}}\n".encode()
    put(folder, "private/content/000", (folder / "private/content/000").read_bytes() + more)
    assert check(folder).holds
