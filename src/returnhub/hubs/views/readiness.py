"""Readiness: what is tested and signed before anybody is moved."""

from __future__ import annotations

from uuid import uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.models import Scheme
from returnhub.agreements.queries.schemes import scheme_of, schemes
from returnhub.casework.views.page import done, key_in
from returnhub.hubs.commands import readiness as commands
from returnhub.hubs.forms.readiness import HubForm, TestForm, WithdrawForm
from returnhub.hubs.models import Hub, Item, Readiness
from returnhub.hubs.queries import readiness as reads
from returnhub.journal.actor import Actor
from returnhub.pages.errors import errors_of

READERS = (Role.SCREENING, Role.AUTHORISING, Role.AGREEMENT, Role.MONITOR, Role.AUDITOR)


@for_roles(*READERS)
def overview(request: HttpRequest) -> HttpResponse:
    """Each scheme with its gate, each item tested and signed by whom and when."""
    actor = actor_in(request)
    shown = [
        {
            "scheme": scheme,
            "items": items,
            "missing": [s.title for s in items if s.state != "ready"],
            "history": reads.history(scheme),
        }
        for scheme in schemes(actor)
        for items in [reads.readiness(scheme)]
    ]
    context = {
        "shown": shown,
        "titles": reads.TITLES,
        "me": actor.id,
        "may_test": "hubs.record_test" in actor.may,
        "may_sign": "hubs.sign_readiness" in actor.may,
        "may_withdraw": "hubs.withdraw_readiness" in actor.may,
        "may_open": "hubs.open_hub" in actor.may,
        "key": uuid4(),
    }
    return render(request, "hubs/readiness.html", context)


@for_roles(Role.AGREEMENT)
@require_http_methods(["GET", "POST"])
def test(request: HttpRequest, scheme: str, item: str) -> HttpResponse:
    """Record a test of one item."""
    actor = actor_in(request)
    found = scheme_of(actor, scheme)
    if item not in Item.values:
        raise Http404
    form = TestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["tested_on"] > timezone.localdate():
            form.add_error("tested_on", "When was it tested must be today or in the past")
        else:
            commands.record_test(
                actor,
                scheme=found.pk,
                item=Item(item),
                tested_on=said["tested_on"],
                what=said["what"],
                passed=said["passed"] == "yes",
                key=key_in(request),
            )
            return done(
                request, f"{reads.TITLES[Item(item)]}: the test is recorded.", reverse("hubs:readiness")
            )
    context = {
        "title_of": reads.TITLES[Item(item)],
        "asks": reads.ASKS[Item(item)],
        "caption_of": found.title,
    }
    return _asks(request, form, "Record a test", context)


@for_roles(Role.MONITOR)
@require_http_methods(["POST"])
def sign(request: HttpRequest, scheme: str, number: int) -> HttpResponse:
    """Sign a test that another person recorded."""
    actor = actor_in(request)
    found = _test(actor, scheme, number)
    commands.sign_readiness(actor, readiness=found.pk, key=key_in(request))
    return done(request, f"{reads.TITLES[Item(found.item)]}: signed.", reverse("hubs:readiness"))


@for_roles(Role.AGREEMENT, Role.MONITOR)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, scheme: str, number: int) -> HttpResponse:
    """Take a test back, with a reason."""
    actor = actor_in(request)
    found = _test(actor, scheme, number)
    form = WithdrawForm(request.POST or None)
    title = reads.TITLES[Item(found.item)]
    if request.method == "POST" and form.is_valid():
        commands.withdraw_readiness(
            actor, readiness=found.pk, reason=form.cleaned_data["reason"], key=key_in(request)
        )
        said = f"{title}: withdrawn. No authority can be given until it is tested and signed again."
        return done(request, said, reverse("hubs:readiness"))
    context = {"title_of": f"Withdraw: {title}", "asks": found.what, "caption_of": found.scheme_id}
    return _asks(request, form, "Withdraw it", context)


@for_roles(Role.AGREEMENT)
@require_http_methods(["GET", "POST"])
def open_hub(request: HttpRequest, scheme: str) -> HttpResponse:
    """Name a hub of the scheme."""
    actor = actor_in(request)
    found: Scheme = scheme_of(actor, scheme)
    form = HubForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        commands.open_hub(
            actor,
            scheme=found.pk,
            name=said["name"],
            kind=Hub.Kind(said["kind"]),
            stay_limit_days=said["stay_limit_days"],
            key=key_in(request),
        )
        return done(request, f"{said['name']} is a hub of the scheme.", reverse("hubs:readiness"))
    context = {"title_of": "Add a hub", "asks": "", "caption_of": found.title}
    return _asks(request, form, "Add the hub", context)


def _test(actor: Actor, scheme: str, number: int) -> Readiness:
    found = reads.standing_test(scheme_of(actor, scheme), number)
    if found is None:
        raise Http404
    return found


def _asks(request: HttpRequest, form: forms.Form, act: str, context: dict[str, str]) -> HttpResponse:
    whole = {
        **context,
        "form": form,
        "act": act,
        "here": request.path,
        "errors": errors_of(form),
        "key": uuid4(),
        "back_to": {"href": reverse("hubs:readiness"), "text": "Back to readiness"},
    }
    return render(request, "hubs/ask.html", whole, status=422 if form.errors else 200)
