"""What is owed to a person in a hub, within how many days, and what each occurrence brings with it.

What the database starts itself, at an arrival, at the limit and after a death, has its days in guards.sql.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind as Clock
from returnhub.stays.models import Contact, Duty, Occurrence, Step

LAWYER_CONTACT_DAYS = 2
"""Days in which a contact with a lawyer that was asked for is held: an assumption."""
SEGREGATION_DAYS = 15
"""Segregation of more than 15 days is prolonged solitary confinement, which is prohibited: UN Nelson Mandela
Rules 43 to 45 (domain.md 2.5, from memory, very sure)."""

CLOCK_OF_DUTY: Mapping[Duty, Clock] = MappingProxyType({duty: Clock(duty.value) for duty in Duty})
NOT_WANTED = frozenset({Duty.LAWYER_CALLED, Duty.FAMILY_CALLED})
"""Duties that a person may not want done."""
MAY_BE_REFUSED = frozenset({Contact.Whom.FAMILY, Contact.Whom.EMBASSY})
"""With whom a hub may refuse a contact; never with a lawyer or a monitor (Mandela rules 61, 83 to 85)."""

_HUB = frozenset({Role.HUB_MANAGER})
_OFFICERS = frozenset({Role.HUB_MANAGER, Role.SCREENING, Role.AUTHORISING})


@dataclass(frozen=True, slots=True)
class StepRule:
    """A step that an occurrence asks for: who takes it, the clock that it ends, the one that it starts."""

    roles: frozenset[Role]
    ends: Clock
    starts: Clock | None = None
    days: int = 0
    answers: tuple[Step.Answer, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What an occurrence brings: clocks by their days, and steps. `ends`: somebody says when it is over."""

    clocks: Mapping[Clock, int] = field(default_factory=dict[Clock, int])
    steps: Mapping[Step.Kind, StepRule] = field(default_factory=dict[Step.Kind, StepRule])
    ends: bool = True


RULES: Mapping[Occurrence.Kind, Rule] = MappingProxyType(
    {
        Occurrence.Kind.SEGREGATION: Rule(
            {Clock.SEGREGATION_REVIEW: 1, Clock.SEGREGATION_LIMIT: SEGREGATION_DAYS - 1},
            {
                Step.Kind.REVIEW: StepRule(
                    frozenset({Role.HUB_MANAGER, Role.HOST}),
                    Clock.SEGREGATION_REVIEW,
                    Clock.SEGREGATION_REVIEW,
                    1,
                    (Step.Answer.GOES_ON, Step.Answer.ENDS),
                ),
            },
        ),
        Occurrence.Kind.FOOD_REFUSAL: Rule(
            {Clock.FOOD_REFUSAL: 1},
            {
                Step.Kind.CLINICIAN: StepRule(
                    frozenset({Role.CLINICIAN}), Clock.FOOD_REFUSAL, Clock.FOOD_REFUSAL, 1
                ),
            },
        ),
        Occurrence.Kind.SELF_HARM: Rule(
            {Clock.CARE_PLAN: 1},
            {
                Step.Kind.CARE_PLAN: StepRule(
                    frozenset({Role.HUB_MANAGER, Role.CLINICIAN}), Clock.CARE_PLAN, Clock.CARE_REVIEW, 7
                ),
                Step.Kind.CARE_REVIEW: StepRule(
                    frozenset({Role.HUB_MANAGER, Role.CLINICIAN}), Clock.CARE_REVIEW, Clock.CARE_REVIEW, 7
                ),
            },
        ),
        Occurrence.Kind.HOSPITAL: Rule(
            {Clock.HOSPITAL_VISIT: 3},
            {
                Step.Kind.VISITED: StepRule(_HUB, Clock.HOSPITAL_VISIT, Clock.HOSPITAL_VISIT, 3),
            },
        ),
        Occurrence.Kind.BIRTH: Rule(ends=False),
        Occurrence.Kind.DEATH: Rule(
            steps={
                Step.Kind.FAMILY_TOLD: StepRule(_OFFICERS, Clock.DEATH_FAMILY),
                Step.Kind.CONSULATE: StepRule(
                    _OFFICERS,
                    Clock.DEATH_CONSULATE,
                    answers=(Step.Answer.YES, Step.Answer.NO),
                ),
                Step.Kind.INQUIRY: StepRule(_OFFICERS, Clock.DEATH_INQUIRY),
            },
            ends=False,
        ),
    }
)
"""Each occurrence with its clocks and steps. Review of a segregation within a day, by another person: Mandela
rules 43 to 45 (domain.md 2.5, from memory, very sure). The other days are assumptions, as is that a food
refusal is recorded from the third missed meal or 24 hours, whichever comes first."""
