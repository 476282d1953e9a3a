"""Suspending and lifting on pages, recommendations with their replies, figures, readiness and agreements."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.service_database import Database
from tests.service_people import SCHEME, a_case, a_hub, a_scheme, someone, today

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.agreements.models import Suspension
from returnhub.casework.models import Case
from returnhub.hubs.models import Hub, Readiness
from returnhub.journal.actor import Actor
from returnhub.oversight.models import Recommendation


@pytest.fixture(scope="module")
def hub(database: Database) -> Hub:
    a_scheme()
    return a_hub()


@pytest.fixture(scope="module")
def case(hub: Hub) -> Case:
    return a_case(someone(Role.SCREENING))


@pytest.fixture(scope="module")
def monitor(hub: Hub) -> Actor:
    return someone(Role.MONITOR)


@pytest.fixture(scope="module")
def manager(hub: Hub) -> Actor:
    return someone(Role.AGREEMENT)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.id))
    return client


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def suspend(actor: Actor, **said: str) -> str:
    """The address of the new suspension."""
    answer = client_of(actor).post(
        "/suspensions/new/", {"scheme": SCHEME, "reason": "No lawyer was let in.", **said}
    )
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


def test_a_monitor_suspends_a_person_and_every_reader_sees_whom_and_why(monitor: Actor, case: Case) -> None:
    here = suspend(monitor, scope="person", case=case.reference)
    page = read(client_of(monitor), here)
    assert case.reference in page
    assert "1 person in its scope; 0 authorities" in page
    assert case.reference not in read(client_of(someone(Role.AGREEMENT)), here)
    assert client_of(someone(Role.LAWYER)).get(here).status_code == 404
    assert client_of(someone(Role.REFERRING)).get(here).status_code == 404


def test_a_mistyped_reference_keeps_what_was_typed(monitor: Actor) -> None:
    answer = client_of(monitor).post(
        "/suspensions/new/",
        {"scheme": SCHEME, "scope": "person", "case": "RH-0000-00", "reason": "Kept words."},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Enter the reference of a case that you can see" in page
    assert "Kept words." in page


def test_the_same_form_sent_twice_suspends_once(manager: Actor, hub: Hub) -> None:
    before = Suspension.objects.count()
    client = client_of(manager)
    key = re.search(r'name="idempotency_key" value="([^"]+)"', read(client, "/suspensions/new/"))
    assert key
    said = {
        "scheme": SCHEME,
        "scope": "hub",
        "hub": str(hub.pk),
        "reason": "Once.",
        "idempotency_key": key[1],
    }
    for _ in range(2):
        client.post("/suspensions/new/", said)
    assert Suspension.objects.count() == before + 1


def test_the_second_person_is_asked_once_more_and_then_it_ends(monitor: Actor, manager: Actor) -> None:
    here = suspend(manager, scope="scheme")
    first, second = client_of(manager), client_of(monitor)
    assert first.post(f"{here}lift/", {"reason": "Lawyers come again."}).status_code == 303
    assert "Another person has to agree" in read(first, here)
    asked = second.post(f"{here}lift/", {"reason": "Seen."}).content.decode()
    assert "Lawyers come again." in asked
    assert "Go back, leave it in force" in asked
    assert Suspension.objects.get(pk=here.split("/")[-2]).ended_id is None
    assert second.post(f"{here}lift/", {"reason": "Seen.", "confirmed": "yes"}).status_code == 303
    assert Suspension.objects.get(pk=here.split("/")[-2]).ended_id is not None
    assert "Lifted" in read(second, "/suspensions/")


def test_one_person_who_posts_twice_lifts_nothing(manager: Actor) -> None:
    here = suspend(manager, scope="scheme")
    client = client_of(manager)
    client.post(f"{here}lift/", {"reason": "Mended."})
    again = client.post(f"{here}lift/", {"reason": "Mended.", "confirmed": "yes"})
    assert again.status_code in (409, 422)
    assert Suspension.objects.get(pk=here.split("/")[-2]).ended_id is None


def test_an_agreement_manager_replies_to_a_monitors_recommendation_once(
    monitor: Actor, manager: Actor
) -> None:
    day = {"due_on_day": "1", "due_on_month": "2", "due_on_year": str(today().year + 1)}
    made = client_of(monitor).post("/recommendations/new/", {"scheme": SCHEME, "text": "More nurses.", **day})
    assert made.status_code == 303
    here = made["Location"]
    client = client_of(manager)
    assert "More nurses." in read(client, "/recommendations/")
    assert client_of(monitor).post(here, {"accepted": "yes", "text": "I agree."}).status_code == 404
    assert client.post(here, {"accepted": "yes", "text": "From March."}).status_code == 303
    assert "From March." in read(client_of(monitor), here)
    assert client.post(here, {"accepted": "no", "text": "After all no."}).status_code == 409
    assert Recommendation.objects.get(text="More nurses.").reply.accepted


def test_a_recommendation_is_not_due_in_the_past(monitor: Actor) -> None:
    day = {"due_on_day": "1", "due_on_month": "2", "due_on_year": "2020"}
    made = client_of(monitor).post("/recommendations/new/", {"scheme": SCHEME, "text": "Late.", **day})
    assert made.status_code == 422


def test_readiness_is_tested_signed_and_withdrawn_on_its_page(monitor: Actor, manager: Actor) -> None:
    page = read(client_of(manager), "/readiness/")
    assert "The gate is closed. Missing: Independent monitors" in page
    day = {f"tested_on_{k}": str(getattr(today(), k)) for k in ("day", "month", "year")}
    tested = client_of(manager).post(
        f"/readiness/{SCHEME}/health_care/", {"what": "A nurse came.", "passed": "yes", **day}
    )
    assert tested.status_code == 303
    found = Readiness.objects.get(item="health_care", ended=None)
    assert "Sign: I have seen it" not in read(client_of(manager), "/readiness/")
    assert "Sign: I have seen it" in read(client_of(monitor), "/readiness/")
    assert client_of(monitor).post(f"/readiness/{SCHEME}/{found.pk}/sign/").status_code == 303
    answer = client_of(manager).post(f"/readiness/{SCHEME}/{found.pk}/withdraw/", {"reason": "She left."})
    assert answer.status_code == 303
    page = read(client_of(someone(Role.AUDITOR)), "/readiness/")
    assert "withdrawn, She left." in page
    assert client_of(manager).get(f"/readiness/{SCHEME}/nothing/").status_code == 404


def test_the_agreements_page_shows_terms_with_sources_and_the_pinned_rules(manager: Actor, hub: Hub) -> None:
    page = read(client_of(manager), f"/schemes/{SCHEME}/")
    assert a_scheme().ruleset in page
    assert "Duties of" in page
    assert hub.name in read(client_of(manager), "/schemes/")
    assert client_of(someone(Role.MONITOR, scheme="elsewhere")).get(f"/schemes/{SCHEME}/").status_code == 404


def test_the_analysts_page_and_file_say_the_same_and_name_nobody(case: Case) -> None:
    client = client_of(someone(Role.ANALYST))
    page = read(client, "/figures/")
    assert "fewer than 10" in page
    rows = list(csv.reader(io.StringIO(read(client, f"/figures/{SCHEME}.csv"))))
    assert rows[0] == ["Stage", "Conditions hold", "Unknown", "Barred", "All"]
    assert rows[-1][-1] in ("fewer than 10", "withheld")
    assert not any(c.isdigit() and 0 < int(c) < 10 for row in rows for c in row)
    assert case.reference not in page
    assert client.get("/figures/other.csv").status_code == 404


def test_a_monitors_desk_lists_what_is_suspended(monitor: Actor, case: Case) -> None:
    suspend(monitor, scope="person", case=case.reference)
    page = read(client_of(monitor), "/remit/")
    assert case.reference in page
    assert "Your notes on" in page


@pytest.mark.parametrize(
    "address", ["/remit/", "/remit/complaints/", "/suspensions/", "/readiness/", "/recommendations/"]
)
def test_a_page_asks_the_database_25_times_at_most(monitor: Actor, address: str) -> None:
    client = client_of(monitor)
    with (
        CaptureQueriesContext(connections["default"]) as asked,
        CaptureQueriesContext(connections["monitors"]) as confidentially,
    ):
        read(client, address)
    assert len(asked) + len(confidentially) <= 25, [q["sql"][:120] for q in asked.captured_queries]
