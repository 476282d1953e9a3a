"""Counts of people by stage and verdict, without names, small ones withheld: as a page and as CSV alike."""

from __future__ import annotations

import csv
import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.models import Scheme
from returnhub.agreements.queries.schemes import schemes
from returnhub.oversight.queries.figures import by_stage_and_verdict
from returnhub.oversight.small_counts import LEAST, SMALL, WITHHELD

COLUMNS = ("Conditions hold", "Unknown", "Barred")


@for_roles(Role.ANALYST)
def listed(request: HttpRequest) -> HttpResponse:
    """The table of each scheme that the analyst's role reaches."""
    tables = [(s, by_stage_and_verdict(s.pk, s.procedure)) for s in schemes(actor_in(request))]
    context = {"tables": tables, "columns": COLUMNS, "least": LEAST, "small": SMALL, "withheld": WITHHELD}
    return render(request, "oversight/figures.html", context)


@for_roles(Role.ANALYST)
def download(request: HttpRequest, scheme: str) -> HttpResponse:
    """The same table as CSV."""
    found: Scheme | None = schemes(actor_in(request)).filter(pk=scheme).first()
    if found is None:
        raise Http404
    shown = by_stage_and_verdict(found.pk, found.procedure)
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Stage", *COLUMNS, "All"])
    rows.writerows([row.name, *row.cells, row.total] for row in shown.rows)
    rows.writerow(["All stages", "", "", "", shown.total])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}-people-by-stage.csv"'
    return answer
