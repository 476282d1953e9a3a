"""What the demo shows of places: one under repair, caps, somebody without one. All of it is made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from returnhub.hubs.commands.numbers import Four, approve_cap, enter_cap, request_numbers
from returnhub.hubs.commands.service import revise_out, take_out
from returnhub.hubs.commands.stays import answer_excess
from returnhub.hubs.models import Cap, Excess, Hub, Numbers, Place, Stay
from returnhub.journal.actor import Actor


def worn(acting: Mapping[str, Actor], hub: Hub) -> None:
    """A free place out of service with its days revised, and fewer places asked for, not yet answered."""
    manager, today = acting["agreement"], timezone.localdate()
    free = Place.objects.filter(hub=hub, ended=None, stays=None).latest("pk")
    week = dt.timedelta(days=7)
    out = take_out(manager, place=free.pk, from_on=today, until_on=today + week, reason="a broken heater")
    revise_out(
        manager, out=out.pk, from_on=today, until_on=today + 3 * week, reason="the part comes in two weeks"
    )
    now = Numbers.objects.filter(hub=hub, ended=None).latest("from_on")
    request_numbers(
        manager,
        hub=hub.pk,
        four=Four(now.maximum, now.working - 1, now.certified, now.signed),
        from_on=today,
        reason="a place is out of service for three weeks",
    )


def capped(acting: Mapping[str, Actor], scheme: str, people: int) -> None:
    """A cap on people at one time that binds, and one a year that waits for another person's approval."""
    manager, other, today = acting["agreement"], acting["agreement2"], timezone.localdate()
    one = enter_cap(
        manager, scheme=scheme, kind=Cap.Kind.AT_ONE_TIME, people=people, from_on=today, term="article 5 (2)"
    )
    approve_cap(other, cap=one.pk)
    enter_cap(
        manager, scheme=scheme, kind=Cap.Kind.A_YEAR, people=4 * people, from_on=today, term="article 5 (3)"
    )


def without_a_place(case: int, manager: Actor, today: dt.date) -> None:
    """Somebody who is in the hub loses their place to a burst pipe; its manager says what is being done."""
    stay = Stay.objects.get(case=case, kind=Stay.Kind.THERE, ended=None)
    assert stay.place_id is not None
    take_out(manager, place=stay.place_id, from_on=today, reason="a burst pipe")
    excess = Excess.objects.get(case=case, kind=Excess.Kind.NO_PLACE, ended=None)
    answer_excess(manager, excess=excess.pk, says="They sleep in the quiet room until a place is dry.")
