"""What every page of a person starts from: whose page the browser's token opens, and the words it reads in.

The token lies in a cookie of these pages alone, which no script reads; the database knows a hash of it. What
the pages say is in the language that was chosen, where another person has reviewed it, else in English and
marked so.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.scope import public
from returnhub.journal.reads import record_read
from returnhub.languages.codes import LANGUAGES, preferred
from returnhub.languages.originals import ORIGINALS, Group
from returnhub.languages.queries import Words, words
from returnhub.person.queries.here import Here, here

TOKEN = "returnhub_person"
LANGUAGE = "returnhub_language"
OPEN_SECONDS = 12 * 60 * 60
LANGUAGE_SECONDS = 365 * 24 * 60 * 60
DUTY_LINE = "08081 570 113"
"""The telephone of the lawyers on duty. Made up, from the numbers that are kept for stories."""

_PAGE_WORDS = tuple(key for key, one in ORIGINALS.items() if one.group is not Group.PAPER)


@dataclass(frozen=True, slots=True)
class Page:
    """A person at their page, and the words they read it in."""

    request: HttpRequest
    here: Here
    words: Words

    def reads(self, what: str) -> None:
        """Put the reading on record."""
        record_read(self.here.actor, self.here.case.pk, what)


def of_the_person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Make `f(page, ...)` a view for the person whose page is open; anybody else is asked for a code."""

    @functools.wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        found = here(request.COOKIES.get(TOKEN, ""))
        if found is None:
            return seen(reverse("person:enter"))
        page = Page(request, found, words(language(request)))
        # a refusal may come from the commit, when this is over
        request.refused_as = functools.partial(refused, request, page.words)  # pyright: ignore[reportAttributeAccessIssue]: what a view tells who answers for it
        try:
            return view(page, *arguments, **named)
        except Http404:
            return refused(request, page.words, (), 404)

    return public(shown)


def refused(request: HttpRequest, say: Words, sentences: Sequence[str], status: int) -> HttpResponse:
    """What was refused and why; with 404, that there is no such page."""
    words_of = "refused.not_there" if status == 404 else "refused.title"
    refusals = () if status == 404 else sentences
    return show(
        request, say, "refused", {"words_of": words_of, "refusals": refusals, "too_old": False}, status
    )


def too_old(request: HttpRequest) -> HttpResponse:
    """A form whose token no longer counts: nothing was done."""
    say = words(language(request))
    return show(request, say, "refused", {"words_of": "refused.title", "refusals": (), "too_old": True}, 403)


def language(request: HttpRequest) -> str:
    """The code of the language that was chosen, now or before; else the browser's own."""
    for code in (request.GET.get("lang", ""), request.COOKIES.get(LANGUAGE, "")):
        if code in LANGUAGES:
            return code
    return preferred(request.headers.get("Accept-Language", ""))


def seen(href: str) -> HttpResponseRedirect:
    """On to another page, after a form."""
    answer = HttpResponseRedirect(href)
    answer.status_code = 303
    return answer


def show(
    request: HttpRequest, say: Words, name: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """A page whose frame knows nobody; no browser keeps it."""
    request.frame_changes = {  # pyright: ignore[reportAttributeAccessIssue]: what a view tells the frame
        "lang": say.language.code,
        "dir": say.language.dir,
        "home": reverse("person:home"),
        "languages": tuple(
            {
                "text": one.name,
                "lang": one.code,
                "active": one is say.asked,
                "href": f"{request.path}?lang={one.code}",
            }
            for one in LANGUAGES.values()
        ),
    }
    whole = {**context, "say": say, "missing": say.missing(_PAGE_WORDS), "line": DUTY_LINE}
    answer = render(request, f"person/{name}.html", whole, status=status)
    answer["Cache-Control"] = "no-store"
    if request.GET.get("lang") in LANGUAGES:
        put_cookie(answer, LANGUAGE, say.asked.code, LANGUAGE_SECONDS)
    return answer


def put_cookie(answer: HttpResponse, name: str, value: str, seconds: int) -> None:
    """A cookie of these pages alone, which no script and no other site's page sends."""
    answer.set_cookie(
        name,
        value,
        max_age=seconds,
        path=reverse("person:enter"),
        secure=cast("bool", settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
