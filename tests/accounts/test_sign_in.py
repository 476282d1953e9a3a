import re

import pytest
from django.core.cache import cache
from django.test import Client
from tests.service_people import someone

from returnhub.accounts import demo
from returnhub.accounts.models import User
from returnhub.accounts.roles import Role

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
