"""Complaints: handing one in, adding to it with its code, answering and closing it.

None of these makes an event that an operator could read: a complaint is on the record as a digest alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.utils.crypto import salted_hmac

from returnhub.journal.command import Act, command
from returnhub.oversight.queries.confidential import as_monitor
from returnhub.problems import Code, Where, refuse
from returnhub.procedure.clocks import add_working_days

ANSWER_WORKING_DAYS = 10
DANGER_WORKING_DAYS = 1
"""Working days in which a monitor answers, and where somebody is in danger: assumptions of this service."""

MOST_SENT = 60
MOST_TRIED = 20
"""Complaints and mistaken codes an hour from one address. Everybody in a hub may share one address, so the
first is wide; twenty of a million million codes find nothing."""


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What was said. Only `words` has to be given."""

    scheme: str
    words: str
    danger: bool = False
    place: str = ""
    by: str = "somebody_else"
    punish: str = ""
    answer_by: str = "code"
    contact: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is handed back at once: the number of the entry in the record, and when an answer is due."""

    record: str
    answer_due: dt.date


def new_code() -> str:
    """Twelve digits that nobody can guess: digits are the same in every script."""
    return f"{secrets.randbelow(10**12):012d}"


def read_code(typed: str) -> str | None:
    """The twelve digits that somebody typed, in any script, with or without gaps; else None.

    >>> read_code("4821 0937 5516")
    '482109375516'
    """
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    return (
        digits
        if len(digits) == 12 and all(s.isdecimal() or s in " -–\u00a0" for s in typed.strip())
        else None
    )


def answer_due(today: dt.date, *, danger: bool) -> dt.date:
    """The day by which a monitor answers."""
    return add_working_days(today, DANGER_WORKING_DAYS if danger else ANSWER_WORKING_DAYS)


def lodge(new: NewComplaint, code: str, today: dt.date, address: str) -> Receipt:
    """Hand a complaint in under a code; the same code again gives the same receipt.

    Raises Problems: command.field_missing without words, command.too_many from an address of too many.
    """
    if not new.words.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="words"))
    _take_try(address, "sent", MOST_SENT, counts=True)
    due = answer_due(today, danger=new.danger)
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT oversight.lodge(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                stored(code), new.scheme, new.by, new.danger, new.punish, new.place,
                new.answer_by, new.contact, new.words, new.language, due,
            ],
        )  # fmt: skip
        return Receipt(str(cursor.fetchone()[0]), due)


def add(code: str, words: str) -> bool:
    """Add words to the complaint with this code; False if there is none."""
    if not words.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="words"))
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT oversight.add(%s, %s)", [stored(code), words])
        return bool(cursor.fetchone()[0])


def may_read(address: str) -> None:
    """Raises Problems (command.too_many) for an address of too many mistakes, whatever it asks now."""
    _take_try(address, "code", MOST_TRIED, counts=False)


def mistaken(address: str) -> None:
    """Count a code that no complaint has."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT oversight.tried(%s, 'code')", [_hidden(address)])


@command("oversight.answer_complaint")
def answer_complaint(act: Act, *, complaint: int, words: str) -> int:
    """Answer; the number of the message.

    Raises Problems: command.refused (guard oversight_own_remit) outside the remit.
    """
    return _say(act, complaint, words, closes=False)


@command("oversight.close_complaint")
def close_complaint(act: Act, *, complaint: int, reason: str) -> int:
    """Close a complaint with a reason, which its maker reads. They may still add to it."""
    return _say(act, complaint, reason, closes=True)


def _say(act: Act, complaint: int, words: str, *, closes: bool) -> int:
    if not words.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="words"))
    with as_monitor(act.actor) as cursor:
        cursor.execute("SELECT oversight.answer(%s, %s, %s)", [complaint, words, closes])
        return int(cursor.fetchone()[0])


def _take_try(address: str, what: str, most: int, *, counts: bool) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT oversight.may_try(%s, %s, %s)", [_hidden(address), what, most])
        if not cursor.fetchone()[0]:
            raise refuse(Code.COMMAND_TOO_MANY)
        if counts:
            cursor.execute("SELECT oversight.tried(%s, %s)", [_hidden(address), what])


def _hidden(address: str) -> bytes:
    """An address as it is kept: nobody without the service's own secret can tell whose it was."""
    return salted_hmac(
        "returnhub.oversight.address", address, secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()


def stored(code: str) -> bytes:
    """The code as the database takes it; what it keeps is a hash of this again."""
    return hashlib.sha256(code.encode()).digest()
