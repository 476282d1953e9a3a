"""Texts and languages: what is reviewed, what is not, and entering and reviewing one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from returnhub.accounts.roles import MAY
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.languages.codes import LANGUAGES, TRANSLATED_INTO
from returnhub.languages.commands import enter_text, review_text
from returnhub.languages.forms import GroupFilter, ReviewForm, TextForm
from returnhub.languages.originals import ORIGINALS, Group
from returnhub.languages.queries import state, states
from returnhub.pages.errors import add_problems, errors_of
from returnhub.pages.listing import listing
from returnhub.problems import Code, Problem, Problems

translators = for_roles(*sorted(MAY["languages.enter_text"] | MAY["languages.review_text"]))


@translators
def listed(request: HttpRequest) -> HttpResponse:
    """Every text of a group, and how it stands in each language."""
    filters = GroupFilter(request.GET)
    asked = listing(request.path, request.GET, filters)
    filters.is_valid()
    group = Group(filters.cleaned_data.get("group") or Group.PAPER)
    lines = states(group)
    pages = asked.pages(len(lines))
    context = {
        "form": filters,
        "listing": asked,
        "pages": pages,
        "lines": lines[pages.start : pages.stop],
        "languages": [LANGUAGES[code] for code in TRANSLATED_INTO],
    }
    return render(request, "languages/texts.html", context)


@translators
def text(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """One text in one language: its English, its translation, who reviewed it; enter one, or review it."""
    if key not in ORIGINALS or language not in TRANSLATED_INTO:
        raise Http404
    actor = actor_in(request)
    stands = state(key, language)
    reviewing = request.POST.get("step") == "review"
    form = TextForm(
        None if reviewing else request.POST or None,
        initial={"body": stands.text.body if stands.text else ""},
    )
    review = ReviewForm(request.POST if reviewing else None)
    sent = review if reviewing else form
    if request.method == "POST" and sent.is_valid():
        try:
            if reviewing:
                if stands.text is None or str(stands.text.pk) != request.POST.get("text"):
                    raise Http404
                review_text(actor, text=stands.text.pk, says=review.cleaned_data["says"])
            else:
                enter_text(actor, name=key, language=language, body=form.cleaned_data["body"])
        except Problems as problems:
            if any(
                p.code not in (Code.COMMAND_FIELD_MISSING, Code.COMMAND_FIELD_WRONG) for p in problems.items
            ):
                raise
            add_problems(sent, problems, _say)
        else:
            messages.success(request, "The review was saved." if reviewing else "The translation was saved.")
            answer = HttpResponseRedirect(reverse("languages:text", args=[key, language]))
            answer.status_code = 303
            return answer
    context = {
        "original": ORIGINALS[key],
        "language": LANGUAGES[language],
        "state": stands,
        "form": form,
        "review": review,
        "own": stands.text is not None and stands.text.by_id == actor.id,
        "errors": errors_of(sent),
    }
    return render(request, "languages/text.html", context, status=422 if sent.errors else 200)


def _say(problem: Problem) -> str:
    if problem.given.get("kind") == "other_slots":
        lacks = ", ".join(f"{{{slot}}}" for slot in problem.given["missing"])
        more = ", ".join(f"{{{slot}}}" for slot in problem.given["more"])
        return "; ".join(
            t for t in (f"Keep {lacks}" if lacks else "", f"Take out {more}" if more else "") if t
        )
    return "Enter the translation"
