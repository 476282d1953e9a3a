"""Opening a case, and what happens in it by the procedure's table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from anyascii import anyascii

from returnhub.agreements.models import Scheme
from returnhub.casework.commands.facts import Answer, store_answers
from returnhub.casework.models import Case, Happening, Name, Person
from returnhub.casework.reference import new_reference
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event


@dataclass(frozen=True, slots=True)
class CalledAs:
    """A name as it is given, in its own script, and whether it is accepted, an alias or in dispute."""

    text: str
    kind: Name.Kind = Name.Kind.ACCEPTED


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of the procedure, and when it happened."""

    event: Event
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known when a case is opened."""

    scheme: str
    names: Sequence[CalledAs]
    facts: Sequence[Answer] = ()
    happened: Sequence[Happened] = field(default_factory=tuple)


@command("casework.open_case")
def open_case(act: Act, *, new: NewCase) -> Case:
    """Open a person's case in a scheme, pinned to the scheme's ruleset of today, with all that is known.

    Raises Problems: command.field_missing without a name; command.field_wrong for a scheme that is not
    operated here; command.refused if an event does not fit the procedure.
    """
    if not any(n.text.strip() for n in new.names):
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="name"))
    scheme = Scheme.objects.filter(pk=new.scheme).first()
    if scheme is None:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="scheme"), found=new.scheme)
    event = act.event("casework.case_opened", scheme=new.scheme, facts=[a.as_data() for a in new.facts])
    person = Person.objects.create(event_id=event)
    Name.objects.bulk_create(
        Name(event_id=event, person=person, kind=n.kind, text=n.text.strip(), latin=latin(n.text))
        for n in new.names
        if n.text.strip()
    )
    case = Case.objects.create(
        event_id=event,
        reference=new_reference(),
        person=person,
        scheme=scheme.pk,
        procedure=scheme.procedure,
        ruleset=scheme.ruleset,
        referred_by_id=act.actor.id,
    )
    store_answers(act, event, case.pk, new.facts)
    for h in new.happened:
        happen(act, case.pk, h.event, h.at)
    return case


@command("casework.record_happening")
def record_happening(act: Act, *, case: int, event: Event, at: dt.datetime, reason: str = "") -> Happening:
    """Record what happened in a case.

    Raises Problems (command.refused, guard casework_happening_allowed, with what is allowed) if the procedure
    has no such step in the stage of the case.
    """
    return happen(act, case, event, at, reason)


def happen(act: Act, case: int, event: Event, at: dt.datetime, reason: str = "") -> Happening:
    """One event of the procedure with its own entry; for commands of this room and those above."""
    said = act.event("casework.happened", case=case, happened=at, reason=reason, word=event.value)
    return Happening.objects.create(event_id=said, case_id=case, word=event.value, at=at)


def latin(name: str) -> str:
    """A name in small Latin letters, for search: marks and scripts fall away, the order of words stays."""
    return " ".join(anyascii(name).lower().split())[:600]
