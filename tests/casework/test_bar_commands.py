"""Bars and what lawyers lodge."""

from __future__ import annotations

import pytest
from django.db import connections
from tests.casework.cases import a_notified_case, fact, refusal, stage
from tests.service_people import SETTING_UP, a_case, days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind, until, working_days
from returnhub.casework.commands.bars import end_bar, lodge_order, lodge_submissions, open_bar
from returnhub.casework.commands.clocks import start_clock
from returnhub.casework.commands.counsel import (
    end_representation,
    represent,
    write_note,
    write_privileged_note,
)
from returnhub.casework.commands.evidence import add_evidence
from returnhub.casework.models import Bar, Clock, Standing
from returnhub.journal.command import command
from returnhub.journal.models import Event as Entry
from returnhub.problems import Code

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def officer(database):
    return someone(Role.SCREENING)


@pytest.fixture(scope="module")
def lawyer(database):
    return someone(Role.LAWYER)


@pytest.fixture
def client_case(officer, lawyer):
    case = a_case(officer)
    represent(officer, case=case.pk, lawyer=lawyer.id)
    return case


@command("tests.notice")
def a_notice(act, *, case: int):
    """Only the clocks of a notice."""
    event = act.event("tests.notice", case=case)
    start_clock(event, case, Kind.NOTICE_RUNS, working_days(today(), 5))
    start_clock(event, case, Kind.NOTICE, until(today(), days_ago(-28)))


def give_notice(case: int) -> None:
    from dataclasses import replace

    a_notice(replace(SETTING_UP, may=SETTING_UP.may | {"tests.notice"}), case=case)


def test_submissions_bar_the_move_stop_the_clocks_and_are_receipted_at_once(client_case, lawyer):
    case = client_case.pk
    give_notice(case)
    lodged = lodge_submissions(lawyer, case=case, says="New threats against the family; letter attached")
    assert lodged.clocks_stopped == 2
    assert not Clock.objects.filter(case=case, ended=None).exists()
    assert stage(case) == "further submissions pending"
    assert Bar.objects.get(case=case, ended=None).kind == Bar.Kind.SUBMISSIONS
    assert lodged.record == Entry.objects.get(pk=lodged.lodgement.event_id).record


def test_an_order_bars_the_move_and_leaves_the_stage(client_case, lawyer):
    lodge_order(lawyer, case=client_case.pk, kind=Bar.Kind.COURT_ORDER, says="Stay until Friday")
    assert stage(client_case.pk) == "appeal rights exhausted, in the sending state"
    # the register said otherwise this morning: two answers, and nobody reads one as the truth
    assert "no_court_stay" in Standing.objects.get(case=client_case).unknown


def test_an_order_is_none_of_other_kinds(client_case, lawyer):
    problem = refusal(lambda: lodge_order(lawyer, case=client_case.pk, kind=Bar.Kind.UNFIT, says="Not well"))
    assert problem.where.field == "kind"


def test_nobody_lodges_for_anothers_client(client_case):
    stranger = someone(Role.LAWYER)
    problem = refusal(lambda: lodge_submissions(stranger, case=client_case.pk, says="For them"))
    assert problem.code is Code.COMMAND_NOT_THEIRS


def test_a_lawyers_bar_ends_by_an_officer_with_evidence_alone(client_case, officer, lawyer):
    lodge_submissions(lawyer, case=client_case.pk, says="New evidence")
    bar = Bar.objects.get(case=client_case, ended=None)
    assert refusal(lambda: end_bar(lawyer, bar=bar.pk, reason="x")).code is Code.COMMAND_NOT_ALLOWED
    assert refusal(lambda: end_bar(officer, bar=bar.pk, reason="x")).where.field == "evidence"
    decision = add_evidence(
        officer,
        case=client_case.pk,
        name="decision.txt",
        title="Decision on the submissions",
        content=b"Rejected, with reasons.",
        supplier="caseworker",
    )
    end_bar(officer, bar=bar.pk, reason="Decided and served", evidence=decision.pk)
    assert not Bar.objects.filter(case=client_case, ended=None).exists()
    again = refusal(lambda: end_bar(officer, bar=bar.pk, reason="x", evidence=decision.pk))
    assert again.given["kind"] == "bar_ended"


