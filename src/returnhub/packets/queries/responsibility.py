"""Which state answers for a person now, and who signed for it."""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.packets.models import Responsibility
from returnhub.packets.words import SIDES

SENDING, HOST = Responsibility.Side.SENDING, Responsibility.Side.HOST


@dataclass(frozen=True, slots=True)
class Responsible:
    """The state that answers for a person; the signatures that made it so (none: from the beginning), and
    what one side has signed and the other not yet."""

    side: Responsibility.Side
    by: Responsibility | None
    waits: Responsibility | None

    @property
    def says(self) -> str:
        """The state in words."""
        return SIDES[self.side]

    @property
    def other_says(self) -> str:
        """The other state in words."""
        return SIDES[HOST if self.side == SENDING else SENDING]


def responsible(case: int) -> Responsible:
    """Which state answers for a person now."""
    standing = list(
        Responsibility.objects.filter(case=case, ended=None)
        .select_related("by", "event", "taken__by", "taken__event")
        .order_by("-id")
    )
    taken = next((r for r in standing if hasattr(r, "taken")), None)
    return Responsible(
        side=Responsibility.Side(taken.to_side) if taken else SENDING,
        by=taken,
        waits=next((r for r in standing if not hasattr(r, "taken")), None),
    )
