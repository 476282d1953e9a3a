"""Opening the page with a code, and closing it. Whatever is wrong with a code, the answer is the same."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from returnhub.accounts.scope import public
from returnhub.languages.codes import LANGUAGES
from returnhub.languages.queries import words
from returnhub.person.commands.codes import enter as use
from returnhub.person.commands.codes import read_code
from returnhub.person.queries import here
from returnhub.person.views.page import (
    LANGUAGE,
    LANGUAGE_SECONDS,
    OPEN_SECONDS,
    TOKEN,
    Page,
    language,
    of_the_person,
    put_cookie,
    seen,
    show,
)
from returnhub.problems import Problems


@public
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Asks for the code, and opens the page."""
    say = words(language(request))
    if request.method == "GET":
        return show(request, say, "enter", {"wrong": "", "closed": "closed" in request.GET})
    token = secrets.token_urlsafe(32)
    # what is no code at all counts as a mistake too
    code = read_code(request.POST.get("code", "")) or ""
    try:
        given_in = use(code, token, request.META.get("REMOTE_ADDR", ""))
    except Problems:
        return show(request, say, "enter", {"wrong": "enter.too_many", "closed": False}, status=429)
    if given_in is None:
        return show(request, say, "enter", {"wrong": "enter.wrong", "closed": False}, status=422)
    answer = seen(reverse("person:home"))
    put_cookie(answer, TOKEN, token, OPEN_SECONDS)
    if request.COOKIES.get(LANGUAGE, "") not in LANGUAGES:
        put_cookie(answer, LANGUAGE, given_in, LANGUAGE_SECONDS)
    return answer


@of_the_person
def close(page: Page) -> HttpResponse:
    """Closes the page: its token opens nothing any more."""
    if page.request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    here.close()
    answer = seen(reverse("person:enter") + "?closed")
    answer.delete_cookie(TOKEN, path=reverse("person:enter"))
    return answer
