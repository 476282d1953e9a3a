"""Authority to depart, or to return onward: for one person, refused while anything speaks against it."""

from __future__ import annotations

import datetime as dt
import json
from typing import NoReturn

from returnhub.casework.commands.cases import happen
from returnhub.casework.commands.found import known, said
from returnhub.casework.queries.against import against
from returnhub.journal.command import Act, command
from returnhub.movements.commands.steps import advance, hold
from returnhub.movements.models import Acceptance, Approval, Authority, Notice, Way
from returnhub.problems import Code, refuse
from returnhub.procedure import Event, Stage

READY = {Way.HUB: Stage.PLANNED, Way.ONWARD: Stage.IN_HUB}
GIVEN = {Way.HUB: Event.DEPARTURE_AUTHORISED, Way.ONWARD: Event.ONWARD_AUTHORISED}
NOTICE_GOOD_FOR = dt.timedelta(days=27)
"""From service of the notice of departure: the rule `departure_notice_valid`, counted on the safe side."""
DOCUMENTS = ("onward_document_until", "travel_document_until")


@command("movements.give_authority")
def give_authority(act: Act, *, case: int, way: Way, reasons: str) -> Authority:
    """Give authority for one person's move, until the first of what it rests on runs out.

    Raises Problems: command.refused (movements_authority_stands) with everything that speaks against it, as
    JSON in `more`; command.two_people for who took the decision. The database asks it all again at commit.
    """
    held = hold(act, case, "give_authority")
    reasons = said("reasons", reasons)
    found = [
        {"code": one.code, "what": one.what, "detail": one.detail} for one in against(case, way, act.today)
    ]
    if held.stage is not READY[way]:
        found.append({"code": "stage", "what": held.stage.value, "detail": ""})
    if found:
        _refuse(found)
    approval = Approval.objects.select_related("decision").get(
        decision__case=case, decision__way=way, decision__ended=None, ended=None, approved=True
    )
    if approval.decision.by_id == act.actor.id:
        raise refuse(Code.COMMAND_TWO_PEOPLE, verb="movements.give_authority")
    until = _valid_until(act, case, way)
    event = act.event(
        "movements.authority_given",
        case=case,
        reason=reasons,
        way=way.value,
        approval=approval.pk,
        until=until.isoformat(),
    )
    made = Authority.objects.create(
        event_id=event,
        case_id=case,
        way=way,
        approval=approval,
        reasons=reasons,
        valid_until=until,
        by_id=act.actor.id,
    )
    happen(act, case, GIVEN[way], act.now)
    advance(act, event, case)
    return made


def _refuse(found: list[dict[str, str]]) -> NoReturn:
    why = ", ".join(f"{one['code']} {one['what']}".strip() for one in found)
    raise refuse(
        Code.COMMAND_REFUSED,
        guard="movements_authority_stands",
        why=f"authority is refused: {why}",
        more=json.dumps(found, ensure_ascii=False),
    )


def _valid_until(act: Act, case: int, way: Way) -> dt.date:
    """The last day on which everything that it rests on still stands, as far as dates say."""
    facts = known(case, act.today)
    documents = [dt.date.fromisoformat(str(facts[name])) for name in DOCUMENTS if facts.get(name)]
    days = [max(documents)] if documents and max(documents) >= act.today else []
    if way == Way.HUB:
        for notice in Notice.objects.filter(case=case, ended=None):
            days.append(notice.valid_until)
            if notice.kind == Notice.Kind.DEPARTURE:
                days.append(notice.served_on + NOTICE_GOOD_FOR)
        days += [a.until for a in Acceptance.objects.filter(case=case, ended=None) if a.until]
    return min(days)


@command("movements.withdraw_authority")
def withdraw_authority(act: Act, *, case: int, reasons: str) -> None:
    """Withdraw authority that was given. Raises Problems: command.field_missing, command.not_possible."""
    withdraw(act, case, reasons)


def withdraw(act: Act, case: int, reasons: str) -> None:
    """As `withdraw_authority`, for commands of rooms above: a stop at the door."""
    hold(act, case, "withdraw_authority", Stage.AUTHORISED, Stage.ONWARD_AUTHORISED)
    reasons = said("reasons", reasons)
    event = act.event("movements.authority_withdrawn", case=case, reason=reasons)
    Authority.objects.filter(case=case, ended=None).update(ended=event)
    happen(act, case, Event.AUTHORITY_WITHDRAWN, act.now, reasons)
