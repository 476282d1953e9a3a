"""The page that checks a receipt or a proof, saved to disk and opened in a real browser without a network."""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from returnhub.problems import Problems
from returnhub.record.checkpoint import Checkpoint, Handover, Receipt, parse_checkpoint
from returnhub.record.entry import Content, Entry, Erasure, Manifest, Seal, canonical, decode, encode
from returnhub.record.grow import grow
from returnhub.record.keys import Algorithm, Key, need, verified
from returnhub.record.note import Note
from returnhub.record.page import page as make_page
from returnhub.record.proof import inclusion
from returnhub.record.prooffile import ProofFile, parse_proof
from returnhub.record.tiles import Tile
from returnhub.record.tree import leaf_hash

ORIGIN = "hub.example/record"
START = dt.datetime(2026, 11, 22, 8, 36, 9, 123456, dt.UTC)
LOG = Key(ORIGIN, Algorithm.NOTE, bytes(range(32)))
SECOND = Key(ORIGIN, Algorithm.NOTE, bytes(range(5, 37)))
OTHER = Key("other.example/record", Algorithm.NOTE, bytes(range(6, 38)))
COURT = Key("court.example", Algorithm.COSIGNATURE, bytes(range(1, 33)))
OMBUDSMAN = Key("ombudsman.example", Algorithm.COSIGNATURE, bytes(range(2, 34)))
UNIVERSITY = Key("university.example", Algorithm.COSIGNATURE_ML_DSA, bytes(range(3, 35)))
BODY = canonical({"decision": "suspended", "happened": "2026-11-21", "why": "new evidence"})


def vkeys(*keys: Key) -> str:
    return "".join(f"{key.public.vkey}\n" for key in keys)


def content(body: bytes = BODY) -> Content:
    return Content(bytes(range(32)), body)


def entry(number: int, **members: object) -> Entry:
    id_ = str(UUID(int=number, version=4))
    return replace(Entry(id_, START, commitment=content().commitment), **members)  # pyright: ignore[reportArgumentType]: members of an entry


@dataclass
class MadeTree:
    """A tree in memory whose entry 5 is the one that is looked at."""

    entries: list[bytes]

    def __post_init__(self) -> None:
        grown = grow(lambda _: b"", 0, [leaf_hash(e) for e in self.entries])
        self._tiles = grown.tiles
        self.head = Checkpoint(ORIGIN, grown.size, grown.root)

    def read(self, tile: Tile) -> bytes:
        return next(raw for t, raw in self._tiles.items() if t.full == tile.full)

    def proof(
        self, index: int = 5, signed_by: Sequence[Key] = (LOG,), with_content: Content | None = None
    ) -> ProofFile:
        hashes = tuple(inclusion(self.read, index, self.head.size))
        return ProofFile(self.entries[index], with_content, index, hashes, signed(self.head.text, *signed_by))


def signed(text: str, *keys: Key, at: dt.datetime = START) -> Note:
    return Note(text, tuple(key.sign(text, at) for key in keys))


def tree(size: int = 300, fifth: Entry | None = None) -> MadeTree:
    entries = [encode(entry(i)) for i in range(size)]
    if fifth is not None:
        entries[5] = encode(fifth)
    return MadeTree(entries)


TREE = tree()
PROOF = TREE.proof(with_content=content()).write()
RECEIPT = signed(Receipt(ORIGIN, entry(5).id, START, leaf_hash(TREE.entries[5])).text, LOG).write()


