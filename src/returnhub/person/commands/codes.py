"""One-time codes: given by somebody who works on the case, used once by the person."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.db import connections
from django.utils.crypto import salted_hmac

from returnhub.casework.commands.found import the_case
from returnhub.journal.command import Act, command
from returnhub.languages.codes import LANGUAGES
from returnhub.person.models import OneTimeCode
from returnhub.problems import Code, Where, refuse

DIGITS = 16
"""Digits of a code: eight groups of two, the same keys on any telephone, read out in pairs."""

CODE_HOURS = 72
"""How long a code works: an assumption of this service, long enough to reach a telephone."""

MOST_TRIED = 20
"""Mistaken codes an hour from one address. Everybody in a hub may share one; of ten thousand million million
codes, twenty an hour find nothing."""


@dataclass(frozen=True, slots=True)
class Given:
    """A code as it is shown once, and the row that keeps a hash of it."""

    code: str
    row: OneTimeCode

    @property
    def in_groups(self) -> str:
        """The code as it is written down and read out: 48 21 09 37 55 16 80 02."""
        return " ".join(self.code[i : i + 2] for i in range(0, DIGITS, 2))


@command("person.give_code")
def give_code(act: Act, *, case: int, how: OneTimeCode.How, language: str) -> Given:
    """A new code for the person of a case. It ends those given before, and closes the pages they opened.

    Raises Problems: command.not_theirs; command.field_wrong for a language that there is not.
    """
    the_case(act, case)
    if language not in LANGUAGES:
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="language"), found=language)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    expires = act.now + dt.timedelta(hours=CODE_HOURS)
    event = act.event("person.code_given", case=case, how=how, expires=expires.isoformat())
    row = OneTimeCode.objects.create(
        event_id=event,
        case_id=case,
        hashed=_kept(sent(code)),
        expires=expires,
        how=how,
        language=language,
        by_id=act.actor.id,
    )
    return Given(code, row)


def read_code(typed: str) -> str | None:
    """The digits that somebody typed, in any script, with or without gaps; None if they are not a code.

    >>> read_code("48 21 09 37 55 16 80 02")
    '4821093755168002'
    """
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    plain = all(sign.isdecimal() or sign in " -–\u00a0" for sign in typed.strip())
    return digits if len(digits) == DIGITS and plain else None


def enter(code: str, token: str, address: str) -> str | None:
    """Use a code: the page of its case is open for whoever holds the token; the language it was given in.

    None for a code that is wrong, used, over or replaced, all alike. Raises Problems: command.too_many from
    an address of too many mistakes, whatever it asks now.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.person_may_try(%s, %s)", [_hidden(address), MOST_TRIED])
        if not cursor.fetchone()[0]:
            raise refuse(Code.COMMAND_TOO_MANY)
        cursor.execute("SELECT guard.person_enter(%s, %s, %s)", [sent(code), token, _hidden(address)])
        return cursor.fetchone()[0]


def sent(code: str) -> str:
    """The code as the database takes it: without the service's secret nobody tries codes on a copy of it."""
    return salted_hmac(
        "returnhub.person.code", code, secret=settings.SECRET_KEY, algorithm="sha256"
    ).hexdigest()


def _kept(taken: str) -> str:
    """What the database keeps of it: a hash again, which nobody can send."""
    return hashlib.sha256(taken.encode()).hexdigest()


def _hidden(address: str) -> bytes:
    return salted_hmac(
        "returnhub.person.address", address, secret=settings.SECRET_KEY, algorithm="sha256"
    ).digest()
