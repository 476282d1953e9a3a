"""What limits a hub besides its places, and what may happen to it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from returnhub.scheme.figures import FigureId, Frozen, Source
from returnhub.scheme.names import Name


class ResourceKind(StrEnum):
    """What is short, with what is counted."""

    INTERPRETERS = "interpreter hours"
    LAWYERS = "lawyer hours"
    MEDICAL_STAFF = "medical staff hours"
    ESCORTS = "escorts"
    FLIGHT_SEATS = "flight seats"
    TRIBUNAL_DAYS = "tribunal days"


class Step(StrEnum):
    """The steps of a person's way that use up a resource."""

    NOTICE = "notice of a place"
    TRANSFER = "transfer"
    ONWARD_RETURN = "onward return"
    SUBMISSIONS = "further submissions on notice"


class Need(Frozen):
    """How much of a resource one person's step takes; of further submissions, one household's."""

    step: Step
    amount: FigureId


class Resource(Frozen):
    """Something of which there is only so much a week, for one hub or (no hub named) for all together.

    A step for which too little is left this week waits; what is not used is lost with the week. A
    challenge that finds no tribunal day waits for its turn.
    """

    id: Name
    kind: ResourceKind
    says: str
    hub: Name | None = None
    a_week: FigureId
    needs: tuple[Need, ...] = Field(min_length=1)
    source: tuple[Source, ...] = ()


class EventKind(StrEnum):
    """What may happen to a hub."""

    OPENS_LATE = "opens late"
    SUSPENDED = "suspended"
    CLOSES = "closes"


class HubEvent(Frozen):
    """Something that may happen to one hub or (no hub named) to each of them.

    `opens late`: with the share `chance`, the opening slips by `days`. `suspended`: `chance` is a
    share a year while open; nobody is moved for `days`, and people stay where they are. `closes`:
    `chance` is a share a year while open; everybody is transferred back, and it stays closed.
    """

    id: Name
    kind: EventKind
    says: str
    active: bool = True
    hub: Name | None = None
    chance: FigureId
    days: FigureId | None = None
    source: tuple[Source, ...] = ()
