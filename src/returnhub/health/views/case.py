"""Health in an officer's file: that somebody was seen, asked about, warned of; no clinical word."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from returnhub.casework.queries.parts import Part
from returnhub.casework.views.page import File, carried_out, key_in, may, open_file, readers, show
from returnhub.health.commands.fitness import ask_fitness, withdraw_fitness
from returnhub.health.forms import acts as forms
from returnhub.health.models import FitnessRequest
from returnhub.health.queries import clinic as reads
from returnhub.health.words import CHECKS, CONCERNS, WAYS


@readers
def health(request: HttpRequest, reference: str) -> HttpResponse:
    """What is known of a person's health outside the clinical file."""
    file = open_file(request, reference, Part.HEALTH)
    context = {
        "title": "Health",
        "asked": reads.fitness_of(file.case),
        "health_checks": reads.checks_of(file.case),
        "health_concerns": reads.concerns_of(file.case),
        "checks": CHECKS,
        "concerns": CONCERNS,
        "ways": WAYS,
        "may_ask": may(file, "health.ask_fitness"),
        "may_withdraw": may(file, "health.withdraw_fitness"),
    }
    return show(file, "health/case.html", context)


@readers
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask the assessors whether a person is fit."""
    file = open_file(request, reference, Part.HEALTH, "health: ask")
    if not may(file, "health.ask_fitness"):
        raise Http404
    form = forms.AskForm(request.POST or None)

    def run(key: Any) -> object:
        data = form.cleaned_data
        way = FitnessRequest.Way(data["way"])
        return ask_fitness(file.actor, case=file.case.pk, way=way, says=data["says"], key=key)

    return _act(file, form, run, "Ask whether this person is fit", "Ask", "The assessors were asked.")


@readers
def withdraw(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Take a question back."""
    file = open_file(request, reference, Part.HEALTH, "health: withdraw")
    standing = {r.pk for r in reads.fitness_of(file.case) if r.ended_id is None}
    if not may(file, "health.withdraw_fitness") or number not in standing:
        raise Http404
    form = forms.WithdrawForm(request.POST or None)

    def run(key: Any) -> object:
        return withdraw_fitness(file.actor, request=number, reason=form.cleaned_data["reason"], key=key)

    return _act(file, form, run, "Withdraw the question", "Withdraw", "The question was withdrawn.")


def _act(file: File, form: forms.ActForm, run: Any, title: str, button: str, said: str) -> HttpResponse:
    key = key_in(file.request)
    here = file.href("health:case")
    answer = carried_out(file.request, form, lambda: run(key), said, here)
    if answer is not None:
        return answer
    context = {
        "title": title,
        "form": form,
        "button_text": button,
        "key": key,
        "action": file.request.path,
        "cancel": here,
    }
    return show(file, "casework/do.html", context, 422 if form.errors else 200)
