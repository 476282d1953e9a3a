"""The person's pages: where their case stands, what they can do, their papers, what is known about them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from returnhub.casework.views.page import key_in
from returnhub.journal.command import AlreadyDoneError
from returnhub.languages.originals.stages import key_of
from returnhub.languages.queries import words
from returnhub.movements.models import Decision, Notice
from returnhub.packets.kinds import KINDS
from returnhub.packets.queries.sent import packets_of, rows
from returnhub.person.commands.asking import File, ask
from returnhub.person.commands.messages import write_to_lawyer
from returnhub.person.models import Asked
from returnhub.person.queries import own
from returnhub.person.queries.messages import own_messages
from returnhub.person.views.page import Page, of_the_person, seen, show
from returnhub.problems import Code, Problems
from returnhub.procedure import Stage

MOST_BYTES = 20 * 1024 * 1024
"""The largest file that is read from a form: the bound that `casework.files` has."""


@of_the_person
def home(page: Page) -> HttpResponse:
    """Where the case stands, in plain words; what comes next, who decides, by when; what they can do."""
    page.reads("own page")
    return _show(page, "home", _standing(page))


@of_the_person
def papers(page: Page) -> HttpResponse:
    """Every decision and notice, with the reasons."""
    page.reads("own papers")
    return _show(page, "papers", _papers(page))


@of_the_person
def paper(page: Page, kind: str, number: int) -> HttpResponse:
    """One paper, to print or keep: as it was served, and in the language chosen where that was reviewed."""
    case = page.here.case
    found: Notice | Decision | None = None
    if kind == "notice":
        found = next((n for n in own.notices(case) if n.pk == number), None)
    elif kind == "decision":
        found = next((d for d in own.decisions(case) if d.pk == number), None)
    if found is None:
        raise Http404
    page.reads(f"own {kind} {number}")
    shown = notice_shown(page, found) if isinstance(found, Notice) else decision_shown(page, found)
    return _show(page, "paper", {"paper": shown, "kind": kind})


@of_the_person
def facts(page: Page) -> HttpResponse:
    """What is known about them, and where answers disagree."""
    page.reads("own facts")
    return _show(page, "facts", _known(page))


@of_the_person
def whole(page: Page) -> HttpResponse:
    """Everything on one page, to print or to keep as PDF."""
    page.reads("own file")
    return _show(page, "whole", {**_standing(page), **_papers(page), **_known(page)})


@of_the_person
def tell(page: Page, kind: str) -> HttpResponse:
    """Ask for asylum, hand in evidence, ask to go home, or say that something is wrong; then the receipt."""
    if kind not in Asked.Kind.values:
        raise Http404
    request, wrong = page.request, ""
    if request.method == "POST":
        sent = request.FILES.get("file")
        try:
            receipt = ask(
                page.here.actor,
                case=page.here.case.pk,
                kind=Asked.Kind(kind),
                words=request.POST.get("words", ""),
                file=File(sent.name or "", sent.read(MOST_BYTES + 1)) if sent else None,
                key=key_in(request),
            )
        except AlreadyDoneError:
            return seen(reverse("person:home"))
        except Problems as problems:
            codes = {p.code for p in problems.items}
            if not codes <= {Code.COMMAND_FIELD_MISSING, Code.COMMAND_FIELD_WRONG, Code.COMMAND_FILE_WRONG}:
                raise
            wrong = "ask.file_wrong" if Code.COMMAND_FILE_WRONG in codes else "ask.words_wrong"
        else:
            return _show(page, "sent", {"receipt": receipt, "kind": kind})
    context = {"kind": kind, "wrong": wrong, "typed": request.POST.get("words", ""), "key": key_in(request)}
    return _show(page, "tell", context, status=422 if wrong else 200)


@of_the_person
def lawyer(page: Page) -> HttpResponse:
    """Messages with their lawyer, which nobody else reads; without one, the telephone of those on duty."""
    page.reads("own messages")
    wrong, request = "", page.request
    if request.method == "POST":
        try:
            write_to_lawyer(page.here.actor, case=page.here.case.pk, words=request.POST.get("words", ""))
        except Problems as problems:
            if not {p.code for p in problems.items} <= {Code.COMMAND_FIELD_MISSING, Code.COMMAND_FIELD_WRONG}:
                raise
            wrong = "ask.words_wrong"
        else:
            return seen(reverse("person:lawyer"))
    context = {
        "messages": own_messages(),
        "has_lawyer": own.has_lawyer(page.here.case),
        "wrong": wrong,
        "typed": request.POST.get("words", ""),
    }
    return _show(page, "lawyer", context, status=422 if wrong else 200)


def notice_shown(page: Page, notice: Notice) -> dict[str, Any]:
    """A notice as the page shows it: its words in the language chosen, else in the one it was served in."""
    key = f"notice_of_{notice.kind}"
    slots = {
        "destination": notice.destination,
        "route": notice.route,
        "departs_from": notice.departs_from,
        "valid_until": notice.valid_until,
    }
    said = page.words(key, **slots)
    if not said.translated:
        said = words(notice.language, only=[key])(key, **slots)
    return {
        "number": notice.pk,
        "title": page.words(f"papers.{notice.kind}"),
        "said": said,
        "translated": said.language is page.words.asked,
        "on": notice.served_on,
        "runs_until": notice.runs_until,
        "ended": notice.ended_id is not None,
        "language": notice.get_language_display(),
        "interpreter": notice.interpreter,
        "reasons": "",
    }


def decision_shown(page: Page, decision: Decision) -> dict[str, Any]:
    """A decision as the page shows it. Its reasons stand in the officer's own English, and are marked so."""
    answers = list(decision.approvals.all())
    said = page.words("decision")
    return {
        "number": decision.pk,
        "title": page.words("papers.decision"),
        "said": said,
        "translated": said.translated,
        "outcome": page.words("papers.for_moving" if decision.to_move else "papers.against_moving"),
        "answers": [page.words("papers.approved" if a.approved else "papers.not_approved") for a in answers],
        "on": decision.event.recorded.date(),
        "ended": decision.ended_id is not None,
        "reasons": decision.reasons,
    }


def _standing(page: Page) -> dict[str, Any]:
    case, stage = page.here.case, Stage(page.here.case.standing.stage)
    return {
        "is_": page.words(key_of(stage, "is")),
        "next_": page.words(key_of(stage, "next")),
        "clocks": [(page.words(f"clock.{c.kind}"), c.ends_on) for c in own.clocks(case)],
        "stay": own.stay(case),
        "limit": own.limit_of(case),
        "asked": own.asked(case),
        "openings": own.openings(case),
        "until": page.here.until,
        "alive": stage is not Stage.DIED,
    }


def _papers(page: Page) -> dict[str, Any]:
    case = page.here.case
    return {
        "notices": [notice_shown(page, n) for n in own.notices(case)],
        "decisions": [decision_shown(page, d) for d in own.decisions(case)],
        "packets": [(p, KINDS[p.kind].title, rows(p.kind, p.fields)) for p in packets_of(case.pk)],
    }


def _known(page: Page) -> dict[str, Any]:
    case = page.here.case
    answers = own.answers(case, page.here.actor)
    return {
        "disputed": [a for a in answers if a.disputed],
        "rest": [a for a in answers if not a.disputed],
        "names": own.names(case),
        "family": own.family(case),
        "handed_in": own.handed_in(case),
    }


def _show(page: Page, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    whole = {**context, "reference": page.here.case.reference}
    return show(page.request, page.words, name, whole, status)
