"""Reads of users and roles."""

from __future__ import annotations

from returnhub.accounts.models import Grant
from returnhub.accounts.roles import Role, verbs
from returnhub.journal.actor import Actor


def grants_of(user: int) -> list[Grant]:
    """The roles that a user holds, the oldest first."""
    return list(Grant.objects.filter(user=user, ended=None, user__is_active=True).select_related("user").order_by("id"))


def actor_of(user: int, grant: int | None = None) -> Actor | None:
    """The user as one who acts, under the grant chosen or else their first; None if they hold no role."""
    held = grants_of(user)
    chosen = next((g for g in held if g.pk == grant), held[0] if held else None)
    if chosen is None:
        return None
    return Actor(chosen.user.pk, chosen.role, chosen.user.name, verbs(Role(chosen.role)), chosen.scheme)
