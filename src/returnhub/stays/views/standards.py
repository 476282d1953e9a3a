"""Standards of a hub by month, and the form of a day."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.views.page import carried_out, key_in
from returnhub.charts import Bar, Chart, Measure, Words, bars
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import Column, listing
from returnhub.stays.commands.standards import record_day
from returnhub.stays.forms import DayForm
from returnhub.stays.queries.standards import (
    SILENT_WEEKS,
    STANDARDS,
    Month,
    Standard,
    months,
    watched,
)
from returnhub.stays.words import say

WATCH = (Role.HUB_MANAGER, Role.MONITOR, Role.AUDITOR, Role.AGREEMENT)


@for_roles(*WATCH)
def overview(request: HttpRequest) -> HttpResponse:
    """The hubs whose standards the reader may see; a hub's manager is led to their own."""
    actor = actor_in(request)
    today = timezone.localdate()
    asked = listing(request.path, request.GET, Filters(request.GET))
    found = hubs_for(actor)
    pages = asked.pages(found.count())
    rows = watched(found[pages.start : pages.stop], today)
    columns = ("Hub", "People", "Last contact with a lawyer", "Overdue", "Without custody on record")
    context = {
        "title": "Standards of hubs",
        "pages": pages,
        "rows": rows,
        "columns": [Column(text) for text in columns],
    }
    return render(request, "stays/hubs.html", context)


@for_roles(*WATCH)
def hub(request: HttpRequest, number: int) -> HttpResponse:
    """One hub, month by month, each measure beside its threshold."""
    found = hubs_for(actor_in(request)).filter(pk=number).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    shown = months(found, today)
    return render(
        request,
        "stays/standards.html",
        {
            "title": f"Standards in {found.name}",
            "hub": found,
            "months": shown,
            "charts": [(s, _chart(s, shown), _met(s, shown)) for s in STANDARDS],
            "silence": watched([found], today)[0].silence,
            "silent_weeks": SILENT_WEEKS,
            "may_record": "stays.record_day" in actor_in(request).may,
        },
    )


@for_roles(Role.HUB_MANAGER)
def record(request: HttpRequest) -> HttpResponse:
    """What the hub offered on a day."""
    actor = actor_in(request)
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()})
    key = key_in(request)

    def run() -> object:
        data = form.cleaned_data
        return record_day(
            actor,
            hub=actor.hub,
            on=data["on"],
            health_staff=data["health_staff"],
            outdoor_hours=data["outdoor_hours"],
            telephone=data["telephone"] == "yes",
            key=key,
        )

    answer = carried_out(request, form, run, "The day was recorded.", reverse("stays:day"), say)
    if answer is not None:
        return answer
    context = {"title": "Record a day of the hub", "form": form, "errors": errors_of(form), "key": key}
    return render(request, "stays/record_day.html", context, status=422 if form.errors else 200)


def _chart(standard: Standard, shown: list[Month]) -> Chart | None:
    """Bars of the months that have a record; the table beside it names the others too."""
    found = ((m, m.values[standard.id]) for m in shown)
    rows = tuple(Bar(f"{m.first:%B %Y}", round(v, 1)) for m, v in found if v is not None)
    least = Bar(f"The threshold: {standard.at_least}", standard.least)
    words = Words(
        title=standard.title,
        subtitle=f"{standard.says}. At the least {standard.at_least}.",
        leaves_out="Months without a record have no bar.",
        source=f"{standard.source} ({standard.confidence}).",
    )
    if not rows:
        return None
    return bars(f"standard-{standard.id}", words, (least, *rows), Measure.PLAIN, counted=True)


def _met(standard: Standard, shown: list[Month]) -> list[tuple[Month, float | None, str]]:
    """Each month with its measure, and whether it meets its threshold: met, not_met or missing."""
    return [
        (m, v, "missing" if v is None else "met" if v >= standard.least else "not_met")
        for m in reversed(shown)
        for v in (m.values[standard.id],)
    ]
