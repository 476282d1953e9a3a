"""A case's events and reads, the newest first, by month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from returnhub.casework.commands.cases import OWN_VERB
from returnhub.casework.commands.facts import facts
from returnhub.casework.models import Case, Happening
from returnhub.casework.queries.facts import title
from returnhub.casework.queries.looking import LookingAt
from returnhub.casework.queries.people import users
from returnhub.journal.models import Event, Read

OPENED = "casework.case_opened"
"""An event with many answers in it: one of them put right does not supersede it."""
MOST = 200
"""Events shown of one month, and reads on one page."""

TITLES: Mapping[str, str] = MappingProxyType(
    {
        "casework.case_opened": "Case opened",
        "casework.fact_recorded": "Answer recorded",
        "casework.fact_corrected": "Answer put right",
        "casework.conflict_resolved": "Conflict settled",
        "casework.screened": "Screened",
        "casework.assigned": "Assigned",
        "casework.note_written": "Note written",
        "person.code_given": "Code for the person's page given",
        "person.page_opened": "The person opened their page",
        "person.page_closed": "The person closed their page",
        "person.asked": "The person asked for something",
        "person.answered": "The person was answered",
        "casework.evidence_added": "Evidence handed in",
        "incidents.reported": "Incident reported",
        "incidents.addendum": "Added to an incident",
        "incidents.ask_correction": "Correction of an incident asked for",
        "incidents.correction": "Incident corrected",
        "incidents.review": "Incident reviewed",
        "incidents.review_overdue": "Review of an incident overdue",
        "incidents.close": "Incident closed",
        "incidents.reopen": "Incident reopened",
        "incidents.seen": "Incident seen",
        "incidents.suspended": "Suspended after an incident",
        "health.checked": "Health check",
        "health.stated": "Needs stated by a clinician",
        "health.concern_raised": "Clinician's concern raised",
        "health.concern_seen": "Clinician's concern seen",
        "health.concern_answered": "Clinician's concern answered",
    }
)


@dataclass(frozen=True, slots=True)
class Item:
    """One event as a time line shows it."""

    event: Event
    title: str
    by: str
    superseded_by: str

    @property
    def happened(self) -> dt.datetime:
        """When it happened."""
        return self.event.happened

    @property
    def recorded(self) -> dt.datetime:
        """When it was recorded."""
        return self.event.recorded


def months_of(case: Case, looking: LookingAt) -> list[dt.date]:
    """The months in which something happened in a case, the newest first."""
    found = (
        _events(case, looking)
        .annotate(month=TruncMonth("happened", tzinfo=timezone.get_current_timezone()))
        .values_list("month", flat=True)
        .order_by("-month")
        .distinct()
    )
    return [m.date() for m in found]


def events_in(case: Case, month: dt.date, looking: LookingAt) -> list[Item]:
    """The events of a month, the newest first, corrections beside what they put right."""
    start = _moment(month.replace(day=1))
    end = _moment((month.replace(day=1) + dt.timedelta(days=32)).replace(day=1))
    rows = list(
        _events(case, looking)
        .filter(happened__gte=start, happened__lt=end)
        .order_by("-happened", "-id")[:MOST]
    )
    put_right = [r.pk for r in rows if r.kind != OPENED]
    corrected = {
        e.corrects: e for e in Event.objects.filter(case=case.pk, corrects__in=put_right).order_by("id")
    }
    names = users({*(r.actor for r in rows), *(e.actor for e in corrected.values())})
    return [Item(r, said(r), _by(r, names), _superseded(corrected.get(r.pk), names)) for r in rows]


def correctable(case: Case, items: Sequence[Item]) -> dict[int, int]:
    """Events that stand and that a person may put right by hand: the happening of each."""
    found = Happening.objects.filter(case=case, ended=None, event__in=[i.event.pk for i in items])
    return dict(found.exclude(word__in=[e.value for e in OWN_VERB]).values_list("event", "pk"))


def said(event: Event) -> str:
    """An event in a few words: what happened, or which fact was answered."""
    data = event.data or {}
    if word := data.get("word"):
        return str(word).capitalize()
    words = TITLES.get(event.kind) or event.kind.split(".")[-1].replace("_", " ").capitalize()
    fact = facts().get(str(data.get("fact", "")))
    return f"{words}: {title(fact).lower()}" if fact else words


@dataclass(frozen=True, slots=True)
class ReadShown:
    """Somebody's reading of the file."""

    by: str
    role: str
    what: str
    at: dt.datetime


def reads_of(case: Case, before: int | None = None) -> tuple[list[ReadShown], int | None]:
    """Who read the file, the newest first, and where the next page begins."""
    rows = list(
        Read.objects.filter(Q(case=case.pk), **({"id__lt": before} if before else {})).order_by("-id")[
            : MOST + 1
        ]
    )
    names = users({r.actor for r in rows})
    shown = [ReadShown(_by(r, names), r.role, r.what, r.at) for r in rows[:MOST]]
    return shown, rows[MOST - 1].pk if len(rows) > MOST else None


def _by(row: Event | Read, names: Mapping[int | None, str]) -> str:
    """Who: a user, the person of the case from their own page, or the clock."""
    return "the person" if row.role == "person" else names.get(row.actor, "somebody")


def _events(case: Case, looking: LookingAt):
    # the case's number is made after the event that opens it
    found = Event.objects.filter(Q(case=case.pk) | Q(pk=case.event_id), happened__lt=looking.on_until)
    return found if looking.knows_all else found.filter(recorded__lt=looking.known_until)


def _superseded(by: Event | None, names: Mapping[int | None, str]) -> str:
    if by is None:
        return ""
    who = names.get(by.actor, "somebody")
    return f"Put right by {who}: {by.reason}" if by.reason else f"Put right by {who}."


def _moment(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
