"""What is said when the database refuses: life in a hub, incidents and health."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards.look import LOOK

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "stays_arrival_once": ("This person has a stay that stands", LOOK),
        "stays_arrival_rests": (
            "A stay begins with the arrival and ends with the way out",
            "Record what happened in the case",
        ),
        "stays_duty_stands": (
            "A duty's clock ends when the duty was done, or with the stay",
            "Record what was done",
        ),
        "stays_of_a_stay": ("This is recorded of somebody who is in the hub", LOOK),
        "stays_in_its_time": (
            "What happens in a stay happens after the arrival, and not later than now",
            "Check the date and the time",
        ),
        "stays_born_there": (
            "Who was born in a hub is the child of somebody in it",
            "Record the birth with the mother's stay",
        ),
        "stays_done_once": ("This was recorded before", LOOK),
        "stays_done_wanted": ("This is owed to everybody who arrives", "Record it when it was done"),
        "stays_done_language": (
            "An interview is held in a language, with an interpreter or without",
            "Enter both",
        ),
        "stays_key_worker_once": ("A stay has one key worker", LOOK),
        "stays_key_worker_of_hub": (
            "A key worker works in the hub where the person is",
            "Choose somebody of this hub",
        ),
        "stays_review_once_a_day": ("A review of this day is on record", LOOK),
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
        "stays_contact_once": ("This contact was recorded as held, or as not held", LOOK),
        "stays_contact_never_refused": (
            "Contact with a lawyer or a monitor is never refused",
            "Have it take place",
        ),
        "stays_held_times": ("A contact ends after it began", "Check the times"),
        "stays_outing_once": ("This person is out already", LOOK),
        "stays_outing_times": ("Nobody is back before they went out", "Check the times"),
        "stays_outing_open_hub": ("Going out freely is counted in open hubs", LOOK),
        "stays_occurrence_once": ("This goes on already", LOOK),
        "stays_occurrence_reason": ("A segregation has a reason, and nothing else has one here", "Check it"),
        "stays_occurrence_times": ("It ends after it began", "Check the times"),
        "stays_step_reason": ("A review says its answer and its reasons", "Enter both"),
        "stays_step_of_what_goes_on": ("A step is about what still goes on", LOOK),
        "stays_step_two_people": (
            "Who ordered a segregation does not review it",
            "Ask somebody else of the hub, or the host-state officer",
        ),
        "stays_step_consulate_closed": (
            "No consulate is told of somebody before every claim of theirs is finally decided: {more}",
            "Record that the consulate is not told",
        ),
        "stays_hub_day_once": ("This day is on record", LOOK),
        "stays_hub_day_hours": ("A day has 24 hours", "Enter 24 or fewer"),
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
        "incidents_told_once": ("This role was told already", LOOK),
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
        "health_fitness_asked_once": ("This was asked already, and waits for its answer", LOOK),
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
        "health_concern_told_once": ("This role was told already", LOOK),
        "health_concern_officer": (
            "An officer who decides on the person answers a concern",
            "Leave it to a screening or authorising officer",
        ),
        "health_concern_ends": (
            "A concern ends with an answer in writing",
            "Answer it, and say what changes or why nothing does",
        ),
        "health_concern_answer_says": ("Nothing is said in answer", "Say what changes, or why nothing does"),
    }
)
