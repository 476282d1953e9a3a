"""How allauth is bent to this service: nobody signs up, everybody has a second factor, words are our own."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

WRONG = "The address or the password is wrong"
"""Said of an unknown address, of a wrong password and of somebody who may no longer sign in: all alike."""
TOO_MANY = "There were too many tries. Wait 5 minutes, then try again"


class Accounts(DefaultAccountAdapter):
    """Closed: an administrator adds people."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_stages(self) -> list[str]:
        """Allauth's, and then the one that nobody gets past without a second factor."""
        return [*super().get_login_stages(), "returnhub.accounts.stages.SetUpSecondFactor"]

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in until a time that does not move, however much is done until then."""
        super().login(request, user)
        request.session.set_expiry(timezone.now() + dt.timedelta(seconds=settings.SESSION_COOKIE_AGE))

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """As for an address that nobody added."""
        return not_added(request)

    def add_message(self, *arguments: Any, **named: Any) -> None:
        """Nothing: our own pages say what happened."""

    def send_notification_mail(self, *arguments: Any, **named: Any) -> None:
        """Nothing is sent by e-mail."""


class SocialAccounts(DefaultSocialAccountAdapter):
    """Closed likewise: an organisation vouches for an address, and an administrator has added it or not."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Never."""
        return False


class SecondFactor(DefaultMFAAdapter):
    """Secrets of second factors lie enciphered in the database, by a key of the service's own folder."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "The code is wrong or was used before. Wait for the next one and enter that",
    }

    def encrypt(self, text: str) -> str:
        """The secret, enciphered."""
        return _cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return _cipher().decrypt(encrypted_text.encode("ascii")).decode()


def not_added(request: HttpRequest) -> HttpResponse:
    """The page for somebody whom no administrator has added."""
    return render(request, "accounts/not_added.html", status=403)


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factors\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
