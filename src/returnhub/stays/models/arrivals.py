"""An arrival with the stay that it began, its first duties, its key worker and its reviews."""

from __future__ import annotations

import datetime as dt

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub
from returnhub.journal.models import Ending, Recorded

REVIEW_DAYS = 28
"""Days to the next review at the latest: an assumption, as for a review of custody (reference UK-16)."""


class Arrival(Ending):
    """An arrival in a hub, and the whole stay that it began, whichever places the person has in it.

    The database makes and ends it with `hubs.models.Stay`, and its clocks with it. `limit_on` is the last day
    of the stay: days in hubs of the scheme before count towards it, and nothing that changes later moves it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="arrivals")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="arrivals")
    at = models.DateTimeField()
    limit_on = models.DateField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="stays_arrival_once"
            ),
        ]
        indexes = [
            models.Index(fields=["hub", "at"], condition=models.Q(ended=None), name="stays_arrival_now"),
        ]


class Duty(models.TextChoices):
    """What is owed to everybody who arrives. The value is its clock's kind too."""

    HEALTH_CHECK = "health_check"
    NEEDS_ASSESSMENT = "needs_assessment"
    INTERVIEW = "arrival_interview"
    LAWYER_CALLED = "lawyer_called"
    FAMILY_CALLED = "family_called"


class Done(Recorded):
    """A duty that was done, when, and in which language. What was found does not stand here."""

    class Answer(models.TextChoices):
        """Done, or the person did not want it, which is said of a call alone."""

        DONE = "done"
        NOT_WANTED = "not_wanted"

    class Interpreter(models.TextChoices):
        """Who interpreted; the person's own words where nobody was needed."""

        IN_PERSON = "in_person"
        BY_TELEPHONE = "by_telephone"
        NOT_NEEDED = "not_needed"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="done")
    duty = models.CharField(max_length=30, choices=Duty.choices)
    answer = models.CharField(max_length=20, choices=Answer.choices)
    at = models.DateTimeField()
    language = models.CharField(max_length=60, blank=True)
    interpreter = models.CharField(max_length=20, choices=Interpreter.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("arrival", "duty"), name="stays_done_once"),
            models.CheckConstraint(
                name="stays_done_wanted",
                condition=models.Q(answer="done") | models.Q(duty__in=("lawyer_called", "family_called")),
            ),
            models.CheckConstraint(
                name="stays_done_language",
                condition=~models.Q(duty="arrival_interview")
                | (~models.Q(language="") & ~models.Q(interpreter="")),
            ),
        ]


class KeyWorker(Ending):
    """The one person of the hub who answers for a person's stay, from this event to the next change."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="key_workers")
    to = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("arrival",), condition=models.Q(ended=None), name="stays_key_worker_once"
            ),
        ]


class Review(Recorded):
    """A review of a stay: what it found, and the day of the next one."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="reviews")
    on = models.DateField()
    findings = models.TextField()
    next_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("arrival", "on"), name="stays_review_once_a_day"),
            models.CheckConstraint(name="stays_review_findings", condition=~models.Q(findings="")),
            models.CheckConstraint(
                name="stays_review_next",
                condition=models.Q(next_on__gt=models.F("on"))
                & models.Q(next_on__lte=models.F("on") + dt.timedelta(days=REVIEW_DAYS)),
            ),
        ]
