"""Proposing a hub for one person, and giving a referral up."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.found import said
from returnhub.hubs.commands.stays import hold_place, wanted_place
from returnhub.hubs.models import Hub
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import MOVING, end_move, hold
from returnhub.movements.models import Proposal
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Stage


@command("movements.propose")
def propose(
    act: Act,
    *,
    case: int,
    hub: int,
    reasons: str,
    place: int | None = None,
    from_on: dt.date | None = None,
) -> Proposal:
    """Propose a place in a hub of their scheme for a person, and hold it from a day on; it decides nothing.
    What was prepared before ends. Without a place: the first that is free and suits them.

    Raises Problems: command.field_missing, command.field_wrong, command.not_possible, and as `wanted_place`
    and `hold_place`.
    """
    held = hold(act, case, "propose", Stage.SCREENED)
    reasons = said("reasons", reasons)
    found = Hub.objects.filter(pk=hub, scheme=held.case.scheme).first()
    if found is None:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="hub"), found=hub)
    wanted = wanted_place(act, held.case, found, place, from_on)
    event = act.event("movements.proposed", case=case, reason=reasons, hub=hub)
    end_move(act, event, case)
    happen(act, case, Event.PLACE_PROPOSED, act.now)
    made = Proposal.objects.create(event_id=event, case_id=case, hub_id=hub, reasons=reasons)
    # last, so that others wait for the place as short as can be
    hold_place(act, event, held.case, wanted)
    return made


@command("movements.end_referral")
def end_referral(act: Act, *, case: int, reason: str) -> None:
    """Give a move up before departure: the person stands where they stood before the referral, and nothing
    that was prepared counts any longer. Raises Problems: command.field_missing, command.not_possible."""
    hold(act, case, "end_referral", Stage.REFERRED, Stage.SCREENED, *MOVING)
    event = act.event("movements.referral_ended", case=case, reason=said("reason", reason))
    end_move(act, event, case)
    happen(act, case, Event.REFERRAL_ENDED, act.now, reason)
