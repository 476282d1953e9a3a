"""What speaks against a move, by the code that the database's guard gives it, in sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from returnhub.agreements.operated import SCHEMES
from returnhub.scheme.load import load
from returnhub.screening.rule import Rule
from returnhub.screening.rules import load_ruleset


@cache
def rules_of(scheme: str) -> Mapping[str, Rule]:
    """The rules of a scheme by their ids."""
    found = load(scheme)
    return MappingProxyType({rule.id: rule for rule in load_ruleset(found.rules.profile, found).rules})


SAYS: Mapping[str, str] = MappingProxyType(
    {
        "not_decided": "Nobody has decided that this person is moved.",
        "not_approved": "No second person has approved the decision.",
        "same_person": "The decision and its approval are by one person; it takes two.",
        "not_accepted": "The host has not accepted this person.",
        "acceptance_over": "The host's acceptance ran out{on}.",
        "other_hub": "The host accepted for another hub than the one that was decided.",
        "notice_elsewhere": "The notice of departure names another place than the hub that was decided.",
        "no_place": "No place is held for this person.",
        "place_not_yet": "The place is held for this person from a later day on.",
        "place_over": "The place was held until a day that has passed.",
        "place_taken": "Somebody is in the place that is held for this person.",
        "place_out_of_service": "The place that is held for this person is out of service.",
        "place_unsuited": "The place that is held does not suit this person: {why}.",
        "place_elsewhere": "The place that is held is in another hub than the one that was decided.",
        "hub_takes_nobody": "The hub takes nobody on this day.",
        "over_number": "The hub has more people than its numbers allow: {detail}.",
        "over_cap": "The agreement's cap {cap} is passed: {detail}.",
        "no_exit_plan": "No exit plan says where this person goes if the return or the stay ends otherwise.",
        "no_risk_check": "Nobody has checked the risks of return lately.",
        "risk_found": "The last check found a risk on return.",
        "risk_by_decider": "The risks were checked by who decided to move this person.",
        "risk_before_review": "The risks were checked before the new evidence was decided on.",
        "document_alert": "An alert on the travel document has no answer: {detail}.",
        "determination": "It is being determined whether this person is stateless.",
        "stateless": "This person was found stateless.",
        "next_step": "What follows now has not been decided.",
        "decided_before_failure": "The decision is older than the return that failed.",
        "no_authority": "Nobody had given authority.",
        "authority_over": "The authority had run out.",
        "no_case": "There is no such case.",
        "suspended": "A suspension is in force: {detail}",
        "seat_ended": "This person has no seat any more: what it rested on ended, or they were taken off.",
        "no_order": "No order to bring this person back stands.",
        "no_authority_now": "There is no authority in force for this day.",
        "document_unknown": "It is not known until when this person's travel document is good.",
        "document_over": "The travel document runs out{on}, less than a week after the day of travel.",
        "stage": "The case stands in another step: {what}.",
    }
)
UNSUITED = MappingProxyType(
    {
        "men": "it is for men, and not for families",
        "women": "it is for women",
        "families": "it is for families",
        "step_free": "it is not free of steps, and nobody has said that it need not be",
        "care": "the care that this person needs is not there, or not known",
        "no_attributes": "nobody has said what the place is like",
    }
)
CAPS = MappingProxyType(
    {"in_all": "in all", "at_one_time": "at one time", "a_year": "a year"},
)
SUSPENDED = MappingProxyType(
    {
        "person": "of this person",
        "group": "of their family",
        "hub": "of the hub",
        "scheme": "of the whole scheme",
    }
)
READY = MappingProxyType(
    {
        "monitors": "monitors get in",
        "complaints": "complaints arrive",
        "lawyers": "lawyers are reached",
        "interpreters": "interpreters are reached",
        "health_care": "health care is there",
        "exit_route": "the way out works",
        "record": "the record is witnessed",
    }
)
# by their stored values: these words are read by the command line too, which knows no tables
BARS = MappingProxyType(
    {
        "court_order": "A court's order stops this",
        "interim_measure": "An interim measure stops this",
        "further_submissions": "Further submissions are open",
        "judicial_review": "A judicial review is open",
        "new_evidence": "New evidence is under review",
        "unfit": "A doctor found this person unfit",
        "trafficking": "An indication of trafficking is open",
        "age": "The person's age is in dispute",
        "other": "A bar is open",
    }
)
NOTICES = MappingProxyType({"intention": "notice of intention", "departure": "notice of departure"})


def sentence(scheme: str, code: str, what: str, detail: str) -> str:
    """One thing against a move as a person reads it; without a scheme, in the words of the first operated."""
    if code in ("rule_fails", "rule_unknown"):
        rule = rules_of(scheme or SCHEMES[0]).get(what)
        if rule is None:
            return f"The rule {what} is not met."
        return (
            f"{rule.title}: {rule.if_fails}"
            if code == "rule_fails"
            else f"{rule.title}: not known. {rule.if_unknown}"
        )
    if code == "bar":
        return f"{BARS[what]}: {detail}"
    if code.startswith("notice_") and what:
        named = NOTICES[what]
        day = f"{dt.date.fromisoformat(detail):%-d %B %Y}" if detail else ""
        return {
            "notice_missing": f"No {named} stands.",
            "notice_runs": f"The {named} still runs: departure is possible from {day}.",
            "notice_lapsed": f"The {named} has lapsed; departure was possible from {day}. Serve a fresh one.",
        }[code]
    if code == "suspended":
        return f"A suspension {SUSPENDED[what]} is in force: {detail}"
    if code == "not_ready":
        return f"The scheme is not ready: nobody has shown and signed that {READY[what]}."
    on = (
        f" on {dt.date.fromisoformat(detail):%-d %B %Y}"
        if detail and code in ("acceptance_over", "document_over")
        else ""
    )
    return SAYS[code].format(
        on=on, detail=detail, what=what, why=UNSUITED.get(what, what), cap=CAPS.get(what, what)
    )
