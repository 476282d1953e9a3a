"""What is said of a command that was not done: what was wrong, and how to mend it.

`{name}` is filled from what the problem gives. The command line reads these too.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.problems import Code

COMMANDS: Mapping[Code, tuple[str, str]] = MappingProxyType(
    {
        Code.COMMAND_NOT_ALLOWED: (
            "Your role can't {verb}",
            "An administrator can say who can. If you hold another role, act in that one",
        ),
        Code.COMMAND_NOT_THEIRS: (
            "There is nothing here under that number",
            "Check the number or the reference",
        ),
        Code.COMMAND_REFUSED: ("This was refused: {why}", "Look at the case again before you try once more"),
        Code.COMMAND_NOT_POSSIBLE: (
            "This is not possible as things stand",
            "Open the page again to see what is possible now",
        ),
        Code.COMMAND_FIELD_MISSING: ("Enter {field}", "Fill it in and send the form again"),
        Code.COMMAND_FIELD_WRONG: ("Check {field}", "Enter or choose something else"),
        Code.COMMAND_CHANGED: (
            "Somebody changed this while you were writing",
            "Look at what is saved now, then send yours again if it still holds",
        ),
        Code.COMMAND_TWO_PEOPLE: (
            "This takes two people, and you were the first",
            "Ask somebody else in this role to do it",
        ),
        Code.COMMAND_FILE_WRONG: (
            "This file can't be taken",
            "Send a PDF, JPEG, PNG or text file of 20 MB at most, without a password",
        ),
        Code.COMMAND_TOO_MANY: (
            "There were too many tries from where you are",
            "Wait 15 minutes, then try again",
        ),
    }
)

NOT_POSSIBLE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "release_due": ("The release of this person is due", "End the custody first"),
        "verdict": (
            "The screening does not find that conditions hold",
            "Nobody is moved on a bar or an unknown: mend what is missing and screen again",
        ),
        **dict.fromkeys(
            (
                "propose",
                "decide",
                "approve",
                "give_notice",
                "withdraw_notice",
                "record_acceptance",
                "record_decline",
                "make_exit_plan",
                "withdraw_authority",
                "end_referral",
                "decision_ended",
            ),
            (
                "The case stands at another step of the move",
                "See the moves of this case for what is possible",
            ),
        ),
        "packet_unknown": (
            "This packet can't be sent: the record does not say {fields}",
            "Record what is missing first, from a paper that shows it",
        ),
        "other_hub": ("This request was for a place in another hub", "Nothing is left to answer here"),
        "packet_waits": (
            "The same packet was sent, and its answer is waited for",
            "Record the answer on the packet's page once it is there",
        ),
        "packet_answered": ("The answer to this packet was recorded before", "Open the packet to see it"),
        "responsibility_ended": ("This no longer stands", "Look at who is responsible now"),
        "no_stay": ("This person is in no hub now", "See the case for where it stands"),
        "duty_done": ("This duty is on record", "Open the stay to see when it was done"),
        "contact_ended": ("This contact was recorded as held, or as not held", "Open the stay to see it"),
        "occurrence_stands": ("This goes on already", "Record that it is over before it begins again"),
        "occurrence_ended": ("This is over", "Open the stay to see when it ended"),
        "not_to_end": ("A birth or a death has no end of its own", "Record what was done about it"),
        "closed_hub": ("Going out freely is counted in open hubs", "In a closed hub custody decides"),
        "out_already": ("This person is out now", "Record that they are back first"),
        "not_out": ("This person is not out", "Record that they went out first"),
        "two_families": ("This person is in another family group", "Let them leave that one first"),
        "no_family": ("This person is in no family group", "Put them in one first"),
        "transfer_cancelled": ("This transfer was cancelled", "Plan another one"),
        "transfer_left": ("This transfer has left", "Look at what became of each person on it"),
        "seat_ended": ("This person no longer has a seat on this transfer", "Open the transfer to see why"),
        "no_seat": ("This person has no seat on this transfer", "Open the transfer to see who has"),
        "no_authority": (
            "Nobody has given this person authority for this way, or it ends before the day of the transfer",
            "See the moves of this case",
        ),
        "no_order": ("No order to bring this person back stands", "See where the case stands"),
        "not_travelling": ("This person has not left on this transfer", "Record first that it left"),
        "with_authority": (
            "This person has authority and nothing speaks against it",
            "Let them board, and record that the transfer left",
        ),
        "outcome_arrived": (
            "It is on record that this person arrived, on {at}",
            "Nothing was changed. If that is wrong, a screening officer puts it right on the case",
        ),
        "outcome_not_arrived": (
            "It is on record that this person did not arrive, on {at}",
            "Nothing was changed. If that is wrong, a screening officer puts it right on the case",
        ),
        "outcome_disembarked": (
            "It is on record that this person got off before departure, on {at}",
            "Nothing was changed. If that is wrong, a screening officer puts it right on the case",
        ),
        "outcome_without_authority": (
            "It is on record that this person left without authority, on {at}",
            "Nothing was changed. If that is wrong, a screening officer puts it right on the case",
        ),
        "items_unchecked": ("Not every item on the list was checked", "Say of each whether it is there"),
        "crew_ended": ("They were taken off this transfer before", "Open the transfer again"),
        "item_ended": ("This item was taken off the list before", "Open the list again"),
        "nobody_on_it": ("Nobody is on this transfer", "Give somebody with authority a seat first"),
        "busy": ("Somebody else is at work on the same case", "Try again in a moment; nothing was lost"),
        "concern_ended": ("This concern was answered before", "See the person's page"),
        "fitnessrequest_ended": ("This was answered or withdrawn before", "See what is asked now"),
        "not_in_hub": (
            "This person is not in your hub now",
            "Look at who is in the hub; a file goes with its person",
        ),
        "suspension_ended": ("This suspension was lifted before", "There is nothing more to lift"),
        "representation_ended": ("This representation has ended", "Record a new one if there is one"),
        "no_place_free": (
            "No place of this hub is free for this person on these days",
            "See the hub's places for which are not free and why, or choose another hub or a later day",
        ),
        "plan_out_of_date": (
            "What the plan has for this person no longer holds",
            "Open the person in the plan again to see why, or propose a place by itself",
        ),
        "plan_stopped": ("The plan was stopped", "Ask for a new one"),
        "stay_not_there": ("This person has not arrived", "A place is held for them; propose another"),
        "stay_ended": ("This stay is over or was changed before", "Open the hub again"),
        "place_ended": ("This place was taken away", "See the places of the hub"),
        "phase_begun": ("This phase has begun or was given up", "Say what the hub's next phase is"),
        "numbersrequest_ended": ("This request was answered or withdrawn before", "See the hub's numbers"),
        "cap_ended": ("This cap no longer stands", "See the caps of the agreement"),
        "place_out_already": ("This place is out of service already", "Revise its days"),
        "outofservice_ended": ("This was revised or ended before", "Open the place again"),
        "excess_ended": ("This is over", "There is nothing more to answer"),
        "readiness_ended": ("This test was withdrawn before", "Record a new test"),
        "own_verb": ("This is not recorded on its own: it follows from another step", "Take that step"),
        "no_notice": ("There is no such notice to withdraw", "See the notices of this case"),
        "no_conflict": ("The answers to this fact do not conflict", "Record a new answer if there is one"),
        "last_name": ("A person keeps at least one name", "Add another name before you end this one"),
        "ground_missing": (
            "No ground of referral is recorded for this person",
            "Record the one ground on which they are referred",
        ),
        "bar_ended": ("This bar was ended before", "See the bars of this case"),
        "custody_ended": ("This time in custody has ended", "See the custody of this case"),
        "fact_ended": (
            "This answer no longer stands: it was replaced or put right before",
            "Record a new answer, or put right the one that stands",
        ),
        "happening_ended": ("This was put right before", "See the time line for what stands"),
        "offer_ended": ("This offer no longer stands", "Record a new offer"),
        "replied": ("This was replied to before", "See the reply"),
        "alert_gone": ("This alert no longer stands so", "See the alerts that stand"),
        "no_evidence": ("No new evidence waits for a decision", "See the way on or back of this case"),
        "no_host_claim": ("No claim is open in the host state", "Record the claim first"),
        "host_claim_open": ("A claim is open in the host state", "Record the host's decision on it"),
        "nobody_told_free": (
            "No talk is on record in which this person was told that they may say no",
            "Talk to them, and record it",
        ),
        "no_support": ("No support was offered", "Record what is offered first"),
        "request_ended": ("This request has ended", "Ask again if a document is still needed"),
        "issued_ended": ("This document has ended", "See which one stands"),
        "determination_ended": ("This determination was decided", "See what was found"),
        "nextstep_ended": ("This was decided before", "See what follows"),
        "application_ended": ("This application has ended", "Record a new one if they ask again"),
        **dict.fromkeys(
            (
                "plan_return",
                "raise_evidence",
                "raise_host_claim",
                "read_host_register",
                "record_failed_return",
                "answer_next_step",
                "order_transfer_back",
                "record_transfer_back",
                "take_up",
                "record_follow_up",
            ),
            ("This is not possible at “{stage}”", "See what is possible now"),
        ),
        "breach_ended": ("This breach was answered before", "There is nothing more to answer"),
    }
)
"""Finer words by `given["kind"]`."""

FILE_WRONG: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "empty": ("The file is empty", "Choose a file with something in it"),
        "too_big": ("The file is too big", "Send it in parts of 20 MB at most"),
        "locked": ("The file is locked with a password", "Save it without one and send that"),
        "type_unknown": ("The file is of a type that is not taken", "Send a PDF, JPEG, PNG or text file"),
        "duplicate": ("This file was added before, as {title}", "Use that one"),
    }
)
"""Finer words by `given["kind"]`."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "reason": "a reason",
        "reasons": "reasons of this person's own",
        "text": "what you want to say",
        "words": "what you want to say",
        "says": "what it says",
        "what": "what is asked",
        "name": "a name",
        "apart": "why a family does not travel together",
        "condition": "how the person is",
        "injuries": "injuries, or that there were none",
        "saw": "what the medic saw",
        "who": "who used it",
        "differs": "what is not as listed",
        "documents": "which documents are handed over",
        "departs_at": "when it departs",
        "arrives_at": "when it arrives",
        "on": "a date that has been",
        "tested_on": "the day of the test",
        "served_on": "the day it was served",
        "due_on": "a day to come",
        "until": "until when",
        "released_at": "when they were released",
        "hub": "a hub of this scheme",
        "stay_limit_days": "the days of the longest stay",
        "care": "one of the kinds of care",
        "square_metres": "the space in square metres",
        "term": "the term of the agreement",
        "place": "a place that is free and suits them",
        "places": "how many places",
        "until_on": "a day to come, after the first",
        "from_on": "a day from today on",
        "fact": "a fact",
        "facts": "the facts",
        "value": "an answer that fits the fact",
        "supplier": "who may supply this fact",
        "evidence": "evidence of this case",
        "lawyer": "a legal representative",
        "kind": "one of the kinds listed",
        "ground": "one of the grounds listed",
        "keep": "one of the answers shown",
        "scheme": "a scheme that is operated here",
        "to": "who it is for",
        "destination": "where to",
        "parents": "a parent",
        "members": "at least one person",
        "email": "an email address",
        "file": "a file",
    }
)
"""A field as the end of "Enter ..."."""
