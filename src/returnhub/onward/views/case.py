"""One person's way on or back: what stands, what is due, and a page for each step; for officers and others.

Officers see it as a part of the file. Hub, host and counsellor see what their work needs, and no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.models import Case
from returnhub.casework.queries.evidence import evidence_choices
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.scope import case_of
from returnhub.casework.views.page import about_fields, done, key_in, open_file, readers, show
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read
from returnhub.onward import words
from returnhub.onward.queries.case import OnOrBack, home_and_after, on_or_back
from returnhub.onward.views.doing import Doing, Seen, Step
from returnhub.onward.views.steps import STEPS, possible_now
from returnhub.packets.kinds import DocumentRequest, as_fields
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.packets.queries.host import names_for
from returnhub.packets.queries.sent import against_contact, rows
from returnhub.pages.errors import add_problems, errors_of
from returnhub.problems import Problems
from returnhub.procedure import Stage

OTHERS = (Role.HUB_MANAGER, Role.HOST, Role.COUNSELLOR)
"""Roles that have no file of a case, and see it by this room's pages."""
TALKS = frozenset({Role.COUNSELLOR, Role.LAWYER, Role.MONITOR})
"""Who reads what was said in a talk about return. Who decides on people sees only that there was one."""


@readers
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """The way on or back, as a part of the file."""
    file = open_file(request, reference, Part.ONWARD)
    seen = on_or_back(file.case, file.stands.stage, file.looking.today)
    possible, closed = possible_now(
        file.actor, seen, "case", lambda slug: file.href("onward:step", slug=slug)
    )
    today = file.looking.is_today
    return show(
        file,
        "onward/case.html",
        {
            "title": "On or back",
            "on": seen,
            "words": words,
            "whole": file.actor.role != Role.DOCUMENT,
            "possible": possible if today else [],
            "closed": closed if today else [],
            "contact": against_contact(file.case.pk, file.looking.today),
            "after_href": file.href("onward:after"),
            "moves_href": file.href("movements:case") if file.sees(Part.MOVES) else "",
        },
    )


@readers
def after(request: HttpRequest, reference: str) -> HttpResponse:
    """Voluntary return, and what is known after a return, as a part of the file."""
    file = open_file(request, reference, Part.ONWARD, "onward: voluntary return and after")
    seen = home_and_after(file.case, file.stands.stage)
    possible, closed = possible_now(
        file.actor, seen, "after", lambda slug: file.href("onward:step", slug=slug)
    )
    context = {
        "title": "Voluntary return and after",
        "home": seen,
        "words": words,
        "talks": file.actor.role in TALKS,
        "possible": possible if file.looking.is_today else [],
        "closed": closed if file.looking.is_today else [],
        "case_href": file.href("onward:case"),
    }
    return show(file, "onward/after.html", context)


