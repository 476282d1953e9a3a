"""What a command starts from: the case, if it is theirs, with its row held; and what was typed, checked."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Model

from returnhub.casework.models import Case
from returnhub.casework.queries.scope import scope
from returnhub.journal.command import Act
from returnhub.problems import Code, Where, refuse

M = TypeVar("M", bound=Model)


def the_case(act: Act, case: int) -> Case:
    """The case with this number, held to the end of the transaction: the second sees what the first did.

    Raises Problems: command.not_theirs alike for one that is not there and one that the actor may not see.
    """
    found = scope(act.actor).filter(pk=case).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    hold(case)
    return found


def the_row(act: Act, model: type[M], number: int) -> M:
    """A row of a case that has not ended, read after its case was held.

    Raises Problems: command.not_theirs as `the_case`; command.not_possible (`kind` is the model's name and
    `_ended`) if it has ended.
    """
    case = model._default_manager.filter(pk=number).values_list("case", flat=True).first()
    if case is None:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    the_case(act, case)
    found = model._default_manager.filter(pk=number, ended=None).first()
    if found is None:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind=f"{model._meta.model_name}_ended", allowed_next=())
    return found


def hold(case: int) -> None:
    """Lock a case's row. Lock several in the order of their numbers."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.lock_case(%s)", [case])


def rescreen(case: int, day: dt.date) -> None:
    """Have the database judge a case anew as of a day, and keep the verdict where the case stands."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.rescreen(%s, %s)", [case, day])


def known(case: int, as_of: dt.date) -> dict[str, Any]:
    """Facts as the rules read them on a day, dates as text; unknown ones are not there."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.known(%s, %s)", [case, as_of])
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found


def said(field: str, text: str, most: int | None = None) -> str:
    """What was typed, without blanks around. Raises Problems: command.field_missing, command.field_wrong."""
    words = text.strip()
    if not words:
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field=field))
    if most is not None and len(words) > most:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field=field), found=len(words), most=most)
    return words


def past_day(act: Act, field: str, day: dt.date) -> dt.date:
    """A day that is not still to come. Raises Problems: command.field_wrong."""
    if day > act.today:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field=field), found=day.isoformat())
    return day


def past(act: Act, field: str, at: dt.datetime) -> dt.datetime:
    """A time that is not still to come. Raises Problems: command.field_wrong."""
    if at > act.now:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field=field), found=at.isoformat())
    return at
