"""No other role's page, and no query of another login, has a trace of what clinicians wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from tests.casework.case_pages import day, signed_in
from tests.health.test_clinic import World, arrived
from tests.movements.way import facts, people
from tests.service_database import Database
from tests.service_people import SCHEME, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.facts import Answer
from returnhub.health.models import Check, Concern, FitnessRequest
from returnhub.health.queries.notes import notes_of
from returnhub.journal.models import Read

TRACES = ("Weidenkätzchen", "Löwenzahn", "Ackerwinde", "Huflattich")
"""What was written: a note, a check's findings, a concern's grounds, an assessor's findings."""


@dataclass(frozen=True)
class Written:
    """A person in a hub of whom four things were written, by the forms."""

    world: World
    concern: int


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture(scope="module")
def written(database: Database) -> Written:
    who = people()
    made = World(who, arrived(who), someone(Role.CLINICIAN, hub=who.hub.pk), someone(Role.FITNESS))
    reference = made.case.reference
    client = signed_in(made.clinician)
    assert "Not seen yet" in text(client.get("/clinic/"))

    def sent(by: Client, address: str, **data: str) -> None:
        answer = by.post(address, data)
        assert answer.status_code == 303, text(answer)

    assert client.post(f"/clinic/{reference}/note/", {"text": ""}).status_code == 422
    sent(client, f"/clinic/{reference}/note/", text=f"Scars: {TRACES[0]}.")
    sent(
        client,
        f"/clinic/{reference}/check/",
        kind="arrival",
        text=f"Pressure high: {TRACES[1]}.",
        needs_step_free="yes",
        care_needed="1",
        **day("on", today()),
    )
    sent(client, f"/clinic/{reference}/concern/", kind="torture", unfit="no", text=f"Burns: {TRACES[2]}.")
    sent(client, f"/clinic/{reference}/needs/", self_harm_risk_open="no")
    officer = signed_in(who.screening)
    sent(officer, f"/cases/{reference}/health/ask/", way="onward", says="Four hours by air.")
    question = FitnessRequest.objects.get(case=made.case)
    assessor = signed_in(made.assessor)
    assert f"/fitness/{question.pk}/" in text(assessor.get("/fitness/"))
    sent(
        assessor,
        f"/fitness/{question.pk}/",
        fit="yes",
        text=f"Walks: {TRACES[3]}.",
        **day("examined_on", today()),
    )
    return Written(made, Concern.objects.get(case=made.case).pk)


def test_the_clinicians_of_the_hub_read_the_file_and_it_is_recorded(written: Written) -> None:
    world = written.world
    client = signed_in(world.clinician)
    with CaptureQueriesContext(connections["default"]) as asked:
        page = text(client.get(f"/clinic/{world.case.reference}/"))
    assert len(asked) <= 25, len(asked)
    assert all(trace in page for trace in TRACES)
    assert "Regular nursing" in page
    assert Read.objects.filter(case=world.case.pk, actor=world.clinician.id, what="clinic").exists()
    assert "Seen" in text(client.get("/clinic/"))
    assert Check.objects.filter(case=world.case.pk).count() == 1


def test_nothing_of_a_pregnancy_is_asked_of_a_man(written: Written) -> None:
    case, client = written.world.case, signed_in(written.world.clinician)
    for slug in ("check", "needs"):
        assert "pregnan" not in text(client.get(f"/clinic/{case.reference}/{slug}/"))
    facts(case, Answer("sex", "female", today(), "host"))
    assert "weeks of pregnancy" in text(client.get(f"/clinic/{case.reference}/needs/"))


def test_officers_see_that_it_happened_and_lawyer_and_monitor_are_told(written: Written) -> None:
    world, officer = written.world, signed_in(written.world.who.screening)
    with CaptureQueriesContext(connections["default"]) as asked:
        page = text(officer.get(f"/cases/{world.case.reference}/health/"))
    assert len(asked) <= 25, len(asked)
    assert "Check on arrival" in page
    assert "Fit" in page
    assert "Torture" in page
    lawyer, monitor = someone(Role.LAWYER), someone(Role.MONITOR)
    represent(world.who.screening, case=world.case.pk, lawyer=lawyer.id)
    for who in (lawyer, monitor):
        client = signed_in(who)
        address = f"/concerns/{written.concern}/"
        assert address in text(client.get("/concerns/?which=unseen"))
        assert client.post(address).status_code == 303
        assert address not in text(client.get("/concerns/?which=unseen"))
    assert (
        "not seen" not in text(officer.get(f"/concerns/{written.concern}/")).lower().split("who was told")[0]
    )
    answered = officer.post(f"/concerns/{written.concern}/", {"says": "Nobody moves her until March."})
    assert answered.status_code == 303
    assert "until March" in text(signed_in(monitor).get(f"/concerns/{written.concern}/"))


