"""Words for what a check of a record finds, and for what it cannot tell."""

from __future__ import annotations

from collections.abc import Sequence

from returnhub.cli.record.log import moment
from returnhub.record.verify import By, CannotTell, Check, Finding, Kind, Thing, Untold, Why

THINGS: dict[Thing, str] = {
    Thing.ENTRY: "entry",
    Thing.CONTENT: "the content of entry",
    Thing.TILE: "the tile at entry",
    Thing.SEAL: "the seal in entry",
    Thing.HANDOVER: "the hand-over of the key in entry",
    Thing.ERASURE: "the erasure in entry",
    Thing.CHECKPOINT: "the checkpoint that ends with entry",
    Thing.COSIGNATURE: "the cosignature under the checkpoint that ends with entry",
}
"""What a finding is about, before the number of its entry."""

RANGES: dict[Thing, str] = {
    Thing.ENTRY: "somewhere in",
    Thing.CONTENT: "a content in",
    Thing.TILE: "the tile of",
    Thing.SEAL: "a seal in",
    Thing.HANDOVER: "a hand-over of the key in",
    Thing.ERASURE: "an erasure in",
    Thing.CHECKPOINT: "a checkpoint over",
    Thing.COSIGNATURE: "a cosignature over",
}
"""The same, before a range of entries."""

WHOLE: dict[Thing, str] = {
    Thing.ENTRY: "an entry",
    Thing.CONTENT: "a content",
    Thing.TILE: "a tile",
    Thing.SEAL: "a seal",
    Thing.HANDOVER: "a hand-over of the key",
    Thing.ERASURE: "an erasure",
    Thing.CHECKPOINT: "the latest checkpoint",
    Thing.COSIGNATURE: "a cosignature under the latest checkpoint",
}
"""The same, where no place is known."""

KINDS: dict[Kind, str] = {
    Kind.MISSING: "is missing",
    Kind.ALTERED: "is not what it was when it was signed: altered since",
    Kind.REORDERED: "does not stand where it stood when it was signed: moved since",
    Kind.INSERTED: "was not there when this was signed: put in since",
    Kind.BACKDATED: "says that it was recorded earlier than it can have been: backdated, or very late",
    Kind.POSTDATED: "says that it was recorded later than it can have been",
    Kind.REPEATED: "has an id that another entry has already",
    Kind.CHANGED: "something is not what was signed, and nothing given says which entry",
    Kind.FORKED: "something differs from what the log's key signed before: there are two pasts",
    Kind.ROLLED_BACK: "was signed and is gone, with all after it: the log was cut or put back",
    Kind.UNSIGNED: "is not signed as it has to be",
    Kind.UNSEALED: "does not go with what it stands beside",
    Kind.UNWITNESSED: "has fewer cosignatures of your witnesses than you asked for",
    Kind.UNERASED: "was erased, says the record, and is still there",
    Kind.MALFORMED: "is not written as the record's format says",
}

WHYS: dict[Why, str] = {
    Why.NOTE: "a signature does not belong to the text",
    Why.ORIGIN: "it names another log",
    Why.NO_KEY: "no key of this log has signed it",
    Why.NOT_TRUSTED: "no key that you trust leads to the one that signed it",
    Why.NOT_IN_FORCE: "the key that signed it was not in office there",
    Why.NOT_BOTH_KEYS: "both keys have to sign at a hand-over",
    Why.NO_CHECKPOINT: "the seal has no checkpoint",
    Why.NO_SEAL: "the checkpoint does not end with a seal",
    Why.SIZE: "the seal names another size than its place",
    Why.PREVIOUS: "the seal names another checkpoint before it than there is",
    Why.LENGTH: "it has not the length that it needs",
    Why.FORM: "it cannot be read",
    Why.ORDER: "it names an entry that comes after it",
    Why.AGAIN: "it names an entry that another erasure named before",
    Why.CHAIN: "it does not follow on the key before",
    Why.TOO_MANY: "there are more than can be followed",
    Why.NOT_NAMED: "no erasure under this checkpoint names it: it was erased and the entry that says so "
    "waits for the next checkpoint, or it was taken away",
    Why.COMMITMENT: "it is not what the entry commits to",
    Why.INCLUSION: "the hashes of the proof do not lead to the root that was signed",
    Why.COSIGNATURE: "the witness's signature does not belong to the text",
}

