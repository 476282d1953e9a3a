"""Taking up what a plan has for one person, in the officer's own words: it proposes, and decides nothing."""

from __future__ import annotations

from returnhub.casework.commands.found import the_case
from returnhub.journal.command import Act, command
from returnhub.movements.commands.proposals import propose
from returnhub.movements.models import Proposal
from returnhub.planning.models import Adopted, Proposed
from returnhub.planning.queries.proposed import drafted, out_of_date
from returnhub.problems import Code, Where, refuse


@command("planning.adopt")
def adopt(act: Act, *, proposed: int, reasons: str) -> Proposal:
    """Propose for one person the hub and the day that a plan has for them. Another decides, another approves.

    Raises Problems: command.not_theirs; command.field_wrong for reasons that are the plan's own words;
    command.not_possible (`plan_out_of_date`) if the case moved, the place is gone or a newer plan stands;
    and as `movements.propose`.
    """
    row = Proposed.objects.select_related("plan", "hub").filter(pk=proposed, hub__isnull=False).first()
    if row is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_case(act, row.case_id)
    if out_of_date(row, act.today):
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="plan_out_of_date", allowed_next=())
    if reasons.split() == drafted(row).split():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="reasons"), kind="own_words")
    assert row.hub_id is not None
    made = propose(
        act.actor, now=act.now, case=row.case_id, hub=row.hub_id, reasons=reasons, from_on=row.arrive_on
    )
    event = act.event("planning.adopted", case=row.case_id, plan=row.plan_id, proposal=made.pk)
    Adopted.objects.create(event_id=event, proposed=row, proposal=made)
    return made
