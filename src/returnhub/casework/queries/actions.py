"""What may happen next in a case, and what not and why: from the one procedure table, the role's verbs and
what speaks against a move. Pages and code ask the same function."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from returnhub.casework.commands.cases import OWN_VERB
from returnhub.procedure import PROCEDURES, Event, Stage
from returnhub.procedure.table import Actor as Doer
from returnhub.procedure.table import Procedure, Step

BREACHES = frozenset({Event.DEPARTED_WITHOUT_AUTHORITY, Event.RETURNED_WITHOUT_AUTHORITY})
HAPPENING = "casework.record_happening"

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "casework.refer": "Refer this person",
        "casework.screen": "Screen this case",
        "movements.propose": "Propose a place",
        "movements.decide": "Decide",
        "movements.approve": "Approve the decision",
        "movements.refuse_approval": "Refuse the decision",
        "movements.give_notice": "Give notices",
        "movements.record_acceptance": "Record the host's acceptance",
        "movements.record_decline": "Record that the host declined",
        "movements.make_exit_plan": "Make the exit plan",
        "movements.give_authority": "Give authority",
        "movements.withdraw_authority": "Withdraw authority",
        "movements.record_departure": "Record a departure",
        "movements.end_referral": "End the referral",
        "onward.raise_evidence": "Record new evidence",
        "onward.review_evidence": "Decide on the new evidence",
        "onward.raise_host_claim": "Record a claim in the host state",
        "onward.record_host_answer": "Record the host's decision on the claim",
        "onward.record_failed_return": "Record that a return failed",
        "onward.order_transfer_back": "Order transfer back",
        "onward.record_transfer_back": "Record a transfer back",
        "onward.record_voluntary_departure": "Record a voluntary return",
        HAPPENING: "Record what happened",
    }
)
"""Each command of the procedure in the words of a button."""

NEXT: Mapping[Event, str] = MappingProxyType(
    {
        Event.CLAIM_REFUSED: "the claim for asylum is decided",
        Event.APPEAL_DISMISSED: "the appeal is decided",
        Event.APPEAL_ALLOWED: "the appeal is decided",
        Event.APPEAL_LODGED: "the person may appeal",
        Event.PROTECTION_GRANTED: "the claim for asylum is decided",
        Event.FURTHER_SUBMISSIONS_ACCEPTED: "the further submissions are decided",
        Event.REFERRED: "the case may be referred",
        Event.CONDITIONS_HOLD: "the case is screened",
        Event.PLACE_PROPOSED: "a place is proposed",
        Event.DECIDED_TO_MOVE: "a named officer decides",
        Event.APPROVED: "another person approves or refuses the decision",
        Event.NOTICES_GIVEN: "both notices are given",
        Event.HOST_ACCEPTED: "the host state answers for this person",
        Event.EXIT_PLAN_MADE: "the exit plan is made",
        Event.DEPARTURE_AUTHORISED: "authority to depart is given or withheld",
        Event.DEPARTED: "the person departs",
        Event.ARRIVED: "the arrival is recorded",
        Event.ONWARD_AUTHORISED: "onward return is prepared, or another way found",
        Event.HOST_CLAIM_REFUSED: "the host state decides the claim",
        Event.EVIDENCE_CHANGES_NOTHING: "the new evidence is read and answered",
        Event.RETURNED: "the return is carried out",
        Event.TRANSFER_BACK_ORDERED: "transfer back is ordered, or the person is released",
        Event.TRANSFERRED_BACK: "the person is brought back",
        Event.CASE_RESUMED: "the case is taken up again",
        Event.BARRIER_ENDED: "whether the barrier to return stands is looked at again",
        Event.CONTACT_REGAINED: "contact is sought",
    }
)
_FIRST: Mapping[Stage, Event] = MappingProxyType(
    {Stage.EXHAUSTED: Event.REFERRED, Stage.REFUSED: Event.APPEAL_LODGED}
)


@dataclass(frozen=True, slots=True)
class Speaks:
    """Something that speaks against a move, in words."""

    code: str
    text: str
    step: bool = False
    """True for a step that was not taken yet, rather than something about the person."""


@dataclass(frozen=True, slots=True)
class Possible:
    """Something that a role may do now: the command, and the events of the procedure that it may record."""

    verb: str
    text: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class NotPossible:
    """Something that a role does at another stage, or that something speaks against, with the reason."""

    verb: str
    text: str
    why: str


def verb_of(event: Event) -> str:
    """The command that records an event of the procedure."""
    return OWN_VERB.get(event, HAPPENING)


def actions(
    procedure: Procedure, stage: Stage, may: Collection[str], against: Sequence[Speaks] = ()
) -> tuple[tuple[Possible, ...], tuple[NotPossible, ...]]:
    """What somebody with these verbs may do in a stage, and what not with the reason.

    `against` is what speaks against the next move; it withholds authority alone: a fact is always recorded.
    """
    allowed: dict[str, list[Event]] = {}
    for event in procedure.allowed(stage):
        allowed.setdefault(verb_of(event), []).append(event)
    possible: list[Possible] = []
    closed: list[NotPossible] = []
    for verb, text in ACTIONS.items():
        if verb not in may:
            continue
        if verb not in allowed:
            closed.append(NotPossible(verb, text, _why(procedure, stage, verb)))
        elif verb == "movements.give_authority" and against:
            closed.append(NotPossible(verb, text, " ".join(s.text for s in against)))
        else:
            breach = BREACHES.issuperset(allowed[verb])
            said = "Record a departure without authority" if breach else text
            possible.append(Possible(verb, said, tuple(allowed[verb])))
    possible.sort(key=lambda p: BREACHES.issuperset(p.events))
    return tuple(possible), tuple(closed)


def main_step(procedure: Procedure, stage: Stage) -> Step | None:
    """The step that a stage waits for; None where a case rests."""
    steps = procedure.leaving(stage)
    first = _FIRST.get(stage)
    named = [s for s in steps if s.event is first] or [s for s in steps if s.event in NEXT]
    resting = stage in procedure.end and stage not in (Stage.TRANSFERRED_BACK, Stage.RE_ARRIVED)
    return None if resting or not named else named[0]


@cache
def what_next(procedure_name: str, stage: str) -> tuple[str, str]:
    """What the case waits for, as half a sentence, and who must act; both "" where it rests."""
    step = main_step(PROCEDURES[procedure_name], Stage(stage))
    if step is None:
        return "", ""
    return NEXT[step.event], _WHO.get(step.actor, step.actor.value)


_WHO: Mapping[Doer, str] = MappingProxyType({Doer.CASEWORKER: "screening officer", Doer.CLOCK: "the clock"})


def _why(procedure: Procedure, stage: Stage, verb: str) -> str:
    stages = [s.stage.value for s in procedure.steps if verb_of(s.event) == verb]
    if not stages:
        return "This procedure has no such step."
    first = list(dict.fromkeys(stages))
    where = f"“{first[0]}”" if len(first) == 1 else ", ".join(f"“{s}”" for s in first[:3])
    more = " and others" if len(first) > 3 else ""
    return f"The case stands at “{stage.value}”. This is possible at {where}{more}."
