"""What is known of health outside the clinic: that somebody was seen, asked about, warned of; no more.

Clinical words lie in the schema `clinic`, which the application's role can't read (guards.sql).
"""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Bar, Case
from returnhub.hubs.models import Hub
from returnhub.journal.models import Ending, Recorded


class Check(Recorded):
    """A health check that took place: whose, in which hub, when. What was found lies in the clinic."""

    class Kind(models.TextChoices):
        """Soon after arrival, or later."""

        ARRIVAL = "arrival"
        LATER = "later"

    case = models.ForeignKey(Case, models.PROTECT, related_name="health_checks")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class FitnessRequest(Ending):
    """An officer's question whether this person is fit for a journey; it ends answered or withdrawn."""

    class Way(models.TextChoices):
        """Which journey."""

        HUB = "hub"
        ONWARD = "onward"

    case = models.ForeignKey(Case, models.PROTECT, related_name="fitness_requests")
    way = models.CharField(max_length=10, choices=Way.choices)
    says = models.TextField()
    due_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case", "way"), condition=models.Q(ended=None), name="health_fitness_asked_once"
            ),
            models.CheckConstraint(name="health_fitness_request_says", condition=~models.Q(says="")),
        ]


class FitnessAnswer(Recorded):
    """Fit or not, by an assessor who never wrote in this person's clinical file."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="fitness_answers")
    request = models.OneToOneField(FitnessRequest, models.PROTECT, related_name="answer")
    fit = models.BooleanField()
    examined_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class Concern(Ending):
    """A clinician's concern that a person should not be held, kept or moved (rule 35); without its grounds.

    `bar` is the bar that it opened, where the clinician says that the person is unfit. It ends with an answer
    in writing.
    """

    class Kind(models.TextChoices):
        """The three of rule 35 (reference UK-28)."""

        INJURIOUS = "injurious"
        SUICIDE = "suicide"
        TORTURE = "torture"

    case = models.ForeignKey(Case, models.PROTECT, related_name="health_concerns")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    bar = models.ForeignKey(Bar, models.PROTECT, related_name="+", null=True)
    due_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="health_concern_kind", condition=models.Q(kind__in=["injurious", "suicide", "torture"])
            ),
        ]


class ConcernTold(Ending):
    """A role that was told of a concern. `ended` is the event by which somebody in it has seen it."""

    concern = models.ForeignKey(Concern, models.PROTECT, related_name="told")
    role = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("concern", "role"), name="health_concern_told_once"),
        ]


class ConcernAnswer(Recorded):
    """The decision in writing that answers a concern: what changes, or why nothing does."""

    concern = models.OneToOneField(Concern, models.PROTECT, related_name="answer")
    says = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="health_concern_answer_says", condition=~models.Q(says="")),
        ]


class ClinicNote(models.Model):
    """A clinical note. It lies in a schema that the application's role can't read."""

    class Kind(models.TextChoices):
        """What it is about."""

        CHECK = "check"
        NOTE = "note"
        CONCERN = "concern"
        FITNESS = "fitness"

    id = models.BigAutoField(primary_key=True)
    record = models.UUIDField()
    case = models.BigIntegerField()
    kind = models.CharField(max_length=20, choices=Kind.choices)
    author = models.BigIntegerField()
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"clinic"."note"'
        ordering = ("-id",)
