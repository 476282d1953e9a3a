"""Facts: replaced, put right, in conflict, out of date, as of a day and as known at a moment."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connections
from django.utils import timezone
from tests.casework.cases import fact, refusal
from tests.service_people import a_case, days_ago, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.commands.facts import Answer, correct_fact, record_fact, resolve_conflict
from returnhub.casework.commands.found import known
from returnhub.casework.models import Fact, Standing
from returnhub.journal.models import Event as Entry
from returnhub.problems import Code

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def officer(database):
    return someone(Role.SCREENING)


def known_at(case: int, as_of: dt.date, moment: dt.datetime) -> dict[str, object]:
    import json

    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.known(%s, %s, %s)", [case, as_of, moment])
        return json.loads(cursor.fetchone()[0])


def test_a_newer_answer_of_the_same_supplier_replaces_from_its_day_on(officer):
    case = a_case(officer).pk
    record_fact(officer, case=case, answer=Answer("pregnancy_week", 8, today(), "doctor"))
    assert known(case, today())["pregnancy_week"] == 8
    assert Standing.objects.get(case=case).verdict in ("conditions_hold", "barred", "unknown")


def test_an_older_answer_that_comes_late_counts_up_to_the_newer(officer):
    case = a_case(officer).pk
    record_fact(officer, case=case, answer=Answer("sex", "female", days_ago(30), "caseworker"))
    assert known(case, days_ago(1))["sex"] == "female"
    assert known(case, today())["sex"] == "male"


def test_answers_that_differ_are_unknown_until_somebody_settles_them(officer):
    case = a_case(officer).pk
    first = fact(case, "court_stay")
    record_fact(officer, case=case, answer=Answer("court_stay", True, today(), "caseworker"))
    assert "court_stay" not in known(case, today())
    assert Standing.objects.get(case=case).verdict == "unknown"
    resolve_conflict(officer, case=case, fact="court_stay", keep=first.pk, reason="Register read again")
    assert known(case, today())["court_stay"] is False
    assert Standing.objects.get(case=case).verdict == "conditions_hold"
    wrong = Fact.objects.get(case=case, fact="court_stay", supplier="caseworker")
    assert (wrong.ended_id is None, wrong.until) == (False, None)


def test_settling_needs_a_conflict_an_answer_that_stands_and_a_reason(officer):
    case = a_case(officer).pk
    stay = fact(case, "court_stay")
    problem = refusal(
        lambda: resolve_conflict(officer, case=case, fact="court_stay", keep=stay.pk, reason="x")
    )
    assert problem.given["kind"] == "no_conflict"
    record_fact(officer, case=case, answer=Answer("court_stay", True, today(), "lawyer"))
    assert (
        refusal(
            lambda: resolve_conflict(officer, case=case, fact="court_stay", keep=0, reason="x")
        ).where.field
        == "keep"
    )
    assert (
        refusal(
            lambda: resolve_conflict(officer, case=case, fact="court_stay", keep=stay.pk, reason="")
        ).where.field
        == "reason"
    )


def test_a_wrong_answer_never_counted_and_names_what_put_it_right(officer):
    case = a_case(officer).pk
    wrong = fact(case, "origin")
    right = correct_fact(
        officer, fact=wrong.pk, answer=Answer("origin", "IRQ", days_ago(40), "caseworker"), reason="Misread"
    )
    wrong.refresh_from_db()
    assert wrong.until is None
    assert right is not None
    assert wrong.ended_id == right.event_id
    assert Entry.objects.get(pk=right.event_id).corrects == wrong.event_id
    assert known(case, today())["origin"] == "IRQ"
    again = refusal(lambda: correct_fact(officer, fact=wrong.pk, answer=None, reason="x"))
    assert again.given["kind"] == "fact_ended"


def test_an_answer_can_be_put_right_by_none(officer):
    case = a_case(officer).pk
    assert correct_fact(officer, fact=fact(case, "sex").pk, answer=None, reason="Never asked") is None
    assert "sex" not in known(case, today())


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (("eye_colour", "blue", 0, "caseworker"), "fact"),
        (("sex", "none", 0, "caseworker"), "value"),
        (("court_stay", 1, 0, "court"), "value"),
        (("pregnancy_week", 46, 0, "doctor"), "value"),
        (("fit_to_travel", True, 0, "caseworker"), "supplier"),
        (("fit_to_travel", True, -1, "doctor"), "found_on"),
    ],
)
def test_a_wrong_field_is_named(officer, answer, field):
    name, value, ago, supplier = answer
    case = a_case(officer).pk
    problem = refusal(
        lambda: record_fact(officer, case=case, answer=Answer(name, value, days_ago(ago), supplier))
    )
    assert (problem.code, problem.where.field) == (Code.COMMAND_FIELD_WRONG, field)


def test_an_answer_out_of_date_is_unknown_by_itself(officer):
    case = a_case(officer).pk
    assert known(case, today())["court_stay"] is False
    assert "court_stay" not in known(case, days_ago(-2))
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT verdict FROM guard.verdict(%s, %s)", [case, days_ago(-2)])
        assert cursor.fetchone()[0] == "unknown"


def test_what_was_known_then_stays_what_was_known_then(officer):
    case = a_case(officer).pk
    before = timezone.now()
    correct_fact(
        officer,
        fact=fact(case, "route").pk,
        answer=Answer("route", "other", today(), "caseworker"),
        reason="Misread",
    )
    assert known_at(case, today(), before)["route"] == "boat"
    assert known_at(case, today(), timezone.now())["route"] == "other"
