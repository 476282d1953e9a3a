"""Incidents in lists, their download, and what follows from each kind."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.views.worklist import plain_cell
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.incidents.forms import IncidentFilters
from returnhub.incidents.queries import incidents as reads
from returnhub.incidents.states import TO_REVIEW
from returnhub.incidents.words import KINDS, SEVERITIES, STATUSES, STOPS
from returnhub.pages.listing import Column, Listing, listing

readers = for_roles(
    Role.HUB_MANAGER,
    Role.HOST,
    Role.CLINICIAN,
    Role.ESCORT,
    Role.SCREENING,
    Role.AUTHORISING,
    Role.LAWYER,
    Role.AGREEMENT,
    Role.MONITOR,
    Role.AUDITOR,
)
"""For every role that sees incidents; which ones, `queries.scope` says."""

WHICH = {
    "": "All",
    "unseen": "Not seen yet",
    "review": "To review",
    "overdue": "Overdue",
    "open": "Not closed",
}
MOST_IN_A_FILE = 10_000


@readers
def listed(request: HttpRequest) -> HttpResponse:
    """The incidents that the reader may see, the newest first."""
    actor = actor_in(request)
    filters, state, asked = _asked(request)
    today = timezone.localdate()
    found = reads.listed(actor, asked, today)
    pages = state.pages(found.count())
    columns = [Column(text) for text in ("Incident", "Where", "Happened", "Severity", "Where it stands")]
    context = {
        "listing": state,
        "filters": filters,
        "pages": pages,
        "columns": columns,
        "found": list(found[pages.start : pages.stop]),
        "which": [
            {"text": text, "href": _href(state, name), "active": name == asked.which}
            for name, text in WHICH.items()
        ],
        "kinds": KINDS,
        "severities": SEVERITIES,
        "statuses": STATUSES,
        "to_review": TO_REVIEW,
        "today": today,
        "may_report": "incidents.report" in actor.may,
        "download": reverse("incidents:download")
        + state.address(
            (k, v) for k, values in state.query.items() for v in values if k != "page"
        ).removeprefix(state.path),
    }
    return render(request, "incidents/list.html", context)


@readers
def download(request: HttpRequest) -> HttpResponse:
    """The list with its filters as a spreadsheet's text, without what was said."""
    actor = actor_in(request)
    _, _, asked = _asked(request)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["Incident", "Kind", "Severity", "Status", "Hub", "Case", "Happened", "Reported", "Review by"]
    )
    for one in reads.listed(actor, asked, timezone.localdate())[:MOST_IN_A_FILE]:
        stands = one.standing
        cells = [
            str(one.pk),
            KINDS[stands.kind][0],
            SEVERITIES[stands.severity][0],
            STATUSES[stands.status][0],
            one.hub.name if one.hub else "",
            one.case.reference if one.case else "",
            timezone.localtime(one.happened).isoformat(timespec="minutes"),
            timezone.localtime(one.event.recorded).isoformat(timespec="minutes"),
            stands.review_by.isoformat(),
        ]
        writer.writerow([plain_cell(c) for c in cells])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="incidents.csv"'
    return answer


@readers
def follows(request: HttpRequest) -> HttpResponse:
    """Who is told and what stops, by kind and severity."""
    context = {
        "rows": reads.what_follows(),
        "kinds": KINDS,
        "severities": SEVERITIES,
        "stops": STOPS,
        "statuses": STATUSES,
    }
    return render(request, "incidents/follows.html", context)


def _asked(request: HttpRequest) -> tuple[IncidentFilters, Listing, reads.Asked]:
    filters = IncidentFilters(request.GET, hubs=list(hubs_for(actor_in(request))))
    filters.is_valid()
    chosen: dict[str, Any] = filters.cleaned_data
    which = request.GET.get("which", "")
    asked = reads.Asked(
        which=which if which in WHICH else "",
        kinds=[k for k in [chosen.get("kind", "")] if k],
        severities=chosen.get("severity") or [],
        hub=chosen.get("hub", ""),
        case=chosen.get("case", ""),
    )
    return filters, listing(request.path, request.GET, filters), asked


def _href(state: Listing, which: str) -> str:
    pairs = [(k, v) for k, values in state.query.items() for v in values if k not in ("which", "page")]
    return state.address([*pairs, ("which", which)])
