"""The room's codes in words: clocks, bars, grounds of custody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CLOCKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "appeal_time": ("Time to appeal", "Time to appeal ends"),
        "notice_runs": ("Notice period", "Notice runs out"),
        "notice": ("Notice", "Notice lapses"),
        "acceptance": ("Host's acceptance", "The host's acceptance ends"),
        "authority": ("Authority", "Authority lapses"),
        "stay_limit": ("Stay limit", "The stay reaches its limit"),
        "transfer_back": ("Transfer back", "Transfer back is due"),
        "breach": ("Breach", "An answer to the breach is due"),
        "way_back": ("Way back", "The way back is due"),
        "person_asked": ("Asked by the person", "An answer to the person is due"),
        "evidence_review": ("New evidence", "The decision on the new evidence is due"),
        "host_claim": ("Claim in the host state", "The host's decision on the claim is due"),
        "next_step": ("What follows", "A decision on what follows is due"),
        "take_up": ("Back in the sending state", "The case must be taken up again"),
        "statelessness": ("Statelessness", "The finding on statelessness is due"),
        "document": ("Travel document", "The travel document expires"),
        "document_alert": ("Alert on a document", "An answer to the alert is due"),
        "document_unused": ("Document not used", "The document lies unused"),
        "follow_up": ("Follow-up", "The person is asked after"),
        "custody_review": ("Custody review", "Custody must be reviewed"),
        "bail_referral": ("Bail referral", "Custody goes before a judge"),
        "release": ("Release", "Release is due"),
        "excess": ("Too many people", "There must be no more people than places"),
        "force_review": ("Review of a use of force", "A use of force must be reviewed"),
        "outcome_due": ("Arrival", "What became of a person on a transfer must be recorded"),
        "fitness": ("Fitness", "An answer whether the person is fit is due"),
        "concern": ("Clinician's concern", "An answer to a clinician's concern is due"),
        "incident_review": ("Review of an incident", "The review of an incident is due"),
        "health_check": ("Health check", "The health check is due"),
        "needs_assessment": ("Risk and needs", "Risk and needs must be assessed"),
        "arrival_interview": ("Arrival interview", "The arrival interview is due"),
        "lawyer_called": ("Call to a lawyer", "A call to a lawyer is due"),
        "family_called": ("Call to the family", "A call to the family is due"),
        "key_worker": ("Key worker", "A key worker must be named"),
        "stay_review": ("Review of the stay", "The stay must be reviewed"),
        "stay_warning_28": ("Stay limit in 28 days", "Four weeks before the stay limit"),
        "stay_warning_14": ("Stay limit in 14 days", "Two weeks before the stay limit"),
        "stay_warning_7": ("Stay limit in 7 days", "One week before the stay limit"),
        "after_limit": ("After the stay limit", "Release or transfer back is due"),
        "lawyer_contact": ("Contact with a lawyer", "The contact with a lawyer is due"),
        "segregation_review": ("Segregation", "Segregation must be reviewed"),
        "segregation_limit": ("15 days of segregation", "Segregation reaches 15 days"),
        "food_refusal": ("Food refusal", "A clinician must see the person"),
        "care_plan": ("Care plan", "A care plan must be made"),
        "care_review": ("Review of a care plan", "The care plan must be reviewed"),
        "hospital_visit": ("In hospital", "A visit in hospital is due"),
        "death_family": ("After a death", "The family must be told"),
        "death_consulate": ("After a death", "Whether the consulate is told must be decided"),
        "death_inquiry": ("Inquiry into a death", "The first report of the inquiry is due"),
        "host_answer": ("Answer of the host", "The answer of the host state is due"),
        "origin_answer": ("Answer of the consulate", "The answer of the consulate is due"),
    }
)
"""Each kind of clock: its name, and what is so on its day."""

EFFECTS: Mapping[str, str] = MappingProxyType(
    {
        "appeal_time_ended": "the time to appeal has ended",
        "notice_run": "departure may be approved",
        "notice_lapsed": "the notices lapse and have to be given again",
        "acceptance_over": "the host has to accept again",
        "authority_lapsed": "authority is withdrawn",
        "stay_limit_reached": "the stay ends: release, transfer back or return",
        "escalated": "it goes to the head of the service",
        "monitor_told": "the monitor is told",
        "release_due": "release is due",
        "bail_referred": "the case is referred for bail",
        "release": "the person is to be released at once",
        "warned": "the warning is on record, and the person's lawyer sees it",
        "incident": "it is reported as an incident",
    }
)
"""What happens by itself when a clock has run out."""

OWNERS: Mapping[str, str] = MappingProxyType({"person": "the person"})

GROUNDS: Mapping[str, str] = MappingProxyType(
    {
        "removal_near": "Removal is near and can't be carried out otherwise",
        "flight_risk": "Risk of flight, assessed for this person",
        "security": "Security",
    }
)
BARS: Mapping[str, str] = MappingProxyType(
    {
        "court_order": "Court order",
        "interim_measure": "Interim measure of a court",
        "further_submissions": "Further submissions",
        "judicial_review": "Judicial review",
        "new_evidence": "New evidence",
        "unfit": "Not fit to travel",
        "trafficking": "Trafficking",
        "age": "Age in dispute",
        "other": "Another bar",
    }
)


def clock_event(kind: str) -> str:
    """What is so on a clock's day.

    >>> clock_event("notice_runs")
    'Notice runs out'
    """
    return CLOCKS.get(kind, ("", kind.replace("_", " ").capitalize()))[1]


READINGS: Mapping[str, str] = MappingProxyType(
    {
        "case": "Overview",
        "timeline": "Time line",
        "lawyers": "Lawyers and submissions",
        "voluntary": "Voluntary return",
        "reads": "Who read it",
    }
)
"""Parts of a file as the record of reads names them, where the name itself is not the page's."""


def read(what: str) -> str:
    """What somebody read, as the page of the file is called.

    >>> read("case"), read("fact fit_to_travel"), read("moves: notice-of-intention")
    ('Overview', 'Fact fit to travel', 'Moves: notice of intention')
    """
    said = what.replace("_", " ").replace("-", " ")
    return READINGS.get(what, said[:1].upper() + said[1:])


def effect(code: str) -> str:
    """What happens by itself when a clock has run out, in words."""
    return EFFECTS.get(code, code.replace("_", " "))


def owner(role: str) -> str:
    """Who owns a clock, in words."""
    return OWNERS.get(role, role.replace("_", " "))
