"""The room's codes in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.casework.views.page import say_with

DUTIES: Mapping[str, str] = MappingProxyType(
    {
        "health_check": "Health check within 24 hours",
        "needs_assessment": "Risk and needs assessed",
        "arrival_interview": "Interview in the person's language",
        "lawyer_called": "Lawyer called",
        "family_called": "Family called",
    }
)
INTERPRETERS: Mapping[str, str] = MappingProxyType(
    {
        "in_person": "an interpreter was there",
        "by_telephone": "an interpreter by telephone",
        "not_needed": "no interpreter was needed",
    }
)
WHOM: Mapping[str, str] = MappingProxyType(
    {"lawyer": "Lawyer", "family": "Family", "monitor": "Monitor", "embassy": "Embassy or consulate"}
)
HOW: Mapping[str, str] = MappingProxyType({"visit": "visit", "telephone": "telephone", "video": "video"})
NOT_HELD: Mapping[str, str] = MappingProxyType(
    {
        "not_wanted": "the person did not want it",
        "did_not_come": "the other side did not come",
        "refused": "the hub refused it",
    }
)
OCCURRENCES: Mapping[str, str] = MappingProxyType(
    {
        "segregation": "Segregation",
        "food_refusal": "Food refused",
        "self_harm": "Self-harm",
        "hospital": "In hospital",
        "birth": "A child was born",
        "death": "The person died",
    }
)
STEPS: Mapping[str, str] = MappingProxyType(
    {
        "review": "Reviewed",
        "clinician_seen": "Seen by a clinician",
        "care_plan_made": "Care plan made",
        "care_plan_reviewed": "Care plan reviewed",
        "visited_in_hospital": "Visited in hospital",
        "family_told": "Family told",
        "consulate_decided": "Decided whether the consulate is told",
        "inquiry_reported": "First report of the inquiry",
    }
)
ANSWERS: Mapping[str, str] = MappingProxyType(
    {"goes_on": "it goes on", "ends": "it ends", "yes": "yes", "no": "no"}
)

say = say_with(
    {
        "not_in_stay": "This must be after the arrival and not later than now",
        "clinician": "A clinician records the health check, where health is recorded",
        "owed": "This is owed to everybody who arrives: only a call may be not wanted",
        "not_wished": "An embassy is met on the person's own wish",
        "never_refused": "Contact with a lawyer or a monitor is never refused",
        "before_last": "This must be after the last review",
    }
)
