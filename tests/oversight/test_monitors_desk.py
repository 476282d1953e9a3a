"""A monitor's day, and that nobody else finds a trace of what is theirs."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.service_database import Database
from tests.service_people import SCHEME, SETTING_UP, a_case, a_scheme, refuses, ruleset, someone, today

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.agreements import commands as agreements
from returnhub.casework.models import Case
from returnhub.journal.actor import Actor
from returnhub.oversight.commands import complaints as commands
from returnhub.oversight.commands.complaints import NewComplaint, lodge
from returnhub.oversight.commands.notes import write_note
from returnhub.oversight.queries.complaints import complaint_of, complaints
from returnhub.oversight.queries.desk import case_notes

TOLD = "The guards took my telephone: Zweigstelle."
NOTED = "Watch the night shift: Kranichfeder."
CODE = "482109375516"


@pytest.fixture(scope="module")
def case(database: Database) -> Case:
    return a_case(someone(Role.SCREENING))


@pytest.fixture(scope="module")
def monitor(case: Case) -> Actor:
    return someone(Role.MONITOR)


@pytest.fixture(scope="module")
def number(case: Case, monitor: Actor) -> int:
    """A complaint's."""
    a_scheme()
    lodge(NewComplaint(SCHEME, TOLD, danger=True, place="Hub 1"), CODE, today(), "10.0.0.1")
    lodge(NewComplaint(SCHEME, "Something else."), "111122223333", today(), "10.0.0.1")
    write_note(monitor, scheme=SCHEME, case=case.pk, text=NOTED)
    return complaints(monitor, today())[0].complaint.pk


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.id))
    return client


def test_danger_comes_first_and_then_what_is_due_soonest(monitor: Actor, number: int) -> None:
    page = client_of(monitor).get("/remit/").content.decode()
    assert page.index(f"Complaint {number}<") < page.index("Something else.")
    assert "Danger" in page
    danger, other = (commands.answer_due(today(), danger=d) for d in (True, False))
    assert danger < other


def test_a_monitor_answers_and_the_maker_reads_it_with_their_code(monitor: Actor, number: int) -> None:
    client = client_of(monitor)
    page = client.get(f"/remit/complaints/{number}/").content.decode()
    assert "Zweigstelle" in page
    empty = client.post(f"/remit/complaints/{number}/", {"words": "", "closes": "no"})
    assert empty.status_code == 422
    answered = client.post(
        f"/remit/complaints/{number}/", {"words": "We went there on Monday.", "closes": "no"}
    )
    assert answered.status_code == 303
    thread = Client().post("/complain/en/code/", {"code": CODE}).content.decode()
    assert "A monitor has answered" in thread
    assert "We went there on Monday." in thread


def test_a_closed_complaint_to_which_more_was_said_waits_again(monitor: Actor, number: int) -> None:
    lodge(NewComplaint(SCHEME, "To be closed."), "999988887777", today(), "10.0.0.1")
    found = next(w.complaint for w in complaints(monitor, today()) if w.complaint.text == "To be closed.")
    for _ in range(2):
        commands.close_complaint(monitor, complaint=found.pk, reason="Settled with you on Tuesday.")
    kept = complaint_of(monitor, found.pk)
    assert kept is not None
    assert len(kept.messages.all()) == 1
    assert found.pk not in {w.complaint.pk for w in complaints(monitor, today())}
    assert found.pk in {w.complaint.pk for w in complaints(monitor, today(), closed=True)}
    assert commands.add("999988887777", "It is not settled.")
    assert found.pk in {w.complaint.pk for w in complaints(monitor, today()) if w.asks}
    with refuses("oversight_complaint_stands"):
        commands.close_complaint(monitor, complaint=found.pk, reason="Again.")


def test_a_complaint_without_an_answer_runs_out_and_says_so(monitor: Actor, number: int) -> None:
    later = today() + dt.timedelta(days=40)
    assert any(w.overdue for w in complaints(monitor, later))


