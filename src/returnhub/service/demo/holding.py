"""Facts of a person about whom every rule of a move to the hub holds, but for notices and acceptance."""

from __future__ import annotations

import datetime as dt

Value = bool | int | str | dt.date


def holding(today: dt.date) -> dict[str, Value]:
    """What is known of somebody whose conditions hold, before notices, acceptance and exit plan."""

    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    return {
        "birth_on": dt.date(today.year - 34, 5, 4),
        "age_disputed": False,
        "stateless": False,
        "identity_confirmed": True,
        "route": "boat",
        "claim_decision": "refused",
        "refused_on": ago(400),
        "appeal_lodged": True,
        "appeal_outcome": "dismissed",
        "appeal_decided_on": ago(240),
        "rights_exhausted_on": ago(200),
        "further_submissions_pending": False,
        "late_evidence_unread": False,
        "reconsideration_ends_on": ago(180),
        "judicial_review_pending": False,
        "court_stay": False,
        "interim_measure": False,
        "referral_ground": "refused",
        "papers_missing": False,
        "papers_beyond_control": False,
        "voluntary_return_offered_on": ago(60),
        "voluntary_return_accepted": False,
        "power_to_send": True,
        "trafficking_status": "none",
        "torture_concern": False,
        "at_risk_level": 0,
        "protected_elsewhere": False,
        "fitness_examined_on": ago(3),
        "fit_to_travel": True,
        "pregnancy_week": 0,
        "treatment_in_host": True,
        "self_harm_risk_open": False,
        "needs_step_free": False,
        "care_needed": 0,
        "unaccompanied_child": False,
        "family_with_children": False,
        "family_split": False,
        "family_life_considered": True,
        "custody": "none",
        "nationality_confirmed": True,
        "whereabouts_known": True,
        "host_risk_checked_on": ago(20),
        "legal_advice_on": ago(8),
        "monitor_told_on": ago(4),
    }
