"""Pages of a hub's own people: its day, everybody in it, one stay, and each thing that is recorded there."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.models import Case
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import case_of
from returnhub.casework.views.page import carried_out, key_in, open_file, readers, show
from returnhub.hubs.models import Hub
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read
from returnhub.languages.codes import CHOICES as LANGUAGES
from returnhub.pages.errors import errors_of
from returnhub.pages.listing import Column, listing
from returnhub.stays import words
from returnhub.stays.forms import PeopleFilters
from returnhub.stays.models import Occurrence
from returnhub.stays.queries.day import day as day_of
from returnhub.stays.queries.lives import arrivals_for, lives, named, only, segregated
from returnhub.stays.queries.stay import Whole, against_telling, arrivals_of, whole
from returnhub.stays.views.acts import THINGS, Doing, possible, steps_of

IN_THE_HUB = (Role.HUB_MANAGER, Role.CLINICIAN)
"""Roles that see a stay whole. An officer of the host state sees of it what `packets` shows, and reviews a
segregation as the other person whom that takes."""
WORDS = {
    "duties": words.DUTIES,
    "interpreters": words.INTERPRETERS,
    "whom": words.WHOM,
    "how": words.HOW,
    "not_held": words.NOT_HELD,
    "occurrences": words.OCCURRENCES,
    "steps": words.STEPS,
    "answers": words.ANSWERS,
    "languages": dict(LANGUAGES),
}


def _own_hub(actor: Actor) -> Hub:
    hub = hubs_for(actor).filter(pk=actor.hub).first()
    if hub is None:
        raise Http404
    return hub


@for_roles(Role.HUB_MANAGER)
def day(request: HttpRequest) -> HttpResponse:
    """The day of a hub's manager."""
    actor = actor_in(request)
    hub = _own_hub(actor)
    today = timezone.localdate()
    context = {"title": f"Today in {hub.name}", "hub": hub, "today": today, "day": day_of(actor, hub, today)}
    return render(request, "stays/day.html", {**context, "words": WORDS})


@for_roles(*IN_THE_HUB)
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the hub, who came first on top."""
    actor = actor_in(request)
    hub = _own_hub(actor)
    filters = PeopleFilters(request.GET)
    asked = listing(request.path, request.GET, filters)
    chosen = filters.cleaned_data if filters.is_valid() else {}
    found = only(arrivals_for(actor), chosen.get("which", ""))
    if chosen.get("q"):
        found = named(found, actor, chosen["q"])
    pages = asked.pages(found.count())
    columns = ("Person", "Here since", "Stay limit", "Key worker", "Open duties", "Now")
    return render(
        request,
        "stays/people.html",
        {
            "title": f"People in {hub.name}",
            "listing": asked,
            "filters": filters,
            "pages": pages,
            "columns": [Column(text) for text in columns],
            "lives": lives(found[pages.start : pages.stop]),
            "words": WORDS,
        },
    )


@for_roles(*IN_THE_HUB)
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """One person's stay, for those who work in their hub."""
    actor = actor_in(request)
    case = case_of(actor, reference)
    stay = _stay(actor, case)
    record_read(actor, case.pk, "stay")
    name = called([case.person_id])[case.person_id].name
    return render(request, "stays/person.html", {"title": name, "case": case, **_shown(actor, case, stay)})


@for_roles(Role.HOST)
def segregations(request: HttpRequest) -> HttpResponse:
    """Segregations that go on in the host officer's hub, by their cases' references, and the next review."""
    found = segregated(actor_in(request))
    return render(request, "stays/segregations.html", {"title": "Segregation to review", "found": found})


@readers
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The same stay as a page of the officers' file; the last one, where the person has left."""
    file = open_file(request, reference, Part.STAY, "stay")
    found = arrivals_of(file.case)
    context: dict[str, Any] = {"title": "Stay", "stays": found, "stay": None}
    if found:
        context |= _shown(file.actor, file.case, whole(found[0]))
    if not file.looking.is_today:
        context |= {"acts": [], "closed": [], "may": frozenset()}
    return show(file, "stays/case.html", context)


@for_roles(*IN_THE_HUB, Role.HOST, Role.SCREENING, Role.AUTHORISING, Role.LAWYER)
def act(request: HttpRequest, reference: str, slug: str, number: int | None = None) -> HttpResponse:
    """The form of one thing, and the command when it is sent. Not there for a role without the verb."""
    actor, thing = actor_in(request), THINGS.get(slug)
    if thing is None or thing.verb not in actor.may or bool(thing.about) is (number is None):
        raise Http404
    case = case_of(actor, reference)
    stay = _stay(actor, case)
    about = {c.pk for c in (stay.contacts if thing.about == "contact" else stay.occurrences)}
    if thing.about and number not in about:
        raise Http404
    record_read(actor, case.pk, f"stay: {slug}")
    doing = Doing(actor, stay, number, key_in(request))
    form = thing.form(request.POST or None, choices=thing.choices(doing))
    ends = slug in ("left", "death") and actor.role in IN_THE_HUB
    then = reverse("stays:people") if ends else _home(actor, case)
    answer = carried_out(request, form, lambda: thing.run(doing, form), thing.done, then, words.say)
    if answer is not None:
        return answer
    context = {
        "title": thing.title,
        "form": form,
        "errors": errors_of(form),
        "key": doing.key,
        "case": case,
        "name": "" if actor.role == Role.HOST else called([case.person_id])[case.person_id].name,
        "why_not": thing.why_not(stay),
        "untold": _untold(stay, number) if slug == "step" else [],
        "cancel": _home(actor, case),
        "slug": slug,
    }
    return render(request, "stays/act.html", context, status=422 if form.errors else 200)


def _untold(stay: Whole, number: int | None) -> list[str]:
    """Why no consulate is told of a death, if that is what the step may be about."""
    died = any(o.pk == number and o.kind == Occurrence.Kind.DEATH for o in stay.occurrences)
    return against_telling(stay.arrival.case_id) if died else []


def _home(actor: Actor, case: Case) -> str:
    if actor.role == Role.HOST:
        return reverse("stays:segregations")
    name = "stays:case" if actor.role in CASE_READERS else "stays:person"
    return reverse(name, kwargs={"reference": case.reference})


def _stay(actor: Actor, case: Case) -> Whole:
    """The stay that stands, in the actor's own hub; for officers the last one too."""
    found = next((a for a in arrivals_of(case) if actor.hub in (None, a.hub_id)), None)
    if found is None:
        raise Http404
    return whole(found)


def _shown(actor: Actor, case: Case, stay: Whole) -> dict[str, Any]:
    acts = possible(actor, stay)
    return {
        "stay": stay,
        "reference": case.reference,
        "acts": [(slug, thing.title) for slug, thing, why in acts if not why],
        "closed": [{"text": thing.title, "why": why} for _, thing, why in acts if why],
        "may": actor.may,
        "stands": stay.arrival.ended_id is None,
        "steps_for": {o.pk: steps_of(actor, o) for o in stay.occurrences if o.ended_id is None},
        "words": WORDS,
    }
