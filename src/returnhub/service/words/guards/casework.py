"""What is said when the database refuses: cases, what lawyers keep, agreements and oversight."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "casework_happening_allowed": (
            "This can't happen in the stage where the case is. What can happen: {more}",
            "Choose one of those, or correct what was recorded before",
        ),
        "casework_case_one_for_each_person": (
            "This person has a case in this scheme already",
            "Open that one",
        ),
        "casework_case_pinned": ("A case has the procedure and the ruleset of its scheme", LOOK),
        "casework_happening_past": (
            "This is said to have happened later than now",
            "Enter a date and a time that have been",
        ),
        "casework_standing_today": ("The verdict that stands is of today", LOOK),
        "casework_custody_ground": ("Custody rests on one of the listed grounds", "Choose one"),
        "casework_custody_once": ("This person is in custody already", LOOK),
        "casework_member_of_one_family": (
            "This person is in a family group already",
            "Let them leave it first",
        ),
        "casework_name_latin": (
            "A name is written in Latin letters too, so that it is found",
            "Enter it again",
        ),
        "casework_representation_once": ("This lawyer represents this person already", LOOK),
        "casework_assigned_once": ("The case is assigned to somebody already", LOOK),
        "casework_standing_stage": ("The stage is what the events add up to", LOOK),
        "casework_standing_verdict": ("The verdict is what the rules answer", LOOK),
        "casework_standing_clock": ("The next clock is the one that ends first", LOOK),
        "casework_offer_language": ("An offer is in a language of the list", "Choose one of the list"),
        "casework_offer_reviewed": (
            "Nobody has reviewed this offer in that language",
            "Have it reviewed by another person, or say in which language an interpreter read it out",
        ),
        "counsel_note_own_client": (
            "A privileged note is on a client of one's own",
            "Open one of your clients",
        ),
        "counsel_message_own_client": ("A message goes to a client of your own", "Ask who speaks for them"),
        "agreements_lift_by": (
            "A suspension is lifted by agreement managers and monitors of its scheme",
            "Ask one of them",
        ),
        "agreements_lift_two_people": (
            "A suspension is lifted by two people, each with a reason",
            "Ask somebody else to lift it as well",
        ),
        "agreements_lift_monitor": (
            "What a monitor suspended is lifted with a monitor",
            "Ask an independent monitor of this scheme",
        ),
        "agreements_lift_once_a_person": ("You have said that already", "It takes somebody else's word too"),
        "agreements_lift_reason": ("A suspension is lifted with a reason", "Enter one"),
        "agreements_suspension_by": (
            "You suspend only by a power that is yours",
            "Choose the power that you hold",
        ),
        "agreements_suspension_reaches": (
            "Nobody in this scheme is in the scope that you chose",
            "Choose the person, family group or hub again",
        ),
        "agreements_suspension_reason": ("A suspension has a reason", "Enter one"),
        "agreements_suspension_scope": (
            "A suspension stops one person, one family group, one hub or the whole scheme",
            "Choose one of them",
        ),
        "oversight_complaint_stands": ("A complaint is closed once, and never edited", LOOK),
        "oversight_own_remit": ("A monitor acts within their remit", "Choose a scheme of your remit"),
    }
)
