"""Who acts: a user in one role, the person of a case, or the clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role, and which verbs that role may use (`room.verb`).

    The clock has no id, nor has the person whose case it is: they have no user account, and `case` is theirs.
    `scheme` bounds a role to one scheme; empty: every scheme. `hub` bounds it to one hub.
    """

    id: int | None
    role: str
    name: str
    may: frozenset[str]
    scheme: str = ""
    hub: int | None = None
    case: int | None = None

    @property
    def is_clock(self) -> bool:
        """True for what happens by itself."""
        return self.id is None and self.case is None


def the_clock(*verbs: str) -> Actor:
    """The clock, for a job that uses these verbs."""
    return Actor(None, "clock", "the clock", frozenset(verbs))
