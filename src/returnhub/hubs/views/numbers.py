"""A hub's numbers and phases with their history, requests and answers; the agreement's caps."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.queries.schemes import scheme_of
from returnhub.casework.views.page import done, key_in
from returnhub.hubs import words
from returnhub.hubs.commands import numbers as commands
from returnhub.hubs.commands.places import end_phase
from returnhub.hubs.forms.numbers import AnswerForm, CapForm
from returnhub.hubs.forms.places import ReasonForm
from returnhub.hubs.models import Cap
from returnhub.hubs.queries import numbers as reads
from returnhub.hubs.views.doing import Doing, ask
from returnhub.hubs.views.hubs import CAPS_READERS, ROLES, the_hub


@for_roles(*ROLES)
def numbers(request: HttpRequest, number: int) -> HttpResponse:
    """Numbers and phases of a hub: those that stand, those to come, and all there were."""
    actor = actor_in(request)
    found, day = the_hub(actor, number), timezone.localdate()
    context = {
        "hub": found,
        "now": reads.hubs_now([found], day)[0],
        "numbers": reads.numbers_of(found),
        "requests": reads.requests_of(found),
        "phases": reads.phases_of(found),
        "today": day,
        "me": actor.id,
        "may": actor.may,
        "words": words,
    }
    return render(request, "hubs/numbers.html", context)


ANSWER = Doing(
    "hubs.answer_numbers",
    "Answer the request",
    AnswerForm,
    "Record the answer",
    "The answer was recorded.",
    lambda actor, request, data, key: commands.answer_numbers(
        actor, request=request.pk, approved=data["approved"] == "yes", reason=data["reason"], key=key
    ),
    asks="Numbers are never below the people who are there or to come. Who asked does not answer.",
)
WITHDRAW = Doing(
    "hubs.withdraw_numbers",
    "Take the request back",
    ReasonForm,
    "Take it back",
    "The request was taken back.",
    lambda actor, request, data, key: commands.withdraw_numbers(
        actor, request=request.pk, reason=data["reason"], key=key
    ),
)
END_PHASE = Doing(
    "hubs.end_phase",
    "Give up this phase",
    ReasonForm,
    "Give it up",
    "The phase was given up. The one before it goes on.",
    lambda actor, phase, data, key: end_phase(actor, phase=phase.pk, reason=data["reason"], key=key),
)


@for_roles(Role.AGREEMENT)
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Approve or refuse other numbers, beside what stands now."""
    return _about_request(request, number, ANSWER)


@for_roles(Role.AGREEMENT, Role.HUB_MANAGER)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a request back."""
    return _about_request(request, number, WITHDRAW)


def _about_request(request: HttpRequest, number: int, doing: Doing) -> HttpResponse:
    actor = actor_in(request)
    asked = reads.request_of(actor, number)
    if asked is None:
        raise Http404
    now = reads.hubs_now([asked.hub], asked.from_on)[0]
    rows = [
        {"key": text, "value": f"{getattr(now.numbers, name, 0)} now, {getattr(asked, name)} asked for"}
        for name, text in words.FOUR
    ]
    rows += [
        {"key": "People there and to come", "value": f"{now.there} and {now.to_come}"},
        {"key": "From", "value": f"{asked.from_on:%-d %B %Y}"},
        {"key": "Asked by", "value": f"{asked.by.name}: {asked.reason}"},
    ]
    back = reverse("hubs:numbers", kwargs={"number": asked.hub_id})
    return ask(request, actor, doing, asked, asked.hub.name, back, rows=rows)


@for_roles(Role.AGREEMENT)
@require_http_methods(["GET", "POST"])
def phase(request: HttpRequest, number: int) -> HttpResponse:
    """Give up a phase that was planned."""
    actor = actor_in(request)
    found = reads.phase_of(actor, number, timezone.localdate())
    if found is None:
        raise Http404
    rows = [{"key": words.PHASES[found.kind], "value": f"from {found.from_on:%-d %B %Y}: {found.reason}"}]
    back = reverse("hubs:numbers", kwargs={"number": found.hub_id})
    return ask(request, actor, END_PHASE, found, found.hub.name, back, rows=rows)


@for_roles(*CAPS_READERS)
def caps(request: HttpRequest, scheme: str) -> HttpResponse:
    """The caps of an agreement, those that wait for another person's approval first."""
    actor = actor_in(request)
    found = scheme_of(actor, scheme)
    day = timezone.localdate()
    context = {
        "scheme": found,
        "caps": reads.caps_of(found),
        "counts": reads.counts(found),
        "me": actor.id,
        "may_enter": "hubs.enter_cap" in actor.may,
        "may_approve": "hubs.approve_cap" in actor.may,
        "today": day,
        "key": uuid4(),
        "words": words,
    }
    return render(request, "hubs/caps.html", context)


CAP = Doing(
    "hubs.enter_cap",
    "Enter a cap of the agreement",
    CapForm,
    "Enter the cap",
    "The cap was entered. It binds once another person has approved it.",
    lambda actor, scheme, data, key: commands.enter_cap(
        actor,
        scheme=scheme.pk,
        kind=Cap.Kind(data["kind"]),
        people=data["people"],
        from_on=data["from_on"],
        term=data["term"],
        key=key,
    ),
)


@for_roles(Role.AGREEMENT)
@require_http_methods(["GET", "POST"])
def enter_cap(request: HttpRequest, scheme: str) -> HttpResponse:
    """Enter a cap."""
    actor = actor_in(request)
    found = scheme_of(actor, scheme)
    return ask(request, actor, CAP, found, found.title, reverse("hubs:caps", kwargs={"scheme": found.pk}))


@for_roles(Role.AGREEMENT)
@require_http_methods(["POST"])
def approve_cap(request: HttpRequest, scheme: str, number: int) -> HttpResponse:
    """Approve a cap that another person entered."""
    actor = actor_in(request)
    found = reads.cap_of(scheme_of(actor, scheme), number)
    if found is None:
        raise Http404
    commands.approve_cap(actor, cap=found.pk, key=key_in(request))
    return done(request, "The cap was approved and binds.", reverse("hubs:caps", kwargs={"scheme": scheme}))
