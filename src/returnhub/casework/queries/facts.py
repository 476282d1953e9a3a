"""Facts as a page shows them: what counts on a day, in which state, and every answer there ever was."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connections

from returnhub.casework.commands.facts import facts
from returnhub.casework.models import Case
from returnhub.casework.models import Fact as Row
from returnhub.casework.queries.looking import LookingAt
from returnhub.casework.queries.parts import OWN_ALONE, in_words, sees_fact
from returnhub.casework.queries.people import users
from returnhub.journal.actor import Actor
from returnhub.scheme.facts import Fact, FactType

IN_DATE, OUT_OF_DATE, MISSING, IN_CONFLICT = "in_date", "out_of_date", "missing", "in_conflict"
SUPERSEDED, PUT_RIGHT = "superseded", "put_right"


@dataclass(frozen=True, slots=True)
class Shown:
    """One answer with its two times, who recorded it, and whether it counts on the day."""

    row: Row
    value: str
    by: str
    state: str


@dataclass(frozen=True, slots=True)
class FactShown:
    """One question of a case: its state on a day, and the answers that count, one or more in conflict."""

    fact: Fact
    state: str
    answers: tuple[Shown, ...]

    @property
    def title(self) -> str:
        """The question in a few words."""
        return title(self.fact)

    @property
    def value(self) -> str:
        """What is known, in words; both answers of a conflict."""
        return " or ".join(dict.fromkeys(a.value for a in self.answers))


def title(fact: Fact) -> str:
    """A fact's name in words.

    >>> from returnhub.casework.commands.facts import facts
    >>> title(facts()["fit_to_travel"])
    'Fit to travel'
    """
    return fact.id.replace("_", " ").capitalize()


def rows_of(actor: Actor, case: Case) -> list[Row]:
    """Every answer of a case that an actor may see, the newest first; one query."""
    rows = (
        Row.objects.filter(case=case)
        .select_related("event", "ended", "evidence")
        # the event that opened the case holds every first answer, and would come once for each
        .defer("event__data", "ended__data")
        .order_by("-found_on", "-id")
    )
    if actor.role in OWN_ALONE:
        rows = rows.filter(event__actor=actor.id)
    known = facts()
    return [r for r in rows if r.fact in known and sees_fact(actor, known[r.fact])]


def table_of(actor: Actor, case: Case, looking: LookingAt, ruleset_facts: Iterable[str]) -> list[FactShown]:
    """Each fact that a rule reads or that has an answer, in the order of the file."""
    rows = rows_of(actor, case)
    names = users(r.event.actor for r in rows)
    by_fact: dict[str, list[Row]] = {}
    for row in rows:
        by_fact.setdefault(row.fact, []).append(row)
    wanted = set(by_fact) | (set() if actor.role in OWN_ALONE else set(ruleset_facts))
    known = known_facts(case, looking)
    return [
        _shown(actor, fact, by_fact.get(fact.id, []), names, looking, known)
        for fact in facts().values()
        if fact.id in wanted and sees_fact(actor, fact)
    ]


def one_fact(actor: Actor, case: Case, fact: Fact, looking: LookingAt) -> tuple[FactShown, list[Shown]]:
    """A fact, and every answer to it, the newest first, each with its state."""
    rows = [r for r in rows_of(actor, case) if r.fact == fact.id]
    names = users(r.event.actor for r in rows)
    known = known_facts(case, looking)
    every = [
        Shown(r, in_words(fact, r.value, actor), names[r.event.actor], _state(r, fact, looking, known))
        for r in rows
        if looking.knows_all or r.event.recorded < looking.known_until
    ]
    return _shown(actor, fact, rows, names, looking, known), every


def known_facts(case: Case, looking: LookingAt) -> dict[str, object]:
    """Facts as the rules read them, asked of the database, with values as Python's."""
    known = "infinity" if looking.knows_all else looking.known_until.isoformat()
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.known(%s, %s, %s::timestamptz)", [case.pk, looking.on, known])
        found = cursor.fetchone()[0]
    return as_python(json.loads(found) if isinstance(found, str) else found)


def as_python(stored: Mapping[str, object]) -> dict[str, object]:
    """Stored values as screening takes them: dates as dates."""
    types = facts()
    return {
        name: dt.date.fromisoformat(str(value)) if types[name].type is FactType.DATE else value
        for name, value in stored.items()
        if name in types
    }


def counts(row: Row, looking: LookingAt) -> bool:
    """True if an answer counts on the day, in date or not; the same sentence as guard.known."""
    if row.found_on > looking.on:
        return False
    if not looking.knows_all and row.event.recorded >= looking.known_until:
        return False
    if row.ended is None or (row.until is not None and row.until > looking.on):
        return True
    return not looking.knows_all and row.ended.recorded >= looking.known_until


def _in_date(row: Row, fact: Fact, looking: LookingAt, known: Mapping[str, object]) -> bool:
    if row.good_until is not None and row.good_until < looking.on:
        return False
    if fact.dated_by is None or fact.good_for_days is None:
        return True
    found = known.get(fact.dated_by)
    oldest = looking.on - dt.timedelta(days=fact.good_for_days)
    return isinstance(found, dt.date) and oldest <= found <= looking.on


def _state(row: Row, fact: Fact, looking: LookingAt, known: Mapping[str, object]) -> str:
    if counts(row, looking):
        return IN_DATE if _in_date(row, fact, looking, known) else OUT_OF_DATE
    return SUPERSEDED if row.ended is None or row.until is not None else PUT_RIGHT


def _shown(
    actor: Actor,
    fact: Fact,
    rows: Iterable[Row],
    names: Mapping[int | None, str],
    looking: LookingAt,
    known: Mapping[str, object],
) -> FactShown:
    counting = [r for r in rows if counts(r, looking)]
    # of each supplier the newest, in whatever order they were recorded; rows come with the newest first
    counting = list({r.supplier: r for r in reversed(counting)}.values())[::-1]
    fresh = [r for r in counting if _in_date(r, fact, looking, known)]
    known_values = [r for r in fresh if r.value is not None]
    if len({json.dumps(r.value) for r in known_values}) > 1:
        state, shown = IN_CONFLICT, known_values
    elif known_values:
        state, shown = IN_DATE, known_values
    elif counting and not fresh:
        state, shown = OUT_OF_DATE, counting
    else:
        state, shown = MISSING, fresh
    answers = tuple(
        Shown(r, in_words(fact, r.value, actor), names[r.event.actor], _state(r, fact, looking, known))
        for r in shown
    )
    return FactShown(fact, state, answers)


def may_supply(actor: Actor, fact: Fact) -> tuple[str, ...]:
    """Whose answers an actor may hand in: the fact's suppliers, if the role records such facts."""
    if "casework.record_fact" not in actor.may or not sees_fact(actor, fact):
        return ()
    return fact.suppliers
