"""The hub board: places by unit and room over weeks or days, and what one day brings."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.hubs.forms.board import BoardFilters
from returnhub.hubs.models import Hub
from returnhub.hubs.queries import board as reads
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.hubs.views.board_rows import Names, rows_html
from returnhub.journal.actor import Actor
from returnhub.pages.listing import Column, listing

READERS = (
    Role.HUB_MANAGER,
    Role.HOST,
    Role.SCREENING,
    Role.AUTHORISING,
    Role.AGREEMENT,
    Role.MONITOR,
    Role.AUDITOR,
)
SEE_PEOPLE = frozenset({Role.HUB_MANAGER, Role.SCREENING, Role.AUTHORISING, Role.MONITOR})
"""Roles that see on the board who has a place; the others see that somebody has."""


@for_roles(*READERS)
def boards(request: HttpRequest) -> HttpResponse:
    """The hubs of the reader, each with its board; the board itself where there is one."""
    found = list(hubs_for(actor_in(request)))
    if len(found) == 1:
        return board(request, found[0].pk)
    return render(request, "hubs/boards.html", {"hubs": found})


@for_roles(*READERS)
def board(request: HttpRequest, number: int) -> HttpResponse:
    """One hub's places over 26 weeks or 28 days."""
    actor = actor_in(request)
    hub = _hub(actor, number)
    today = timezone.localdate()
    by_day = request.GET.get("by") == "days"
    first = _date(request.GET.get("from", "")) or (
        today if by_day else today - dt.timedelta(days=today.weekday())
    )
    wanted = reads.Wanted(
        frozenset(int(u) for u in request.GET.getlist("unit") if u.isascii() and u.isdigit() and len(u) < 19),
        frozenset(request.GET.getlist("like")) & frozenset(reads.LIKE),
        "yes" in request.GET.getlist("free"),
    )
    shown = reads.board(hub, first, today, wanted, by_day=by_day)
    filters = BoardFilters(request.GET, units=shown.units)
    state = listing(request.path, request.GET, filters)
    names = _names(actor, shown.people)
    span = (shown.columns[-1] - first) + dt.timedelta(days=shown.step)
    context = {
        "hub": hub,
        "board": shown,
        "by_day": by_day,
        "listing": state,
        "filters": filters,
        "rows": rows_html(shown, names),
        "without": [names.of(s) for s in shown.without],
        "names": names,
        "before": _at(request, first - span, by_day=by_day),
        "after": _at(request, first + span, by_day=by_day),
        "other_way": _at(request, None, by_day=not by_day),
        "today": today,
        "last": shown.columns[-1] + dt.timedelta(days=shown.step - 1),
        "units": [(n, name) for n, name in shown.units.items() if any(r.unit == n for r in shown.rows)],
    }
    return render(request, "hubs/board.html", context)


@for_roles(*READERS)
def board_day(request: HttpRequest, number: int, on: str) -> HttpResponse:
    """What one day brings: who arrives, who leaves, who is expected, which held places lapse."""
    actor = actor_in(request)
    hub = _hub(actor, number)
    when = _date(on)
    if when is None:
        raise Http404
    found = reads.day(hub, when)
    names = _names(
        actor,
        {
            s.person
            for spans in (found.arrives, found.leaves, found.expected, found.lapses)
            for s in spans
            if s.person is not None
        },
    )
    one = dt.timedelta(days=1)
    return render(
        request,
        "hubs/board_day.html",
        {
            "hub": hub,
            "on": when,
            "day": found,
            "names": names,
            "before": reverse("hubs:board_day", args=[number, (when - one).isoformat()]),
            "after": reverse("hubs:board_day", args=[number, (when + one).isoformat()]),
            "lists": [
                ("Arrived", found.arrives, "Nobody arrived."),
                (
                    "Expected: a place is held from this day",
                    found.expected,
                    "Nobody is expected first on this day.",
                ),
                ("Last day of the stay", found.leaves, "Nobody's stay ends."),
                ("Held places that lapse after this day", found.lapses, "No held place lapses."),
            ],
            "columns": [Column("Person"), Column("From"), Column("Until")],
        },
    )


def _hub(actor: Actor, number: int) -> Hub:
    found = hubs_for(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _names(actor: Actor, people: set[int]) -> Names:
    """How people are called, for a role that sees them; links for one that opens their file."""
    if actor.role not in SEE_PEOPLE:
        return Names({}, seen=False, links=False)
    found = called(people)
    return Names({n: found[n].name for n in found}, seen=True, links=Role(actor.role) in CASE_READERS)


def _date(text: str) -> dt.date | None:
    """A day as an address has it; none for what is no day, or none that a board could show."""
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None


def _at(request: HttpRequest, first: dt.date | None, *, by_day: bool) -> str:
    query = request.GET.copy()
    for name in ("from", "by"):
        query.pop(name, None)
    if by_day:
        query["by"] = "days"
    if first is not None:
        query["from"] = first.isoformat()
    return f"{request.path}?{query.urlencode()}" if query else request.path
