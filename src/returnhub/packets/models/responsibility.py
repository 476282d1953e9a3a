"""Which state answers for a person: it passes when an officer of each side has signed."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded


class Responsibility(Ending):
    """One side hands responsibility for a person over, from `at` on, signed by its officer.

    It takes effect once the other side has signed too (`ResponsibilityTaken`), and ends when the next one
    takes effect or when it is withdrawn. Before any, the sending state is responsible. Who takes a person in
    at the end of a journey is another matter: `transfers.models.Handover`.
    """

    class Side(models.TextChoices):
        """The two states."""

        SENDING = "sending_state"
        HOST = "host_state"

    case = models.ForeignKey(Case, models.PROTECT, related_name="responsibilities")
    to_side = models.CharField(max_length=20, choices=Side.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "ended"], name="packets_responsibility_case")]


class ResponsibilityTaken(Recorded):
    """The other side's signature: from then on it is responsible."""

    responsibility = models.OneToOneField(Responsibility, models.PROTECT, related_name="taken")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