class Checker:
    """The page as a person uses it: fields, one button, one outcome."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", lambda m: self.complaints.append(m.text))
        page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def check(self, paper: str, keys: str = vkeys(LOG), witnesses: str = "", others: str = "") -> str:
        """The mark and the title of the outcome."""
        self.page.locator("details").evaluate("d => d.open = true")
        for field, text in (("keys", keys), ("paper", paper), ("witnesses", witnesses), ("others", others)):
            self.page.locator(f"#{field}").fill(text)
        self.page.get_by_role("button", name="Check", exact=True).click()
        self.outcome.wait_for()
        return self.outcome.inner_text().replace("\n", " ")

    @property
    def outcome(self) -> Locator:
        return self.page.locator("#outcome")

    @property
    def said(self) -> str:
        return self.page.locator("#result").inner_text()

    @property
    def lines(self) -> list[str]:
        return [line.replace("\n", " ") for line in self.page.locator(".checks li").all_inner_texts()]


@pytest.fixture(scope="module")
def offline(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(offline=True)
    yield context
    context.close()


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("check") / "check.html"
    path.write_text(make_page(), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def checker(offline: BrowserContext, saved: str) -> Iterator[Checker]:
    page = offline.new_page()
    opened = Checker(page)
    page.goto(saved)
    yield opened
    assert [url for url in opened.requests if not url.startswith(("file:", "data:"))] == []
    assert opened.complaints == []
    page.close()


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


def test_an_entry_that_says_a_later_time_than_its_witness_is_pointed_out(checker: Checker) -> None:
    before = START - dt.timedelta(hours=1)
    note = signed(TREE.head.text, LOG).add(*signed(TREE.head.text, COURT, at=before).signatures)
    checker.check(replace(TREE.proof(), checkpoint=note).write(), witnesses=vkeys(COURT))
    assert "Mind the time: court.example signed more than a minute before" in checker.said


def test_a_browser_without_ml_dsa_says_that_it_cannot_check_it(offline: BrowserContext, saved: str) -> None:
    page = offline.new_page()
    page.add_init_script(
        """const real = crypto.subtle.importKey.bind(crypto.subtle);
           crypto.subtle.importKey = (f, k, a, ...more) => a === "ML-DSA-44"
             ? Promise.reject(new DOMException("", "NotSupportedError")) : real(f, k, a, ...more);"""
    )
    page.goto(saved)
    checker = Checker(page)
    proof = TREE.proof(signed_by=(LOG, UNIVERSITY)).write()
    assert checker.check(proof, witnesses=vkeys(UNIVERSITY)).startswith("✓ Holds")
    assert "Cosigned by 0 of 1 witnesses." in checker.said
    assert "This browser can’t check the signature of university.example" in checker.said
    assert "Missing" not in checker.said
    page.close()


def test_a_browser_without_ed25519_checks_nothing_and_says_which_one_would(
    offline: BrowserContext, saved: str
) -> None:
    page = offline.new_page()
    page.add_init_script(
        """crypto.subtle.importKey = () => Promise.reject(new DOMException("", "NotSupportedError"));"""
    )
    page.goto(saved)
    checker = Checker(page)
    assert checker.check(PROOF) == "! Can’t check here This browser can’t check signatures"
    assert "Nothing was checked." in checker.said
    page.close()


def test_a_fault_of_the_page_is_never_taken_for_an_answer(offline: BrowserContext, saved: str) -> None:
    page = offline.new_page()
    page.add_init_script("crypto.subtle.digest = () => Promise.reject(new Error('out of order'));")
    page.goto(saved)
    checker = Checker(page)
    assert checker.check(PROOF) == "! Can’t check here This page could not finish the check"
    page.close()


def test_without_scripts_the_page_says_why_it_does_nothing(browser: Browser, saved: str) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(saved)
    assert page.get_by_text("This page can’t check anything here").is_visible()
    context.close()


def _line(text: str, number: int, change: Callable[[str], str]) -> str:
    lines = text.split("\n")
    lines[number - 1] = change(lines[number - 1])
    return "\n".join(lines)


def _flip(line: str) -> str:
    """Another hash, spelled as well as the first."""
    raw = bytearray(base64.b64decode(line))
    raw[0] ^= 1
    return base64.b64encode(raw).decode()


def _flip_signature(line: str) -> str:
    dash, name, coded = line.split(" ")
    raw = bytearray(base64.b64decode(coded))
    raw[20] ^= 1
    return f"{dash} {name} {base64.b64encode(raw).decode()}"


def _extra(**changed: str) -> str:
    members = json.loads(base64.b64decode(PROOF.split("\n")[1].removeprefix("extra ")))
    coded = base64.b64encode(canonical(members | changed)).decode()
    return _line(PROOF, 2, lambda _: f"extra {coded}")


LINES = PROOF.rstrip("\n").split("\n")
TAMPERED = {
    "a byte of the entry": (
        _extra(leaf=TREE.entries[5].decode().replace("08:36", "08:35")),
        "The entry does not stand where this proof says",
    ),
    "the index": (
        _line(PROOF, 3, lambda _: "index 6"),
        "The entry does not stand where this proof says",
    ),
    "an index beyond": (
        _line(PROOF, 3, lambda _: "index 300"),
        "The number of the entry is not in the record",
    ),
    "a hash": (_line(PROOF, 7, _flip), "The entry does not stand where this proof says"),
    "a hash left out": (
        "\n".join([*LINES[:6], *LINES[7:], ""]),
        "The entry does not stand where this proof says",
    ),
    "a hash too many": (
        "\n".join([*LINES[:7], *LINES[6:], ""]),
        "The entry does not stand where this proof says",
    ),
    "the root": (_line(PROOF, len(LINES) - 2, _flip), "The record’s signature is wrong"),
    "the size": (_line(PROOF, len(LINES) - 3, lambda _: "301"), "The record’s signature is wrong"),
    "the signature": (_line(PROOF, len(LINES), _flip_signature), "The record’s signature is wrong"),
    "the content": (
        _extra(content=BODY.decode().replace("suspended", "confirmed")),
        "The content is not what was recorded",
    ),
    "the salt": (
        _extra(salt=base64.b64encode(bytes(32)).decode()),
        "The content is not what was recorded",
    ),
    "who signed": (
        TREE.proof(signed_by=(SECOND,)).write(),
        "It was signed with another key",
    ),
    "nobody of the record signed": (
        TREE.proof(signed_by=(COURT,)).write(),
        "The record’s key has not signed it",
    ),
    "the leaf of a receipt": (
        _line(RECEIPT, 5, lambda line: f"leaf {_flip(line[5:])}"),
        "The record’s signature is wrong",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_each_change_is_found_and_the_first_check_that_fails_is_named(checker: Checker, what: str) -> None:
    paper, title = TAMPERED[what]
    assert checker.check(paper) == f"✕ Does not hold {title}"
    assert [line[0] for line in checker.lines].count("✕") == 1
    assert checker.page.locator(".content").count() == 0


def test_the_key_of_another_record_is_told_from_a_wrong_signature(checker: Checker) -> None:
    assert checker.check(PROOF, keys=vkeys(OTHER)) == "✕ Does not hold This is from another record"
    assert "It is from hub.example/record, and the key that you gave is that of other.example/record" in (
        checker.said
    )


def test_a_wrong_cosignature_makes_the_whole_paper_fail(checker: Checker) -> None:
    proof = TREE.proof(signed_by=(LOG, COURT)).write()
    changed = _line(proof, len(proof.rstrip("\n").split("\n")), _flip_signature)
    assert checker.check(changed, witnesses=vkeys(COURT)) == "✕ Does not hold A witness’s signature is wrong"
    assert checker.check(changed).startswith("✓ Holds")


def test_a_checkpoint_at_a_change_of_keys_is_checked_by_both(checker: Checker) -> None:
    proof = TREE.proof(signed_by=(LOG, SECOND)).write()
    assert checker.check(proof, keys=vkeys(LOG, SECOND)).startswith("✓ Holds")
    changed = _line(proof, len(proof.rstrip("\n").split("\n")), _flip_signature)
    assert checker.check(changed, keys=vkeys(LOG, SECOND)).startswith("✕ Does not hold")


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


UNREADABLE = {
    "no key": (PROOF, "", "There is a problem The record’s public key: Put in the record’s public key"),
    "no paper": ("", vkeys(LOG), "Put in the receipt or the proof"),
    "a private key": (PROOF, "PRIVATE+KEY+x+12345678+AAAA", "Line 1 is a private key"),
    "a key cut short": (PROOF, LOG.public.vkey[:-4], "Line 1 is no public key"),
    "a key's name changed": (PROOF, LOG.public.vkey.replace("hub", "hut"), "does not fit its own short name"),
    "a witness's key": (PROOF, vkeys(COURT), "this is the key of a witness, court.example"),
    "keys of two records": (PROOF, vkeys(LOG, OTHER), "keys of different records"),
    "something else": ("hello\n\nthere", vkeys(LOG), "This is neither a receipt, a proof nor a checkpoint"),
    "no signatures": (PROOF.split("\n\n", maxsplit=1)[0], vkeys(LOG), "There are no signatures after line 4"),
    "a tab": (_line(PROOF, 3, lambda s: f"{s}\t"), vkeys(LOG), "Line 3 is not what a proof says there"),
    "a tab in a note": (_line(RECEIPT, 4, lambda s: f"{s}\t"), vkeys(LOG), "Line 4 has a sign"),
    "an index with a zero": (_line(PROOF, 3, lambda _: "index 05"), vkeys(LOG), "Line 3"),
    "a hash in another spelling": (_line(PROOF, 5, lambda s: s[:-2] + "9="), vkeys(LOG), "Line 5 should be"),
    "extra with a space": (
        _line(PROOF, 2, lambda s: "extra " + base64.b64encode(b'{"leaf": ""}').decode()),
        vkeys(LOG),
        "Line 2 should hold the entry",
    ),
    "a root of 31 bytes": (
        _line(PROOF, len(LINES) - 2, lambda _: base64.b64encode(bytes(31)).decode()),
        vkeys(LOG),
        f"Line {len(LINES) - 2} is not what a checkpoint says",
    ),
    "a signature without dash": (
        _line(PROOF, len(LINES), lambda s: s[2:]),
        vkeys(LOG),
        f"Line {len(LINES)} should be a signature",
    ),
    "a receipt with another time": (
        _line(RECEIPT, 4, lambda _: "recorded 2026-02-30T00:00:00.000000Z"),
        vkeys(LOG),
        "Line 4 is not what a receipt says",
    ),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_is_named_with_its_line_and_linked_to_its_field(
    checker: Checker, what: str
) -> None:
    paper, keys, words = UNREADABLE[what]
    assert words in checker.check(paper, keys=keys)
    assert checker.page.title().startswith("Error: ")
    checker.outcome.locator("a").click()
    focused = checker.page.evaluate("[document.activeElement.id, document.activeElement.ariaInvalid]")
    assert focused == ["paper" if keys == vkeys(LOG) else "keys", "true"]


def test_files_are_chosen_and_dropped_and_windows_line_ends_do_no_harm(
    checker: Checker, tmp_path: Path
) -> None:
    (tmp_path / "mine.tlog-proof").write_bytes(PROOF.replace("\n", "\r\n").encode())
    (tmp_path / "key.txt").write_text(vkeys(LOG), "utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff")
    choose = checker.page.locator("input[type=file]")
    choose.nth(0).set_input_files(tmp_path / "key.txt")
    choose.nth(1).set_input_files(tmp_path / "mine.tlog-proof")
    expect(checker.page.locator("#keys")).to_have_value(vkeys(LOG))
    expect(checker.page.locator("#paper")).to_have_value(PROOF)
    checker.page.get_by_role("button", name="Check", exact=True).click()
    checker.outcome.wait_for()
    assert checker.outcome.inner_text().startswith("✓ Holds")
    choose.nth(1).set_input_files(tmp_path / "picture.png")
    expect(checker.outcome).to_contain_text("The file picture.png is not text")
    checker.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.items.add(new File([text], "mine.tlog-proof"));
          const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
          document.querySelector("h1").dispatchEvent(drop);
        }""",
        RECEIPT,
    )
    expect(checker.page.locator("#paper")).to_have_value(RECEIPT)


