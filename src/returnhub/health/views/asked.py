"""Questions on fitness for the assessors, and clinicians' concerns for those who are told of them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.casework.views.page import carried_out, done, key_in
from returnhub.health.commands.concerns import answer_concern, see_concern
from returnhub.health.commands.fitness import answer_fitness
from returnhub.health.forms import acts as forms
from returnhub.health.queries import asked as reads
from returnhub.health.queries.clinic import to_state
from returnhub.health.words import CONCERNS, WAYS
from returnhub.journal.reads import record_read
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import Column, listing

assessors = for_roles(Role.FITNESS)
told = for_roles(Role.SCREENING, Role.AUTHORISING, Role.LAWYER, Role.MONITOR, Role.AUDITOR)
WHICH = {"": "All", "open": "Not answered", "unseen": "Not seen yet"}


@assessors
def questions(request: HttpRequest) -> HttpResponse:
    """People about whom somebody asks whether they are fit."""
    found = reads.questions(actor_in(request))
    pages = listing(request.path, request.GET, Filters(request.GET)).pages(found.count())
    shown = list(found[pages.start : pages.stop])
    context = {
        "pages": pages,
        "columns": [Column(text) for text in ("Person", "Journey", "Asked", "Answer due")],
        "found": shown,
        "names": called(r.case.person_id for r in shown),
        "ways": WAYS,
        "today": timezone.localdate(),
    }
    return render(request, "health/questions.html", context)


@assessors
def question(request: HttpRequest, number: int) -> HttpResponse:
    """One question, and the form of its answer."""
    actor = actor_in(request)
    found = reads.questions(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    form = forms.FitnessForm(request.POST or None, asks=to_state(found.case))
    key = key_in(request)

    def run() -> object:
        data = form.cleaned_data
        return answer_fitness(
            actor,
            request=number,
            fit=data["fit"] == "yes",
            examined_on=data["examined_on"],
            text=data["text"],
            says=form.statements(),
            key=key,
        )

    answer = carried_out(request, form, run, "Your answer was recorded.", reverse("health:questions"))
    if answer is not None:
        return answer
    record_read(actor, found.case_id, "fitness")
    context = {
        "question": found,
        "name": called([found.case.person_id])[found.case.person_id].name,
        "ways": WAYS,
        "form": form,
        "key": key,
        "errors": errors_of(form),
    }
    return render(request, "health/question.html", context, status=422 if form.errors else 200)


@told
def concerns(request: HttpRequest) -> HttpResponse:
    """Clinicians' concerns, the newest first, without their grounds."""
    which = request.GET.get("which", "")
    which = which if which in WHICH else ""
    found = reads.concerns(actor_in(request), which)
    state = listing(request.path, request.GET, Filters(request.GET))
    pages = state.pages(found.count())
    context = {
        "pages": pages,
        "columns": [Column(text) for text in ("Concern", "Person", "Raised", "Answer")],
        "found": list(found[pages.start : pages.stop]),
        "which": [
            {"text": text, "href": state.address([("which", name)]), "active": name == which}
            for name, text in WHICH.items()
        ],
        "kinds": CONCERNS,
        "today": timezone.localdate(),
    }
    return render(request, "health/concerns.html", context)


@told
def concern(request: HttpRequest, number: int) -> HttpResponse:
    """One concern: who was told and saw it, and its answer. POST: seen, or the answer."""
    actor = actor_in(request)
    found = reads.concern_of(actor, number)
    if found is None:
        raise Http404
    one = found.concern
    may_answer = "health.answer_concern" in actor.may and one.ended_id is None
    form = forms.AnswerForm(request.POST if may_answer and "says" in request.POST else None)
    key = key_in(request)
    if request.method == "POST":
        if not form.is_bound:
            if "health.see_concern" not in actor.may:
                raise Http404
            see_concern(actor, concern=number)
            return done(request, "It is recorded that your role has seen this.", request.path)
        if form.is_valid():
            answer_concern(actor, concern=number, says=form.cleaned_data["says"], key=key)
            return done(request, "The answer was recorded.", request.path)
    record_read(actor, one.case_id, "clinician's concern")
    context = {
        "file": found,
        "concern": one,
        "kind": CONCERNS[one.kind],
        "name": called([one.case.person_id])[one.case.person_id].name,
        "may_see": one.unseen and "health.see_concern" in actor.may,
        "may_answer": may_answer,
        "form": form,
        "key": key,
        "errors": errors_of(form),
        "today": timezone.localdate(),
    }
    return render(request, "health/concern.html", context, status=422 if form.errors else 200)
