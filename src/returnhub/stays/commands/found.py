"""What the commands of this room start from: a stay of the actor's that stands, its case held."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.commands.found import the_case
from returnhub.casework.models import Case
from returnhub.journal.command import Act
from returnhub.problems import Code, Where, refuse
from returnhub.stays.models import Arrival


def the_stay(act: Act, case: int) -> tuple[Case, Arrival]:
    """The case, held, and the stay of the person who is in a hub now.

    Raises Problems: command.not_theirs, also for a hub that is not the actor's; command.not_possible
    (`no_stay`) for somebody who is in none.
    """
    found = the_case(act, case)
    stay = Arrival.objects.filter(case=case, ended=None).select_related("hub").first()
    if stay is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_stay", allowed_next=())
    if act.actor.hub is not None and act.actor.hub != stay.hub_id:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    return found, stay


def since(act: Act, stay: Arrival, field: str, at: dt.datetime) -> dt.datetime:
    """A time in a stay, since the arrival and not still to come. Raises Problems: command.field_wrong."""
    if not stay.at <= at <= act.now:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field=field), found=at.isoformat(), kind="not_in_stay")
    return at