def test_a_result_does_not_stay_beside_a_text_that_was_changed(checker: Checker) -> None:
    checker.check(PROOF)
    checker.page.locator("#paper").press_sequentially("x")
    assert checker.outcome.count() == 0
    assert checker.page.locator("#status").inner_text() == "Nothing has been checked yet."


def test_the_page_is_used_by_keyboard_and_focus_goes_to_the_outcome(checker: Checker) -> None:
    press = checker.page.keyboard.press
    press("Tab")
    assert checker.page.evaluate("document.activeElement.textContent") == "Skip to what to put in"
    press("Enter")
    press("Tab")
    checker.page.keyboard.insert_text(vkeys(LOG))
    press("Tab")
    press("Tab")
    checker.page.keyboard.insert_text(PROOF)
    for _ in range(3):
        press("Tab")
    assert checker.page.evaluate("document.activeElement.textContent") == "Check"
    press("Enter")
    checker.outcome.wait_for()
    assert checker.page.evaluate("document.activeElement.id") == "outcome"
    assert checker.page.locator(".panel").get_attribute("role") == "status"
    assert checker.check(TAMPERED["the root"][0]).startswith("✕")
    assert checker.page.locator(".panel").get_attribute("role") == "alert"


SHOWN = {
    "nothing": None,
    "proof": (PROOF, vkeys(LOG), vkeys(COURT, OMBUDSMAN)),
    "broken": (TAMPERED["a hash"][0], vkeys(LOG), ""),
    "unread": (PROOF, "", ""),
}


