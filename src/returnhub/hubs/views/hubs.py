"""The list of hubs, and a hub: phase, numbers with the bound and why, people, places, excesses."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.models import Case
from returnhub.casework.queries.people import called
from returnhub.casework.speaking import UNSUITED
from returnhub.hubs import words
from returnhub.hubs.commands import stays
from returnhub.hubs.forms.places import AnswerExcessForm, GivePlaceForm
from returnhub.hubs.models import Hub, Stay
from returnhub.hubs.queries.free import free_places
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.hubs.queries.numbers import (
    excess_of,
    excesses_of,
    hubs_now,
    stay_there,
    to_be_moved,
    waiting_requests,
)
from returnhub.hubs.queries.places import counted, place_names, rooms_of
from returnhub.hubs.views.doing import OF_A_HUB, Doing, ask
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read

ROLES = (
    Role.AGREEMENT,
    Role.HUB_MANAGER,
    Role.HOST,
    Role.MONITOR,
    Role.AUDITOR,
    Role.SCREENING,
    Role.AUTHORISING,
)
"""Who reads about hubs; which ones, `hubs.queries.hubs` says."""

CAPS_READERS = (Role.AGREEMENT, Role.MONITOR, Role.AUDITOR)
"""Who reads the caps of the agreement."""


def the_hub(actor: Actor, number: int) -> Hub:
    """A hub of the reader's. Http404 alike for one that is not there."""
    found = hubs_for(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


@for_roles(*ROLES)
def hubs(request: HttpRequest) -> HttpResponse:
    """Every hub of the reader's as it stands today."""
    actor = actor_in(request)
    found = list(hubs_for(actor))
    context = {
        "hubs": hubs_now(found, timezone.localdate()),
        "words": words,
        "waiting": waiting_requests(actor) if "hubs.answer_numbers" in actor.may else {},
        "schemes": sorted({h.scheme_id for h in found}) if actor.role in CAPS_READERS else [],
    }
    return render(request, "hubs/hubs.html", context)


@for_roles(*ROLES)
def hub(request: HttpRequest, number: int) -> HttpResponse:
    """One hub. Whoever may see the people in it is told who needs another place."""
    actor = actor_in(request)
    found, day = the_hub(actor, number), timezone.localdate()
    moved, excesses = to_be_moved(actor, found, day), excesses_of(actor, found)
    cases = {one.case.pk: one.case for one in (*moved, *excesses) if one.case is not None}
    for case in cases:
        record_read(actor, case, "hub")
    names = called(case.person_id for case in cases.values())
    context = {
        "hub": found,
        "now": hubs_now([found], day)[0],
        "places": counted(found, day),
        "short": [r for r in rooms_of(found) if r.short],
        "moved": moved,
        "excesses": excesses,
        "names": {number: names[case.person_id].name for number, case in cases.items()},
        "opens_files": actor.role in CASE_READERS,
        "may_answer": "hubs.answer_excess" in actor.may,
        "may_give": "hubs.give_place" in actor.may,
        "doings": _doings(actor, found),
        "words": words,
        "unsuited": UNSUITED,
    }
    return render(request, "hubs/hub.html", context)


def _doings(actor: Actor, found: Hub) -> list[dict[str, str]]:
    return [
        {"text": doing.title, "href": reverse("hubs:do", kwargs={"number": found.pk, "slug": slug})}
        for slug, doing in OF_A_HUB.items()
        if doing.verb in actor.may
    ]


@for_roles(Role.AGREEMENT, Role.HUB_MANAGER)
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """One form about a hub."""
    actor = actor_in(request)
    found = the_hub(actor, number)
    if slug not in OF_A_HUB:
        raise Http404
    page = {"numbers": "hubs:numbers", "phase": "hubs:numbers"}.get(slug, "hubs:places")
    return ask(request, actor, OF_A_HUB[slug], found, found.name, reverse(page, kwargs={"number": found.pk}))


EXCESS = Doing(
    "hubs.answer_excess",
    "Say what was done",
    AnswerExcessForm,
    "Record it",
    "It is recorded what was done. The excess ends when there are enough places again.",
    lambda actor, excess, data, key: stays.answer_excess(actor, excess=excess.pk, says=data["says"], key=key),
)


@for_roles(Role.HUB_MANAGER)
@require_http_methods(["GET", "POST"])
def excess(request: HttpRequest, number: int) -> HttpResponse:
    """What its owner says was done about an excess."""
    actor = actor_in(request)
    found = excess_of(actor, number)
    if found is None:
        raise Http404
    record_read(actor, found.case_id, "excess")
    return ask(request, actor, EXCESS, found, found.hub.name, _href(found.hub))


def _places_free(form: Any, stay: Stay) -> None:
    free = free_places(stay.hub_id, stay.case_id, stay.rest(timezone.localdate()))
    form.fields["place"].choices = place_names(free)


GIVE = Doing(
    "hubs.give_place",
    "Give another place",
    GivePlaceForm,
    "Give this place",
    "The place was given.",
    lambda actor, stay, data, key: stays.give_place(
        actor, stay=stay.pk, place=int(data["place"]), reason=data["reason"], key=key
    ),
    _places_free,
)


@for_roles(Role.HUB_MANAGER)
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Another place for somebody who is there."""
    actor = actor_in(request)
    found = stay_there(actor, number)
    if found is None:
        raise Http404
    record_read(actor, found.case_id, "place")
    case: Case = found.case
    name = called([case.person_id])[case.person_id].name
    rows = [
        {"key": "Person", "value": f"{name}, {case.reference}"},
        {"key": "Place now", "value": found.place.name if found.place else "None"},
    ]
    return ask(request, actor, GIVE, found, found.hub.name, _href(found.hub), rows=rows)


def _href(found: Hub) -> str:
    return reverse("hubs:hub", kwargs={"number": found.pk})
