"""The tracks beside the stage: time line, who read it, custody, lawyers and submissions, voluntary return."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse

from returnhub.accounts.roles import TITLES, Role
from returnhub.casework import words
from returnhub.casework.queries import case as reads
from returnhub.casework.queries.lawyers import lodgements, own_notes
from returnhub.casework.queries.parts import Part
from returnhub.casework.queries.people import users
from returnhub.casework.queries.timeline import correctable, events_in, months_of, reads_of
from returnhub.casework.views.page import may, open_file, readers, show
from returnhub.casework.words import BARS, GROUNDS


@readers
def timeline(request: HttpRequest, reference: str) -> HttpResponse:
    """What happened, the newest first, a month a page."""
    file = open_file(request, reference, Part.TIMELINE)
    months = months_of(file.case, file.looking)
    month = _month(request, months)
    items = events_in(file.case, month, file.looking) if month else []
    place = months.index(month) if month in months else 0
    happened = correctable(file.case, items) if may(file, "casework.correct_happening") else {}
    return show(
        file,
        "casework/timeline.html",
        {
            "items": items,
            "month": month,
            "months": months,
            "newer": months[place - 1] if place else None,
            "older": months[place + 1] if place + 1 < len(months) else None,
            "happened": happened,
            "titles": TITLES,
        },
    )


@readers
def who_read(request: HttpRequest, reference: str) -> HttpResponse:
    """Every reading of the file, the newest first."""
    file = open_file(request, reference, Part.READS)
    before = request.GET.get("before", "")
    rows, more = reads_of(file.case, int(before) if before.isdigit() and len(before) < 19 else None)
    return show(
        file,
        "casework/reads.html",
        {"rows": rows, "more": more, "titles": {r.value: t for r, t in TITLES.items()}, "words": words},
    )


@readers
def custody(request: HttpRequest, reference: str) -> HttpResponse:
    """Times in custody: authority, ground, reviews, bail, alternatives, release."""
    file = open_file(request, reference, Part.CUSTODY)
    rows = reads.custodies(file.case, file.looking)
    return show(
        file,
        "casework/custody.html",
        {
            "rows": rows,
            "grounds": GROUNDS,
            "acts": [
                (verb, text)
                for verb, text in (
                    ("review_custody", "Record a review"),
                    ("record_bail", "Record an application for bail"),
                    ("weigh_alternative", "Record an alternative"),
                    ("ground_lapsed", "The ground has lapsed"),
                    ("end_custody", "Record the release"),
                )
                if may(file, f"casework.{verb}")
            ],
            "may_begin": may(file, "casework.begin_custody") and all(c.ended_id for c in rows),
        },
    )


@readers
def lawyers(request: HttpRequest, reference: str) -> HttpResponse:
    """Who speaks for the person, what they lodged, and a legal representative's own notes."""
    file = open_file(request, reference, Part.LAWYERS)
    lodged = lodgements(file.case)
    is_lawyer = file.actor.role == Role.LAWYER
    return show(
        file,
        "casework/lawyers.html",
        {
            "representations": reads.representations(file.case),
            "lodged": lodged,
            "by": users([one.event.actor for one in lodged]),
            "bars": BARS,
            "is_lawyer": is_lawyer,
            "notes": own_notes(file.actor, file.case) if is_lawyer else [],
            "acts": [
                (verb, text)
                for verb, text in (
                    ("lodge_submissions", "Lodge submissions"),
                    ("lodge_order", "Lodge a court order"),
                    ("write_privileged_note", "Write a privileged note"),
                    ("represent", "Record a legal representative"),
                )
                if may(file, f"casework.{verb}")
            ],
            "may_end": may(file, "casework.end_representation"),
        },
    )


@readers
def voluntary(request: HttpRequest, reference: str) -> HttpResponse:
    """Offers of help with voluntary return, at each stage, and the answers."""
    file = open_file(request, reference, Part.VOLUNTARY)
    return show(
        file,
        "casework/voluntary.html",
        {
            "offers": reads.offers(file.case, file.looking),
            "may_offer": may(file, "casework.offer_voluntary_return"),
            "may_answer": may(file, "casework.answer_voluntary_return"),
        },
    )


def _month(request: HttpRequest, months: list[dt.date]) -> dt.date | None:
    try:
        asked = dt.date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        asked = None
    return asked if asked in months else months[0] if months else None
