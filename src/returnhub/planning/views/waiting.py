"""The waiting list, as a page and as a spreadsheet's text, and a hub's forecast."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from markupsafe import Markup

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.queries.schemes import folder, schemes
from returnhub.casework.views.worklist import plain_cell
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.pages.listing import Column, listing
from returnhub.planning.forms import SchemeFilter
from returnhub.planning.queries.forecast import forecast_of
from returnhub.planning.queries.waiting import rows_of, turns
from returnhub.planning.views.chart import chart_of, table_of
from returnhub.scheme.suitability import Order

MOST_IN_A_FILE = 10_000


@for_roles(Role.SCREENING, Role.AUTHORISING)
def waiting(request: HttpRequest) -> HttpResponse:
    """Who waits for a place, in the scheme's order; nobody is scored."""
    asked = _asked(request)
    if asked is None:
        return render(request, "casework/no_scheme.html", {})
    scheme, state, filters = asked
    today = timezone.localdate()
    every = turns(actor_in(request), scheme, today)
    pages = state.pages(len(every))
    described = folder(scheme)
    context = {
        "rows": rows_of(scheme, every[pages.start : pages.stop], pages.start, today),
        "pages": pages,
        "listing": state,
        "filters": filters,
        "order": (described.placement.order if described else Order.LONGEST_READY).value,
        "says": described.placement.says if described else "",
        "download": f"{request.path}download/?scheme={scheme}",
        "columns": [
            Column("Turn", number=True),
            Column("Person"),
            Column("Ready since"),
            Column("Needs"),
            Column("Places free today that suit", number=True),
        ],
    }
    return render(request, "planning/waiting.html", context)


@for_roles(Role.SCREENING, Role.AUTHORISING)
def download(request: HttpRequest) -> HttpResponse:
    """The list as a spreadsheet's text, up to 10,000 people; says so where it was cut."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Turn", "Reference", "Name", "Ready since", "Needs", "Places free today that suit"])
    asked = _asked(request)
    if asked is not None:
        today = timezone.localdate()
        every = turns(actor_in(request), asked[0], today)
        for row in rows_of(asked[0], every[:MOST_IN_A_FILE], 0, today):
            since = row.ready_on.isoformat() if row.ready_on else "not known"
            cells = [
                str(row.position),
                row.reference,
                row.name,
                since,
                "; ".join(row.needs),
                str(row.suit),
            ]
            writer.writerow([plain_cell(cell) for cell in cells])
        if len(every) > MOST_IN_A_FILE:
            writer.writerow([f"Cut at {MOST_IN_A_FILE:,} people."])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="waiting-list.csv"'
    return answer


def _asked(request: HttpRequest):
    known = [(s.pk, s.title) for s in schemes(actor_in(request))]
    if not known:
        return None
    filters = SchemeFilter(request.GET, schemes=known)
    chosen = request.GET.get("scheme", "")
    return (
        chosen if chosen in dict(known) else known[0][0],
        listing(request.path, request.GET, filters),
        filters,
    )


@for_roles(
    Role.HUB_MANAGER,
    Role.HOST,
    Role.SCREENING,
    Role.AUTHORISING,
    Role.AGREEMENT,
    Role.MONITOR,
    Role.AUDITOR,
)
def forecast(request: HttpRequest, number: int) -> HttpResponse:
    """How many people a hub will hold in the next 26 weeks: by the limit, and as a band."""
    hub = hubs_for(actor_in(request)).filter(pk=number).first()
    if hub is None:
        raise Http404
    found = forecast_of(hub, timezone.localdate())
    chart = chart_of(found)
    context = {
        "hub": hub,
        "forecast": found,
        # the charts escape what they are given
        "chart": Markup(chart.svg) if chart else "",
        "rows": table_of(found),
    }
    return render(request, "planning/forecast.html", context)
