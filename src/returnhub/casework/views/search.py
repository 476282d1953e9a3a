"""Search: one box, within the reader's cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from returnhub.accounts.scope import actor_in
from returnhub.casework.queries.search import MOST, search
from returnhub.casework.views.page import readers


@readers
def people(request: HttpRequest) -> HttpResponse:
    """Who answers to a reference, a document's number or a name, and why each does."""
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    found = search(actor_in(request), typed) if typed else []
    return render(request, "casework/search.html", {"typed": typed, "found": found, "most": MOST})
