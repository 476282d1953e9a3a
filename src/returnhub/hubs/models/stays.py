"""Who has which place on which days. Two people never have one at one time, one person never two."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.hubs.models.places import Hub, Place
from returnhub.journal.models import Ending, Recorded


class Stay(Ending):
    """A person's place in a hub on `days` (first day to the day after the last).

    `held`: kept for somebody who is to come. `there`: the person is in the hub since `arrived_at`; the
    database makes and ends these rows with the stage of the case. A person who is there without a place
    (`place` empty) is an `Excess`. Rows are superseded, never edited; `until_at` is when the person left.
    """

    class Kind(models.TextChoices):
        """Held for somebody, or lived in."""

        HELD = "held"
        THERE = "there"

    case = models.ForeignKey(Case, models.PROTECT, related_name="stays")
    person = models.BigIntegerField()
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="stays")
    place = models.ForeignKey(Place, models.PROTECT, related_name="stays", null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    days = DateRangeField()
    arrived_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="hubs_stay_one_person_a_place",
                expressions=[("place", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                condition=models.Q(ended=None),
            ),
            ExclusionConstraint(
                name="hubs_stay_one_place_a_person",
                expressions=[("person", RangeOperators.EQUAL), ("days", RangeOperators.OVERLAPS)],
                condition=models.Q(ended=None),
            ),
            models.UniqueConstraint(fields=("case",), condition=models.Q(ended=None), name="hubs_stay_once"),
            models.UniqueConstraint(
                fields=("place",),
                condition=models.Q(ended=None, kind="there"),
                name="hubs_stay_one_there",
            ),
            models.CheckConstraint(
                name="hubs_stay_kind",
                condition=models.Q(kind="held", place__isnull=False, arrived_at=None, until_at=None)
                | models.Q(kind="there", arrived_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "kind"], condition=models.Q(ended=None), name="hubs_stay_now"),
            # the board of a hub by day, past days too
            models.Index(fields=["hub", "place"], name="hubs_stay_of_hub"),
        ]

    def rest(self, first: dt.date) -> DateRange:
        """The days of the stay from one of them on; at the least that one, if the others are over."""
        return DateRange(first, max(self.days.upper, first + dt.timedelta(days=1)))

    @property
    def last_on(self) -> dt.date:
        """The last day of the stay, if nothing ends it before."""
        return self.days.upper - dt.timedelta(days=1)


class Excess(Ending):
    """Too many people in fact: a breach with an owner (a role) and the day by which it is to end.

    `kind` is no_place, over_number or over_cap; it ends when the people there are within bounds again.
    """

    class Kind(models.TextChoices):
        """What was exceeded."""

        NO_PLACE = "no_place"
        OVER_NUMBER = "over_number"
        OVER_CAP = "over_cap"

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="excesses")
    case = models.ForeignKey(Case, models.PROTECT, related_name="excesses")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    people = models.PositiveIntegerField()
    bound = models.PositiveIntegerField()
    owner = models.CharField(max_length=40)
    ends_by = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hub", "case", "kind"), condition=models.Q(ended=None), name="hubs_excess_once"
            )
        ]


class ExcessAnswer(Recorded):
    """What its owner says was done about an excess. It ends by what is done, not by what is said."""

    excess = models.ForeignKey(Excess, models.PROTECT, related_name="answers")
    says = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="hubs_excess_answer_says", condition=~models.Q(says=""))]
