"""What stops an onward return: new evidence, a claim in the host state, a question of statelessness."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Bar, Case
from returnhub.journal.models import Ending, Recorded


class Raised(Ending):
    """New evidence, or a claim made in the host state, with the bar that it opened. It ends when decided."""

    class Kind(models.TextChoices):
        """What was raised."""

        EVIDENCE = "evidence"
        HOST_CLAIM = "host_claim"

    class By(models.TextChoices):
        """Who raised it, whoever wrote it down."""

        PERSON = "person"
        LAWYER = "lawyer"
        HUB = "hub"
        HOST = "host"
        OFFICER = "officer"

    case = models.ForeignKey(Case, models.PROTECT, related_name="raised")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    raised_by = models.CharField(max_length=20, choices=By.choices)
    bar = models.OneToOneField(Bar, models.PROTECT, related_name="raised")


class Review(Recorded):
    """The sending state's decision on all new evidence of a case that was open."""

    class Outcome(models.TextChoices):
        """What it leads to."""

        CHANGES_NOTHING = "changes_nothing"
        TRANSFER_BACK = "transfer_back"
        PROTECTION = "protection"

    case = models.ForeignKey(Case, models.PROTECT, related_name="evidence_reviews")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    reasons = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="onward_review_reasons", condition=~models.Q(reasons="")),
        ]


class HostAnswer(Recorded):
    """The host state's decision on a claim that was made there."""

    class Outcome(models.TextChoices):
        """What the host decided."""

        REFUSED = "refused"
        PROTECTED = "protected"

    case = models.ForeignKey(Case, models.PROTECT, related_name="host_answers")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    decided_on = models.DateField()
    reference = models.CharField(max_length=200)


class Determination(Ending):
    """A procedure to find out whether a person is stateless; while it is open nobody is returned onward."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="determinations")
    why = models.TextField()
    bar = models.OneToOneField(Bar, models.PROTECT, related_name="determination")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_determination_once"
            ),
        ]


class Found(Recorded):
    """What a determination found, with reasons, by somebody who did not open it."""

    determination = models.OneToOneField(Determination, models.PROTECT, related_name="found")
    stateless = models.BooleanField()
    reasons = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="onward_found_reasons", condition=~models.Q(reasons="")),
        ]
