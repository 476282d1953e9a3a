"""Another's case is not there: on every address of the room, in search, in lists, in files."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.urls import get_resolver
from tests.casework.case_pages import queries_of, says, signed_in, text_of
from tests.service_database import Database
from tests.service_people import a_case, someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands import bars, counsel, evidence
from returnhub.casework.models import Bar


@pytest.fixture(scope="module")
def world(database: Database) -> SimpleNamespace:
    officer, lawyer, other_lawyer = someone(Role.SCREENING), someone(Role.LAWYER), someone(Role.LAWYER)
    referring, other_referring = someone(Role.REFERRING), someone(Role.REFERRING)
    case = a_case(referring, name="Nadia Invented")
    other = a_case(other_referring, name="Nadia Invented-Other")
    counsel.represent(officer, case=case.pk, lawyer=lawyer.id)
    counsel.represent(officer, case=other.pk, lawyer=other_lawyer.id)
    bar = bars.open_bar(officer, case=other.pk, kind=Bar.Kind.OTHER, says="Another's bar")
    file = evidence.add_evidence(
        officer,
        case=other.pk,
        name="letter.pdf",
        title="A letter",
        content=b"%PDF-1.4",
        supplier="caseworker",
    )
    return SimpleNamespace(
        officer=officer,
        lawyer=lawyer,
        other_lawyer=other_lawyer,
        referring=referring,
        case=case,
        other=other,
        bar=bar,
        file=file,
    )


def addresses(reference: str, number: int) -> list[str]:
    """Every address of the room that names a case."""
    room = next(p for p in get_resolver().url_patterns if getattr(p, "app_name", "") == "casework")
    given = {"reference": reference, "number": number, "name": "sex", "verb": "write_note"}
    found = []
    for pattern in room.url_patterns:
        route = str(pattern.pattern)
        if "<str:reference>" in route:
            for kind in ("str:reference", "int:number", "slug:name", "slug:verb"):
                route = route.replace(f"<{kind}>", str(given[kind.split(":")[1]]))
            found.append(f"/{route}")
    return found


@pytest.mark.parametrize("who", ["lawyer", "referring"])
def test_another_s_case_is_not_there_on_any_address(world, who):
    client = signed_in(getattr(world, who))
    every = addresses(world.other.reference, world.file.pk)
    assert len(every) > 15
    for address in [*every, f"/cases/number/{world.other.pk}/"]:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"text": "x"}).status_code == 404, address


def test_a_case_that_is_not_there_and_one_of_another_answer_alike(world):
    client = signed_in(world.lawyer)
    theirs = client.get(f"/cases/{world.other.reference}/")
    nobody_s = client.get("/cases/RH-2222-22/")
    assert text_of(theirs).replace(world.other.reference, "") == text_of(nobody_s).replace("RH-2222-22", "")


def test_a_row_of_another_case_is_not_there_under_one_s_own(world):
    client = signed_in(world.lawyer)
    own = f"/cases/{world.case.reference}"
    assert client.get(f"{own}/evidence/{world.file.pk}/").status_code == 404
    assert client.get(f"{own}/do/end_representation/{world.other_lawyer.id}/").status_code == 404
    officer = signed_in(world.officer)
    assert officer.get(f"{own}/do/end_bar/{world.bar.pk}/").status_code == 404
    assert officer.post(f"{own}/do/end_bar/{world.bar.pk}/", {"reason": "x"}).status_code == 404
    assert officer.get(f"{own}/evidence/{world.file.pk}/").status_code == 404


@pytest.mark.parametrize("typed", ["reference", "name"])
def test_search_never_hints_at_another_s_case(world, typed):
    asked = world.other.reference if typed == "reference" else "Invented-Other"
    found = signed_in(world.lawyer).get("/search/", {"q": asked}).content.decode()
    assert f"/cases/{world.other.reference}/" not in found
    assert "Nadia Invented-Other" not in found


def test_the_list_and_its_download_hold_one_s_own_people_alone(world):
    client = signed_in(world.referring)
    assert world.other.reference not in says(client, "/worklist/")
    file = client.get("/worklist/download/").content.decode()
    assert world.case.reference in file
    assert world.other.reference not in file


def test_a_representation_that_ended_closes_the_file(world):
    lawyer = someone(Role.LAWYER)
    counsel.represent(world.officer, case=world.case.pk, lawyer=lawyer.id)
    client = signed_in(lawyer)
    says(client, f"/cases/{world.case.reference}/")
    counsel.end_representation(world.officer, case=world.case.pk, lawyer=lawyer.id, reason="Another firm")
    says(client, f"/cases/{world.case.reference}/", 404)


@pytest.mark.parametrize("role", [Role.AGREEMENT, Role.ANALYST, Role.ADMINISTRATOR])
def test_a_role_that_sees_no_person_has_none_of_these_pages(world, role):
    client = signed_in(someone(role))
    for address in ("/worklist/", "/search/?q=Nadia", "/clocks/", f"/cases/{world.case.reference}/"):
        assert client.get(address).status_code == 404, address


def test_a_referring_officer_sees_what_they_supplied_and_no_more(world):
    client = signed_in(world.referring)
    own = f"/cases/{world.case.reference}"
    says(client, f"{own}/facts/")
    for part in ("screening", "timeline", "reads", "custody", "lawyers"):
        says(client, f"{own}/{part}/", 404)


def test_a_document_officer_sees_facts_of_documents_alone(world):
    client = signed_in(someone(Role.DOCUMENT))
    own = f"/cases/{world.case.reference}"
    shown = says(client, f"{own}/facts/")
    assert "Nationality confirmed" in shown
    assert "Trafficking" not in shown
    says(client, f"{own}/facts/fit_to_travel/", 404)
    says(client, f"{own}/screening/", 404)


@pytest.mark.parametrize("role", [Role.MONITOR, Role.AUDITOR])
def test_who_watches_sees_everybody_and_records_nothing_here(world, role):
    client = signed_in(someone(role))
    listed = says(client, "/worklist/")
    assert world.case.reference in listed
    assert world.other.reference in listed
    assert "Assign those chosen" not in listed
    shown = says(client, f"/cases/{world.other.reference}/facts/fit_to_travel/")
    assert "Add an answer" not in shown


PAGES = (
    "",
    "facts/",
    "facts/fit_to_travel/",
    "facts/fit_to_travel/add/",
    "screening/",
    "evidence/",
    "timeline/",
    "reads/",
    "custody/",
    "lawyers/",
    "voluntary-return/",
    "family/",
    "do/open_bar/",
)


def test_no_page_takes_more_than_25_queries(world):
    client = signed_in(world.officer)
    of_case = [f"/cases/{world.other.reference}/{page}" for page in PAGES]
    lists = ["/worklist/", "/worklist/?list=mine&verdict=unknown", "/search/?q=nadia", "/clocks/", "/refer/"]
    taken = {address: queries_of(client, address) for address in (*lists, *of_case)}
    assert {a: n for a, n in taken.items() if n > 25} == {}
