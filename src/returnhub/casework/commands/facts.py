"""Facts: answers with their supplier, date and evidence; conflicts that a person settles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from returnhub.casework.models import Fact as Row
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.scheme.facts import Fact, FactType
from returnhub.scheme.law import read_facts
from returnhub.scheme.shipped import shipped

Value = bool | int | str | dt.date
_PYTHON: dict[FactType, type] = {
    FactType.BOOLEAN: bool,
    FactType.INTEGER: int,
    FactType.DATE: dt.date,
    FactType.CODE: str,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one question of `law/facts.yaml`: who supplied it and the day on which it was found."""

    fact: str
    value: Value
    found_on: dt.date
    supplier: str
    evidence: int | None = None
    note: str = ""

    def as_data(self) -> dict[str, object]:
        """As JSON for the record."""
        return {
            "fact": self.fact,
            "value": as_json(self.value),
            "found_on": self.found_on.isoformat(),
            "supplier": self.supplier,
            "evidence": self.evidence,
        }


@cache
def facts() -> dict[str, Fact]:
    """Every fact that rules may name, by its id."""
    problems: list[Problem] = []
    found = read_facts(shipped("law"), problems)
    if problems:
        raise Problems(problems)
    return found


@command("casework.record_fact")
def record_fact(act: Act, *, case: int, answer: Answer) -> Row:
    """Record an answer. One of the same supplier that it follows on is replaced from its day on; another
    supplier's stays beside it, in conflict if it differs. Raises Problems: command.field_wrong."""
    event = act.event("casework.fact_recorded", case=case, **answer.as_data())
    return store_answer(act, event, case, answer)


def store_answer(act: Act, event: int, case: int, answer: Answer) -> Row:
    """Write an answer under an event, in the place of what it follows; for commands of rooms above too."""
    row = _row(act, event, case, answer)
    Row.objects.filter(
        case=case, fact=answer.fact, supplier=answer.supplier, ended=None, found_on__lte=answer.found_on
    ).update(ended=event, until=answer.found_on)
    row.save(force_insert=True)
    return row


def store_answers(act: Act, event: int, case: int, answers: Sequence[Answer]) -> None:
    """Write the first answers of a case under one event."""
    Row.objects.bulk_create([_row(act, event, case, answer) for answer in answers])


def _row(act: Act, event: int, case: int, answer: Answer) -> Row:
    fact = facts().get(answer.fact)
    if fact is None:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="fact"), found=answer.fact)
    if not _fits(fact, answer.value):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="value"), found=str(answer.value), fact=fact.id)
    if answer.found_on > act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="found_on"), found=answer.found_on.isoformat())
    good_until = None
    if fact.good_for_days is not None and fact.dated_by is None:
        good_until = answer.found_on + dt.timedelta(days=fact.good_for_days)
    return Row(
        event_id=event,
        case_id=case,
        fact=answer.fact,
        value=as_json(answer.value),
        supplier=answer.supplier,
        found_on=answer.found_on,
        good_until=good_until,
        evidence_id=answer.evidence,
        note=answer.note,
    )


def _fits(fact: Fact, value: Value) -> bool:
    if type(value) is not _PYTHON[fact.type] or (fact.codes and value not in fact.codes):
        return False
    if isinstance(value, int):
        return (fact.low is None or fact.low <= value) and (fact.high is None or value <= fact.high)
    return True


def as_json(value: Value) -> bool | int | str:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, dt.date) else value
