"""Planning a transfer, its crew and the monitor's seat. People come on it one by one: `commands.seats`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.accounts.models import Grant, User
from returnhub.accounts.roles import Role
from returnhub.casework.commands.found import said
from returnhub.hubs.queries.hubs import hub_of
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.transfers.commands.found import end_seats, hold_people, to_come
from returnhub.transfers.models import Crew, MonitorAnswer, Plan, Transfer
from returnhub.transfers.models.transfers import Way


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned: the vehicle and its name or flight number, from, to, both times, all of its seats."""

    vehicle: Plan.Vehicle
    name: str
    leaves_from: str
    goes_to: str
    departs_at: dt.datetime
    arrives_at: dt.datetime
    seats: int

    def as_data(self) -> dict[str, object]:
        """As JSON."""
        return {
            "vehicle": str(self.vehicle),
            "name": self.name,
            "leaves_from": self.leaves_from,
            "goes_to": self.goes_to,
            "departs_at": self.departs_at.isoformat(),
            "arrives_at": self.arrives_at.isoformat(),
            "seats": self.seats,
        }


@command("transfers.plan")
def plan_transfer(act: Act, *, hub: int, way: Way, planned: Planned) -> Transfer:
    """Plan a transfer to a hub, or from it onward or back. Nobody is on it; the monitor's seat is kept.

    Raises Problems: command.not_theirs, command.field_missing; command.field_wrong for a departure that is
    over or an arrival before it; command.refused (transfers_plan_seats).
    """
    found = hub_of(act.actor, hub)
    planned = _checked(act, planned)
    event = act.event("transfers.planned", hub=hub, way=way.value, **planned.as_data())
    made = Transfer.objects.create(event_id=event, scheme_id=found.scheme_id, way=way, hub=found)
    _plan(event, made, planned)
    return made


@command("transfers.change")
def change_plan(act: Act, *, transfer: int, planned: Planned, reason: str) -> Plan:
    """Change what is planned; the plan before ends and stays to be seen.

    Raises Problems: as `plan_transfer`; command.not_possible (`transfer_cancelled`, `transfer_left`);
    command.refused (transfers_seats_enough) if more people are on it than it would have seats.
    """
    found = to_come(act, transfer)
    planned = _checked(act, planned)
    event = act.event(
        "transfers.changed", reason=said("reason", reason), transfer=transfer, **planned.as_data()
    )
    Plan.objects.filter(transfer=found, ended=None).update(ended=event)
    return _plan(event, found, planned)


def _checked(act: Act, planned: Planned) -> Planned:
    for field, most in (("name", 100), ("leaves_from", 200), ("goes_to", 200)):
        said(field, getattr(planned, field), most)
    if planned.departs_at < act.now:
        raise refuse(
            Code.COMMAND_FIELD_WRONG, Where(field="departs_at"), found=planned.departs_at.isoformat()
        )
    if planned.arrives_at <= planned.departs_at:
        raise refuse(
            Code.COMMAND_FIELD_WRONG, Where(field="arrives_at"), found=planned.arrives_at.isoformat()
        )
    return planned


def _plan(event: int, transfer: Transfer, planned: Planned) -> Plan:
    return Plan.objects.create(
        event_id=event,
        transfer=transfer,
        vehicle=planned.vehicle,
        name=planned.name.strip(),
        leaves_from=planned.leaves_from.strip(),
        goes_to=planned.goes_to.strip(),
        departs_at=planned.departs_at,
        arrives_at=planned.arrives_at,
        seats=planned.seats,
    )


@command("transfers.cancel")
def cancel(act: Act, *, transfer: int, reason: str) -> None:
    """Cancel a transfer that has not left; each person's seat ends by an event of its own, authority stays.

    Raises Problems: command.field_missing; command.changed; as `change_plan`.
    """
    found, seats = hold_people(act, transfer)
    reason = said("reason", reason)
    end_seats(act, seats, "transfers.seat_ended", f"the transfer was cancelled: {reason}")
    event = act.event("transfers.cancelled", reason=reason, transfer=transfer)
    Transfer.objects.filter(pk=found.pk).update(ended=event)


@command("transfers.add_crew")
def add_crew(
    act: Act, *, transfer: int, kind: Crew.Kind, user: int | None = None, name: str = "", language: str = ""
) -> Crew:
    """Name an escort (a user in that role), a medic or an interpreter (with a language); each takes a seat.

    Raises Problems: command.field_missing; command.field_wrong for a user who is no escort of the scheme;
    command.refused (transfers_seats_enough) without a seat left.
    """
    found = to_come(act, transfer)
    if kind == Crew.Kind.ESCORT:
        name = _escort(found, user)
    else:
        user, name = None, said("name", name, 200)
    if kind == Crew.Kind.INTERPRETER:
        language = said("language", language, 40)
    event = act.event("transfers.crew_named", transfer=transfer, crew=kind.value, name=name, user=user)
    return Crew.objects.create(
        event_id=event,
        transfer=found,
        kind=kind,
        user_id=user,
        name=name,
        language=language if kind == Crew.Kind.INTERPRETER else "",
    )


def _escort(transfer: Transfer, user: int | None) -> str:
    held = Grant.objects.filter(
        user=user, user__is_active=True, ended=None, role=Role.ESCORT, scheme__in=("", transfer.scheme_id)
    )
    if not held.exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="user"), found=user or "")
    return str(User.objects.values_list("name", flat=True).get(pk=user))


@command("transfers.end_crew")
def end_crew(act: Act, *, crew: int, reason: str) -> None:
    """Take somebody off the crew. Raises Problems: command.field_missing, command.not_theirs,
    command.not_possible."""
    number = Crew.objects.filter(pk=crew).values_list("transfer", flat=True).first()
    if number is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    to_come(act, number)
    if not Crew.objects.filter(pk=crew, ended=None).exists():
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="crew_ended", allowed_next=())
    event = act.event("transfers.crew_ended", reason=said("reason", reason), transfer=number, crew=crew)
    Crew.objects.filter(pk=crew).update(ended=event)


@command("transfers.answer_monitors_seat")
def answer_monitors_seat(act: Act, *, transfer: int, taken: bool, reason: str = "") -> MonitorAnswer:
    """Take the monitor's seat, or decline it. It stays kept either way, and the last answer counts.

    Raises Problems: command.not_possible (`transfer_cancelled`, `transfer_left`); command.not_theirs.
    """
    found = to_come(act, transfer)
    event = act.event("transfers.monitor_answered", reason=reason.strip(), transfer=transfer, taken=taken)
    MonitorAnswer.objects.filter(transfer=found, ended=None).update(ended=event)
    return MonitorAnswer.objects.create(
        event_id=event, transfer=found, taken=taken, reason=reason.strip(), by_id=act.actor.id
    )