def test_when_the_last_bar_ends_its_notice_clocks_run_again_to_the_days_in_the_notices(officer, lawyer):
    case = a_notified_case(officer).pk
    represent(officer, case=case, lawyer=lawyer.id)
    give_notice(case)
    running = Clock.objects.filter(case=case, ended=None).order_by("kind")
    before = list(running.values_list("kind", "ends_on"))
    lodge_order(lawyer, case=case, kind=Bar.Kind.COURT_ORDER, says="Stay until Friday")
    assert not running.exists()
    bar = Bar.objects.get(case=case, ended=None)
    order = add_evidence(
        officer, case=case, name="o.txt", title="Order", content=b"Lifted.", supplier="court"
    )
    end_bar(officer, bar=bar.pk, reason="Lifted by the court", evidence=order.pk)
    assert list(running.values_list("kind", "ends_on")) == before


def test_an_officers_own_bar_ends_with_a_reason(officer):
    case = a_case(officer)
    bar = open_bar(officer, case=case.pk, kind=Bar.Kind.UNFIT, says="Surgery on Monday")
    assert refusal(lambda: end_bar(officer, bar=bar.pk, reason=" ")).where.field == "reason"
    end_bar(officer, bar=bar.pk, reason="Examined again: recovered")
    assert not Bar.objects.filter(case=case, ended=None).exists()


def test_evidence_of_another_case_opens_no_bar(officer):
    case, other = a_case(officer), a_case(officer)
    letter = add_evidence(
        officer, case=other.pk, name="a.txt", title="Letter", content=b"x", supplier="doctor"
    )
    problem = refusal(
        lambda: open_bar(officer, case=case.pk, kind=Bar.Kind.UNFIT, says="Unwell", evidence=letter.pk)
    )
    assert problem.where.field == "evidence"


def test_who_no_longer_represents_sees_the_case_no_more(client_case, lawyer):
    end_representation(lawyer, case=client_case.pk, lawyer=lawyer.id, reason="Instructions withdrawn")
    problem = refusal(lambda: lodge_submissions(lawyer, case=client_case.pk, says="Late"))
    assert problem.code is Code.COMMAND_NOT_THEIRS


def test_only_a_lawyer_represents(officer):
    case = a_case(officer)
    problem = refusal(lambda: represent(officer, case=case.pk, lawyer=officer.id))
    assert problem.where.field == "lawyer"


def test_a_privileged_note_is_read_by_its_author_alone(client_case, officer, lawyer):
    case = client_case.pk
    assert write_note(officer, case=case, text="Interpreter asked for").text == "Interpreter asked for"
    note = write_privileged_note(lawyer, case=case, text="What my client told me")
    assert notes_read_by(lawyer.id) == [(note, "What my client told me")]
    assert notes_read_by(someone(Role.LAWYER).id) == []
    stranger = someone(Role.LAWYER)
    assert (
        refusal(lambda: write_privileged_note(stranger, case=case, text="x")).code is Code.COMMAND_NOT_THEIRS
    )


def notes_read_by(user: int) -> list[tuple[int, str]]:
    from django.db import transaction

    with transaction.atomic(using="lawyers"), connections["lawyers"].cursor() as cursor:
        cursor.execute("SELECT set_config('returnhub.user', %s, true)", [str(user)])
        cursor.execute("SELECT id, text FROM counsel.note ORDER BY id")
        return cursor.fetchall()


def test_a_lodgement_is_a_fact_supplied_by_the_lawyer(client_case, lawyer):
    lodge_order(lawyer, case=client_case.pk, kind=Bar.Kind.INTERIM_MEASURE, says="Rule 39 indicated")
    rows = client_case.facts.filter(fact="interim_measure", ended=None)
    assert {(r.supplier, r.value) for r in rows} == {("government agent", False), ("lawyer", True)}
    assert fact(client_case.pk, "court_stay").value is False
