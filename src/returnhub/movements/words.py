"""Words of this room's pages that no other room says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from returnhub.casework.views.page import say_with
from returnhub.movements.models import Way


@dataclass(frozen=True, slots=True)
class Called:
    """A way in words."""

    name: str
    authority: str
    record: str
    recorded: str


CALLED: Mapping[Way, Called] = MappingProxyType(
    {
        Way.HUB: Called(
            "Move to the hub", "authority to depart", "Record a departure", "The departure was recorded."
        ),
        Way.ONWARD: Called(
            "Onward return",
            "authority to return onward",
            "Record a return onward",
            "The return onward was recorded.",
        ),
    }
)

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "not_a_sentence": "Give the reasons in whole sentences",
        "copied": "These are the reasons of another decision, word for word. Say what is so in this case",
        "other_place": "The notice has to name the hub that was decided",
        "before_intention": "The notice of departure can't come before the notice of intention",
        "before_answer": "The acceptance can't end before it was given",
    }
)
"""What is wrong with a field, by the kind that the command gives."""

say = say_with(FIELDS)
