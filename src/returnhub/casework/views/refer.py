"""Refer someone: a new case, and its referral where the procedure allows it at once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.commands import cases
from returnhub.casework.forms.refer import NewPersonForm
from returnhub.casework.queries.worklist import schemes
from returnhub.casework.views.page import about_fields, done, key_in, say
from returnhub.pages.errors import add_problems, errors_of
from returnhub.problems import Problems
from returnhub.procedure import Event


@for_roles(Role.REFERRING, Role.SCREENING)
def refer(request: HttpRequest) -> HttpResponse:
    """Open a person's case with what is known, and refer them if their appeal rights are exhausted."""
    actor = actor_in(request)
    key = key_in(request)
    form = NewPersonForm(request.POST or None, schemes=[(s.pk, s.title) for s in schemes(actor)])
    if request.method == "POST" and form.is_valid():
        try:
            case = cases.open_case(actor, new=form.new_case(), key=key)
        except Problems as problems:
            if not about_fields(problems):
                raise
            add_problems(form, problems, say)
        else:
            said = "The case was opened."
            if cases.possible(case, Event.REFERRED):
                cases.refer(actor, case=case.pk, reason=form.cleaned_data["reason"])
                said = "The person was referred."
            else:
                said += " The person can be referred once their appeal rights are exhausted."
            return done(request, said, reverse("casework:case", kwargs={"reference": case.reference}))
    return render(
        request,
        "casework/refer.html",
        {"form": form, "key": key, "errors": errors_of(form)},
        status=422 if form.is_bound else 200,
    )
