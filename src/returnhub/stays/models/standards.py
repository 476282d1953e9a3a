"""What a hub offered on one day, as its manager recorded it."""

from __future__ import annotations

from django.db import models

from returnhub.hubs.models import Hub
from returnhub.journal.models import Ending


class HubDay(Ending):
    """One day of a hub. A day that nobody recorded is missing: it is never a zero."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="days")
    on = models.DateField()
    health_staff = models.PositiveIntegerField()
    outdoor_hours = models.DecimalField(max_digits=4, decimal_places=1)
    telephone = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hub", "on"), condition=models.Q(ended=None), name="stays_hub_day_once"
            ),
            models.CheckConstraint(
                name="stays_hub_day_hours",
                condition=models.Q(outdoor_hours__gte=0, outdoor_hours__lte=24),
            ),
        ]
