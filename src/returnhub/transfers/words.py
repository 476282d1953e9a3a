"""Words of this room's pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.accounts.roles import CASE_READERS

WAYS: Mapping[str, str] = MappingProxyType(
    {"hub": "To the hub", "onward": "Onward to the state of origin", "back": "Back to the sending state"}
)
VEHICLES: Mapping[str, str] = MappingProxyType(
    {"flight": "Flight", "coach": "Coach", "car": "Car", "boat": "Boat"}
)
CREW: Mapping[str, str] = MappingProxyType(
    {"escort": "Escort", "medic": "Medic", "interpreter": "Interpreter"}
)
FORCE: Mapping[str, str] = MappingProxyType(
    {
        "hold": "Held by hand",
        "handcuffs": "Handcuffs",
        "leg_restraint": "Leg restraint",
        "restraint_belt": "Restraint belt",
        "other": "Something else",
    }
)
ITEMS: Mapping[str, str] = MappingProxyType(
    {"property": "Property", "cash": "Cash", "document": "Document", "medicine": "Medicine"}
)
PAPERS: Mapping[str, str] = MappingProxyType(
    {"valid": "Good beyond arrival", "over": "Run out too early", "unknown": "Not known, so not valid"}
)
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "arrived": "Arrived",
        "not_arrived": "Did not arrive",
        "disembarked": "Got off before departure",
        "without_authority": "Left without authority: a breach",
    }
)
WHY_NOT: Mapping[str, str] = MappingProxyType(
    {
        "turned_back": "They were turned back or refused on arrival, or the transfer turned round",
        "left": "They left on the way, and nobody knows where they are",
        "died": "They died on the way",
    }
)
_WITHOUT_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "rule_fails": "A condition for this move is not met.",
        "rule_unknown": "A condition for this move is not known to be met.",
        "bar": "Something stops this person's move.",
        "suspended": "This move is suspended.",
    }
)


def speaks(role: str, code: str, says: str) -> str:
    """What speaks against a person's travel, as a role needs to know it: who has no file gets no reasons.

    >>> speaks("escort", "bar", "Further submissions are open: ...")
    "Something stops this person's move."
    """
    return _WITHOUT_REASONS.get(code, says) if role not in CASE_READERS else says
