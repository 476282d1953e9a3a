"""A person's own page: a code opens it once, for one case, and nobody else acts as them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, connections, transaction
from django.utils import timezone
from tests.movements.test_authority_forged import refused, without
from tests.movements.test_guards_of_authority import off
from tests.movements.way import stage
from tests.onward.hub import in_one_hub, there
from tests.service_database import Database
from tests.service_people import a_case, refuses, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.bars import end_bar
from returnhub.casework.commands.counsel import represent
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.models import Bar, Case
from returnhub.casework.queries.scope import scope
from returnhub.journal.actor import Actor
from returnhub.journal.command import Act, ask_guards, guard_of
from returnhub.journal.models import Event, Read
from returnhub.journal.reads import record_read
from returnhub.onward.commands.claims import record_host_answer
from returnhub.onward.models import HostAnswer, Raised
from returnhub.person.commands import codes
from returnhub.person.commands.asking import answer, ask
from returnhub.person.commands.codes import Given, enter, give_code, read_code
from returnhub.person.commands.messages import write_to_client, write_to_lawyer
from returnhub.person.models import Asked, OneTimeCode, Opening
from returnhub.person.queries.here import Here, close, here, the_person
from returnhub.person.queries.messages import messages_of, own_messages
from returnhub.procedure import Stage

HOME = "10.0.0.1"
TOKENS: dict[int, str] = {}
"""What each person's browser holds."""


@pytest.fixture(scope="module")
def officer(database: Database) -> Actor:
    return someone(Role.SCREENING)


@pytest.fixture
def case(officer: Actor) -> Case:
    return a_case(officer)


def given(officer: Actor, case: Case) -> Given:
    return give_code(officer, case=case.pk, how=OneTimeCode.How.PAPER, language="ar")


@contextmanager
def at_the_page(officer: Actor, case: Case) -> Iterator[Here]:
    """The person opens their page; what is done inside is in one transaction, as in a request."""
    code = given(officer, case)
    TOKENS[case.pk] = f"token of {code.row.pk}"
    assert enter(code.code, TOKENS[case.pk], HOME) == "ar"
    with back_at_the_page(case) as found:
        yield found


@contextmanager
def back_at_the_page(case: Case) -> Iterator[Here]:
    with transaction.atomic():
        found = here(TOKENS[case.pk])
        assert found is not None
        yield found
        ask_guards()


def opens(token: str) -> bool:
    with transaction.atomic():
        return here(token) is not None


def test_a_code_opens_the_page_of_its_case_once_and_only_a_hash_is_kept(
    database: Database, officer: Actor, case: Case
) -> None:
    code = given(officer, case)
    assert len(code.in_groups.split()) == 8
    assert enter(code.code, "one", HOME) == "ar"
    with transaction.atomic():
        found = here("one")
        assert found is not None
        assert found.case == case
        assert list(scope(found.actor)) == [case]
        assert dt.timedelta(hours=11) < found.until - timezone.now() < dt.timedelta(hours=13)
    assert enter(code.code, "two", HOME) is None
    assert not opens("two")
    with database.superuser() as boss:
        rows = boss.execute(
            "SELECT o.hashed || p.hashed || e.data::text FROM person_onetimecode AS o"
            " JOIN person_opening AS p ON p.code_id = o.id JOIN journal_event AS e ON e.id = o.event_id"
        ).fetchall()
    assert not any(code.code in text or codes.sent(code.code) in text for (text,) in rows)


def test_wrong_used_replaced_and_late_codes_get_one_answer(
    database: Database, officer: Actor, case: Case
) -> None:
    replaced, late = given(officer, case), given(officer, case)
    with database.superuser() as boss:
        boss.execute("ALTER TABLE person_onetimecode DISABLE TRIGGER USER")
        boss.execute(
            "UPDATE person_onetimecode SET expires = now() - interval '1 minute' WHERE id = %s", [late.row.pk]
        )
        boss.execute("ALTER TABLE person_onetimecode ENABLE ALWAYS TRIGGER recorded")
        boss.execute("ALTER TABLE person_onetimecode ENABLE ALWAYS TRIGGER a_ends_older")
        boss.execute("ALTER TABLE person_onetimecode ENABLE ALWAYS TRIGGER never_emptied")
    for code in (replaced.code, late.code, "0" * 16):
        assert enter(code, "never", HOME) is None
    assert not opens("never")


def test_a_new_code_closes_the_page_that_an_older_one_opened(officer: Actor, case: Case) -> None:
    with at_the_page(officer, case):
        pass
    assert opens(TOKENS[case.pk])
    given(officer, case)
    assert not opens(TOKENS[case.pk])


def test_the_person_closes_their_page(officer: Actor, case: Case) -> None:
    with at_the_page(officer, case):
        close()
    assert not opens(TOKENS[case.pk])


def test_a_page_closes_by_itself(database: Database, officer: Actor, case: Case) -> None:
    with at_the_page(officer, case):
        pass
    with off(database, "recorded", "person_opening"), database.superuser() as boss:
        boss.execute("UPDATE person_opening SET until = now() WHERE case_id = %s", [case.pk])
    assert not opens(TOKENS[case.pk])


