"""Contact with the world outside, and going out of an open hub: times alone, nothing that was said."""

from __future__ import annotations

from django.db import models

from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded
from returnhub.stays.models.arrivals import Arrival


class Contact(Ending):
    """A contact that was asked for. It ends when held or not held; with a lawyer it is never refused."""

    class Whom(models.TextChoices):
        """With whom."""

        LAWYER = "lawyer"
        FAMILY = "family"
        MONITOR = "monitor"
        EMBASSY = "embassy"

    class How(models.TextChoices):
        """In which way."""

        VISIT = "visit"
        TELEPHONE = "telephone"
        VIDEO = "video"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="contacts")
    whom = models.CharField(max_length=10, choices=Whom.choices)
    how = models.CharField(max_length=10, choices=How.choices)
    asked_at = models.DateTimeField()
    # the person's own wish, on record; an embassy is met on it alone
    wished = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stays_contact_embassy",
                condition=~models.Q(whom="embassy") | models.Q(wished=True),
            ),
        ]
        indexes = [models.Index(fields=["arrival", "whom"], name="stays_contact_of")]


class Held(Recorded):
    """A contact that took place, from when until when."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="held")
    began_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stays_held_times", condition=models.Q(until_at__gte=models.F("began_at"))
            )
        ]


class NotHeld(Recorded):
    """Why a contact did not take place. The hub may refuse a visit of the family or an embassy, none else."""

    class Why(models.TextChoices):
        """Whose doing it was."""

        NOT_WANTED = "not_wanted"
        DID_NOT_COME = "did_not_come"
        REFUSED = "refused"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    contact = models.OneToOneField(Contact, models.PROTECT, related_name="not_held")
    why = models.CharField(max_length=20, choices=Why.choices)


class Outing(Ending):
    """Out of an open hub and back: free, and counted. `back_at` is empty while the person is out."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="outings")
    out_at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("arrival",), condition=models.Q(ended=None), name="stays_outing_once"
            ),
            models.CheckConstraint(
                name="stays_outing_times",
                condition=models.Q(back_at=None) | models.Q(back_at__gte=models.F("out_at")),
            ),
        ]
