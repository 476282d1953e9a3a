"""Who may speak for a person, what they lodged, and their own notes, which nobody else reads."""

from __future__ import annotations

from django.db import connections, transaction

from returnhub.accounts.models import Grant
from returnhub.accounts.roles import Role
from returnhub.casework.models import Case, Lodgement, PrivilegedNote
from returnhub.journal.actor import Actor


def lawyers_of(case: Case) -> list[tuple[int, str]]:
    """Legal representatives whom the case's scheme knows, by name."""
    held = Grant.objects.filter(
        role=Role.LAWYER, ended=None, user__is_active=True, scheme__in=("", case.scheme)
    ).select_related("user")
    return sorted({(g.user_id, g.user.name) for g in held}, key=lambda found: found[1])


def lodgements(case: Case) -> list[Lodgement]:
    """What legal representatives lodged, the newest first, with the bar that each made."""
    return list(
        Lodgement.objects.filter(case=case).select_related("event", "bar", "bar__evidence").order_by("-id")
    )


def own_notes(actor: Actor, case: Case) -> list[PrivilegedNote]:
    """A legal representative's own notes on a client, asked as the one role that may read them."""
    with transaction.atomic(using="lawyers"):
        with connections["lawyers"].cursor() as cursor:
            cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(actor.id)])
        return list(
            PrivilegedNote.objects.using("lawyers").raw(
                'SELECT id, record, "case", author, text, at FROM counsel.note '
                'WHERE author = %s AND "case" = %s ORDER BY id DESC',
                [actor.id, case.pk],
            )
        )
