"""What every page of a case starts from: the case if it is the reader's, two dates, the read on record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse

from returnhub.accounts.roles import CASE_READERS, Role
from returnhub.accounts.scope import actor_in, for_roles
from returnhub.casework.models import Case
from returnhub.casework.queries.actions import what_next
from returnhub.casework.queries.case import Stands, stands
from returnhub.casework.queries.looking import LookingAt, looking_at
from returnhub.casework.queries.parts import Part, sees
from returnhub.casework.queries.people import Called, called_then
from returnhub.casework.queries.scope import case_of
from returnhub.casework.words import clock_event
from returnhub.journal.actor import Actor
from returnhub.journal.reads import record_read
from returnhub.pages.errors import add_problems, errors_of
from returnhub.pages.fields import Form
from returnhub.problems import Code, Problem, Problems

readers = for_roles(*sorted(CASE_READERS))
"""For every role that sees cases; which parts, `queries.parts` says."""

TABS: tuple[tuple[Part, str, str], ...] = (
    (Part.OVERVIEW, "Overview", "casework:case"),
    (Part.FACTS, "Facts", "casework:facts"),
    (Part.SCREENING, "Screening", "casework:screening"),
    (Part.TIMELINE, "Time line", "casework:timeline"),
    (Part.MOVES, "Moves", "movements:case"),
    (Part.PACKETS, "Packets and duties", "packets:case"),
    (Part.STAY, "Stay", "stays:case"),
    (Part.HEALTH, "Health", "health:case"),
    (Part.ONWARD, "On or back", "onward:case"),
    (Part.CUSTODY, "Custody", "casework:custody"),
    (Part.LAWYERS, "Lawyers and submissions", "casework:lawyers"),
    (Part.VOLUNTARY, "Voluntary return", "casework:voluntary"),
    (Part.FAMILY, "Family", "casework:family"),
    (Part.EVIDENCE, "Evidence", "casework:evidence"),
    (Part.READS, "Who read it", "casework:reads"),
)


@dataclass(frozen=True, slots=True)
class File:
    """A case's file as one reader looks at it."""

    request: HttpRequest
    actor: Actor
    case: Case
    looking: LookingAt
    called: Called
    stands: Stands
    part: Part

    @property
    def query(self) -> str:
        """The two dates as they go along from page to page; "" for today."""
        if self.looking.is_today:
            return ""
        return "?" + urlencode(
            {"as_of": self.looking.on.isoformat(), "known": self.looking.known.isoformat()}
        )

    def href(self, page: str, /, **more: Any) -> str:
        """A page of this case, as of the same two dates."""
        return reverse(page, kwargs={"reference": self.case.reference, **more}) + self.query

    def sees(self, part: Part) -> bool:
        """True if the reader's role sees this part."""
        return sees(self.actor, part)


def open_file(request: HttpRequest, reference: str, part: Part, what: str = "") -> File:
    """Open a part of a case's file and put the reading on record.

    Http404 alike for a case that is not there, another's, and a part their role never sees.
    """
    actor = actor_in(request)
    if not sees(actor, part):
        raise Http404
    case = case_of(actor, reference)
    looking = looking_at(_date(request, "as_of"), _date(request, "known"))
    record_read(actor, case.pk, what or part.value)
    return File(
        request, actor, case, looking, called_then(case.person_id, looking), stands(case, looking), part
    )


def show(file: File, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page of a file: identity, status, sub-navigation, the banner of another day."""
    looking, case = file.looking, file.case
    next_text, who = what_next(case.procedure, file.stands.stage.value)
    status_line = f"Stage: {file.stands.stage.value}"
    if looking.is_today and case.standing.clock_ends_on:
        what, when = clock_event(case.standing.clock).lower(), case.standing.clock_ends_on
        status_line += f". Next clock: {what}, {when:%a %-d %b %Y}"
    whole = {
        "file": file,
        "case": case,
        "called": file.called,
        "looking": looking,
        "stands": file.stands,
        "next_text": next_text,
        "next_who": who,
        "status_line": status_line,
        "verdict_now": _verdict(file) if file.sees(Part.SCREENING) and looking.is_today else "",
        "tabs": _tabs(file),
        "section": f"{file.called.name}, {case.reference}",
        "errors": errors_of(context["form"]) if "form" in context else (),
        **context,
    }
    if not looking.is_today:
        whole["as_of"] = {"on": looking.on, "known": looking.known, "today_href": file.request.path}
    return render(file.request, template, whole, status=status)


def may(file: File, verb: str) -> bool:
    """True if the reader's role has a verb; another day can't be acted on."""
    return verb in file.actor.may and file.looking.is_today


def key_in(request: HttpRequest) -> UUID:
    """The key that makes a form that is sent twice happen once; a new one where none was sent."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return uuid4()


def done(request: HttpRequest, said: str, href: str) -> HttpResponse:
    """After a command: say what was done, on the page that shows it."""
    messages.success(request, said)
    answer = HttpResponseRedirect(href)
    answer.status_code = 303
    return answer


_FIELD_CODES = frozenset({Code.COMMAND_FIELD_MISSING, Code.COMMAND_FIELD_WRONG, Code.COMMAND_FILE_WRONG})


def about_fields(problems: Problems) -> bool:
    """True if everything that was refused can be put right in the form."""
    return all(p.code in _FIELD_CODES for p in problems.items)


_FILES = {
    "empty": "The file is empty",
    "too_big": "The file must be smaller than 20 MB",
    "locked": "The file is locked with a password",
    "type_unknown": "The file must be a PDF, JPEG, PNG or plain text",
    "duplicate": "The same file is already on this case: {title}",
}


def say(problem: Problem) -> str:
    """What is wrong with a field, where the form itself could not know."""
    if problem.code is Code.COMMAND_FIELD_MISSING:
        return "Fill this in"
    if problem.code is Code.COMMAND_FILE_WRONG:
        said = _FILES.get(str(problem.given.get("kind")), "This file can't be taken")
        return said.format(title=problem.given.get("title", ""))
    most = problem.given.get("most")
    if most is not None:
        return f"Use {most} characters or fewer"
    return f"This can't be used: {problem.given.get('found', '')}".rstrip(": ")


def say_with(kinds: Mapping[str, str]) -> Callable[[Problem], str]:
    """As `say`, with a room's own words for the kinds of fault that its commands give."""
    return lambda problem: kinds.get(str(problem.given.get("kind", "")), "") or say(problem)


def carried_out(
    request: HttpRequest,
    form: Form,
    run: Callable[[], object],
    said: str,
    href: str,
    say: Callable[[Problem], str] = say,
) -> HttpResponse | None:
    """Run a command with a form that was posted and is whole: on to the page behind it, saying what was done.

    None where the form has to be shown (again). Problems that are not about its fields are raised.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        run()
    except Problems as problems:
        if not about_fields(problems):
            raise
        add_problems(form, problems, say)
        return None
    return done(request, said, href)


def _tabs(file: File) -> list[dict[str, Any]]:
    tabs: list[dict[str, Any]] = []
    for part, text, name in TABS:
        if not file.sees(part):
            continue
        try:
            href = file.href(name)
        except NoReverseMatch:
            continue
        tabs.append({"text": text, "href": href, "active": part is file.part, "count": None})
    if file.actor.role == Role.MONITOR:
        notes = reverse("oversight:case_notes", kwargs={"reference": file.case.reference})
        tabs.append({"text": "Monitors' notes", "href": notes, "active": False, "count": None})
    return tabs


def _verdict(file: File) -> str:
    return file.case.standing.verdict if file.case.standing.screened_on else "not_screened"


def _date(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
