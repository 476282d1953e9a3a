"""Facts: answers with their supplier, date and evidence; conflicts that a person settles."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.db import models

from returnhub.casework.commands.found import past_day, said, the_case, the_row
from returnhub.casework.models import Evidence
from returnhub.casework.models import Fact as Row
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Problem, Problems, Where, refuse
from returnhub.scheme.facts import Fact, FactType
from returnhub.scheme.law import read_facts
from returnhub.scheme.shipped import shipped

Value = bool | int | str | dt.date | None
"""None is an answer too: asked, and not known. It replaces the same supplier's, and is never in conflict."""
JSON_NULL = models.Value(None, models.JSONField())
"""Django takes a plain None for a missing row's value; this is JSON's own null."""
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
    the_case(act, case)
    check_answer(act, case, answer)
    event = act.event("casework.fact_recorded", case=case, **answer.as_data())
    return store_answer(act, event, case, answer)


@command("casework.correct_fact")
def correct_fact(act: Act, *, fact: int, answer: Answer | None, reason: str) -> Row | None:
    """Put right an answer that was wrong: it never counted, and another may stand for it. Both are kept.

    Raises Problems: command.field_wrong; command.not_possible (`fact_ended`) for an answer that no longer
    stands.
    """
    old = the_row(act, Row, fact)
    if answer is not None:
        if answer.fact != old.fact:
            raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="fact"), found=answer.fact)
        check_answer(act, old.case_id, answer)
    event = act.event(
        "casework.fact_corrected",
        case=old.case_id,
        reason=said("reason", reason),
        corrects=old.event_id,
        **(answer.as_data() if answer else {"fact": old.fact, "value": None}),
    )
    Row.objects.filter(pk=old.pk).update(ended=event)
    return store_answer(act, event, old.case_id, answer) if answer else None


@command("casework.resolve_conflict")
def resolve_conflict(act: Act, *, case: int, fact: str, keep: int, reason: str) -> Row:
    """Settle which of the answers that differ is right; the others never counted.

    Raises Problems: command.not_possible (`no_conflict`) if those that stand agree; command.field_wrong if
    `keep` is none of them.
    """
    the_case(act, case)
    standing = [
        row
        for row in Row.objects.filter(case=case, fact=fact, ended=None).order_by("id")
        if row.value is not None
    ]
    kept = next((row for row in standing if row.pk == keep), None)
    wrong = [row.pk for row in standing if kept and row.value != kept.value]
    if len({str(row.value) for row in standing}) < 2:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="no_conflict", allowed_next=("casework.record_fact",))
    if kept is None:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="keep"), found=keep)
    event = act.event(
        "casework.conflict_resolved",
        case=case,
        reason=said("reason", reason),
        fact=fact,
        kept=kept.pk,
        wrong=wrong,
    )
    Row.objects.filter(pk__in=wrong).update(ended=event)
    return kept


def check_answer(act: Act, case: int, answer: Answer) -> Fact:
    """The question that an answer is to. Raises Problems: command.field_wrong with the field."""
    fact = facts().get(answer.fact)
    if fact is None:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="fact"), found=answer.fact)
    if not _fits(fact, answer.value):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="value"), found=str(answer.value), fact=fact.id)
    if answer.supplier not in fact.suppliers:
        raise refuse(
            Code.COMMAND_FIELD_WRONG,
            Where(field="supplier"),
            found=answer.supplier,
            fact=answer.fact,
            allowed=fact.suppliers,
        )
    past_day(act, "found_on", answer.found_on)
    if answer.evidence is not None:
        filed = Evidence.objects.filter(pk=answer.evidence, case=case, ended=None)
        if not filed.exists():
            raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="evidence"), found=answer.evidence)
    return fact


def store_answer(act: Act, event: int, case: int, answer: Answer) -> Row:
    """Write an answer under an event, in the place of what it follows; for commands of rooms above too.

    Raises Problems as `check_answer`.
    """
    row = _row(act, event, case, answer)
    same = Row.objects.filter(case=case, fact=answer.fact, supplier=answer.supplier, ended=None)
    later = (
        same.filter(found_on__gt=answer.found_on)
        .order_by("found_on")
        .values_list("found_on", flat=True)
        .first()
    )
    if later is not None:
        # it was found before what stands, and is recorded after it: it counts up to that day
        row.ended_id, row.until = event, later
    same.filter(found_on__lte=answer.found_on).update(ended=event, until=answer.found_on)
    row.save(force_insert=True)
    return row


def store_answers(act: Act, event: int, case: int, answers: Iterable[Answer]) -> None:
    """Write the first answers of a case, one each of a supplier. Raises Problems as `check_answer`."""
    rows = [_row(act, event, case, answer) for answer in answers]
    twice = [fact for (fact, _), n in Counter((row.fact, row.supplier) for row in rows).items() if n > 1]
    if twice:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="facts"), found=twice[0])
    Row.objects.bulk_create(rows)


def _row(act: Act, event: int, case: int, answer: Answer) -> Row:
    fact = check_answer(act, case, answer)
    good_until = None
    if fact.good_for_days is not None and fact.dated_by is None:
        good_until = answer.found_on + dt.timedelta(days=fact.good_for_days)
    return Row(
        event_id=event,
        case_id=case,
        fact=answer.fact,
        value=JSON_NULL if answer.value is None else as_json(answer.value),
        supplier=answer.supplier,
        found_on=answer.found_on,
        good_until=good_until,
        evidence_id=answer.evidence,
        note=answer.note,
    )


def _fits(fact: Fact, value: Value) -> bool:
    if value is None:
        return True
    if type(value) is not _PYTHON[fact.type] or (fact.codes and value not in fact.codes):
        return False
    if isinstance(value, int):
        return (fact.low is None or fact.low <= value) and (fact.high is None or value <= fact.high)
    return True


def as_json(value: Value) -> bool | int | str | None:
    """A value as JSON has it."""
    return value.isoformat() if isinstance(value, dt.date) else value