FOUND_BY: dict[By, str] = {
    By.SIGNATURES: "its signatures",
    By.FORMAT: "the record's format",
    By.ENTRIES: "comparing entries with the tree's tiles",
    By.TILES: "comparing the tiles with each other",
    By.ROOT: "counting the tree again",
    By.SEALS: "the seals",
    By.HANDOVERS: "the hand-overs of the key",
    By.TIMES: "the times of the checkpoints around it",
    By.IDS: "the ids",
    By.CONTENTS: "comparing contents with entries",
    By.ERASURES: "the erasures",
    By.CHECKPOINTS: "your kept checkpoint",
    By.COPY: "your kept copy",
    By.RECEIPTS: "your receipt",
    By.PROOFS: "your proof",
    By.WITNESSES: "a witness's cosignature",
}

CHECKS: dict[By, tuple[str, str]] = {
    By.SIGNATURES: ("{count} checked, by the keys that you gave and their successors", "signatures"),
    By.FORMAT: ("{count} written as the record's format says", "format"),
    By.ENTRIES: ("{count} in their places, as in the tiles of the tree", "entries"),
    By.TILES: ("{count} compared with each other and with the entries", "tiles"),
    By.ROOT: ("the tree counted again is the one that was signed", "tree"),
    By.SEALS: ("{count} in their places, each on the one before", "seals"),
    By.HANDOVERS: ("{count} checked, each signed by both keys", "hand-overs"),
    By.TIMES: ("{count} between those of the checkpoints around them", "times"),
    By.IDS: ("{count}, none of them twice", "ids"),
    By.CONTENTS: ("{count} compared with what their entries commit to", "contents"),
    By.ERASURES: ("{count} checked, each names an entry before it", "erasures"),
    By.CHECKPOINTS: ("{count}, and the log grew from each", "kept checkpoints"),
    By.COPY: ("{count} of its entries compared, one by one", "kept copy"),
    By.RECEIPTS: ("{count}, each for an entry that stands in the log", "receipts"),
    By.PROOFS: ("{count}, each of an entry that stands where it stood", "proofs"),
    By.WITNESSES: ("{count} by your witnesses", "cosignatures"),
}
"""What was checked: the sentence if it holds, and the name of the line."""

UNTOLD: dict[Untold, str] = {
    Untold.NO_CHECKPOINTS: "Whether the log was rewritten as a whole: no kept checkpoint was given.",
    Untold.AFTER_LAST_CHECKPOINT: "Whether anything in {span} was rewritten: no kept checkpoint vouches "
    "for it.",
    Untold.NO_WITNESSES: "Whether others are shown another log: no witness was named.",
    Untold.AFTER_LAST_COSIGNATURE: "Whether others are shown something else in {span}: not enough of your "
    "witnesses cosigned.",
    Untold.NO_RECEIPTS: "Whether an entry that somebody was promised was left out: no receipt was given.",
    Untold.RECEIPT_ALONE: "Whether the promise was kept: a receipt alone is a promise. Check it against the "
    "log's export with --receipt, or ask for a proof.",
    Untold.RECEIPT_NOT_DUE: "Whether the promise of {name} was kept: it was not due when this was signed.",
    Untold.NO_CONTENTS: "Whether contents are those that were recorded: none are here.",
    Untold.ONLY_A_RANGE: "Which entry in {span} was changed: an earlier copy of the log would tell, --kept.",
    Untold.AFTER_GAP: "What became of {span}: nothing is there after the gap.",
    Untold.LATE_OR_BACKDATED: "Whether an entry with an early time was backdated or only sealed late.",
    Untold.SLOW_OR_MOVED_BACK: "Whether {span} can be as old as it says: your witnesses saw it so much later "
    "that they were slow, or times were moved back.",
    Untold.KEY_NEVER_USED: "What the key {name} would show: it never signed for this log.",
    Untold.LAST_SECONDS: "What happened in the last seconds before the checkpoint, or after it.",
    Untold.NEVER_RECORDED: "What was never put on record.",
    Untold.FALSE_AT_ENTRY: "Whether what was put on record was true.",
}


