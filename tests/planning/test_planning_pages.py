"""Pages of planning: the waiting list, plans, what one has for a person, a hub's forecast."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.casework.case_pages import queries_of, says, signed_in
from tests.movements.way import People, people, reasons, stage, waiting
from tests.planning.test_plans import made, of
from tests.service_database import Database
from tests.service_people import SCHEME, days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.models import Case
from returnhub.journal.models import Read
from returnhub.movements.commands.proposals import propose
from returnhub.planning.forecast import Kept, Left, forecast
from returnhub.planning.models import Plan
from returnhub.procedure import Stage


@pytest.fixture(scope="module")
def who(database: Database) -> People:
    return people()


@pytest.fixture(scope="module")
def some(who: People) -> list[Case]:
    """Three people who wait, the last of them longest."""
    return [
        waiting(who),
        waiting(who, needs_step_free=True, sex="female"),
        waiting(who, rights_exhausted_on=days_ago(900)),
    ]


def test_the_waiting_list_has_the_longest_ready_first_with_what_each_needs(
    who: People, some: list[Case]
) -> None:
    text = says(signed_in(who.screening), "/waiting/")
    assert text.index(some[2].reference) < text.index(some[0].reference)
    assert "A woman alone, step-free" in text
    assert "longest ready first" in text
    # every place of the only hub is for anybody, step-free and with care
    assert " 40 " in text
    assert queries_of(signed_in(who.screening), "/waiting/") <= 25
    assert says(signed_in(someone(Role.MONITOR)), "/waiting/", 404)


def test_the_list_is_downloaded_as_it_stands(who: People, some: list[Case]) -> None:
    answer = signed_in(who.authorising).get("/waiting/download/")
    assert answer["Content-Type"].startswith("text/csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Turn,Reference")
    assert lines[1].split(",")[1] == some[2].reference


def test_a_plan_is_asked_for_shown_and_taken_up_for_one_person(who: People, some: list[Case]) -> None:
    client = signed_in(who.screening)
    asked = client.post("/plans/", {"scheme": SCHEME, "weeks": "8"})
    assert asked.status_code == 303
    plan = Plan.objects.latest("id")
    assert client.get(asked["Location"])["Refresh"] == "5"
    assert client.post(f"/plans/{plan.pk}/stop/").status_code == 303
    assert "was stopped" in says(client, f"/plans/{plan.pk}/")

    plan = made(who)
    text = says(client, f"/plans/{plan.pk}/")
    assert "What it assumed" in text
    assert "Sex: male" in text
    assert "no plan in the same order has fewer" in text
    assert some[0].reference in text
    assert queries_of(client, f"/plans/{plan.pk}/") <= 25
    numbers = says(signed_in(someone(Role.AGREEMENT)), f"/plans/{plan.pk}/")
    assert "Sex: male" in numbers
    assert some[0].reference not in numbers

    path = f"/plans/{plan.pk}/{some[0].reference}/"
    assert "Who else could have had the place" in says(client, path)
    assert Read.objects.filter(case=some[0].pk, what="plan").exists()
    assert "Propose this place" not in says(signed_in(who.authorising), path)
    own = client.post(path, {"reasons": reasons(some[0])})
    assert own.status_code == 303, own.content.decode()[-3000:]
    assert stage(some[0]) == Stage.PROPOSED
    assert "Taken up" in client.get(path).content.decode()


def test_the_plans_own_words_are_refused_and_what_is_out_of_date_says_so(
    who: People, some: list[Case]
) -> None:
    from returnhub.planning.queries.proposed import drafted

    plan = made(who)
    row = of(plan, some[1])
    client = signed_in(who.screening)
    path = f"/plans/{plan.pk}/{some[1].reference}/"
    refused = client.post(path, {"reasons": drafted(row)})
    assert refused.status_code == 422
    assert "own words" in refused.content.decode()
    propose(who.screening, case=some[1].pk, hub=who.hub.pk, reasons=reasons(some[1]))
    assert "The case has moved" in says(client, path)


def test_a_hubs_forecast_has_its_peak_and_the_table(who: People, some: list[Case]) -> None:
    text = says(signed_in(someone(Role.AGREEMENT)), f"/hubs/{who.hub.pk}/forecast/")
    assert "On no day of these 26 weeks" in text
    assert "Week by week" in text
    page = signed_in(who.screening).get(f"/hubs/{who.hub.pk}/forecast/").content.decode()
    assert "style=" not in page
    assert says(signed_in(someone(Role.HUB_MANAGER)), f"/hubs/{who.hub.pk}/forecast/", 404)


def test_a_forecast_by_the_limit_counts_each_day_and_names_the_first_over() -> None:
    day = today()
    kept = [Kept(day - dt.timedelta(days=10), day + dt.timedelta(days=20), there=True)] * 3
    kept += [Kept(day + dt.timedelta(days=10), day + dt.timedelta(days=100), there=False)]
    found = forecast(kept, [3] * 182, day, [], None)
    assert found.peak == (day + dt.timedelta(days=10), 4)
    assert found.over == (day + dt.timedelta(days=10), 4, 3)
    assert found.by_limit[:4] == (3, 4, 1, 1)
    assert found.held[1] == 1
    assert found.band is None


def test_a_band_follows_the_stays_that_have_ended() -> None:
    day = today()
    kept = [Kept(day, day + dt.timedelta(days=90), there=True)] * 100
    found = forecast(kept, [200] * 182, day, [Left(30, over=True)] * 40, None)
    band = found.band
    assert band is not None
    assert "40 stays" in band.says
    # everybody before them stayed for 30 days: 28 days on all are there, after 35 nobody is
    assert (band.middle[3], band.middle[4]) == (100, 0)
    half = [Left(20, over=True), Left(60, over=True)] * 40
    shown = forecast(kept, [200] * 182, day, half, None).band
    assert shown is not None
    assert shown.low[3] < 50 < shown.high[3]
