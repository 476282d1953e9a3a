"""Reads of users and roles."""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db import connections
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode

from returnhub.accounts.models import Asked, Grant, Power, User
from returnhub.accounts.roles import Role, verbs
from returnhub.journal.actor import Actor


def grants_of(user: int) -> list[Grant]:
    """The roles that a user holds, the oldest first."""
    return list(
        Grant.objects.filter(user=user, ended=None, user__is_active=True)
        .select_related("user")
        .order_by("id")
    )


def acts_under(held: list[Grant], grant: int | None) -> Grant | None:
    """The grant chosen, or else the first."""
    return next((g for g in held if g.pk == grant), held[0] if held else None)


def actor_of(user: int, grant: int | None = None) -> Actor | None:
    """The user as one who acts, under the grant chosen or else their first; None if they hold no role."""
    chosen = acts_under(grants_of(user), grant)
    if chosen is None:
        return None
    return Actor(
        chosen.user.pk, chosen.role, chosen.user.name, verbs(Role(chosen.role)), chosen.scheme, chosen.hub
    )


def power_of(user: int) -> Power | None:
    """The power that a user has switched on, while it is on."""
    return Power.objects.filter(user=user, ended=None, until__gt=timezone.now()).order_by("-id").first()


def user_of_link(text: str) -> User | None:
    """Whom a link to choose a password is for."""
    try:
        number = int(urlsafe_base64_decode(text))
    except ValueError:
        return None
    return User.objects.filter(pk=number, is_active=True).first()


def has_authenticator(user: User) -> bool:
    """True once a user has set an authenticator up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def locked_until(address: str, ip: str) -> dt.datetime:
    """When somebody who tried too often may try again."""
    tries = AccessAttempt.objects.filter(username=address, ip_address=ip)
    last = tries.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    return (last or timezone.now()) + settings.AXES_COOLOFF_TIME


def recovery_codes_left(user: int) -> int | None:
    """How many recovery codes a user has not used; None if they never had any."""
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(found.wrap().get_unused_codes()) if found else None


def users() -> list[User]:
    """Everybody who was added, by name, with the roles that they hold now."""
    held = Prefetch("grants", Grant.objects.filter(ended=None).order_by("id"), to_attr="held")
    return list(User.objects.prefetch_related(held).order_by("name", "id"))


def user_by_number(number: int) -> User | None:
    """A user with every role that they hold or held."""
    every = Prefetch(
        "grants", Grant.objects.select_related("event", "ended").order_by("-id"), to_attr="every"
    )
    asked = Prefetch("asked", Asked.objects.filter(ended=None).select_related("event"), to_attr="waits")
    return User.objects.prefetch_related(every, asked).filter(pk=number).first()


def names_of(users: set[int]) -> dict[int, str]:
    """Users' names by their numbers."""
    return dict(User.objects.filter(pk__in=users).values_list("pk", "name"))


def uses_of_power(user: int) -> list[Power]:
    """When a user's power was on, the newest first."""
    return list(Power.objects.filter(user=user).select_related("event", "ended").order_by("-id")[:25])


def hubs() -> list[tuple[int, str]]:
    """The hubs that a role can be bound to, with their names. By their table: their room lies above."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT id, name FROM hubs_hub ORDER BY name")
        return cursor.fetchall()


def schemes() -> list[tuple[str, str]]:
    """The schemes that a role can be bound to, with their titles. By their table: their room lies above."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT id, title FROM agreements_scheme ORDER BY id")
        return cursor.fetchall()
