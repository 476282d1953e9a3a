"""The list of transfers, and planning: new, changed, cancelled, its crew, the monitor's seat, its people."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import case_of
from returnhub.casework.views.page import carried_out, key_in
from returnhub.movements.forms import ReasonForm
from returnhub.pages.listing import Column, listing
from returnhub.transfers import forms
from returnhub.transfers.commands import seats, transfers
from returnhub.transfers.queries.calendar import as_calendar, in_calendar
from returnhub.transfers.queries.manifest import family_without_a_seat
from returnhub.transfers.queries.people import people_on, waiting_for_a_seat
from returnhub.transfers.queries.transfers import (
    TransferFile,
    escort_choices,
    hub_choices,
    listed,
    unanswered_seats,
)
from returnhub.transfers.views.page import address, ask, opened, planners, readers, show

NOTHING = {
    "to_come": "No transfer is planned, and none is on the way.",
    "left": "No transfer has left yet.",
    "cancelled": "No transfer was cancelled.",
}


@readers
def transfers_list(request: HttpRequest) -> HttpResponse:
    """Transfers that the reader works with: to come, left, or cancelled."""
    actor = actor_in(request)
    filters = forms.ListFilters({"when": "to_come", **request.GET.dict()})
    when = filters.cleaned_data["when"] if filters.is_valid() else "to_come"
    found = listed(actor, when)
    asked = listing(request.path, request.GET, filters)
    pages = asked.pages(found.count())
    return show(
        request,
        "list",
        "Transfers",
        listing=asked,
        filters=filters,
        pages=pages,
        plans=list(found[pages.start : pages.stop]),
        columns=[Column(text) for text in ("Transfer", "Way", "Hub", "Departs")]
        + [Column("People", number=True)],
        nothing=NOTHING.get(when, NOTHING["to_come"]),
        may_plan="transfers.plan" in actor.may,
        may_review="transfers.review_force" in actor.may,
        offered=unanswered_seats(actor) if actor.role == Role.MONITOR else 0,
        authorities=actor.role in (Role.SCREENING, Role.AUTHORISING, Role.MONITOR),
    )


@readers
def calendar(request: HttpRequest) -> HttpResponse:
    """The reader's transfers as a calendar file."""
    plans = in_calendar(actor_in(request), timezone.now())
    answer = HttpResponse(as_calendar(plans), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="transfers.ics"'
    return answer


@planners
def new(request: HttpRequest) -> HttpResponse:
    """Plan a transfer."""
    actor = actor_in(request)
    form = forms.NewForm(request.POST or None, choices={"hub": hub_choices(actor)})
    key = key_in(request)
    made: list[int] = []

    def run() -> None:
        data = form.cleaned_data
        made.append(
            transfers.plan_transfer(
                actor, hub=data["hub"], way=data["way"], planned=form.planned(), key=key
            ).pk
        )

    answer = carried_out(request, form, run, "The transfer was planned. Nobody is on it yet.", "")
    if answer is not None:
        answer["Location"] = address("transfer", made[0])
        return answer
    says = (
        "The monitor's seat is kept on every transfer. People come on it one by one, by their authority.",
    )
    return ask(
        request, form, "Plan a transfer", "Plan the transfer", reverse("transfers:list"), key=key, says=says
    )


@readers
def transfer(request: HttpRequest, number: int) -> HttpResponse:
    """One transfer: its plan, crew, seats left, everybody on it, and what the reader may do."""
    actor = actor_in(request)
    file = opened(request, number)
    people = people_on(actor, file.transfer, file.plan, timezone.localdate())
    return show(
        request,
        "transfer",
        f"Transfer {file.plan.name}",
        file=file,
        people=people,
        acts=_acts(request, file),
        may_open=actor.role != Role.DOCUMENT,
        may_unseat="transfers.end_seat" in actor.may and file.to_come,
        may_end_crew="transfers.end_crew" in actor.may and file.to_come,
    )


def _acts(request: HttpRequest, file: TransferFile) -> list[dict[str, str]]:
    may = actor_in(request).may
    doings = (
        ("transfers.give_seat", "Add a person", "people", True),
        ("transfers.add_crew", "Name somebody who goes along", "crew", True),
        ("transfers.answer_monitors_seat", "Take or decline the monitor's seat", "monitor", True),
        ("transfers.change", "Change the plan", "change", True),
        ("transfers.cancel", "Cancel the transfer", "cancel", True),
    )
    acts = [
        {"text": text, "href": address(page, file.transfer.pk)}
        for verb, text, page, to_come in doings
        if verb in may and (file.to_come or not to_come)
    ]
    pages = [("Manifest", "manifest")]
    if actor_in(request).role != Role.DOCUMENT:
        pages.append(("Day of travel", "day"))
    return [{"text": text, "href": address(page, file.transfer.pk)} for text, page in pages] + acts


@planners
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change the plan."""
    file, key = opened(request, number), key_in(request)
    form = forms.ChangeForm(request.POST or None, initial=forms.initial_of(file.plan))

    def run() -> None:
        transfers.change_plan(
            actor_in(request),
            transfer=number,
            planned=form.planned(),
            reason=form.cleaned_data["reason"],
            key=key,
        )

    href = address("transfer", number)
    return carried_out(request, form, run, "The plan was changed. Issue the manifest anew.", href) or ask(
        request, form, f"Change transfer {file.plan.name}", "Save the change", href, key=key
    )


@planners
def cancel(request: HttpRequest, number: int) -> HttpResponse:
    """Cancel a transfer, with a reason."""
    file, key = opened(request, number), key_in(request)
    form = ReasonForm(request.POST or None)
    href = address("transfer", number)

    def run() -> None:
        transfers.cancel(actor_in(request), transfer=number, reason=form.cleaned_data["reason"], key=key)

    says = ("Everybody on it loses the seat. Authority stays, and each may have a seat on another transfer.",)
    return carried_out(request, form, run, "The transfer was cancelled.", href) or ask(
        request, form, f"Cancel transfer {file.plan.name}", "Cancel the transfer", href, key=key, says=says
    )


@planners
def crew(request: HttpRequest, number: int) -> HttpResponse:
    """Name an escort, a medic or an interpreter."""
    file, key = opened(request, number), key_in(request)
    choices = {"user": [("", "Choose an escort"), *escort_choices(file)]}
    form = forms.CrewForm(request.POST or None, choices=choices)
    href = address("transfer", number)

    def run() -> None:
        transfers.add_crew(actor_in(request), transfer=number, key=key, **form.cleaned_data)

    return carried_out(request, form, run, "They go along.", href) or ask(
        request, form, "Name somebody who goes along", "Save", href, key=key
    )


@planners
def end_crew(request: HttpRequest, number: int, row: int) -> HttpResponse:
    """Take somebody off the crew."""
    file, key = opened(request, number), key_in(request)
    named = next((one for one in file.crew if one.pk == row), None)
    if named is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    href = address("transfer", number)

    def run() -> None:
        transfers.end_crew(actor_in(request), crew=row, reason=form.cleaned_data["reason"], key=key)

    return carried_out(request, form, run, f"{named.name} no longer goes along.", href) or ask(
        request, form, f"Take {named.name} off this transfer", "Take them off", href, key=key
    )


@for_roles(Role.MONITOR)
def monitor(request: HttpRequest, number: int) -> HttpResponse:
    """Take or decline the monitor's seat."""
    file, key = opened(request, number), key_in(request)
    form = forms.MonitorForm(request.POST or None)
    href = address("transfer", number)

    def run() -> None:
        transfers.answer_monitors_seat(actor_in(request), transfer=number, key=key, **form.cleaned_data)

    says = ("The seat is kept whatever you answer, and you may answer anew until it leaves.",)
    return carried_out(request, form, run, "Your answer was recorded.", href) or ask(
        request,
        form,
        f"The monitor's seat on {file.plan.name}",
        "Record the answer",
        href,
        key=key,
        says=says,
    )


@planners
def people(request: HttpRequest, number: int) -> HttpResponse:
    """Who may be given a seat: those with authority for this way and no seat. Each has their own page."""
    actor, file = actor_in(request), opened(request, number)
    found = waiting_for_a_seat(actor, file.transfer, timezone.localdate(file.plan.departs_at))
    asked = listing(request.path, request.GET, forms.Filters(request.GET))
    pages = asked.pages(found.count())
    rows = list(found[pages.start : pages.stop])
    return show(
        request,
        "people",
        "Add a person",
        file=file,
        pages=pages,
        rows=rows,
        names=called(row.case.person_id for row in rows),
        columns=[Column("Person"), Column("Authority or order ends")],
    )


@planners
def seat(request: HttpRequest, number: int, reference: str) -> HttpResponse:
    """Give one person a seat."""
    actor, file, key = actor_in(request), opened(request, number), key_in(request)
    case = case_of(actor, reference)
    form = forms.ApartForm(request.POST or None)
    apart_from = family_without_a_seat(file.transfer, case.person_id)
    if not apart_from:
        del form.fields["apart"]
    href = address("transfer", number)
    name = called([case.person_id])[case.person_id].name

    def run() -> None:
        seats.give_seat(
            actor, transfer=number, case=case.pk, apart=form.cleaned_data.get("apart", ""), key=key
        )

    said = f"{name} has a seat on this transfer."
    says = (
        f"{case.reference}, on {file.plan.name}. The seat rests on this person's own authority, "
        "or on the order to bring them back, and ends with it by itself.",
    )
    if apart_from:
        says += (f"Of their family, without a seat on this transfer: {', '.join(apart_from)}.",)
    return carried_out(request, form, run, said, href) or ask(
        request,
        form,
        f"Give {name} a seat",
        "Give this seat",
        address("people", number),
        key=key,
        says=says,
    )
