"""From proposal to authority and departure. Each row is one person's step, superseded and never edited."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub
from returnhub.journal.models import Ending, Recorded
from returnhub.languages.codes import CHOICES as LANGUAGE_CHOICES


class Way(models.TextChoices):
    """Which move: to the hub, or onward to the state of origin."""

    HUB = "hub"
    ONWARD = "onward"


class Proposal(Ending):
    """A proposal that this person goes to this hub, with its reasons. It decides nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="proposals")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    reasons = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="movements_proposed_once"
            ),
        ]


class Decision(Ending):
    """A named person's decision in one case, with individual reasons."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    way = models.CharField(max_length=10, choices=Way.choices)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="decisions", null=True)
    to_move = models.BooleanField()
    reasons = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case", "way"), condition=models.Q(ended=None), name="movements_decided_once"
            ),
            models.CheckConstraint(name="movements_decision_reasons", condition=~models.Q(reasons="")),
        ]


class Approval(Ending):
    """Another person's approval or refusal of a decision, with the last event that they were shown.

    `against` lists what spoke against, as it was shown. An approval of a case that has changed since
    (`seen` is not its last event) is refused.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="approvals")
    approved = models.BooleanField()
    reasons = models.TextField()
    against = models.JSONField()
    seen = models.BigIntegerField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("decision",), condition=models.Q(ended=None), name="movements_approved_once"
            ),
            models.CheckConstraint(name="movements_approval_reasons", condition=~models.Q(reasons="")),
        ]


class Notice(Ending):
    """A notice that was served: of the intention, or of departure with place and route.

    `runs_until` is the last day of the notice period, `departs_from` and `valid_until` bound departure.
    `language` is the code of the paper's language, whose text was reviewed; `interpreter` the language in
    which an interpreter read it out, if one did.
    """

    class Kind(models.TextChoices):
        """Which of the two notices."""

        INTENTION = "intention"
        DEPARTURE = "departure"

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    language = models.CharField(max_length=8, choices=LANGUAGE_CHOICES)
    interpreter = models.CharField(max_length=40, blank=True)
    destination = models.CharField(max_length=200, blank=True)
    route = models.CharField(max_length=400, blank=True)
    served_on = models.DateField()
    served_how = models.CharField(max_length=200)
    runs_until = models.DateField()
    departs_from = models.DateField()
    valid_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case", "kind"), condition=models.Q(ended=None), name="movements_notice_once"
            ),
            models.CheckConstraint(
                name="movements_notice_names_route",
                condition=models.Q(kind="intention") | (~models.Q(destination="") & ~models.Q(route="")),
            ),
        ]


class Acceptance(Ending):
    """The host's answer for this person, by name and in writing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="acceptances")
    hub = models.ForeignKey(Hub, models.PROTECT, related_name="+")
    accepted = models.BooleanField()
    answered_on = models.DateField()
    until = models.DateField(null=True)
    reference = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="movements_accepted_once"
            ),
        ]


class ExitPlan(Ending):
    """Where this person goes if onward return fails, the stay ends, or new evidence comes."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="exit_plans")
    if_return_fails = models.TextField()
    if_stay_ends = models.TextField()
    if_new_evidence = models.TextField()
    made_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="movements_exit_plan_once"
            ),
            models.CheckConstraint(
                name="movements_exit_plan_whole",
                condition=~models.Q(if_return_fails="")
                & ~models.Q(if_stay_ends="")
                & ~models.Q(if_new_evidence=""),
            ),
        ]


class Authority(Ending):
    """Authority to depart, or to return onward, for one person: refused unless everything stands."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="authorities")
    way = models.CharField(max_length=10, choices=Way.choices)
    approval = models.ForeignKey(Approval, models.PROTECT, related_name="authorities")
    reasons = models.TextField()
    valid_until = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="movements_authority_once"
            ),
            models.CheckConstraint(name="movements_authority_reasons", condition=~models.Q(reasons="")),
        ]


class Breach(Ending):
    """A departure that happened without authority, with what was against it. It ends when it was answered."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="breaches")
    way = models.CharField(max_length=10, choices=Way.choices)
    at = models.DateTimeField()
    against = models.JSONField()
    suspension = models.BigIntegerField()


class BreachAnswer(Recorded):
    """What the owner of a breach did about it."""

    breach = models.OneToOneField(Breach, models.PROTECT, related_name="answer")
    says = models.TextField()
