"""What the clocks of a stay do when they have run out, beyond what casework knows."""

from __future__ import annotations

from returnhub.casework.clocks import Effect
from returnhub.casework.commands.running_out import DOES
from returnhub.stays.commands.occurrences import segregated_too_long


def register() -> None:
    """Say so to casework."""
    DOES[Effect.INCIDENT] = segregated_too_long
