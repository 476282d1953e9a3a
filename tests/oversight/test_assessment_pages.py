"""Assessments as pages: empty, asked for by those who may, run in the background, stopped, and read by
anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import timezone
from tests.service_database import Database
from tests.service_people import someone

from returnhub.accounts.models import User
from returnhub.accounts.roles import Role
from returnhub.assessment import assess
from returnhub.oversight import jobs
from returnhub.oversight.commands import assessments as commands
from returnhub.oversight.models import Assessment

SCHEME = "none"


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=someone(role).id))
    return client


@pytest.fixture(autouse=True)
def _small(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(commands, "FIRST", 2)
    monkeypatch.setattr(commands, "YEARS", 1)
    monkeypatch.setattr(commands, "PEOPLE", 200)
    yield
    Assessment.objects.filter(state__in=commands.UNFINISHED).update(state="stopped")


def test_a_copy_without_results_says_so_and_gives_the_button_to_those_who_may_ask() -> None:
    empty = Client().get(f"/assessments/{SCHEME}/").content.decode()
    assert "was not assessed in this copy yet" in empty
    assert "Assess it" not in empty
    assert "Assess it" in signed_in(Role.ANALYST).get(f"/assessments/{SCHEME}/").content.decode()
    assert "not assessed in this copy yet" in Client().get("/assessments/").content.decode()
    assert Client().get("/assessments/no-such-scheme/").status_code == 404


def test_an_analyst_asks_the_job_runs_and_anybody_reads_the_report_under_its_own_policy() -> None:
    analyst = signed_in(Role.ANALYST)
    answer = analyst.post(f"/assessments/{SCHEME}/run/", {"replications": "2"})
    assert answer.status_code == 303
    run = Assessment.objects.latest("id")
    waits = analyst.get(f"/assessments/{SCHEME}/")
    assert "waits for its turn" in waits.content.decode()
    assert waits.headers["Refresh"] == "5"

    jobs.assess_one(run.pk)

    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", run.total, run.total)
    assert "Read the whole assessment" in Client().get(f"/assessments/{SCHEME}/").content.decode()
    report = Client().get(f"/assessments/{SCHEME}/reports/{run.pk}/")
    policy = report.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe-inline" not in policy
    assert "<style>" in report.content.decode()
    assert Client().get(f"/assessments/no-such/reports/{run.pk}/").status_code == 404


def test_a_second_wish_while_one_is_under_way_gives_the_same_run() -> None:
    analyst = someone(Role.ANALYST)
    first = commands.ask(analyst, scheme=SCHEME, replications=2)
    assert commands.ask(analyst, scheme=SCHEME, replications=2).pk == first.pk


def test_a_run_that_is_stopped_ends_at_its_next_step_and_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    auditor = someone(Role.AUDITOR)
    run = commands.ask(auditor, scheme=SCHEME, replications=2)
    monkeypatch.setattr(jobs, "BEAT", 0.0)
    whole = assess.assess

    def stopped_on_the_way(*arguments, progress, **named):
        def told(done: int, total: int) -> None:
            commands.stop(auditor, scheme=SCHEME)
            progress(done, total)

        return whole(*arguments, progress=told, **named)

    monkeypatch.setattr(assess, "assess", stopped_on_the_way)
    jobs.assess_one(run.pk)
    run.refresh_from_db()
    assert (run.state, run.report_id) == ("stopped", None)
    assert "stopped by hand" in Client().get(f"/assessments/{SCHEME}/").content.decode()


def test_a_run_whose_process_died_is_shown_as_interrupted() -> None:
    monitor = someone(Role.MONITOR)
    run = commands.ask(monitor, scheme=SCHEME, replications=2)
    Assessment.objects.filter(pk=run.pk).update(
        state="running", beat=timezone.now() - dt.timedelta(minutes=9)
    )
    assert "was interrupted" in Client().get(f"/assessments/{SCHEME}/").content.decode()


@pytest.mark.parametrize("role", [Role.SCREENING, Role.LAWYER, Role.ADMINISTRATOR])
def test_nobody_else_asks_for_a_run(role: Role) -> None:
    assert signed_in(role).post(f"/assessments/{SCHEME}/run/").status_code == 404