@pytest.mark.parametrize(
    ("width", "colours"), [(320, "light"), (320, "dark"), (768, "light"), (1280, "light")]
)
@pytest.mark.parametrize("state", SHOWN)
def test_every_state_is_accessible_and_never_scrolls_sideways(
    checker: Checker, state: str, width: int, colours: str
) -> None:
    page = checker.page
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=colours)  # pyright: ignore[reportArgumentType]: one of two words
    shown = SHOWN[state]
    if shown:
        checker.check(shown[0], keys=shown[1], witnesses=shown[2])
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    rules = {"color-contrast": {"enabled": width == 320}}
    found = Axe().run(page, options={"resultTypes": ["violations"], "rules": rules})
    assert found.violations_count == 0, found.generate_report()


def test_a_result_prints_on_one_sheet(checker: Checker) -> None:
    proof = replace(TREE.proof(signed_by=(LOG, COURT)), content=content()).write()
    checker.check(proof, witnesses=vkeys(COURT, OMBUDSMAN))
    pdf = checker.page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_large_content_is_checked_whole(checker: Checker) -> None:
    large = content(canonical({"text": "a" * 1_000_000}))
    made = tree(fifth=entry(5, commitment=large.commitment))
    assert checker.check(made.proof(with_content=large).write()).startswith("✓ Holds")


