"""One person on a transfer: what is known and done, and a page for each thing that can be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.views.page import carried_out, key_in
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read
from returnhub.movements.forms import ReasonForm
from returnhub.pages.fields import Form
from returnhub.pages.listing import Column, listing
from returnhub.transfers import forms, words
from returnhub.transfers.commands import day, force, handover, seats
from returnhub.transfers.models import Outcome, Plan
from returnhub.transfers.models.transfers import Way
from returnhub.transfers.queries.handovers import things_of
from returnhub.transfers.queries.people import OnIt, force_of, force_on, person_on, to_review
from returnhub.transfers.views.page import address, ask, show, travelling


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that is done about one person on a transfer, and when it is possible."""

    verb: str
    title: str
    form: Callable[[Any, OnIt], Form]
    button: str
    done: str
    run: Callable[[Actor, OnIt, Any, UUID], object]
    possible: Callable[[OnIt, bool], bool]
    says: tuple[str, ...] = ()


def _to_come(one: OnIt, left: bool) -> bool:
    return one.seat.ended_id is None and not left


def _for_a_reason(command: Callable[..., object]) -> Callable[[Actor, OnIt, Any, UUID], object]:
    return lambda actor, one, form, key: command(
        actor, seat=one.seat.pk, reason=form.cleaned_data["reason"], key=key
    )


def _outcome_form(data: Any, one: OnIt) -> Form:
    now = timezone.localtime()
    kinds = list(words.OUTCOMES.items())
    if one.seat.transfer.way == Way.BACK:
        kinds = [kind for kind in kinds if kind[0] != Outcome.Kind.WITHOUT_AUTHORITY]
    initial = {"on": now.date(), "time": f"{now:%H:%M}"}
    return forms.OutcomeForm(data, initial=initial, choices={"kind": kinds})


def _outcome(actor: Actor, one: OnIt, form: Any, key: UUID) -> object:
    data = form.cleaned_data
    return day.record_outcome(
        actor,
        seat=one.seat.pk,
        kind=Outcome.Kind(data["kind"]),
        at=form.moment(),
        reason=Outcome.Reason(data["reason"]) if data["reason"] else None,
        says=data["says"],
        key=key,
    )


def _force(actor: Actor, one: OnIt, form: Any, key: UUID) -> object:
    data = form.cleaned_data
    saw = data["saw"] if data["medic_present"] else ""
    used = force.Used(
        data["kind"],
        data["reason"],
        form.at("began"),
        form.at("ended"),
        data["who"],
        data["medic_present"],
        saw,
        data["injuries"],
    )
    return force.record_force(actor, seat=one.seat.pk, used=used, key=key)


def _handover_form(data: Any, one: OnIt) -> Form:
    now = timezone.localtime()
    return forms.HandoverForm(
        data,
        items=[thing.item for thing in things_of(one.seat)],
        by_name=one.seat.transfer.way != Way.HUB,
        initial={"on": now.date(), "time": f"{now:%H:%M}"},
    )


def _hand_over(actor: Actor, one: OnIt, form: Any, key: UUID) -> object:
    data = form.cleaned_data
    return handover.hand_over(
        actor,
        seat=one.seat.pk,
        at=form.moment(),
        condition=data["condition"],
        documents=data["documents"],
        to=data.get("to", ""),
        items=form.checked(),
        key=key,
    )


def _take_over(actor: Actor, one: OnIt, form: Any, key: UUID) -> object:
    data = form.cleaned_data
    return handover.take_over(
        actor,
        handover=one.handover.pk,
        condition=data["condition"],
        differs=data["differs"],
        items=form.checked(),
        key=key,
    )


DOINGS: Mapping[str, Doing] = MappingProxyType(
    {
        "stop": Doing(
            "transfers.stop",
            "Stop this person",
            lambda data, one: ReasonForm(data),
            "Stop them",
            "This person was stopped. They stay.",
            _for_a_reason(day.stop),
            _to_come,
            (
                "Their authority is withdrawn at once, and another transfer takes a fresh one. "
                "The others go on.",
            ),
        ),
        "take-off": Doing(
            "transfers.end_seat",
            "Take this person off the transfer",
            lambda data, one: ReasonForm(data),
            "Take them off",
            "This person was taken off. Their authority stands.",
            _for_a_reason(seats.end_seat),
            _to_come,
        ),
        "outcome": Doing(
            "transfers.record_outcome",
            "Record what became of this person",
            _outcome_form,
            "Record it",
            "It was recorded.",
            _outcome,
            lambda one, left: one.outcome is None and (one.seat.ended_id is None or bool(one.boarding)),
            ("Said once: the same again changes nothing, and something else is refused.",),
        ),
        "force": Doing(
            "transfers.record_force",
            "Record a use of force or restraint",
            lambda data, one: forms.ForceForm(data, initial={"on": timezone.localdate()}),
            "Record it",
            "The use of force was recorded, and an incident reported. Another person reviews it.",
            _force,
            lambda one, left: True,
        ),
        "item": Doing(
            "transfers.list_item",
            "List something that they have with them",
            lambda data, one: forms.ItemForm(data),
            "Add it to the list",
            "It stands on the list.",
            lambda actor, one, form, key: handover.list_item(
                actor, seat=one.seat.pk, key=key, **form.cleaned_data
            ),
            lambda one, left: one.seat.ended_id is None and one.handover is None,
        ),
        "hand-over": Doing(
            "transfers.hand_over",
            "Hand this person over",
            _handover_form,
            "Sign the handover",
            "You signed the handover. On the way to a hub, the hub signs next.",
            _hand_over,
            lambda one, left: bool(one.boarding) and one.handover is None,
            ("By sending this you sign for what it says.",),
        ),
        "take-over": Doing(
            "transfers.take_over",
            "Take this person over",
            lambda data, one: forms.TakeOverForm(data, items=[thing.item for thing in things_of(one.seat)]),
            "Sign that you take over",
            "You signed. Both sides have now signed.",
            _take_over,
            lambda one, left: (
                one.handover is not None
                and getattr(one.handover, "signature", None) is None
                and one.seat.transfer.way == Way.HUB
            ),
            ("By sending this you sign for what it says. What differs stands beside the escort's word.",),
        ),
    }
)


