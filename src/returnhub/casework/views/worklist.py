"""The worklist, its download and who works on what."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.commands.cases import assign as assign_one
from returnhub.casework.forms.worklist import AssignForm, WorklistFilters
from returnhub.casework.queries import worklist as reads
from returnhub.casework.views.page import done, readers
from returnhub.casework.words import clock_event
from returnhub.journal.actor import Actor
from returnhub.pages.listing import Column, Listing, listing
from returnhub.procedure import PROCEDURES

TITLES = {
    Role.REFERRING: "My referrals",
    Role.LAWYER: "My clients",
    Role.MONITOR: "People",
    Role.AUDITOR: "People",
}
WORK_ON_CASES = (Role.SCREENING, Role.AUTHORISING, Role.DOCUMENT)
"""Roles that a case is assigned to: the others have no list of their own."""
SORTED = {
    "clock": "soonest clock first",
    "-clock": "latest clock first",
    "stage": "by stage",
    "-stage": "by stage, backwards",
    "verdict": "by verdict",
    "-verdict": "by verdict, backwards",
}


@readers
def listed(request: HttpRequest) -> HttpResponse:
    """Who is due, soonest clock first."""
    actor = actor_in(request)
    asked, filters, state = _asked(request, actor)
    if asked is None:
        return render(request, "casework/no_scheme.html", {})
    page = reads.page(actor, asked)
    counts = reads.counts(actor, asked)
    filtered = bool(state.chosen)
    total = reads.total(actor, asked) if filtered else counts[asked.which]
    may_assign = "casework.assign" in actor.may
    people = _people(filters)
    columns = [
        Column("Person"),
        Column("What is needed", state.sort("verdict", asked.sort)),
        Column("Stage", state.sort("stage", asked.sort)),
        Column("Clock", state.sort("clock", asked.sort)),
        Column("Who"),
        *([Column("Choose")] if may_assign else []),
    ]
    return render(
        request,
        "casework/worklist.html",
        {
            "title": TITLES.get(Role(actor.role), "Worklist"),
            "listing": state,
            "filters": filters,
            "lists": [
                _list_link(state, which, text, counts[which], asked.which)
                for which, text in reads.LISTS.items()
                if which != "mine" or actor.role in WORK_ON_CASES
            ],
            "rows": page.rows,
            "columns": columns,
            "said": f"{_counted(total)}, {SORTED[asked.sort]}",
            "total": total,
            "filtered": filtered,
            "which": asked.which,
            "soon": counts["soon"],
            "before": _href(state, before=page.before) if page.before else "",
            "after": _href(state, after=page.after) if page.after else "",
            "first": _href(state) if asked.after or asked.before else "",
            "download": reverse("casework:worklist_download")
            + state.address(state._pairs()).removeprefix(state.path),
            "may_assign": may_assign,
            "people": people,
            "here": request.get_full_path(),
            "clock_event": clock_event,
        },
    )


@readers
def download(request: HttpRequest) -> HttpResponse:
    """The list with its filters as a spreadsheet's text, up to 10,000 people; says so where it was cut."""
    actor = actor_in(request)
    asked, _, _ = _asked(request, actor)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        ["Reference", "Name", "What is needed", "From whom", "Stage", "Verdict", "Clock", "Ends on", "Who"]
    )
    if asked is not None:
        page = reads.page(actor, replace(asked, after="", before=""), reads.MOST_IN_A_FILE)
        for row in page.rows:
            ends = row.ends_on.isoformat() if row.ends_on else ""
            clock = clock_event(row.clock) if row.clock else ""
            cells = [
                row.reference,
                row.name,
                row.need,
                row.whom,
                row.stage,
                row.verdict,
                clock,
                ends,
                row.who,
            ]
            writer.writerow([plain_cell(c) for c in cells])
        if page.after:
            writer.writerow([f"Cut at {reads.MOST_IN_A_FILE:,} people. Choose more filters for the rest."])
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="worklist.csv"'
    return answer


def plain_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> plain_cell("=1+1"), plain_cell("Amal")
    ("'=1+1", 'Amal')
    """
    return (
        f"'{text}"
        if text.lstrip()[:1] in ("=", "+", "-", "@", "\t", "\r") or text[:1] in ("\t", "\r")
        else text
    )


@for_roles(Role.SCREENING, Role.AUTHORISING)
@require_POST
def assign(request: HttpRequest) -> HttpResponse:
    """Assign the people chosen; each is an event of its own."""
    actor = actor_in(request)
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = reverse("casework:worklist")
    people = reads.colleagues(actor)
    form = AssignForm(request.POST, people=people)
    if not form.is_valid():
        messages.error(request, "Nobody was assigned. Choose people on the list, and whom to assign them to.")
        return redirect(back)
    chosen, to = form.cleaned_data["cases"], form.cleaned_data["to"]
    # one order of locks, so that two who assign the same people do not wait for each other
    for number in sorted(set(chosen)):
        assign_one(actor, case=number, to=to)
    who = dict(people)[to]
    said = "1 person was" if len(chosen) == 1 else f"{len(chosen)} people were"
    return done(request, f"{said} assigned to {who}.", back)


def _asked(
    request: HttpRequest, actor: Actor
) -> tuple[reads.Asked | None, WorklistFilters | None, Listing | None]:
    schemes = reads.schemes(actor)
    if not schemes:
        return None, None, None
    wanted = request.GET.get("scheme", "")
    scheme = next((s for s in schemes if s.pk == wanted), schemes[0])
    filters = WorklistFilters(
        request.GET,
        procedure=scheme.procedure if scheme.procedure in PROCEDURES else "return_hub",
        schemes=[(s.pk, s.title) for s in schemes],
        people=reads.colleagues(actor),
    )
    filters.is_valid()
    chosen = {name: filters.cleaned_data.get(name) or [] for name in ("verdict", "clock", "custody")}
    state = listing(request.path, request.GET, filters)
    which = request.GET.get("list", "team")
    asked = reads.Asked(
        scheme=scheme.pk,
        which=which if which in reads.LISTS else "team",
        stages=[s for s in [filters.cleaned_data.get("stage", "")] if s],
        verdicts=chosen["verdict"],
        clocks=chosen["clock"],
        custody=chosen["custody"],
        assigned=[a for a in [filters.cleaned_data.get("assigned", "")] if a],
        sort=state.sort_key(["clock", "stage", "verdict"]),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    return asked, filters, state


def _people(filters: WorklistFilters) -> list[tuple[str, str]]:
    return [(value, text) for value, text in filters.fields["assigned"].choices if value.isdigit()]


def _href(state: Listing, after: str = "", before: str = "") -> str:
    pairs = [(k, v) for k, values in state.query.items() for v in values if k not in ("after", "before")]
    return state.address([*pairs, ("after", after), ("before", before)])


def _list_link(state: Listing, which: str, text: str, count: int, now: str) -> dict[str, object]:
    pairs = [
        (k, v) for k, values in state.query.items() for v in values if k not in ("list", "after", "before")
    ]
    href = state.address([*pairs, ("list", which if which != "team" else "")])
    capped = f"more than {reads.COUNTED:,}" if count > reads.COUNTED else f"{count:,}"
    return {"text": text, "href": href, "active": which == now, "count": capped}


def _counted(total: int) -> str:
    if total > reads.COUNTED:
        return f"More than {reads.COUNTED:,} people"
    return "1 person" if total == 1 else f"{total:,} people"
