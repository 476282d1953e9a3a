"""Suspensions: in force and past, ordering one, lifting one."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.commands import lift as lift_it
from returnhub.agreements.commands import suspend as suspend_it
from returnhub.agreements.models import Suspension
from returnhub.agreements.queries.schemes import schemes
from returnhub.casework.views.page import done, key_in
from returnhub.journal.actor import Actor
from returnhub.oversight.forms.suspensions import POWERS, LiftForm, SuspendForm
from returnhub.oversight.queries import suspensions as reads
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import listing


@for_roles(*reads.READERS)
def listed(request: HttpRequest) -> HttpResponse:
    """Those in force first, then those that were lifted."""
    actor = actor_in(request)
    found = reads.suspensions(actor)
    past = found.exclude(ended=None)
    pages = listing(request.path, request.GET, Filters(request.GET)).pages(past.count())
    context = {
        "in_force": reads.stops(actor, found.filter(ended=None)),
        "past": reads.stops(actor, past[pages.start : pages.stop]),
        "pages": pages,
        "by": reads.BY,
        "may_suspend": "agreements.suspend" in actor.may,
    }
    return render(request, "oversight/suspensions.html", context)


@for_roles(*reads.READERS)
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One suspension: scope, by whom, why, since when, what it stops, who wants it lifted."""
    return _shown(request, _stop(actor_in(request), number), LiftForm())


@for_roles(Role.MONITOR, Role.AGREEMENT, Role.LAWYER)
@require_http_methods(["GET", "POST"])
def suspend(request: HttpRequest) -> HttpResponse:
    """Order one, by the power of one's role."""
    actor = actor_in(request)
    choices = [(s.pk, s.title) for s in schemes(actor)]
    form = SuspendForm(request.POST or None, actor=actor, schemes=choices)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        found = suspend_it(
            actor,
            scheme=said["scheme"],
            scope=Suspension.Scope(said["scope"]),
            by=POWERS[Role(actor.role)],
            reason=said["reason"],
            number=form.number,
            reference=said.get("reference", ""),
            key=key_in(request),
        )
        return done(
            request,
            "Suspended. No authority can be given in its scope.",
            reverse("oversight:suspension", args=[found.pk]),
        )
    context = {"form": form, "errors": errors_of(form), "key": uuid4()}
    return render(request, "oversight/suspend.html", context, status=422 if form.errors else 200)


@for_roles(Role.MONITOR, Role.AGREEMENT)
@require_http_methods(["POST"])
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it is to be lifted; the second person is asked once more, since that ends it."""
    actor = actor_in(request)
    stop = _stop(actor, number)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _shown(request, stop, form)
    others = [w for w in stop.lifts if w.by_id != actor.id]
    if others and stop.in_force and request.POST.get("confirmed") != "yes":
        context = {"stop": stop, "first": others[0], "reason": form.cleaned_data["reason"], "key": uuid4()}
        return render(request, "oversight/lift.html", context)
    lifted = lift_it(actor, suspension=number, reason=form.cleaned_data["reason"], key=key_in(request))
    said = (
        "Lifted."
        if lifted
        else "Your word is recorded. The suspension stays in force until another person agrees."
    )
    return done(request, said, reverse("oversight:suspension", args=[number]))


def _stop(actor: Actor, number: int) -> reads.Stop:
    found = reads.stops(actor, reads.suspensions(actor).filter(pk=number))
    if not found:
        raise Http404
    return found[0]


def _shown(request: HttpRequest, stop: reads.Stop, form: LiftForm) -> HttpResponse:
    actor = actor_in(request)
    context = {
        "stop": stop,
        "by": reads.BY,
        "stopped": reads.stopped(stop.suspension) if stop.in_force else None,
        "links_case": actor.role in CASE_READERS,
        "may_lift": "agreements.lift" in actor.may and stop.in_force,
        "said_so": any(w.by_id == actor.id for w in stop.lifts),
        "form": form,
        "errors": errors_of(form),
        "key": uuid4(),
    }
    return render(request, "oversight/suspension.html", context, status=422 if form.errors else 200)
