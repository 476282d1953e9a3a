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
        "custody_review": ("Custody review", "Custody must be reviewed"),
        "bail_referral": ("Bail referral", "Custody goes before a judge"),
        "release": ("Release", "Release is due"),
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
