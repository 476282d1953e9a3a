"""Legal representatives, and notes: the case's own, and a lawyer's that nobody else reads."""

from __future__ import annotations

from django.db import DatabaseError, connections, transaction

from returnhub.accounts.models import Grant
from returnhub.accounts.roles import Role
from returnhub.casework.commands.found import said, the_case
from returnhub.casework.models import CaseNote, Representation
from returnhub.journal.command import Act, as_problems, command
from returnhub.problems import Code, Where, refuse


@command("casework.represent")
def represent(act: Act, *, case: int, lawyer: int) -> Representation:
    """A legal representative speaks for the person from now on, and sees the case.

    Raises Problems: command.field_wrong if they are none; command.refused (casework_representation_once) if
    they do already.
    """
    found = the_case(act, case)
    held = Grant.objects.filter(
        user=lawyer, user__is_active=True, role=Role.LAWYER, ended=None, scheme__in=("", found.scheme)
    )
    if not held.exists():
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="lawyer"), found=lawyer)
    event = act.event("casework.represented", case=case, lawyer=lawyer)
    return Representation.objects.create(event_id=event, case=found, lawyer_id=lawyer)


@command("casework.end_representation")
def end_representation(act: Act, *, case: int, lawyer: int, reason: str) -> None:
    """A legal representative no longer speaks for the person. A lawyer says so of themselves alone.

    Raises Problems: command.not_theirs for another lawyer's; command.not_possible if nobody such stands.
    """
    the_case(act, case)
    if act.actor.role == Role.LAWYER and act.actor.id != lawyer:
        raise refuse(Code.COMMAND_NOT_THEIRS)
    standing = Representation.objects.filter(case=case, lawyer=lawyer, ended=None)
    if not standing.exists():
        raise refuse(
            Code.COMMAND_NOT_POSSIBLE, kind="representation_ended", allowed_next=("casework.represent",)
        )
    event = act.event(
        "casework.representation_ended", case=case, reason=said("reason", reason), lawyer=lawyer
    )
    standing.update(ended=event)


@command("casework.write_note")
def write_note(act: Act, *, case: int, text: str) -> CaseNote:
    """Write a note that every officer who sees the case may read. It decides nothing."""
    the_case(act, case)
    text = said("text", text)
    event = act.event("casework.note_written", case=case, text=text)
    return CaseNote.objects.create(event_id=event, case_id=case, text=text)


@command("casework.write_privileged_note")
def write_privileged_note(act: Act, *, case: int, text: str) -> int:
    """Write a note that its author alone reads; its number. On record is a digest of it, and nothing else.

    It goes by a connection of its own role, so it stands even if the transaction around this one does not.
    """
    the_case(act, case)
    text = said("text", text)
    try:
        with transaction.atomic(using="lawyers"), connections["lawyers"].cursor() as cursor:
            cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(act.actor.id)])
            cursor.execute("SELECT counsel.write_note(%s, %s)", [case, text])
            return int(cursor.fetchone()[0])
    except DatabaseError as fault:
        raise as_problems(fault) from fault
