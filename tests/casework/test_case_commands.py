"""Opening, referring, what happens and is corrected, who works on it: each a sentence."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.casework.cases import refusal, stage
from tests.service_people import SCHEME, a_case, a_scheme, days_ago, moment, someone

from returnhub.accounts.roles import Role
from returnhub.casework.commands.cases import (
    CalledAs,
    Happened,
    NewCase,
    assign,
    correct_happening,
    open_case,
    record_happening,
    refer,
)
from returnhub.casework.commands.screenings import screen
from returnhub.casework.models import Clock, Happening, Standing
from returnhub.journal.models import Event as Entry
from returnhub.problems import Code
from returnhub.procedure import Event

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def officer(database):
    return someone(Role.SCREENING)


def test_a_person_whose_rights_are_exhausted_is_referred_and_screened(officer):
    case = a_case(officer)
    refer(officer, case=case.pk, reason="Refused for good; the host knows the origin")
    assert stage(case.pk) == "referred"
    found = screen(officer, case=case.pk)
    assert (found.verdict, found.fails, found.unknown) == ("conditions_hold", [], [])
    assert stage(case.pk) == "waiting for a place"


def test_without_a_ground_nobody_is_referred(officer):
    case = a_case(officer, referral_ground="none")
    problem = refusal(lambda: refer(officer, case=case.pk, reason="because"))
    assert problem.code is Code.COMMAND_NOT_POSSIBLE
    assert problem.given["kind"] == "ground_missing"


def test_a_step_that_the_table_lacks_is_refused_and_says_what_is_allowed(officer):
    case = a_case(officer)
    problem = refusal(
        lambda: record_happening(officer, case=case.pk, event=Event.CONTACT_REGAINED, at=moment(days_ago(0)))
    )
    assert problem.code is Code.COMMAND_REFUSED
    assert problem.given["guard"] == "casework_happening_allowed"
    assert "referred" in str(problem.given["more"])


def test_what_has_a_command_of_its_own_is_not_recorded_by_hand(officer):
    case = a_case(officer)
    problem = refusal(
        lambda: record_happening(officer, case=case.pk, event=Event.REFERRED, at=moment(days_ago(0)))
    )
    assert problem.given["allowed_next"] == ("casework.refer",)


def test_nothing_happens_tomorrow(officer):
    case = a_case(officer)
    tomorrow = moment(days_ago(0)) + dt.timedelta(days=1)
    problem = refusal(
        lambda: record_happening(officer, case=case.pk, event=Event.WHEREABOUTS_LOST, at=tomorrow)
    )
    assert (problem.code, problem.where.field) == (Code.COMMAND_FIELD_WRONG, "at")


def test_a_correction_supersedes_and_shows_both(officer):
    case = a_case(officer)
    wrong = Happening.objects.get(case=case, word=Event.APPEAL_DISMISSED)
    made = correct_happening(
        officer,
        happening=wrong.pk,
        instead=Happened(Event.APPEAL_WITHDRAWN, moment(days_ago(239))),
        reason="The tribunal's register says withdrawn",
    )
    wrong.refresh_from_db()
    assert made is not None
    assert wrong.ended_id == made.event_id
    assert Entry.objects.get(pk=made.event_id).corrects == wrong.event_id
    assert stage(case.pk) == "appeal rights exhausted, in the sending state"


def test_a_correction_that_what_came_after_does_not_fit_is_refused(officer):
    case = a_case(officer)
    lodged = Happening.objects.get(case=case, word=Event.APPEAL_LODGED)
    problem = refusal(
        lambda: correct_happening(officer, happening=lodged.pk, instead=None, reason="never lodged")
    )
    assert problem.given["guard"] == "casework_happening_allowed"
    lodged.refresh_from_db()
    assert lodged.ended_id is None


def test_a_refusal_starts_the_time_to_appeal_and_an_appeal_ends_it(officer):
    case = a_case(officer)
    record_happening(officer, case=case.pk, event=Event.FURTHER_SUBMISSIONS_MADE, at=moment(days_ago(6)))
    record_happening(officer, case=case.pk, event=Event.FRESH_CLAIM_REFUSED, at=moment(days_ago(5)))
    clock = Clock.objects.get(case=case, ended=None)
    assert (clock.kind, clock.ends_on) == ("appeal_time", days_ago(-9))
    record_happening(officer, case=case.pk, event=Event.APPEAL_LODGED, at=moment(days_ago(1)))
    clock.refresh_from_db()
    assert clock.ended_id is not None


def test_a_case_is_assigned_to_one_person_after_another(officer):
    case = a_case(officer)
    first, second = someone(Role.REFERRING), someone(Role.AUTHORISING)
    assign(officer, case=case.pk, to=first.id)
    assign(officer, case=case.pk, to=second.id)
    assert [a.to_id for a in case.assignments.filter(ended=None)] == [second.id]
    problem = refusal(lambda: assign(officer, case=case.pk, to=someone(Role.MONITOR).id))
    assert problem.where.field == "to"


def test_a_role_without_the_verb_is_refused(officer):
    case = a_case(officer)
    auditor = someone(Role.AUDITOR)
    assert refusal(lambda: screen(auditor, case=case.pk)).code is Code.COMMAND_NOT_ALLOWED


def test_a_referring_officer_touches_only_their_own_cases(officer):
    case = a_case(officer)
    other = someone(Role.REFERRING)
    assert refusal(lambda: refer(other, case=case.pk, reason="mine")).code is Code.COMMAND_NOT_THEIRS


def test_of_a_case_of_which_nothing_is_known_every_rule_is_unknown(officer):
    a_scheme()
    case = open_case(officer, new=NewCase(SCHEME, [CalledAs("Example Person")]))
    standing = Standing.objects.get(case=case)
    assert (standing.verdict, standing.fails) == ("unknown", [])
    assert len(standing.unknown) > 20
