"""Recommendations, open to monitors, auditors and those who run the scheme."""

from __future__ import annotations

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from returnhub.accounts.roles import Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.agreements.queries.schemes import schemes
from returnhub.casework.views.page import done, key_in
from returnhub.oversight.commands import recommendations as commands
from returnhub.oversight.forms.desk import RecommendationForm, ReplyForm
from returnhub.oversight.queries.desk import recommendations
from returnhub.pages.errors import errors_of
from returnhub.pages.fields import Filters
from returnhub.pages.listing import listing

READERS = (Role.MONITOR, Role.AGREEMENT, Role.AUDITOR)


@for_roles(*READERS)
def listed(request: HttpRequest) -> HttpResponse:
    """All of them with their replies, the soonest due first."""
    actor = actor_in(request)
    found = recommendations(actor)
    pages = listing(request.path, request.GET, Filters(request.GET)).pages(found.count())
    context = {
        "found": found[pages.start : pages.stop],
        "pages": pages,
        "today": timezone.localdate(),
        "may_recommend": "oversight.recommend" in actor.may,
    }
    return render(request, "oversight/recommendations.html", context)


@for_roles(Role.MONITOR)
@require_http_methods(["GET", "POST"])
def recommend(request: HttpRequest) -> HttpResponse:
    """Recommend something, with a day for the answer."""
    actor = actor_in(request)
    form = RecommendationForm(request.POST or None, schemes=[(s.pk, s.title) for s in schemes(actor)])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if said["due_on"] < timezone.localdate():
            form.add_error("due_on", "Answer due on must be today or later")
        else:
            made = commands.recommend(
                actor, scheme=said["scheme"], text=said["text"], due_on=said["due_on"], key=key_in(request)
            )
            return done(request, "Recommended.", reverse("oversight:recommendation", args=[made.pk]))
    context = {"form": form, "errors": errors_of(form), "key": uuid4()}
    return render(request, "oversight/recommend.html", context, status=422 if form.errors else 200)


@for_roles(*READERS)
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, number: int) -> HttpResponse:
    """One recommendation and the reply; who runs the scheme replies here."""
    actor = actor_in(request)
    found = recommendations(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    may_reply = "oversight.reply_to_recommendation" in actor.may
    form = ReplyForm(request.POST or None)
    if request.method == "POST":
        if not may_reply:
            raise Http404
        if form.is_valid():
            commands.reply_to_recommendation(
                actor,
                recommendation=number,
                accepted=form.cleaned_data["accepted"] == "yes",
                text=form.cleaned_data["text"],
                key=key_in(request),
            )
            return done(
                request, "Your reply is recorded.", reverse("oversight:recommendation", args=[number])
            )
    context = {
        "one": found,
        "reply": getattr(found, "reply", None),
        "may_reply": may_reply,
        "today": timezone.localdate(),
        "form": form,
        "errors": errors_of(form),
        "key": uuid4(),
    }
    return render(request, "oversight/recommendation.html", context, status=422 if form.errors else 200)
