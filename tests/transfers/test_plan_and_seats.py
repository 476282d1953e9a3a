"""Planning, crew, the monitor's seat, seats by authority, and the manifest."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.utils import timezone
from tests.movements.way import authorised, ready
from tests.service_database import Database
from tests.service_people import a_hub, refuses, someone
from tests.transfers.day import Crowd, a_transfer, crowd, left, planned, seated

from returnhub.accounts.roles import Role
from returnhub.casework.commands.people import form_family
from returnhub.casework.queries.scope import scope
from returnhub.journal.models import Event
from returnhub.movements.commands.authority import withdraw_authority
from returnhub.movements.models import Authority
from returnhub.transfers.commands.day import record_leaving
from returnhub.transfers.commands.manifest import issue_manifest
from returnhub.transfers.commands.seats import end_seat, give_seat
from returnhub.transfers.commands.transfers import (
    add_crew,
    answer_monitors_seat,
    cancel,
    change_plan,
    end_crew,
    plan_transfer,
)
from returnhub.transfers.models import Crew, MonitorAnswer, Plan, Seat
from returnhub.transfers.models.transfers import Way
from returnhub.transfers.queries.manifest import content_of, digest_of, issue_of, people_of


@pytest.fixture(scope="module")
def c(database: Database) -> Crowd:
    return crowd()


def live(case: object) -> bool:
    return Seat.objects.filter(case=case, ended=None).exists()


def test_a_seat_takes_authority_for_this_way_on_that_day(c: Crowd) -> None:
    transfer, case = a_transfer(c), ready(c.who)
    with refuses("command.not_possible"):
        give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)
    other, _ = authorised(c.who)
    for way in (Way.ONWARD, Way.BACK):
        with refuses("command.not_possible"):
            give_seat(c.who.screening, transfer=a_transfer(c, way).pk, case=other.pk)
    start = timezone.now() + dt.timedelta(days=80)
    late = replace(planned(), departs_at=start, arrives_at=start + dt.timedelta(hours=3))
    far = plan_transfer(c.who.screening, hub=c.who.hub.pk, way=Way.HUB, planned=late)
    with refuses("command.not_possible"):
        give_seat(c.who.screening, transfer=far.pk, case=other.pk)
    elsewhere = plan_transfer(c.who.screening, hub=a_hub(people=1).pk, way=Way.HUB, planned=planned())
    with refuses("transfers_seat_hub"):
        give_seat(c.who.screening, transfer=elsewhere.pk, case=other.pk)
    give_seat(c.who.screening, transfer=transfer.pk, case=other.pk)
    with refuses("transfers_seat_one_a_person"):
        give_seat(c.who.screening, transfer=a_transfer(c).pk, case=other.pk)


def test_a_seat_ends_by_itself_with_its_authority(c: Crowd) -> None:
    case, _ = seated(c, a_transfer(c))
    withdraw_authority(c.who.other, case=case.pk, reasons="a new letter has come")
    assert not live(case)
    said = Event.objects.get(case=case.pk, kind="transfers.seat_ended")
    assert said.actor is None


def test_the_monitors_seat_is_kept_whatever_they_answer(c: Crowd) -> None:
    transfer = a_transfer(c, seats=3)
    case, seat = seated(c, transfer)
    with refuses("transfers_seats_enough"):
        seated(c, transfer)
    with refuses("command.not_allowed"):
        answer_monitors_seat(c.who.screening, transfer=transfer.pk, taken=False)
    answer_monitors_seat(c.monitor, transfer=transfer.pk, taken=False, reason="nobody is free")
    with refuses("transfers_seats_enough"):
        add_crew(c.who.screening, transfer=transfer.pk, kind=Crew.Kind.MEDIC, name="A. Medic")
    answer_monitors_seat(c.monitor, transfer=transfer.pk, taken=True)
    assert MonitorAnswer.objects.get(transfer=transfer, ended=None).taken
    end_seat(c.who.screening, seat=seat.pk, reason="they travel next week")
    assert Authority.objects.filter(case=case, ended=None).exists()
    seated(c, transfer)


def test_a_vehicle_has_no_fewer_seats_than_people_on_it(c: Crowd) -> None:
    transfer = a_transfer(c, seats=4)
    seated(c, transfer)
    seated(c, transfer)
    with refuses("transfers_seats_enough"):
        change_plan(c.who.screening, transfer=transfer.pk, planned=planned(3), reason="a smaller one")
    changed = replace(planned(9), leaves_from="Stansted")
    change_plan(c.who.screening, transfer=transfer.pk, planned=changed, reason="a larger one")
    assert Plan.objects.get(transfer=transfer, ended=None).leaves_from == "Stansted"
    with refuses("command.field_wrong"):
        back = replace(planned(), arrives_at=timezone.now())
        change_plan(c.who.screening, transfer=transfer.pk, planned=back, reason="wrong")


def test_crew_are_escorts_by_role_a_medic_and_an_interpreter_with_a_language(c: Crowd) -> None:
    transfer = a_transfer(c)
    with refuses("command.field_wrong"):
        add_crew(c.who.screening, transfer=transfer.pk, kind=Crew.Kind.ESCORT, user=c.monitor.id)
    with refuses("command.field_missing"):
        add_crew(c.who.screening, transfer=transfer.pk, kind=Crew.Kind.INTERPRETER, name="A. Voice")
    made = add_crew(
        c.who.screening, transfer=transfer.pk, kind=Crew.Kind.INTERPRETER, name="A. Voice", language="Dari"
    )
    end_crew(c.who.screening, crew=made.pk, reason="ill")
    with refuses("command.not_possible"):
        end_crew(c.who.screening, crew=made.pk, reason="ill")


def test_an_escort_sees_the_people_of_their_own_transfer_alone(c: Crowd) -> None:
    case, _ = seated(c, a_transfer(c))
    assert case in scope(c.escort)
    stranger = someone(Role.ESCORT)
    assert case not in scope(stranger)
    with refuses("command.not_theirs"):
        left(replace(c, escort=stranger), Seat.objects.get(case=case).transfer)


def test_a_cancelled_transfer_takes_nobody_and_leaves_authority(c: Crowd) -> None:
    transfer = a_transfer(c)
    case, _ = seated(c, transfer)
    cancel(c.who.screening, transfer=transfer.pk, reason="the carrier withdrew")
    assert not live(case)
    assert Authority.objects.filter(case=case, ended=None).exists()
    with refuses("command.not_possible"):
        give_seat(c.who.screening, transfer=transfer.pk, case=case.pk)
    give_seat(c.who.screening, transfer=a_transfer(c).pk, case=case.pk)


def test_a_family_apart_takes_a_reason_with_the_seat_and_with_the_manifest(c: Crowd) -> None:
    mother, father = authorised(c.who)[0], authorised(c.who)[0]
    form_family(c.who.screening, members=[(mother.pk, "mother"), (father.pk, "father")])
    transfer, other = a_transfer(c), a_transfer(c)
    give_seat(c.who.screening, transfer=transfer.pk, case=mother.pk)
    with refuses("command.field_missing"):
        issue_manifest(c.who.screening, transfer=transfer.pk)
    issue_manifest(c.who.screening, transfer=transfer.pk, apart="The father's examination is tomorrow.")
    with refuses("transfers_seat_family"):
        give_seat(c.who.screening, transfer=other.pk, case=father.pk)
    give_seat(c.who.screening, transfer=transfer.pk, case=father.pk)
    issue_manifest(c.who.screening, transfer=transfer.pk)


def test_each_issue_of_a_manifest_has_a_digest_on_record_and_shows_what_changed(c: Crowd) -> None:
    transfer = a_transfer(c)
    with refuses("command.not_possible"):
        issue_manifest(c.who.screening, transfer=transfer.pk)
    case, seat = seated(c, transfer)
    made = issue_manifest(c.who.screening, transfer=transfer.pk)
    said = Event.objects.get(pk=made.event_id)
    assert said.data["digest"] == digest_of(made.content)
    assert case.person.names.get().text not in json.dumps(said.data)
    (person,) = json.loads(made.content)["people"]
    assert person["papers"] == "unknown"
    seen = people_of(c.escort, transfer.pk)
    assert issue_of(made, content_of(transfer), seen).since == []
    end_seat(c.who.screening, seat=seat.pk, reason="they travel next week")
    seated(c, transfer)
    since = issue_of(made, content_of(transfer), people_of(c.escort, transfer.pk)).since
    assert [case.reference in line for line in since] == [True, False]
    assert issue_of(made, content_of(transfer), ()).hidden == 1
    assert issue_manifest(c.who.screening, transfer=transfer.pk).number == 2


def test_a_transfer_has_not_left_days_before_it_is_planned_to(c: Crowd) -> None:
    start = timezone.now() + dt.timedelta(days=2)
    later = replace(planned(), departs_at=start, arrives_at=start + dt.timedelta(hours=3))
    transfer = plan_transfer(c.who.screening, hub=c.who.hub.pk, way=Way.HUB, planned=later)
    with refuses("command.field_wrong"):
        record_leaving(c.who.authorising, transfer=transfer.pk, at=timezone.now())