def _opened(request: HttpRequest, number: int) -> tuple[OnIt, Plan, bool]:
    found = person_on(actor_in(request), number, timezone.localdate())
    if found is None:
        raise Http404
    one, plan = found
    return one, plan, hasattr(plan.transfer, "leaving")


@travelling
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One person on a transfer; `number` is their seat's."""
    actor = actor_in(request)
    one, plan, left = _opened(request, number)
    return show(
        request,
        "person",
        one.name,
        one=one,
        plan=plan,
        left=left,
        force=force_on([number]),
        things=things_of(one.seat),
        speaks=words.speaks,
        has_stay=actor.hub is not None
        and one.outcome is not None
        and one.outcome.kind == Outcome.Kind.ARRIVED,
        may_take_off="transfers.end_item" in actor.may and one.handover is None,
        acts=[
            {"text": doing.title, "href": address("act", number, act=slug)}
            for slug, doing in DOINGS.items()
            if doing.verb in actor.may and doing.possible(one, left)
        ],
    )


@travelling
def act(request: HttpRequest, number: int, act: str) -> HttpResponse:
    """The form of one thing, and the command when it is sent."""
    actor, key = actor_in(request), key_in(request)
    doing = DOINGS.get(act)
    if doing is None or doing.verb not in actor.may:
        raise Http404
    one, _, left = _opened(request, number)
    if request.method != "POST" and not doing.possible(one, left):
        raise Http404
    form = doing.form(request.POST or None, one)
    href = address("person", number)
    return carried_out(request, form, lambda: doing.run(actor, one, form, key), doing.done, href) or ask(
        request,
        form,
        doing.title,
        doing.button,
        href,
        key=key,
        caption=f"{one.name}, {one.seat.case.reference}",
        says=doing.says,
    )


@for_roles(Role.ESCORT)
def end_item(request: HttpRequest, number: int, item: int) -> HttpResponse:
    """Take an item off a person's list."""
    key = key_in(request)
    one, _, _ = _opened(request, number)
    found = next((thing.item for thing in things_of(one.seat) if thing.item.pk == item), None)
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    href = address("person", number)

    def run() -> None:
        handover.end_item(actor_in(request), item=item, reason=form.cleaned_data["reason"], key=key)

    return carried_out(request, form, run, "It no longer stands on the list.", href) or ask(
        request, form, f"Take off the list: {found.says}", "Take it off", href, key=key
    )


@for_roles(Role.AUTHORISING, Role.MONITOR)
def reviews(request: HttpRequest) -> HttpResponse:
    """Uses of force that nobody has reviewed."""
    found = to_review(actor_in(request))
    pages = listing(request.path, request.GET, forms.Filters(request.GET)).pages(found.count())
    return show(
        request,
        "reviews",
        "Uses of force to be reviewed",
        pages=pages,
        rows=list(found[pages.start : pages.stop]),
        columns=[Column(text) for text in ("Case", "What", "When", "Recorded")],
    )


@travelling
def used(request: HttpRequest, number: int) -> HttpResponse:
    """One use of force, and its review."""
    actor, key = actor_in(request), key_in(request)
    found = force_of(actor, number)
    if found is None:
        raise Http404
    review = getattr(found, "review", None)
    may = "transfers.review_force" in actor.may and review is None and found.by_id != actor.id
    form = forms.ReviewForm(request.POST or None)
    if request.method == "POST":
        if not may:
            raise Http404

        def run() -> None:
            force.review_force(actor, force=number, key=key, **form.cleaned_data)

        answer = carried_out(request, form, run, "The review was recorded.", address("used", number))
        if answer is not None:
            return answer
    record_read(actor, found.case_id, "use of force")
    return show(
        request,
        "used",
        "Use of force",
        422 if form.errors else 200,
        used=found,
        review=review,
        form=form,
        may_review=may,
        key=key,
        minutes=int((found.ended_at - found.began_at).total_seconds() // 60),
        own=found.by_id == actor.id,
    )
