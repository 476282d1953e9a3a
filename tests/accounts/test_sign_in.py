import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client, RequestFactory
from tests.service_people import someone

from returnhub.accounts import demo
from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.accounts.views.users import link_of

PASSWORD = "three words apart"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _no_rates(database):
    cache.clear()


def a_user(role: Role = Role.SCREENING, *, ready: bool = True) -> User:
    user = User.objects.get(pk=someone(role).id)
    if ready:
        demo.sign_in(user, PASSWORD, SECRET)
    else:
        user.set_password(PASSWORD)
        user.save()
    return user


def give_password(client: Client, user: User, password: str = PASSWORD):
    return client.post("/sign-in/", {"login": user.email, "password": password})


def test_a_password_and_a_code_sign_somebody_in():
    user, client = a_user(), Client()
    assert give_password(client, user)["Location"] == "/sign-in/code/"
    assert client.get("/you/")["Location"].startswith("/sign-in/")
    assert client.post("/sign-in/code/", {"code": demo.code_now(SECRET)})["Location"] == "/"
    assert user.name in client.get("/you/").content.decode()


def test_without_a_second_factor_a_password_leads_to_setting_one_up_and_nowhere_else():
    user, client = a_user(ready=False), Client()
    assert give_password(client, user)["Location"] == "/sign-in/set-up/"
    for path in ("/", "/you/", "/users/", "/sign-in/code/"):
        assert client.get(path)["Location"].startswith("/sign-in/")
    page = client.get("/sign-in/set-up/").content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    secret = re.search(r"Key: <bdi[^>]*>([A-Z2-7 ]+)</bdi>", page)[1].replace(" ", "")
    codes = client.post("/sign-in/set-up/", {"code": demo.code_now(secret)}).content.decode()
    assert len(re.findall(r"<li><bdi[^>]*>\d{8}</bdi></li>", codes)) == 10
    assert client.get("/you/")["Location"].startswith("/sign-in/")
    assert client.post("/sign-in/set-up/")["Location"] == "/"
    assert "10 recovery codes left" in client.get("/you/").content.decode()


def test_a_sign_in_that_waited_while_the_second_factor_was_set_up_elsewhere_shows_a_code_first():
    user, waits = a_user(ready=False), Client()
    assert give_password(waits, user)["Location"] == "/sign-in/set-up/"
    demo.sign_in(user, PASSWORD, SECRET)
    for answer in (waits.get("/sign-in/set-up/"), waits.post("/sign-in/set-up/")):
        assert answer["Location"] in ("/sign-in/", "/sign-in/set-up/"), answer
        assert "recovery" not in answer.content.decode()
    assert waits.get("/you/")["Location"].startswith("/sign-in/")
    assert give_password(waits, user)["Location"] == "/sign-in/code/"


def test_a_wrong_password_and_an_unknown_address_are_told_alike():
    user = a_user()
    known = Client().post("/sign-in/", {"login": user.email, "password": "not it at all"}).content.decode()
    other = (
        Client().post("/sign-in/", {"login": "no@example.org", "password": "not it at all"}).content.decode()
    )
    assert "The address or the password is wrong" in known

    def plain(text: str) -> str:
        return re.sub(r'value="[^"]*"', "", text)

    assert plain(known) == plain(other)


def test_after_five_wrong_passwords_the_right_one_waits_until_the_time_that_is_said():
    user, client = a_user(), Client()
    for _ in range(5):
        last = give_password(client, user, "not it at all")
    assert last.status_code == 429
    said = give_password(client, user)
    assert said.status_code == 429
    assert re.search(r"try again from <bdi>\d+ \w+ \d{4}, .*UK time", said.content.decode())
    other = a_user()
    assert give_password(client, other)["Location"] == "/sign-in/code/"


def test_a_code_works_once():
    user = a_user()
    code, first, second = demo.code_now(SECRET), Client(), Client()
    for client in (first, second):
        give_password(client, user)
    assert first.post("/sign-in/code/", {"code": code}).status_code == 302
    assert "was used before" in second.post("/sign-in/code/", {"code": code}).content.decode()


def test_a_recovery_code_signs_in_once_and_new_ones_end_the_old():
    user, client = a_user(), Client()
    codes = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
    give_password(client, user)
    assert client.post("/sign-in/code/", {"code": codes[0]})["Location"] == "/"
    made = client.post("/you/recovery-codes/", {"code": demo.code_now(SECRET)}).content.decode()
    assert len(re.findall(r"<li><bdi[^>]*>\d{8}</bdi></li>", made)) == 10
    assert codes[1] not in made
    again = Client()
    give_password(again, user)
    assert again.post("/sign-in/code/", {"code": codes[1]}).status_code == 200


def test_second_factors_lie_enciphered():
    user = a_user()
    stored = Authenticator.objects.get(user=user, type="totp").data
    assert SECRET not in str(stored)


def test_signing_out_takes_a_form_and_ends_the_session():
    user, client = a_user(), Client()
    client.force_login(user)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/you/").status_code == 200
    client.post("/sign-out/")
    assert client.get("/you/").status_code == 302


def test_a_session_ends_after_twelve_hours_however_busy():
    user, client = a_user(), Client()
    give_password(client, user)
    client.post("/sign-in/code/", {"code": demo.code_now(SECRET)})
    left = client.session.get_expiry_age()
    assert 12 * 3600 - 60 < left <= 12 * 3600
    assert isinstance(client.session["_session_expiry"], str)


@pytest.mark.parametrize(
    "path", ["/sign-in/signup/", "/signup/", "/sign-in/email/", "/sign-in/password/reset/"]
)
def test_nobody_signs_up_or_changes_an_address(path: str):
    assert Client().get(path).status_code == 404


def test_a_link_lets_somebody_choose_a_password_once():
    user = a_user(ready=False)
    request = RequestFactory().get("/")
    path = urlsplit(link_of(request, user)).path
    client = Client()
    assert "too short" in client.post(path, {"password": "short", "again": "short"}).content.decode()
    assert "differ" in client.post(path, {"password": "quite long enough", "again": "other"}).content.decode()
    chosen = {"password": "quite long enough", "again": "quite long enough"}
    assert client.post(path, chosen)["Location"] == "/sign-in/"
    assert client.get(path).status_code == 404
    assert give_password(client, user, "quite long enough")["Location"] == "/sign-in/set-up/"


def test_a_demo_copy_shows_its_people_with_their_codes_and_any_other_shows_nobody(settings_home):
    user, client = a_user(), Client()
    assert "demonstration" not in client.get("/sign-in/").content.decode()
    demo.keep(settings_home, [demo.Person("Screening officer", user.name, user.email, PASSWORD, SECRET)])
    page = client.get("/sign-in/").content.decode()
    assert "This copy is a demonstration" in page
    assert demo.code_now(SECRET) in page


@pytest.fixture
def settings_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    return tmp_path
