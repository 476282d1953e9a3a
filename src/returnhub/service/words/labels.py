"""What is shown for a value that is stored, and what it means: one place for every page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.accounts.roles import TITLES

READINESS: Mapping[str, str] = MappingProxyType(
    {
        "monitors": "independent monitors",
        "complaints": "complaints",
        "lawyers": "lawyers",
        "interpreters": "interpreters",
        "health_care": "health care",
        "exit_route": "exit route",
        "record": "the record",
    }
)
"""The seven things that are tested and signed before any authority is given in a scheme."""

SUSPENDED_BY: Mapping[str, str] = MappingProxyType(
    {
        "court": "a court",
        "monitor": "an independent monitor",
        "agreement": "the agreement",
        "automatic": "an automatic trigger",
    }
)
"""Who stopped it."""

_LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "role": {
            **{role.value: (title, "") for role, title in TITLES.items()},
            "clock": ("The clock", "What happens by itself when a date is reached."),
            "signing_in": ("Somebody who signs in", "Before a role was chosen."),
        },
        "verdict": {
            "conditions_hold": (
                "Conditions hold",
                "Every rule that was asked is met. An officer still decides.",
            ),
            "unknown": ("Unknown", "A fact is missing or out of date. Nobody is moved on an unknown."),
            "barred": ("Barred", "At least one rule is not met."),
            "not_screened": ("Not screened yet", "No screening since the last change."),
        },
        "readiness": {item: (text.capitalize(), "") for item, text in READINESS.items()},
        "suspended_by": {by: (text.capitalize(), "") for by, text in SUSPENDED_BY.items()},
        "scope": {
            "person": ("One person", "Stops every move of one person."),
            "group": ("One family group", "Stops every move of a family group."),
            "hub": ("One hub", "Stops every move to a hub."),
            "scheme": ("The whole scheme", "Stops every move in a scheme."),
        },
        "bar": {
            "court_order": ("Court order", "A court has stopped the removal."),
            "interim_measure": (
                "Interim measure",
                "An international court has asked that nobody is moved yet.",
            ),
            "further_submissions": (
                "Further submissions",
                "New reasons were put forward and wait for an answer.",
            ),
            "judicial_review": ("Judicial review", "A court is asked whether the decision was lawful."),
            "new_evidence": ("New evidence", "Evidence came in that nobody has answered yet."),
            "unfit": ("Not fit to travel", "A doctor found that this person can't travel now."),
            "trafficking": ("Trafficking", "There are signs of trafficking, and the answer is open."),
            "age": ("Age", "This person may be a child."),
            "other": ("Other", "Something else stops it; the words say what."),
        },
        "ground": {
            "removal_near": (
                "Removal is near",
                "Custody while a removal is prepared and can take place soon.",
            ),
            "flight_risk": ("Risk of leaving", "Acts of this person show that they would leave."),
            "security": ("Security", "A threat to others, shown by acts."),
        },
        "custody_step": {
            "review": ("Review", "Somebody asked again whether the ground still holds."),
            "bail": ("Bail", "A judge was asked for release."),
            "alternative": ("Alternative", "Something less than custody was weighed."),
        },
        "name": {
            "accepted": ("Accepted", "The name that is used."),
            "alias": ("Also known as", "Another name of this person."),
            "disputed": ("Disputed", "Not agreed to be this person's name."),
        },
        "notice": {
            "intention": ("Notice of intention", "The person is told that a move is intended, and why."),
            "departure": ("Notice of departure", "The person is told when, where and by which route."),
        },
        "way": {
            "hub": ("To the hub", "From the sending state to a hub in the host state."),
            "onward": ("Onward return", "From the hub to the state of origin."),
        },
        "hub": {
            "open": ("Open hub", "Nobody is in custody there."),
            "closed": ("Closed hub", "People there are in custody, each on a ground."),
        },
        "clock": {
            "appeal_time": ("Time to appeal", "Until it ends an appeal can be made."),
            "notice_runs": ("Notice", "Until it has run nobody is moved."),
            "notice": ("Time to depart", "After it a new notice is needed."),
            "acceptance": ("Host's acceptance", "After it the host state is asked again."),
            "authority": ("Authority", "After it nobody departs on it."),
            "transfer_back": ("Transfer back", "By then the person is back."),
            "force_review": ("Review of a use of force", "By then another person has looked at it."),
            "outcome_due": ("Arrival", "By then it is recorded what became of the person."),
            "bail_referral": (
                "Referral for bail",
                "Then a judge is asked for release, without being asked to.",
            ),
            "custody_review": ("Custody review", "By then the ground is looked at again."),
            "breach": ("Breach", "By then the monitor has been told."),
            "way_back": ("Way back", "By then the way back has begun."),
            "person_asked": ("Asked by the person", "By then the person has an answer."),
            "release": ("Release", "Release is due at once."),
            "excess": ("Too many people", "By then the hub is within its numbers, or the monitor is told."),
            "fitness": ("Fitness", "By then an assessor has said whether the person is fit."),
            "concern": ("Clinician's concern", "By then it is answered in writing."),
            "incident_review": ("Review of an incident", "By then somebody has reviewed what was reported."),
            "health_check": ("Health check", "Within 24 hours of the arrival."),
            "needs_assessment": ("Risk and needs", "By then they are assessed."),
            "arrival_interview": ("Arrival interview", "By then it is held, in the person's language."),
            "lawyer_called": ("Call to a lawyer", "Within 24 hours of the arrival."),
            "family_called": (
                "Call to the family",
                "Within 24 hours of the arrival, if the person wants it.",
            ),
            "key_worker": ("Key worker", "By then one person of the hub answers for the stay."),
            "stay_review": ("Review of the stay", "By then the stay is looked at again."),
            "stay_warning_28": ("Warning, 28 days", "The stay limit is four weeks away."),
            "stay_warning_14": ("Warning, 14 days", "The stay limit is two weeks away."),
            "stay_warning_7": ("Warning, 7 days", "The stay limit is one week away."),
            "after_limit": ("After the stay limit", "By then the person is released or on the way back."),
            "lawyer_contact": ("Contact with a lawyer", "By then it was held."),
            "segregation_review": ("Review of segregation", "By then somebody else has looked at it."),
            "segregation_limit": ("15 days of segregation", "Nobody is segregated for longer."),
            "food_refusal": ("Food refusal", "By then a clinician has seen the person."),
            "care_plan": ("Care plan", "By then it is made."),
            "care_review": ("Review of a care plan", "By then it is looked at again."),
            "hospital_visit": ("Visit in hospital", "By then somebody of the hub was there."),
            "death_family": ("Family told", "By then the family knows of the death."),
            "death_consulate": ("Consulate", "By then it is decided whether the consulate is told."),
            "death_inquiry": ("Inquiry into a death", "By then its first report is there."),
            "document": ("Travel document", "Then it expires."),
            "host_answer": ("Answer of the host", "By then the host state has answered what it was sent."),
            "origin_answer": (
                "Answer of the consulate",
                "By then the consulate has answered what it was sent.",
            ),
            "document_alert": ("Alert on a document", "By then somebody has answered it."),
            "document_unused": ("Document not used", "By then somebody asks why it lies unused."),
            "evidence_review": ("New evidence", "By then the sending state has decided on it."),
            "host_claim": ("Claim in the host state", "By then the host has decided on it."),
            "next_step": ("What follows", "By then an officer has decided what follows."),
            "take_up": ("Back in the sending state", "By then the case is taken up again."),
            "statelessness": ("Statelessness", "By then it is decided whether the person is stateless."),
            "follow_up": ("Follow-up", "Then the person is asked after, if they agreed to it."),
            "stay_limit": ("Stay limit", "Nobody stays in a hub beyond it."),
            "review": ("Review", "By then the stay is looked at again."),
            "complaint": ("Complaint", "By then it is answered."),
        },
    }
)


def label(value: object, kind: str) -> str:
    """A stored value in words: `value | said("bar")`. One that has no words is shown as it is."""
    found = _LABELS[kind].get(str(value))
    return found[0] if found else str(value).replace("_", " ").capitalize()


def means(value: object, kind: str) -> str:
    """What a stored value means, in one line; "" where its words are enough."""
    found = _LABELS[kind].get(str(value))
    return found[1] if found else ""
