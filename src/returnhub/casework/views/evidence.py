"""Evidence: what is on file, a new file, and its bytes as a download that nothing runs."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.commands.facts import facts
from returnhub.casework.forms.facts import EvidenceForm
from returnhub.casework.queries.evidence import evidence_of, one_file
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.people import users
from returnhub.casework.views.page import about_fields, done, key_in, may, open_file, readers, say, show
from returnhub.pages.errors import add_problems
from returnhub.problems import Problems


@readers
def listed(request: HttpRequest, reference: str) -> HttpResponse:
    """The files of a case, and the form for one more."""
    file = open_file(request, reference, Part.EVIDENCE)
    may_add = may(file, "casework.add_evidence")
    suppliers = sorted({s for f in facts().values() for s in f.suppliers})
    choices = {"supplier": [(s, s[0].upper() + s[1:]) for s in suppliers]}
    sent = request.method == "POST"
    form = EvidenceForm(request.POST if sent else None, request.FILES if sent else None, choices=choices)
    if file.actor.role == "legal_representative":
        del form.fields["supplier"]
    key = key_in(request)
    if sent and not may_add:
        raise Http404
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            add_evidence(
                file.actor,
                case=file.case.pk,
                name=data["file"].name,
                title=data["title"],
                content=data["file"].read(),
                supplier=data.get("supplier", "lawyer"),
                key=key,
            )
            return done(request, "The file was added.", file.href("casework:evidence"))
        except Problems as problems:
            if not about_fields(problems):
                raise
            add_problems(form, problems, say)
    rows = evidence_of(file.actor, file.case, file.looking)
    return show(
        file,
        "casework/evidence.html",
        {
            "rows": rows,
            "by": users([e.event.actor for e in rows]),
            "may_add": may_add,
            "form": form,
            "key": key,
        },
        422 if form.is_bound else 200,
    )


@readers
def download(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One file as it was handed in: always saved, never shown or run by the browser."""
    file = open_file(request, reference, Part.EVIDENCE, f"evidence {number}")
    found = one_file(file.actor, file.case, number)
    if found is None:
        raise Http404
    evidence, content = found
    answer = HttpResponse(content, content_type=evidence.blob.type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(evidence.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "no-store"
    return answer