def test_a_monitor_of_another_scheme_sees_and_does_nothing_here(case: Case, number: int) -> None:
    stranger = someone(Role.MONITOR, scheme="somewhere-else")
    assert complaints(stranger, today()) == []
    assert complaint_of(stranger, number) is None
    assert case_notes(stranger, case) == []
    with refuses("oversight_own_remit"):
        commands.answer_complaint(stranger, complaint=number, words="Hello.")
    with refuses("oversight_own_remit"):
        write_note(stranger, scheme=SCHEME, text="Hello.")
    assert client_of(stranger).get(f"/remit/complaints/{number}/").status_code == 404


def test_notes_are_read_by_monitors_alone_from_the_page_of_the_case(
    case: Case, monitor: Actor, number: int
) -> None:
    address = f"/cases/{case.reference}/monitors-notes/"
    client = client_of(monitor)
    assert address in client.get(f"/cases/{case.reference}/").content.decode()
    assert "Kranichfeder" in client.get(address).content.decode()
    for _ in range(2):
        assert client.post(address, {"text": "Seen twice."}).status_code == 303
    assert client.get(address).content.decode().count("Seen twice.") == 1
    assert "Kranichfeder" in client_of(someone(Role.MONITOR)).get(address).content.decode()


@pytest.mark.parametrize("role", [r for r in Role if r != Role.MONITOR])
def test_on_the_monitors_own_connection_another_role_sees_nothing(
    role: Role, case: Case, number: int
) -> None:
    other = someone(role)
    assert complaints(other, today()) == []
    assert case_notes(other, case) == []
    with refuses("command.not_allowed"):
        commands.answer_complaint(other, complaint=number, words="Hello.")


@pytest.mark.parametrize("role", [r for r in Role if r != Role.MONITOR])
def test_no_page_of_another_role_has_a_trace_of_a_complaint_or_a_note(
    role: Role, case: Case, number: int
) -> None:
    client = client_of(someone(role))
    client.raise_request_exception = False
    seen = 0
    for address in addresses(role, case, number):
        answer = client.get(address)
        page = b"".join(answer) if answer.streaming else answer.content
        for trace in ("Zweigstelle", "Kranichfeder", 'href="/remit/', 'monitors-notes/"'):
            assert trace not in page.decode(errors="replace"), address
        seen += answer.status_code == 200
    assert seen > 2


def addresses(role: Role, case: Case, number: int) -> Iterator[str]:
    """Every page that can be opened with the numbers of this module, but for those that the walk over routes
    (tests/service/test_routes.py) finds shut for the role."""
    given = {
        "reference": case.reference,
        "scheme": SCHEME,
        "number": str(number),
        "lang": "en",
        "item": "record",
    }
    for path, view in walk(get_resolver().url_patterns, ""):
        roles = getattr(view, "roles", frozenset())
        if isinstance(roles, frozenset) and role not in roles:
            continue
        filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: given.get(m[1], "1"), path)
        if "(" not in filled and "^" not in filled and "complain" not in filled.split("/"):
            yield "/" + filled


def walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walk(pattern.url_patterns, path)
        elif "logout" not in path and "sign-out" not in path:
            yield path, pattern.callback


READS = (
    "SELECT count(*) FROM oversight.complaint",
    "SELECT count(*) FROM oversight.message",
    "SELECT count(*) FROM oversight.note",
    "SELECT count(*) FROM oversight.attempt",
    "SELECT last_value FROM oversight.complaint_id_seq",
    "SELECT oversight.write_note('kosovo-2025', NULL, 'x')",
    "SELECT oversight.answer(1, 'x', true)",
    "SELECT guard.my_remit()",
    "DELETE FROM oversight.complaint",
    "TRUNCATE oversight.complaint",
    "SET ROLE returnhub_monitor",
    "SET ROLE returnhub_owner",
)


