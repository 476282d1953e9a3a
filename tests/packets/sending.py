"""Packets as an officer sends them, or written by hand past every command. Everyone is made up."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests.movements.test_guards_of_authority import TakenBackError
from tests.movements.way import People, authorised

from returnhub.casework.commands.cases import happen
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, ask_guards, guard_of
from returnhub.movements.commands.departures import record_departure
from returnhub.movements.models import Way
from returnhub.packets.commands.sending import send, send_packet
from returnhub.packets.kinds import KINDS
from returnhub.packets.models import Packet
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.procedure import Event
from returnhub.record.entry import canonical


def sent(by: Actor, case: Case, kind: str = "acceptance_request", **given: Any) -> Packet:
    """A packet as the record has it now; one that has a command of its own as that command sends it."""
    seen = digest(drawn(case.pk, KINDS[kind], **{k: v for k, v in given.items() if k != "answer_by"}))
    if KINDS[kind].own_verb:
        with transaction.atomic():
            made = send_packet(Act(by, timezone.now()), case.pk, KINDS[kind], seen, **given)
            ask_guards()
            return made
    return send(by, case=case.pk, kind=kind, seen=seen, **given)


def forged(case: Case, by: Actor, kind: str, fields: object, to: str = "host") -> Packet:
    """A packet written by hand, with its event and its own digest, past every command."""
    act = Act(by, timezone.now())
    event = act.event("packets.packet_sent", case=case.pk, fields=fields)
    with connection.cursor() as cursor:
        cursor.execute("SELECT host FROM agreements_scheme WHERE id = %s", [case.scheme])
        state = cursor.fetchone()[0] if to == "host" else "Albania"
    return Packet.objects.create(
        event_id=event,
        case=case,
        kind=kind,
        to=to,
        state=state,
        fields=fields,
        digest=sha256(canonical(fields)).hexdigest(),
        by_id=by.id,
    )


def tried(case: Case, by: Actor, kind: str, fields: object, to: str = "host") -> str:
    """The guard that refuses a forged packet; "" if it goes through. It is taken back."""
    try:
        with transaction.atomic():
            forged(case, by, kind, fields, to)
            ask_guards()
            raise TakenBackError
    except DatabaseError as fault:
        return guard_of(fault)
    except TakenBackError:
        return ""


def in_hub(who: People, **changed: Any) -> Case:
    """Somebody who lives in the hub."""
    case, _ = authorised(who, **changed)
    record_departure(who.other, case=case.pk, way=Way.HUB, at=timezone.now())
    happened(who, case, Event.ARRIVED)
    return case


def happened(who: People, case: Case, *events: Event) -> None:
    """What happened in a case, now, one after the other."""
    for event in events:
        with transaction.atomic():
            now = timezone.now()
            happen(Act(who.screening, now), case.pk, event, now)
            ask_guards()
