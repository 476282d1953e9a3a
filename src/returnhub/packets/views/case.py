"""A case's page on the other states: who answers for the person, who owes what, what was sent to whom."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from returnhub.casework.forms.acts import ReasonForm, WhenForm
from returnhub.casework.queries.case import clocks
from returnhub.casework.queries.parts import Part
from returnhub.casework.views.page import File, carried_out, done, key_in, may, open_file, readers, show
from returnhub.packets import forms, words
from returnhub.packets.commands.identity import record_identity
from returnhub.packets.commands.responsibility import (
    hand_responsibility_over,
    take_responsibility_over,
    withdraw_handing_over,
)
from returnhub.packets.commands.sending import answer, send
from returnhub.packets.kinds import KINDS, Packet, Receiver, as_fields
from returnhub.packets.queries import sent
from returnhub.packets.queries.drawing import digest, drawn
from returnhub.packets.queries.duties import duties, terms
from returnhub.packets.queries.identity import identity
from returnhub.packets.queries.responsibility import HOST, SENDING, responsible
from returnhub.packets.queries.two_facts import disputes
from returnhub.pages.listing import Column
from returnhub.problems import Code, Problems


@readers
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Responsibility, duties of each side, packets as they were sent, facts on which the states differ."""
    file = open_file(request, reference, Part.PACKETS)
    stage, since = file.stands.stage, file.stands.since
    possible: list[dict[str, str]] = []
    closed: list[dict[str, str]] = []
    if may(file, "packets.send"):
        for kind in KINDS.values():
            if kind.own_verb and not may(file, kind.own_verb):
                continue
            why = _why_not(file, kind)
            if why:
                closed.append({"text": f"Send: {kind.title.lower()}", "why": " ".join(why)})
            else:
                href = (
                    file.href("onward:step", slug="ask-consulate")
                    if kind.own_verb
                    else file.href("packets:send", kind=kind.kind)
                )
                possible.append({"text": f"Send: {kind.title.lower()}", "href": href})
    if may(file, "packets.record_identity"):
        text = "Record who this person is for their consulate"
        possible.append({"text": text, "href": file.href("packets:identity")})
    found = responsible(file.case.pk)
    signs = _signs(file)
    packets = sent.packets_of(file.case.pk)
    return show(
        file,
        "packets/case.html",
        {
            "title": "Packets and duties",
            "possible": possible,
            "closed": closed,
            "responsible": found,
            "signs": signs,
            "duties": duties(
                file.case,
                stage,
                timezone.localdate(since) if since else None,
                clocks(file.case, file.looking),
            ),
            "terms": terms(file.case.scheme),
            "packets": [(p, KINDS[p.kind].title, answered(p)) for p in packets],
            "disputes": disputes(file.actor, file.case),
            "may_see_facts": file.sees(Part.FACTS) and file.sees(Part.SCREENING),
            "packet_columns": [
                Column(text) for text in ("Packet", "Received by", "Sent", "Sent by", "Answer")
            ],
            "term_columns": [Column(text) for text in ("Whose duty", "Term", "Stands")],
        },
    )


def answered(packet: Any) -> str:
    """What came back to a packet, in a word; "" if nothing did."""
    return words.ANSWERS[packet.answer.answer] if hasattr(packet, "answer") else ""


def _why_not(file: File, kind: type[Packet]) -> list[str]:
    if file.stands.stage not in kind.stages:
        return [f"The case stands at “{file.stands.stage.value}”."]
    if sent.waits(file.case.pk, kind):
        return ["It was sent, the record says nothing else since, and its answer is waited for."]
    if kind.to is not Receiver.ORIGIN:
        return []
    found = sent.against_contact(file.case.pk, file.looking.today)
    return [words.against(a.code, a.what, a.detail) for a in found]


def _signs(file: File) -> dict[str, str]:
    """What of a handover of responsibility the reader may sign now: `hand`, `take` or `withdraw`."""
    if not may(file, "packets.take_responsibility_over"):
        return {}
    found = responsible(file.case.pk)
    if found.waits is None:
        return {"hand": "Hand responsibility over to the host state"} if found.side == SENDING else {}
    if found.waits.to_side == SENDING and found.waits.by_id != file.actor.id:
        return {"take": "Take responsibility over"}
    return {"withdraw": "Withdraw what was signed"} if found.waits.to_side == HOST else {}


