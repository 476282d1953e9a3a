"""What happens to a person in a hub and brings duties with it. No word on health: see a clinician."""

from __future__ import annotations

from django.db import models

from returnhub.casework.models import Case
from returnhub.journal.models import Ending, Recorded
from returnhub.stays.models.arrivals import Arrival


class Occurrence(Ending):
    """Something that began, and ends when it is over; which clocks run meanwhile, `stays.duties` says.

    `reason` is given for segregation alone; of anything else only that it happened stands here. A birth and
    a death are over as they are recorded; what is still to be done after a death keeps it open.
    """

    class Kind(models.TextChoices):
        """What began."""

        SEGREGATION = "segregation"
        FOOD_REFUSAL = "food_refusal"
        SELF_HARM = "self_harm"
        HOSPITAL = "hospital"
        BIRTH = "birth"
        DEATH = "death"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    arrival = models.ForeignKey(Arrival, models.PROTECT, related_name="occurrences")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("arrival", "kind"), condition=models.Q(ended=None), name="stays_occurrence_once"
            ),
            models.CheckConstraint(
                name="stays_occurrence_reason",
                condition=(models.Q(kind="segregation") & ~models.Q(reason=""))
                | (~models.Q(kind="segregation") & models.Q(reason="")),
            ),
            models.CheckConstraint(
                name="stays_occurrence_times",
                condition=models.Q(until_at=None) | models.Q(until_at__gte=models.F("at")),
            ),
        ]


class Step(Recorded):
    """Something done about an occurrence: when, and with which answer. `reason` for a review alone."""

    class Kind(models.TextChoices):
        """What was done."""

        REVIEW = "review"
        CLINICIAN = "clinician_seen"
        CARE_PLAN = "care_plan_made"
        CARE_REVIEW = "care_plan_reviewed"
        VISITED = "visited_in_hospital"
        FAMILY_TOLD = "family_told"
        CONSULATE = "consulate_decided"
        INQUIRY = "inquiry_reported"

    class Answer(models.TextChoices):
        """How a review or a question was answered."""

        GOES_ON = "goes_on"
        ENDS = "ends"
        YES = "yes"
        NO = "no"

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=30, choices=Kind.choices)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="stays_step_reason",
                condition=(models.Q(kind="review") & ~models.Q(reason="") & ~models.Q(answer=""))
                | (~models.Q(kind="review") & models.Q(reason="")),
            ),
        ]
