"""Clocks run out by themselves, once, whoever asks; facts go out of date by themselves."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connections
from django.utils import timezone
from tests.casework.cases import a_notified_case, stage
from tests.service_people import SETTING_UP, a_case, days_ago, moment, someone, today

from returnhub.accounts.roles import Role
from returnhub.casework.clocks import Kind, until
from returnhub.casework.commands.cases import record_happening
from returnhub.casework.commands.clocks import start_clock
from returnhub.casework.commands.custody import begin_custody
from returnhub.casework.jobs import rescreen_all, run_out
from returnhub.casework.models import Clock, Custody, Happening, Standing
from returnhub.journal.command import command
from returnhub.journal.models import Event as Entry
from returnhub.procedure import Event

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(scope="module")
def officer(database):
    return someone(Role.SCREENING)


@command("tests.start_clock")
def _start(act, *, case: int, kind: Kind, ends_on: dt.date):
    """A clock alone."""
    return start_clock(act.event("tests.clock", case=case), case, kind, until(days_ago(40), ends_on))


def a_clock(case: int, kind: Kind, ended: int) -> Clock:
    actor = replace(SETTING_UP, may=frozenset({"tests.start_clock"}))
    return _start(actor, case=case, kind=kind, ends_on=days_ago(ended))


def refused_again(officer, ago: int):
    """A case whose fresh claim was refused so many days ago."""
    case = a_case(officer)
    record_happening(
        officer, case=case.pk, event=Event.FURTHER_SUBMISSIONS_MADE, at=moment(days_ago(ago + 1))
    )
    record_happening(officer, case=case.pk, event=Event.FRESH_CLAIM_REFUSED, at=moment(days_ago(ago)))
    return case


def test_the_time_to_appeal_ends_by_itself_after_its_last_day(officer):
    case = refused_again(officer, 15)
    assert stage(case.pk) == "refused, in time to appeal"
    run_out(timezone.now())
    assert stage(case.pk) == "appeal rights exhausted, in the sending state"
    ended = Happening.objects.get(case=case, word=Event.APPEAL_TIME_ENDED)
    assert timezone.localtime(ended.at).replace(tzinfo=None) == dt.datetime.combine(today(), dt.time.min)
    assert Entry.objects.get(pk=ended.event_id).role == "clock"


def test_on_its_last_day_a_clock_still_runs(officer):
    case = refused_again(officer, 14)
    run_out(timezone.now())
    assert stage(case.pk) == "refused, in time to appeal"


def test_a_review_of_custody_that_was_missed_makes_release_due(officer):
    case = a_case(officer)
    custody = begin_custody(
        someone(Role.AUTHORISING),
        case=case.pk,
        authority="Chief immigration officer",
        ground=Custody.Ground.SECURITY,
        why="Threats made",
        began=moment(days_ago(125)),
    )
    run_out(timezone.now())
    custody.refresh_from_db()
    assert custody.lapsed_id is not None
    release = Clock.objects.get(case=case, ended=None)
    assert (release.kind, release.ends_on, release.owner) == ("release", today(), "authorising_officer")


def test_four_months_in_custody_are_referred_for_bail(officer):
    case = a_case(officer)
    custody = begin_custody(
        someone(Role.AUTHORISING),
        case=case.pk,
        authority="x",
        ground=Custody.Ground.SECURITY,
        why="x",
        began=moment(days_ago(5)),
    )
    a_clock(case.pk, Kind.BAIL_REFERRAL, 1)
    run_out(timezone.now())
    assert [(s.kind, s.outcome) for s in custody.steps.all()] == [("bail", "referred")]


def test_what_is_only_escalated_stays_open_and_overdue(officer):
    case = a_case(officer)
    clock = a_clock(case.pk, Kind.WAY_BACK, 3)
    run_out(timezone.now())
    clock.refresh_from_db()
    assert (clock.ran_out_id is None, clock.ended_id) == (False, None)
    assert Standing.objects.get(case=case).clock == "way_back"
    assert Entry.objects.get(pk=clock.ran_out_id).data["owner"] == "authorising_officer"


def test_a_clock_whose_step_is_no_longer_possible_is_recorded_all_the_same(officer):
    case = a_case(officer)
    clock = a_clock(case.pk, Kind.NOTICE, 1)
    run_out(timezone.now())
    clock.refresh_from_db()
    assert clock.ran_out_id is not None
    assert not Happening.objects.filter(case=case, word=Event.NOTICE_LAPSED).exists()


def test_a_notice_that_was_not_used_lapses_and_is_due_again(officer):
    case = a_notified_case(officer)
    a_clock(case.pk, Kind.NOTICE, 1)
    run_out(timezone.now())
    assert stage(case.pk) == "approved, notices due"
    assert not Clock.objects.filter(case=case, ended=None).exists()


def test_two_processes_at_once_do_nothing_twice(officer):
    cases = [refused_again(officer, 20).pk for _ in range(4)]

    def run(_: int) -> int:
        try:
            return run_out(timezone.now())
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as threads:
        done = list(threads.map(run, range(3)))
    assert sum(done) == len(cases)
    for case in cases:
        assert Entry.objects.filter(case=case, kind="casework.clock_ran_out").count() == 1
    assert run_out(timezone.now()) == 0


def test_when_a_day_has_begun_facts_out_of_date_are_unknown(officer):
    case = a_case(officer).pk
    assert Standing.objects.get(case=case).verdict == "conditions_hold"
    tomorrow = days_ago(-2)
    assert rescreen_all(tomorrow) > 0
    standing = Standing.objects.get(case=case)
    assert (standing.verdict, standing.screened_on) == ("unknown", tomorrow)
    assert "no_court_stay" in standing.unknown
    assert rescreen_all(tomorrow) == 0
