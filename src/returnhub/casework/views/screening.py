"""Screening: each reason with what was asked, found and would change it; on any day; by an officer."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from returnhub.casework.commands.facts import facts
from returnhub.casework.commands.screenings import screen as screen_now
from returnhub.casework.queries import screening as reads
from returnhub.casework.queries.facts import (
    IN_CONFLICT,
    OUT_OF_DATE,
    FactShown,
    may_supply,
    table_of,
    title,
)
from returnhub.casework.queries.looking import looking_at
from returnhub.casework.queries.parts import Part, measured
from returnhub.casework.queries.people import users
from returnhub.casework.views.page import File, done, key_in, may, open_file, readers, show
from returnhub.screening.explain import Reason
from returnhub.screening.verdict import State
from returnhub.screening.words import change_in_words, found_in_words


@readers
def screening(request: HttpRequest, reference: str) -> HttpResponse:
    """Why the case has its verdict, as of a day and as known on a day."""
    file = open_file(request, reference, Part.SCREENING)
    key = key_in(request)
    if request.method == "POST":
        if not may(file, "casework.screen"):
            raise Http404
        screen_now(file.actor, case=file.case.pk, key=key)
        return done(request, "The case was screened.", file.href("casework:screening"))
    explained = reads.reasons(file.case, file.looking)
    shown = {f.fact.id: f for f in table_of(file.actor, file.case, file.looking, facts())}
    history = reads.screenings(file.case, file.looking)
    context: dict[str, Any] = {
        "explained": explained,
        "key": key,
        "may_screen": may(file, "casework.screen"),
        "history": history,
        "history_by": users([s.event.actor for s in history]),
        "changed": None,
    }
    if explained is None:
        context["stored"] = reads.verdict_in_database(file.case, file.looking.on)
    else:
        context["fails"] = [_card(file, r, shown) for r in explained.reasons if r.state is State.FAILS]
        context["unknown"] = [_card(file, r, shown) for r in explained.reasons if r.state is State.UNKNOWN]
        context["met"] = [_card(file, r, shown) for r in explained.met]
        if other := _day(request):
            old = reads.reasons(file.case, looking_at(other, file.looking.known))
            assert old is not None, "the same rules were read a line above"
            context["other"] = other
            context["changed"] = [
                (
                    c.reason.asked.rule.title,
                    c.before,
                    c.after,
                    found_in_words(_measured(file, c.reason), file.looking.on),
                )
                for c in reads.compare(old, explained)
            ]
            context["other_verdict"] = old.verdict.value
    return show(file, "casework/screening.html", context)


def _card(file: File, reason: Reason, shown: Mapping[str, FactShown]) -> dict[str, Any]:
    """What `reason_card` shows of a rule's answer."""
    rule, version = reason.asked.rule, reason.asked.version
    source = rule.source[0]
    behind = [shown[f.fact] for f in reason.found if f.fact in shown]
    files = {
        a.row.evidence_id: a.row.evidence.title
        for f in behind
        for a in f.answers
        if a.row.evidence is not None
    }
    conflict = next((f for f in behind if f.state == IN_CONFLICT), None)
    asks = next(
        (
            f
            for f in (*reason.missing, *reason.asked.facts)
            if may(file, "casework.record_fact") and may_supply(file.actor, facts()[f])
        ),
        None,
    )
    needs = reason.state is not State.HOLDS
    return {
        "state": reason.state.value,
        "says": rule.title,
        "rule": rule.id,
        "version": f"{version.from_:%-d %B %Y}",
        "source": source.cite,
        "source_href": source.url or "",
        "asked": rule.says,
        "found": "; ".join([found_in_words(_measured(file, reason), file.looking.on), *_more(behind)]),
        "evidence": [
            {"text": text, "href": file.href("casework:evidence_file", number=number)}
            for number, text in files.items()
        ],
        "changes": _changes(reason) if needs else "",
        "action": _action(file, conflict, asks) if needs else None,
    }


def _more(behind: Sequence[FactShown]) -> list[str]:
    """What is on file and not read by the rules: answers in conflict, and those out of date."""
    said: list[str] = []
    for f in behind:
        if f.state == IN_CONFLICT:
            said.append(f"{f.title.lower()} is in conflict: {f.value}")
        elif f.state == OUT_OF_DATE and f.fact.dated_by is None:
            last = f.answers[0]
            said.append(
                f"{f.title.lower()} was found on {last.row.found_on:%-d %b %Y}: {last.value}, out of date"
            )
    return said


def _action(file: File, conflict: FactShown | None, asks: str | None) -> dict[str, str] | None:
    if conflict is not None and may(file, "casework.resolve_conflict"):
        href = file.href("casework:fact_settle", name=conflict.fact.id)
        return {"text": f"Settle the conflict: {conflict.title.lower()}", "href": href}
    if asks is None:
        return None
    text = f"Add an answer: {title(facts()[asks]).lower()}"
    return {"text": text, "href": file.href("casework:fact_add", name=asks)}


def _changes(reason: Reason) -> str:
    rule = reason.asked.rule
    ask = rule.if_unknown if reason.state is State.UNKNOWN else rule.if_fails
    change = change_in_words(reason.change)
    return f"{ask.rstrip('.')}. It is met if: {change}." if change else ask


def _measured(file: File, reason: Reason) -> Reason:
    """The reason without measures of health that the reader's role does not see."""
    found = tuple(
        dataclasses.replace(f, value=f.value if f.value is None else bool(f.value))
        if measured(file.actor, facts()[f.fact])
        else f
        for f in reason.found
    )
    return dataclasses.replace(reason, found=found)


def _day(request: HttpRequest) -> dt.date | None:
    try:
        return dt.date.fromisoformat(request.GET.get("compare", ""))
    except ValueError:
        return None
