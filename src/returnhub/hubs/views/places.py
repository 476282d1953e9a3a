"""A hub's rooms and places as a list, and one place with all that is known of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.hubs import words
from returnhub.hubs.forms.places import PlaceFilters
from returnhub.hubs.queries.places import (
    counted,
    like,
    place_file,
    place_of,
    places_of,
    rooms_of,
    state_of,
    units_of,
)
from returnhub.hubs.views.doing import OF_A_PLACE, ask
from returnhub.hubs.views.hubs import ROLES, the_hub
from returnhub.journal.reads import record_read
from returnhub.pages.listing import Column, listing


@for_roles(*ROLES)
def places(request: HttpRequest, number: int) -> HttpResponse:
    """The places of a hub, by what they are like and whether they are free."""
    actor = actor_in(request)
    found, day = the_hub(actor, number), timezone.localdate()
    filters = PlaceFilters(request.GET, units_of(found))
    asked = {k: str(v) for k, v in filters.cleaned_data.items()} if filters.is_valid() else {}
    state = listing(request.path, request.GET, filters)
    whole = like(places_of(found, day), asked)
    pages = state.pages(whole.count(), 50)
    rows = list(whole[pages.start : pages.stop])
    context = {
        "hub": found,
        "filters": filters,
        "listing": state,
        "pages": pages,
        "columns": [Column(t) for t in ("Place", "Today", "For", "Steps", "Care", "Quiet")],
        "shown": [{"place": p, "state": state_of(p), "like": next(iter(p.now_like), None)} for p in rows],
        "counted": counted(found, day),
        "rooms": rooms_of(found),
        "may_add": [
            {"text": text, "href": reverse("hubs:do", kwargs={"number": found.pk, "slug": slug})}
            for slug, text in (("unit", "Add a part"), ("room", "Add a room"), ("place", "Add a place"))
            if "hubs.add_place" in actor.may
        ],
        "words": words,
    }
    return render(request, "hubs/places.html", context)


@for_roles(*ROLES)
def place(request: HttpRequest, number: int) -> HttpResponse:
    """One place: what it is and was like, out of service with its revisions, who has it and had it."""
    actor = actor_in(request)
    found = place_of(actor, number)
    if found is None:
        raise Http404
    file = place_file(actor, found)
    cases = {had.case.pk: had.case for had in (*file.now, *file.before) if had.case is not None}
    for case in cases:
        record_read(actor, case, "place")
    names = called(case.person_id for case in cases.values())
    out = next((o for o in file.outs if o.ended_id is None), None)
    slugs = ["like", "days", "back", "remove"] if out else ["like", "out", "remove"]
    context = {
        "place": found,
        "file": file,
        "now": next((a for a in file.likes if a.ended_id is None), None),
        "out": out,
        "names": {number: names[case.person_id].name for number, case in cases.items()},
        "opens_files": actor.role in CASE_READERS,
        "doings": [
            {
                "text": OF_A_PLACE[slug].title,
                "href": reverse("hubs:do_place", kwargs={"number": found.pk, "slug": slug}),
            }
            for slug in slugs
            if OF_A_PLACE[slug].verb in actor.may and found.ended_id is None
        ],
        "words": words,
    }
    return render(request, "hubs/place.html", context)


@for_roles(Role.AGREEMENT, Role.HUB_MANAGER)
@require_http_methods(["GET", "POST"])
def do(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """One form about a place."""
    actor = actor_in(request)
    found = place_of(actor, number)
    if found is None or slug not in OF_A_PLACE:
        raise Http404
    back = reverse("hubs:place", kwargs={"number": found.pk})
    return ask(request, actor, OF_A_PLACE[slug], found, f"{found.room.name}, {found.name}", back)
