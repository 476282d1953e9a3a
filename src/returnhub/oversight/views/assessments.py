"""Assessments: what each shipped scheme would do, as a page that anybody may read and some may ask for."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles, open_to_all, public
from returnhub.oversight.commands import assessments as commands
from returnhub.oversight.jobs import run_assessment
from returnhub.oversight.models import Assessment
from returnhub.oversight.queries import assessments as queries

MAY_ASK = (Role.ANALYST, Role.AUDITOR, Role.AGREEMENT, Role.MONITOR)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">')


@open_to_all
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """Every shipped scheme, and whether it was assessed."""
    return render(request, "oversight/assessments.html", {"schemes": queries.schemes()})


@open_to_all
@require_GET
def one(request: HttpRequest, scheme: str) -> HttpResponse:
    """One scheme: its last report, how far a run is, and for who may ask the button."""
    shown = _or_404(scheme)
    last = shown.last
    actor = getattr(request, "actor", None)
    context = {
        "shown": shown,
        "running": last is not None and last.state in commands.UNFINISHED,
        "interrupted": last is not None and queries.interrupted(last, timezone.now()),
        "may_ask": bool(actor) and actor.role in MAY_ASK,
        "first": commands.FIRST,
        "whole": commands.WHOLE,
    }
    response = render(request, "oversight/assessment.html", context)
    if context["running"]:
        response["Refresh"] = "5"
    return response


@for_roles(*MAY_ASK)
@require_POST
def run(request: HttpRequest, scheme: str) -> HttpResponse:
    """Ask for a run."""
    _or_404(scheme)
    asked = request.POST.get("replications", "")
    wanted = int(asked) if asked.isdigit() else commands.FIRST
    made = commands.ask(actor_in(request), scheme=scheme, replications=wanted)
    if made.state == Assessment.State.WAITING:
        run_assessment.defer(number=made.pk)
    return _back(scheme)


@for_roles(*MAY_ASK)
@require_POST
def stop(request: HttpRequest, scheme: str) -> HttpResponse:
    """Stop what is under way."""
    _or_404(scheme)
    commands.stop(actor_in(request), scheme=scheme)
    return _back(scheme)


@public
@require_GET
def report(request: HttpRequest, scheme: str, number: int) -> HttpResponse:
    """A finished report, under its own policy: its one style by hash, no script, nothing from elsewhere."""
    page = queries.page_of(scheme, number)
    if page is None:
        raise Http404
    policy = _POLICY.search(page)
    response = HttpResponse(page)
    own = policy[1] if policy else "default-src 'none'"
    response["Content-Security-Policy"] = (
        f"{own}; frame-ancestors 'none'; sandbox allow-downloads allow-popups"
    )
    return response


def _back(scheme: str) -> HttpResponse:
    response = redirect("service:assessment", scheme)
    response.status_code = 303
    return response


def _or_404(scheme: str) -> queries.Shown:
    shown = queries.one(scheme)
    if shown is None:
        raise Http404
    return shown
