"""Forms of sign-in and of users and roles; allauth's with our own words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache

from returnhub.accounts.models import User
from returnhub.accounts.roles import OF_A_HUB, TITLES, Role

MOST_MINUTES = 60


class SignInForm(LoginForm):
    """Address and password."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        address, password = self.fields["login"], self.fields["password"]
        address.label, password.label, password.help_text = "Email address", "Password", ""
        address.error_messages = {
            "required": "Enter your email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
        }
        password.error_messages = {"required": "Enter your password"}


def _code(form: forms.Form, label: str, hint: str) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.error_messages = {"required": "Enter the code"}
    field.widget.attrs |= {"inputmode": "numeric"}


class CodeForm(AuthenticateForm):
    """The second factor: a code of the authenticator, or one of the recovery codes."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _code(self, "Code", "6 digits from your authenticator app, or one of your recovery codes.")

    def clean_code(self) -> str:
        """A code works once: allauth forgets that it was used after 30 seconds, and takes it for 90."""
        code = super().clean_code()
        if not cache.add(f"second-factor-{self.user.pk}-{code.strip()}", True, timeout=120):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SetUpForm(ActivateTOTPForm):
    """The first code of a new authenticator."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _code(self, "Code", "6 digits that the app shows now.")


class PasswordForm(forms.Form):
    """A password of one's own, typed twice."""

    password = forms.CharField(
        label="Password",
        help_text="12 characters or more. Three words that have nothing in common are easy to keep.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )
    again = forms.CharField(
        label="The same password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter the same password again"},
    )

    def __init__(self, *arguments: Any, user: User, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._user = user

    def clean_password(self) -> str:
        """Long enough, not a common one, not like the address."""
        validate_password(self.cleaned_data["password"], self._user)
        return self.cleaned_data["password"]

    def clean_again(self) -> str:
        """Alike."""
        if self.cleaned_data["again"] != self.data.get("password"):
            raise forms.ValidationError("The two passwords differ")
        return self.cleaned_data["again"]


class UserForm(forms.Form):
    """Somebody to add."""

    name = forms.CharField(label="Full name", max_length=200, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with it, or with their organisation's sign-in if that vouches for it.",
        error_messages={
            "required": "Enter their email address",
            "invalid": "Enter an email address in the correct format, like name@example.org",
        },
    )


class GrantForm(forms.Form):
    """A role to give."""

    role = forms.ChoiceField(
        label="Role",
        choices=[(r.value, TITLES[r]) for r in Role],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a role"},
    )
    scheme = forms.ChoiceField(label="Scheme", required=False, widget=forms.Select)
    hub = forms.ChoiceField(
        label="Hub",
        help_text="For hub managers, host-state officers and clinicians: they see this hub alone.",
        required=False,
        widget=forms.Select,
    )

    def __init__(
        self,
        *arguments: Any,
        schemes: list[tuple[str, str]],
        hubs: list[tuple[int, str]],
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        for name, choices in (
            ("scheme", [("", "Every scheme"), *schemes]),
            ("hub", [("", "No hub"), *hubs]),
        ):
            self.fields[name].widget.choices = self.fields[name].choices = choices

    def clean(self) -> dict[str, Any]:
        """A role of a hub names its hub, and no other role does."""
        given = super().clean() or {}
        of_a_hub = given.get("role") in OF_A_HUB
        if of_a_hub and not given.get("hub"):
            self.add_error("hub", "Choose the hub that they work in")
        given["hub"] = int(given["hub"]) if of_a_hub and given.get("hub") else None
        return given


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="Reason",
        help_text="It goes on the record.",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter a reason"},
    )


class PowerForm(ReasonForm):
    """For how long, and why."""

    minutes = forms.IntegerField(
        label="Minutes",
        initial=15,
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={
            "required": "Enter a number of minutes",
            "max_value": "Enter 60 minutes or fewer",
            "min_value": "Enter 1 minute or more",
        },
    )