@pytest.mark.parametrize("statement", READS)
@pytest.mark.parametrize("login", ["web", "lawyers"])
def test_raw_sql_of_the_application_is_refused_whoever_it_names(
    database: Database, number: int, login: str, statement: str, monitor: Actor
) -> None:
    with closing(psycopg.connect(getattr(database.addresses, login))) as raw:
        raw.execute("SELECT set_config('returnhub.user', %s, false)", [str(monitor.id)])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(statement)  # pyright: ignore[reportArgumentType]: our own list


@pytest.mark.parametrize(
    "statement", ["DELETE FROM oversight.complaint", "TRUNCATE oversight.complaint CASCADE"]
)
def test_nobody_deletes_a_complaint_not_even_a_superuser_by_mistake(
    database: Database, number: int, statement: str
) -> None:
    with closing(database.superuser()) as boss, pytest.raises(psycopg.errors.RestrictViolation):
        boss.execute(statement)  # pyright: ignore[reportArgumentType]: our own list


def test_monitors_themselves_write_through_functions_alone(
    database: Database, number: int, monitor: Actor
) -> None:
    with closing(psycopg.connect(database.addresses.monitors)) as raw:
        raw.execute("SELECT set_config('returnhub.user', %s, false)", [str(monitor.id)])
        raw.commit()
        for statement in ("UPDATE oversight.complaint SET text = ''", "DELETE FROM oversight.note"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute(statement)
            raw.rollback()


def test_no_event_or_read_tells_of_a_complaint(database: Database, number: int) -> None:
    with closing(database.application()) as raw:
        rows = raw.execute("SELECT to_jsonb(e)::text FROM journal_event AS e").fetchall()
        assert rows
        assert not any(t in row[0] for row in rows for t in ("complaint", "Zweigstelle", "note"))
        assert raw.execute("SELECT count(*) FROM journal_read WHERE what ILIKE '%note%'").fetchone() == (0,)


def test_without_row_level_security_a_stranger_would_read_it(database: Database, number: int) -> None:
    stranger = someone(Role.MONITOR, scheme="somewhere-else")
    with closing(database.superuser()) as boss:
        boss.execute("ALTER TABLE oversight.complaint DISABLE ROW LEVEL SECURITY")
        try:
            assert complaints(stranger, today())
        finally:
            boss.execute("ALTER TABLE oversight.complaint ENABLE ROW LEVEL SECURITY")


def test_without_the_grants_taken_away_the_application_would_count_them(
    database: Database, number: int
) -> None:
    with closing(database.superuser()) as boss:
        boss.execute("GRANT SELECT ON oversight.complaint TO returnhub_app")
        boss.execute("ALTER TABLE oversight.complaint DISABLE ROW LEVEL SECURITY")
        try:
            with closing(database.application()) as raw:
                assert raw.execute("SELECT count(*) > 0 FROM oversight.complaint").fetchone() == (True,)
        finally:
            boss.execute("REVOKE SELECT ON oversight.complaint FROM returnhub_app")
            boss.execute("ALTER TABLE oversight.complaint ENABLE ROW LEVEL SECURITY")


def test_a_code_is_kept_as_a_hash(database: Database, number: int) -> None:
    with closing(database.superuser()) as boss:
        row = boss.execute("SELECT code FROM oversight.complaint WHERE id = %s", [number]).fetchone()
    assert row is not None
    assert bytes(row[0]) == hashlib.sha256(hashlib.sha256(CODE.encode()).digest()).digest()


def test_a_note_is_on_a_case_of_the_scheme_that_it_names(case: Case) -> None:
    """Last here: from now on there are two schemes."""
    agreements.open_scheme(
        SETTING_UP,
        scheme="elsewhere",
        title="Another",
        procedure="return_hub",
        ruleset=ruleset().digest,
        host="Kosovo",
    )
    stranger = someone(Role.MONITOR, scheme="elsewhere")
    assert write_note(stranger, scheme="elsewhere", text="Seen.")
    with refuses("oversight_own_remit"):
        write_note(stranger, scheme="elsewhere", case=case.pk, text="Seen.")
