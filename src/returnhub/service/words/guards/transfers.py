"""What is said when the database refuses: transfers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
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
        "transfers_seat_person": ("A seat is one person's, in the scheme of the transfer", LOOK),
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
        "transfers_escort_once": ("They are on this transfer already", LOOK),
        "transfers_crew_kind": (
            "An escort signs in here; a medic and an interpreter are named, an interpreter with the language",
            "Fill in what is missing",
        ),
        "transfers_plan_once": ("Somebody else changed this transfer at the same moment", LOOK),
        "transfers_plan_times": ("The arrival is later than the departure", "Check both times"),
        "transfers_plan_seats": (
            "A transfer has three seats at least: the monitor's, an escort's and a person's",
            "Enter three or more",
        ),
        "transfers_monitor_answers": (
            "A monitor of the scheme answers for the monitor's seat",
            "Ask one of them",
        ),
        "transfers_monitor_answer_once": ("This was answered at the same moment", LOOK),
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
        "transfers_stop_ends": ("Who is stopped has no seat and no authority any longer", LOOK),
        "transfers_stop_reason": ("A person is stopped with a reason", "Enter one"),
        "transfers_leaving_by": (
            "An escort of the transfer or an authorising officer records that it left",
            "Ask one of them",
        ),
        "transfers_leaving_departures": ("Who boarded has departed when the transfer left", LOOK),
        "transfers_outcome_seat": ("What became of a person is said of their own seat, and ends it", LOOK),
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
        "transfers_item_check_once": ("This item was checked before", LOOK),
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
    }
)
