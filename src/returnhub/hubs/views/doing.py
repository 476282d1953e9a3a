"""What is done to hubs and places by a form of its own: one table for the links and for each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from returnhub.casework.views.page import carried_out, key_in
from returnhub.hubs.commands import numbers, places, service
from returnhub.hubs.forms import numbers as number_forms
from returnhub.hubs.forms import places as place_forms
from returnhub.hubs.models import Attributes, Hub, Phase, Place
from returnhub.hubs.queries.numbers import standing_numbers
from returnhub.hubs.queries.places import like_of, rooms_of, standing_out, units_of
from returnhub.journal.actor import Actor
from returnhub.pages.errors import errors_of

Run = Callable[[Actor, Any, dict[str, Any], UUID], object]


def _nothing(form: Any, about: Any) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that a form does: its verb, words, form and command; `prepare` fills in what can be chosen
    and what stands now, before anything was typed."""

    verb: str
    title: str
    form: type[django_forms.Form]
    button: str
    done: str
    run: Run
    prepare: Callable[[Any, Any], None] = _nothing
    asks: str = ""


def _like(data: dict[str, Any]) -> places.Like:
    return places.Like(
        Attributes.For(data["places_for"]),
        data["step_free"] == "yes",
        int(data["care"]),
        data["quiet"] == "yes",
    )


def _choose_unit(form: Any, hub: Hub) -> None:
    form.fields["unit"].choices = [(u.pk, u.name) for u in units_of(hub)]


def _choose_room(form: Any, hub: Hub) -> None:
    form.fields["room"].choices = [
        (r.room.pk, f"{r.room.unit.name}, {r.room.name}: {r.places} places") for r in rooms_of(hub)
    ]


def _four_now(form: Any, hub: Hub) -> None:
    standing = standing_numbers(hub)
    for name in ("maximum", "working", "certified", "signed"):
        form.initial[name] = getattr(standing, name, None)


def _like_now(form: Any, place: Place) -> None:
    now = like_of(place)
    if now is not None:
        form.initial |= {
            "places_for": now.places_for,
            "care": str(now.care),
            "step_free": "yes" if now.step_free else "no",
            "quiet": "yes" if now.quiet else "no",
        }


def _out_now(form: Any, place: Place) -> None:
    found = standing_out(place)
    if found is not None:
        form.initial |= {"from_on": found.from_on, "until_on": found.until_on}


def _standing_out(place: Place) -> int:
    found = standing_out(place)
    if found is None:
        raise Http404
    return found.pk


OF_A_HUB: Mapping[str, Doing] = MappingProxyType(
    {
        "unit": Doing(
            "hubs.add_unit",
            "Add a part of the hub",
            place_forms.UnitForm,
            "Add it",
            "The part was added.",
            lambda actor, hub, data, key: places.add_unit(actor, hub=hub.pk, name=data["name"], key=key),
        ),
        "room": Doing(
            "hubs.add_room",
            "Add a room",
            place_forms.RoomForm,
            "Add the room",
            "The room was added.",
            lambda actor, hub, data, key: places.add_room(
                actor,
                unit=int(data["unit"]),
                name=data["name"],
                square_metres=data["square_metres"],
                key=key,
            ),
            _choose_unit,
        ),
        "place": Doing(
            "hubs.add_place",
            "Add a place",
            place_forms.PlaceForm,
            "Add the place",
            "The place was added. It is not certified yet: ask for other numbers.",
            lambda actor, hub, data, key: places.add_place(
                actor, room=int(data["room"]), name=data["name"], like=_like(data), key=key
            ),
            _choose_room,
        ),
        "numbers": Doing(
            "hubs.request_numbers",
            "Ask for other numbers",
            number_forms.NumbersForm,
            "Ask for them",
            "You asked for these numbers. Another person answers.",
            lambda actor, hub, data, key: numbers.request_numbers(
                actor,
                hub=hub.pk,
                four=numbers.Four(data["maximum"], data["working"], data["certified"], data["signed"]),
                from_on=data["from_on"],
                reason=data["reason"],
                key=key,
            ),
            _four_now,
            "Another person approves them, and they are never below the people who are there or to come.",
        ),
        "phase": Doing(
            "hubs.set_phase",
            "Say where the hub stands",
            number_forms.PhaseForm,
            "Record it",
            "The phase was recorded.",
            lambda actor, hub, data, key: places.set_phase(
                actor,
                hub=hub.pk,
                kind=Phase.Kind(data["kind"]),
                from_on=data["from_on"],
                places=data["places"],
                reason=data["reason"],
                key=key,
            ),
            asks="A hub that is closing takes nobody new. One with people in it, or to come, is not closed.",
        ),
    }
)
"""What can be done to a hub, by the word in its address."""

