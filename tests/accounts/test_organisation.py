"""An organisation vouches for an address, over HTTP and with a real signature; nobody signs up by that."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client, override_settings
from tests.accounts.openid import Provider, provider
from tests.service_people import SETTING_UP

from returnhub.accounts import commands, demo
from returnhub.accounts.models import User
from returnhub.service.settings import PLACE, Organisation, organisations

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def idp(database) -> Iterator[Provider]:
    cache.clear()
    with provider("returnhub", "between us") as made:
        place = replace(
            PLACE, organisation=Organisation(made.issuer, "Example Office", made.client, made.secret)
        )
        with override_settings(SOCIALACCOUNT_PROVIDERS=organisations(place), ORGANISATION="Example Office"):
            yield made


def come_back(client: Client, idp: Provider):
    page = client.get("/sign-in/").content.decode()
    assert "Sign in with Example Office" in page
    led = client.post("/sign-in/organisation/organisation/")
    assert led["Location"].startswith(f"{idp.issuer}/authorise?")
    return client.get(idp.authorise(led["Location"]))


def somebody(email: str) -> User:
    return commands.add_user(SETTING_UP, email=email, name="C. Example")


def test_somebody_who_was_added_signs_in_and_still_needs_a_second_factor(idp: Provider):
    user, client = somebody("c@example.org"), Client()
    idp.claims = {"sub": "1", "email": "C@example.org", "email_verified": True}
    assert come_back(client, idp)["Location"] == "/sign-in/set-up/"
    assert client.get("/you/").status_code == 302
    demo.sign_in(user, "three words apart", SECRET)
    client = Client()
    assert come_back(client, idp)["Location"] == "/sign-in/code/"
    assert client.post("/sign-in/code/", {"code": demo.code_now(SECRET)})["Location"] == "/"
    assert "C. Example" in client.get("/you/").content.decode()


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "2", "email": "stranger@example.org", "email_verified": True},
        {"sub": "3", "email": "d@example.org", "email_verified": False},
        {"sub": "4"},
    ],
    ids=["not added", "address not vouched for", "no address"],
)
def test_nobody_else_gets_in_and_nobody_is_added(idp: Provider, claims: dict[str, object]):
    if not User.objects.filter(email="d@example.org").exists():
        somebody("d@example.org")
    before, client = User.objects.count(), Client()
    idp.claims = claims
    assert "You have not been added here" in come_back(client, idp).content.decode()
    assert client.get("/you/").status_code == 302
    assert User.objects.count() == before


def test_somebody_whose_sign_in_was_closed_is_told_the_same(idp: Provider):
    user = somebody("e@example.org")
    commands.close_user(SETTING_UP, user=user.pk, reason="Left")
    idp.claims = {"sub": "5", "email": user.email, "email_verified": True}
    assert "You have not been added here" in come_back(Client(), idp).content.decode()


def test_a_token_signed_with_another_key_is_refused(idp: Provider):
    user = somebody("f@example.org")
    idp.claims = {"sub": "6", "email": user.email, "email_verified": True}
    idp.signs_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    answer = come_back(Client(), idp)
    assert answer.status_code in (200, 401)
    assert "did not work" in answer.content.decode()


def test_a_token_for_another_service_is_refused(idp: Provider):
    user = somebody("g@example.org")
    idp.claims = {"sub": "7", "email": user.email, "email_verified": True, "aud": "somebody else"}
    assert "did not work" in come_back(Client(), idp).content.decode()


def test_a_state_that_was_not_asked_for_is_refused(idp: Provider):
    led = Client().post("/sign-in/organisation/organisation/")
    assert "did not work" in Client().get(idp.authorise(led["Location"])).content.decode()


def test_without_a_provider_there_is_no_such_page(database):
    assert Client().post("/sign-in/organisation/organisation/").status_code == 404
    assert (
        "organisation"
        not in Client().get("/sign-in/").content.decode().split("<main")[1].split("An administrator")[0]
    )


def test_the_secret_comes_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from returnhub.service import settings

    (tmp_path / "secret").write_text("between us\n", encoding="utf-8")
    monkeypatch.setenv("RETURNHUB_OIDC_ISSUER", "http://127.0.0.1:9")
    monkeypatch.setenv("RETURNHUB_OIDC_CLIENT", "returnhub")
    monkeypatch.setenv("RETURNHUB_OIDC_SECRET_FILE", str(tmp_path / "secret"))
    found = settings.place().organisation
    assert (found.issuer, found.client, found.secret) == ("http://127.0.0.1:9", "returnhub", "between us")
