"""An incident as it was reported, and where it stands now."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub
from returnhub.journal.models import Recorded


class Kind(models.TextChoices):
    """What happened; `words.KINDS` says each in words."""

    DEATH = "death"
    SERIOUS_INJURY = "serious_injury"
    ILL_TREATMENT = "ill_treatment"
    SEXUAL_VIOLENCE = "sexual_violence"
    SELF_HARM = "self_harm"
    FOOD_REFUSAL = "food_refusal"
    USE_OF_FORCE = "use_of_force"
    ASSAULT = "assault"
    MEDICAL_EMERGENCY = "medical_emergency"
    INFECTION = "infection"
    FIRE = "fire"
    MISSING_CHILD = "missing_child"
    NO_LAWYER = "no_lawyer"
    PROPERTY = "property"
    OTHER = "other"


class Severity(models.TextChoices):
    """How bad, from the least; it decides who is told and what stops (`guard.incident_severities`)."""

    MINOR = "minor"
    SERIOUS = "serious"
    GRAVE = "grave"


class Status(models.TextChoices):
    """Where an incident stands; each is defined in `words.STATUSES`."""

    REPORTED = "reported"
    CORRECTION_ASKED = "correction_asked"
    CORRECTED = "corrected"
    REVIEWED = "reviewed"
    CLOSING = "closing"
    CLOSED = "closed"
    REOPENED = "reopened"


class Incident(Recorded):
    """What happened, in a hub, to a person or both, as it was reported. The text is never edited: `Step`.

    `by` is empty where the database reported it itself. What it says now of kind, severity and status is
    `Standing`, made by the database from this row and its steps.
    """

    scheme = models.CharField(max_length=80)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="incidents", null=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="incidents", null=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    happened = models.DateTimeField()
    says = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="incidents_incident_says", condition=~models.Q(says="")),
            models.CheckConstraint(
                name="incidents_incident_somewhere",
                condition=models.Q(hub__isnull=False) | models.Q(case__isnull=False),
            ),
            models.CheckConstraint(name="incidents_incident_kind", condition=models.Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="incidents_incident_severity", condition=models.Q(severity__in=Severity.values)
            ),
        ]


class Standing(models.Model):
    """Where an incident stands, derived by the database; nobody writes it by hand.

    `review_by` is the last day of its review.
    """

    incident = models.OneToOneField(Incident, models.PROTECT, primary_key=True, related_name="standing")
    status = models.CharField(max_length=20, choices=Status.choices)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    review_by = models.DateField()
    added_since_closed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["status", "review_by"], name="incidents_standing_due"),
        ]
