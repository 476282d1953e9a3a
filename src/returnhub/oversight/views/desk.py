"""The monitor's desk, complaints on it, and notes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.queries.schemes import scheme_of, schemes
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.people import users
from returnhub.casework.views.page import done, open_file
from returnhub.health.queries.asked import unseen as unseen_concerns
from returnhub.incidents.queries.incidents import unseen as unseen_incidents
from returnhub.languages.codes import LANGUAGES
from returnhub.oversight.commands.complaints import answer_complaint, close_complaint
from returnhub.oversight.commands.notes import write_note
from returnhub.oversight.forms.complaints import ANSWER_BY, BY, PUNISH
from returnhub.oversight.forms.desk import AnswerForm, NoteForm
from returnhub.oversight.queries import complaints as complaints_reads
from returnhub.oversight.queries import desk as reads
from returnhub.oversight.queries.suspensions import BY as SUSPENDED_BY
from returnhub.oversight.queries.suspensions import stops, suspensions
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import listing

monitors = for_roles(Role.MONITOR)


@monitors
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a monitor: danger first, then what is due."""
    actor = actor_in(request)
    today = timezone.localdate()
    waiting = [w for w in complaints_reads.complaints(actor, today) if w.asks]
    context = {
        "waiting": waiting[: reads.SHOWN],
        "waiting_total": len(waiting),
        "unseen_incidents": unseen_incidents(actor),
        "unseen_concerns": unseen_concerns(actor),
        "breaches": reads.breaches(actor),
        "stops": stops(actor, suspensions(actor).filter(ended=None)),
        "releases": reads.releases_due(actor),
        "recommendations": reads.recommendations(actor).filter(reply=None)[: reads.SHOWN],
        "by": SUSPENDED_BY,
        "schemes": schemes(actor),
        "today": today,
    }
    return render(request, "oversight/desk.html", context)


@monitors
def complaints(request: HttpRequest) -> HttpResponse:
    """All complaints in the remit, open or closed."""
    closed = request.GET.get("show") == "closed"
    found = complaints_reads.complaints(actor_in(request), timezone.localdate(), closed=closed)
    pages = listing(request.path, request.GET, Filters(request.GET)).pages(len(found))
    context = {"found": found[pages.start : pages.stop], "pages": pages, "closed": closed}
    return render(request, "oversight/complaints.html", context)


@monitors
@require_http_methods(["GET", "POST"])
def complaint(request: HttpRequest, number: int) -> HttpResponse:
    """One complaint with everything that was said; answer it, or close it with the answer as its reason."""
    actor = actor_in(request)
    found = complaints_reads.complaint_of(actor, number)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if form.cleaned_data["closes"] == "yes":
            close_complaint(actor, complaint=number, reason=words)
            return done(request, "Answered and closed.", reverse("oversight:complaints"))
        answer_complaint(actor, complaint=number, words=words)
        return done(request, "Answered.", reverse("oversight:complaint", args=[number]))
    said = list(found.messages.all())
    context = {
        "complaint": found,
        "said": said,
        "names": users([m.monitor for m in said]),
        "by": dict(BY),
        "punish": dict(PUNISH),
        "answer_by": dict(ANSWER_BY),
        "form": form,
        "errors": errors_of(form),
        "today": timezone.localdate(),
        "languages": LANGUAGES,
    }
    return render(request, "oversight/complaint.html", context, status=422 if form.errors else 200)


@monitors
@require_http_methods(["GET", "POST"])
def case_notes(request: HttpRequest, reference: str) -> HttpResponse:
    """Monitors' notes on one case."""
    file = open_file(request, reference, Part.OVERVIEW)
    form = NoteForm(request.POST or None)
    here = reverse("oversight:case_notes", args=[file.case.reference])
    if request.method == "POST" and form.is_valid():
        write_note(file.actor, scheme=file.case.scheme, case=file.case.pk, text=form.cleaned_data["text"])
        return done(request, "Your note is saved. Only monitors read it.", here)
    notes = reads.case_notes(file.actor, file.case)
    context = {
        "about": f"{file.called.name}, {file.case.reference}",
        "back": {"href": reverse("casework:case", args=[file.case.reference]), "text": "Back to the case"},
        "here": here,
        "notes": notes,
        "names": users([n.author for n in notes]),
        "form": form,
        "errors": errors_of(form),
    }
    return render(request, "oversight/notes.html", context, status=422 if form.errors else 200)


@monitors
@require_http_methods(["GET", "POST"])
def scheme_notes(request: HttpRequest, scheme: str) -> HttpResponse:
    """Monitors' notes on a scheme as a whole."""
    actor = actor_in(request)
    found = scheme_of(actor, scheme)
    form = NoteForm(request.POST or None)
    here = reverse("oversight:scheme_notes", args=[found.pk])
    if request.method == "POST" and form.is_valid():
        write_note(actor, scheme=found.pk, text=form.cleaned_data["text"])
        return done(request, "Your note is saved. Only monitors read it.", here)
    notes = reads.scheme_notes(actor, found.pk)
    context = {
        "about": found.title,
        "back": {"href": reverse("oversight:desk"), "text": "Back to your remit"},
        "here": here,
        "notes": notes,
        "names": users([n.author for n in notes]),
        "form": form,
        "errors": errors_of(form),
    }
    return render(request, "oversight/notes.html", context, status=422 if form.errors else 200)