def _python_holds(text: str) -> bool:
    """What the record's own modules say of a proof."""
    try:
        proof = parse_proof(text.replace("\r\n", "\n").strip() + "\n")
        need(verified(proof.checkpoint, [LOG.public]), proof.checkpoint)
        proof.check()
        inside = decode(proof.entry)
    except Problems:
        return False
    origin = parse_checkpoint(proof.checkpoint.text).origin
    body = proof.content
    return origin == ORIGIN and (body is None or body.commitment == inside.commitment)


def test_page_and_program_agree_on_proofs_changed_at_random(checker: Checker) -> None:
    luck = random.Random(4)
    letters = "\n \t\r=+/\u2014AZaz09\u00e9\u202e"
    texts = [PROOF, RECEIPT, ""]
    for _ in range(400):
        at, lines = luck.randrange(len(PROOF)), PROOF.split("\n")
        one, other = luck.randrange(len(lines)), luck.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
        letter = luck.choice(letters)
        texts += [
            PROOF[:at] + letter + PROOF[at + 1 :],
            PROOF[:at] + letter + PROOF[at:],
            PROOF[:at] + PROOF[at + 1 :],
            "\n".join(lines),
        ]
    found = checker.page.evaluate(
        """async ([texts, keys]) => {
          const states = [];
          for (const paper of texts) {
            const report = await examine({ keys, paper, witnesses: "", others: "" });
            states.push(report.kind === "proof" ? report.state : "unread");
          }
          return states;
        }""",
        [texts, vkeys(LOG)],
    )
    # The page wants all of the file as the format has it, the program's reader leaves `extra` some freedom.
    differ = [
        text
        for text, state in zip(texts, found, strict=True)
        if (state == "holds") != _python_holds(text) and (state == "holds" or text.split("\n")[1] in PROOF)
    ]
    assert differ == []
    assert {"holds", "broken", "unread"} == set(found)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 255, 256, 257])
def test_every_place_in_trees_of_many_sizes_is_found(checker: Checker, size: int) -> None:
    made = tree(size) if size > 5 else MadeTree([encode(entry(i)) for i in range(size)])
    for index in {0, size // 2, size - 1}:
        outcome = checker.check(made.proof(index).write())
        assert outcome.startswith(f"✓ Holds This is entry {index} of")


def test_no_other_script_runs_in_the_page(offline: BrowserContext, tmp_path: Path) -> None:
    broken = tmp_path / "broken.html"
    broken.write_text(
        make_page().replace("</main>", "<script>document.title = 'ran'</script></main>"), encoding="utf-8"
    )
    page = offline.new_page()
    page.goto(broken.as_uri())
    assert page.title() == "Check a receipt or a proof - returnhub"
    page.close()


def test_keys_may_come_with_the_page_and_the_script_stays_the_same(
    offline: BrowserContext, tmp_path: Path
) -> None:
    path = tmp_path / "check.html"
    path.write_text(make_page([LOG.public.vkey, COURT.public.vkey]), encoding="utf-8")
    page = offline.new_page()
    page.goto(path.as_uri())
    assert page.locator("#keys").input_value() == vkeys(LOG)
    assert page.locator("#witnesses").input_value() == vkeys(COURT)
    assert "This key came with the page" in page.locator("form").inner_text()
    scripts = [re.search(r"script-src '(\S+)'", text) for text in (path.read_text("utf-8"), make_page())]
    assert scripts[0] is not None
    assert scripts[1] is not None
    assert scripts[0][1] == scripts[1][1]
    page.close()


def test_a_page_is_not_made_with_a_key_that_is_none() -> None:
    with pytest.raises(Problems, match=r"record\.key_wrong"):
        make_page(["hub.example/record+00000000+AAAA"])
