"""Messages between a person and their lawyer, for one of the two."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections, transaction

from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.person.models import Message


@dataclass(frozen=True, slots=True)
class Said:
    """A message: who wrote it (a lawyer, or the person), when, its words."""

    at: dt.datetime
    by_lawyer: bool
    words: str


def own_messages() -> list[Said]:
    """The messages of the person whose page is open in this transaction; none without one."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT at, lawyer IS NOT NULL, words FROM guard.person_messages()")
        return [Said(*row) for row in cursor.fetchall()]


def messages_of(actor: Actor, case: Case) -> list[Said]:
    """A lawyer's messages with a client of theirs, asked as the one role that may read them."""
    with transaction.atomic(using="lawyers"):
        with connections["lawyers"].cursor() as cursor:
            cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(actor.id)])
        rows = Message.objects.using("lawyers").raw(
            'SELECT id, "case", lawyer, text, at FROM counsel.message WHERE "case" = %s ORDER BY id',
            [case.pk],
        )
        return [Said(row.at, row.lawyer is not None, row.text) for row in rows]
