"""The room's codes in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.health.models import Check, ClinicNote, Concern, FitnessRequest

CHECKS: Mapping[Check.Kind, str] = MappingProxyType(
    {Check.Kind.ARRIVAL: "Check on arrival", Check.Kind.LATER: "Later check"}
)
CONCERNS: Mapping[Concern.Kind, tuple[str, str]] = MappingProxyType(
    {
        Concern.Kind.INJURIOUS: (
            "Harm to health",
            "Staying there, or being moved, is likely to harm their health.",
        ),
        Concern.Kind.SUICIDE: ("Risk of suicide", "They may take their own life."),
        Concern.Kind.TORTURE: ("Torture", "They may have been tortured."),
    }
)
"""The three of rule 35 (reference UK-28)."""
WAYS: Mapping[FitnessRequest.Way, str] = MappingProxyType(
    {FitnessRequest.Way.HUB: "Journey to the hub", FitnessRequest.Way.ONWARD: "Onward journey"}
)
NOTES: Mapping[ClinicNote.Kind, str] = MappingProxyType(
    {
        ClinicNote.Kind.CHECK: "Health check",
        ClinicNote.Kind.NOTE: "Note",
        ClinicNote.Kind.CONCERN: "Grounds of a concern",
        ClinicNote.Kind.FITNESS: "Assessment of fitness",
    }
)
STATED: Mapping[str, str] = MappingProxyType(
    {
        "needs_step_free": "Needs a place without steps",
        "care_needed": "Care where they live",
        "self_harm_risk_open": "A plan against self-harm is open",
        "treatment_in_host": "Treatment they need can be had there",
        "pregnancy_week": "Weeks of pregnancy",
    }
)
CARE: Mapping[int, str] = MappingProxyType({0: "None", 1: "Regular nursing", 2: "A hospital within reach"})


def stated(fact: str, value: object) -> str:
    """What a clinician said, in words.

    >>> stated("needs_step_free", True), stated("care_needed", 1)
    ('Yes', 'Regular nursing')
    """
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return CARE[int(str(value))] if fact == "care_needed" else str(value)