@readers
def step(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """The form of a step in the file, and the command when it is sent."""
    doing = _step(request, slug)
    file = open_file(request, reference, Part.ONWARD, f"onward: {slug}")
    back = file.href(f"onward:{doing.about}")
    filled = _fill(request, doing, slug, file.actor, file.case, file.stands.stage)
    if isinstance(filled, Sent):
        return done(request, doing.done, back)
    return show(file, "onward/step.html", {**filled, "cancel": back}, 422 if filled["form"].errors else 200)


@for_roles(*OTHERS)
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """One person for the hub, the host and the counsellor: what their work needs, and no file."""
    actor, found, stage = _opened(request, reference, "onward")
    href = _hrefs(reference)
    home = home_and_after(found, stage)
    possible, closed = possible_now(actor, home, "after", href)
    on: OnOrBack | None = None
    if actor.role != Role.COUNSELLOR:
        on = on_or_back(found, stage, timezone.localdate())
        more = possible_now(actor, on, "case", href)
        possible, closed = more[0] + possible, more[1] + closed
    elif "onward.raise_evidence" in actor.may and stage in (Stage.IN_HUB, Stage.ONWARD_AUTHORISED):
        possible.append({"text": STEPS["evidence"].title, "href": href("evidence")})
    return render(
        request,
        "onward/person.html",
        {
            **_who(actor, found),
            "actor": actor,
            "stage": stage,
            "on": on,
            "home": home,
            "words": words,
            "talks": actor.role in TALKS,
            "possible": possible,
            "closed": closed,
        },
    )


@for_roles(*OTHERS)
def person_step(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """The form of a step for the hub, the host and the counsellor."""
    doing = _step(request, slug)
    actor, found, stage = _opened(request, reference, f"onward: {slug}")
    back = reverse("onward:person", kwargs={"reference": reference})
    filled = _fill(request, doing, slug, actor, found, stage)
    if isinstance(filled, Sent):
        return done(request, doing.done, back)
    form = filled["form"]
    context = {
        **filled,
        **_who(actor, found),
        "title": doing.title,
        "cancel": back,
        "errors": errors_of(form),
    }
    return render(request, "onward/person_step.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True, slots=True)
class Sent:
    """The command was done."""


def _step(request: HttpRequest, slug: str) -> Step:
    found = STEPS.get(slug)
    if found is None or found.verb not in actor_in(request).may:
        raise Http404
    return found


def _opened(request: HttpRequest, reference: str, what: str) -> tuple[Actor, Case, Stage]:
    actor = actor_in(request)
    found = case_of(actor, reference)
    record_read(actor, found.pk, what)
    return actor, found, Stage(found.standing.stage)


def _who(actor: Actor, case: Case) -> dict[str, Any]:
    name = names_for(actor, {case.pk: case.person_id})[case.pk]
    back = {"text": "Back to the people", "href": reverse("onward:people")}
    return {"case": case, "name": name, "title": f"{name}, {case.reference}".removeprefix(", "), "back": back}


def _hrefs(reference: str) -> Any:
    return lambda slug: reverse("onward:person_step", kwargs={"reference": reference, "slug": slug})


def _fill(
    request: HttpRequest, doing: Step, slug: str, actor: Actor, case: Case, stage: Stage
) -> Mapping[str, Any] | Sent:
    """The form with what the case gives it, or that it was sent and done."""
    seen: Seen = (
        on_or_back(case, stage, timezone.localdate())
        if doing.about == "case"
        else home_and_after(case, stage)
    )
    key = key_in(request)
    more: dict[str, Any] = {}
    if slug == "ask-consulate":
        more = _packet(case)
    form = doing.form(
        request.POST if request.method == "POST" else None,
        choices=_choices(actor, case, seen),
        initial={"seen": more["digest"]} if more.get("digest") else None,
    )
    why = doing.why_not(seen) or more.get("why_not", "")
    if request.method == "POST" and form.is_valid():
        try:
            if not why:
                doing.run(Doing(actor, case, seen, form.cleaned_data, form, key))
                return Sent()
        except Problems as problems:
            if not about_fields(problems):
                raise
            add_problems(form, problems, words.say)
    return {
        "title": doing.title,
        "form": form,
        "button_text": doing.button,
        "why_not": why,
        "says": doing.says,
        "key": key,
        "action": request.path,
        **more,
    }


def _choices(actor: Actor, case: Case, seen: Seen) -> dict[str, Any]:
    given: dict[str, Any] = {}
    if isinstance(seen, OnOrBack):
        given["alert"] = [
            (str(n), f"{words.ALERTS[a.kind]}: {a.detail}") for n, a in enumerate(seen.open_alerts)
        ]
        given["evidence"] = [("", "No evidence"), *evidence_choices(actor, case)]
    return given


def _packet(case: Case) -> dict[str, Any]:
    """What would leave for the consulate, as the record has it now; or why it can't."""
    found = against_contact(case.pk, timezone.localdate())
    if found:
        return {
            "against": found,
            "contact_words": words.contact,
            "why_not": "No consulate is asked before every claim is finally decided.",
        }
    try:
        packet = drawn(case.pk, DocumentRequest)
    except Problems as problems:
        lacks = ", ".join(str(f).replace("_", " ") for p in problems.items for f in p.given.get("fields", ()))
        return {"why_not": f"The record lacks what a consulate has to be told: {lacks}."}
    return {"packet": rows(DocumentRequest.kind, as_fields(packet)), "digest": digest(packet)}
