"""What is said when the database refuses: hubs, places, numbers and stays."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "hubs_hub_name": ("A hub of this name is here already", "Choose another name"),
        "hubs_readiness_two_people": ("Who tested does not sign", "Ask somebody else to sign"),
        "hubs_readiness_passed": ("What is signed is a test that passed and still stands", LOOK),
        "hubs_readiness_monitor": ("A monitor of the scheme signs", "Ask a monitor"),
        "hubs_stay_with_stage": ("Who is in a hub has a stay that stands, and nobody else has one", LOOK),
        "hubs_excess_lasts": (
            "An excess ends when there are no more people than places",
            "Say what was done about it",
        ),
        "hubs_numbers_by_agreement": ("An agreement manager of the scheme answers", "Ask one"),
        "hubs_numbers_replaced": (
            "Numbers end with those that another person approved in their stead",
            "Ask for other numbers",
        ),
        "hubs_cap_by_agreement": ("An agreement manager of the scheme approves a cap", "Ask one"),
        "hubs_cap_replaced": (
            "A cap ends with the one that another person approved in its stead",
            "Enter the next cap",
        ),
        "hubs_readiness_once": ("This was tested, and the test still stands", "Withdraw that test first"),
        "hubs_hub_stay_limit": ("A stay has a limit of at least a day", "Enter the days of the agreement"),
        "hubs_phase_once_a_day": ("Another phase begins on this day", LOOK),
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
        "hubs_attributes_once": ("Somebody else said meanwhile what this place is like", LOOK),
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
        "hubs_numbers_request_stands": ("This request was answered or withdrawn before", LOOK),
        "hubs_numbers_answer_reason": ("An answer has a reason", "Enter it"),
        "hubs_numbers_once_a_day": ("Other numbers were approved for this day meanwhile", LOOK),
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
        "hubs_stay_once": ("This person has a place already", LOOK),
        "hubs_stay_kind": ("A place is held for somebody, or somebody is there since a time", LOOK),
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
        "hubs_excess_once": ("This is recorded already", LOOK),
        "hubs_excess_answer_says": ("An answer says what was done", "Enter it"),
    }
)
