"""Lists that lead to one person each: decisions, approvals, authority in force, breaches."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.casework.speaking import sentence
from returnhub.casework.views.page import carried_out, key_in
from returnhub.journal.reads import record_read
from returnhub.movements import forms
from returnhub.movements.commands.departures import answer_breach
from returnhub.movements.queries import lists
from returnhub.movements.queries.moves import may_answer
from returnhub.movements.words import CALLED, say
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import Column, listing


def _page(
    request: HttpRequest, title: str, columns: tuple[str, ...], found: Any, row: Any, **more: Any
) -> HttpResponse:
    asked = listing(request.path, request.GET, Filters(request.GET))
    pages = asked.pages(found.count())
    noun = more.pop("noun", ("person", "people"))
    shown = list(found[pages.start : pages.stop])
    names = called(one.case.person_id for one in shown) if more.get("named", True) else {}
    return render(
        request,
        "movements/list.html",
        {
            "title": title,
            "pages": pages,
            "columns": [Column(text) for text in columns],
            "rows": [row(one, names) for one in shown],
            "noun": noun,
            **more,
        },
    )


def _person(one: Any, names: Any, href: str = "") -> dict[str, str]:
    reference = one.case.reference
    return {
        "name": names[one.case.person_id].name if names else "",
        "reference": reference,
        "href": href or reverse("movements:case", kwargs={"reference": reference}),
    }


@for_roles(Role.SCREENING, Role.AUTHORISING)
def decisions(request: HttpRequest) -> HttpResponse:
    """People for whom a hub is proposed and nobody has decided."""
    return _page(
        request,
        "Decisions",
        ("Person", "Proposed since"),
        lists.waiting_for_decision(actor_in(request)),
        lambda one, names: (_person(one, names), [one.since]),
        order="who waits longest first",
        nothing="No proposal waits for a decision.",
    )


@for_roles(Role.AUTHORISING)
def approvals(request: HttpRequest) -> HttpResponse:
    """Decisions that wait for another person's approval; the reader's own are named as such."""
    actor = actor_in(request)

    def row(one: Any, names: Any) -> tuple[Any, list[Any]]:
        href = reverse("movements:approval", kwargs={"reference": one.case.reference, "number": one.pk})
        whose = "you, so another person must approve" if one.by_id == actor.id else one.by.name
        return _person(one, names, href), [CALLED[one.way].name, one.event.recorded, whose]

    return _page(
        request,
        "Approvals",
        ("Person", "Way", "Decided", "Decided by"),
        lists.waiting_for_approval(actor),
        row,
        order="the oldest decision first",
        nothing="No decision waits for an approval.",
    )


@for_roles(Role.SCREENING, Role.AUTHORISING, Role.MONITOR)
def transfers(request: HttpRequest) -> HttpResponse:
    """Authority that is in force, the one that ends first on top."""
    return _page(
        request,
        "Authority in force",
        ("Person", "Way", "Authority until", "Given by"),
        lists.authorities_in_force(actor_in(request)),
        lambda one, names: (_person(one, names), [CALLED[one.way].name, one.valid_until, one.by.name]),
        order="the authority that ends first on top",
        nothing="Nobody has authority to depart or to return onward now.",
        also={"text": "Transfers, on which they get a seat one by one", "href": reverse("transfers:list")},
    )


@for_roles(Role.AGREEMENT, Role.MONITOR, Role.AUDITOR)
def breaches(request: HttpRequest) -> HttpResponse:
    """Departures that happened without authority: by reference, without names."""
    return _page(
        request,
        "Breaches",
        ("Case", "Way", "Happened", "Recorded", "State"),
        lists.breaches(actor_in(request)),
        lambda one, names: (
            _person(one, {}, reverse("movements:breach", kwargs={"number": one.pk})),
            [CALLED[one.way].name, one.at, one.event.recorded, "Answered" if one.ended_id else "Open"],
        ),
        named=False,
        noun=("breach", "breaches"),
        order="the newest first",
        nothing="No departure without authority was recorded.",
    )


@for_roles(Role.AGREEMENT, Role.MONITOR, Role.AUDITOR)
def breach(request: HttpRequest, number: int) -> HttpResponse:
    """One breach: what was against the move, what followed, and what was done about it."""
    actor = actor_in(request)
    found = lists.breach_of(actor, number)
    if found is None:
        raise Http404
    may = may_answer(actor) and found.answer is None
    form = forms.AnswerForm(request.POST or None)
    key = key_in(request)
    if request.method == "POST" and not may:
        raise Http404
    answer = carried_out(
        request,
        form,
        lambda: answer_breach(actor, breach=number, says=form.cleaned_data["says"], key=key),
        "The answer was recorded.",
        request.path,
        say,
    )
    if answer is not None:
        return answer
    record_read(actor, found.breach.case_id, "breach")
    case = found.breach.case
    return render(
        request,
        "movements/breach.html",
        {
            "title": f"Breach in {case.reference}",
            "breach": found.breach,
            "case": case,
            "may_open": actor.role in CASE_READERS,
            "answer": found.answer,
            "words": CALLED[found.breach.way],
            "against": [
                sentence(case.scheme, a["code"], a["what"], a["detail"]) for a in found.breach.against
            ],
            "form": form,
            "may_answer": may,
            "key": key,
            "errors": errors_of(form),
        },
        status=422 if form.errors else 200,
    )
