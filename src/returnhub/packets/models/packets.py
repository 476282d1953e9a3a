"""What left for another state, exactly as it was sent, and what came back."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded


class Identity(Ending):
    """What a consulate asks of a person that no rule does: where they were born, parents, what was taken.

    Recorded for a case by a named officer; a new row supersedes. The shapes are those of a packet's fields.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="identities")
    birth_place = models.CharField(max_length=150, null=True)
    father = models.CharField(max_length=150, null=True)
    mother = models.CharField(max_length=150, null=True)
    photograph = models.BooleanField()
    fingerprints = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="packets_identity_once"
            )
        ]


class Packet(Recorded):
    """A packet that was sent; it can't be called back. When: its event's `recorded`.

    `state` names who got it. `digest` is the SHA-256 of `fields` as canonical JSON. `answer_by` is the day to
    the end of which an answer is waited for.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="packets")
    kind = models.CharField(max_length=40)
    to = models.CharField(max_length=10, choices=[("host", "host"), ("origin", "origin")])
    state = models.CharField(max_length=100)
    fields = models.JSONField()
    digest = models.CharField(max_length=64)
    answer_by = models.DateField(null=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["to", "kind"], name="packets_packet_kind")]


class PacketAnswer(Recorded):
    """What the other state answered, once: on which day, until when it can be used, under which reference."""

    class Answer(models.TextChoices):
        """Accepted or declined by the host; issued or refused by the origin; or that it was received."""

        ACCEPTED = "accepted"
        DECLINED = "declined"
        ISSUED = "issued"
        REFUSED = "refused"
        RECEIVED = "received"

    packet = models.OneToOneField(Packet, models.PROTECT, related_name="answer")
    answer = models.CharField(max_length=10, choices=Answer.choices)
    answered_on = models.DateField()
    until = models.DateField(null=True)
    reference = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="packets_packetanswer_until",
                condition=models.Q(until=None) | models.Q(until__gte=models.F("answered_on")),
            )
        ]
