"""The worklist and search: lists, filters and pages in the address, downloads, names in any script."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from tests.casework.case_pages import says, signed_in
from tests.service_database import Database
from tests.service_people import a_case, someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands import cases, people
from returnhub.casework.commands.cases import CalledAs
from returnhub.casework.models import Assignment, Name
from returnhub.casework.views.worklist import plain_cell


@pytest.fixture(scope="module")
def world(database: Database) -> SimpleNamespace:
    officer, other = someone(Role.SCREENING), someone(Role.SCREENING)
    many = [a_case(officer, name=f"Invented Person {n:02}") for n in range(28)]
    unknown = a_case(officer, name="=SUM(A1)", fit_to_travel=None)
    barred = a_case(officer, name="أمل حسن المثال", trafficking_status="reasonable_grounds")
    people.add_name(officer, case=barred.pk, name=CalledAs("Amal Beispiel", Name.Kind.ALIAS))
    people.add_document(officer, case=unknown.pk, kind="passport", number="X 12 34", state="Albania")
    cases.assign(officer, case=barred.pk, to=other.id)
    return SimpleNamespace(
        officer=officer, other=other, many=many, unknown=unknown, barred=barred, client=signed_in(officer)
    )


def references(page: str) -> list[str]:
    return re.findall(r'/cases/(RH-\w{4}-\w\w)/"', page)


def rows(world, query: str) -> list[str]:
    return references(world.client.get(f"/worklist/?{query}").content.decode())


def link(page: str, rel: str) -> str:
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    assert found, f"no {rel} on the page"
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize("sort", ["clock", "-clock", "stage", "-stage", "verdict", "-verdict"])
def test_pages_of_the_list_hold_everybody_once_and_lead_back(world, sort):
    first = world.client.get(f"/worklist/?sort={sort}").content.decode()
    second = world.client.get(link(first, "next")).content.decode()
    listed = [*references(first), *references(second)]
    assert len(references(first)) == 25
    assert sorted(listed) == sorted(c.reference for c in (*world.many, world.unknown, world.barred))
    assert 'rel="next"' not in second
    back = world.client.get(link(second, "prev")).content.decode()
    assert references(back) == references(first)


def test_a_filter_is_in_the_address_and_said_above_the_list(world):
    assert rows(world, "verdict=unknown") == [world.unknown.reference]
    assert set(rows(world, "verdict=unknown&verdict=barred")) == {
        world.unknown.reference,
        world.barred.reference,
    }
    page = says(world.client, "/worklist/?verdict=barred")
    assert "Remove this filter: Verdict: Barred" in page
    assert "1 person, soonest clock first" in page


def test_lists_by_who_works_on_them(world):
    assert rows(world, f"assigned={world.other.id}") == [world.barred.reference]
    assert world.barred.reference not in rows(world, "assigned=nobody")
    mine = references(signed_in(world.other).get("/worklist/?list=mine").content.decode())
    assert mine == [world.barred.reference]


def test_an_empty_list_says_why_and_what_to_do(world):
    assert "Nothing is due today." in says(world.client, "/worklist/?list=today")
    nobody = says(world.client, "/worklist/?list=mine")
    assert "No one is waiting for you. See everybody" in nobody
    assert "Clear all filters" in says(world.client, "/worklist/?stage=died")


def test_the_list_says_what_is_needed_first_and_whom_to_ask(world):
    page = says(world.client, "/worklist/?verdict=unknown")
    assert "Fit to travel" in page
    assert "Ask for an examination" in page


def test_a_download_holds_no_formula(world):
    answer = world.client.get("/worklist/download/?verdict=unknown")
    assert answer["Content-Disposition"].startswith("attachment")
    assert ",'=SUM(A1)," in answer.content.decode()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1"])
def test_a_cell_that_a_spreadsheet_would_run_is_text(text):
    assert plain_cell(text) == f"'{text}"


def test_several_people_are_assigned_at_once_each_with_an_event(world):
    chosen = [str(world.many[0].pk), str(world.many[1].pk)]
    answer = world.client.post(
        "/worklist/assign/", {"cases": chosen, "to": str(world.other.id), "back": "/worklist/?verdict=barred"}
    )
    assert (answer.status_code, answer["Location"]) == (303, "/worklist/?verdict=barred")
    made = Assignment.objects.filter(case__in=chosen, ended=None, to=world.other.id)
    assert len(set(made.values_list("event", flat=True))) == 2


def test_a_way_back_to_another_site_is_not_followed(world):
    answer = world.client.post(
        "/worklist/assign/", {"cases": ["1"], "to": str(world.other.id), "back": "https://example.org/"}
    )
    assert answer["Location"] == "/worklist/"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("أمل حسن", "Name أمل حسن المثال"),
        ("amal hasan", "spelled like"),
        ("Beispiel", "Alias Amal Beispiel"),
        ("Beispeil", "spelled like"),
    ],
)
def test_search_finds_a_name_in_any_script_and_spelling_and_says_why(world, typed, why):
    page = world.client.get("/search/", {"q": typed})
    assert world.barred.reference in references(page.content.decode())
    assert why in page.content.decode()


@pytest.mark.parametrize("typed", ["X 12 34", "x1234"])
def test_search_finds_a_document(world, typed):
    assert references(world.client.get("/search/", {"q": typed}).content.decode()) == [
        world.unknown.reference
    ]


def test_search_finds_a_reference_however_it_is_typed(world):
    signs = world.barred.reference.replace("-", "").lower()
    for typed in (world.barred.reference, signs, signs[2:]):
        assert world.barred.reference in references(
            world.client.get("/search/", {"q": typed}).content.decode()
        )


def test_search_without_a_match_says_so(world):
    assert "No one found for “qqqqq”" in says(world.client, "/search/?q=qqqqq")
