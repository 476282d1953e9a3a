"""The worklist: who is due, in order of clock, bounded by who asks; the same address gives the same list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from returnhub.accounts.models import Grant, User
from returnhub.accounts.roles import Role
from returnhub.agreements.models import Scheme
from returnhub.casework.models import Assignment, Standing
from returnhub.casework.queries.actions import what_next
from returnhub.casework.queries.people import called
from returnhub.casework.queries.scope import WHOLE_SCHEME, scope
from returnhub.casework.queries.screening import rule_words
from returnhub.journal.actor import Actor

ROWS = 25
COUNTED = 1000
MOST_IN_A_FILE = 10_000
SOON_DAYS = 3

LISTS: Mapping[str, str] = MappingProxyType(
    {"today": "Today", "soon": "Clock under 3 days", "mine": "Mine", "team": "Everybody"}
)
SORTS: Mapping[str, str] = MappingProxyType(
    {"clock": "clock_ends_on", "stage": "stage", "verdict": "verdict"}
)
"""Orders of the list and the column behind each; the database has an index for each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of the list. `after` or `before` is the place of a row as `place` writes it."""

    scheme: str
    which: str = "team"
    stages: Sequence[str] = ()
    verdicts: Sequence[str] = ()
    clocks: Sequence[str] = ()
    custody: Sequence[str] = ()
    assigned: Sequence[str] = ()
    sort: str = "clock"
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person on the list: what is needed first and from whom, the next clock, who works on it."""

    case: int
    reference: str
    name: str
    other_name: str
    stage: str
    verdict: str
    need: str
    whom: str
    clock: str
    ends_on: dt.date | None
    who: str
    custody: bool


@dataclass(frozen=True, slots=True)
class Page:
    """25 rows, and the places from which the next and the previous page are asked."""

    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""
    counted: Mapping[str, int] = field(default_factory=dict[str, int])


def schemes(actor: Actor) -> list[Scheme]:
    """The schemes that an actor works in."""
    found = Scheme.objects.order_by("id")
    return list(found.filter(pk=actor.scheme) if actor.scheme else found)


def colleagues(actor: Actor) -> list[tuple[int, str]]:
    """Users whom a case may be assigned to: officers of the same schemes."""
    held = Grant.objects.filter(ended=None, role__in=[Role.SCREENING, Role.AUTHORISING, Role.DOCUMENT])
    if actor.scheme:
        held = held.filter(scheme__in=["", actor.scheme])
    found = User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "id")
    return list(found.values_list("pk", "name"))


def counts(actor: Actor, asked: Asked) -> dict[str, int]:
    """How many each list has, counted to one more than `COUNTED`."""
    return {
        which: _one_list(actor, asked.scheme, which).values("pk")[: COUNTED + 1].count() for which in LISTS
    }


def total(actor: Actor, asked: Asked) -> int:
    """How many the list with its filters has, counted to one more than `COUNTED`."""
    return _filtered(actor, asked).values("pk")[: COUNTED + 1].count()


def page(actor: Actor, asked: Asked, rows: int = ROWS) -> Page:
    """The rows after or before a place, in order."""
    column = SORTS[asked.sort.removeprefix("-")]
    down = asked.sort.startswith("-")
    backwards = bool(asked.before)
    found = _filtered(actor, asked)
    if place_asked := asked.before or asked.after:
        found = found.filter(_beyond(column, place_asked, down=down is not backwards))
    reverse = down is not backwards
    value = _sorted_apart(column) if _short(actor, asked) else F(column)
    order = value.desc(nulls_first=True) if reverse else value.asc(nulls_last=True)
    listed = list(found.order_by(order, "-case" if reverse else "case").select_related("case")[: rows + 1])
    more = len(listed) > rows
    listed = listed[:rows]
    if backwards:
        listed.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(asked.after))
    return Page(
        _rows(listed),
        after=_place(listed[-1], column) if listed and has_next else "",
        before=_place(listed[0], column) if listed and has_previous else "",
    )


def _short(actor: Actor, asked: Asked) -> bool:
    """True for a list of few among everybody: read it whole and sort it."""
    return asked.which != "team" or actor.role not in WHOLE_SCHEME


def _sorted_apart(column: str) -> Coalesce:
    """A column in an order that no index has, or the database would look for few among everybody."""
    return Coalesce(F(column), Value(dt.date.max if column == "clock_ends_on" else ""))


