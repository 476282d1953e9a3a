"""Where each figure is used, so that a reader can go from any number to its row and back."""

from __future__ import annotations

from collections import defaultdict

from returnhub.scheme.figures import FigureId
from returnhub.scheme.model import Driver, Scheme

WHO, PLACES, OUTCOMES, COST, BREAK_EVEN, CLAIMS, SCHEME = (
    "who",
    "places",
    "outcomes",
    "cost",
    "break-even",
    "claims",
    "scheme",
)
"""The parts of the page, as they are named in its addresses."""

_BY_NAME: dict[str, tuple[str, ...]] = {
    "deterrence": (BREAK_EVEN,),
    "deflection": (BREAK_EVEN,),
    "discount_rate": (COST,),
    "support_share": (COST, BREAK_EVEN),
    "support_share_undecided": (COST, BREAK_EVEN),
    "support_cost": (COST, BREAK_EVEN),
    "time_spread": (PLACES, OUTCOMES),
    "referral_days": (PLACES,),
    "notice_days": (PLACES,),
    "fact_finding_days": (PLACES,),
    "host_accepts_share": (PLACES,),
    "referral_share": (PLACES,),
    "notice_triggers_submissions_share": (PLACES, OUTCOMES),
    "re_arrival_share": (OUTCOMES,),
    "re_arrival_days": (OUTCOMES,),
}

_LIFE = """
claims_ boat_ origin_ decision_ refusal_ appeal_days appeal_share appeal_allowed further_submissions_a
further_submissions_d late_barrier whereabouts_ voluntary_return_a enforced_return_a death_
"""
_CASELOAD = """
family_ unaccompanied_ female_ age_ trafficking_ torture_ medical_ pregnant_ court_stay judicial_
further_submissions_pending frustrates_ papers_ fact_ at_risk stateless_
"""

_BY_PREFIX = ((tuple(_LIFE.split()), (OUTCOMES,)), (tuple(_CASELOAD.split()), (WHO,)))


def uses(scheme: Scheme) -> dict[FigureId, tuple[str, ...]]:
    """Figure -> the parts of the page that rest on it; a figure that nothing uses has no parts."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in scheme.figures:
        found[name] |= set(_BY_NAME.get(name, ()))
        for prefixes, parts in _BY_PREFIX:
            if name.startswith(prefixes):
                found[name] |= set(parts)
    for hub in scheme.hubs:
        for name in (hub.places, hub.opens_after_days, hub.full_after_days, hub.transfers_a_week):
            if name is not None:
                found[name].add(PLACES)
        stay, host = hub.stay, hub.host_procedure
        for name in (
            stay.limit,
            stay.document_days,
            stay.document_share,
            stay.voluntary_return,
            stay.leaves,
            stay.transfer_back,
        ):
            found[name] |= {PLACES, OUTCOMES}
        for name in (stay.late_barrier, stay.death, host.claim_share, host.decision_days, host.grant_share):
            found[name].add(OUTCOMES)
        if hub.custody.reviewed_every_days is not None:
            found[hub.custody.reviewed_every_days].add(SCHEME)
    for cost in scheme.costs:
        found[cost.amount] |= {COST, BREAK_EVEN}
        if cost.after_people is not None and cost.per is Driver.ONCE:
            found[cost.after_people] |= {COST, BREAK_EVEN}
    for name in (scheme.agreement.cap_in_all, scheme.agreement.cap_a_year):
        if name is not None:
            found[name] |= {SCHEME, PLACES}
    for term in scheme.agreement.terms:
        for name in term.figures:
            found[name].add(SCHEME)
    for unknown in scheme.unknown:
        for name in unknown.figures:
            found[name].add(SCHEME)
    for claim in scheme.claims.values():
        for name in claim.figures:
            found[name].add(CLAIMS)
    order = (CLAIMS, SCHEME, WHO, PLACES, OUTCOMES, COST, BREAK_EVEN)
    return {name: tuple(part for part in order if part in parts) for name, parts in found.items()}
