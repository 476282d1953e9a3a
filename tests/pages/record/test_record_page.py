"""The page that checks a receipt or a proof: what it says of those that hold, in a real browser."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from importlib.resources import files
from uuid import UUID

import pytest
from tests.pages.record.papers import (
    COURT,
    LOG,
    OMBUDSMAN,
    ORIGIN,
    PROOF,
    RECEIPT,
    SECOND,
    START,
    TREE,
    UNIVERSITY,
    Checker,
    MadeTree,
    content,
    entry,
    signed,
    tree,
    vkeys,
)

from returnhub.record.checkpoint import Handover, Receipt
from returnhub.record.entry import Erasure, Manifest, Seal, canonical
from returnhub.record.keys import Algorithm, Key


def test_a_proof_holds_and_says_what_it_shows_and_what_not(checker: Checker) -> None:
    outcome = checker.check(PROOF)
    assert outcome == "✓ Holds This is entry 5 of the record, and it has not been changed"
    assert "22 November 2026, 8:36am UTC" in checker.said
    assert "300 entries" in checker.said
    assert "Not shown" not in checker.said
    assert "whether what was recorded is true, or a decision was right" in checker.said
    assert "no witness whose key you gave cosigned this" in checker.said
    assert "decision\nsuspended" in checker.page.locator(".content").inner_text()
    assert [line[0] for line in checker.lines] == ["✓", "✓", "✓", "✓", "?"]


def test_a_proof_without_content_says_that_only_the_entry_was_checked(checker: Checker) -> None:
    assert checker.check(TREE.proof().write()).startswith("✓ Holds")
    assert "The file has no content" in checker.said
    assert checker.page.locator(".content").count() == 0


def test_a_receipt_is_a_promise_and_the_page_says_so(checker: Checker) -> None:
    outcome = checker.check(RECEIPT)
    assert outcome == "✓ Holds The promise is genuine. Whether it was kept is not shown"
    assert "that the promise was kept and the entry is in the record" in checker.said
    assert entry(5).id in checker.said


def test_a_checkpoint_alone_is_checked_too(checker: Checker) -> None:
    assert checker.check(signed(TREE.head.text, LOG).write()) == "✓ Holds The checkpoint is genuine"


def test_cosignatures_are_named_with_their_times_and_a_missing_witness_is_shown(checker: Checker) -> None:
    later = START + dt.timedelta(minutes=5)
    note = signed(TREE.head.text, LOG)
    note = note.add(*signed(TREE.head.text, COURT, UNIVERSITY, at=later).signatures)
    proof = replace(TREE.proof(), checkpoint=note).write()
    assert checker.check(proof, witnesses=vkeys(COURT, OMBUDSMAN, UNIVERSITY)).startswith("✓ Holds")
    assert "Cosigned by 2 of 3 witnesses: court.example and university.example." in checker.said
    assert "Missing: ombudsman.example." in checker.said
    assert "court.example, 22 November 2026, 8:41am UTC" in checker.said
    assert checker.check(proof, witnesses=vkeys(COURT)).startswith("✓ Holds")
    assert "Not checked, as you gave no key for them: signatures of university.example." in checker.said


def test_a_witness_with_two_keys_is_one_witness(checker: Checker) -> None:
    second = Key(COURT.name, Algorithm.COSIGNATURE_ML_DSA, bytes(range(9, 41)))
    note = signed(TREE.head.text, LOG).add(*signed(TREE.head.text, COURT, second).signatures)
    checker.check(replace(TREE.proof(), checkpoint=note).write(), witnesses=vkeys(COURT, second))
    assert "Cosigned by 1 of 1 witnesses: court.example." in checker.said
    checker.check(replace(TREE.proof(), checkpoint=note).write(), witnesses=vkeys(COURT, second, OMBUDSMAN))
    assert "Cosigned by 1 of 2 witnesses: court.example. Missing: ombudsman.example." in checker.said


def test_an_entry_that_says_a_later_time_than_its_witness_is_pointed_out(checker: Checker) -> None:
    before = START - dt.timedelta(hours=1)
    note = signed(TREE.head.text, LOG).add(*signed(TREE.head.text, COURT, at=before).signatures)
    checker.check(replace(TREE.proof(), checkpoint=note).write(), witnesses=vkeys(COURT))
    assert "Mind the time: court.example signed more than a minute before" in checker.said


def test_content_is_shown_as_text_and_signs_that_turn_text_are_shown_as_codes(checker: Checker) -> None:
    body = canonical(
        {"why": '<img src=x onerror="document.title=1"><b>bold</b> \u202eevil\u202c \u2067 \U000e0041'}
    )
    body_ = content(body)
    made = tree(fifth=entry(5, commitment=body_.commitment))
    assert checker.check(made.proof(with_content=body_).write()).startswith("✓ Holds")
    shown = checker.page.locator(".content")
    assert r"\u202eevil\u202c \u2067 \udb40\udc41" in shown.inner_text()
    assert "<b>bold</b>" in shown.inner_text()
    assert shown.locator("img, b").count() == 0


def test_content_is_laid_out_by_its_members_and_arabic_turns_nothing_beside_it(checker: Checker) -> None:
    body = content(canonical({"سبب": "جديد", "people": [{"age": 31, "name": "A. Example"}, {}], "n": None}))
    made = tree(fifth=entry(5, commitment=body.commitment))
    assert checker.check(made.proof(with_content=body).write()).startswith("✓ Holds")
    shown = checker.page.locator(".content")
    assert shown.inner_text().split() == [
        "n",
        "null",
        "people",
        "age",
        "31",
        "name",
        "A.",
        "Example",
        "{}",
        "سبب",
        "جديد",
    ]
    assert shown.locator("bdi", has_text="سبب").count() == 1
    assert shown.locator("span[dir=auto]", has_text="جديد").count() == 1


def test_content_that_is_no_canonical_json_is_shown_as_it_is(checker: Checker) -> None:
    for text in (b'{"a": 1}', b'{"a":1,"a":2}', b"[" * 20_000 + b"]" * 20_000, b"\x7f <i>"):
        body = content(text)
        made = tree(fifth=entry(5, commitment=body.commitment))
        assert checker.check(made.proof(with_content=body).write()).startswith("✓ Holds")
        assert checker.page.locator(".content pre").inner_text() == text.decode().replace("\x7f", r"\u007f")


def test_names_that_turn_text_are_refused_and_names_of_other_scripts_are_set_apart(checker: Checker) -> None:
    arabic = Key("سجل.example", Algorithm.NOTE, bytes(32))
    head = replace(TREE.head, origin=arabic.name)
    proof = replace(TREE.proof(), checkpoint=signed(head.text, arabic)).write()
    assert checker.check(proof, keys=vkeys(arabic)).startswith("✓ Holds")
    assert checker.page.locator("bdi", has_text=arabic.name).count() >= 2
    turned = Key("a\u202eb", Algorithm.NOTE, bytes(32))
    assert checker.check(PROOF, keys=vkeys(turned)).startswith("! Can’t be read")


KINDS = {
    "erasure": entry(5, erasure=Erasure(entry(2).id, 2, "GDPR, article 17")),
    "seal": entry(
        5,
        commitment=None,
        seal=Seal(Manifest("returnhub 0.1.0", "0" * 64, "folder", {"time": True}, {}), 6, 0),
    ),
    "handover": entry(
        5,
        commitment=None,
        handover=signed(Handover(ORIGIN, LOG.public, SECOND.public, START).text, LOG, SECOND).write(),
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_entry_is_said_in_words(checker: Checker, kind: str) -> None:
    assert checker.check(tree(fifth=KINDS[kind]).proof().write()).startswith("✓ Holds")
    words = {"erasure": "another entry’s content was erased", "seal": "the end of a checkpoint"}
    assert words.get(kind, "a change of the record’s key") in checker.said
    if kind == "erasure":
        assert "entry 2, because of: GDPR, article 17" in checker.said


def test_an_entry_of_an_unknown_form_is_not_called_broken(checker: Checker) -> None:
    made = tree()
    made = MadeTree([*made.entries[:5], canonical({"v": 2, "id": entry(5).id}), *made.entries[6:]])
    assert checker.check(made.proof().write()).startswith(
        "! Can’t be read The receipt or proof: The entry is in"
    )


def test_two_trees_of_one_size_under_one_key_prove_a_split_view(checker: Checker) -> None:
    old = signed(tree(fifth=entry(5, id=str(UUID(int=999, version=4)))).head.text, LOG).write()
    assert checker.check(PROOF, others=old) == (
        "✕ Does not hold The record’s key has signed two different records"
    )
    assert "There are two trees of 300 entries" in checker.said
    assert "signed by the same key, of another tree" in checker.said
    among_old = signed(TREE.head.text, LOG).write() + old
    assert "two different records" in checker.check(RECEIPT, others=among_old)


def test_older_checkpoints_and_the_receipt_are_compared_with_the_proof(checker: Checker) -> None:
    smaller, same = tree(200), signed(TREE.head.text, LOG).write()
    forged = signed(smaller.head.text, SECOND).write()
    papers = [same, signed(smaller.head.text, LOG).write(), signed(smaller.head.text, LOG, COURT).write()]
    proof = TREE.proof(signed_by=(LOG, COURT)).write()
    others = "\n\n".join([*papers, RECEIPT, forged])
    assert checker.check(proof, witnesses=vkeys(COURT), others=others).startswith("✓ Holds")
    kept = checker.lines[6:]
    assert "of the same tree" in kept[0]
    assert "can’t be told from these files" in kept[1]
    assert "court.example cosigned both" in kept[2]
    assert "The promise was kept" in kept[3]
    assert "Paper 5 could not be used: It was signed with another key" in kept[4]


def test_a_broken_promise_is_named(checker: Checker) -> None:
    promised = Receipt(ORIGIN, entry(5).id, START, bytes(32))
    outcome = checker.check(PROOF, others=signed(promised.text, LOG).write())
    assert outcome == "✕ Does not hold The promise of the receipt was broken"


def test_every_code_has_its_words_and_no_words_are_left_over() -> None:
    folder = files("returnhub.record.page")
    words = json.loads(folder.joinpath("words.json").read_text("utf-8"))
    script = "".join(folder.joinpath(f"{n}.js").read_text("utf-8") for n in ("check", "examine", "show"))
    codes = set(re.findall(r'"((?:read|broken|other)\.[a-z0-9_]*[a-z0-9])"', script))
    assert {c for c in codes if not c.startswith("other.")} == set(words["problems"])
    assert {c for c in codes if c.startswith("broken.")} == {m for m in words["meanings"] if "." in m}
    assert {c for c in codes if c.startswith("other.")} == {m for m in words["others"] if "." in m}
    assert set(re.findall(r"WORDS\.rows\.(\w+)", script)) == set(words["rows"])
