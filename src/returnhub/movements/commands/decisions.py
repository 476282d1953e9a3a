"""A named person decides in one case, another approves; both say why in words of their own."""

from __future__ import annotations

import datetime as dt
import re

from django.db.models import Func, TextField, Value
from django.db.models.functions import Lower, Trim

from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.found import said, the_row
from returnhub.casework.queries.against import against
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import hold
from returnhub.movements.models import Approval, Decision, Proposal, Way
from returnhub.movements.queries.against import verdict
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Stage

WORDS_OF_A_SENTENCE = 6
OWN_WORDS_FOR = dt.timedelta(days=30)
NOT_WORDS = r"[\s.,;:!?]+"
"""What two texts may differ in and still be the same words."""


@command("movements.decide")
def decide(act: Act, *, case: int, way: Way, to_move: bool, reasons: str) -> Decision:
    """Decide that one person is moved, or is not, for reasons of this case. It takes another's approval.

    Raises Problems: command.field_wrong (reasons: `not_a_sentence`, or `copied` word for word from another
    decision of the last 30 days), command.not_possible in another stage, or `verdict` if the conditions for a
    move do not hold today.
    """
    hold(act, case, "decide", Stage.PROPOSED if way == Way.HUB else Stage.IN_HUB)
    reasons = _own_words(act, case, said("reasons", reasons))
    found = verdict(case, act.today)
    if to_move and way == Way.HUB and found != "conditions_hold":
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="verdict", verdict=found)
    proposal = Proposal.objects.filter(case=case, ended=None).first() if way == Way.HUB else None
    event = act.event("movements.decided", case=case, reason=reasons, way=way.value, to_move=to_move)
    Decision.objects.filter(case=case, way=way, ended=None).update(ended=event)
    if way == Way.HUB:
        happen(act, case, Event.DECIDED_TO_MOVE if to_move else Event.DECIDED_AGAINST, act.now)
    return Decision.objects.create(
        event_id=event,
        case_id=case,
        way=way,
        proposal=proposal,
        to_move=to_move,
        reasons=reasons,
        by_id=act.actor.id,
    )


@command("movements.approve")
def approve(act: Act, *, decision: int, reasons: str, seen: int) -> Approval:
    """Approve another person's decision, having been shown what speaks against it.

    `seen` is the number of the case's last event when it was shown. Raises Problems:
    command.two_people for one's own decision; command.refused (movements_approval_of_what_was_shown) if the
    case has changed since.
    """
    return _answered(act, decision, reasons, seen, approved=True)


@command("movements.refuse_approval")
def refuse_approval(act: Act, *, decision: int, reasons: str, seen: int) -> Approval:
    """Refuse to approve another person's decision. Raises Problems as `approve`."""
    return _answered(act, decision, reasons, seen, approved=False)


def _answered(act: Act, decision: int, reasons: str, seen: int, *, approved: bool) -> Approval:
    found = the_row(act, Decision, decision)
    if found.by_id == act.actor.id:
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="movements.approve")
    hold(act, found.case_id, "approve", Stage.DECIDED if found.way == Way.HUB else Stage.IN_HUB)
    reasons = _sentence(said("reasons", reasons))
    speaking = [one for one in against(found.case_id, Way(found.way), act.today) if one.speaks_against]
    shown = [one.as_data() for one in speaking]
    event = act.event(
        "movements.approved" if approved else "movements.approval_refused",
        case=found.case_id,
        reason=reasons,
        decision=decision,
        seen=seen,
        against=shown,
    )
    made = Approval.objects.create(
        event_id=event,
        decision=found,
        approved=approved,
        reasons=reasons,
        against=shown,
        seen=seen,
        by_id=act.actor.id,
    )
    if found.way == Way.HUB:
        happen(act, found.case_id, Event.APPROVED if approved else Event.APPROVAL_REFUSED, act.now)
    return made


def _sentence(reasons: str) -> str:
    if len(reasons.split()) < WORDS_OF_A_SENTENCE:
        raise refuse(
            Code.COMMAND_FIELD_WRONG,
            Where(field="reasons"),
            kind="not_a_sentence",
            at_least=WORDS_OF_A_SENTENCE,
        )
    return reasons


def _own_words(act: Act, case: int, reasons: str) -> str:
    """Reasons of this case: a sentence at least, and not those of another one."""
    _sentence(reasons)
    plain = Trim(
        Func(
            Lower("reasons"),
            Value(NOT_WORDS),
            Value(" "),
            Value("g"),
            function="regexp_replace",
            output_field=TextField(),
        )
    )
    others = Decision.objects.filter(event__recorded__gte=act.now - OWN_WORDS_FOR).exclude(case=case)
    if others.annotate(plain=plain).filter(plain=re.sub(NOT_WORDS, " ", reasons.lower()).strip()).exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="reasons"), kind="copied", days=OWN_WORDS_FOR.days)
    return reasons
