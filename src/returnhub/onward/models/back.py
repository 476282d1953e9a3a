"""What follows a failed return or the stay limit, and the way back to the sending state."""

from __future__ import annotations

from django.db import models

from returnhub.accounts.models import User
from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded


class NextStep(Ending):
    """A decision that is due: what follows now. The database asks for it; it ends when it was answered."""

    class Cause(models.TextChoices):
        """What asks for it."""

        RETURN_FAILED = "return_failed"
        STAY_LIMIT = "stay_limit"
        STATELESS = "stateless"

    case = models.ForeignKey(Case, models.PROTECT, related_name="next_steps")
    cause = models.CharField(max_length=20, choices=Cause.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_nextstep_once"
            ),
        ]


class NextStepAnswer(Recorded):
    """A named officer's answer to what follows, with reasons."""

    class Answer(models.TextChoices):
        """Where it leads."""

        AGAIN = "again"
        RELEASE = "release"
        TRANSFER_BACK = "transfer_back"

    next_step = models.OneToOneField(NextStep, models.PROTECT, related_name="answer")
    answer = models.CharField(max_length=20, choices=Answer.choices)
    reasons = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(name="onward_nextstepanswer_reasons", condition=~models.Q(reasons="")),
        ]


class BackOrder(Ending):
    """An order that a person is brought back to the sending state by a day. It ends when they are back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="back_orders")
    reasons = models.TextField()
    for_protection = models.BooleanField()
    due_on = models.DateField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("case",), condition=models.Q(ended=None), name="onward_backorder_once"
            ),
            models.CheckConstraint(name="onward_backorder_reasons", condition=~models.Q(reasons="")),
        ]


class TakenUp(Recorded):
    """What was made of a case once the person was back."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="taken_up")
    protected = models.BooleanField()
    reasons = models.TextField()
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
