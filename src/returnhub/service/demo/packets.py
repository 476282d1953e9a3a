"""Packets of the demo, by commands alone: the host is asked and answers, and is told before an arrival."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from returnhub.journal.actor import Actor
from returnhub.movements.commands.host import answer_request
from returnhub.packets.commands.facts import record_host_fact
from returnhub.packets.commands.responsibility import hand_responsibility_over, take_responsibility_over
from returnhub.packets.commands.sending import send
from returnhub.packets.kinds import KINDS
from returnhub.packets.models import Packet, Responsibility
from returnhub.packets.queries.drawing import digest, drawn


def asks(screening: Actor, case: int, today: dt.date) -> Packet:
    """The sending state asks the hub in which a place is held; it waits two weeks for an answer."""
    return _sent(screening, case, "acceptance_request", today + dt.timedelta(days=14))


def accepts(host: Actor, asked: Packet, today: dt.date) -> None:
    """The host state accepts the person itself, for two months."""
    answer_request(
        host,
        packet=asked.pk,
        accepted=True,
        until=today + dt.timedelta(days=60),
        reference=f"Decision {asked.pk}",
    )


def tells_of_arrival(screening: Actor, case: int, arrives_on: dt.date) -> Packet:
    """What the host takes over with a person whom it accepted."""
    return _sent(screening, case, "arrival_file", None, arrives_on=arrives_on)


def hands_over(authorising: Actor, host: Actor, case: int) -> None:
    """Both states sign that the host state answers for the person."""
    signed = hand_responsibility_over(
        authorising, case=case, to_side=Responsibility.Side.HOST, at=timezone.now()
    )
    take_responsibility_over(host, responsibility=signed.pk)


def differs(host: Actor, case: int) -> None:
    """The host state finds otherwise on one fact, which no rule reads until it is resolved."""
    record_host_fact(
        host, case=case, fact="needs_step_free", value=True, why="Can't climb the stairs of house A."
    )


def _sent(by: Actor, case: int, kind: str, answer_by: dt.date | None, **given: dt.date) -> Packet:
    seen = digest(drawn(case, KINDS[kind], **given))
    return send(by, case=case, kind=kind, seen=seen, answer_by=answer_by, **given)
