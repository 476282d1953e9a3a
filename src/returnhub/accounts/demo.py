"""The people of a demo copy: passwords and second factors known to all, shown on its sign-in page.

Only in a folder where set-up wrote `demo.json`; a copy for real use has none, and shows nobody.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings

from returnhub.accounts.models import User

FILE = "demo.json"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up who signs in: role in words, address, password, base32 secret of the second factor."""

    role: str
    name: str
    email: str
    password: str
    secret: str

    @property
    def code(self) -> str:
        """The code that their authenticator shows now."""
        return code_now(self.secret)


def sign_in(user: User, password: str, secret: str) -> None:
    """Give a user a password and a second factor whose secret (base32) is known."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)


def code_now(secret: str) -> str:
    """The six digits that belong to a secret at this moment."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def keep(home: Path, people: Iterable[Person]) -> None:
    """Make the copy of this folder a demo: its sign-in page shows these people."""
    (home / FILE).write_text(json.dumps([asdict(p) for p in people], indent=1), encoding="utf-8")


def people() -> tuple[Person, ...]:
    """The demo's people; none where this copy is not a demo."""
    try:
        text = (Path(settings.HOME) / FILE).read_text(encoding="utf-8")
    except OSError:
        return ()
    return tuple(Person(**p) for p in json.loads(text))
