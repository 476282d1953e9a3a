"""Hubs with their units, rooms and places. A place keeps its number for ever; what it is like is revised."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from returnhub.agreements.models import Scheme
from returnhub.journal.models import Ending, Recorded


class Hub(Recorded):
    """A hub in the host state; `kind` says whether people in it are free to leave.

    `stay_limit_days` is the longest stay, which also is what a place is held for until somebody leaves.
    """

    class Kind(models.TextChoices):
        """Open: leaving is free and counted, nobody is in custody. Closed: custody has its own track."""

        OPEN = "open"
        CLOSED = "closed"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="hubs")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    stay_limit_days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("scheme", "name"), name="hubs_hub_name"),
            models.CheckConstraint(name="hubs_hub_stay_limit", condition=models.Q(stay_limit_days__gte=1)),
        ]

    def whole_stay(self, first: dt.date) -> DateRange:
        """The days of the longest stay that begins on a day."""
        return DateRange(first, first + dt.timedelta(days=self.stay_limit_days + 1))


class Phase(Ending):
    """Where a hub stands from a day on. Suspension is not a phase: `agreements.models.Suspension`.

    `places` bounds how many people may be in a hub that is ramping up; a closing hub takes nobody new.
    """

    class Kind(models.TextChoices):
        """In order: nobody yet, some, everybody, nobody new, nobody."""

        PLANNED = "planned"
        RAMP_UP = "ramp_up"
        OPEN = "open"
        CLOSING = "closing"
        CLOSED = "closed"

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="phases")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    from_on = models.DateField()
    places = models.PositiveIntegerField(null=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hub", "from_on"), condition=models.Q(ended=None), name="hubs_phase_once_a_day"
            ),
            models.CheckConstraint(
                name="hubs_phase_ramp_up",
                condition=models.Q(kind="ramp_up", places__isnull=False)
                | (~models.Q(kind="ramp_up") & models.Q(places=None)),
            ),
        ]


class Unit(Recorded):
    """A part of a hub: a house, a wing, a floor."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="units")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("hub", "name"), name="hubs_unit_name")]


class Room(Recorded):
    """A room of a unit, with its living space in square metres, the sanitary annex left out."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=100)
    square_metres = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("unit", "name"), name="hubs_room_name"),
            models.CheckConstraint(name="hubs_room_space", condition=models.Q(square_metres__gt=0)),
        ]


class Place(Ending):
    """A place for one person in a room. It ends when it is taken away for good."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="places")
    room = models.ForeignKey(Room, models.PROTECT, related_name="places")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("room", "name"), condition=models.Q(ended=None), name="hubs_place_name"
            )
        ]


class Attributes(Ending):
    """What a place is like, from the event that says so until the next. `care` is as in a scheme's
    `care_up_to`: 0 none, 1 regular nursing, 2 a hospital within reach."""

    class For(models.TextChoices):
        """Whom the place is for; a place for anybody takes men, women and families."""

        ANYBODY = "anybody"
        MEN = "men"
        WOMEN = "women"
        FAMILIES = "families"

    place = models.ForeignKey(Place, models.PROTECT, related_name="attributes")
    places_for = models.CharField(max_length=10, choices=For.choices)
    step_free = models.BooleanField(default=False)
    care = models.PositiveSmallIntegerField(default=0)
    quiet = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("place",), condition=models.Q(ended=None), name="hubs_attributes_once"
            ),
            models.CheckConstraint(name="hubs_attributes_care", condition=models.Q(care__lte=2)),
        ]


class OutOfService(Ending):
    """Days on which a place can't be lived in, and why. A revision names the one that it takes the place of.

    `until_on` is the first day on which it can be again; none: not known.
    """

    place = models.ForeignKey(Place, models.PROTECT, related_name="out_of_service")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    reason = models.TextField()
    revises = models.ForeignKey("self", models.PROTECT, related_name="revisions", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("place",), condition=models.Q(ended=None), name="hubs_out_of_service_once"
            ),
            models.CheckConstraint(
                name="hubs_out_of_service_days",
                condition=models.Q(until_on=None) | models.Q(until_on__gt=models.F("from_on")),
            ),
            models.CheckConstraint(name="hubs_out_of_service_reason", condition=~models.Q(reason="")),
        ]
