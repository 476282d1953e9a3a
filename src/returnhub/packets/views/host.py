"""The host state's pages: people of its hub, what packets said of each, duties, signatures, own facts."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.commands.facts import facts
from returnhub.casework.forms.acts import ActForm, ReasonForm, WhenForm
from returnhub.casework.models import Case
from returnhub.casework.queries.scope import case_of
from returnhub.casework.views.page import carried_out, key_in
from returnhub.hubs.models import Stay
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read
from returnhub.packets import forms
from returnhub.packets.commands.facts import record_host_fact
from returnhub.packets.commands.responsibility import (
    hand_responsibility_over,
    take_responsibility_over,
    withdraw_handing_over,
)
from returnhub.packets.kinds import KINDS
from returnhub.packets.queries import host, sent
from returnhub.packets.queries.duties import duties_for_host
from returnhub.packets.queries.responsibility import HOST, SENDING, responsible
from returnhub.packets.words import ANSWERS, INTRO
from returnhub.pages.errors import errors_of
from returnhub.pages.listing import Column, listing
from returnhub.procedure import Stage

hub_roles = for_roles(Role.HOST, Role.HUB_MANAGER)


@hub_roles
def people(request: HttpRequest) -> HttpResponse:
    """Who is in the reader's hub, and for whom a place there is held."""
    actor = actor_in(request)
    found = host.people(actor)
    filters = forms.PeopleFilters(request.GET)
    asked = listing(request.path, request.GET, filters)
    if filters.is_valid() and filters.cleaned_data["q"]:
        found = host.named(found, filters.cleaned_data["q"])
    pages = asked.pages(found.count())
    shown = list(found[pages.start : pages.stop])
    names = host.called(stay.case_id for stay in shown)
    columns = [Column(text) for text in ("Person", "In the hub", "Stay until, at the latest")]
    return render(
        request,
        "packets/people.html",
        {
            "title": "People in the hub",
            "caption": host.hub_name(actor),
            "listing": asked,
            "filters": filters,
            "pages": pages,
            "columns": columns,
            "stays": [(stay, names.get(stay.case_id, "")) for stay in shown],
        },
    )


@hub_roles
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """A person as the host state sees them: fields of packets, days of the stay, duties, two facts."""
    actor, case, stay = _found(request, reference)
    record_read(actor, case.pk, "host: person")
    packets = host.packets_to_host(case.pk)
    now = responsible(case.pk)
    stage = Stage(case.standing.stage)
    since = timezone.localdate(stay.arrived_at) if stay.arrived_at else stay.days.lower
    name = host.called([case.pk]).get(case.pk, "")
    return render(
        request,
        "packets/person.html",
        {
            "title": name or case.reference,
            "caption": f"{case.reference}, {stay.hub.name}",
            "case": case,
            "stay": stay,
            "told": host.told(packets),
            "packets": [(p, KINDS[p.kind].title, _answered(p)) for p in packets],
            "responsible": now,
            "signs": _signs(actor, now),
            "duties": duties_for_host(stage, since, host.clocks(case.pk)),
            "two_facts": host.two_facts(actor, case, packets),
            "may_record": "packets.record_host_fact" in actor.may,
            "back": {"href": reverse("packets:people"), "text": "Back to the people in the hub"},
        },
    )


@hub_roles
def packet(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """A packet exactly as the host state received it."""
    actor, case, _ = _found(request, reference)
    found = next((p for p in host.packets_to_host(case.pk) if p.pk == number), None)
    if found is None:
        raise Http404
    record_read(actor, case.pk, "host: packet")
    return render(
        request,
        "packets/received.html",
        {
            "title": KINDS[found.kind].title,
            "caption": case.reference,
            "packet": found,
            "rows": sent.rows(found.kind, found.fields),
            "answered": _answered(found),
            "back": _back(case),
        },
    )


@for_roles(Role.HOST)
def fact(request: HttpRequest, reference: str, fact: str) -> HttpResponse:
    """What the host state found itself, beside what it was told."""
    actor, case, _ = _found(request, reference)
    question = facts().get(fact)
    if question is None or fact not in host.CARRIED:
        raise Http404
    form = forms.HostFactForm(request.POST or None, fact=question)
    return _step(
        request,
        actor,
        case,
        form,
        {
            "title": "What the host state found",
            "intro": question.means,
            "button_text": "Record it",
            "says": "It was recorded under your name, beside what the sending state says.",
        },
        lambda key: record_host_fact(
            actor, case=case.pk, fact=fact, value=form.value, why=form.cleaned_data["note"], key=key
        ),
    )


@for_roles(Role.HOST)
def sign(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Sign for the host state: take responsibility over, hand it back, or withdraw what was signed."""
    actor, case, _ = _found(request, reference)
    now = responsible(case.pk)
    allowed = _signs(actor, now)
    if what not in allowed:
        raise Http404
    form = {"hand": WhenForm, "take": ActForm, "withdraw": ReasonForm}[what](request.POST or None)

    def run(key: Any) -> object:
        if what == "hand":
            return hand_responsibility_over(actor, case=case.pk, to_side=SENDING, at=form.moment(), key=key)
        assert now.waits is not None
        if what == "take":
            return take_responsibility_over(actor, responsibility=now.waits.pk, key=key)
        return withdraw_handing_over(
            actor, responsibility=now.waits.pk, reason=form.cleaned_data["reason"], key=key
        )

    said = {
        "hand": "You signed. The sending state answers for this person once its officer has signed too.",
        "take": "Both states have signed: the host state answers for this person.",
        "withdraw": "What was signed no longer stands.",
    }
    context = {
        "title": allowed[what],
        "intro": INTRO[what].format(state=now.other_says.lower()),
        "button_text": "Withdraw" if what == "withdraw" else "Sign",
        "says": said[what],
    }
    return _step(request, actor, case, form, context, run)


def _found(request: HttpRequest, reference: str) -> tuple[Actor, Case, Stay]:
    """Who reads, and somebody of their hub. Http404 alike for anybody else."""
    actor = actor_in(request)
    case = case_of(actor, reference)
    stay = host.stay_of(actor, case)
    if stay is None:
        raise Http404
    return actor, case, stay


def _signs(actor: Actor, now: Any) -> dict[str, str]:
    """What of a handover of responsibility the reader may sign now."""
    if "packets.take_responsibility_over" not in actor.may:
        return {}
    if now.waits is None:
        return {"hand": "Hand responsibility back to the sending state"} if now.side == HOST else {}
    if now.waits.to_side == HOST:
        return {"take": "Take responsibility over from the sending state"}
    return {"withdraw": "Withdraw what was signed"}


def _answered(packet: Any) -> str:
    return ANSWERS[packet.answer.answer] if hasattr(packet, "answer") else ""


def _back(case: Case) -> dict[str, str]:
    href = reverse("packets:person", kwargs={"reference": case.reference})
    return {"href": href, "text": "Back to this person"}


def _step(
    request: HttpRequest, actor: Actor, case: Case, form: Any, context: dict[str, str], run: Any
) -> HttpResponse:
    record_read(actor, case.pk, f"host: {context['title'].lower()}")
    key = key_in(request)
    answer = carried_out(request, form, lambda: run(key), context["says"], _back(case)["href"])
    if answer is not None:
        return answer
    whole = {**context, "caption": case.reference, "form": form, "key": key, "errors": errors_of(form)}
    whole |= {"action": request.path, "back": _back(case)}
    return render(request, "packets/host_step.html", whole, status=422 if form.errors else 200)
