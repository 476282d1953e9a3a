"""Pages of transfers: a day of an officer, an escort, a monitor and the hub; and who sees nothing of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.casework.case_pages import day, signed_in
from tests.movements.way import authorised, stage
from tests.packets.sending import sent as packet_sent
from tests.service_database import Database
from tests.service_people import someone, today
from tests.transfers.day import Crowd, a_transfer, boarded, crowd, gone, seated, suspended

from returnhub.accounts.roles import Role
from returnhub.journal.models import Read
from returnhub.procedure import Stage
from returnhub.transfers.models import Force, Manifest, Outcome, Seat, Transfer


@pytest.fixture(scope="module")
def c(database: Database) -> Crowd:
    return crowd()


def page(name: str, number: int, **more: Any) -> str:
    return reverse(f"transfers:{name}", kwargs={"number": number, **more})


def sent(client: Client, path: str, **data: Any) -> Any:
    answer = client.post(path, data)
    assert answer.status_code == 303, answer.content.decode()
    return answer


def shown(client: Client, path: str) -> str:
    with CaptureQueriesContext(connections["default"]) as asked:
        answer = client.get(path)
    assert answer.status_code == 200, path
    assert len(asked) <= 25, (path, len(asked))
    return answer.content.decode()


def test_a_transfer_is_planned_filled_one_by_one_and_travels(c: Crowd) -> None:
    officer, escort, manager = signed_in(c.who.screening), signed_in(c.escort), signed_in(c.manager)
    departs = timezone.localtime() + dt.timedelta(hours=1)
    arrives = departs + dt.timedelta(hours=3)
    plan = {
        "way": "hub",
        "hub": str(c.who.hub.pk),
        "vehicle": "flight",
        "name": "RH 202",
        "leaves_from": "Luton",
        "goes_to": "Pristina",
        "seats": "6",
        **day("departs_on", departs.date()),
        **day("arrives_on", arrives.date()),
        "departs_time": f"{departs:%H:%M}",
        "arrives_time": f"{arrives:%H:%M}",
    }
    at_once = {**day("arrives_on", departs.date()), "arrives_time": f"{departs:%H:%M}"}
    wrong = officer.post(reverse("transfers:new"), {**plan, **at_once})
    assert wrong.status_code == 422
    assert "later than the departure" in wrong.content.decode()
    sent(officer, reverse("transfers:new"), **plan)
    transfer = Transfer.objects.latest("pk").pk
    sent(officer, page("crew", transfer), kind="escort", user=str(c.escort.id))
    case, _ = authorised(c.who)
    assert case.reference in shown(officer, page("people", transfer))
    sent(officer, page("seat", transfer, reference=case.reference), apart="")
    assert "RH 202" in shown(officer, reverse("transfers:list"))
    assert case.reference in shown(officer, page("transfer", transfer))
    sent(officer, page("manifest", transfer), apart="")
    assert Manifest.objects.get(transfer=transfer).digest in shown(officer, page("issue", transfer, issue=1))

    seat = Seat.objects.get(case=case, ended=None).pk
    assert "Make the last check now" in shown(escort, page("day", transfer))
    sent(escort, page("check", transfer))
    assert "ask the medic" not in shown(escort, page("day", transfer))
    sent(
        escort, page("act", seat, act="item"), kind="cash", says="In an envelope", amount="20", currency="eur"
    )
    sent(escort, page("board", seat))
    now = {**day("on", today()), "time": f"{timezone.localtime():%H:%M}"}
    early = escort.post(page("leave", transfer), {**now, **day("on", today() - dt.timedelta(days=1))})
    assert early.status_code == 422
    sent(escort, page("leave", transfer), **now)
    assert stage(case) == Stage.DEPARTED
    assert Read.objects.filter(case=case.pk, actor=c.escort.id).exists()

    told = {"condition": "Tired, well.", "documents": "Acceptance"}
    sent(escort, page("act", seat, act="hand-over"), **now, **told)
    item = f"item_{Seat.objects.get(pk=seat).items.get().pk}"
    sent(manager, page("act", seat, act="take-over"), condition="Well.", differs="", **{item: "10 EUR only"})
    arrived = {"kind": "arrived", "reason": "", "says": "", **now}
    sent(manager, page("act", seat, act="outcome"), **arrived)
    assert stage(case) == Stage.IN_HUB
    again = {**arrived, "kind": "not_arrived", "reason": "turned_back"}
    refused = escort.post(page("act", seat, act="outcome"), again)
    assert refused.status_code == 409
    assert "It is on record that this person arrived" in refused.content.decode()
    assert "10 EUR only" in shown(escort, page("person", seat))


def test_an_escort_learns_that_something_speaks_against_and_not_what(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, seat = seated(c, transfer)
    other, _ = seated(c, transfer)
    suspended(c, case, "a secret of this person")
    escort = signed_in(c.escort)
    sent(escort, page("check", transfer.pk))
    seen = shown(escort, page("day", transfer.pk))
    assert "This move is suspended." in seen
    assert "a secret of this person" not in seen
    assert "Board " in seen
    assert "a secret of this person" in shown(signed_in(c.who.other), page("day", transfer.pk))
    assert "a secret of this person" not in shown(signed_in(c.host), page("day", transfer.pk))
    assert escort.post(page("board", seat.pk)).status_code == 409
    sent(escort, page("act", seat.pk, act="stop"), reason="They are ill.")
    assert stage(case) == Stage.PLANNED
    assert stage(other) == Stage.AUTHORISED


def test_the_host_state_knows_of_a_person_what_packets_carried(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, seat = seated(c, transfer)
    pages = [page(name, transfer.pk) for name in ("transfer", "day")] + [page("person", seat.pk)]
    host = signed_in(c.host)
    before = "".join(shown(host, path) for path in pages)
    assert case.reference in before
    for never in ("Example Person", "Interpreter", "Medical needs", "Risk of self-harm"):
        assert never not in before, never
    packet_sent(c.who.screening, case, "arrival_file", arrives_on=today())
    assert all("Example Person" in shown(host, path) for path in pages)
    assert "Risk of self-harm" in shown(signed_in(c.escort), page("day", transfer.pk))


def test_force_is_recorded_by_the_escort_and_reviewed_by_another(c: Crowd) -> None:
    _, seat = seated(c, a_transfer(c))
    escort = signed_in(c.escort)
    now = timezone.localtime()
    told = {
        "kind": "hold",
        "reason": "They tried to open the door.",
        **day("on", today()),
        "began": f"{now:%H:%M}",
        "ended": f"{now:%H:%M}",
        "who": "A. Escort",
        "medic_present": "yes",
        "injuries": "None",
    }
    assert "What did the medic see?" in escort.post(page("act", seat.pk, act="force"), told).content.decode()
    sent(escort, page("act", seat.pk, act="force"), **told, saw="Breathing freely.")
    used = Force.objects.get(seat=seat)
    assert escort.post(page("used", used.pk), {"needed": "yes", "says": "x"}).status_code == 404
    monitor = signed_in(c.monitor)
    assert page("used", used.pk) in shown(monitor, reverse("transfers:reviews"))
    sent(monitor, page("used", used.pk), needed="no", says="Words had not been tried.")
    assert "Words had not been tried." in shown(escort, page("used", used.pk))


def test_what_is_not_theirs_is_not_there(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, seat = seated(c, transfer)
    for other in (
        someone(Role.ESCORT),
        someone(Role.HUB_MANAGER),
        someone(Role.HOST),
        someone(Role.LAWYER),
        someone(Role.SCREENING, scheme="another"),
    ):
        client = signed_in(other)
        for path in (page("transfer", transfer.pk), page("person", seat.pk), page("manifest", transfer.pk)):
            assert client.get(path).status_code == 404
    escort = signed_in(c.escort)
    assert escort.get(f"/cases/{case.reference}/").status_code == 404
    assert escort.get(page("people", transfer.pk)).status_code == 404
    assert escort.get(page("act", seat.pk, act="take-off")).status_code == 404
    assert signed_in(c.who.screening).post(page("board", seat.pk)).status_code == 404
    assert not Outcome.objects.filter(seat=seat).exists()


def test_the_monitor_is_offered_the_seat_and_answers(c: Crowd) -> None:
    transfer = a_transfer(c)
    monitor = signed_in(c.monitor)
    assert "A seat is kept for you" in shown(monitor, reverse("transfers:list"))
    sent(monitor, page("monitor", transfer.pk), taken="no", reason="")
    assert "declined by" in shown(monitor, page("transfer", transfer.pk))


def test_people_are_listed_past_and_cancelled_too(c: Crowd) -> None:
    _, seat = gone(c)
    officer = signed_in(c.who.screening)
    name = seat.transfer.plans.get(ended=None).name
    assert name in shown(officer, reverse("transfers:list") + "?when=left")
    transfer = a_transfer(c)
    boarded(c, transfer)
    sent(officer, page("cancel", transfer.pk), reason="the carrier withdrew")
    assert name in shown(officer, reverse("transfers:list") + "?when=cancelled")
    assert "the carrier withdrew" in shown(officer, page("transfer", transfer.pk))


def test_a_calendar_file_says_when_and_where_and_names_nobody(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, _ = seated(c, transfer)
    answer = signed_in(c.escort).get(reverse("transfers:calendar"))
    lines = answer.content.decode().split("\r\n")
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    assert f"UID:transfer-{transfer.pk}@returnhub" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert case.reference not in answer.content.decode()
    assert (
        "BEGIN:VEVENT"
        not in signed_in(someone(Role.ESCORT)).get(reverse("transfers:calendar")).content.decode()
    )
