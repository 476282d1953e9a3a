"""What is said when the database refuses, by the name of the guard: what, why, and how to mend it.

A guard that has no words here fails a test: tests/service/test_service_words.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LOOK = "Open the page again to see how it stands now"

GUARDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # accounts
        "accounts_grant_pairs": (
            "This role is never held beside one that they hold: {more}",
            "Take the other role away first, or give this one to somebody else",
        ),
        "accounts_grant_power": (
            "Roles are changed only while your power is switched on",
            "Switch it on with a reason, then try again",
        ),
        "accounts_power_off": (
            "Users are changed only while your power is switched on",
            "Switch it on with a reason, then try again",
        ),
        "accounts_power_own": ("Power is switched on by an administrator, for themselves", "Act as one"),
        "accounts_power_hour": ("Power is on for an hour at most", "Choose 60 minutes or fewer"),
        "accounts_power_reason": ("Power is switched on with a reason", "Enter one"),
        "accounts_grant_two_people": (
            "This role is given by two administrators, and you are the first",
            "Ask another administrator to give it as well",
        ),
        "accounts_asked_once": ("This was asked for before", "It takes another administrator's word too"),
        "accounts_grant_once": ("They hold this role already", _LOOK),
        "accounts_pair_once": ("This pair of roles is listed already", _LOOK),
        "accounts_user_email_key": (
            "Somebody with this address was added before",
            "Look for them in the list",
        ),
        # agreements
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
        # casework
        "casework_happening_allowed": (
            "This can't happen in the stage where the case is. What can happen: {more}",
            "Choose one of those, or correct what was recorded before",
        ),
        "casework_case_one_for_each_person": (
            "This person has a case in this scheme already",
            "Open that one",
        ),
        "casework_case_pinned": ("A case has the procedure and the ruleset of its scheme", _LOOK),
        "casework_happening_past": (
            "This is said to have happened later than now",
            "Enter a date and a time that have been",
        ),
        "casework_standing_today": ("The verdict that stands is of today", _LOOK),
        "casework_custody_ground": ("Custody rests on one of the listed grounds", "Choose one"),
        "casework_custody_once": ("This person is in custody already", _LOOK),
        "casework_member_of_one_family": (
            "This person is in a family group already",
            "Let them leave it first",
        ),
        "casework_name_latin": (
            "A name is written in Latin letters too, so that it is found",
            "Enter it again",
        ),
        "casework_representation_once": ("This lawyer represents this person already", _LOOK),
        "casework_assigned_once": ("The case is assigned to somebody already", _LOOK),
        "casework_standing_stage": ("The stage is what the events add up to", _LOOK),
        "casework_standing_verdict": ("The verdict is what the rules answer", _LOOK),
        "casework_standing_clock": ("The next clock is the one that ends first", _LOOK),
        "counsel_note_own_client": (
            "A privileged note is on a client of one's own",
            "Open one of your clients",
        ),
        # hubs
        "hubs_hub_name": ("A hub of this name is here already", "Choose another name"),
        "hubs_readiness_two_people": ("Who tested does not sign", "Ask somebody else to sign"),
        "hubs_readiness_passed": ("What is signed is a test that passed and still stands", _LOOK),
        "hubs_readiness_once": ("This was tested, and the test still stands", "Withdraw that test first"),
        # movements
        "movements_approval_by_another": ("Who decided does not approve", "Ask another authorising officer"),
        "movements_approval_of_standing_decision": ("The decision was superseded", "Look at the new one"),
        "movements_approval_of_what_was_shown": (
            "The case has changed since it was shown to you",
            "Read it again, and approve what you read",
        ),
        "movements_approval_reasons": ("An approval has reasons", "Enter them"),
        "movements_approved_once": ("This decision was answered already", _LOOK),
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
        "movements_authority_stage": ("Authority and the stage of the case go together", _LOOK),
        "movements_authority_row": (
            "This is recorded by giving authority, and not otherwise",
            "Give authority",
        ),
        "movements_authority_once": ("Authority was given already, and stands", _LOOK),
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
        # oversight
        "oversight_complaint_stands": ("A complaint is closed once, and never edited", _LOOK),
        "oversight_own_remit": ("A monitor acts within their remit", "Choose a scheme of your remit"),
        # journal
        "journal_event_kind": ("An event names its room and what happened", "Tell an administrator"),
        "incidents_incident_says": ("Nothing is said of what happened", "Say what happened"),
        "incidents_incident_somewhere": (
            "An incident is in a hub, or happened to a person",
            "Choose the hub, or report it from the person's page",
        ),
        "incidents_incident_kind": ("This kind of incident is not known here", "Choose one of the kinds"),
        "incidents_incident_severity": ("This severity is not known here", "Choose one of the severities"),
        "incidents_incident_scheme": (
            "An incident is in one scheme, with its hub and its person",
            "Choose the hub that this person is in, or leave it out",
        ),
        "incidents_incident_past": (
            "This is said to have happened later than now",
            "Enter a date and a time that have been",
        ),
        "incidents_step_says": ("Nothing is said", "Say what you add"),
        "incidents_step_changes": (
            "Another kind or severity is said in a correction alone",
            "Record a correction",
        ),
        "incidents_step_possible": (
            "This is not possible now: {why}",
            "Look at where the incident stands, and choose what is possible",
        ),
        "incidents_step_role": (
            "Your role may not do this with this incident: {why}",
            "Ask the hub's manager or the agreement's",
        ),
        "incidents_review_by_another": (
            "Who reported or corrected an incident neither reviews nor closes it",
            "Ask another manager",
        ),
        "incidents_close_two_people": (
            "You have said already that this can be closed; it takes two people",
            "Ask another manager",
        ),
        "incidents_close_outside": (
            "Of two people who close a grave incident, one is not of the hub",
            "Ask the agreement's manager",
        ),
        "incidents_told_once": ("This role was told already", _LOOK),
        "journal_event_not_before_it_happened": (
            "This is said to have happened later than now",
            "Enter a date and a time that have been",
        ),
        "journal_event_role": (
            "You no longer hold the role that you act in",
            "Choose a role that you hold, or ask an administrator",
        ),
        "journal_event_record_once": ("This stands in the record already", _LOOK),
        "journal_event_key_once": ("This form was sent before, and was done then", _LOOK),
    }
)

ENDINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "_recorded": (
            "What is recorded is never edited or deleted: {why}",
            "Record what changed as something new",
        ),
        "_update": ("What is recorded is never edited", "Record what changed as something new"),
        "_delete": ("What is recorded is never deleted", "Record that it ended, with a reason"),
        "_truncate": ("What is recorded is never emptied", "Record what ended, with a reason"),
        "_fk": ("What this belongs to is not there", _LOOK),
        "_pkey": ("This was recorded already", _LOOK),
        "_key": ("This was recorded already", _LOOK),
        "_uniq": ("This was recorded already", _LOOK),
        "_check": ("This can't be recorded as it was sent", "Check what you entered, and send it again"),
    }
)
"""The same by the end of a guard's name, for guards that every table has."""
