"""The demo's hubs: houses, rooms and places of every kind, with their numbers. All of it is made up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from returnhub.hubs.commands.numbers import Four, answer_numbers, request_numbers
from returnhub.hubs.commands.places import Like, add_place, add_room, add_unit, open_hub, set_phase
from returnhub.hubs.models import Attributes, Hub, Phase
from returnhub.journal.actor import Actor

ROOMS: tuple[tuple[str, str, tuple[Like, ...]], ...] = (
    ("1", "21.0", (Like(Attributes.For.MEN), Like(Attributes.For.MEN), Like(Attributes.For.MEN))),
    ("2", "21.0", (Like(Attributes.For.MEN), Like(Attributes.For.MEN), Like(Attributes.For.MEN))),
    (
        "3",
        "16.5",
        (Like(Attributes.For.WOMEN), Like(Attributes.For.WOMEN), Like(Attributes.For.WOMEN, quiet=True)),
    ),
    ("4", "11.0", (Like(Attributes.For.FAMILIES),) * 2),
    ("5", "17.0", (Like(step_free=True, care=1), Like(step_free=True, care=2, quiet=True))),
)
"""A house: rooms with living space in square metres and what each place is like. An assumption; 4 m2 a person
and more, as the CPT asks of shared cells (domain.md 2.5)."""
STAY_LIMIT_DAYS = 365
"""As `hub_stay_limit` of the scheme's figures says: an assumption."""


def furnished(acting: Mapping[str, Actor], scheme: str, name: str, kind: Hub.Kind, houses: int) -> Hub:
    """A hub with so many houses, open from today, signed for a few people fewer than it has places."""
    manager, other, today = acting["agreement"], acting["agreement2"], timezone.localdate()
    hub = open_hub(manager, scheme=scheme, name=name, kind=kind, stay_limit_days=STAY_LIMIT_DAYS)
    places = 0
    for house in range(houses):
        letter = chr(ord("A") + house)
        unit = add_unit(manager, hub=hub.pk, name=f"House {letter}")
        for number, space, likes in ROOMS:
            room = add_room(manager, unit=unit.pk, name=f"{letter}{number}", square_metres=Decimal(space))
            for nth, like in enumerate(likes, 1):
                add_place(manager, room=room.pk, name=f"{letter}{number}-{nth}", like=like)
                places += 1
    asked = request_numbers(
        manager,
        hub=hub.pk,
        four=Four(places, places - 1, places - 1, places - 2),
        from_on=today,
        reason="inspected by both states, one place is under repair",
    )
    answer_numbers(other, request=asked.pk, approved=True, reason="the inspection's report was read")
    set_phase(manager, hub=hub.pk, kind=Phase.Kind.OPEN, from_on=today, reason="everything is there")
    return hub
