"""A person's own way in: one-time codes, the openings of their page, what they asked for and the answers."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Bar, Case, Evidence
from returnhub.journal.models import Ending, Recorded
from returnhub.languages.codes import CHOICES


class OneTimeCode(Ending):
    """A code that was given to the person of a case, on paper or by voice; only a hash of it is kept.

    It works once, until `expires`; a newer one ends it. `used` is the event of its use.
    """

    class How(models.TextChoices):
        """How it was handed over."""

        PAPER = "paper"
        VOICE = "voice"

    case = models.ForeignKey(Case, models.PROTECT, related_name="codes")
    hashed = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    how = models.CharField(max_length=10, choices=How.choices)
    language = models.CharField(max_length=8, choices=CHOICES)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    used = models.ForeignKey("journal.Event", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="person_code_once"
            ),
        ]


class Opening(Ending):
    """A person's page, open in one browser until `until` or until it was closed.

    The browser holds a token; a hash of it is kept here. Nobody without the token acts as the person.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="openings")
    code = models.OneToOneField(OneTimeCode, models.PROTECT, related_name="opening")
    hashed = models.CharField(max_length=64, unique=True)
    began = models.DateTimeField()
    until = models.DateTimeField()


class Asked(Recorded):
    """What the person asked for or said, to which desk (a role), and the bar that it put in a move's way.

    `until` is the day by which it is answered.
    """

    class Kind(models.TextChoices):
        """What was asked."""

        CLAIM = "claim"
        EVIDENCE = "evidence"
        GO_HOME = "go_home"
        WRONG = "wrong"

    case = models.ForeignKey(Case, models.PROTECT, related_name="asked")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    words = models.TextField(blank=True)
    desk = models.CharField(max_length=40)
    until = models.DateField()
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="+", null=True)
    bar = models.ForeignKey(Bar, models.PROTECT, related_name="+", null=True)


class Answered(Recorded):
    """What the desk answered, in words that the person reads."""

    asked = models.OneToOneField(Asked, models.PROTECT, related_name="answer")
    says = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="person_answered_says", condition=~models.Q(says="")),
        ]


class Message(models.Model):
    """A message between a person and their lawyer. It lies where the application's role can't read it."""

    id = models.BigAutoField(primary_key=True)
    case = models.BigIntegerField()
    lawyer = models.BigIntegerField(null=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"counsel"."message"'
        ordering = ("id",)
