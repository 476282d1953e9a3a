"""Requests for acceptance that wait for an answer of the host state, as packets carried them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from returnhub.casework.queries.scope import scope
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.journal.actor import Actor
from returnhub.movements.commands.steps import MOVING
from returnhub.packets.kinds import AcceptanceRequest
from returnhub.packets.models import Packet


def requests(actor: Actor) -> QuerySet[Packet]:
    """The newest request about each person who is to come to the actor's own hub, if nobody answered it; the
    one whose answer is due first on top."""
    asked = Packet.objects.filter(kind=AcceptanceRequest.kind)
    later = asked.filter(case=OuterRef("case"), pk__gt=OuterRef("pk"))
    return (
        asked.filter(
            ~Exists(later),
            answer=None,
            case__in=scope(actor),
            case__standing__stage__in=MOVING,
            fields__hub__in=list(hubs_for(actor).values_list("name", flat=True)),
        )
        .select_related("case", "event", "by")
        .order_by("answer_by", "id")
    )
