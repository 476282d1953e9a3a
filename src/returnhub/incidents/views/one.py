"""Reporting an incident, one with all that was added to it, and each step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import case_of
from returnhub.casework.views.page import about_fields, carried_out, done, key_in, say
from returnhub.hubs.queries.hubs import hubs_for
from returnhub.incidents import forms
from returnhub.incidents.commands import reports, steps
from returnhub.incidents.models import Kind, Severity, Step
from returnhub.incidents.queries import incidents as reads
from returnhub.incidents.states import TO_REVIEW
from returnhub.incidents.views.lists import readers
from returnhub.incidents.words import KINDS, SEVERITIES, STATUSES, STEPS, WHY_TOLD
from returnhub.journal.reads import record_read
from returnhub.pages.errors import add_problems, errors_of
from returnhub.problems import Problems


@for_roles(
    Role.HUB_MANAGER,
    Role.HOST,
    Role.CLINICIAN,
    Role.ESCORT,
    Role.SCREENING,
    Role.AUTHORISING,
    Role.MONITOR,
)
def report(request: HttpRequest) -> HttpResponse:
    """Say what happened."""
    actor = actor_in(request)
    first = {"reference": request.GET.get("case", ""), "on": timezone.localdate()}
    form = forms.ReportForm(request.POST or None, initial=first, hubs=list(hubs_for(actor)))
    key = key_in(request)
    if request.method == "POST" and form.is_valid():
        try:
            made = _reported(request, form, key)
        except Http404:
            form.add_error("reference", "No case of yours has this reference")
        except Problems as problems:
            if not about_fields(problems):
                raise
            add_problems(
                form, problems, lambda p: "This is still to come" if p.where.field == "happened" else say(p)
            )
        else:
            return done(
                request,
                f"Incident {made.pk} is reported. Who has to know was told.",
                reverse("incidents:incident", args=[made.pk]),
            )
    context = {"form": form, "key": key, "errors": errors_of(form)}
    return render(request, "incidents/report.html", context, status=422 if form.errors else 200)


def _reported(request: HttpRequest, form: forms.ReportForm, key: Any) -> Any:
    actor, data = actor_in(request), form.cleaned_data
    reference = data["reference"].strip()
    return reports.report(
        actor,
        hub=int(data["hub"]) if data["hub"] else None,
        case=case_of(actor, reference).pk if reference else None,
        kind=Kind(data["kind"]),
        severity=Severity(data["severity"]),
        happened=form.moment(),
        says=data["says"],
        key=key,
    )


@dataclass(frozen=True, slots=True)
class Doing:
    """A step: its kind, words, form and command."""

    kind: Step.Kind
    title: str
    button: str
    done: str
    form: type[forms.ActForm]
    run: Callable[..., object]


DOINGS: Mapping[str, Doing] = MappingProxyType(
    {
        "add": Doing(
            Step.Kind.ADDENDUM, "Add to this incident", "Add", "It was added.", forms.SaysForm, steps.add
        ),
        "ask-correction": Doing(
            Step.Kind.ASK_CORRECTION,
            "Ask for a correction",
            "Ask",
            "A correction was asked for.",
            forms.SaysForm,
            steps.ask_correction,
        ),
        "correct": Doing(
            Step.Kind.CORRECTION,
            "Correct this incident",
            "Record the correction",
            "The correction was recorded. It is reviewed anew.",
            forms.CorrectionForm,
            steps.correct,
        ),
        "review": Doing(
            Step.Kind.REVIEW,
            "Review this incident",
            "Record the review",
            "The review was recorded.",
            forms.ReviewForm,
            steps.review,
        ),
        "close": Doing(
            Step.Kind.CLOSE,
            "Close this incident",
            "Close",
            "What you said was recorded. A grave incident closes with the second person.",
            forms.CloseForm,
            steps.close,
        ),
        "reopen": Doing(
            Step.Kind.REOPEN,
            "Reopen this incident",
            "Reopen",
            "It is open again, and has to be reviewed.",
            forms.SaysForm,
            steps.reopen,
        ),
    }
)


@readers
def incident(request: HttpRequest, number: int) -> HttpResponse:
    """One incident: what was reported and added, who was told and saw it, what can be done. POST: seen."""
    actor = actor_in(request)
    file = _file(request, number)
    if request.method == "POST":
        if "incidents.see" not in actor.may:
            raise Http404
        steps.see(actor, incident=number)
        return done(request, "It is recorded that your role has seen this.", request.path)
    case = file.incident.case
    if case is not None:
        record_read(actor, case.pk, f"incident {number}")
    context = {
        **_words(file),
        "file": file,
        "may_see": file.unseen and "incidents.see" in actor.may,
        "may_open": actor.role in CASE_READERS and file.sees_person,
        "name": called([case.person_id])[case.person_id].name if case and file.sees_person else "",
        "doings": {slug: d for slug, d in DOINGS.items() if d.kind in file.possible},
        "to_review": TO_REVIEW,
        "today": timezone.localdate(),
    }
    return render(request, "incidents/incident.html", context)


@readers
def step(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    """The form of one step."""
    actor = actor_in(request)
    file = _file(request, number)
    doing = DOINGS.get(slug)
    if doing is None or doing.kind not in file.possible:
        raise Http404
    form = doing.form(request.POST or None)
    key = key_in(request)
    here = reverse("incidents:incident", args=[number])
    answer = carried_out(
        request, form, lambda: doing.run(actor, incident=number, key=key, **_given(form)), doing.done, here
    )
    if answer is not None:
        return answer
    if file.incident.case_id is not None:
        record_read(actor, file.incident.case_id, f"incident {number}")
    context = {
        **_words(file),
        "file": file,
        "doing": doing,
        "form": form,
        "key": key,
        "here": here,
        "errors": errors_of(form),
    }
    return render(request, "incidents/step.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, number: int) -> reads.File:
    found = reads.incident_of(actor_in(request), number)
    if found is None:
        raise Http404
    return found


def _given(form: forms.ActForm) -> dict[str, object]:
    data = form.cleaned_data
    given: dict[str, object] = {"says": data["says"]}
    if "severity" in data:
        given |= {
            "kind": Kind(data["kind"]) if data["kind"] else None,
            "severity": Severity(data["severity"]) if data["severity"] else None,
        }
    return given


def _words(file: reads.File) -> dict[str, object]:
    return {
        "title": f"Incident {file.incident.pk}",
        "kinds": KINDS,
        "severities": SEVERITIES,
        "statuses": STATUSES,
        "step_words": STEPS,
        "why_told": WHY_TOLD,
    }
