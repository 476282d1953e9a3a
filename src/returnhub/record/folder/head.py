"""What a log in a folder knows of itself: its head, and the pass that is under way.

Both are JSON in `private/`, each replaced in one rename. The *plan* of a pass is on the disk before the pass
writes anything, so whoever comes after a death carries out the same pass, to the same bytes, and never
another; the *head* that counts the pass's entries is the point from which they are in the tree.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from returnhub.problems import Code, Problems, Where, refuse
from returnhub.record.files import put, read_file
from returnhub.record.keys import parse_vkey
from returnhub.record.log import LogKey


@dataclass(frozen=True, slots=True)
class Head:
    """Entries in the tree, sizes that are sealed and not signed, and the log's keys, the oldest first."""

    origin: str
    size: int
    unsigned: tuple[int, ...]
    keys: tuple[LogKey, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A pass: from `before` to `after` entries by the waiting files `parts` and the seal.

    `cut` is the length of the content file that the pass goes on with, before it does.
    """

    before: int
    after: int
    parts: tuple[str, ...]
    seal: bytes
    cut: int


class Books:
    """The files of head and plan."""

    def __init__(self, root: Path, private: Path) -> None:
        self._root, self._head, self._plan = root, private / "head", private / "pass"
        self._known: tuple[bytes, Head] | None = None

    def head(self) -> Head | None:
        """The head; None if the folder is no log. Raises Problems (record.log_wrong)."""
        raw = read_file(str(self._head))
        if raw is None:
            return None
        if self._known is not None and self._known[0] == raw:
            return self._known[1]
        try:
            found = json.loads(raw)
            keys = tuple(LogKey(_count(at, -1), parse_vkey(vkey)) for at, vkey in found["keys"])
            head = Head(
                str(found["origin"]), _count(found["size"]), tuple(map(_count, found["unsigned"])), keys
            )
            if not keys or any(size > head.size for size in head.unsigned):
                raise ValueError
        except (ValueError, KeyError, TypeError, AttributeError, Problems):
            raise refuse(Code.RECORD_LOG_WRONG, Where(file=str(self._head)), kind="head") from None
        self._known = raw, head
        return head

    def write_head(self, head: Head) -> None:
        """Replace the head, for good when this returns."""
        keys = [(k.handed_over_at, k.key.vkey) for k in head.keys]
        told = {"origin": head.origin, "size": head.size, "unsigned": head.unsigned, "keys": keys}
        put(self._root, self._head, json.dumps(told).encode())

    def plan(self) -> Plan | None:
        """The pass that is under way or not yet cleared away, if any. Raises Problems (record.log_wrong)."""
        raw = read_file(str(self._plan))
        if raw is None:
            return None
        try:
            found = json.loads(raw)
            before, after, cut = (_count(found[name]) for name in ("before", "after", "cut"))
            return Plan(before, after, tuple(map(str, found["parts"])), str(found["seal"]).encode(), cut)
        except (ValueError, KeyError, TypeError):
            raise refuse(Code.RECORD_LOG_WRONG, Where(file=str(self._plan)), kind="pass") from None

    def write_plan(self, plan: Plan) -> None:
        """Set the pass down, for good when this returns."""
        told = {
            "before": plan.before,
            "after": plan.after,
            "parts": plan.parts,
            "seal": plan.seal.decode(),
            "cut": plan.cut,
        }
        put(self._root, self._plan, json.dumps(told).encode())

    def end_plan(self) -> None:
        """The pass is over and nothing of it is left to do."""
        self._plan.unlink(missing_ok=True)


def _count(value: object, least: int = 0) -> int:
    if not isinstance(value, int) or value < least:
        raise ValueError
    return value
