"""What a case page tells: stage, clocks, bars, suspensions, what speaks against a move, custody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from returnhub.agreements.models import Suspension
from returnhub.casework.models import (
    Assignment,
    Bar,
    Case,
    CaseNote,
    Clock,
    Custody,
    Happening,
    Offer,
    Representation,
)
from returnhub.casework.queries.actions import Speaks
from returnhub.casework.queries.against import against as everything_against
from returnhub.casework.queries.looking import LookingAt
from returnhub.procedure import PROCEDURES, Event, Stage, fold
from returnhub.procedure import Happening as Told


@dataclass(frozen=True, slots=True)
class Stands:
    """A case's stage on a day, and since when."""

    stage: Stage
    since: dt.datetime | None


def stands(case: Case, looking: LookingAt) -> Stands:
    """The stage: as the database keeps it, or on another day the fold of what had happened and was known."""
    if looking.is_today:
        return Stands(Stage(case.standing.stage), case.standing.since)
    rows = happenings(case, looking)
    told = [Told(case.reference, Event(h.word), h.at, max(h.at, h.event.recorded)) for h in rows]
    found = fold(PROCEDURES[case.procedure], told)
    return Stands(found.stage, found.since)


def happenings(case: Case, looking: LookingAt) -> list[Happening]:
    """The events of the procedure that had happened and were known, in their order."""
    return list(
        Happening.objects.filter(looking.standing(), case=case, at__lt=looking.on_until)
        .select_related("event")
        .order_by("at", "id")
    )


def clocks(case: Case, looking: LookingAt) -> list[Clock]:
    """The clocks that ran on a day, the soonest first."""
    return list(
        Clock.objects.filter(looking.standing(), case=case, started_on__lte=looking.on).order_by(
            "ends_on", "id"
        )
    )


def bars(case: Case, looking: LookingAt) -> list[Bar]:
    """The bars that were open on a day, the newest first."""
    return list(
        Bar.objects.filter(looking.standing(), case=case, since__lt=looking.on_until)
        .select_related("event", "evidence")
        .order_by("-since", "-id")
    )


def suspensions(case: Case) -> list[Suspension]:
    """The suspensions in force that reach this case now."""
    return list(Suspension.objects.raw("SELECT s.* FROM guard.suspensions(%s) AS s ORDER BY s.id", [case.pk]))


def against(case: Case, way: str, as_of: dt.date) -> tuple[Speaks, ...]:
    """Everything that speaks against a move, in words: the same list as the commit asks."""
    return tuple(
        Speaks(one.code, one.says, not one.speaks_against)
        for one in everything_against(case.pk, way, as_of, case.scheme)
    )


def custodies(case: Case, looking: LookingAt) -> list[Custody]:
    """Every time in custody that was known, the newest first."""
    return list(
        Custody.objects.filter(case=case, event__recorded__lt=looking.known_until)
        .select_related("event", "ended", "lapsed")
        .prefetch_related("steps")
        .order_by("-began", "-id")
    )


def representations(case: Case) -> list[Representation]:
    """Who speaks or spoke for the person, the newest first."""
    return list(
        Representation.objects.filter(case=case).select_related("lawyer", "event", "ended").order_by("-id")
    )


def offers(case: Case, looking: LookingAt) -> list[Offer]:
    """Offers of voluntary return with their answers, the newest first."""
    return list(
        Offer.objects.filter(case=case, event__recorded__lt=looking.known_until)
        .select_related("event", "ended")
        .prefetch_related("answers")
        .order_by("-id")
    )


def notes(case: Case) -> list[CaseNote]:
    """Officers' notes on a case, the newest first."""
    return list(CaseNote.objects.filter(case=case).select_related("event").order_by("-id"))


def assigned(case: Case) -> Assignment | None:
    """Who works on a case."""
    return Assignment.objects.filter(case=case, ended=None).select_related("to").first()
