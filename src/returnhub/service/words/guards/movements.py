"""What is said when the database refuses: the way to authority, and plans."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "movements_notice_language": ("A notice is in a language of the list", "Choose one of the list"),
        "movements_notice_reviewed": (
            "Nobody has reviewed this notice in that language, so it can't be served in it",
            "Have it translated and reviewed by another person, or serve it in English and have an"
            " interpreter read it out",
        ),
        "movements_approval_by_another": ("Who decided does not approve", "Ask another authorising officer"),
        "movements_approval_of_standing_decision": ("The decision was superseded", "Look at the new one"),
        "movements_approval_of_what_was_shown": (
            "The case has changed since it was shown to you",
            "Read it again, and approve what you read",
        ),
        "movements_approval_reasons": ("An approval has reasons", "Enter them"),
        "movements_approved_once": ("This decision was answered already", LOOK),
        "movements_decided_once": (
            "There is a decision that stands",
            "Supersede it, or wait for its approval",
        ),
        "movements_decision_reasons": ("A decision has reasons of this person's own", "Enter them"),
        "movements_authority_approval": (
            "Authority rests on this person's own decision, approved, and taken by somebody else than you",
            "Ask another authorising officer",
        ),
        "movements_authority_officer": (
            "Authority is given by an authorising officer of the scheme",
            "Ask one of them",
        ),
        "movements_approval_officer": (
            "A decision is approved by an authorising officer of the scheme",
            "Ask one of them",
        ),
        "movements_hub_of_scheme": (
            "The hub is one of another scheme",
            "Choose a hub of this person's scheme",
        ),
        "movements_authority_stands": (
            "Authority was not given",
            "Mend what speaks against it, then ask again",
        ),
        "movements_authority_stage": ("Authority and the stage of the case go together", LOOK),
        "movements_authority_row": (
            "This is recorded by giving authority, and not otherwise",
            "Give authority",
        ),
        "movements_authority_once": ("Authority was given already, and stands", LOOK),
        "movements_authority_reasons": ("Authority is given with reasons", "Enter them"),
        "movements_accepted_once": ("The host state's answer stands", "Withdraw it first"),
        "movements_exit_plan_once": ("There is an exit plan that stands", "Supersede it"),
        "movements_exit_plan_whole": ("An exit plan says where, how and by when", "Fill in what is missing"),
        "movements_notice_names_route": (
            "A notice of departure names the place and the route",
            "Enter both",
        ),
        "movements_notice_once": ("Such a notice was given, and stands", "Withdraw it first"),
        "movements_proposed_once": ("There is a proposal that stands", "Decide on it first"),
        "movements_no_custody_in_open_hub": ("Nobody is in custody in an open hub", "End the custody"),
        "planning_plan_one_at_a_time": (
            "A plan of this scheme is being made already",
            "Wait until it is done, or stop it",
        ),
        "planning_plan_weeks": ("A plan is for 1 to 52 weeks", "Choose fewer"),
        "planning_plan_kept": ("A plan that is on record is not changed", "Ask for a new one"),
        "planning_proposed_once": ("A plan has one line for each person", LOOK),
        "planning_proposed_whole": (
            "A plan has a hub and days for a person, or says why none",
            "Ask for a new plan",
        ),
        "planning_proposed_by_plan": ("Nothing is added to a plan by hand", "Ask for a new plan"),
        "planning_adopted_same_person": (
            "What is taken up of a plan is for the same person and the same hub",
            LOOK,
        ),
        "planning_adopted_one_at_a_time": (
            "What a plan has is taken up for one person at a time",
            "Look at each person, then propose in your own words",
        ),
    }
)
