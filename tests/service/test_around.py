"""What stands around every page."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.service_people import SCHEME, a_scheme, someone

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.agreements import commands as agreements
from returnhub.agreements.models import Suspension
from returnhub.service.navigation import PLACES

pytestmark = pytest.mark.usefixtures("database")


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=someone(role).id))
    return client


@pytest.mark.parametrize("role", Role)
def test_each_role_has_links_that_lead_somewhere_and_begins_at_the_first(role: Role):
    client = client_of(role)
    a_scheme()
    first = reverse(PLACES[role][0][1])
    assert client.get("/")["Location"] == first
    page = client.get("/you/").content.decode()
    for text, name in PLACES[role]:
        assert f'href="{reverse(name)}">{text}' in page
        assert client.get(reverse(name)).status_code == 200, name


def test_the_frame_asks_the_database_at_most_eight_times():
    client = client_of(Role.ADMINISTRATOR)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/nowhere/")
    assert len(asked) <= 8, [q["sql"][:90] for q in asked]


def test_a_suspension_stands_over_every_page_at_once_and_names_nobody():
    a_scheme()
    officer = client_of(Role.SCREENING)
    assert "Suspension in force" not in officer.get("/you/").content.decode()
    monitor = someone(Role.MONITOR)
    agreements.suspend(
        monitor,
        scheme=SCHEME,
        scope=Suspension.Scope.SCHEME,
        by=Suspension.By.MONITOR,
        reason="Someone Named was hurt",
    )
    for path in ("/you/", "/nowhere/", "/worklist/"):
        page = officer.get(path).content.decode()
        assert "The whole scheme, by an independent monitor since" in page
        assert "Someone Named" not in page


def test_two_suspensions_of_one_scheme_are_one_banner_that_leads_to_both_for_who_may_read_them():
    a_scheme()
    monitor = someone(Role.MONITOR)
    for reason in ("One reason", "Another reason"):
        agreements.suspend(
            monitor,
            scheme=SCHEME,
            scope=Suspension.Scope.SCHEME,
            by=Suspension.By.MONITOR,
            reason=reason,
        )
    page = client_of(Role.SCREENING).get("/you/").content.decode()
    assert page.count("Suspension in force.</strong>") == 1
    assert re.search(r"The whole scheme, \d suspensions, by an independent monitor since", page)
    assert "Which and why" in page
    assert "Which and why" not in client_of(Role.ANALYST).get("/you/").content.decode()


def test_a_scheme_that_is_not_ready_says_what_is_missing():
    page = client_of(Role.SCREENING).get("/you/").content.decode()
    assert "The scheme is not ready" in page
    assert "interpreters" in page


def test_pages_of_sign_in_ask_nothing_of_the_database_and_know_nobody():
    with CaptureQueriesContext(connection) as asked:
        page = Client().get("/sign-in/organisation-did-not/").content.decode()
    assert {q["sql"] for q in asked} <= {"BEGIN", "COMMIT"}
    assert "Menu" not in page


def test_a_page_that_is_not_there_is_the_same_for_what_is_not_theirs():
    client = client_of(Role.ANALYST)
    one = client.get("/users/")
    other = client.get("/usurs/")
    assert (one.status_code, other.status_code) == (404, 404)
    token = rb'name="csrfmiddlewaretoken" value="[^"]*"|us[eu]rs/'
    assert re.sub(token, b"", one.content) == re.sub(token, b"", other.content)
