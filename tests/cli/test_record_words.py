"""Every kind of finding, and everything that a check cannot tell, has words."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import returnhub.record
from returnhub.cli.finer import KINDS
from returnhub.cli.record import findings as said
from returnhub.problems import Code
from returnhub.record.verify import By, CannotTell, Check, Finding, Kind, Thing, Untold, Why

AT = dt.datetime(2026, 10, 9, 14, 31, tzinfo=dt.UTC)


def test_every_kind_thing_way_and_reason_has_words() -> None:
    assert said.KINDS.keys() == set(Kind)
    assert said.THINGS.keys() == said.RANGES.keys() == said.WHOLE.keys() == set(Thing)
    assert said.FOUND_BY.keys() == said.CHECKS.keys() == set(By)
    assert said.WHYS.keys() == set(Why)
    assert said.UNTOLD.keys() == set(Untold)


@pytest.mark.parametrize("kind", list(Kind))
def test_any_finding_is_a_sentence_without_holes(kind: Kind) -> None:
    places: tuple[tuple[int | None, tuple[int, int] | None], ...] = ((7, None), (None, (3, 9)), (None, None))
    for thing, by, why, (index, span) in product(Thing, By, (None, *Why), places):
        text = said.sentence(Finding(kind, thing, by, index=index, span=span, why=why, file="kept.note"))
        assert re.fullmatch(r"[A-Z].*\.", text), text
        assert "{" not in text
        assert "None" not in text
        assert "  " not in text


def test_a_finding_says_which_entry_what_is_wrong_and_how_it_was_found() -> None:
    altered = Finding(Kind.ALTERED, Thing.ENTRY, By.COPY, index=18_099_310, recorded=AT, file="kept")
    assert said.sentence(altered) == (
        "Entry 18,099,310, recorded 9 October 2026 14:31:00 UTC, is not what it was when it was signed: "
        "altered since. Found by your kept copy kept."
    )
    backdated = Finding(Kind.BACKDATED, Thing.ENTRY, By.TIMES, index=4, recorded=AT, bound=AT)
    assert "not before 9 October 2026 14:31:00 UTC" in said.sentence(backdated)
    cut = Finding(Kind.ROLLED_BACK, Thing.ENTRY, By.WITNESSES, index=5, span=(5, 9), witnesses=("w.example",))
    assert "entries 5 to 8" in said.sentence(cut)
    assert said.sentence(cut).endswith("Cosigned by w.example.")
    somewhere = Finding(Kind.ALTERED, Thing.ENTRY, By.ROOT, span=(3, 9))
    assert said.sentence(somewhere).startswith("Somewhere in entries 3 to 8 an entry is not what it was")


def test_what_cannot_be_told_names_its_entries_and_files() -> None:
    for code in Untold:
        text = said.untold(CannotTell(code, (3, 9), "mine.receipt"))
        assert text.endswith(".")
        assert "{" not in text
    assert "entries 3 to 8" in said.untold(CannotTell(Untold.ONLY_A_RANGE, (3, 9)))
    assert said.span((4, 5)) == "entry 4"


def test_a_check_says_how_much_holds_or_how_much_does_not() -> None:
    assert said.holds(Check(By.IDS, 12_000, 0)) == ("ids", "12,000, none of them twice")
    assert said.holds(Check(By.IDS, 12_000, 1)) == ("ids", "1 finding")


def test_only_a_changed_record_is_said_to_be_changed() -> None:
    unseen, unsigned, altered = (
        Finding(k, Thing.CHECKPOINT, By.SIGNATURES) for k in (Kind.UNWITNESSED, Kind.UNSIGNED, Kind.ALTERED)
    )
    assert said.closing([unseen]) == said.TOO_FEW
    assert said.closing([unsigned]) == said.UNKNOWN_KEY
    assert said.closing([unseen, altered]) == said.CHANGED


def test_a_content_that_is_gone_may_wait_for_the_checkpoint_over_its_erasure() -> None:
    gone = Finding(Kind.MISSING, Thing.CONTENT, By.CONTENTS, index=7, recorded=AT, why=Why.NOT_NAMED)
    assert "waits for the next checkpoint, or it was taken away" in said.sentence(gone)
    assert said.closing([gone, gone]) == said.GONE
    altered = Finding(Kind.ALTERED, Thing.CONTENT, By.CONTENTS, index=7, why=Why.COMMITMENT)
    assert said.closing([gone, altered]) == said.CHANGED


def _kinds() -> Iterator[tuple[str, str]]:
    """Each kind that a refusal in `record` names, by its file; helpers that take the kind first included."""
    for path in Path(returnhub.record.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for keyword in node.keywords:
                    if keyword.arg == "kind" and isinstance(keyword.value, ast.Constant):
                        yield path.name, str(keyword.value.value)
                name = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if name in {"no", "_no", "_wrong", "_handover_wrong"}:
                    yield from (
                        (path.name, a.value)
                        for a in node.args
                        if isinstance(a, ast.Constant) and isinstance(a.value, str)
                    )


def test_every_kind_that_the_record_names_has_finer_words() -> None:
    known = {kind for code, kind in KINDS if code.value.startswith("record.") or code is Code.FILE_EMPTY}
    # reasons in a witness's HTTP answer are sentences already
    found = set(_kinds())
    assert len(found) > 60
    missing = {(file, kind) for file, kind in found if kind not in known and " " not in kind}
    assert missing == set()
