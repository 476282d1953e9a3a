"""The only place that writes users and roles. One verb a function."""

from __future__ import annotations

from returnhub.accounts.models import Grant, User
from returnhub.accounts.roles import Role
from returnhub.journal.command import Act, command


@command("accounts.add_user")
def add_user(act: Act, *, email: str, name: str, password: str | None = None) -> User:
    """Add somebody who may sign in; they hold no role yet. Without a password only an organisation's sign-in works."""
    user = User(email=email.lower(), name=name)
    user.set_password(password)
    user.save()
    act.event("accounts.user_added", user=user.pk)
    return user


@command("accounts.grant_role")
def grant_role(act: Act, *, user: int, role: Role, scheme: str = "") -> Grant:
    """Give a role, in one scheme or in every one. Refused (accounts_grant_pairs) beside a role that excludes it."""
    event = act.event("accounts.role_granted", user=user, role=role, scheme=scheme)
    return Grant.objects.create(event_id=event, user_id=user, role=role, scheme=scheme)


@command("accounts.end_grant")
def end_grant(act: Act, *, grant: int, reason: str) -> None:
    """Take a role away."""
    event = act.event("accounts.role_ended", reason=reason, grant=grant)
    Grant.objects.filter(pk=grant, ended=None).update(ended=event)
