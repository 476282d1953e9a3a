"""The room's codes in words: each has a label and, where it needs one, a definition."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.incidents.models import Kind, Severity, Status, Step

KINDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.DEATH: ("Death", "Somebody died in a hub, in hospital from there, or on the way."),
        Kind.SERIOUS_INJURY: ("Serious injury", "Hospital, a broken bone, loss of consciousness or worse."),
        Kind.ILL_TREATMENT: ("Allegation of ill-treatment", "Somebody says that a person was ill-treated."),
        Kind.SEXUAL_VIOLENCE: ("Sexual violence", "Somebody says that it happened, or it was seen."),
        Kind.SELF_HARM: ("Self-harm", "A person hurt themselves, or tried to take their life."),
        Kind.FOOD_REFUSAL: ("Food refusal", "A person refuses food or drink."),
        Kind.USE_OF_FORCE: ("Use of force", "Somebody used force on a person, or restrained them."),
        Kind.ASSAULT: ("Assault", "One person attacked another."),
        Kind.MEDICAL_EMERGENCY: ("Medical emergency", "An ambulance or a doctor was called at once."),
        Kind.INFECTION: ("Infection", "An illness that others may catch."),
        Kind.FIRE: ("Fire, flood or loss of power", "The building put people in danger."),
        Kind.MISSING_CHILD: ("Missing child", "Nobody knows where a child is."),
        Kind.NO_LAWYER: ("No contact with a lawyer", "A person could not reach their lawyer, or a court."),
        Kind.PROPERTY: ("Property", "A person's things were lost, taken or damaged."),
        Kind.OTHER: ("Something else", "Say what."),
    }
)
SEVERITIES: Mapping[Severity, tuple[str, str]] = MappingProxyType(
    {
        Severity.MINOR: ("Minor", "Nobody was harmed, and it is over."),
        Severity.SERIOUS: ("Serious", "Somebody was harmed, or could have been."),
        Severity.GRAVE: ("Grave", "Death, or danger to life, or a wrong that can't be made good."),
    }
)
STATUSES: Mapping[Status, tuple[str, str]] = MappingProxyType(
    {
        Status.REPORTED: ("Reported", "Somebody reported it, and nobody has reviewed it."),
        Status.CORRECTION_ASKED: (
            "Correction asked for",
            "Who knows more has to correct it, then it is reviewed.",
        ),
        Status.CORRECTED: ("Corrected", "A correction was added, and nobody has reviewed it since."),
        Status.REVIEWED: ("Reviewed", "Somebody who did not report it looked into it; it is not closed."),
        Status.CLOSING: ("One of two closed it", "It is grave: another person has to close it too."),
        Status.CLOSED: ("Closed", "Nothing more is owed. It can be added to, and reopened."),
        Status.REOPENED: ("Reopened", "It was closed, and is reviewed anew."),
    }
)
STEPS: Mapping[Step.Kind, str] = MappingProxyType(
    {
        Step.Kind.ADDENDUM: "Added",
        Step.Kind.ASK_CORRECTION: "Correction asked for",
        Step.Kind.CORRECTION: "Corrected",
        Step.Kind.REVIEW: "Reviewed",
        Step.Kind.CLOSE: "Closed",
        Step.Kind.REOPEN: "Reopened",
    }
)
STOPS: Mapping[str, str] = MappingProxyType(
    {
        "hub": "The hub takes nobody more until two people lift it",
        "person": "This person is not moved until two people lift it",
        "": "Nothing",
    }
)
WHY_TOLD: Mapping[str, str] = MappingProxyType(
    {"": "When it was reported", "changed": "When it was corrected", "overdue": "Not reviewed in time"}
)
