"""Schemes in operation and suspensions."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.journal.models import Ending, Recorded


class Scheme(Recorded):
    """A scheme that is operated here: its folder, its procedure and the ruleset that new cases are pinned to.

    Its row is also what suspension and authority wait for each other on: see docs/how-to/locks.md.
    """

    id = models.CharField(max_length=80, primary_key=True)
    title = models.CharField(max_length=200)
    procedure = models.CharField(max_length=40)
    ruleset = models.CharField(max_length=64)
    host = models.CharField(max_length=80)


class Suspension(Ending):
    """A stop: by whom, of whom, why. In force from the moment it is recorded until two people lift it.

    `person`, `family` and `hub` are numbers of rows in the rooms that hold them; exactly the one that `scope`
    names is given.
    """

    class Scope(models.TextChoices):
        """Whom it stops."""

        PERSON = "person"
        GROUP = "group"
        HUB = "hub"
        SCHEME = "scheme"

    class By(models.TextChoices):
        """Who ordered it."""

        COURT = "court"
        MONITOR = "monitor"
        AGREEMENT = "agreement"
        AUTOMATIC = "automatic"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="suspensions")
    scope = models.CharField(max_length=20, choices=Scope.choices)
    person = models.BigIntegerField(null=True)
    family = models.BigIntegerField(null=True)
    hub = models.BigIntegerField(null=True)
    by = models.CharField(max_length=20, choices=By.choices)
    reference = models.CharField(max_length=200, blank=True)
    reason = models.TextField()
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreements_suspension_scope",
                condition=models.Q(scope="person", person__isnull=False, family=None, hub=None)
                | models.Q(scope="group", person=None, family__isnull=False, hub=None)
                | models.Q(scope="hub", person=None, family=None, hub__isnull=False)
                | models.Q(scope="scheme", person=None, family=None, hub=None),
            ),
            models.CheckConstraint(name="agreements_suspension_reason", condition=~models.Q(reason="")),
        ]


class Lift(Recorded):
    """One person's word, with a reason, that a suspension is to be lifted. It takes two people's."""

    suspension = models.ForeignKey(Suspension, models.PROTECT, related_name="lifts")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("suspension", "by"), name="agreements_lift_once_a_person"),
            models.CheckConstraint(name="agreements_lift_reason", condition=~models.Q(reason="")),
        ]
