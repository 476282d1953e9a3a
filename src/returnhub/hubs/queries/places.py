"""Reads of a hub's rooms and places: what each is like, whether it is free, and why it is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from returnhub.casework.models import Case
from returnhub.casework.queries.scope import scope
from returnhub.hubs.models import Attributes, Hub, OutOfService, Place, Room, Stay, Unit
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.journal.actor import Actor

SINGLE_SPACE = Decimal(6)
SHARED_SPACE = Decimal(4)
"""Square metres of living space a person should have at the least: alone in a room, and in one that is
shared; the sanitary annex left out. CPT/Inf (2015) 44, a standard for prisons: confidence high that it is
this, and that places for people who are not prisoners should be better (domain.md 2.5)."""

STATES = ("free", "there", "held", "out", "unknown")
"""What a place is today: free; somebody is there; held for somebody from today; out of service; nobody has
said what it is like. The first of the last four that holds is told."""


def places_of(hub: Hub, day: dt.date) -> QuerySet[Place]:
    """The places that a hub has, each with `state` on a day, its room and unit, what it is like (`now_like`)
    and its days out of service that stand (`out_now`)."""
    standing = Stay.objects.filter(place=OuterRef("pk"), ended=None)
    out = OutOfService.objects.filter(place=OuterRef("pk"), ended=None, from_on__lte=day)
    like = Attributes.objects.filter(place=OuterRef("pk"), ended=None)
    return (
        Place.objects.filter(hub=hub, ended=None)
        .annotate(
            is_there=Exists(standing.filter(kind=Stay.Kind.THERE)),
            is_held=Exists(standing.filter(kind=Stay.Kind.HELD, days__contains=day)),
            is_out=Exists(out.filter(Q(until_on=None) | Q(until_on__gt=day))),
            is_known=Exists(like),
        )
        .select_related("room__unit")
        .prefetch_related(
            Prefetch("attributes", Attributes.objects.filter(ended=None), "now_like"),
            Prefetch("out_of_service", OutOfService.objects.filter(ended=None), "out_now"),
        )
        .order_by("room__unit__name", "room__name", "name", "pk")
    )


IS: dict[str, Q] = {
    "there": Q(is_there=True),
    "out": Q(is_there=False, is_out=True),
    "held": Q(is_there=False, is_out=False, is_held=True),
    "unknown": Q(is_there=False, is_out=False, is_held=False, is_known=False),
    "free": Q(is_there=False, is_out=False, is_held=False, is_known=True),
}
"""Each state as a condition on `places_of`; every place is in one."""


def state_of(place: Place) -> str:
    """The state of a place that `places_of` gave."""
    found = {name: getattr(place, name) for name in ("is_there", "is_out", "is_held", "is_known")}
    if found["is_there"]:
        return "there"
    if found["is_out"]:
        return "out"
    if found["is_held"]:
        return "held"
    return "free" if found["is_known"] else "unknown"


def like(places: QuerySet[Place], asked: dict[str, str]) -> QuerySet[Place]:
    """Of these places, those of a unit, a state and attributes that were asked for; "" asks for any."""
    if asked.get("unit"):
        places = places.filter(room__unit=int(asked["unit"]))
    if asked.get("state"):
        places = places.filter(IS[asked["state"]])
    now = Attributes.objects.filter(place=OuterRef("pk"), ended=None)
    if asked.get("places_for"):
        now = now.filter(places_for=asked["places_for"])
    if asked.get("care"):
        now = now.filter(care__gte=int(asked["care"]))
    for name in ("step_free", "quiet"):
        if asked.get(name):
            now = now.filter(**{name: asked[name] == "yes"})
    wanted = any(asked.get(name) for name in ("places_for", "care", "step_free", "quiet"))
    return places.filter(Exists(now)) if wanted else places


@dataclass(frozen=True, slots=True)
class Counted:
    """How many places of a hub are in each state on a day."""

    total: int
    free: int
    there: int
    held: int
    out: int
    unknown: int


def counted(hub: Hub, day: dt.date) -> Counted:
    """The places of a hub by state; one query."""
    found = places_of(hub, day).aggregate(
        total=Count("pk"), **{name: Count("pk", filter=condition) for name, condition in IS.items()}
    )
    return Counted(**found)


@dataclass(frozen=True, slots=True)
class RoomSpace:
    """A room: how many places it has, square metres for each, and the least that there should be."""

    room: Room
    places: int

    @property
    def each(self) -> Decimal | None:
        """Square metres a person with every place taken; None for a room without places."""
        return (self.room.square_metres / self.places).quantize(Decimal("0.1")) if self.places else None

    @property
    def least(self) -> Decimal:
        """What there should be."""
        return SINGLE_SPACE if self.places == 1 else SHARED_SPACE

    @property
    def short(self) -> bool:
        """True if there is less."""
        return bool(self.places) and self.room.square_metres < self.least * self.places


def rooms_of(hub: Hub) -> list[RoomSpace]:
    """Every room of a hub with its space."""
    rooms = (
        Room.objects.filter(unit__hub=hub)
        .select_related("unit")
        .annotate(n=Coalesce(Count("places", filter=Q(places__ended=None)), Value(0)))
        .order_by("unit__name", "name")
    )
    return [RoomSpace(room, room.n) for room in rooms]


def units_of(hub: Hub) -> list[Unit]:
    """The parts of a hub, by name."""
    return list(Unit.objects.filter(hub=hub).order_by("name"))


def place_of(actor: Actor, number: int) -> Place | None:
    """A place of a hub of the actor's, one that was taken away too."""
    return (
        Place.objects.filter(pk=number, hub__in=hubs_for(actor))
        .select_related("hub", "room__unit", "ended", "event")
        .first()
    )


def like_of(place: Place) -> Attributes | None:
    """What a place is like now."""
    return Attributes.objects.filter(place=place, ended=None).first()


def standing_out(place: Place) -> OutOfService | None:
    """The days out of service that stand for a place, over or not."""
    return OutOfService.objects.filter(place=place, ended=None).first()


@dataclass(frozen=True, slots=True)
class Had:
    """A stay in a place or to come, and the case if the reader may see it."""

    stay: Stay
    case: Case | None


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """What a place is and was like, its days out of service, who has it, is to come or had it."""

    likes: list[Attributes]
    outs: list[OutOfService]
    now: list[Had]
    before: list[Had]


def place_file(actor: Actor, place: Place) -> PlaceFile:
    """The file of a place; whoever may not see a person is shown that somebody has or had it."""
    stays = list(Stay.objects.filter(place=place).select_related("ended").order_by("-id")[:200])
    seen = {case.pk: case for case in scope(actor).filter(pk__in={s.case_id for s in stays})}
    had = [Had(s, seen.get(s.case_id)) for s in stays]
    return PlaceFile(
        list(Attributes.objects.filter(place=place).select_related("event", "ended").order_by("-id")),
        list(OutOfService.objects.filter(place=place).select_related("event", "ended").order_by("-id")),
        [h for h in had if h.stay.ended_id is None],
        # what was superseded says when somebody was to come or to leave, not that they were there
        [h for h in had if h.stay.until_at is not None],
    )


def place_names(numbers: list[int]) -> list[tuple[int, str]]:
    """Places by number in the order given, each with its part of the hub, room and name."""
    found = Place.objects.filter(pk__in=numbers).select_related("room__unit").in_bulk()
    return [(n, f"{found[n].room.unit.name}, {found[n].room.name}, {found[n].name}") for n in numbers]
