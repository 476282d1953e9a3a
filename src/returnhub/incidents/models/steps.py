"""What was added to an incident, and who was told of it."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.incidents.models.incidents import Incident, Severity
from returnhub.journal.models import Ending, Recorded


class Step(Recorded):
    """Something added to an incident: an addendum, a correction asked for or given, a review, a closing.

    A correction may say another kind or severity than was reported; they count from then on.
    """

    class Kind(models.TextChoices):
        """What kind of step; `states.STEPS` says which is possible when."""

        ADDENDUM = "addendum"
        ASK_CORRECTION = "ask_correction"
        CORRECTION = "correction"
        REVIEW = "review"
        CLOSE = "close"
        REOPEN = "reopen"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    says = models.TextField()
    new_kind = models.CharField(max_length=30, blank=True)
    new_severity = models.CharField(max_length=10, choices=Severity.choices, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="incidents_step_says", condition=~models.Q(says="")),
            models.CheckConstraint(
                name="incidents_step_changes",
                condition=models.Q(kind="correction") | models.Q(new_kind="", new_severity=""),
            ),
        ]


class Told(Ending):
    """A role that was told of an incident. `ended` is the event by which somebody in it has seen it.

    `why` is empty for the report itself, else what came later: worse than reported, or not reviewed in time.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="told")
    role = models.CharField(max_length=40)
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("incident", "role", "why"), name="incidents_told_once"),
        ]
