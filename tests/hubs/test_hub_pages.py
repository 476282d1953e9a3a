"""Pages of hubs, places and numbers: who sees what, and each thing that is done by a form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.casework.case_pages import day, signed_in
from tests.hubs.housed import a_place, ask, in_days, stay, there
from tests.movements.way import People, people
from tests.service_database import Database
from tests.service_people import SCHEME, a_hub, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.hubs.commands.service import take_out
from returnhub.hubs.models import (
    Attributes,
    Cap,
    Excess,
    ExcessAnswer,
    Hub,
    Numbers,
    NumbersRequest,
    OutOfService,
    Phase,
    Place,
    Room,
)
from returnhub.journal.models import Read

READERS = (
    Role.AGREEMENT,
    Role.HUB_MANAGER,
    Role.HOST,
    Role.MONITOR,
    Role.AUDITOR,
    Role.SCREENING,
    Role.AUTHORISING,
)


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def hub(who: People) -> Hub:
    return who.hub


@pytest.fixture(scope="module")
def case(who: People) -> Case:
    """Somebody who is there without a place."""
    case = there(who)
    take_out(someone(Role.AGREEMENT), place=stay(case).place_id, from_on=today(), reason="a burst pipe")
    return case


def sent(
    client: Client, route: str, number: int | str, *, to: str = "number", slug: str = "", **data: str
) -> Any:
    named: dict[str, Any] = {to: number} | ({"slug": slug} if slug else {})
    path = reverse(f"hubs:{route}", kwargs=named)
    assert client.get(path).status_code == 200
    return client.post(path, {"idempotency_key": str(uuid4()), **data})


def page(client: Client, name: str, number: int) -> str:
    with CaptureQueriesContext(connections["default"]) as asked:
        shown = client.get(reverse(f"hubs:{name}", kwargs={"number": number}))
    assert shown.status_code == 200
    assert len(asked) <= 25, len(asked)
    return shown.content.decode()


@pytest.mark.parametrize("role", READERS)
def test_each_role_reads_a_hub_and_only_some_who_is_in_it(hub: Hub, case: Case, role: Role) -> None:
    actor = someone(role, hub=hub.pk if role in (Role.HUB_MANAGER, Role.HOST) else None)
    client = signed_in(actor)
    assert client.get(reverse("hubs:hubs")).status_code == 200
    text = page(client, "hub", hub.pk)
    assert "Has no place" in text
    seen = role is not Role.AGREEMENT
    assert (case.reference in text.replace("&#8288;", "")) is seen or ("Somebody" in text) is not seen
    assert Read.objects.filter(case=case.pk, actor=actor.id, what="hub").exists() is seen
    for name in ("places", "numbers"):
        page(client, name, hub.pk)
    page(client, "place", a_place(hub).pk)


def test_a_role_of_a_hub_reads_nothing_of_another(hub: Hub) -> None:
    client = signed_in(someone(Role.HUB_MANAGER, hub=a_hub(people=1).pk))
    for name, number in (
        ("hub", hub.pk),
        ("places", hub.pk),
        ("numbers", hub.pk),
        ("place", a_place(hub).pk),
    ):
        assert client.get(reverse(f"hubs:{name}", kwargs={"number": number})).status_code == 404


def test_a_hub_is_furnished_through_its_pages(database: Database) -> None:
    hub = a_hub(people=1)
    client = signed_in(someone(Role.HUB_MANAGER, hub=hub.pk))
    assert sent(client, "do", hub.pk, slug="unit", name="House B").status_code == 303
    unit = hub.units.get(name="House B")
    room = {"unit": str(unit.pk), "name": "Room 9", "square_metres": "7"}
    assert sent(client, "do", hub.pk, slug="room", **room).status_code == 303
    made = Room.objects.get(unit=unit)
    like = {"places_for": "women", "step_free": "yes", "care": "1", "quiet": "no"}
    for name in ("B9-1", "B9-2"):
        answer = sent(client, "do", hub.pk, slug="place", room=str(made.pk), name=name, **like)
        assert answer.status_code == 303
    text = page(client, "places", hub.pk)
    assert "Less than 4 m²" in text
    listed = client.get(reverse("hubs:places", kwargs={"number": hub.pk}), {"places_for": "women"})
    assert "B9-1" in listed.content.decode()
    assert "A1-1" not in listed.content.decode()
    none = client.get(reverse("hubs:places", kwargs={"number": hub.pk}), {"state": "there", "quiet": "yes"})
    assert "No place is like this" in none.content.decode()


def test_a_place_is_revised_taken_out_put_back_and_taken_away(hub: Hub) -> None:
    client, place = signed_in(someone(Role.HUB_MANAGER, hub=hub.pk)), a_place(hub, 5)
    like = {"places_for": "men", "step_free": "no", "care": "0", "quiet": "yes", "reason": "rebuilt"}
    assert sent(client, "do_place", place.pk, slug="like", **like).status_code == 303
    assert Attributes.objects.get(place=place, ended=None).quiet
    wrong = sent(
        client,
        "do_place",
        place.pk,
        slug="out",
        reason="leaks",
        **day("from_on", today()),
        **day("until_on", today()),
    )
    assert wrong.status_code == 422
    assert (
        sent(client, "do_place", place.pk, slug="out", reason="leaks", **day("from_on", today())).status_code
        == 303
    )
    more = day("from_on", today()) | day("until_on", in_days(9))
    assert sent(client, "do_place", place.pk, slug="days", reason="a part comes", **more).status_code == 303
    assert sent(client, "do_place", place.pk, slug="back", reason="mended").status_code == 303
    assert OutOfService.objects.filter(place=place).count() == 2
    text = page(client, "place", place.pk)
    assert "Revised" in text
    assert "Put back" in text
    assert sent(client, "do_place", place.pk, slug="remove", reason="walled up").status_code == 303
    assert "Taken away" in page(client, "place", place.pk)
    assert not Place.objects.filter(pk=place.pk, ended=None).exists()


def test_numbers_are_asked_for_by_one_and_approved_by_another(database: Database) -> None:
    hub = a_hub(people=3)
    manager, other = signed_in(someone(Role.HUB_MANAGER, hub=hub.pk)), signed_in(someone(Role.AGREEMENT))
    four = {"maximum": "3", "working": "3", "certified": "2", "signed": "2"}
    asked = sent(
        manager, "do", hub.pk, slug="numbers", reason="one room less", **four, **day("from_on", today())
    )
    assert asked.status_code == 303
    request = NumbersRequest.objects.get(hub=hub, ended=None)
    shown = other.get(reverse("hubs:answer", kwargs={"number": request.pk})).content.decode()
    assert "3 now, 2 asked for" in shown
    assert "Numbers wait for an answer" in other.get(reverse("hubs:hubs")).content.decode()
    assert sent(other, "answer", request.pk, approved="yes", reason="seen").status_code == 303
    assert Numbers.objects.get(hub=hub, ended=None).signed == 2
    again = ask(hub, 3)
    assert sent(other, "withdraw_numbers", again, reason="a slip").status_code == 303
    assert "Taken back" in page(manager, "numbers", hub.pk)


def test_a_phase_is_planned_and_given_up(database: Database) -> None:
    hub, client = a_hub(people=1), signed_in(someone(Role.AGREEMENT))
    plan = {"kind": "closing", "reason": "the lease ends"}
    assert sent(client, "do", hub.pk, slug="phase", **plan, **day("from_on", in_days(30))).status_code == 303
    planned = Phase.objects.get(hub=hub, kind="closing")
    assert sent(client, "end_phase", planned.pk, reason="it goes on").status_code == 303
    assert "Given up" in page(client, "numbers", hub.pk)


def test_a_cap_is_entered_by_one_and_approved_by_another(database: Database) -> None:
    one, other = signed_in(someone(Role.AGREEMENT)), signed_in(someone(Role.AGREEMENT))
    entered = {"kind": "in_all", "people": "5000", "term": "article 4"} | day("from_on", today())
    assert sent(one, "enter_cap", SCHEME, to="scheme", **entered).status_code == 303
    cap = Cap.objects.get(people=5000)
    path = reverse("hubs:approve_cap", kwargs={"scheme": SCHEME, "number": cap.pk})
    assert one.post(path).status_code == 409
    assert other.post(path).status_code == 303
    assert "article 4" in other.get(reverse("hubs:caps", kwargs={"scheme": SCHEME})).content.decode()


def test_the_manager_gives_a_place_and_says_what_was_done(who: People, hub: Hub, case: Case) -> None:
    client = signed_in(someone(Role.HUB_MANAGER, hub=hub.pk))
    excess = Excess.objects.get(case=case, ended=None)
    assert sent(client, "excess", excess.pk, says="a room is free tomorrow").status_code == 303
    assert ExcessAnswer.objects.filter(excess=excess).exists()
    assert "a room is free tomorrow" in page(client, "hub", hub.pk)
    place = a_place(hub, 7)
    given = sent(client, "give", stay(case).pk, place=str(place.pk), reason="the other room")
    assert given.status_code == 303
    assert stay(case).place == place
    excess.refresh_from_db()
    assert excess.ended is not None
