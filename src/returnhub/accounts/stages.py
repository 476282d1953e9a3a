"""The last step of a sign-in without a second factor: one is set up, and nobody is signed in until then."""

from __future__ import annotations

from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse


class SetUpSecondFactor(LoginStage):
    """Holds a sign-in back until a code of a new authenticator was right and the recovery codes were seen."""

    key = "set_up_second_factor"
    urlname = "set_up_second_factor"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Lead to the page that sets one up, unless there is one."""
        user = self.login.user
        if user is not None and is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            return None, True
        return HttpResponseRedirect(reverse(self.urlname)), True
