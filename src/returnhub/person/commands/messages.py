"""Messages between a person and their lawyer: on record as a digest alone, read by the two of them."""

from __future__ import annotations

from uuid import UUID

from django.db import DatabaseError, connections, transaction

from returnhub.casework.commands.found import said, the_case
from returnhub.journal.command import Act, as_problems, command


@command("person.write_to_lawyer")
def write_to_lawyer(act: Act, *, case: int, words: str) -> UUID:
    """Send a message to whoever speaks for the person now, from their open page; its entry in the record.

    Raises Problems: command.field_missing; command.refused (person_has_lawyer) where nobody speaks for them.
    """
    the_case(act, case)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.person_writes(%s)", [said("words", words, 4000)])
        return cursor.fetchone()[0]


@command("person.write_to_client")
def write_to_client(act: Act, *, case: int, words: str) -> int:
    """A lawyer's answer to a client of theirs; its number. By the lawyers' own connection, as their notes.

    Raises Problems: command.not_theirs; command.field_missing; command.refused (counsel_message_own_client).
    """
    the_case(act, case)
    words = said("words", words, 4000)
    try:
        with transaction.atomic(using="lawyers"), connections["lawyers"].cursor() as cursor:
            cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(act.actor.id)])
            cursor.execute("SELECT guard.lawyer_writes(%s, %s)", [case, words])
            return int(cursor.fetchone()[0])
    except DatabaseError as fault:
        raise as_problems(fault) from fault
