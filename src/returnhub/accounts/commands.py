"""The only place that writes users and roles. One verb a function."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from returnhub.accounts.models import Asked, Grant, Power, User
from returnhub.accounts.roles import OF_A_HUB, TWO_PEOPLE, Role
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, command
from returnhub.problems import Code, Where, refuse

OF_ONESELF = frozenset(
    {"accounts.choose_password", "accounts.set_up_second_factor", "accounts.make_recovery_codes"}
)
"""What everybody may do with their own sign-in, whatever their role."""


def oneself(user: User) -> Actor:
    """A user who is not signed in yet, for what they may do with their own sign-in."""
    return Actor(user.pk, "signing_in", user.name, OF_ONESELF)


@command("accounts.add_user")
def add_user(act: Act, *, email: str, name: str, password: str | None = None) -> User:
    """Add somebody who may sign in; they hold no role yet. Needs power.

    Without a password they choose one by a link, or their organisation's sign-in vouches for them.
    """
    _power(act)
    if User.objects.filter(email__iexact=email).exists():
        raise refuse(
            Code.COMMAND_FIELD_WRONG, Where(field="email"), why="Somebody with this address was added before"
        )
    user = User(email=email.lower(), name=name)
    user.set_password(password)
    user.save()
    act.event("accounts.user_added", user=user.pk)
    return user


@command("accounts.give_link")
def give_link(act: Act, *, user: int, reason: str) -> None:
    """Record that a link was handed over by which a user chooses a new password. Needs power."""
    _power(act)
    act.event("accounts.link_given", reason=reason, user=user)


@command("accounts.reset_second_factor")
def reset_second_factor(act: Act, *, user: int, reason: str) -> None:
    """Take a lost second factor away: at their next sign-in the user has to set up another. Needs power."""
    _power(act)
    act.event("accounts.second_factor_reset", reason=reason, user=user)
    Authenticator.objects.filter(user=user).delete()


@command("accounts.close_user")
def close_user(act: Act, *, user: int, reason: str) -> None:
    """End every role of a user and every way for them to sign in. What they did stays. Needs power."""
    _power(act)
    event = act.event("accounts.user_closed", reason=reason, user=user)
    Grant.objects.filter(user=user, ended=None).update(ended=event)
    Authenticator.objects.filter(user=user).delete()
    User.objects.filter(pk=user).update(is_active=False)


@command("accounts.choose_password")
def choose_password(act: Act, *, user: int, password: str) -> None:
    """Give oneself a password. Every link and session from before ends with the old one."""
    found = User.objects.get(pk=user)
    found.set_password(password)
    found.save(update_fields=["password"])
    act.event("accounts.password_chosen", user=user)


@command("accounts.set_up_second_factor")
def set_up_second_factor(act: Act, *, user: int) -> None:
    """Record that a user has set a second factor up; its secret is nobody's to record."""
    act.event("accounts.second_factor_set_up", user=user)


@command("accounts.make_recovery_codes")
def make_recovery_codes(act: Act, *, user: int) -> None:
    """Replace one's recovery codes; those of before end."""
    act.event("accounts.recovery_codes_made", user=user)
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(User.objects.get(pk=user))


@command("accounts.grant_role")
def grant_role(act: Act, *, user: int, role: Role, scheme: str = "", hub: int | None = None) -> Grant | None:
    """Give a role, in one scheme or in every one, and a role of a hub in one hub. Needs power
    (accounts_grant_power).

    Refused (accounts_grant_pairs) beside a role that excludes it. A role of `roles.TWO_PEOPLE` is given when
    a second administrator does the same (accounts_grant_two_people); the first one's word gives None.
    """
    asked = Asked.objects.filter(user=user, role=role, scheme=scheme, ended=None)
    if (
        role in TWO_PEOPLE
        and not act.actor.is_clock
        and not asked.exclude(event__actor=act.actor.id).exists()
    ):
        _power(act)
        if asked.exists():
            raise refuse(Code.COMMAND_TWO_PEOPLE, verb="accounts.grant_role")
        event = act.event("accounts.role_asked", user=user, role=role, scheme=scheme)
        Asked.objects.create(event_id=event, user_id=user, role=role, scheme=scheme)
        return None
    if (role in OF_A_HUB) is (hub is None):
        raise refuse(Code.COMMAND_FIELD_WRONG, Where(field="hub"), found=hub)
    event = act.event("accounts.role_granted", user=user, role=role, scheme=scheme, hub=hub)
    made = Grant.objects.create(event_id=event, user_id=user, role=role, scheme=scheme, hub=hub)
    asked.update(ended=event)
    return made


@command("accounts.end_grant")
def end_grant(act: Act, *, grant: int, reason: str) -> None:
    """Take a role away. Needs power (accounts_grant_power)."""
    event = act.event("accounts.role_ended", reason=reason, grant=grant)
    Grant.objects.filter(pk=grant, ended=None).update(ended=event)


@command("accounts.switch_power_on")
def switch_power_on(act: Act, *, reason: str, minutes: int) -> Power:
    """Switch one's power on, for an hour at most (accounts_power_hour). What was on before ends."""
    event = act.event("accounts.power_on", reason=reason, minutes=minutes)
    Power.objects.filter(user=act.actor.id, ended=None).update(ended=event)
    until = act.now + dt.timedelta(minutes=minutes)
    return Power.objects.create(event_id=event, user_id=act.actor.id, reason=reason, until=until)


@command("accounts.switch_power_off")
def switch_power_off(act: Act) -> None:
    """Switch one's power off."""
    event = act.event("accounts.power_off")
    Power.objects.filter(user=act.actor.id, ended=None).update(ended=event)


def _power(act: Act) -> None:
    on = Power.objects.filter(user=act.actor.id, ended=None, until__gt=act.now)
    if not act.actor.is_clock and not on.exists():
        raise refuse(
            Code.COMMAND_REFUSED,
            guard="accounts_power_off",
            why="an administrator's power is switched off",
            more="",
        )
