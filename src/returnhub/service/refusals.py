"""What a page answers when something is refused: what, why, and what is possible instead."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.csrf import csrf_failure

from returnhub.journal.models import Event
from returnhub.person.views.page import too_old
from returnhub.problems import Code, Problems
from returnhub.service.words import sentence


def refused(request: HttpRequest, problems: Problems) -> HttpResponse:
    """The refusal page: 404 if not theirs, 403 without the verb, 409 if the case stands otherwise, or 422.

    A view that has its own sets `request.refused_as`, a function of the sentences and the status.
    """
    codes = {p.code for p in problems.items}
    status = 422
    if Code.COMMAND_NOT_THEIRS in codes:
        status = 404
    elif Code.COMMAND_NOT_ALLOWED in codes:
        status = 403
    elif codes & {Code.COMMAND_REFUSED, Code.COMMAND_NOT_POSSIBLE, Code.COMMAND_CHANGED}:
        status = 409
    sentences = [sentence(p) for p in problems.items]
    own: Callable[[list[str], int], HttpResponse] | None = getattr(request, "refused_as", None)
    if own is not None:
        return own(sentences, status)
    if status == 404:
        raise Http404
    context = {"refusals": sentences, "back": request.headers.get("Referer", "/")}
    return render(request, "refused.html", context, status=status)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What a form without its token meets; on a person's pages in their language."""
    if request.path.startswith(reverse("person:enter")):
        return too_old(request)
    return csrf_failure(request, reason)


def done_already(request: HttpRequest, event: Event) -> HttpResponse:
    """A form that was sent twice happened once: show where it led."""
    return redirect("casework:by_number", event.case) if event.case else redirect("/")
