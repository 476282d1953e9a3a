"""The figures that the model reads by name, with their units: what a scheme has to bring, as data.

A hub's own figures are named in `scheme.yaml` and may be called anything; these are the others.
"""

from __future__ import annotations

from typing import NamedTuple

from returnhub.scheme.figures import Unit


class Needed(NamedTuple):
    """One figure that the model reads: its name, its unit, and what it is needed for."""

    id: str
    unit: Unit
    needed_for: str


EVERY_ORIGIN = ("origin_weight_boat", "origin_weight_other")
"""Figures that need a row for every state of origin, since they say where people come from."""

_PEOPLE, _SHARE, _YEARLY, _DAYS = Unit.PEOPLE_A_YEAR, Unit.SHARE, Unit.SHARE_A_YEAR, Unit.DAYS
_ARRIVALS, _DECISIONS, _RETURNS = "who arrives", "decisions and appeals", "returns without a hub"
_CASELOAD, _COST, _REFERRAL = "the synthetic caseload", "costs", "the way to the hub"
_STUDIES = "the break-even beside what studies found"
_KINDS = "kinds of place"

SENDING: tuple[Needed, ...] = (
    Needed("claims_a_year", _PEOPLE, _ARRIVALS),
    Needed("boat_share", _SHARE, _ARRIVALS),
    Needed("origin_weight_boat", Unit.RATIO, _ARRIVALS),
    Needed("origin_weight_other", Unit.RATIO, _ARRIVALS),
    Needed("decision_days", _DAYS, _DECISIONS),
    Needed("refusal_share", _SHARE, _DECISIONS),
    Needed("appeal_share", _SHARE, _DECISIONS),
    Needed("appeal_days", _DAYS, _DECISIONS),
    Needed("appeal_allowed_share", _SHARE, _DECISIONS),
    Needed("further_submissions_a_year", _YEARLY, _RETURNS),
    Needed("further_submissions_days", _DAYS, _RETURNS),
    Needed("further_submissions_accepted_share", _SHARE, _RETURNS),
    Needed("late_barrier_a_year", _YEARLY, _RETURNS),
    Needed("whereabouts_unknown_a_year", _YEARLY, _RETURNS),
    Needed("voluntary_return_a_year", _YEARLY, _RETURNS),
    Needed("enforced_return_a_year", _YEARLY, _RETURNS),
    Needed("death_a_year", _YEARLY, _RETURNS),
    Needed("time_spread", Unit.LOG_SPREAD, "how times differ between people"),
    Needed("support_share_undecided", _SHARE, _COST),
    Needed("support_share", _SHARE, _COST),
    Needed("support_cost", Unit.GBP_A_NIGHT, _COST),
    Needed("discount_rate", _YEARLY, _COST),
    Needed("deterrence", _SHARE, _STUDIES),
    Needed("deflection", _SHARE, _STUDIES),
    *(
        Needed(name, _SHARE, _CASELOAD)
        for name in (
            "family_share",
            "unaccompanied_child_share",
            "female_share",
            "age_disputed_share",
            "trafficking_indicator_share",
            "torture_concern_share",
            "medical_unfit_share",
            "pregnant_share",
            "court_stay_share",
            "judicial_review_share",
            "further_submissions_pending_share",
            "frustrates_removal_share",
            "papers_missing_share",
            "papers_beyond_control_share",
            "fact_missing_share",
            "fact_conflict_share",
            "at_risk_share",
            "family_life_late_share",
            "stateless_share",
        )
    ),
)
"""What every scheme needs; the scheme `none` brings them all."""

HUB: tuple[Needed, ...] = (
    Needed("referral_days", _DAYS, _REFERRAL),
    Needed("notice_days", _DAYS, _REFERRAL),
    Needed("fact_finding_days", _DAYS, _REFERRAL),
    Needed("host_accepts_share", _SHARE, _REFERRAL),
    Needed("referral_share", _SHARE, _REFERRAL),
    Needed("notice_triggers_submissions_share", _SHARE, _REFERRAL),
    Needed("re_arrival_share", _SHARE, "people who come back"),
    Needed("re_arrival_days", _DAYS, "people who come back"),
)
"""What a scheme with a hub needs beside the figures that its hub names."""

MAY: tuple[Needed, ...] = (
    *(
        Needed(name, _SHARE, _KINDS)
        for name in (
            "men_places_share",
            "women_places_share",
            "family_places_share",
            "step_free_places_share",
        )
    ),
    *(
        Needed(f"optimism_bias_{nature}", Unit.RATIO, _COST)
        for nature in ("building", "equipment", "service", "payment")
    ),
)
"""What a scheme may bring for those that extend it: kinds of place, and how far costs are raised."""
