"""Signing in: a password or an organisation's word, then the second factor, which nobody goes without."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.adapter import get_adapter as second_factors
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, clear_totp_secret
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from returnhub.accounts import commands, demo, organisation, queries
from returnhub.accounts.forms import PasswordForm, SetUpForm
from returnhub.accounts.models import User
from returnhub.accounts.stages import SetUpSecondFactor
from returnhub.pages.errors import errors_of
from returnhub.pages.listing import Column

MADE_HERE = "made_second_factor"
"""Where a session keeps for whom it has set a second factor up, until that user is signed in."""
DEMO_COLUMNS = [Column(title) for title in ("Role", "Name", "Email address", "Password", "Code now")]


class SignIn(account.LoginView):
    """Address and password."""

    template_name = "accounts/sign_in.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With what an organisation's sign-in and a demo add."""
        context = super().get_context_data(**named)
        return context | {
            "errors": errors_of(context["form"]),
            "organisation": settings.ORGANISATION if organisation.is_known() else "",
            "provider": organisation.PROVIDER,
            "demo": demo.people(),
            "demo_columns": DEMO_COLUMNS,
            "next": self.request.GET.get("next", ""),
        }


class SecondFactor(second.AuthenticateView):
    """A code of the authenticator, or a recovery code."""

    template_name = "accounts/code.html"

    def get_context_data(self, **named: Any) -> dict[str, Any]:
        """With the code itself, in a demo."""
        context = super().get_context_data(**named)
        address = self.stage.login.user.email
        return context | {
            "errors": errors_of(context["form"]),
            "demo": next((p for p in demo.people() if p.email == address), None),
        }


@login_stage_required(stage=SetUpSecondFactor.key, redirect_urlname="account_login")
def set_up(request: HttpRequest) -> HttpResponse:
    """Set a second factor up. Nobody is signed in until the recovery codes were shown."""
    stage = request._login_stage
    user = stage.login.user
    if queries.has_authenticator(user):
        # a sign-in that waited here while somebody else set it up has shown no code: it begins anew
        if request.session.get(MADE_HERE) != user.pk:
            return stage.abort()
        if request.method != "POST":
            return _codes(request, user)
        del request.session[MADE_HERE]
        return stage.exit()
    form = SetUpForm(user=user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        commands.set_up_second_factor(commands.oneself(user), user=user.pk)
        TOTP.activate(user, form.secret)
        clear_totp_secret(request)
        request.session[MADE_HERE] = user.pk
        return _codes(request, user)
    adapter = second_factors()
    picture = adapter.build_totp_svg(adapter.build_totp_url(user, form.secret))
    context = {
        "form": form,
        "errors": errors_of(form) if form.is_bound else (),
        "picture": mark_safe(picture[picture.index("<svg") :]),
        "secret": " ".join(form.secret[i : i + 4] for i in range(0, len(form.secret), 4)),
    }
    return render(request, "accounts/set_up.html", context)


def _codes(request: HttpRequest, user: User) -> HttpResponse:
    codes = RecoveryCodes.activate(user).get_unused_codes()
    return render(
        request, "accounts/recovery_codes.html", {"codes": codes, "leads_to": "set_up_second_factor"}
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, or a sign-in that is half done."""
    get_adapter().logout(request)
    return redirect("account_login")


@never_cache
@sensitive_post_parameters()
def choose_password(request: HttpRequest, user: str, token: str) -> HttpResponse:
    """Choose a password, by the link that an administrator handed over. It works once, for three days."""
    found = queries.user_of_link(user)
    if found is None or not default_token_generator.check_token(found, token):
        raise Http404
    form = PasswordForm(request.POST or None, user=found)
    if request.method == "POST" and form.is_valid():
        commands.choose_password(
            commands.oneself(found), user=found.pk, password=form.cleaned_data["password"]
        )
        return redirect("account_login")
    errors = errors_of(form) if form.is_bound else ()
    return render(request, "accounts/choose_password.html", {"form": form, "errors": errors, "person": found})


def locked(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Said after too many wrong passwords: until when."""
    until = queries.locked_until(who_tries(request, credentials), request.META["REMOTE_ADDR"])
    return render(request, "accounts/locked.html", {"until": until}, status=429)


def who_tries(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The address that somebody tries to sign in with."""
    return str((credentials or {}).get("email") or request.POST.get("login", "")).strip().lower()
