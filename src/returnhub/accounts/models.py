"""People who sign in, their roles, and when an administrator's power was switched on."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from returnhub.accounts.roles import OF_A_HUB, Role
from returnhub.journal.models import Ending


class Users(BaseUserManager["User"]):
    """Finds users; `accounts.commands.add_user` makes them."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this address, whatever its capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in. Roles stand in `Grant`; there is no superuser."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    objects = Users()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(Ending):
    """A role that a user holds in one scheme, or in every one (`scheme` empty); those of a hub in one hub.

    `hub` is the number of a row in the room above that holds hubs.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40, choices=[(r.value, r.value) for r in Role])
    scheme = models.CharField(max_length=80, blank=True)
    hub = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("user", "role", "scheme", "hub"),
                condition=models.Q(ended=None),
                nulls_distinct=False,
                name="accounts_grant_once",
            ),
            models.CheckConstraint(
                name="accounts_grant_of_a_hub",
                condition=models.Q(role__in=sorted(OF_A_HUB), hub__isnull=False)
                | (~models.Q(role__in=sorted(OF_A_HUB)) & models.Q(hub=None)),
            ),
        ]


class Asked(Ending):
    """An administrator's word that a role is to be given that takes two of them: `roles.TWO_PEOPLE`."""

    user = models.ForeignKey(User, models.PROTECT, related_name="asked")
    role = models.CharField(max_length=40)
    scheme = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("user", "role", "scheme"),
                condition=models.Q(ended=None),
                name="accounts_asked_once",
            ),
        ]


class ForbiddenPair(models.Model):
    """Two roles that nobody holds together; filled from `roles.FORBIDDEN_PAIRS` at set-up."""

    one = models.CharField(max_length=40)
    other = models.CharField(max_length=40)
    why = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("one", "other"), name="accounts_pair_once")]


class Power(Ending):
    """A time in which an administrator's power was on, and why."""

    user = models.ForeignKey(User, models.PROTECT, related_name="powers")
    reason = models.TextField()
    until = models.DateTimeField()