@pytest.mark.parametrize("role", [r for r in Role if r != Role.CLINICIAN])
def test_no_page_of_another_role_has_a_trace(role: Role, written: Written) -> None:
    world = written.world
    actor = someone(role, hub=world.who.hub.pk if role in (Role.HUB_MANAGER, Role.HOST) else None)
    if role == Role.LAWYER:
        represent(world.who.screening, case=world.case.pk, lawyer=actor.id)
    client = signed_in(actor)
    client.raise_request_exception = False
    seen = 0
    for address in addresses(written):
        answer = client.get(address)
        page = b"".join(answer) if answer.streaming else answer.content
        for trace in TRACES:
            assert trace not in page.decode(errors="replace"), address
        seen += answer.status_code == 200
    assert seen
    assert notes_of(actor, world.case) == []


PLACES = ("you/", "cases/", "clinic/", "concerns/", "fitness/", "incidents/", "stays/")
"""Beginnings of the addresses at which somebody might find what they are not to read."""


def addresses(written: Written) -> Iterator[str]:
    """The pages of a person, of a hub and of health that can be opened with the numbers of this module."""
    given = {
        "reference": written.world.case.reference,
        "scheme": SCHEME,
        "number": str(written.concern),
        "lang": "en",
        "item": "record",
        "slug": "note",
    }
    for path in walk(get_resolver().url_patterns, ""):
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: given.get(m[1], "1"), path)
        if filled.startswith(PLACES) and "(" not in filled:
            yield "/" + filled


def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        elif "logout" not in path and "sign-out" not in path:
            yield path


READS = (
    "SELECT count(*) FROM clinic.note",
    "SELECT count(*) FROM clinic.treated",
    "SELECT last_value FROM clinic.note_id_seq",
    "SELECT clinic.write_note(1, 'note', 'x')",
    "SELECT guard.i_treat(1)",
    "TRUNCATE clinic.note",
    "SET ROLE returnhub_clinician",
)


@pytest.mark.parametrize("statement", READS)
@pytest.mark.parametrize("login", ["web", "monitors", "lawyers"])
def test_raw_sql_of_every_other_login_is_refused_whoever_it_names(
    database: Database, written: Written, login: str, statement: str
) -> None:
    with closing(psycopg.connect(getattr(database.addresses, login))) as raw:
        raw.execute("SELECT set_config('returnhub.user', %s, false)", [str(written.world.clinician.id)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(statement)  # pyright: ignore[reportArgumentType]: our own list


def test_no_event_says_a_clinical_word(database: Database, written: Written) -> None:
    with closing(database.application()) as raw:
        rows = raw.execute("SELECT to_jsonb(e)::text FROM journal_event AS e").fetchall()
        found = raw.execute("SELECT to_jsonb(f)::text FROM casework_fact AS f").fetchall()
    assert rows
    assert not any(trace in row[0] for row in (*rows, *found) for trace in TRACES)


def test_without_row_level_security_a_stranger_would_read_it(database: Database, written: Written) -> None:
    stranger = someone(Role.CLINICIAN)
    assert notes_of(stranger, written.world.case) == []
    with closing(database.superuser()) as boss:
        boss.execute("ALTER TABLE clinic.note DISABLE ROW LEVEL SECURITY")
        try:
            assert notes_of(stranger, written.world.case)
        finally:
            boss.execute("ALTER TABLE clinic.note ENABLE ROW LEVEL SECURITY")


def test_clinicians_themselves_write_through_one_function_and_edit_nothing(
    database: Database, written: Written
) -> None:
    with closing(psycopg.connect(database.addresses.clinicians)) as raw:
        raw.execute("SELECT set_config('returnhub.user', %s, false)", [str(written.world.clinician.id)])
        raw.commit()
        for statement in (
            "UPDATE clinic.note SET text = 'x'",
            "DELETE FROM clinic.note",
            "SELECT count(*) FROM clinic.treated",
            "SELECT count(*) FROM casework_case",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(statement)
            raw.rollback()
    with closing(database.superuser()) as boss, pytest.raises(psycopg.errors.RestrictViolation):
        boss.execute("DELETE FROM clinic.note")


def test_what_was_written_is_on_record_as_a_digest(database: Database, written: Written) -> None:
    with closing(database.superuser()) as boss:
        row = boss.execute(
            "SELECT count(*) FROM clinic.note AS n JOIN record.event AS e ON e.id = n.record"
        ).fetchone()
    assert row == (4,)
