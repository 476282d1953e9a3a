"""What is said when the database refuses: who signs in, what is recorded, and texts in languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
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
        "accounts_grant_once": ("They hold this role already", LOOK),
        "accounts_pair_once": ("This pair of roles is listed already", LOOK),
        "accounts_user_email_key": (
            "Somebody with this address was added before",
            "Look for them in the list",
        ),
        "accounts_grant_of_a_hub": (
            "A role of a hub is held in one hub, and no other role is",
            "Choose the hub of this role, or leave it out",
        ),
        "journal_event_person": (
            "Only the person acts as the person of a case, from their own open page",
            "Ask for a new code and open the page again",
        ),
        "journal_read_by": ("A reading names who read", "Sign in and open the page again"),
        "journal_event_kind": ("An event names its room and what happened", "Tell an administrator"),
        "journal_event_not_before_it_happened": (
            "This is said to have happened later than now",
            "Enter a date and a time that have been",
        ),
        "journal_event_role": (
            "You no longer hold the role that you act in",
            "Choose a role that you hold, or ask an administrator",
        ),
        "journal_event_record_once": ("This stands in the record already", LOOK),
        "journal_event_key_once": ("This form was sent before, and was done then", LOOK),
        "languages_text_of_english": (
            "A translation is of the English that stands now",
            "Read the English again and translate that",
        ),
        "languages_review_by_another": (
            "Who translated a text does not review it",
            "Ask another person who reads the language",
        ),
        "languages_review_of_standing_text": ("The text was changed since", LOOK),
        "languages_review_past": ("A review is not still to come", "Enter today or an earlier day"),
        "languages_review_officer": (
            "A screening officer or an agreement manager reviews",
            "Ask one of them who reads the language",
        ),
        "languages_text_once": ("This text was entered in this language meanwhile", LOOK),
        "languages_text_language": ("This is not a language of the list", "Choose one of the list"),
        "languages_text_words": ("A translation has words", "Enter them"),
        "languages_review_says": ("A reviewer says how they know the language", "Enter it"),
    }
)
