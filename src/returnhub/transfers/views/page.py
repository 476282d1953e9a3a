"""What the pages of transfers start from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Form
from returnhub.transfers import words
from returnhub.transfers.queries.reach import READERS
from returnhub.transfers.queries.transfers import TransferFile, transfer_file

readers = for_roles(*sorted(READERS))
travelling = for_roles(*sorted(READERS - {Role.DOCUMENT}))
planners = for_roles(Role.SCREENING, Role.AUTHORISING)
WORDS = {
    "ways": words.WAYS,
    "vehicles": words.VEHICLES,
    "crew_words": words.CREW,
    "papers_words": words.PAPERS,
    "outcomes": words.OUTCOMES,
    "why_not": words.WHY_NOT,
    "force_words": words.FORCE,
    "item_words": words.ITEMS,
}


def opened(request: HttpRequest, number: int) -> TransferFile:
    """A transfer of the reader's. Http404 alike for one that is not there."""
    found = transfer_file(actor_in(request), number)
    if found is None:
        raise Http404
    return found


def show(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page with the words of this room."""
    whole = {"title": title, "actor": actor_in(request), **WORDS, **context}
    return render(request, f"transfers/{template}.html", whole, status=status)


def ask(request: HttpRequest, form: Form, title: str, button: str, back: str, **more: Any) -> HttpResponse:
    """A page with one form; `more` may have `says`, paragraphs above it, and `warn`, a warning."""
    return show(
        request,
        "ask",
        title,
        422 if form.errors else 200,
        form=form,
        button_text=button,
        back_to=back,
        errors=errors_of(form),
        action=request.path,
        **{"says": (), "warn": "", **more},
    )


def address(name: str, number: int, **more: Any) -> str:
    """A page of this room."""
    return reverse(f"transfers:{name}", kwargs={"number": number, **more})
