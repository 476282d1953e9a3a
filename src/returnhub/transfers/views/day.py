"""The day of travel, on a phone: the last check, then each person with one big button for the next step."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from returnhub.accounts.scope import actor_in
from returnhub.casework.views.page import carried_out, done, key_in
from returnhub.transfers import forms, words
from returnhub.transfers.commands.day import board, check, record_leaving
from returnhub.transfers.queries.people import people_on
from returnhub.transfers.views.page import address, ask, opened, show, travelling


@travelling
def day(request: HttpRequest, number: int) -> HttpResponse:
    """Everybody on a transfer today, what who travels with them needs to know, and the next step."""
    actor, file = actor_in(request), opened(request, number)
    people = people_on(actor, file.transfer, file.plan, timezone.localdate())
    return show(
        request,
        "day",
        f"Day of travel, {file.plan.name}",
        file=file,
        people=people,
        key=key_in(request),
        speaks=words.speaks,
        may_check="transfers.check" in actor.may and file.to_come,
        may_board="transfers.board" in actor.may and file.to_come,
        may_stop="transfers.stop" in actor.may and file.to_come,
        may_leave="transfers.record_leaving" in actor.may and file.to_come,
        may_tell="transfers.record_outcome" in actor.may,
    )


@travelling
def check_now(request: HttpRequest, number: int) -> HttpResponse:
    """Make the last check of everybody on it."""
    actor = actor_in(request)
    opened(request, number)
    if request.method != "POST" or "transfers.check" not in actor.may:
        raise Http404
    made = check(actor, transfer=number, key=key_in(request))
    against = sum(bool(one.against) for one in made)
    said = (
        "Nothing speaks against anybody." if not against else f"Something speaks against {against} of them."
    )
    return done(request, f"The last check was made of {len(made)}. {said}", address("day", number))


@travelling
def board_now(request: HttpRequest, number: int) -> HttpResponse:
    """Let one person board; `number` is their seat's."""
    actor = actor_in(request)
    if request.method != "POST" or "transfers.board" not in actor.may:
        raise Http404
    made = board(actor, seat=number, key=key_in(request))
    return done(request, "They boarded.", address("day", made.seat.transfer_id))


@travelling
def leave(request: HttpRequest, number: int) -> HttpResponse:
    """Record that the transfer left."""
    actor, file, key = actor_in(request), opened(request, number), key_in(request)
    if "transfers.record_leaving" not in actor.may or not file.to_come:
        raise Http404
    now = timezone.localtime()
    initial = {"on": now.date(), "time": f"{now:%H:%M}"}
    form = forms.MomentForm(request.POST or None, initial=initial)
    href = address("day", number)

    def run() -> None:
        record_leaving(actor, transfer=number, at=form.moment(), key=key)

    says = (
        "Who boarded departs with it, each on their own record. Who did not board keeps their authority "
        "and loses "
        "the seat. A departure that something speaks against is recorded as a breach.",
    )
    return carried_out(request, form, run, "It is recorded that the transfer left.", href) or ask(
        request,
        form,
        f"Record that {file.plan.name} left",
        "Record that it left",
        href,
        key=key,
        says=says,
        warn="This can't be undone.",
    )
