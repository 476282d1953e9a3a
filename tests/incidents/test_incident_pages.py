"""Pages of incidents: a report from a phone, its review, and who finds nothing there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.casework.case_pages import day, signed_in
from tests.incidents.hub_world import World
from tests.service_people import someone, today

from returnhub.accounts.roles import Role
from returnhub.incidents.models import Incident, Standing
from returnhub.journal.models import Read

SAYS = "Two men fought over a telephone: Schlüsselblume."


def given(**changed: str) -> dict[str, str]:
    return {
        "kind": "assault",
        "severity": "serious",
        "says": SAYS,
        "reference": "",
        "hub": "",
        **day("on", today()),
        **changed,
    }


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture(scope="module")
def number(world: World) -> int:
    """An incident's, reported by the form."""
    client = signed_in(world.manager)
    assert "Report an incident" in text(client.get("/incidents/report/"))
    empty = client.post("/incidents/report/", {**given(), "says": "", "severity": ""})
    assert empty.status_code == 422
    answer = client.post("/incidents/report/", given(hub=str(world.hub.pk)))
    assert answer.status_code == 303, text(answer)
    return Incident.objects.get(says=SAYS).pk


def test_a_monitor_finds_what_is_new_says_so_and_the_list_stays_fast(world: World, number: int) -> None:
    client = signed_in(world.monitor)
    with CaptureQueriesContext(connections["default"]) as asked:
        listed = text(client.get("/incidents/?which=unseen"))
    assert len(asked) <= 25, len(asked)
    assert f"/incidents/{number}/" in listed
    assert "Not seen yet" in listed
    with CaptureQueriesContext(connections["default"]) as asked:
        page = text(client.get(f"/incidents/{number}/"))
    assert len(asked) <= 25, len(asked)
    assert "Schlüsselblume" in page
    assert client.post(f"/incidents/{number}/").status_code == 303
    assert f"/incidents/{number}/" not in text(client.get("/incidents/?which=unseen"))
    assert "No incident fits" in text(client.get("/incidents/?kind=death"))


def test_another_manager_reviews_and_closes_and_who_reported_is_not_asked_to(
    world: World, number: int
) -> None:
    own = signed_in(world.manager)
    assert f"/incidents/{number}/review/" not in text(own.get(f"/incidents/{number}/"))
    assert own.get(f"/incidents/{number}/review/").status_code == 404
    client = signed_in(world.other)
    assert f"/incidents/{number}/review/" in text(client.get(f"/incidents/{number}/"))
    assert client.post(f"/incidents/{number}/review/", {"says": ""}).status_code == 422
    for step in ("review", "close"):
        done = client.post(f"/incidents/{number}/{step}/", {"says": "Both were heard, and are friends now."})
        assert done.status_code == 303, text(done)
    assert Standing.objects.get(pk=number).status == "closed"
    page = text(own.get(f"/incidents/{number}/"))
    assert "Both were heard" in page


def test_a_correction_says_another_severity_by_its_form(world: World) -> None:
    client = signed_in(world.officer)
    sent = client.post(
        "/incidents/report/", given(kind="property", severity="minor", reference=world.case.reference)
    )
    assert sent.status_code == 303, text(sent)
    made = Incident.objects.get(case=world.case.pk)
    page = text(client.get(f"/incidents/{made.pk}/"))
    assert "Lida Example" in page
    assert Read.objects.filter(
        case=world.case.pk, actor=world.officer.id, what=f"incident {made.pk}"
    ).exists()
    assert f"/incidents/{made.pk}/" in text(client.get(f"/incidents/?case={world.case.reference}"))
    assert "No incident fits" in text(client.get("/incidents/?case=RH-0000-00"))
    corrected = {"says": "It was taken by force.", "kind": "assault", "severity": "serious"}
    assert client.post(f"/incidents/{made.pk}/correct/", corrected).status_code == 303
    assert "reported as minor" in text(client.get(f"/incidents/{made.pk}/"))
    unknown = client.post("/incidents/report/", given(reference="RH-0000-00"))
    assert unknown.status_code == 422
    assert "No case of yours" in text(unknown)


def test_the_download_has_no_words_of_anybody(world: World, number: int) -> None:
    sheet = text(signed_in(world.monitor).get("/incidents/download/"))
    assert f"{number},Assault,Serious" in sheet
    assert "Schlüsselblume" not in sheet


def test_what_follows_is_shown_as_the_database_has_it(world: World) -> None:
    page = text(signed_in(world.manager).get("/incidents/what-follows/"))
    assert "The hub takes nobody more" in page
    assert "Correction asked for" in page


def test_a_manager_of_another_hub_finds_nothing(world: World, number: int) -> None:
    client = signed_in(someone(Role.HUB_MANAGER))
    assert client.get(f"/incidents/{number}/").status_code == 404
    assert "No incident here" in text(client.get("/incidents/"))