CHANGED = "This shows that the record was changed, not who changed it."
GONE = (
    "Look again under the next checkpoint: what was erased openly is then told as erased, and what was taken "
    "away is told like this again. Who took it away, a check cannot tell."
)
UNKNOWN_KEY = "Check first that the key is the log's: a wrong key looks the same as a wrong signature."
TOO_FEW = "This shows nothing wrong with the record: ask those witnesses why."


def closing(findings: Sequence[Finding]) -> str:
    """What all the findings together show."""
    kinds = {f.kind for f in findings}
    if kinds == {Kind.UNWITNESSED}:
        return TOO_FEW
    if all(f.why is Why.NOT_NAMED for f in findings):
        return GONE
    return UNKNOWN_KEY if kinds == {Kind.UNSIGNED} else CHANGED


def sentence(finding: Finding) -> str:
    """One finding: what, where, when recorded, what is wrong with it, how it was found."""
    if finding.kind is Kind.UNWITNESSED:
        where = span(finding.span) if finding.span is not None else "the checkpoint"
        latest = ", ".join(finding.witnesses) or "none of them"
        return f"{_upper(where)}: not enough of your witnesses cosigned. The latest: {latest}."
    recorded = f", recorded {moment(finding.recorded)}," if finding.recorded is not None else ""
    parts = [f"{_place(finding)}{recorded} {_wrong(finding)}"]
    if finding.why is not None:
        parts[0] += f" ({WHYS[finding.why]})"
    how = FOUND_BY[finding.by]
    if finding.file:
        how += f" {finding.file}" if finding.by not in _OTHERS else f" in {finding.file}"
    parts.append(f"Found by {how}.")
    if finding.witnesses and finding.kind is not Kind.UNSIGNED:
        parts.append(f"Cosigned by {', '.join(finding.witnesses)}.")
    return ". ".join((parts[0], " ".join(parts[1:])))


_OTHERS = (By.WITNESSES, By.TIMES)
"""Ways of finding something that do not name a file of the checker's by themselves."""


def untold(item: CannotTell) -> str:
    """One thing that cannot be told."""
    return UNTOLD[item.code].format(span=span(item.span) if item.span else "", name=item.name)


def holds(check: Check) -> tuple[str, str]:
    """A check's name, and in words what holds or how much does not."""
    says, name = CHECKS[check.by]
    if check.holds:
        return name, says.format(count=f"{check.count:,}")
    return name, f"{check.findings:,} {'finding' if check.findings == 1 else 'findings'}"


def span(entries: tuple[int, int]) -> str:
    """`entry 4`, `entries 4 to 9`; the pair ends before its second."""
    first, last = entries[0], entries[1] - 1
    return f"entry {first:,}" if last <= first else f"entries {first:,} to {last:,}"


def _place(finding: Finding) -> str:
    if finding.index is not None:
        text = f"{THINGS[finding.thing]} {finding.index:,}"
    elif finding.span is not None:
        text = f"{RANGES[finding.thing]} {span(finding.span)}"
    else:
        text = WHOLE[finding.thing]
    return _upper(text)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def _wrong(finding: Finding) -> str:
    text = KINDS[finding.kind]
    if finding.index is None and finding.span is not None and finding.thing is Thing.ENTRY:
        # "somewhere in entries 4 to 9 something is ..."
        text = text if text.startswith("something") else f"an entry {text}"
    if finding.kind is Kind.ROLLED_BACK and finding.span is not None:
        text += f", {span(finding.span)}"
    if finding.bound is not None:
        side = "before" if finding.kind is Kind.BACKDATED else "after"
        text += f", not {side} {moment(finding.bound)}"
    if finding.elsewhere is not None:
        text += f"; see entry {finding.elsewhere:,}"
    return text
