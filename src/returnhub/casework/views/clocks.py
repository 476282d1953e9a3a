"""Every clock by its end: what then happens by itself, who owns it, how it was counted."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework import words
from returnhub.casework.queries import clocks as reads
from returnhub.casework.queries.worklist import COUNTED
from returnhub.pages.fields import Filters
from returnhub.pages.listing import listing


class ClockFilters(Filters):
    """Kinds of clocks."""

    kind = forms.MultipleChoiceField(
        label="Clock",
        choices=[(k, name) for k, (name, _) in words.CLOCKS.items()],
        widget=forms.CheckboxSelectMultiple,
    )


@for_roles(Role.SCREENING, Role.DOCUMENT, Role.AUTHORISING, Role.LAWYER, Role.MONITOR)
def listed(request: HttpRequest) -> HttpResponse:
    """The clocks of the reader's cases, the soonest first; those that ran out stay on top until answered."""
    actor = actor_in(request)
    filters = ClockFilters(request.GET)
    filters.is_valid()
    state = listing(request.path, request.GET, filters)
    when = request.GET.get("when", "all")
    when = when if when in reads.WHEN else "all"
    rows, more = reads.clocks(
        actor, when, filters.cleaned_data.get("kind") or [], request.GET.get("after", "")
    )
    kept = [(k, v) for k, values in state.query.items() for v in values if k != "after"]
    links = [
        {
            "text": text,
            "href": state.address(
                [*(p for p in kept if p[0] != "when"), ("when", "" if name == "all" else name)]
            ),
            "active": name == when,
            "count": f"more than {COUNTED:,}" if count > COUNTED else f"{count:,}",
        }
        for (name, text), count in zip(reads.WHEN.items(), reads.counts(actor).values(), strict=True)
    ]
    return render(
        request,
        "casework/clocks.html",
        {
            "rows": rows,
            "listing": state,
            "filters": filters,
            "lists": links,
            "words": words,
            "after": state.address([*kept, ("after", more)]) if more else "",
            "first": state.address(kept) if request.GET.get("after") else "",
        },
    )
