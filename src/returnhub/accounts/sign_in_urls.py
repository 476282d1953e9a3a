"""Addresses of sign-in. Their names are the ones that allauth leads to, so they stand outside the room's own.

No other page of allauth is routed: nobody signs up, changes an address or takes a second factor away here.
"""

from __future__ import annotations

from allauth.socialaccount import views as social
from django.urls import path

from returnhub.accounts import organisation
from returnhub.accounts.scope import public
from returnhub.accounts.views import sign_in

urlpatterns = [
    path("sign-in/", public(sign_in.SignIn.as_view()), name="account_login"),
    path("sign-in/code/", public(sign_in.SecondFactor.as_view()), name="mfa_authenticate"),
    path("sign-in/set-up/", public(sign_in.set_up), name="set_up_second_factor"),
    path("sign-out/", public(sign_in.sign_out), name="account_logout"),
    path("sign-in/password/<str:user>/<str:token>/", public(sign_in.choose_password), name="choose_password"),
    path("sign-in/organisation/<str:provider_id>/", public(organisation.begin), name="openid_connect_login"),
    path(
        "sign-in/organisation/<str:provider_id>/back/",
        public(organisation.back),
        name="openid_connect_callback",
    ),
    path(
        "sign-in/organisation-did-not/",
        public(social.LoginCancelledView.as_view(template_name="accounts/organisation_failed.html")),
        name="socialaccount_login_cancelled",
    ),
]