@readers
def packet(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One packet exactly as it was sent, who got it, and what came back."""
    file = open_file(request, reference, Part.PACKETS, "packets: one as sent")
    found = sent.packet_of(file.case.pk, number)
    if found is None:
        raise Http404
    waits = may(file, "packets.answer") and not hasattr(found, "answer")
    return show(
        file,
        "packets/packet.html",
        {
            "title": KINDS[found.kind].title,
            "packet": found,
            "rows": sent.rows(found.kind, found.fields),
            "answered": answered(found),
            "answer_href": file.href("packets:answer", number=number) if waits else "",
        },
    )


@readers
def send_one(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """What only the sender knows, then the packet exactly as it will be sent, then it is sent."""
    if kind not in KINDS or KINDS[kind].own_verb:
        raise Http404
    file = open_file(request, reference, Part.PACKETS, "packets: send")
    if not may(file, "packets.send"):
        raise Http404
    one, key = KINDS[kind], key_in(request)
    form = forms.SendForm(request.POST or None, kind=one)
    why = _why_not(file, one)
    context: dict[str, Any] = {"title": one.title, "why_not": why, "form": form, "key": key}
    context |= {
        "action": request.path,
        "cancel": file.href("packets:case"),
        "to_origin": one.to is Receiver.ORIGIN,
    }
    if request.method == "POST" and form.is_valid() and not why:
        given = {n: v for n, v in form.cleaned_data.items() if n != "answer_by"}
        made = drawn(file.case.pk, one, **given)
        if "sure" in request.POST:
            try:
                send(
                    file.actor,
                    case=file.case.pk,
                    kind=kind,
                    seen=request.POST.get("seen", ""),
                    answer_by=form.cleaned_data.get("answer_by"),
                    key=key,
                    **given,
                )
            except Problems as problems:
                if any(p.code is not Code.COMMAND_CHANGED for p in problems.items):
                    raise
                context["changed"] = True
            else:
                return done(request, "The packet was sent, exactly as shown.", file.href("packets:case"))
        hidden = [(n, v) for n, v in request.POST.items() if n not in _OWN]
        context |= {"rows": sent.rows(kind, as_fields(made)), "seen": digest(made), "hidden": hidden}
        return show(file, "packets/preview.html", context)
    return show(file, "packets/send.html", context, 422 if form.errors else 200)


_OWN = frozenset({"csrfmiddlewaretoken", "idempotency_key", "sure", "seen"})


@readers
def answer_one(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Record an answer that came on paper."""
    file = open_file(request, reference, Part.PACKETS, "packets: answer")
    found = sent.packet_of(file.case.pk, number)
    if found is None or hasattr(found, "answer") or not may(file, "packets.answer"):
        raise Http404
    form = forms.PaperAnswerForm(request.POST or None, to=Receiver(found.to))
    return _step(
        file,
        form,
        {"title": "Record an answer", "button_text": "Record the answer", "says": "The answer was recorded."},
        lambda key: answer(file.actor, packet=number, key=key, **form.cleaned_data),
    )


@readers
def identity_of(request: HttpRequest, reference: str) -> HttpResponse:
    """Who this person is for their consulate."""
    file = open_file(request, reference, Part.PACKETS, "packets: identity")
    if not may(file, "packets.record_identity"):
        raise Http404
    form = forms.IdentityForm(request.POST or None, initial=identity(file.case.pk))
    return _step(
        file,
        form,
        {
            "title": "Who this person is for their consulate",
            "button_text": "Save",
            "says": "It was recorded. Nothing was sent.",
            "intro": "Names alone: no sentence goes to a consulate. Empty means not known.",
        },
        lambda key: record_identity(file.actor, case=file.case.pk, key=key, **form.cleaned_data),
    )


@readers
def sign(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Sign for the sending state: hand responsibility over, take it over, or withdraw what was signed."""
    file = open_file(request, reference, Part.PACKETS, "packets: responsibility")
    allowed = _signs(file)
    if what not in allowed:
        raise Http404
    found = responsible(file.case.pk)
    form = {"hand": WhenForm, "withdraw": ReasonForm, "take": forms.ActForm}[what](request.POST or None)

    def run(key: Any) -> object:
        if what == "hand":
            return hand_responsibility_over(
                file.actor, case=file.case.pk, to_side=HOST, at=form.moment(), key=key
            )
        assert found.waits is not None
        if what == "take":
            return take_responsibility_over(file.actor, responsibility=found.waits.pk, key=key)
        return withdraw_handing_over(
            file.actor, responsibility=found.waits.pk, reason=form.cleaned_data["reason"], key=key
        )

    said = {
        "hand": "You signed. The host state answers for this person once its officer has signed too.",
        "take": "Both states have signed: the sending state answers for this person.",
        "withdraw": "What was signed no longer stands.",
    }
    return _step(
        file,
        form,
        {
            "title": allowed[what],
            "intro": words.INTRO[what].format(state=found.other_says.lower()),
            "button_text": "Withdraw" if what == "withdraw" else "Sign",
            "says": said[what],
        },
        run,
    )


def _step(file: File, form: Any, context: dict[str, Any], run: Any) -> HttpResponse:
    request, key = file.request, key_in(file.request)
    href = reverse("packets:case", kwargs={"reference": file.case.reference})
    answer = carried_out(request, form, lambda: run(key), context["says"], href)
    if answer is not None:
        return answer
    whole = {"intro": "", **context, "form": form, "key": key, "action": request.path}
    whole["cancel"] = file.href("packets:case")
    return show(file, "packets/step.html", whole, 422 if form.errors else 200)
