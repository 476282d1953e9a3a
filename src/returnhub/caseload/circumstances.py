"""What is true of each person: protection, health, family, papers, custody, why they are referred.

Each function gives columns by fact: booleans, integers, codes as positions with their names, dates
as days since 1970 with `NEVER` for what did not happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.draws import Bools, Ints
from returnhub.caseload.histories import NEVER, OUTCOMES, Histories
from returnhub.caseload.households import (
    ALONE,
    COUPLE,
    FAMILY,
    FEMALE,
    SEXES,
    SINGLE,
    People,
)  # fmt: skip

_YEAR = 365.25
_LONGEST_DOCUMENT = 3653
_RECENT = 365


@dataclass(frozen=True, slots=True)
class Codes:
    """A code for each person: its position in `names`."""

    at: Ints
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """A date for each person: days since 1970, or `NEVER`."""

    days: Ints


@dataclass(frozen=True, slots=True)
class Some:
    """A yes or no that only some people have; for the others the question does not arise yet."""

    values: Bools
    exists: Bools


Column: TypeAlias = Bools | Ints | Codes | Dates | Some
Columns: TypeAlias = dict[str, Column]


def late_family(people: People, past: Histories, numbers: Numbers) -> Bools:
    """Whose household began a family life after the refusal."""
    return past.exhausted & people.homes.chance("late family life", numbers.of("family_life_late_share"))


def person(people: People, age_days: Ints, numbers: Numbers, as_of: int) -> Columns:
    """Birth, sex, origin, route; whether the age is in dispute."""
    young = (age_days <= 26 * _YEAR) & ((people.kind == SINGLE) | (people.kind == ALONE))
    return {
        "birth_on": Dates(as_of - age_days),
        "age_disputed": young & people.luck.chance("age disputed", numbers.of("age_disputed_share")),
        "sex": Codes(people.sex, SEXES),
        "origin": Codes(people.origin, numbers.origins),
        "route": Codes(np.where(people.boat, 0, 1), ("boat", "other")),
        "stateless": people.luck.chance("stateless", numbers.of("stateless_share")),
    }


def claim(people: People, past: Histories, numbers: Numbers) -> Columns:
    """The claim and what followed; one claim a household, remedies by person."""
    homes, luck, exhausted = people.homes, people.luck, past.exhausted
    review = exhausted & luck.chance("judicial review", numbers.of("judicial_review_share"))
    stay, asked = numbers.of("court_stay_share"), max(numbers.of("judicial_review_share"), 1e-9)
    # half of those whom a court protects have an application for review open
    with_review = min(1.0, 0.5 * stay / asked)
    stopped = luck.chance("court stay", np.where(review, with_review, max(0.0, stay - with_review * asked)))
    granted = exhausted & homes.chance("granted since", numbers.of("granted_since_share"))
    offered = homes.chance("reconsideration", numbers.of("reconsideration_share"))
    days = int(numbers.of("reconsideration_days"))
    return {
        "claim_decision": Codes(np.where(granted, 1, 0), ("refused", "granted")),
        "refused_on": Dates(past.refused_on),
        "appeal_lodged": past.lodged,
        "appeal_decided_on": Dates(past.decided_on),
        "appeal_outcome": Codes(past.outcome, OUTCOMES),
        "rights_exhausted_on": Dates(past.exhausted_on),
        "further_submissions_pending": exhausted
        & homes.chance("further submissions", numbers.of("further_submissions_pending_share")),
        "late_evidence_unread": homes.chance("late evidence", numbers.of("late_evidence_share")),
        "reconsideration_ends_on": Dates(past.refused_on + np.where(offered, days, 0)),
        "judicial_review_pending": review,
        "court_stay": exhausted & stopped,
        "interim_measure": luck.chance("interim measure", numbers.of("interim_measure_share")),
    }


def protection(people: People, past: Histories, numbers: Numbers, as_of: int) -> Columns:
    """Trafficking, torture, risk, protection elsewhere."""
    luck = people.luck
    referred = luck.chance("trafficking", numbers.of("trafficking_indicator_share"))
    parts = [numbers.of(f"trafficking_{k}_share") for k in ("undecided", "reasonable", "conclusive")]
    stands = 1 + luck.pick("trafficking status", [*parts, max(0.0, 1 - sum(parts))])
    status = np.where(referred & (stands < 4), stands, 0)
    found_on = past.refused_on + luck.days("trafficking found", 0, np.maximum(1, as_of + 1 - past.refused_on))
    recovery = np.where(status >= 2, found_on + int(numbers.of("recovery_days")), NEVER)
    torture = luck.chance("torture", numbers.of("torture_concern_share"))
    level_2, level_3 = numbers.of("at_risk_level_2_share"), numbers.of("at_risk_level_3_share")
    # a doctor's concern about torture is itself evidence of level 2
    others = numbers.of("at_risk_share") - numbers.of("torture_concern_share")
    at_risk = torture | luck.chance(
        "at risk", max(0.0, others) / max(1e-9, 1 - numbers.of("torture_concern_share"))
    )
    level = 1 + luck.pick("at risk level", [max(0.0, 1 - level_2 - level_3), level_2, level_3])
    return {
        "trafficking_status": Codes(status, ("none", "referred", "reasonable_grounds", "conclusive")),
        "trafficking_recovery_ends_on": Dates(recovery),
        "torture_concern": torture
        & luck.chance("torture unanswered", numbers.of("torture_unanswered_share")),
        "at_risk_level": np.where(torture, np.maximum(level, 2), np.where(at_risk, level, 0)),
        "protected_elsewhere": luck.chance("protected elsewhere", numbers.of("protected_elsewhere_share")),
    }


def health(people: People, age_days: Ints, numbers: Numbers, as_of: int) -> Columns:
    """Fitness as an examination in the last two weeks would find it, pregnancy, treatment, care, harm."""
    luck = people.luck
    age = age_days / _YEAR
    may = (people.sex == FEMALE) & (age >= 16) & (age < 46)
    pregnant = may & luck.chance("pregnant", numbers.of("pregnant_share"))
    nursing, hospital = numbers.of("nursing_share"), numbers.of("hospital_care_share")
    return {
        "fitness_examined_on": Dates(as_of - luck.days("examined", 0, 14)),
        "fit_to_travel": ~luck.chance("unfit", numbers.of("medical_unfit_share")),
        "pregnancy_week": np.where(pregnant, luck.days("pregnancy week", 4, 41), 0),
        "treatment_in_host": ~luck.chance("treatment lacking", numbers.of("treatment_lacking_share")),
        "needs_step_free": luck.chance("step-free", numbers.of("step_free_share")),
        "care_needed": luck.pick("care", [max(0.0, 1 - nursing - hospital), nursing, hospital]),
        "self_harm_risk_open": luck.chance("self-harm", numbers.of("self_harm_share")),
    }


def family(people: People, past: Histories, numbers: Numbers, as_of: int) -> Columns:
    """Family facts, the same for all members of a household."""
    homes = people.homes
    late = late_family(people, past, numbers)
    late_on = past.refused_on + homes.days("family life began", 1, np.maximum(2, as_of + 1 - past.refused_on))
    together = (people.kind == FAMILY) | (people.kind == COUPLE)
    began = np.where(late, late_on, np.where(together, past.arrived_on, NEVER))
    return {
        "unaccompanied_child": people.kind == ALONE,
        "family_with_children": people.kind == FAMILY,
        "family_split": late & homes.chance("family split", numbers.of("family_split_share")),
        "family_life_began_on": Dates(began),
        "family_life_considered": ~late
        | homes.chance("family life considered", numbers.of("family_life_considered_share")),
    }


def papers_and_custody(
    people: People, past: Histories, stateless: Bools, numbers: Numbers, as_of: int
) -> Columns:
    """Papers by origin, whereabouts by years since rights were exhausted, custody of adults alone."""
    luck, homes = people.luck, people.homes
    missing = stateless | luck.chance(
        "papers missing", numbers.by_origin("papers_missing_share")[people.origin]
    )
    beyond = missing & (
        stateless | luck.chance("papers beyond control", numbers.of("papers_beyond_control_share"))
    )
    runs = luck.lognormal_days("document runs", numbers.of("document_days"), 0.8)
    years = np.where(past.exhausted, as_of - past.exhausted_on, 0) / _YEAR
    known = ~homes.chance("whereabouts", 1 - (1 - numbers.of("whereabouts_unknown_a_year")) ** years)
    alone = people.kind == SINGLE
    held = past.exhausted & known & alone & luck.chance("held", numbers.of("held_share"))
    bail = known & ~held & homes.chance("bail", numbers.of("bail_share"))
    flight, security = numbers.of("custody_flight_risk_share"), numbers.of("custody_security_share")
    ground = 1 + luck.pick("custody ground", [max(0.0, 1 - flight - security), flight, security])
    return {
        "papers_missing": missing,
        "papers_beyond_control": beyond,
        "travel_document_until": Dates(np.where(missing, NEVER, as_of + np.minimum(runs, _LONGEST_DOCUMENT))),
        "identity_confirmed": ~missing | luck.chance("identity", numbers.of("identity_confirmed_share")),
        "nationality_confirmed": ~stateless
        & (~missing | luck.chance("nationality", numbers.of("nationality_confirmed_share"))),
        "whereabouts_known": known,
        "custody": Codes(np.where(held, 1, np.where(bail, 2, 0)), ("none", "held", "bail")),
        "custody_ground": Codes(
            np.where(held, ground, 0), ("none", "removal_near", "flight_risk", "security")
        ),
        "custody_review_on": Dates(np.where(held, as_of - luck.days("custody review", 0, 28), NEVER)),
    }


def referral(
    people: People, past: Histories, numbers: Numbers, as_of: int, *, missing: Bools, beyond: Bools
) -> Columns:
    """The ground on which a person whose rights are exhausted would be referred, and voluntary return."""
    luck, homes = people.luck, people.homes
    span = np.where(past.exhausted, as_of + 1 - past.exhausted_on, 1)
    act = past.exhausted & luck.chance("frustrates removal", numbers.of("frustrates_removal_share"))
    act_on = as_of - luck.days("act", 0, span)
    # an act of long ago is on file, but nobody would refer on it today
    recent = act & (act_on > as_of - _RECENT)
    ground = np.where(recent, 2, np.where(missing & ~beyond, 3, np.where(span > 2 * _YEAR, 4, 1)))
    offered = past.exhausted & homes.chance("offer", numbers.of("voluntary_return_offered_share"))
    accepted = offered & homes.chance("offer accepted", numbers.of("voluntary_return_accepted_share"))
    return {
        "referral_ground": Codes(
            np.where(past.exhausted, ground, 0),
            ("none", "refused", "frustrates_removal", "papers_missing", "stalled"),
        ),
        "frustrating_act_on": Dates(np.where(act, act_on, NEVER)),
        "voluntary_return_offered_on": Dates(
            np.where(offered, as_of - homes.days("offered", 0, span), NEVER)
        ),
        "voluntary_return_accepted": accepted,
    }
