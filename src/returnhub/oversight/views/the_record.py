"""The record's public pages: how it stands, its files for other programs, proofs, and a check of what
somebody holds."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from returnhub.accounts.scope import open_to_all, public
from returnhub.oversight.queries import the_record
from returnhub.oversight.queries.checked import LONGEST, check
from returnhub.oversight.words import CHECK_REFUSED
from returnhub.problems import Code, Problems
from returnhub.record.checkpoint import LARGEST
from returnhub.record.entry import is_id
from returnhub.record.page import page as checking_page
from returnhub.record.tiles import parse_path

FOREVER = "public, max-age=31536000, immutable"
PLAIN = "text/plain; charset=utf-8"


@open_to_all
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """How the record stands, by whom it is signed, and how to check it."""
    return render(request, "oversight/record.html", {"record": the_record.standing()})


@public
@require_GET
def checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The latest checkpoint, as C2SP tlog-checkpoint has it, or the one of a size, as an export of the
    record has it."""
    found = the_record.checkpoint(size) if size is None or size < LARGEST else None
    if found is None:
        raise Http404
    return HttpResponse(found.write(), content_type=PLAIN, headers={"Cache-Control": "no-cache"})


@public
@require_GET
def tile(request: HttpRequest, path: str) -> HttpResponse:
    """A tile or bundle of entries, as C2SP tlog-tiles has it. What it holds never changes."""
    try:
        raw = the_record.tile(parse_path(f"tile/{path}"))
    except Problems as problems:
        if problems.items[0].code is Code.RECORD_TILE_WRONG:
            raise Http404 from None
        raise
    return HttpResponse(raw, content_type="application/octet-stream", headers={"Cache-Control": FOREVER})


@open_to_all
@require_GET
def entry(request: HttpRequest, entry: str) -> HttpResponse:
    """An entry by its id: where it stands, never what it says."""
    return render(request, "oversight/record_entry.html", {"found": _or_404(entry)})


@public
@require_GET
def proof(request: HttpRequest, entry: str) -> HttpResponse:
    """The proof file of an entry, without its content; while it waits, the entry's page and 503."""
    found = _or_404(entry)
    text = the_record.proof_of(entry)
    if text is None:
        waits = render(request, "oversight/record_entry.html", {"found": found}, status=503)
        waits["Retry-After"] = "10"
        return waits
    named = {"Content-Disposition": f'attachment; filename="entry-{entry}.tlog-proof"'}
    return HttpResponse(text, content_type=PLAIN, headers=named)


# nothing is kept of what is sent, nobody is signed in, and a cookie would say who checked
@open_to_all
@csrf_exempt
@require_http_methods(["GET", "POST"])
def check_one(request: HttpRequest) -> HttpResponse:
    """Check a receipt or a proof: what was checked, and what that does not show."""
    if request.method == "GET":
        return render(request, "oversight/record_check.html", {"typed": "", "checked": None})
    typed = request.POST.get("text", "")
    file = request.FILES.get("file")
    raw = file.read(LONGEST + 1) if file else typed.encode()
    context: dict[str, object] = {"typed": typed, "checked": None}
    if not raw.strip():
        context["errors"] = [{"text": "Paste a receipt or a proof, or choose its file", "href": "#text"}]
    elif len(raw) > LONGEST:
        context["errors"] = [{"text": "This is longer than any receipt or proof", "href": "#text"}]
    else:
        try:
            context["checked"] = check(raw)
        except Problems as problems:
            code = problems.items[0].code
            if code not in CHECK_REFUSED:
                raise
            context["errors"] = [{"text": CHECK_REFUSED[code], "href": "#text"}]
    return render(request, "oversight/record_check.html", context, status=422 if "errors" in context else 200)


@public
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """A page to keep, which checks receipts and proofs with the network off; the record's keys are filled
    in."""
    named = {"Content-Disposition": 'attachment; filename="check-the-record.html"'}
    return HttpResponse(checking_page(the_record.vkeys()), headers=named)


def _or_404(entry: str) -> the_record.EntryFound:
    if not is_id(entry):
        raise Http404
    try:
        return the_record.find_entry(entry)
    except Problems as problems:
        if problems.items[0].code is Code.RECORD_ENTRY_UNKNOWN:
            raise Http404 from None
        raise
