"""Plans: asked for, how far they are, what they found, and what they have for one person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.queries.schemes import schemes
from returnhub.casework.commands.facts import facts
from returnhub.casework.queries.people import called
from returnhub.casework.views.page import about_fields, done, key_in, say
from returnhub.journal.reads import record_read
from returnhub.pages.errors import add_problems, errors_of
from returnhub.pages.listing import Column, listing
from returnhub.planning.commands.adopting import adopt
from returnhub.planning.commands.plans import UNFINISHED, ask, stop
from returnhub.planning.forms import AdoptForm, AskForm, PlanFilter
from returnhub.planning.jobs import run_plan
from returnhub.planning.models import Plan
from returnhub.planning.queries import plans as reads
from returnhub.planning.queries.proposed import drafted, out_of_date, proposed_for, proposed_of
from returnhub.problems import Problem, Problems

READERS = (Role.SCREENING, Role.AUTHORISING, Role.AGREEMENT, Role.MONITOR, Role.AUDITOR)
SEE_PEOPLE = (Role.SCREENING, Role.AUTHORISING, Role.MONITOR, Role.AUDITOR)
"""Roles that see what a plan has for whom; the others see its numbers."""


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of the reader's schemes, and for who may a form that asks for one."""
    actor = actor_in(request)
    may_ask = "planning.plan" in actor.may
    known = [(s.pk, s.title) for s in schemes(actor)]
    form = AskForm(request.POST or None)
    form.fields["scheme"].choices = known
    if request.method == "POST":
        if not may_ask:
            raise Http404
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = ask(actor, scheme=data["scheme"], from_on=data["from_on"], weeks=data["weeks"])
            except Problems as problems:
                if not about_fields(problems):
                    raise
                add_problems(form, problems, _say)
            else:
                if made.state == Plan.State.WAITING:
                    run_plan.defer(number=made.pk)
                return done(request, "The plan is being made.", reverse("planning:plan", args=[made.pk]))
    found = reads.plans_for(actor)
    asked = listing(request.path, request.GET, PlanFilter(request.GET))
    pages = asked.pages(found.count())
    context = {
        "plans": list(found[pages.start : pages.stop]),
        "pages": pages,
        "form": form,
        "may_ask": may_ask and bool(known),
        "key": key_in(request),
        "errors": errors_of(form),
    }
    return render(request, "planning/plans.html", context, status=422 if form.errors else 200)


@for_roles(*READERS)
def plan(request: HttpRequest, number: int) -> HttpResponse:
    """One plan: how far it is, or what it found; the people in it for who may see them."""
    actor = actor_in(request)
    found = _or_404(request, number)
    running = found.state in UNFINISHED
    context: dict[str, Any] = {
        "plan": found,
        "running": running,
        "silent": reads.silent(found, timezone.now()),
        "may_stop": running and "planning.stop" in actor.may,
        "sees": Role(actor.role) in SEE_PEOPLE,
        "pages": None,
        "newer": reads.newer_than(found),
    }
    if found.state == Plan.State.DONE and context["sees"]:
        context |= _people(request, found)
    context["states"] = facts()["origin"].codes
    response = render(request, "planning/plan.html", context)
    if running:
        response["Refresh"] = "5"
    return response


def _people(request: HttpRequest, found: Plan) -> dict[str, Any]:
    filters = PlanFilter({"which": "placed", **request.GET.dict()})
    asked = listing(request.path, request.GET, filters)
    which = "none" if request.GET.get("which") == "none" else "placed"
    rows = proposed_for(actor_in(request), found).filter(hub__isnull=which == "none")
    pages = asked.pages(rows.count())
    shown = list(rows[pages.start : pages.stop])
    return {
        "which": which,
        "pages": pages,
        "rows": shown,
        "names": called(row.case.person_id for row in shown),
        "columns": [
            Column("Person"),
            *(
                [Column("Hub"), Column("Place"), Column("Would arrive"), Column("Turn", number=True)]
                if which == "placed"
                else [Column("Why no place"), Column("Turn", number=True)]
            ),
        ],
    }


@for_roles(Role.SCREENING, Role.AGREEMENT)
@require_POST
def stop_plan(request: HttpRequest, number: int) -> HttpResponse:
    """Stop a plan that is being made."""
    found = _or_404(request, number)
    stop(actor_in(request), scheme=found.scheme_id)
    return done(request, "The plan was stopped.", reverse("planning:plan", args=[number]))


@for_roles(*SEE_PEOPLE)
@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, number: int, reference: str) -> HttpResponse:
    """What a plan has for one person and why; a screening officer may propose it, in their own words."""
    actor = actor_in(request)
    row = proposed_of(actor, number, reference)
    if row is None:
        raise Http404
    record_read(actor, row.case_id, "plan")
    old = out_of_date(row, timezone.localdate())
    may_adopt = "planning.adopt" in actor.may and row.hub_id is not None and not old
    form = AdoptForm(request.POST or None, initial={"reasons": drafted(row)} if row.hub_id else None)
    if request.method == "POST":
        if "planning.adopt" not in actor.may:
            raise Http404
        if form.is_valid():
            try:
                adopt(actor, proposed=row.pk, reasons=form.cleaned_data["reasons"], key=key_in(request))
            except Problems as problems:
                if not about_fields(problems):
                    raise
                add_problems(form, problems, _say)
            else:
                return done(
                    request,
                    "The place was proposed and is held. It decides nothing: another person decides.",
                    reverse("movements:case", kwargs={"reference": reference}),
                )
    context = {
        "row": row,
        "plan": row.plan,
        "called": called([row.case.person_id])[row.case.person_id],
        "old": old,
        "turn_days": _days(row.reasons.get("turn") or {}),
        "hubs": _by_hub(row.reasons["hubs"]),
        "may_adopt": may_adopt,
        "form": form,
        "key": key_in(request),
        "errors": errors_of(form),
    }
    return render(request, "planning/person.html", context, status=422 if form.errors else 200)


def _days(turn: dict[str, Any]) -> dict[str, dt.date | None]:
    return {
        name: dt.date.fromisoformat(turn[name]) if turn.get(name) else None for name in ("ready_on", "cohort")
    }


def _by_hub(views: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """What was said of each part of a hub, under the hub's name."""
    found: dict[str, list[dict[str, Any]]] = {}
    for view in views:
        found.setdefault(view["hub"], []).append(view)
    return list(found.items())


def _say(problem: Problem) -> str:
    if problem.given.get("kind") == "own_words":
        return "Say it in your own words: these are the plan's"
    return say(problem)


def _or_404(request: HttpRequest, number: int) -> Plan:
    found = reads.plans_for(actor_in(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
