"""After departure: whether the person may be contacted, and how each date of asking ended."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending


class Consent(Ending):
    """Whether a person agreed to be contacted after their return, and how they can be."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="consents")
    given = models.BooleanField()
    how = models.CharField(max_length=300, blank=True)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_consent_once"
            ),
        ]


class FollowUp(Ending):
    """How one date of asking ended, for `days` after departure. Unreachable is never counted as arrived.

    `not_asked`: the person did not agree to be contacted.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        ARRIVED = "arrived"
        CONTACTED = "contacted"
        UNREACHABLE = "unreachable"
        RE_ARRIVED = "re_arrived"
        NOT_ASKED = "not_asked"

    case = models.ForeignKey(Case, models.PROTECT, related_name="follow_ups")
    days = models.PositiveSmallIntegerField()
    left_on = models.DateField()
    asked_on = models.DateField()
    how = models.CharField(max_length=200)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    says = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case", "left_on", "days"),
                condition=models.Q(ended=None),
                name="onward_followup_once",
            ),
        ]