OF_A_PLACE: Mapping[str, Doing] = MappingProxyType(
    {
        "like": Doing(
            "hubs.revise_place",
            "Say what the place is like",
            place_forms.ReviseForm,
            "Record it",
            "It is recorded what the place is like.",
            lambda actor, place, data, key: places.revise_place(
                actor, place=place.pk, like=_like(data), reason=data["reason"], key=key
            ),
            _like_now,
            "Whoever is to come and whom it no longer suits loses the place. Who is there stays, and is shown"
            " as in a place that does not suit them.",
        ),
        "out": Doing(
            "hubs.take_out",
            "Take the place out of service",
            place_forms.OutForm,
            "Take it out",
            "The place is out of service on these days.",
            lambda actor, place, data, key: service.take_out(
                actor,
                place=place.pk,
                from_on=data["from_on"],
                until_on=data["until_on"],
                reason=data["reason"],
                key=key,
            ),
            asks="What is held in it on these days is given up. Somebody who is there is without a place from"
            " today.",
        ),
        "days": Doing(
            "hubs.revise_out",
            "Revise the days out of service",
            place_forms.OutForm,
            "Record these days",
            "The days were revised. What was said before stays to be seen.",
            lambda actor, place, data, key: service.revise_out(
                actor,
                out=_standing_out(place),
                from_on=data["from_on"],
                until_on=data["until_on"],
                reason=data["reason"],
                key=key,
            ),
            _out_now,
        ),
        "back": Doing(
            "hubs.put_back",
            "Put the place back into service",
            place_forms.ReasonForm,
            "Put it back",
            "The place is in service.",
            lambda actor, place, data, key: service.put_back(
                actor, out=_standing_out(place), reason=data["reason"], key=key
            ),
        ),
        "remove": Doing(
            "hubs.remove_place",
            "Take the place away for good",
            place_forms.ReasonForm,
            "Take it away",
            "The place was taken away.",
            lambda actor, place, data, key: places.remove_place(
                actor, place=place.pk, reason=data["reason"], key=key
            ),
            asks="This can't be undone. A place that somebody has, or is to come to, stays.",
        ),
    }
)
"""What can be done to a place, by the word in its address."""


def ask(
    request: HttpRequest,
    actor: Actor,
    doing: Doing,
    about: Any,
    caption: str,
    back: str,
    **more: Any,
) -> HttpResponse:
    """The form of something that can be done; sent, it is done, and the page behind it says so."""
    if doing.verb not in actor.may:
        raise Http404
    form = doing.form(request.POST or None)
    doing.prepare(form, about)
    key = key_in(request)
    answer = carried_out(
        request, form, lambda: doing.run(actor, about, form.cleaned_data, key), doing.done, back
    )
    if answer is not None:
        return answer
    context = {
        "title_of": doing.title,
        "caption_of": caption,
        "asks": doing.asks,
        "act": doing.button,
        "form": form,
        "here": request.path,
        "back_to": {"href": back, "text": f"Back to {caption}"},
        "errors": errors_of(form),
        "key": key if request.method == "POST" else uuid4(),
        **more,
    }
    return render(request, "hubs/ask.html", context, status=422 if form.errors else 200)
