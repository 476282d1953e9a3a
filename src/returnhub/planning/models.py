"""Plans of who could go where and when, what each proposes for one person, and which of it was taken up.

A plan decides nothing and moves nobody: an officer looks at one person's proposal, and proposes in their own
words or does not (`movements.propose`).
"""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.agreements.models import Scheme
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub
from returnhub.journal.models import Event, Recorded
from returnhub.movements.models import Proposal


class Plan(models.Model):
    """A plan that somebody asked for (`by`; none: the clock, each week), made in the background.

    `done` of `total` steps are behind it; `beat` is when the job last said so. `said` is why it failed.
    `found` is what stands on its page beside people: shares, bound, limits, what was assumed. `digest` is the
    SHA-256 of all it proposes, and `event` put it on record.
    """

    class State(models.TextChoices):
        """How far it is; `stopped` by hand."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    id = models.BigAutoField(primary_key=True)
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="plans")
    from_on = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    asked = models.DateTimeField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    beat = models.DateTimeField(null=True)
    said = models.TextField(blank=True)
    found = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(fields=["scheme", "-id"], name="planning_plan_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=("scheme",),
                condition=models.Q(state__in=["waiting", "running"]),
                name="planning_plan_one_at_a_time",
            ),
            models.CheckConstraint(
                name="planning_plan_weeks", condition=models.Q(weeks__gte=1, weeks__lte=52)
            ),
        ]


class Proposed(Recorded):
    """What a plan has for one person who waits: a kind of place in a hub from a day on, or why none (`why`).

    `position` is the turn in the scheme's order, 1 first. `reasons` is as `planning.explained` writes it.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="proposed")
    # named apart from `case_id`, whose rows each have an event of their case: a plan has one for everybody
    case = models.ForeignKey(Case, models.PROTECT, related_name="+", db_column="of_case")
    position = models.PositiveIntegerField()
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+", null=True)
    kind = models.CharField(max_length=80, blank=True)
    arrive_on = models.DateField(null=True)
    leave_by = models.DateField(null=True)
    why = models.CharField(max_length=80, blank=True)
    reasons = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("plan", "case"), name="planning_proposed_once"),
            models.CheckConstraint(
                name="planning_proposed_whole",
                condition=models.Q(hub=None, arrive_on=None, leave_by=None) & ~models.Q(why="")
                | models.Q(hub__isnull=False, arrive_on__isnull=False, leave_by__isnull=False, why=""),
            ),
        ]
        indexes = [models.Index(fields=["plan", "arrive_on", "position"], name="planning_proposed_listed")]


class Adopted(Recorded):
    """An officer's proposal that took up what a plan had for one person. One event takes up one."""

    proposed = models.OneToOneField(Proposed, models.PROTECT, related_name="adopted")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("event",), name="planning_adopted_one_at_a_time")]
