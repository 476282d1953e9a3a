"""The day of travel: last check, boarding, a stop at the door, leaving, and what became of each person."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Recorded
from returnhub.transfers.models.transfers import Seat, Transfer


class LastCheck(Recorded):
    """Every rule asked once more for one person on the day; `against` is what spoke against, in words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="checks")
    on = models.DateField()
    against = models.JSONField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class Boarding(Recorded):
    """A person boarded, on the day of a last check by which nothing speaks against it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="boarding")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class DoorStop(Recorded):
    """An escort, a monitor or an authorising officer stopped one person before departure."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="stop")
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="transfers_stop_reason", condition=~models.Q(reason=""))]


class Leaving(Recorded):
    """The transfer left, with those who had boarded."""

    transfer = models.OneToOneField(Transfer, models.PROTECT, related_name="leaving")
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")


class Outcome(Recorded):
    """What became of a seat: exactly one of four facts, with a `Reason` if they did not arrive.

    An outcome with the same values that comes again changes nothing; one with others is refused.
    """

    class Kind(models.TextChoices):
        """The four."""

        ARRIVED = "arrived"
        NOT_ARRIVED = "not_arrived"
        DISEMBARKED = "disembarked"
        WITHOUT_AUTHORITY = "without_authority"

    class Reason(models.TextChoices):
        """Why somebody did not arrive."""

        TURNED_BACK = "turned_back"
        LEFT = "left"
        DIED = "died"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="outcome")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reason = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    says = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfers_outcome_reason",
                condition=models.Q(kind="not_arrived", reason__in=["turned_back", "left", "died"])
                | (~models.Q(kind="not_arrived") & models.Q(reason="")),
            )
        ]
