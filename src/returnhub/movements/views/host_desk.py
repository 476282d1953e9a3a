"""The host state's own answers: who is asked for, exactly as the packet says, and yes or no to one person."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.views.page import carried_out, key_in
from returnhub.journal.reads import record_read
from returnhub.movements import forms
from returnhub.movements.commands.host import answer_request
from returnhub.movements.queries.requests import requests
from returnhub.movements.words import say
from returnhub.packets.queries.sent import rows
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import Column, listing


@for_roles(Role.HOST)
def people_to_come(request: HttpRequest) -> HttpResponse:
    """People for whom the sending state asks the reader's hub for acceptance."""
    found = requests(actor_in(request))
    asked = listing(request.path, request.GET, Filters(request.GET))
    pages = asked.pages(found.count())
    return render(
        request,
        "movements/requests.html",
        {
            "title": "People to come",
            "pages": pages,
            "columns": [Column(text) for text in ("Person", "Asked", "Answer due")],
            "requests": list(found[pages.start : pages.stop]),
        },
    )


@for_roles(Role.HOST)
def asked_for(request: HttpRequest, number: int) -> HttpResponse:
    """One request exactly as it was sent, and the answer to it."""
    actor = actor_in(request)
    found = requests(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    record_read(actor, found.case_id, "host: request for acceptance")
    form, key = forms.RequestForm(request.POST or None), key_in(request)
    yes = request.POST.get("accepted") == "yes"

    def run() -> object:
        data = form.cleaned_data
        return answer_request(
            actor, packet=number, accepted=yes, until=data["until"], reference=data["reference"], key=key
        )

    said = "The host state accepts this person." if yes else "The host state does not accept this person."
    answer = carried_out(request, form, run, said, reverse("movements:requests"), say)
    if answer is not None:
        return answer
    return render(
        request,
        "movements/request.html",
        {
            "title": found.fields["name"],
            "caption": f"{found.case.reference}, request for acceptance",
            "packet": found,
            "rows": rows(found.kind, found.fields),
            "form": form,
            "key": key,
            "errors": errors_of(form),
            "back": {"href": reverse("movements:requests"), "text": "Back to the people to come"},
        },
        status=422 if form.errors else 200,
    )
