"""What a person has with them, and the handover that two people sign."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded
from returnhub.transfers.models.transfers import Seat


class Item(Ending):
    """Something that belongs to the person and travels with them, listed at the start. `amount` in `currency`
    (ISO 4217) for cash."""

    class Kind(models.TextChoices):
        """What it is."""

        PROPERTY = "property"
        CASH = "cash"
        DOCUMENT = "document"
        MEDICINE = "medicine"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    says = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfers_item_cash",
                condition=models.Q(kind="cash", amount__gte=0, currency__regex="^[A-Z]{3}$")
                | (~models.Q(kind="cash") & models.Q(amount=None, currency="")),
            )
        ]


class Handover(Recorded):
    """The escort's side: how the person is, what is handed over, and to whom outside this service (`to`)
    where no hub takes over."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="handover")
    at = models.DateTimeField()
    condition = models.TextField()
    documents = models.TextField()
    to = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="transfers_handover_told", condition=~models.Q(condition="") & ~models.Q(documents="")
            )
        ]


class ItemCheck(Recorded):
    """Whether an item was there at the handover; `differs` says what was not as listed, "" if nothing was."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    handover = models.ForeignKey(Handover, models.PROTECT, related_name="checks")
    item = models.ForeignKey(Item, models.PROTECT, related_name="checks")
    there = models.BooleanField()
    differs = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("handover", "item", "by"), name="transfers_item_check_once"),
            models.CheckConstraint(
                name="transfers_item_check_told",
                condition=models.Q(there=True) | ~models.Q(differs=""),
            ),
        ]


class HandoverSignature(Recorded):
    """The other side: who took over for the hub, and how they found the person.

    What differs from the escort's word stands beside it; neither replaces the other.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    handover = models.OneToOneField(Handover, models.PROTECT, related_name="signature")
    condition = models.TextField()
    differs = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="transfers_signature_told", condition=~models.Q(condition=""))
        ]
