"""One person's moves: where they stand, what speaks against, and a page for each step."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from returnhub.casework.queries.parts import Part
from returnhub.casework.views.page import File, carried_out, done, key_in, may, open_file, readers, show
from returnhub.hubs.queries.free import free_for
from returnhub.movements import forms
from returnhub.movements.commands.decisions import approve, refuse_approval
from returnhub.movements.queries.against import last_event
from returnhub.movements.queries.moves import Moves, decision_of, hubs_of, moves_of
from returnhub.movements.views.steps import LEAVES, STEPS, departs, record, why_not, why_not_approve
from returnhub.movements.words import CALLED, say


def _opened(request: HttpRequest, reference: str, what: str) -> tuple[File, Moves]:
    file = open_file(request, reference, Part.MOVES, what)
    return file, moves_of(file.case, file.stands.stage, file.looking.today)


@readers
def moves(request: HttpRequest, reference: str) -> HttpResponse:
    """The Moves page of a case: each step, what speaks against, what is possible now and what not."""
    file, found = _opened(request, reference, "moves")
    possible: list[dict[str, str]] = []
    closed: list[dict[str, str]] = []
    for slug, step in STEPS.items():
        if not may(file, step.verb):
            continue
        why = why_not(step, file, found)
        if why:
            closed.append({"text": step.title, "why": why})
        else:
            possible.append({"text": step.title, "href": file.href("movements:step", slug=slug)})
    if may(file, "movements.approve"):
        why = why_not_approve(file, found)
        if why or found.decision is None:
            closed.append({"text": "Approve the decision", "why": why})
        else:
            href = file.href("movements:approval", number=found.decision.pk)
            possible.append({"text": "Approve the decision, or not", "href": href})
    if may(file, LEAVES) and departs(file, found):
        possible.append({"text": CALLED[found.way].record, "href": file.href("movements:departure")})
    return show(
        file,
        "movements/moves.html",
        {
            "title": "Moves",
            "moves": found,
            "words": CALLED[found.way],
            "possible": possible,
            "closed": closed,
        },
    )


@readers
def step(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """The form of a step, and the command when it is sent. Not there for a role without the verb."""
    doing = STEPS.get(slug)
    if doing is None:
        raise Http404
    file, found = _opened(request, reference, f"moves: {slug}")
    if not may(file, doing.verb):
        raise Http404
    why = why_not(doing, file, found)
    key = key_in(request)
    choices = {"hub": [(str(n), name) for n, name in hubs_of(file.case)]}
    none_free = False
    if slug == "propose" and not why:
        free = [(str(p.number), p.says) for p in free_for(file.case, file.looking.today)]
        none_free = not free
        choices["place"] = [("", "The first that is free and suits"), *free]
    form = doing.form(request.POST or None, choices=choices)
    href = reverse("movements:case", kwargs={"reference": reference})
    answer = carried_out(request, form, lambda: doing.run(file, form, found, key), doing.done, href, say)
    if answer is not None:
        return answer
    context: dict[str, Any] = {
        "title": doing.title,
        "form": form,
        "button_text": doing.button,
        "why_not": why,
        "moves": found,
        "slug": slug,
        "none_free": none_free,
    }
    return _form(file, "movements/step.html", context, key)


@readers
def approval(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What speaks against a decision, then the answer, then one look more before it is recorded.

    Who decided sees the page and is told that another person must approve; what they post is refused.
    """
    file, found = _opened(request, reference, "moves: approval")
    decision = decision_of(file.case, number)
    if decision is None or not may(file, "movements.approve"):
        raise Http404
    key = key_in(request)
    form = forms.ApprovalForm(request.POST or None)
    own = decision.by_id == file.actor.id
    seen = request.POST.get("seen", "")
    shown = int(seen) if seen.isascii() and seen.isdigit() else last_event(file.case.pk)
    sure = "sure" in request.POST
    if request.method == "POST" and form.is_valid() and (sure or own):
        verb = approve if form.cleaned_data["approved"] == "yes" else refuse_approval
        answer = carried_out(
            request,
            form,
            lambda: verb(
                file.actor, decision=number, reasons=form.cleaned_data["reasons"], seen=shown, key=key
            ),
            "The decision was approved." if verb is approve else "The decision was not approved.",
            reverse("movements:case", kwargs={"reference": reference}),
            say,
        )
        if answer is not None:
            return answer
    context = {"decision": decision, "own": own, "moves": found, "seen": shown, "form": form}
    if request.method == "POST" and form.is_valid():
        return _form(file, "movements/approval_sure.html", {"title": "Before you answer", **context}, key)
    return _form(file, "movements/approval.html", {"title": "Approve a decision", **context}, key)


@readers
def departure(request: HttpRequest, reference: str) -> HttpResponse:
    """When the person left, then one look at what will follow, then the record. It is never refused."""
    file, found = _opened(request, reference, "moves: departure")
    if not may(file, LEAVES) or not departs(file, found):
        raise Http404
    key = key_in(request)
    form = forms.DepartureForm(request.POST or None)
    words = CALLED[found.way]
    if request.method == "POST" and form.is_valid() and "sure" in request.POST:
        made = record(file, found, form, key)
        said = (
            words.recorded
            if made.breach is None
            else f"{words.recorded} It is a breach: see below what follows."
        )
        return done(request, said, reverse("movements:case", kwargs={"reference": reference}))
    context = {"form": form, "moves": found, "words": words, "authorised": found.authority is not None}
    if request.method == "POST" and form.is_valid():
        return _form(file, "movements/departure_sure.html", {"title": words.record, **context}, key)
    return _form(file, "movements/departure.html", {"title": words.record, **context}, key)


@readers
def notice(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """A notice to print and hand over: what it says, and how its dates are counted."""
    file, found = _opened(request, reference, f"moves: notice of {kind}")
    standing = found.notices.get(kind)
    if standing is None:
        raise Http404
    return show(file, "movements/notice.html", {"title": f"Notice of {kind}", "notice": standing})


def _form(file: File, template: str, context: dict[str, Any], key: Any) -> HttpResponse:
    bad = bool(context["form"].errors)
    cancel = file.href("movements:case")
    shared = {"key": key, "action": file.request.path, "cancel": cancel}
    return show(file, template, {**shared, **context}, 422 if bad else 200)
