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
        # packets
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
        "packets_identity_once": ("This was recorded a moment ago by somebody else", _LOOK),
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
        "packets_field_once": ("This field is listed already", _LOOK),
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
        "packets_responsibilitytaken_standing": ("The handover was withdrawn", _LOOK),
        "packets_responsibility_once": ("One state is responsible, not both", _LOOK),
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
        # languages and the person
        "languages_text_of_english": (
            "A translation is of the English that stands now",
            "Read the English again and translate that",
        ),
        "languages_review_by_another": (
            "Who translated a text does not review it",
            "Ask another person who reads the language",
        ),
        "languages_review_of_standing_text": ("The text was changed since", _LOOK),
        "languages_review_past": ("A review is not still to come", "Enter today or an earlier day"),
        "languages_review_officer": (
            "A screening officer or an agreement manager reviews",
            "Ask one of them who reads the language",
        ),
        "languages_text_once": ("This text was entered in this language meanwhile", _LOOK),
        "languages_text_language": ("This is not a language of the list", "Choose one of the list"),
        "languages_text_words": ("A translation has words", "Enter them"),
        "languages_review_says": ("A reviewer says how they know the language", "Enter it"),
        "movements_notice_language": ("A notice is in a language of the list", "Choose one of the list"),
        "movements_notice_reviewed": (
            "Nobody has reviewed this notice in that language, so it can't be served in it",
            "Have it translated and reviewed by another person, or serve it in English and have an"
            " interpreter read it out",
        ),
        "casework_offer_language": ("An offer is in a language of the list", "Choose one of the list"),
        "casework_offer_reviewed": (
            "Nobody has reviewed this offer in that language",
            "Have it reviewed by another person, or say in which language an interpreter read it out",
        ),
        "journal_event_person": (
            "Only the person acts as the person of a case, from their own open page",
            "Ask for a new code and open the page again",
        ),
        "journal_read_by": ("A reading names who read", "Sign in and open the page again"),
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
        "counsel_message_own_client": ("A message goes to a client of your own", "Ask who speaks for them"),
        # hubs
        "hubs_hub_name": ("A hub of this name is here already", "Choose another name"),
        "hubs_readiness_two_people": ("Who tested does not sign", "Ask somebody else to sign"),
        "hubs_readiness_passed": ("What is signed is a test that passed and still stands", _LOOK),
        "hubs_readiness_once": ("This was tested, and the test still stands", "Withdraw that test first"),
        "hubs_hub_stay_limit": ("A stay has a limit of at least a day", "Enter the days of the agreement"),
        "hubs_phase_once_a_day": ("Another phase begins on this day", _LOOK),
        "hubs_phase_ramp_up": (
            "A hub that is ramping up has a number of places, and no other phase has",
            "Enter how many places there are in this phase, or choose another phase",
        ),
        "hubs_unit_name": ("A part of this name is in the hub already", "Choose another name"),
        "hubs_room_name": ("A room of this name is there already", "Choose another name"),
        "hubs_room_space": ("A room has its space in square metres", "Enter more than 0"),
        "hubs_place_name": ("A place of this name is in the room already", "Choose another name"),
        "hubs_place_empty": (
            "Somebody is in this place, or is to come to it",
            "Give them another place first",
        ),
        "hubs_attributes_once": ("Somebody else said meanwhile what this place is like", _LOOK),
        "hubs_attributes_care": ("Care is none, regular nursing, or a hospital within reach", "Choose one"),
        "hubs_out_of_service_once": ("This place is out of service already", "Revise its days"),
        "hubs_out_of_service_days": (
            "A place is back after the day from which it was out of service",
            "Enter a later day, or none",
        ),
        "hubs_out_of_service_reason": ("A place is out of service for a reason", "Enter it"),
        "hubs_out_of_service_person_there": (
            "Somebody is in this place",
            "Give them another place before that day; if it can't be lived in now, take it out from today",
        ),
        "hubs_numbers_request_once": (
            "Other numbers were asked for, and nobody has answered",
            "Withdraw that request, or wait for its answer",
        ),
        "hubs_numbers_request_in_order": (
            "No more places are working or certified than there are, and no more are signed than certified",
            "Check the four numbers",
        ),
        "hubs_numbers_in_order": (
            "No more places are working or certified than there are, and no more are signed than certified",
            "Check the four numbers",
        ),
        "hubs_numbers_request_reason": ("Other numbers are asked for with a reason", "Enter it"),
        "hubs_numbers_request_stands": ("This request was answered or withdrawn before", _LOOK),
        "hubs_numbers_answer_reason": ("An answer has a reason", "Enter it"),
        "hubs_numbers_once_a_day": ("Other numbers were approved for this day meanwhile", _LOOK),
        "hubs_numbers_approved": (
            "Numbers are those that another person approved",
            "Ask for them, and have another person answer",
        ),
        "hubs_numbers_two_people": (
            "Who asks for other numbers does not approve them",
            "Ask another agreement manager",
        ),
        "hubs_numbers_below_people": (
            "More people than that are in the hub or are to come: {more}",
            "Find another place for them first, or choose a later day",
        ),
        "hubs_cap_term": ("A cap names the term of the agreement", "Enter it"),
        "hubs_cap_below_people": (
            "More people were moved or are to come than this cap allows: {more}",
            "Look at the agreement's term again, or end what was begun first",
        ),
        "hubs_cap_two_people": ("Who enters a cap does not approve it", "Ask another agreement manager"),
        "hubs_stay_once": ("This person has a place already", _LOOK),
        "hubs_stay_kind": ("A place is held for somebody, or somebody is there since a time", _LOOK),
        "hubs_stay_place": (
            "A person has a place of a hub of their own scheme, that is there",
            "Choose another place",
        ),
        "hubs_stay_one_person_a_place": (
            "Somebody else has this place on some of these days",
            "Choose another place",
        ),
        "hubs_stay_one_there": ("Somebody is in this place", "Choose another place"),
        "hubs_stay_one_place_a_person": (
            "This person has a place on some of these days already",
            "Open their case to see which",
        ),
        "hubs_stay_hub_takes": (
            "The hub takes nobody on that day",
            "Choose another hub, or a day on which it is open",
        ),
        "hubs_stay_out_of_service": (
            "The place is out of service on some of these days",
            "Choose another place",
        ),
        "hubs_stay_suits": (
            "The place does not suit this person: {more}",
            "Choose another place, or record the fact that is not known",
        ),
        "hubs_stay_over_number": (
            "The hub would hold more people than its numbers allow: {more}",
            "Choose another hub or a later day; other numbers take a request and another person's approval",
        ),
        "hubs_stay_over_cap": (
            "More people would be moved than the agreement allows: {more}",
            "Nobody more is moved; the agreement itself would have to change",
        ),
        "hubs_excess_once": ("This is recorded already", _LOOK),
        "hubs_excess_answer_says": ("An answer says what was done", "Enter it"),
        # stays
        "stays_arrival_once": ("This person has a stay that stands", _LOOK),
        "stays_arrival_rests": (
            "A stay begins with the arrival and ends with the way out",
            "Record what happened in the case",
        ),
        "stays_duty_stands": (
            "A duty's clock ends when the duty was done, or with the stay",
            "Record what was done",
        ),
        "stays_of_a_stay": ("This is recorded of somebody who is in the hub", _LOOK),
        "stays_in_its_time": (
            "What happens in a stay happens after the arrival, and not later than now",
            "Check the date and the time",
        ),
        "stays_done_once": ("This was recorded before", _LOOK),
        "stays_done_wanted": ("This is owed to everybody who arrives", "Record it when it was done"),
        "stays_done_language": (
            "An interview is held in a language, with an interpreter or without",
            "Enter both",
        ),
        "stays_key_worker_once": ("A stay has one key worker", _LOOK),
        "stays_key_worker_of_hub": (
            "A key worker works in the hub where the person is",
            "Choose somebody of this hub",
        ),
        "stays_review_once_a_day": ("A review of this day is on record", _LOOK),
        "stays_review_findings": ("A review says what it found", "Enter the findings"),
        "stays_review_next": ("The next review is in 28 days at the latest", "Enter an earlier day"),
        "stays_contact_embassy": (
            "An embassy is met on the person's own wish",
            "Record it when the person asks for it",
        ),
        "stays_contact_embassy_closed": (
            "Nobody meets an embassy before every claim of theirs is finally decided: {more}",
            "Wait until it is",
        ),
        "stays_contact_once": ("This contact was recorded as held, or as not held", _LOOK),
        "stays_contact_never_refused": (
            "Contact with a lawyer or a monitor is never refused",
            "Have it take place",
        ),
        "stays_held_times": ("A contact ends after it began", "Check the times"),
        "stays_outing_once": ("This person is out already", _LOOK),
        "stays_outing_times": ("Nobody is back before they went out", "Check the times"),
        "stays_outing_open_hub": ("Going out freely is counted in open hubs", _LOOK),
        "stays_occurrence_once": ("This goes on already", _LOOK),
        "stays_occurrence_reason": ("A segregation has a reason, and nothing else has one here", "Check it"),
        "stays_occurrence_times": ("It ends after it began", "Check the times"),
        "stays_step_reason": ("A review says its answer and its reasons", "Enter both"),
        "stays_step_of_what_goes_on": ("A step is about what still goes on", _LOOK),
        "stays_step_two_people": (
            "Who ordered a segregation does not review it",
            "Ask somebody else of the hub, or the host-state officer",
        ),
        "stays_hub_day_once": ("This day is on record", _LOOK),
        "stays_hub_day_hours": ("A day has 24 hours", "Enter 24 or fewer"),
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
        # planning
        "planning_plan_one_at_a_time": (
            "A plan of this scheme is being made already",
            "Wait until it is done, or stop it",
        ),
        "planning_plan_weeks": ("A plan is for 1 to 52 weeks", "Choose fewer"),
        "planning_plan_kept": ("A plan that is on record is not changed", "Ask for a new one"),
        "planning_proposed_once": ("A plan has one line for each person", _LOOK),
        "planning_proposed_whole": (
            "A plan has a hub and days for a person, or says why none",
            "Ask for a new plan",
        ),
        "planning_proposed_by_plan": ("Nothing is added to a plan by hand", "Ask for a new plan"),
        "planning_adopted_same_person": (
            "What is taken up of a plan is for the same person and the same hub",
            _LOOK,
        ),
        "planning_adopted_one_at_a_time": (
            "What a plan has is taken up for one person at a time",
            "Look at each person, then propose in your own words",
        ),
        # onward
        "onward_request_packet": (
            "A consulate is asked by the packet for it, about this person, and by nothing else",
            "Ask on the page of this case",
        ),
        "onward_request_once": ("A consulate is asked already", "Record how that request ended"),
        "onward_issued_once": ("A travel document stands already", _LOOK),
        "onward_issued_valid": ("A document is valid after it was issued", "Check both days"),
        "onward_alertanswer_says": ("An alert is answered in words", "Enter what you found"),
        "onward_riskcheck_by_another": (
            "Who decided to move a person does not check the risks of it",
            "Ask another officer to make the check",
        ),
        "onward_riskcheck_once": ("A risk check stands already", _LOOK),
        "onward_riskcheck_findings": ("A risk check has findings", "Enter them"),
        "onward_plannedreturn_once": ("A return is planned already", _LOOK),
        "onward_review_reasons": ("A decision on evidence has reasons", "Enter them"),
        "onward_determination_once": ("A determination is open already", "Decide that one"),
        "onward_found_by_another": ("Who opened a determination does not decide it", "Ask another officer"),
        "onward_found_reasons": ("A finding has reasons", "Enter them"),
        "onward_nextstep_once": ("What follows is asked for already", _LOOK),
        "onward_nextstepanswer_reasons": ("A decision on what follows has reasons", "Enter them"),
        "onward_backorder_officer": (
            "A transfer back is ordered by an authorising officer of the scheme",
            "Ask one of them",
        ),
        "onward_backorder_once": ("A transfer back was ordered already", _LOOK),
        "onward_backorder_reasons": ("An order has reasons", "Enter them"),
        "onward_application_once": ("This person has asked already", "Open what they asked"),
        "onward_support_source": ("Support says what it is and who pays it", "Enter both"),
        "onward_support_amount": ("An amount of money has a currency", "Enter both, or neither"),
        "onward_consent_once": ("Consent was recorded already", _LOOK),
        "onward_followup_consent": (
            "Nobody is contacted who did not agree to be",
            "Record their consent first, or that they were not asked",
        ),
        "onward_followup_once": ("This date was asked about already", _LOOK),
        "onward_bar_waits": (
            "This bar ends with the decision that it waits for",
            "Take that decision on the page of the way on or back",
        ),
        # oversight
        "oversight_complaint_stands": ("A complaint is closed once, and never edited", _LOOK),
        "oversight_own_remit": ("A monitor acts within their remit", "Choose a scheme of your remit"),
        # transfers
        "transfers_transfer_stands": ("This transfer was cancelled", "Plan another one"),
        "transfers_transfer_left": ("This transfer has left", "Look at what became of each person on it"),
        "transfers_transfer_hub": (
            "A transfer is to or from a hub of its own scheme",
            "Choose one of these hubs",
        ),
        "transfers_cancelled_empty": (
            "Somebody is on this transfer",
            "Each person is taken off first, each with their own entry; open the page again",
        ),
        "transfers_seats_enough": (
            "There is no seat left: the vehicle has no more, and the monitor's seat is always kept",
            "Choose another transfer, or a vehicle with more seats",
        ),
        "transfers_seat_one_a_person": (
            "This person has a seat on a transfer already",
            "Take them off that one first, with a reason",
        ),
        "transfers_seat_person": ("A seat is one person's, in the scheme of the transfer", _LOOK),
        "transfers_seat_authority": (
            "A seat takes this person's own authority for this way, in force on the day of the transfer",
            "See the moves of this case",
        ),
        "transfers_seat_order": (
            "Nobody is brought back without an order to bring this person back",
            "See where the case stands",
        ),
        "transfers_seat_hub": (
            "This transfer is to or from another hub than this person's",
            "Choose a transfer of the hub where their place is held, or where they are",
        ),
        "transfers_seat_family": (
            "A member of this person's family is on another transfer",
            "Choose that one, or say why they do not travel together",
        ),
        "transfers_escort_role": (
            "An escort holds the role of an escort in the scheme",
            "Choose one of those listed",
        ),
        "transfers_escort_once": ("They are on this transfer already", _LOOK),
        "transfers_crew_kind": (
            "An escort signs in here; a medic and an interpreter are named, an interpreter with the language",
            "Fill in what is missing",
        ),
        "transfers_plan_once": ("Somebody else changed this transfer at the same moment", _LOOK),
        "transfers_plan_times": ("The arrival is later than the departure", "Check both times"),
        "transfers_plan_seats": (
            "A transfer has three seats at least: the monitor's, an escort's and a person's",
            "Enter three or more",
        ),
        "transfers_monitor_answers": (
            "A monitor of the scheme answers for the monitor's seat",
            "Ask one of them",
        ),
        "transfers_monitor_answer_once": ("This was answered at the same moment", _LOOK),
        "transfers_manifest_digest": (
            "Each issue of a manifest has the next number and the digest of what stands on it",
            "Issue it again",
        ),
        "transfers_manifest_number": ("A manifest was issued at the same moment", "Look at that one first"),
        "transfers_boarding_escort": ("An escort of the transfer lets a person board", "Ask one of them"),
        "transfers_boarding_stopped": (
            "This person was stopped at the door",
            "They stay. Another transfer takes a fresh authority",
        ),
        "transfers_boarding_checked": (
            "Nobody boards before the last check of the day, by which nothing speaks against it",
            "Make the last check again",
        ),
        "transfers_boarding_against": (
            "This person does not board: something speaks against it now",
            "Make the last check again to see what, and call the authorising officer",
        ),
        "transfers_stop_by": (
            "An escort of the transfer, a monitor or an authorising officer stops a person",
            "Ask one of them",
        ),
        "transfers_stop_ends": ("Who is stopped has no seat and no authority any longer", _LOOK),
        "transfers_stop_reason": ("A person is stopped with a reason", "Enter one"),
        "transfers_leaving_by": (
            "An escort of the transfer or an authorising officer records that it left",
            "Ask one of them",
        ),
        "transfers_leaving_departures": ("Who boarded has departed when the transfer left", _LOOK),
        "transfers_outcome_seat": ("What became of a person is said of their own seat, and ends it", _LOOK),
        "transfers_outcome_past": ("What is to come has not happened", "Check the time"),
        "transfers_outcome_happened": (
            "This does not fit what is on record of this person",
            "Look at their case, then record what happened",
        ),
        "transfers_outcome_reason": ("Say why this person did not arrive", "Choose one of those listed"),
        "transfers_force_times": ("The end is not before the beginning", "Check both times"),
        "transfers_force_told": (
            "A use of force is recorded with its reason, who used it, and injuries or that there were none",
            "Fill in what is missing",
        ),
        "transfers_force_medic": (
            "Where a medic was present it is said what they saw",
            "Fill in what they saw",
        ),
        "transfers_force_review_two_people": (
            "Who was on the transfer does not review the use of force on it",
            "Ask somebody else",
        ),
        "transfers_force_review_by": (
            "An authorising officer or a monitor of the scheme reviews a use of force",
            "Ask one of them",
        ),
        "transfers_force_review_says": ("A review says what was found", "Enter it"),
        "transfers_item_cash": ("Cash has an amount and a currency of three letters", "Fill in both"),
        "transfers_item_check_once": ("This item was checked before", _LOOK),
        "transfers_item_check_told": ("Say what is missing", "Fill it in"),
        "transfers_handover_escort": ("An escort of the transfer hands a person over", "Ask one of them"),
        "transfers_handover_to": (
            "A hub takes over by its own signature, another state's officer by name",
            "Fill in who takes over, where it is not a hub",
        ),
        "transfers_handover_told": (
            "Say how the person is and which documents are handed over",
            "Fill in both",
        ),
        "transfers_handover_two_people": (
            "Who hands a person over does not take them over",
            "The hub's manager or an officer of the host state signs",
        ),
        "transfers_handover_hub": (
            "The hub's manager or an officer of the host state takes a person over",
            "Ask one of them",
        ),
        "transfers_signature_told": ("Say how you found the person", "Fill it in"),
        # journal
        "journal_event_kind": ("An event names its room and what happened", "Tell an administrator"),
        "accounts_grant_of_a_hub": (
            "A role of a hub is held in one hub, and no other role is",
            "Choose the hub of this role, or leave it out",
        ),
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
        "health_note_own_patient": (
            "You write on people who are in your hub, or about whom you are asked",
            "Look at who is in the hub now",
        ),
        "health_treats_or_assesses": (
            "Who treats a person does not say whether they are fit to be moved",
            "Ask another assessor",
        ),
        "health_fitness_assessor": (
            "A fitness assessor of the scheme says whether a person is fit",
            "Ask for the role, or leave it to somebody who holds it",
        ),
        "health_fitness_asked": (
            "Nobody asks about this person now, or somebody has answered",
            "Look at the questions that are open",
        ),
        "health_fitness_asked_once": ("This was asked already, and waits for its answer", _LOOK),
        "health_fitness_examined": (
            "The examination is said to have been later than today",
            "Enter the day on which it was",
        ),
        "health_fitness_request_says": ("Nothing is said of what is asked", "Say why you ask"),
        "health_clinician_of_hub": (
            "A clinician of the hub where the person is now says so",
            "Look at who is in the hub now",
        ),
        "health_concern_kind": ("This kind of concern is not known here", "Choose one of the three"),
        "health_concern_told_once": ("This role was told already", _LOOK),
        "health_concern_officer": (
            "An officer who decides on the person answers a concern",
            "Leave it to a screening or authorising officer",
        ),
        "health_concern_ends": (
            "A concern ends with an answer in writing",
            "Answer it, and say what changes or why nothing does",
        ),
        "health_concern_answer_says": ("Nothing is said in answer", "Say what changes, or why nothing does"),
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
