"""What is said when the database refuses: what leaves to another state, the way on or back, the person."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "packets_packet_kind": ("There is no such packet for that state", "Choose one of the list"),
        "packets_packet_fields": (
            "A packet has its listed fields and nothing else: {more}",
            "Send it from the page of packets, which makes it from the record",
        ),
        "packets_packet_drawn": (
            "The packet says something else than the record: {more}",
            "Open the page again: it shows the packet as the record has it now",
        ),
        "packets_packet_stage": (
            "This packet is not sent while the case stands at {more}",
            "See what the case waits for",
        ),
        "packets_origin_contact": (
            "The state of origin is not contacted before every claim is finally decided: {more}",
            "Nothing is sent. The page of packets lists what has to be decided or known first",
        ),
        "packets_voluntary_accepted": (
            "This person has not said that they return voluntarily",
            "Record their answer to an offer first",
        ),
        "packets_packet_state": (
            "A packet goes to the host of the scheme, or to the person's own state of origin",
            "Look at the facts on the state of origin",
        ),
        "packets_packet_as_recorded": (
            "What is sent has to be what is put on record",
            "Send it from the page of packets",
        ),
        "packets_identity_named": (
            "A place or a name is at most eight words and 100 letters, without digits and signs",
            "Enter the name alone",
        ),
        "packets_identity_once": ("This was recorded a moment ago by somebody else", LOOK),
        "packets_packetanswer_case": (
            "An answer is put on record in the case of its packet",
            "Open the packet in its own case",
        ),
        "packets_packetanswer_kind": (
            "That state can't answer this packet so",
            "The host accepts or declines, the origin issues or refuses",
        ),
        "packets_packetanswer_past": (
            "An answer comes after its packet was sent, and not before it is there",
            "Check the day of the answer",
        ),
        "packets_packetanswer_until": ("An answer can't end before it was given", "Check the two days"),
        "packets_field_once": ("This field is listed already", LOOK),
        "packets_responsibility_side": (
            "Responsibility is handed over by the state that has it",
            "Look at which state is responsible now",
        ),
        "packets_responsibility_officer": (
            "An officer of the state that hands over signs",
            "Ask one, in the hub or the scheme of this person",
        ),
        "packets_responsibility_past": (
            "What is still to come is not signed for",
            "Sign when it has happened",
        ),
        "packets_responsibility_waits": (
            "Another handover of this person waits for its second signature",
            "Sign that one, or have it withdrawn",
        ),
        "packets_responsibility_stands": (
            "Both states have signed: this ends only with the next handover",
            "Hand responsibility over again",
        ),
        "packets_responsibilitytaken_case": (
            "A signature is put on record in the case of its handover",
            "Open the handover in its own case",
        ),
        "packets_responsibility_two_people": (
            "Each state signs by a person of its own, and you signed for the other",
            "Ask an officer of the other state",
        ),
        "packets_responsibilitytaken_officer": (
            "An officer of the state that takes over signs",
            "Ask one, in the hub or the scheme of this person",
        ),
        "packets_responsibilitytaken_standing": ("The handover was withdrawn", LOOK),
        "packets_responsibility_once": ("One state is responsible, not both", LOOK),
        "onward_request_packet": (
            "A consulate is asked by the packet for it, about this person, and by nothing else",
            "Ask on the page of this case",
        ),
        "onward_request_once": ("A consulate is asked already", "Record how that request ended"),
        "onward_issued_once": ("A travel document stands already", LOOK),
        "onward_issued_valid": ("A document is valid after it was issued", "Check both days"),
        "onward_alertanswer_says": ("An alert is answered in words", "Enter what you found"),
        "onward_riskcheck_by_another": (
            "Who decided to move a person does not check the risks of it",
            "Ask another officer to make the check",
        ),
        "onward_riskcheck_once": ("A risk check stands already", LOOK),
        "onward_riskcheck_findings": ("A risk check has findings", "Enter them"),
        "onward_plannedreturn_once": ("A return is planned already", LOOK),
        "onward_review_reasons": ("A decision on evidence has reasons", "Enter them"),
        "onward_stop_decided": (
            "What stops a return ends with the decision that it waits for",
            "Record that decision",
        ),
        "onward_decided_by_officer": (
            "An authorising officer of the scheme decides on new evidence, and on what follows",
            "Ask one",
        ),
        "onward_determination_once": ("A determination is open already", "Decide that one"),
        "onward_found_by_another": ("Who opened a determination does not decide it", "Ask another officer"),
        "onward_found_reasons": ("A finding has reasons", "Enter them"),
        "onward_nextstep_once": ("What follows is asked for already", LOOK),
        "onward_nextstepanswer_reasons": ("A decision on what follows has reasons", "Enter them"),
        "onward_backorder_officer": (
            "A transfer back is ordered by an authorising officer of the scheme",
            "Ask one of them",
        ),
        "onward_backorder_once": ("A transfer back was ordered already", LOOK),
        "onward_backorder_reasons": ("An order has reasons", "Enter them"),
        "onward_application_once": ("This person has asked already", "Open what they asked"),
        "onward_support_source": ("Support says what it is and who pays it", "Enter both"),
        "onward_support_amount": ("An amount of money has a currency", "Enter both, or neither"),
        "onward_consent_once": ("Consent was recorded already", LOOK),
        "onward_followup_consent": (
            "Nobody is contacted who did not agree to be",
            "Record their consent first, or that they were not asked",
        ),
        "onward_followup_once": ("This date was asked about already", LOOK),
        "onward_bar_waits": (
            "This bar ends with the decision that it waits for",
            "Take that decision on the page of the way on or back",
        ),
        "person_code_hours": ("A code works for 72 hours at most", "Give a new one when it has run out"),
        "person_code_unused": ("A new code was not used yet", "Give another one"),
        "person_code_once": ("Another code was given meanwhile", "Give a new one, which ends it"),
        "person_asked_by_person": (
            "Only the person says what they ask for",
            "Give them a code for their page",
        ),
        "person_page_open": ("This page is closed", "Ask for a new code"),
        "person_has_lawyer": ("No lawyer is recorded for you", "Call the lawyer on duty"),
        "person_answered_says": ("An answer has words", "Enter them"),
    }
)
