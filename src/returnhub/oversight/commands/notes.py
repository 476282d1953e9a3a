"""Monitors' own notes, which no operator reads."""

from __future__ import annotations

from returnhub.journal.command import Act, command
from returnhub.oversight.queries.confidential import as_monitor
from returnhub.problems import Code, Where, refuse


@command("oversight.write_note")
def write_note(act: Act, *, scheme: str, text: str, case: int | None = None) -> int:
    """Write a note on a case, or on a scheme; its number. The same words sent twice are one note.

    Raises Problems: command.refused (guard oversight_own_remit) outside the remit.
    """
    if not text.strip():
        raise refuse(Code.COMMAND_FIELD_MISSING, Where(field="text"))
    with as_monitor(act.actor) as cursor:
        cursor.execute("SELECT oversight.write_note(%s, %s, %s)", [scheme, case, text])
        return int(cursor.fetchone()[0])