def test_an_address_that_guesses_is_stopped_whatever_it_asks(officer: Actor, case: Case) -> None:
    code = given(officer, case).code
    for number in range(codes.MOST_TRIED):
        assert enter(f"{number:016d}", "x", "10.9.9.9") is None
    with refuses("command.too_many"):
        enter(code, "x", "10.9.9.9")
    assert enter(code, "y", "10.9.9.8") == "ar"


def test_a_code_may_be_typed_in_any_scripts_digits() -> None:
    assert read_code("٤٨ ٢١ ٠٩ ٣٧ ٥٥ ١٦ ٨٠ ٠٢") == "4821093755168002"
    assert read_code("4821 0937 5516") is None
    assert read_code("482109375516800x") is None


def test_only_those_who_see_a_case_give_its_code(officer: Actor, case: Case) -> None:
    with refuses("command.not_theirs"):
        given(someone(Role.LAWYER), case)
    with refuses("command.not_allowed"):
        given(someone(Role.AUTHORISING), case)
    with refuses("command.field_wrong"):
        give_code(officer, case=case.pk, how=OneTimeCode.How.VOICE, language="de")


def test_nobody_acts_or_reads_as_the_person_without_their_token(officer: Actor, case: Case) -> None:
    """With the application's password, and with the page of another person open."""
    other = a_case(officer)

    def act() -> None:
        Act(the_person(case.pk), timezone.now()).event("person.asked", case=case.pk)

    for forge in (act, lambda: record_read(the_person(case.pk), case.pk, "own case")):
        with refused("journal_event_person"):
            forge()
        with at_the_page(officer, other), refused("journal_event_person"):
            forge()
        with at_the_page(officer, case):
            forge()
    with at_the_page(officer, other) as found, refuses("command.not_theirs"):
        ask(found.actor, case=case.pk, kind=Asked.Kind.GO_HOME)
    assert Read.objects.get(case=case.pk, role="person").actor is None


def test_the_application_opens_no_page_and_uses_no_code(
    database: Database, officer: Actor, case: Case
) -> None:
    code = given(officer, case)
    for statement in (
        "INSERT INTO person_opening SELECT * FROM person_opening",
        "UPDATE person_opening SET until = now() + interval '1 year'",
        "UPDATE person_onetimecode SET used_id = NULL",
        "SELECT * FROM guard.person_attempt",
    ):
        with pytest.raises(Exception, match="permission denied"):
            database.application_does(statement)

    def forge(**changed: Any) -> None:
        of = changed.get("case", case)
        said = Act(officer, timezone.now()).event("person.code_given", case=of.pk)
        row = {
            "event_id": said, "case": of, "hashed": "x", "how": "paper", "language": "en",
            "expires": timezone.now(), "by_id": officer.id, **changed,
        }  # fmt: skip
        OneTimeCode.objects.create(**row)

    year = timezone.now() + dt.timedelta(days=365)
    with refused("person_code_hours"):
        forge(expires=year)
    with refused("person_code_unused"):
        forge(used_id=code.row.event_id)
    with without(database, ("a_ends_older", "person_onetimecode")):
        forge(expires=year, case=a_case(officer))


def test_a_claim_or_new_evidence_bars_every_move_at_once(officer: Actor, case: Case) -> None:
    with at_the_page(officer, case) as found:
        claim = ask(found.actor, case=case.pk, kind=Asked.Kind.CLAIM, words="I am not safe there.")
        again = ask(found.actor, case=case.pk, kind=Asked.Kind.CLAIM)
        home = ask(found.actor, case=case.pk, kind=Asked.Kind.GO_HOME)
    bar = Bar.objects.get(case=case, ended=None)
    assert claim.asked.bar == again.asked.bar == bar
    assert "I am not safe there." in bar.says
    assert home.asked.bar is None
    assert {claim.asked.desk, home.asked.desk} == {"screening_officer", "return_counsellor"}
    told = Event.objects.get(pk=claim.asked.event_id)
    assert (told.actor, told.role, told.record) == (None, "person", claim.record)


def test_what_is_said_in_a_hub_waits_for_the_decision_of_the_host_or_the_sending_state(
    database: Database,
) -> None:
    """Not for an officer who ends a bar."""
    hub = in_one_hub()
    case = there(hub)
    screening = hub.way.screening
    with at_the_page(screening, case) as found:
        claim = ask(found.actor, case=case.pk, kind=Asked.Kind.CLAIM, words="I ask this state.").asked
        again = ask(found.actor, case=case.pk, kind=Asked.Kind.CLAIM).asked
        evidence = ask(found.actor, case=case.pk, kind=Asked.Kind.EVIDENCE, words="A letter.").asked
    assert claim.bar == again.bar != evidence.bar
    assert (claim.desk, evidence.desk) == ("host_state_officer", "screening_officer")
    raised = Raised.objects.filter(case=case, raised_by=Raised.By.PERSON, ended=None)
    assert {r.kind for r in raised} == {Raised.Kind.HOST_CLAIM, Raised.Kind.EVIDENCE}
    assert stage(case) == Stage.EVIDENCE_REVIEW.value
    paper = add_evidence(
        screening, case=case.pk, name="x.txt", title="x", content=b"A letter.", supplier="caseworker"
    )
    for bar in (claim.bar_id, evidence.bar_id):
        with refuses("command.refused"):
            end_bar(screening, bar=bar or 0, reason="We read it.", evidence=paper.pk)
    record_host_answer(
        hub.host, case=case.pk, outcome=HostAnswer.Outcome.REFUSED, decided_on=today(), reference="H 1"
    )
    left = Bar.objects.filter(case=case, ended=None)
    assert [bar.pk for bar in left] == [evidence.bar_id]


