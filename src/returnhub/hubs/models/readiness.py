"""What has to be tested and signed before a scheme moves anybody."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.agreements.models import Scheme
from returnhub.journal.models import Ending, Recorded


class Item(models.TextChoices):
    """What readiness is made of; each is tested by one person and signed by another."""

    MONITORS = "monitors"
    COMPLAINTS = "complaints"
    LAWYERS = "lawyers"
    INTERPRETERS = "interpreters"
    HEALTH_CARE = "health_care"
    EXIT_ROUTE = "exit_route"
    RECORD = "record"


class Readiness(Ending):
    """A test of one item of a scheme's readiness: what was tried, when, what came of it."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="readiness")
    item = models.CharField(max_length=20, choices=Item.choices)
    tested_on = models.DateField()
    what = models.TextField()
    passed = models.BooleanField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("scheme", "item"), condition=models.Q(ended=None), name="hubs_readiness_once"
            ),
        ]


class ReadinessSignature(Recorded):
    """Another person's word that a test was seen and holds."""

    readiness = models.OneToOneField(Readiness, models.PROTECT, related_name="signature")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
