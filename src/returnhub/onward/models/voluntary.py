"""Voluntary return with support: who asked, what was said, what was offered, and that it can be withdrawn."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded
from returnhub.languages.codes import CHOICES


class Application(Ending):
    """A person's wish to return with support, at whatever stage. It ends when withdrawn or departed."""

    class By(models.TextChoices):
        """Who asked."""

        PERSON = "person"
        COUNSELLOR = "counsellor"
        LAWYER = "lawyer"

    case = models.ForeignKey(Case, models.PROTECT, related_name="return_applications")
    asked_by = models.CharField(max_length=20, choices=By.choices)
    asked_on = models.DateField()
    language = models.CharField(max_length=8, choices=CHOICES)
    says = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_application_once"
            ),
        ]


class ApplicationStep(Recorded):
    """What became of an application: agreed by the person, withdrawn by them, or departed."""

    class Kind(models.TextChoices):
        """What it became."""

        AGREED = "agreed"
        WITHDRAWN = "withdrawn"
        DEPARTED = "departed"

    application = models.ForeignKey(Application, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    says = models.TextField(blank=True)


class Counselling(Recorded):
    """One talk about return: when, in which language, who was there, what was said on both sides.

    `told_free` is whether the person was told that they may say no and that nothing follows from it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="counselling")
    on = models.DateField()
    language = models.CharField(max_length=8, choices=CHOICES)
    interpreter = models.BooleanField()
    present = models.CharField(max_length=300)
    says = models.TextField()
    told_free = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class Support(Ending):
    """Support that was offered, in money or in kind, and who pays it. It ends when taken back."""

    class Kind(models.TextChoices):
        """What kind."""

        TRAVEL = "travel"
        CASH = "cash"
        HOUSING = "housing"
        WORK = "work"
        HEALTH = "health"
        OTHER = "other"

    application = models.ForeignKey(Application, models.PROTECT, related_name="support")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    amount = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    source = models.CharField(max_length=200)
    says = models.TextField()
    offered_on = models.DateField()
    language = models.CharField(max_length=8, choices=CHOICES)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="onward_support_source", condition=~models.Q(source="") & ~models.Q(says="")
            ),
            models.CheckConstraint(
                name="onward_support_amount",
                condition=models.Q(amount=None, currency="")
                | (models.Q(amount__gt=0) & ~models.Q(currency="")),
            ),
        ]
