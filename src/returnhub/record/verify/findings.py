"""What a recount says: findings, what it cannot tell, how much it looked at. Codes and values, no words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_FINDINGS = 100
"""Findings kept of each kind and way of finding; the rest are only counted."""


class Kind(StrEnum):
    """What is wrong.

    `changed`: something in the span is not what was signed, and nothing given says what.
    `forked`: the log's key signed two trees that no one log can hold. `malformed`: not in the record's
    form. `unsealed`: a seal and its checkpoint do not belong together. `unerased`: erased content is
    still there. `unwitnessed`: fewer cosignatures than the quorum asked for.
    """

    MISSING = "missing"
    ALTERED = "altered"
    REORDERED = "reordered"
    INSERTED = "inserted"
    BACKDATED = "backdated"
    POSTDATED = "postdated"
    REPEATED = "repeated"
    CHANGED = "changed"
    FORKED = "forked"
    ROLLED_BACK = "rolled_back"
    UNSIGNED = "unsigned"
    UNSEALED = "unsealed"
    UNWITNESSED = "unwitnessed"
    UNERASED = "unerased"
    MALFORMED = "malformed"


class Thing(StrEnum):
    """What the finding is about."""

    ENTRY = "entry"
    CONTENT = "content"
    TILE = "tile"
    SEAL = "seal"
    HANDOVER = "handover"
    ERASURE = "erasure"
    CHECKPOINT = "checkpoint"
    COSIGNATURE = "cosignature"


class By(StrEnum):
    """What was checked, and so what found it."""

    SIGNATURES = "signatures"
    FORMAT = "format"
    ENTRIES = "entries"
    TILES = "tiles"
    ROOT = "root"
    SEALS = "seals"
    HANDOVERS = "handovers"
    TIMES = "times"
    IDS = "ids"
    CONTENTS = "contents"
    ERASURES = "erasures"
    CHECKPOINTS = "checkpoints"
    COPY = "copy"
    RECEIPTS = "receipts"
    PROOFS = "proofs"
    WITNESSES = "witnesses"


class Why(StrEnum):
    """Which rule of the format was broken, where the kind alone does not say."""

    NOTE = "note"
    ORIGIN = "origin"
    NO_KEY = "no_key"
    NOT_TRUSTED = "not_trusted"
    NOT_IN_FORCE = "not_in_force"
    NOT_BOTH_KEYS = "not_both_keys"
    NO_CHECKPOINT = "no_checkpoint"
    NO_SEAL = "no_seal"
    SIZE = "size"
    PREVIOUS = "previous"
    LENGTH = "length"
    FORM = "form"
    ORDER = "order"
    AGAIN = "again"
    CHAIN = "chain"
    TOO_MANY = "too_many"
    NOT_NAMED = "not_named"
    COMMITMENT = "commitment"
    INCLUSION = "inclusion"
    COSIGNATURE = "cosignature"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    `index` is the entry's; where only a range is known, `span` says it: from its first to before its
    second. `elsewhere` is where the entry was found instead. `bound` is the time that `recorded`
    must not pass. `file` is the checker's own file that shows it, `witnesses` who cosigned that.
    """

    kind: Kind
    thing: Thing
    by: By
    index: int | None = None
    span: tuple[int, int] | None = None
    id: str = ""
    recorded: dt.datetime | None = None
    elsewhere: int | None = None
    bound: dt.datetime | None = None
    file: str = ""
    witnesses: tuple[str, ...] = ()
    why: Why | None = None

    @property
    def place(self) -> tuple[int, int]:
        """Where it sorts: by its entry, or after all that its span may concern; the whole log comes first."""
        if self.index is not None:
            return self.index, 0
        return (self.span[1] - 1, 1) if self.span is not None else (-1, 0)


class Untold(StrEnum):
    """What a check like this one cannot tell; the last three hold of every check there is."""

    NO_CHECKPOINTS = "no_checkpoints"
    AFTER_LAST_CHECKPOINT = "after_last_checkpoint"
    NO_WITNESSES = "no_witnesses"
    AFTER_LAST_COSIGNATURE = "after_last_cosignature"
    NO_RECEIPTS = "no_receipts"
    RECEIPT_ALONE = "receipt_alone"
    RECEIPT_NOT_DUE = "receipt_not_due"
    NO_CONTENTS = "no_contents"
    ONLY_A_RANGE = "only_a_range"
    AFTER_GAP = "after_gap"
    LATE_OR_BACKDATED = "late_or_backdated"
    SLOW_OR_MOVED_BACK = "slow_or_moved_back"
    KEY_NEVER_USED = "key_never_used"
    LAST_SECONDS = "last_seconds"
    NEVER_RECORDED = "never_recorded"
    FALSE_AT_ENTRY = "false_at_entry"


@dataclass(frozen=True, slots=True)
class CannotTell:
    """One thing that cannot be told, of which entries (`span`), and of which file or key (`name`)."""

    code: Untold
    span: tuple[int, int] | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """How many were checked, how many findings that made, and whether all hold."""

    by: By
    count: int
    findings: int

    @property
    def holds(self) -> bool:
        """True if nothing was found."""
        return self.findings == 0


@dataclass(frozen=True, slots=True)
class GuardOff:
    """A guard that seals say was off: under how many checkpoints, the first and the last size of them."""

    name: str
    checkpoints: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Late:
    """How many entries were sealed more than ten seconds after they were recorded, and the longest wait."""

    count: int = 0
    longest: dt.timedelta = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: `findings`, the first entry concerned first; `total` counts those left out too."""

    origin: str
    size: int
    root: bytes
    signed_by: str = ""
    sealed: dt.datetime | None = None
    checks: tuple[Check, ...] = ()
    findings: tuple[Finding, ...] = ()
    total: int = 0
    cannot_tell: tuple[CannotTell, ...] = ()
    guards_off: tuple[GuardOff, ...] = ()
    erased: int = 0
    late: Late = Late()

    @property
    def holds(self) -> bool:
        """True if nothing was found. What cannot be told is no finding."""
        return self.total == 0


class Ledger:
    """Findings and counts while they are gathered, in memory that does not grow with the damage."""

    def __init__(self) -> None:
        self._findings: dict[tuple[Kind, Thing, By], list[Finding]] = {}
        self._found: Counter[By] = Counter()
        self._checked: Counter[By] = Counter()

    def checked(self, by: By, count: int = 1) -> None:
        """So many more were looked at."""
        self._checked[by] += count

    def add(self, finding: Finding) -> None:
        """One finding more."""
        self._found[finding.by] += 1
        kept = self._findings.setdefault((finding.kind, finding.thing, finding.by), [])
        if len(kept) < MOST_FINDINGS:
            kept.append(finding)

    def findings(self) -> Iterator[Finding]:
        """Those kept, the first entry concerned first; of one entry, in the order of `By`."""
        order = list(By)
        kept = (f for some in self._findings.values() for f in some)
        yield from sorted(kept, key=lambda f: (f.place, order.index(f.by)))

    @property
    def total(self) -> int:
        """Findings in all, also those that are only counted."""
        return self._found.total()

    def checks(self) -> tuple[Check, ...]:
        """What was looked at, in the order of `By`."""
        looked = (by for by in By if self._checked[by] or self._found[by])
        return tuple(Check(by, self._checked[by], self._found[by]) for by in looked)
