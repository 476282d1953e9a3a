"""Travel documents: what a consulate was asked for, how it answered, what was issued, alerts answered."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded
from returnhub.packets.models import Packet


class Request(Ending):
    """A request to a consulate of the state of origin for one person's travel document, with the one packet
    that left for it. `at` is the state where the consulate is.

    It ends when the document is issued, refused or given up.
    """

    class At(models.TextChoices):
        """In which state the consulate is."""

        HOST = "host"
        SENDER = "sender"

    case = models.ForeignKey(Case, models.PROTECT, related_name="document_requests")
    packet = models.OneToOneField(Packet, models.PROTECT, related_name="+")
    consulate = models.CharField(max_length=200)
    at = models.CharField(max_length=10, choices=At.choices)
    asked_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_request_once"
            ),
        ]


class RequestStep(Recorded):
    """What a consulate did with a request, and when."""

    class Kind(models.TextChoices):
        """What it did; `given_up`: the sending state no longer asks."""

        INTERVIEW = "interview"
        AGREED = "agreed"
        ISSUED = "issued"
        REFUSED = "refused"
        GIVEN_UP = "given_up"

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    on = models.DateField()
    says = models.TextField(blank=True)


class Issued(Ending):
    """A travel document as it was issued: what stands in it, and until when it is valid.

    It ends when it was used, given back, lost, or replaced by another.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="issued_documents")
    request = models.ForeignKey(Request, models.PROTECT, related_name="issued", null=True)
    number = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    latin = models.CharField(max_length=600)
    birth_on = models.DateField()
    issued_on = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_issued_once"
            ),
            models.CheckConstraint(
                name="onward_issued_valid", condition=models.Q(valid_until__gte=models.F("issued_on"))
            ),
        ]


class AlertAnswer(Recorded):
    """What somebody said to one alert. The alert itself is derived: it is the same while `detail` is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="alert_answers")
    kind = models.CharField(max_length=30)
    detail = models.TextField()
    says = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="onward_alertanswer_says", condition=~models.Q(says="")),
        ]
