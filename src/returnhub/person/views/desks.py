"""Pages of who works with the person: a code for their page, what people asked, a lawyer's messages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.roles import MAY, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import case_of
from returnhub.casework.views.page import carried_out, done, key_in, open_file, show
from returnhub.journal.reads import record_read
from returnhub.pages.errors import errors_of
from returnhub.person.commands.asking import answer
from returnhub.person.commands.codes import CODE_HOURS, give_code
from returnhub.person.commands.messages import write_to_client
from returnhub.person.forms import AnswerForm, CodeForm, MessageForm
from returnhub.person.models import OneTimeCode
from returnhub.person.queries.desks import one
from returnhub.person.queries.desks import waiting as who_waits
from returnhub.person.queries.messages import messages_of
from returnhub.person.words import ASKED


@for_roles(*sorted(MAY["person.give_code"]))
def code(request: HttpRequest, reference: str) -> HttpResponse:
    """A one-time code for the person: asked for, then shown once, to print or to read out."""
    actor = actor_in(request)
    case = case_of(actor, reference)
    record_read(actor, case.pk, "code")
    name = called([case.person_id])[case.person_id].name
    form = CodeForm(request.POST or None)
    given = None
    if request.method == "POST" and form.is_valid():
        given = give_code(
            actor,
            case=case.pk,
            how=OneTimeCode.How(form.cleaned_data["how"]),
            language=form.cleaned_data["language"],
            key=key_in(request),
        )
    context = {
        "form": form,
        "given": given,
        "name": name,
        "case": case,
        "hours": CODE_HOURS,
        "key": key_in(request),
        "errors": errors_of(form),
        "enter": request.build_absolute_uri(reverse("person:enter")),
    }
    status = 422 if request.method == "POST" and given is None else 200
    answered = render(request, "person/code.html", context, status=status)
    answered["Cache-Control"] = "no-store"
    return answered


@for_roles(*sorted(MAY["person.answer"]))
def waiting(request: HttpRequest) -> HttpResponse:
    """What people asked from their pages, the soonest day first."""
    found = who_waits(actor_in(request))
    names = called(asked.case.person_id for asked in found)
    return render(request, "person/asked.html", {"found": found, "names": names, "kinds": ASKED})


@for_roles(*sorted(MAY["person.answer"]))
def answer_one(request: HttpRequest, number: int) -> HttpResponse:
    """What one person asked, and the answer that they read."""
    actor = actor_in(request)
    asked = one(actor, number)
    record_read(actor, asked.case_id, f"asked {number}")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer(actor, asked=number, says=form.cleaned_data["says"], key=key_in(request))
        return done(request, "Your answer stands on the person's page.", reverse("person:asked"))
    context = {
        "asked": asked,
        "name": called([asked.case.person_id])[asked.case.person_id].name,
        "kind": ASKED[asked.kind],
        "form": form,
        "key": key_in(request),
        "errors": errors_of(form),
    }
    return render(request, "person/answer.html", context, status=422 if form.errors else 200)


@for_roles(Role.LAWYER)
def messages(request: HttpRequest, reference: str) -> HttpResponse:
    """A lawyer's messages with a client, which nobody else reads."""
    file = open_file(request, reference, Part.LAWYERS, "messages")
    form = MessageForm(request.POST or None)
    answer = carried_out(
        request,
        form,
        lambda: write_to_client(file.actor, case=file.case.pk, words=form.cleaned_data["words"]),
        "Your message stands on your client's page.",
        reverse("person:messages", kwargs={"reference": reference}),
    )
    if answer is not None:
        return answer
    context = {"title": "Messages", "messages": messages_of(file.actor, file.case), "form": form}
    return show(file, "person/messages.html", context, status=422 if form.errors else 200)
