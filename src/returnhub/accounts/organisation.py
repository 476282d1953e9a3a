"""Sign-in by an organisation's OpenID provider. It vouches for an address; whose that is, we know."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

PROVIDER = "organisation"
"""What the one provider is called in settings and addresses."""


class Organisation(OpenIDConnectOAuth2Adapter):
    """Allauth's, but the token's signature is checked even where it came from the provider directly."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        return jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


def is_known() -> bool:
    """True where an organisation's sign-in is set up."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS"))


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Lead to the organisation's sign-in."""
    return _as(OAuth2LoginView, request, provider_id)


@require_GET
def back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from it."""
    return _as(OAuth2CallbackView, request, provider_id)


def _as(kind: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return kind.adapter_view(Organisation(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
