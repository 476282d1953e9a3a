"""Lists that lead to one person each: returns, documents, decisions due, follow-ups, a counsellor's desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.words import clock_event, owner
from returnhub.onward import words
from returnhub.onward.queries import lists
from returnhub.onward.queries.follow_up import figures
from returnhub.onward.views.case import OTHERS
from returnhub.packets.queries.host import names_for
from returnhub.pages.fields import Filters
from returnhub.pages.listing import Column, listing

WORKS = (Role.SCREENING, Role.DOCUMENT, Role.AUTHORISING, Role.LAWYER, Role.MONITOR, Role.AUDITOR)
FIGURES = (
    "Date",
    "People",
    "Arrived",
    "Contacted",
    "Unreachable",
    "Came again",
    "Not asked",
    "Not asked yet",
)


def _page(
    request: HttpRequest, title: str, columns: tuple[str, ...], found: Any, rows: Any, **more: Any
) -> HttpResponse:
    """One page of a list: `rows(shown)` gives for each row its case and its cells."""
    asked = listing(request.path, request.GET, Filters(request.GET))
    pages = asked.pages(found.count())
    made = rows(list(found[pages.start : pages.stop]))
    actor = actor_in(request)
    names = names_for(actor, {case.pk: case.person_id for case, _ in made})
    file = actor.role in CASE_READERS
    page = "onward:case" if file else "onward:person"
    shared: dict[str, Any] = {"noun": ("person", "people"), "says": "", "figures": (), "links": ()}
    return render(
        request,
        "onward/list.html",
        {
            **shared,
            "title": title,
            "pages": pages,
            "columns": [Column(text) for text in columns],
            "rows": [
                (
                    {
                        "name": names[case.pk],
                        "reference": case.reference,
                        "href": reverse(page, kwargs={"reference": case.reference}),
                    },
                    cells,
                )
                for case, cells in made
            ],
            **more,
        },
    )


@for_roles(*WORKS)
def returns(request: HttpRequest) -> HttpResponse:
    """People in a hub, and which steps of an onward return were taken for each."""

    def rows(shown: list[Any]) -> list[tuple[Any, list[Any]]]:
        steps = lists.steps_of(one.case_id for one in shown)
        made: list[tuple[Any, list[Any]]] = []
        for one in shown:
            risk, until, decided, planned = steps[one.case_id]
            made.append(
                (
                    one.case,
                    [
                        one.stage.capitalize(),
                        words.RISK.get(risk, "Not checked"),
                        until or "No document",
                        "Decided" if decided else "Not decided",
                        planned or "No day planned",
                    ],
                )
            )
        return made

    return _page(
        request,
        "Onward return",
        ("Person", "Stage", "Risks of return", "Document until", "Decision", "Planned"),
        lists.in_hubs(actor_in(request)),
        rows,
        order="who has been there longest first",
        nothing="Nobody is in a hub now.",
    )


@for_roles(Role.SCREENING, Role.DOCUMENT, Role.AUTHORISING, Role.MONITOR, Role.AUDITOR)
def documents(request: HttpRequest) -> HttpResponse:
    """Requests that are open and documents that stand, with the alerts that nobody has answered."""

    def rows(shown: list[Any]) -> list[tuple[Any, list[Any]]]:
        numbers = [case.pk for case in shown]
        papers, alerts = lists.papers_of(numbers), lists.alerts_of(numbers, timezone.localdate())
        made: list[tuple[Any, list[Any]]] = []
        for case in shown:
            asked, issued = papers[case.pk]
            found = "; ".join(words.ALERTS[a.kind] for a in alerts.get(case.pk, ()))
            made.append(
                (
                    case,
                    [
                        f"{asked.consulate}, asked on {asked.asked_on:%-d %B %Y}" if asked else "Not asked",
                        issued.valid_until if issued else "No document",
                        found or "None",
                    ],
                )
            )
        return made

    return _page(
        request,
        "Travel documents",
        ("Person", "Consulate", "Document until", "Alerts without an answer"),
        lists.documents(actor_in(request)),
        rows,
        order="the newest case first",
        nothing="No consulate is asked, and no document stands.",
    )


@for_roles(*WORKS, Role.HOST)
def decisions(request: HttpRequest) -> HttpResponse:
    """Decisions that lead on or back and are due, with their owner."""
    return _page(
        request,
        "Decisions on or back",
        ("Person", "What is due", "By", "Who decides"),
        lists.decisions_due(actor_in(request)),
        lambda shown: [
            (
                one.case,
                [
                    clock_event(one.kind),
                    one.ends_on,
                    owner(one.owner).capitalize() + (", overdue" if one.ran_out_id else ""),
                ],
            )
            for one in shown
        ],
        noun=("decision", "decisions"),
        order="the one that is due first on top",
        nothing="No decision is due.",
    )


@for_roles(Role.COUNSELLOR, Role.DOCUMENT, Role.MONITOR, Role.AUDITOR)
def follow_ups(request: HttpRequest) -> HttpResponse:
    """People who returned: whom to ask after next, and how asking ended so far."""
    actor = actor_in(request)
    return _page(
        request,
        "After departure",
        ("Person", "Next date", "State"),
        lists.to_ask_after(actor),
        lambda shown: [
            (one.case, [one.ends_on, "Overdue" if one.ran_out_id else "To come"]) for one in shown
        ],
        order="the earliest date first",
        nothing="Nobody is to be asked after now.",
        figures=figures(actor),
        figure_columns=[Column(text, number=n > 0) for n, text in enumerate(FIGURES)],
    )


@for_roles(Role.COUNSELLOR)
def desk(request: HttpRequest) -> HttpResponse:
    """People who asked to return with support, the oldest first."""
    return _page(
        request,
        "Voluntary return",
        ("Person", "Asked by", "Asked", "Language"),
        lists.applications(actor_in(request)),
        lambda shown: [
            (
                one.case,
                [words.ASKED_BY[one.asked_by].capitalize(), one.asked_on, one.get_language_display()],
            )
            for one in shown
        ],
        order="who asked first on top",
        nothing="Nobody has asked to return.",
        says="People may ask at any stage, and withdraw on any day.",
        links=[{"text": "People in hubs", "href": reverse("onward:people")}],
    )


@for_roles(*OTHERS)
def people(request: HttpRequest) -> HttpResponse:
    """People who live in a hub: in one's own, or for a counsellor in any of the schemes."""
    return _page(
        request,
        "People in hubs",
        ("Person", "Hub", "Since", "Stage"),
        lists.people_in_hubs(actor_in(request)),
        lambda shown: [
            (
                one.case,
                [one.hub.name, timezone.localdate(one.arrived_at), one.case.standing.stage.capitalize()],
            )
            for one in shown
        ],
        order="by hub, who arrived first on top",
        nothing="Nobody lives in a hub now.",
        says="Open a person to record what they ask for, a claim, or new evidence.",
    )
