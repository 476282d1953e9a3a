"""Making a complaint, and coming back with its code. Public: no account, no session, no cookie.

A token against forged forms needs a cookie or a session, and these pages have neither. They need none: who
sends this form has no more power here than anybody, so another site's page could only send what its author
could send alone, in the name of a reader's network. That is refused by the origin that browsers tell, and
limited for each address in the database. The signed code in the last step shows that our own page was asked
first, and makes a form that is sent twice one complaint.

A code never stands in an address, where a browser would remember it: each step is a form that is posted, and
no browser keeps the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from returnhub.accounts.scope import public
from returnhub.agreements.queries.schemes import every_scheme
from returnhub.languages.codes import ENGLISH, LANGUAGES, preferred
from returnhub.languages.queries import words
from returnhub.oversight.commands import complaints as commands
from returnhub.oversight.forms.complaints import MADE_UP_LINE, AddForm, CodeForm, ComplaintForm
from returnhub.oversight.queries import complaints as queries
from returnhub.pages.errors import Shown, errors_of
from returnhub.problems import Problems

TOKEN = "returnhub.complaint"
TOKEN_SECONDS = 24 * 60 * 60
EXIT = "https://www.bbc.co.uk/weather"
"""Where "Exit this page" leads: a page that anybody could have open."""


@public
@require_http_methods(["GET"])
def start(request: HttpRequest) -> HttpResponse:
    """To the pages in the browser's language."""
    return redirect("oversight:complain", lang=preferred(request.headers.get("Accept-Language", "")))


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, lang: str) -> HttpResponse:
    """The questions; then the answers to check; then the receipt."""
    _known(lang)
    schemes = every_scheme()
    if not schemes:
        raise Http404
    hubs = {str(hub.pk): hub for hub in queries.places()}
    places = tuple((number, f"{hub.name}") for number, hub in hubs.items())
    step = request.POST.get("step", "")
    if request.method == "GET" or step == "change":
        form = ComplaintForm(places=places, **({"initial": request.POST.dict()} if step else {}))
        return _page(request, lang, "ask", {"form": form})
    form = ComplaintForm(request.POST, places=places)
    if not form.is_valid():
        return _page(request, lang, "ask", {"form": form, "errors": errors_of(form)}, status=422)
    code = _signed_code(request.POST.get("token", "")) if step == "send" and _from_here(request) else None
    if code is None:
        return _check(request, lang, form)
    said = form.cleaned_data
    hub = hubs.get(said["place"])
    try:
        receipt = commands.lodge(
            commands.NewComplaint(
                scheme=hub.scheme_id if hub else schemes[0].pk,
                words=said["words"],
                danger=said["danger"] == "yes",
                place=", ".join(t for t in (form.said("place"), said["place_says"]) if t),
                by=said["by"] or "somebody_else",
                punish=said["punish"],
                answer_by=said["answer_by"] or "code",
                contact=said["contact"],
                language=lang,
            ),
            code,
            timezone.localdate(),
            request.META.get("REMOTE_ADDR", ""),
        )
    except Problems:
        return _check(request, lang, form, too_many=True)
    return _page(
        request,
        lang,
        "sent",
        {"code": _in_fours(code), "receipt": receipt, "answers": said["answer_by"] != "none"},
    )


@public
@csrf_exempt
@require_http_methods(["GET", "POST"])
def thread(request: HttpRequest, lang: str) -> HttpResponse:
    """What was said in a complaint since, for whoever has its code; they may add to it."""
    _known(lang)
    if request.method == "GET":
        return _page(request, lang, "code", {"form": CodeForm()})
    form = CodeForm(request.POST)
    address = request.META.get("REMOTE_ADDR", "")
    try:
        commands.may_read(address)
    except Problems:
        form.add_error("code", "Too many codes were tried from this network. Try again in an hour, or call")
        return _page(request, lang, "code", {"form": form, "errors": errors_of(form)}, status=429)
    code = commands.read_code(request.POST.get("code", ""))
    found = queries.thread(commands.stored(code)) if code and _from_here(request) else None
    if code is None or found is None:
        if request.POST.get("code", "").strip():
            commands.mistaken(address)
            form.add_error("code", "Check the 12 digits")
        return _page(request, lang, "code", {"form": form, "errors": errors_of(form)}, status=422)
    more = AddForm(request.POST if "words" in request.POST else None)
    added = False
    if more.is_bound and more.is_valid():
        added = commands.add(code, more.cleaned_data["words"])
        found = queries.thread(commands.stored(code)) or found
        more = AddForm()
    context = {"thread": found, "code": code, "form": more, "added": added, "errors": errors_of(more)}
    return _page(request, lang, "thread", context, status=422 if more.errors else 200)


def _check(request: HttpRequest, lang: str, form: ComplaintForm, *, too_many: bool = False) -> HttpResponse:
    context: dict[str, Any] = {
        "token": signing.dumps(commands.new_code(), salt=TOKEN),
        "rows": [
            {"key": form.fields[name].label, "value": form.said(name) or "You did not say"}
            for name in form.fields
        ],
        "kept": form.cleaned_data.items(),
        "danger": form.cleaned_data["danger"] == "yes",
    }
    if too_many:
        text = f"Too many complaints came from this network in an hour. Call {MADE_UP_LINE}, or send it later"
        context["errors"] = (Shown(text),)
    return _page(request, lang, "check", context, status=429 if too_many else 200)


def _known(lang: str) -> None:
    if lang not in LANGUAGES:
        raise Http404


def _from_here(request: HttpRequest) -> bool:
    """False only where the browser says that another site's page sent the form."""
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    return origin in ("", request.get_host()) and request.headers.get("Sec-Fetch-Site", "") != "cross-site"


def _signed_code(token: str) -> str | None:
    try:
        return str(signing.loads(token, salt=TOKEN, max_age=TOKEN_SECONDS))
    except signing.BadSignature:
        return None


def _in_fours(code: str) -> str:
    return " ".join(code[i : i + 4] for i in range(0, len(code), 4))


def _page(
    request: HttpRequest, lang: str, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page whose frame knows nobody; no browser keeps it. Its own words are English; how to complain is
    said in the language chosen, where that was reviewed."""
    request.frame_changes = {  # pyright: ignore[reportAttributeAccessIssue]: what a view tells the frame
        "lang": ENGLISH.code,
        "dir": ENGLISH.dir,
        "home": reverse("oversight:complain", kwargs={"lang": lang}),
        "languages": tuple(
            {
                "text": other.name,
                "lang": other.code,
                "active": other.code == lang,
                "href": reverse("oversight:complain", kwargs={"lang": other.code}),
            }
            for other in LANGUAGES.values()
        ),
    }
    how = words(lang, only=["complaint"])("complaint")
    whole = {
        **context,
        "lang": lang,
        "asked": LANGUAGES[lang],
        "how": how if how.translated else None,
        "line": MADE_UP_LINE,
        "exit": EXIT,
    }
    answer = render(request, f"oversight/complain/{name}.html", whole, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
