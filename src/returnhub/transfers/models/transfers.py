"""A transfer: its plan, its crew, the monitor's seat, the people on it, and each issue of its manifest."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.agreements.models import Scheme
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub
from returnhub.journal.models import Ending, Recorded
from returnhub.movements.models import Authority


class Way(models.TextChoices):
    """Which way a transfer goes: to the hub, onward to the state of origin, or back to the sending state."""

    HUB = "hub"
    ONWARD = "onward"
    BACK = "back"


class Transfer(Ending):
    """A transfer to a hub, or from it onward or back. It ends when it is cancelled; its plan is revised."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="transfers")
    way = models.CharField(max_length=10, choices=Way.choices)
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="transfers")


class Plan(Ending):
    """What is planned for a transfer, until the next plan. `seats` are all that the vehicle has.

    One of them is the monitor's, one is each escort's, the medic's and the interpreter's; the rest are for
    people.
    """

    class Vehicle(models.TextChoices):
        """What it goes by."""

        FLIGHT = "flight"
        COACH = "coach"
        CAR = "car"
        BOAT = "boat"

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="plans")
    vehicle = models.CharField(max_length=10, choices=Vehicle.choices)
    name = models.CharField(max_length=100)
    leaves_from = models.CharField(max_length=200)
    goes_to = models.CharField(max_length=200)
    departs_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
    seats = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("transfer",), condition=models.Q(ended=None), name="transfers_plan_once"
            ),
            models.CheckConstraint(
                name="transfers_plan_times", condition=models.Q(arrives_at__gt=models.F("departs_at"))
            ),
            # the monitor's, one escort's and one person's
            models.CheckConstraint(name="transfers_plan_seats", condition=models.Q(seats__gte=3)),
        ]


class Crew(Ending):
    """Somebody who goes along for the people on it: an escort (a user), a medic, an interpreter."""

    class Kind(models.TextChoices):
        """As what they go along."""

        ESCORT = "escort"
        MEDIC = "medic"
        INTERPRETER = "interpreter"

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="crew")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="escorts", null=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("transfer", "user"), condition=models.Q(ended=None), name="transfers_escort_once"
            ),
            models.CheckConstraint(
                name="transfers_crew_kind",
                condition=models.Q(kind="escort", user__isnull=False)
                | models.Q(kind="medic", user=None)
                | (models.Q(kind="interpreter", user=None) & ~models.Q(language="")),
            ),
        ]


class MonitorAnswer(Ending):
    """What monitors answered to the seat that is kept for them. Their seat stays kept when it is declined."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="monitor_answers")
    taken = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("transfer",), condition=models.Q(ended=None), name="transfers_monitor_answer_once"
            )
        ]


class Seat(Ending):
    """One person on a transfer, by the authority for that way (`authority`), or on the way back by an order.

    It ends when the authority does, when the person is taken off, and with what became of it: `Outcome`.
    `apart` says why somebody travels on another transfer than their family.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="people")
    case = models.ForeignKey(Case, models.PROTECT, related_name="seats")
    person = models.BigIntegerField()
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="seats", null=True)
    apart = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("person",), condition=models.Q(ended=None), name="transfers_seat_one_a_person"
            )
        ]
        indexes = [models.Index(fields=["transfer"], name="transfers_seat_of_transfer")]


class Manifest(Recorded):
    """One issue of a transfer's manifest: what stood on it (canonical JSON) and its SHA-256 as hex.

    `apart` says why families are not together on it, where they are not.
    """

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="manifests")
    number = models.PositiveIntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    apart = models.TextField(blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("transfer", "number"), name="transfers_manifest_number")
        ]
