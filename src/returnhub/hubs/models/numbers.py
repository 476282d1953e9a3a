"""How many people a hub may hold and an agreement may move: asked for by one person, approved by another."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.agreements.models import Scheme
from returnhub.hubs.models.places import Hub
from returnhub.journal.models import Ending, Recorded


class Four(models.Model):
    """The four numbers of a hub. `maximum`: places that are there. `working`: of these, fit to be lived in.
    `certified`: people for whom the standards were found to be met. `signed`: people for whom both states
    signed; never more than are certified. The least of the last three is what authority is bounded by."""

    maximum = models.PositiveIntegerField()
    working = models.PositiveIntegerField()
    certified = models.PositiveIntegerField()
    signed = models.PositiveIntegerField()

    class Meta:
        abstract = True


def four_in_order(name: str) -> models.CheckConstraint:
    """No more working or certified than there are, no more signed than certified."""
    f = models.F
    return models.CheckConstraint(
        name=name,
        condition=models.Q(working__lte=f("maximum"))
        & models.Q(certified__lte=f("maximum"))
        & models.Q(signed__lte=f("certified")),
    )


class NumbersRequest(Ending, Four):
    """A request that a hub's numbers become these from a day on. It ends when it is answered or withdrawn."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="requests")
    from_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hub",), condition=models.Q(ended=None), name="hubs_numbers_request_once"
            ),
            four_in_order("hubs_numbers_request_in_order"),
            models.CheckConstraint(name="hubs_numbers_request_reason", condition=~models.Q(reason="")),
        ]


class NumbersAnswer(Recorded):
    """Another person's answer to a request."""

    request = models.OneToOneField(NumbersRequest, models.PROTECT, related_name="answer")
    approved = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="hubs_numbers_answer_reason", condition=~models.Q(reason=""))
        ]


class Numbers(Ending, Four):
    """A hub's numbers from a day on, by an approved request."""

    hub = models.ForeignKey(Hub, models.PROTECT, related_name="numbers")
    from_on = models.DateField()
    answer = models.OneToOneField(NumbersAnswer, models.PROTECT, related_name="made")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("hub", "from_on"), condition=models.Q(ended=None), name="hubs_numbers_once_a_day"
            ),
            four_in_order("hubs_numbers_in_order"),
        ]


class Cap(Ending):
    """A cap of the agreement: in all, at one time, or in a year that begins each `from_on`.

    Once another person approved it, it binds from `from_on` until the next of its kind does.
    """

    class Kind(models.TextChoices):
        """What is counted: people ever moved, people in its hubs on one day, people moved in a year."""

        IN_ALL = "in_all"
        AT_ONE_TIME = "at_one_time"
        A_YEAR = "a_year"

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="caps")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    people = models.PositiveIntegerField()
    from_on = models.DateField()
    term = models.CharField(max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="hubs_cap_term", condition=~models.Q(term=""))]


class CapApproval(Recorded):
    """Another person's approval of a cap; from then on it binds."""

    cap = models.OneToOneField(Cap, models.PROTECT, related_name="approval")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
