"""Every invariant in words, in the order of the design; the guards come last. Each one's query is
`sql/<id>.sql`."""

from __future__ import annotations

from returnhub.oversight.invariants.guards import record, service
from returnhub.oversight.invariants.invariant import Invariant

INVARIANTS = (
    Invariant(
        id="no_authority_on_an_unknown",
        number=1,
        says="No authority is in force while a rule is unknown or not met.",
        of="authorities in force",
        how="Judges each authority in force by the rules its case is pinned to, with the facts as "
        "they stand today. In the first hour of a day, by those of the day before.",
    ),
    Invariant(
        id="departures_had_authority",
        number=2,
        says="Every departure that is recorded as authorised had its authority, and nothing was against it.",
        of="departures with authority",
        how="For each: the authority in force at that hour; and no bar, suspension or rule not met,"
        " as known when it was recorded. A check takes 2,000 departures, the next the next "
        "ones.",
        sliced=True,
    ),
    Invariant(
        id="breaches_are_recorded",
        number=2,
        says="Every departure without authority is recorded as a breach, with a suspension, the "
        "monitor's clock and the way back.",
        of="departures without authority",
        how="For each: a breach of the same case, way and hour, its suspension, and the two clocks "
        "that its event started.",
    ),
    Invariant(
        id="no_authority_over_a_bar",
        number=2,
        says="No authority is in force while a bar is open.",
        of="authorities in force",
        how="Looks for an open bar in the case of each authority in force.",
    ),
    Invariant(
        id="authority_rests_on_every_step",
        number=2,
        says="Every authority ever given had its approved decision, and to a hub both notices run "
        "and the host's acceptance.",
        of="authorities ever given",
        how="For each authority: what stood when it was put on record. Steps that came later, or "
        "had ended before, do not count.",
    ),
    Invariant(
        id="one_place_each",
        number=3,
        says="No two people have one place at one time, and nobody has two.",
        of="stays",
        how="Looks for two stays that stand, of one place or one person, on common days.",
    ),
    Invariant(
        id="within_numbers",
        number=3,
        says="No hub is over its numbers and no cap of the agreement is passed, but for an excess on record.",
        of="hubs and caps",
        how="Counts the people who are there and those for whom a place is held, on every day from today, "
        "against the least of what is working, certified and signed, and against each cap.",
    ),
    Invariant(
        id="excess_has_an_owner",
        number=3,
        says="Every excess that was found has an owner and a day by which it is to end.",
        of="excesses ever found",
        how="Looks for one without an owner, or without a clock while it lasts.",
    ),
    Invariant(
        id="stays_follow_stages",
        number=3,
        says="Whoever is in a hub has a stay on record, and a place is held only for who is to come.",
        of="people in a hub and stays",
        how="Compares the stage of each case with the stays that stand.",
    ),
    Invariant(
        id="seats_follow_authority",
        number=2,
        says="Every seat on a transfer rests on that person's own authority for that way, and ends with it.",
        of="seats ever given",
        how="For each seat: the authority in force when it was given. For each that stands: that authority, "
        "or that the person is on the way; on the way back, the order.",
    ),
    Invariant(
        id="no_boarding_over_a_stop",
        number=2,
        says="Nobody boarded after they were stopped, under a bar, or without the last check of that day.",
        of="people who boarded",
        how="For each boarding: a stop, the end of the seat or an open bar before it, and a check of the "
        "same day by which nothing spoke against it.",
    ),
    Invariant(
        id="one_outcome_a_seat",
        number=2,
        says="What became of a person on a transfer is said once, and is what their case says.",
        of="outcomes",
        how="For each outcome: another one of the same seat, a seat that still stands, and what happened in "
        "the case in the same transaction.",
    ),
    Invariant(
        id="approved_by_another",
        number=4,
        says="Nobody approved their own decision, and nobody gave authority on it.",
        of="approvals and authorities",
        how="Compares who decided with who approved, and with who gave the authority.",
    ),
    Invariant(
        id="numbers_by_two",
        number=4,
        says="Every number of a hub and every cap was asked for by one person and approved by another.",
        of="answers and approvals",
        how="Compares who asked with who answered, and looks for numbers whose request was not approved.",
    ),
    Invariant(
        id="lifted_by_two",
        number=4,
        says="Every suspension that was lifted was lifted by two people, one of them a monitor where"
        " a monitor ordered it.",
        of="suspensions lifted",
        how="Counts the people whose word stands with each suspension that has ended, and the "
        "monitors among them.",
    ),
    Invariant(
        id="readiness_signed_by_another",
        number=4,
        says="Every test of readiness was signed by somebody else than who tested.",
        of="signatures",
        how="Compares who tested with who signed.",
    ),
    Invariant(
        id="incidents_by_another",
        number=4,
        says="Nobody reviewed or closed an incident that they reported or corrected, and every grave one was "
        "closed by two people.",
        of="reviews and closings",
        how="Compares who reported and corrected with who reviewed and closed, and counts who closed.",
    ),
    Invariant(
        id="treating_is_not_assessing",
        number=4,
        says="Nobody who treats a person said whether they are fit to be moved.",
        of="answers on fitness",
        how="Compares each answer with who recorded a check or a concern on that person. Notes in the "
        "clinical file nobody but clinicians can read; there the database itself refuses it.",
    ),
    Invariant(
        id="no_forbidden_pair",
        number=4,
        says="Nobody holds two roles that exclude each other.",
        of="people who hold a role",
        how="Looks for two roles in force of one person that stand as a pair in the list of forbidden ones.",
    ),
    Invariant(
        id="one_person_at_a_time",
        number=4,
        says="No proposal, decision, approval, notice or authority was given to two people in one step.",
        of="proposals, decisions, approvals, notices and authorities",
        how="Looks for an event that made more than one of them.",
    ),
    Invariant(
        id="clocks_have_effect",
        number=5,
        says="No clock has run out without its effect on record.",
        of="clocks ever started",
        how="Looks for a clock whose last day is over for more than two minutes, that is on record "
        "for as long, and that neither ended nor has an effect recorded.",
    ),
    Invariant(
        id="stays_have_their_duties",
        number=5,
        says="Everybody who is in a hub has each duty of the arrival done, or its clock running.",
        of="people in a hub",
        how="For each person in a hub: the arrival that began the stay, and for the health check, risk and "
        "needs, the interview, the calls, the key worker and the review either what was done or a clock.",
    ),
    Invariant(
        id="stay_limit_has_effect",
        number=5,
        says="Nobody is in a hub past the limit of their stay without its effect on record.",
        of="people in a hub",
        how="Looks for a stay whose limit is over for more than two minutes and had no effect: the case "
        "stands neither at the limit nor on the way back, and no clock of the stay has run out.",
    ),
    Invariant(
        id="segregation_is_reviewed",
        number=5,
        says="Every segregation has ended or has its next review and its 15th day running, and nobody "
        "reviewed their own.",
        of="segregations",
        how="For each that goes on: both clocks. For each review: that who ordered it did not review it.",
    ),
    Invariant(
        id="custody_ends_with_its_ground",
        number=5,
        says="Release is due on the day on which a ground lapses, and nobody is held beyond it.",
        of="grounds that lapsed",
        how="Looks for a custody whose ground lapsed that has no clock for release, or outlasted the day.",
    ),
    Invariant(
        id="custody_has_one_ground",
        number=5,
        says="Every custody has one of the grounds that the law lists, and nobody is in two.",
        of="times in custody",
        how="Looks for another ground than removal that is near, risk of flight and security; and "
        "for a case with two in force.",
    ),
    Invariant(
        id="no_custody_in_open_hub",
        number=5,
        says="Nobody is in custody in an open hub.",
        of="people in custody",
        how="Looks for a custody in force of a person whose stage is in a hub, where the hub that "
        "accepted them is not a closed one.",
    ),
    Invariant(
        id="incidents_are_told",
        number=6,
        says="Every incident was told to its roles in the moment it was reported, what is grave stopped "
        "something, and a review that is overdue was told to the monitor.",
        of="incidents",
        how="Looks for an incident that nobody or no monitor was told of, a death without a suspension, and "
        "a review whose day is over by an hour without the monitor told.",
    ),
    Invariant(
        id="suspension_stops_authority",
        number=6,
        says="No authority was given while a suspension that reaches it was in force.",
        of="authorities ever given",
        how="For each authority: suspensions of the person, group, hub or scheme that were on "
        "record a minute before it and not lifted. Within that minute the commit itself decides"
        " which of the two came first.",
    ),
    Invariant(
        id="rows_have_their_events",
        number=7,
        says="Every row of every guarded table was last written in the transaction of an event of its own.",
        of="events",
        how="For each row: the event that made or ended it, and whether the database wrote the two "
        "in one transaction. Holds in a database that was not brought back from a dump. A check"
        " takes 5,000 events, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="events_are_on_record",
        number=7,
        says="Every event stands in the record as the journal has it: who, what, why, when.",
        of="events",
        how="Holds each event's columns to the content that went on record, and that content to its"
        " commitment. Content that was lawfully erased is not compared. A check takes 5,000 "
        "events, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="entries_have_events",
        number=7,
        says="Every entry of the record that speaks of an event has that event in the journal.",
        of="entries",
        how="The other way round: looks for entries whose event is gone. A check takes 5,000 "
        "entries, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="entries_come_into_the_tree",
        number=7,
        says="No entry waits longer than a minute to come into the tree and under a checkpoint.",
        of="entries",
        how="Looks for entries that wait, and for the newest checkpoint being smaller than the "
        "tree, for more than a minute.",
    ),
    Invariant(
        id="stage_is_the_fold_of_events",
        number=7,
        says="Every case stands in the stage to which its events lead.",
        of="cases",
        how="Walks each case's events through the procedure's table and compares where that ends "
        "with the stage that is shown. A check takes 2,000 cases, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="verdict_is_what_the_facts_say",
        number=7,
        says="Every case shows the verdict that its facts give under its rules.",
        of="cases",
        how="Screens each case again as of the day it was screened on and compares verdict and "
        "reasons. A check takes 2,000 cases, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="one_stage_each",
        number=8,
        says="Every person stands in exactly one stage of each scheme that they are in.",
        of="cases",
        how="Looks for a case without a stage, in a stage that its procedure has not, or a person "
        "with two cases in one scheme.",
    ),
    Invariant(
        id="stages_balance",
        number=8,
        says="In each stage and month, who was there at its beginning, and who came, and less who left, are "
        "those who are there at its end.",
        of="stages",
        how="Opening: each case's stage as a month begins, by its events. In and out: the steps of the "
        "month. Closing: the stage as it ends, and in the last of thirteen months the stage that is shown "
        "now. The sum holds of any part, so a check takes 2,000 cases, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="nobody_read_out_of_scope",
        number=9,
        says="Nobody read a case that was not theirs to read.",
        of="reads of a file",
        how="For each read: a role in force at that moment, of that name and for that scheme; for a"
        " referring officer their own referral, for a legal representative their own client, for the person"
        " themselves a page that a code of theirs had open. A "
        "check takes 5,000 reads, the next the next ones.",
        sliced=True,
    ),
    Invariant(
        id="packets_are_typed",
        number=9,
        says="Nothing was sent to another state but packets with their listed fields, as on record.",
        of="packets sent",
        how="For each packet: its kind and receiver, each field that is listed and no other, each of its "
        "type; and the same fields in the event that put it on record.",
    ),
    Invariant(
        id="origin_after_decisions",
        number=9,
        says="The state of origin was told of nobody before every claim was finally decided.",
        of="packets to a state of origin",
        how="For each: as known at that moment, no bar of a claim open, the claim decided and the rights of "
        "appeal exhausted, nothing pending or unread, no claim or new evidence undecided in the hub, and "
        "nobody found to need protection.",
    ),
    Invariant(
        id="confidential_stays_so",
        number=9,
        says="The service's own login owns nothing, and can read no monitor's note, complaint, lawyer's note "
        "or clinician's note.",
        of="tables and logins",
        how="Asks the database's own catalogue about the schemas oversight, counsel and clinic, and about "
        "every login that acts as the service.",
    ),
    Invariant(
        id="exit_plan_before_authority",
        number=10,
        says="Every authority ever given had an exit plan before it.",
        of="authorities ever given",
        how="For each authority: an exit plan of the same case, put on record before it and not "
        "ended before it.",
    ),
    Invariant(
        id="way_back_leads_on",
        number=10,
        says="New evidence, a claim in the host state, a failed return, a stay at its limit and a transfer "
        "back each lead on: somebody owns the next decision, by a day.",
        of="cases that wait for such a decision",
        how="For each: the clock of its stage runs or is overdue and open; at the limit it is asked what "
        "follows; and what follows is asked of nobody who is in no hub.",
    ),
    Invariant(
        id="no_return_over_a_claim",
        number=10,
        says="Nobody has authority to return onward while new evidence, a claim in the host state, a "
        "question of statelessness or a decision on what follows is open.",
        of="authorities in force",
        how="Looks for an authority to return onward beside a row that is open: raised evidence or claim, "
        "determination, next step.",
    ),
    Invariant(
        id="service_guards_are_on",
        number=0,
        says="Every guard of the service is on and as shipped: triggers, functions, rights, row-"
        "level security, rules.",
        of="guards",
        how="Holds the database's catalogue to the text of the program that runs: each trigger by "
        "table, each function by its body.",
        asks=service,
    ),
    Invariant(
        id="record_guards_are_on",
        number=0,
        says="Every guard of the record is on and as shipped.",
        of="guards",
        how="As for the service, in the schema of the record. Each checkpoint's seal says the same.",
        asks=record,
    ),
)