def _one_list(actor: Actor, scheme: str, which: str) -> QuerySet[Standing]:
    found = Standing.objects.filter(scheme=scheme)
    if actor.role not in WHOLE_SCHEME:
        found = found.filter(case__in=scope(actor).values("pk"))
    today = timezone.localdate()
    match which:
        case "today":
            return found.filter(clock_ends_on__lte=today)
        case "soon":
            return found.filter(clock_ends_on__lt=today + dt.timedelta(days=SOON_DAYS))
        case "mine":
            return found.filter(case__assignments__to=actor.id, case__assignments__ended=None)
        case _:
            return found


def _filtered(actor: Actor, asked: Asked) -> QuerySet[Standing]:
    found = _one_list(actor, asked.scheme, asked.which)
    today = timezone.localdate()
    if asked.stages:
        found = found.filter(stage__in=asked.stages)
    if asked.verdicts:
        found = found.filter(verdict__in=asked.verdicts)
    if asked.custody:
        found = found.filter(custody__in=[c == "yes" for c in asked.custody])
    if asked.clocks:
        ways = {
            "out": Q(clock_ends_on__lt=today),
            "week": Q(clock_ends_on__range=(today, today + dt.timedelta(days=7))),
            "later": Q(clock_ends_on__gt=today + dt.timedelta(days=7)),
            "none": Q(clock_ends_on=None),
        }
        wanted = Q()
        for name in asked.clocks:
            wanted |= ways.get(name, Q())
        found = found.filter(wanted)
    if asked.assigned:
        # asked row by row: the list of everybody who has an assignment is long
        now = Assignment.objects.filter(case=OuterRef("case"), ended=None)
        nobody = Q(~Exists(now)) if "nobody" in asked.assigned else Q()
        people = [a for a in asked.assigned if a.isdigit()]
        named = Q(Exists(now.filter(to__in=people))) if people else Q()
        found = found.filter(nobody | named)
    return found


def _beyond(column: str, place: str, *, down: bool) -> Q:
    """Rows that come after a place; everybody for a place that is none. Rows without a value come last."""
    value, _, number = place.rpartition("~")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return Q()
    case = int(number)
    if column == "clock_ends_on" and value:
        try:
            dt.date.fromisoformat(value)
        except ValueError:
            return Q()
    if not value:
        here = Q(**{f"{column}__isnull": True})
        return (
            (here & Q(case__lt=case)) | Q(**{f"{column}__isnull": False}) if down else here & Q(case__gt=case)
        )
    if down:
        return Q(**{f"{column}__lt": value}) | Q(**{column: value, "case__lt": case})
    beyond = Q(**{f"{column}__gt": value}) | Q(**{column: value, "case__gt": case})
    return beyond | Q(**{f"{column}__isnull": True}) if column == "clock_ends_on" else beyond


def _place(row: Standing, column: str) -> str:
    value = getattr(row, column)
    return f"{value.isoformat() if isinstance(value, dt.date) else value or ''}~{row.case_id}"


def _rows(listed: Sequence[Standing]) -> tuple[Row, ...]:
    names = called(s.case.person_id for s in listed)
    to = {
        a.case_id: a.to.name
        for a in Assignment.objects.filter(case__in=[s.case_id for s in listed], ended=None).select_related(
            "to"
        )
    }
    rows: list[Row] = []
    for s in listed:
        who = names[s.case.person_id]
        need, whom = _need(s)
        rows.append(
            Row(
                case=s.case_id,
                reference=s.case.reference,
                name=who.name,
                other_name=who.beside,
                stage=s.stage,
                verdict=s.verdict if s.screened_on else "not_screened",
                need=need,
                whom=whom,
                clock=s.clock,
                ends_on=s.clock_ends_on,
                who=to.get(s.case_id, "nobody"),
                custody=s.custody,
            )
        )
    return tuple(rows)


def _need(s: Standing) -> tuple[str, str]:
    """What is needed first, and whom to ask: the first rule that bars or is unknown, or the next step."""
    text, who = what_next(s.case.procedure, s.stage)
    if not text:
        return "Nothing: the case rests", ""
    rules = rule_words(s.case.scheme, s.case.ruleset)
    for state, found in (("Barred", s.fails), ("Unknown", s.unknown)):
        if found and s.screened_on:
            named, ask = rules.get(found[0], (found[0].replace("_", " "), ""))
            more = f", and {len(found) - 1} more" if len(found) > 1 else ""
            return f"{named}{more}", ask if state == "Unknown" else who
    return text[0].upper() + text[1:], who
