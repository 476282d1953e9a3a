"""Use of force and restraint, and its review by another person."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Recorded
from returnhub.transfers.models.transfers import Seat


class Force(Recorded):
    """One use of force or restraint on one person: why, from when to when, by whom, who saw it, injuries.

    `saw` is what the medic saw; empty only where none was present.
    """

    class Kind(models.TextChoices):
        """What was used."""

        HOLD = "hold"
        HANDCUFFS = "handcuffs"
        LEG_RESTRAINT = "leg_restraint"
        RESTRAINT_BELT = "restraint_belt"
        OTHER = "other"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="force")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.TextField()
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    who = models.TextField()
    medic_present = models.BooleanField()
    saw = models.TextField(blank=True)
    injuries = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfers_force_times", condition=models.Q(ended_at__gte=models.F("began_at"))
            ),
            models.CheckConstraint(
                name="transfers_force_told",
                condition=~models.Q(reason="") & ~models.Q(who="") & ~models.Q(injuries=""),
            ),
            models.CheckConstraint(
                name="transfers_force_medic",
                condition=models.Q(medic_present=False, saw="")
                | (models.Q(medic_present=True) & ~models.Q(saw="")),
            ),
        ]


class ForceReview(Recorded):
    """Another person's review: whether it was needed and in proportion, and what follows."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    force = models.OneToOneField(Force, models.PROTECT, related_name="review")
    needed = models.BooleanField()
    says = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfers_force_review_says", condition=~models.Q(says=""))
        ]
