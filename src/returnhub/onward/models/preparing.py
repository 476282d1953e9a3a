"""What an onward return rests on besides authority: the fresh risk check and the day that is planned."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case, Evidence
from returnhub.journal.models import Ending


class RiskCheck(Ending):
    """A fresh check of the risks of return for one person, by somebody who did not decide to move them."""

    class Outcome(models.TextChoices):
        """What was found."""

        NONE = "none"
        RISK = "risk"

    case = models.ForeignKey(Case, models.PROTECT, related_name="risk_checks")
    checked_on = models.DateField()
    country_evidence = models.CharField(max_length=300)
    country_evidence_on = models.DateField()
    findings = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_riskcheck_once"
            ),
            models.CheckConstraint(name="onward_riskcheck_findings", condition=~models.Q(findings="")),
        ]


class PlannedReturn(Ending):
    """The day and the route of an onward return, and the day on which the monitor was told of it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="planned_returns")
    planned_on = models.DateField()
    destination = models.CharField(max_length=200)
    route = models.CharField(max_length=400)
    monitor_told_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_plannedreturn_once"
            ),
        ]
