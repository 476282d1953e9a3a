"""What a page answers when something is refused: what, why, and what is possible instead."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from returnhub.journal.models import Event
from returnhub.problems import Code, Problems
from returnhub.service.words import sentence


def refused(request: HttpRequest, problems: Problems) -> HttpResponse:
    """The refusal page: 404 if not theirs, 403 without the verb, 409 if the case stands otherwise, or 422."""
    codes = {p.code for p in problems.items}
    if Code.COMMAND_NOT_THEIRS in codes:
        raise Http404
    status = 422
    if Code.COMMAND_NOT_ALLOWED in codes:
        status = 403
    elif codes & {Code.COMMAND_REFUSED, Code.COMMAND_NOT_POSSIBLE, Code.COMMAND_CHANGED}:
        status = 409
    context = {"refusals": [sentence(p) for p in problems.items], "back": request.headers.get("Referer", "/")}
    return render(request, "refused.html", context, status=status)


def done_already(request: HttpRequest, event: Event) -> HttpResponse:
    """A form that was sent twice happened once: show where it led."""
    return redirect("casework:by_number", event.case) if event.case else redirect("/")