def test_what_is_wrong_is_said_and_answered_by_the_desk(officer: Actor, case: Case) -> None:
    with at_the_page(officer, case) as found:
        with refuses("command.field_missing"):
            ask(found.actor, case=case.pk, kind=Asked.Kind.WRONG)
        wrong = ask(found.actor, case=case.pk, kind=Asked.Kind.WRONG, words="I was born in 1992.").asked
    assert wrong.bar is None
    answer(officer, asked=wrong.pk, says="We look at your birth certificate.")
    with refuses("command.refused"):
        answer(officer, asked=wrong.pk, says="Again.")
    with refuses("command.not_theirs"):
        answer(someone(Role.HUB_MANAGER), asked=wrong.pk, says="Not mine.")


def test_only_the_person_asks(database: Database, officer: Actor, case: Case) -> None:
    def forge() -> None:
        said = Act(officer, timezone.now()).event("person.asked", case=case.pk)
        Asked.objects.create(event_id=said, case=case, kind="go_home", desk="x", until=timezone.localdate())

    with refused("person_asked_by_person"):
        forge()
    with without(database, ("by_person", "person_asked")):
        forge()
    with refuses("command.not_allowed"):
        ask(officer, case=case.pk, kind=Asked.Kind.GO_HOME)


@pytest.fixture
def lawyer(officer: Actor, case: Case) -> Actor:
    found = someone(Role.LAWYER)
    represent(officer, case=case.pk, lawyer=found.id or 0)
    return found


def test_a_message_goes_to_the_lawyer_and_comes_back_and_nobody_else_reads_it(
    database: Database, officer: Actor, case: Case, lawyer: Actor
) -> None:
    with at_the_page(officer, case) as found:
        first = write_to_lawyer(found.actor, case=case.pk, words="Can you come on Monday?")
        assert write_to_lawyer(found.actor, case=case.pk, words="Can you come on Monday?") == first
    write_to_client(lawyer, case=case.pk, words="Yes, at ten.")
    assert [m.words for m in messages_of(lawyer, case)] == ["Can you come on Monday?", "Yes, at ten."]
    with back_at_the_page(case):
        assert [m.by_lawyer for m in own_messages()] == [False, True]
    with transaction.atomic():
        assert own_messages() == []
    assert messages_of(someone(Role.LAWYER), case) == []
    with refuses("command.not_theirs"):
        write_to_client(someone(Role.LAWYER), case=case.pk, words="Hello.")
    for alias in ("default", "monitors"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(using=alias):
            connections[alias].cursor().execute("SELECT text FROM counsel.message")
    with database.superuser() as boss:
        said = boss.execute("SELECT string_agg(data::text, ' ') FROM journal_event").fetchone()
        kept = boss.execute("SELECT string_agg(body, ' ') FROM record.content").fetchone()
    assert "Monday" not in str(said) + str(kept)


def test_a_lawyer_who_speaks_for_them_no_more_reads_no_more_and_a_new_one_not_the_old(
    officer: Actor, case: Case, lawyer: Actor
) -> None:
    from returnhub.casework.commands.counsel import end_representation

    with at_the_page(officer, case) as found:
        write_to_lawyer(found.actor, case=case.pk, words="For the first alone.")
    end_representation(officer, case=case.pk, lawyer=lawyer.id or 0, reason="another took over")
    second = someone(Role.LAWYER)
    represent(officer, case=case.pk, lawyer=second.id or 0)
    assert messages_of(lawyer, case) == messages_of(second, case) == []


def test_without_a_lawyer_no_message_is_taken(officer: Actor, case: Case) -> None:
    with at_the_page(officer, case) as found, refuses("command.refused"):
        write_to_lawyer(found.actor, case=case.pk, words="Hello?")


def test_raw_sql_writes_as_no_lawyer_and_no_person(officer: Actor, case: Case) -> None:
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        connections["default"].cursor().execute("SELECT guard.person_writes('x')")
    assert guard_of(caught.value) == "person_page_open"
    with pytest.raises(DatabaseError) as caught, transaction.atomic(using="lawyers"):
        connections["lawyers"].cursor().execute("SELECT guard.lawyer_writes(%s, 'x')", [case.pk])
    assert guard_of(caught.value) == "counsel_message_own_client"
    assert Opening.objects.filter(case=case).count() == 0
