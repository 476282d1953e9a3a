"""A clinician's pages: who is in the hub, one person's clinical file, and what is written in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.queries.people import called
from returnhub.casework.queries.people import users as names_of
from returnhub.casework.views.page import carried_out, key_in, say_with
from returnhub.health.commands import concerns, notes
from returnhub.health.forms import acts as forms
from returnhub.health.models import Check, Concern
from returnhub.health.queries import clinic as reads
from returnhub.health.queries.notes import notes_of
from returnhub.health.words import CHECKS, CONCERNS, NOTES, STATED, stated
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import Column, listing

clinicians = for_roles(Role.CLINICIAN)


@clinicians
def listed(request: HttpRequest) -> HttpResponse:
    """Who is in the hub: nobody seen since they came first."""
    found = reads.patients(actor_in(request))
    pages = listing(request.path, request.GET, Filters(request.GET)).pages(found.count())
    shown = list(found[pages.start : pages.stop])
    context = {
        "pages": pages,
        "columns": [Column(text) for text in ("Person", "Place", "Came", "Health check")],
        "found": shown,
        "names": called(s.case.person_id for s in shown),
    }
    return render(request, "health/clinic.html", context)


@clinicians
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """One person's clinical file."""
    actor = actor_in(request)
    found = reads.patient(actor, reference)
    record_read(actor, found.case.pk, "clinic")
    clinical = notes_of(actor, found.case)
    context = {
        **_about(found),
        "patient": found,
        "clinical": clinical,
        "authors": names_of({n.author for n in clinical}),
        "raised": reads.concerns_of(found.case),
        "acts": {slug: act.title for slug, act in ACTS.items()},
        "checks": CHECKS,
        "concerns": CONCERNS,
        "notes": NOTES,
        "stated": [
            (STATED[fact], stated(fact, row.value) if row.value is not None else "Not known", row.found_on)
            for fact, row in reads.stated_of(found.case).items()
        ],
        "today": timezone.localdate(),
    }
    return render(request, "health/patient.html", context)


Run = Callable[[Actor, int, Any, Any], object]


@dataclass(frozen=True, slots=True)
class Writes:
    """Something that a clinician records: words, form and command."""

    title: str
    button: str
    done: str
    form: type[forms.ActForm]
    run: Run


def _check(actor: Actor, case: int, form: Any, key: Any) -> object:
    return notes.record_check(
        actor,
        case=case,
        kind=Check.Kind(form.cleaned_data["kind"]),
        at=form.moment(),
        text=form.cleaned_data["text"],
        says=form.statements(),
        key=key,
    )


def _concern(actor: Actor, case: int, form: Any, key: Any) -> object:
    data = form.cleaned_data
    return concerns.raise_concern(
        actor,
        case=case,
        kind=Concern.Kind(data["kind"]),
        unfit=data["unfit"] == "yes",
        text=data["text"],
        key=key,
    )


ACTS: Mapping[str, Writes] = MappingProxyType(
    {
        "check": Writes(
            "Record a health check", "Record the check", "The check was recorded.", forms.CheckForm, _check
        ),
        "note": Writes(
            "Write a note",
            "Save the note",
            "The note was saved. Only clinicians read it.",
            forms.NoteForm,
            lambda actor, case, form, key: notes.write_note(
                actor, case=case, text=form.cleaned_data["text"], key=key
            ),
        ),
        "needs": Writes(
            "Say what others need to know",
            "Record",
            "It was recorded. Others see a yes or no.",
            forms.NeedsForm,
            lambda actor, case, form, key: notes.state(actor, case=case, says=form.statements(), key=key),
        ),
        "concern": Writes(
            "Raise a concern",
            "Raise the concern",
            "The officer, the lawyer and the monitor were told, without its grounds.",
            forms.ConcernForm,
            _concern,
        ),
    }
)


@clinicians
def act(request: HttpRequest, reference: str, slug: str) -> HttpResponse:
    """The form of what a clinician records."""
    actor = actor_in(request)
    writes = ACTS.get(slug)
    if writes is None:
        raise Http404
    found = reads.patient(actor, reference)
    first = {"kind": Check.Kind.LATER if found.checked else Check.Kind.ARRIVAL, "on": timezone.localdate()}
    asks = {"asks": reads.to_state(found.case)} if issubclass(writes.form, forms.StatementsForm) else {}
    form = writes.form(request.POST or None, initial=first if slug == "check" else None, **asks)
    key = key_in(request)
    here = reverse("health:patient", args=[found.case.reference])
    answer = carried_out(
        request,
        form,
        lambda: writes.run(actor, found.case.pk, form, key),
        writes.done,
        here,
        say_with({"before_arrival": "This is before they came"}),
    )
    if answer is not None:
        return answer
    context = {
        **_about(found),
        "writes": writes,
        "form": form,
        "key": key,
        "errors": errors_of(form),
        "here": here,
    }
    return render(request, "health/act.html", context, status=422 if form.errors else 200)


def _about(found: reads.Patient) -> dict[str, object]:
    name = called([found.case.person_id])[found.case.person_id].name
    return {"case": found.case, "name": name, "section": f"{name}, {found.case.reference}"}
