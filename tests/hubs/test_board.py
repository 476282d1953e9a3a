"""The hub board: what stands on each place, who sees whom, and what a day brings."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.casework.case_pages import queries_of, says, signed_in
from tests.movements.way import People, people, reasons, waiting
from tests.service_database import Database
from tests.service_people import SETTING_UP, a_hub, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.hubs.commands.places import Like, add_place, add_room, add_unit
from returnhub.hubs.models import Attributes, Stay
from returnhub.hubs.queries.board import Wanted, board, day
from returnhub.journal.actor import Actor
from returnhub.movements.commands.proposals import propose


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return replace(people(), hub=a_hub(people=4))


@pytest.fixture(scope="module")
def held(who: People) -> Case:
    """A person for whom the first place is held from next week on."""
    case = waiting(who)
    propose(
        who.screening,
        case=case.pk,
        hub=who.hub.pk,
        reasons=reasons(case),
        from_on=today() + dt.timedelta(days=7),
    )
    return case


@pytest.fixture(scope="module")
def manager(who: People) -> Actor:
    return someone(Role.HUB_MANAGER, hub=who.hub.pk)


def test_a_place_is_free_then_held_then_free(who: People, held: Case) -> None:
    shown = board(who.hub, today(), today(), Wanted(), by_day=True)
    stay = Stay.objects.get(case=held, ended=None)
    row = next(r for r in shown.rows if r.number == stay.place_id)
    assert [(run.columns, [s.kind for s in run.spans]) for run in row.runs] == [(7, []), (21, ["held"])]
    assert (shown.today["free"], shown.today["held"], shown.today["bound"]) == (4, 0, 4)


def test_by_week_a_place_that_is_held_for_a_day_of_it_is_held(who: People, held: Case) -> None:
    shown = board(who.hub, today(), today(), Wanted(), by_day=False)
    kinds = {s.kind for row in shown.rows for run in row.runs for s in run.spans}
    assert kinds == {"held"}
    assert sum(run.columns for run in shown.rows[0].runs) == 26


def test_only_those_who_may_see_people_see_who_it_is(who: People, held: Case, manager: Actor) -> None:
    path = f"/hubs/{who.hub.pk}/board/"
    seen = signed_in(who.screening).get(path).content.decode()
    assert held.reference in seen
    assert "held" in seen
    numbers = signed_in(someone(Role.AGREEMENT)).get(path).content.decode()
    assert held.reference not in numbers
    assert "Example Person" not in numbers
    own = signed_in(manager).get("/hubs/board/").content.decode()
    assert "Example Person" in own
    # a hub manager opens no officer's file
    assert f"/cases/{held.reference}" not in own


def test_another_hub_is_not_there(who: People, manager: Actor) -> None:
    assert signed_in(manager).get(f"/hubs/{a_hub(people=1).pk}/board/").status_code == 404
    assert signed_in(someone(Role.LAWYER)).get(f"/hubs/{who.hub.pk}/board/").status_code == 404


def test_every_cell_says_in_words_what_stands_on_it(who: People, held: Case, manager: Actor) -> None:
    page = signed_in(manager).get(f"/hubs/{who.hub.pk}/board/").content.decode()
    cells = re.findall(r'<td[^>]*class="rh-board--(\w+)"[^>]*>(.*?)</td>', page)
    assert cells
    assert all(re.sub(r"<[^>]+>", "", text).strip() for _, text in cells)
    assert 'data-module="rh-grid"' in page
    assert 'scope="row"' in page


def test_filters_keep_places_of_a_part_and_with_an_attribute(who: People) -> None:
    unit = add_unit(SETTING_UP, hub=who.hub.pk, name="House B")
    room = add_room(SETTING_UP, unit=unit.pk, name="B1", square_metres=Decimal(20))
    place = add_place(SETTING_UP, room=room.pk, name="B1-1", like=Like(Attributes.For.WOMEN, quiet=True))
    every = board(who.hub, today(), today(), Wanted(), by_day=False)
    assert len(every.rows) == 5
    for wanted in (Wanted(units=frozenset({unit.pk})), Wanted(like=frozenset({"women", "quiet"}))):
        assert [r.number for r in board(who.hub, today(), today(), wanted, by_day=False).rows] == [place.pk]


def test_a_day_says_who_is_expected_and_a_page_takes_few_queries(who: People, held: Case) -> None:
    on = today() + dt.timedelta(days=7)
    found = day(who.hub, on)
    assert [s.reference for s in found.expected] == [held.reference]
    assert (found.there, found.held) == (0, 1)
    client = signed_in(who.screening)
    assert held.reference in says(client, f"/hubs/{who.hub.pk}/days/{on.isoformat()}/")
    assert "Nobody is expected" in says(client, f"/hubs/{who.hub.pk}/days/2026-01-01/")
    assert says(client, f"/hubs/{who.hub.pk}/days/nonsense/", 404)
    assert queries_of(client, f"/hubs/{who.hub.pk}/board/") <= 25
