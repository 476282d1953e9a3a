"""The page that checks a receipt or a proof: what it says of those that were changed or can't be read."""

from __future__ import annotations

import base64
import random

import pytest
from tests.pages.record.papers import (
    BODY,
    COURT,
    LINES,
    LOG,
    ORIGIN,
    OTHER,
    PROOF,
    RECEIPT,
    SECOND,
    TREE,
    Checker,
    MadeTree,
    change_extra,
    change_line,
    entry,
    flip,
    flip_signature,
    signed,
    tree,
    vkeys,
)

from returnhub.problems import Problems
from returnhub.record.checkpoint import Checkpoint, parse_checkpoint
from returnhub.record.entry import decode, encode
from returnhub.record.keys import need, verified
from returnhub.record.prooffile import ProofFile, parse_proof
from returnhub.record.tree import leaf_hash

TAMPERED = {
    "a byte of the entry": (
        change_extra(leaf=TREE.entries[5].decode().replace("08:36", "08:35")),
        "The entry does not stand where this proof says",
    ),
    "the index": (
        change_line(PROOF, 3, lambda _: "index 6"),
        "The entry does not stand where this proof says",
    ),
    "an index beyond": (
        change_line(PROOF, 3, lambda _: "index 300"),
        "The number of the entry is not in the record",
    ),
    "a hash": (change_line(PROOF, 7, flip), "The entry does not stand where this proof says"),
    "a hash left out": (
        "\n".join([*LINES[:6], *LINES[7:], ""]),
        "The entry does not stand where this proof says",
    ),
    "a hash too many": (
        "\n".join([*LINES[:7], *LINES[6:], ""]),
        "The entry does not stand where this proof says",
    ),
    "the size, by the keeper too": (
        ProofFile(
            TREE.entries[5],
            None,
            0,
            (),
            signed(Checkpoint(ORIGIN, 5, leaf_hash(TREE.entries[5])).text, LOG),
        ).write(),
        "The entry does not stand where this proof says",
    ),
    "the root": (change_line(PROOF, len(LINES) - 2, flip), "The record’s signature is wrong"),
    "the size": (change_line(PROOF, len(LINES) - 3, lambda _: "301"), "The record’s signature is wrong"),
    "the signature": (change_line(PROOF, len(LINES), flip_signature), "The record’s signature is wrong"),
    "the content": (
        change_extra(content=BODY.decode().replace("suspended", "confirmed")),
        "The content is not what was recorded",
    ),
    "the salt": (
        change_extra(salt=base64.b64encode(bytes(32)).decode()),
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
        change_line(RECEIPT, 5, lambda line: f"leaf {flip(line[5:])}"),
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
    assert "Check the key first" in checker.said
    assert "something is wrong" not in checker.said
    assert "It is from hub.example/record, and the key that you gave is that of other.example/record" in (
        checker.said
    )


def test_a_wrong_cosignature_makes_the_whole_paper_fail(checker: Checker) -> None:
    proof = TREE.proof(signed_by=(LOG, COURT)).write()
    changed = change_line(proof, len(proof.rstrip("\n").split("\n")), flip_signature)
    assert checker.check(changed, witnesses=vkeys(COURT)) == "✕ Does not hold A witness’s signature is wrong"
    assert checker.check(changed).startswith("✓ Holds")


def test_a_checkpoint_at_a_change_of_keys_is_checked_by_both(checker: Checker) -> None:
    proof = TREE.proof(signed_by=(LOG, SECOND)).write()
    assert checker.check(proof, keys=vkeys(LOG, SECOND)).startswith("✓ Holds")
    changed = change_line(proof, len(proof.rstrip("\n").split("\n")), flip_signature)
    assert checker.check(changed, keys=vkeys(LOG, SECOND)).startswith("✕ Does not hold")


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
    "a tab": (change_line(PROOF, 3, lambda s: f"{s}\t"), vkeys(LOG), "Line 3 is not what a proof says there"),
    "a tab in a note": (change_line(RECEIPT, 4, lambda s: f"{s}\t"), vkeys(LOG), "Line 4 has a sign"),
    "an index with a zero": (change_line(PROOF, 3, lambda _: "index 05"), vkeys(LOG), "Line 3"),
    "a hash in another spelling": (
        change_line(PROOF, 5, lambda s: s[:-2] + "9="),
        vkeys(LOG),
        "Line 5 should be",
    ),
    "extra with a space": (
        change_line(PROOF, 2, lambda s: "extra " + base64.b64encode(b'{"leaf": ""}').decode()),
        vkeys(LOG),
        "Line 2 should hold the entry",
    ),
    "a root of 31 bytes": (
        change_line(PROOF, len(LINES) - 2, lambda _: base64.b64encode(bytes(31)).decode()),
        vkeys(LOG),
        f"Line {len(LINES) - 2} is not what a checkpoint says",
    ),
    "a signature without dash": (
        change_line(PROOF, len(LINES), lambda s: s[2:]),
        vkeys(LOG),
        f"Line {len(LINES)} should be a signature",
    ),
    "a receipt with another time": (
        change_line(RECEIPT, 4, lambda _: "recorded 2026-02-30T00:00:00.000000Z"),
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
