"""Deadlines from dates: working days, the notice, the stay limit."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.procedure import clocks

DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31))


@pytest.mark.parametrize(
    ("given_on", "runs_until"),
    [
        (dt.date(2026, 3, 2), dt.date(2026, 3, 9)),
        (dt.date(2026, 3, 6), dt.date(2026, 3, 13)),
        (dt.date(2026, 3, 7), dt.date(2026, 3, 13)),
        (dt.date(2026, 3, 31), dt.date(2026, 4, 9)),
        (dt.date(2025, 12, 23), dt.date(2026, 1, 2)),
    ],
    ids=["monday", "friday", "saturday", "over easter", "over christmas and new year"],
)
def test_the_notice_runs_five_working_days(given_on: dt.date, runs_until: dt.date) -> None:
    notice = clocks.notice_runs_until(given_on)
    assert notice.runs_until == runs_until
    assert not notice.has_run(runs_until)
    assert notice.has_run(runs_until + dt.timedelta(days=1))


def test_the_notice_lapses_21_days_after_the_first_departure_date() -> None:
    notice = clocks.notice_runs_until(dt.date(2026, 3, 2), first_attempt_on=dt.date(2026, 3, 12))
    assert notice.valid_until == dt.date(2026, 4, 2)
    assert notice.has_run(dt.date(2026, 4, 2))
    assert not notice.has_run(dt.date(2026, 4, 3))


def test_a_first_attempt_never_shortens_the_notice() -> None:
    notice = clocks.notice_runs_until(dt.date(2026, 3, 2), first_attempt_on=dt.date(2026, 3, 3))
    assert notice.departs_from == dt.date(2026, 3, 10)
    assert notice.valid_until == dt.date(2026, 3, 31)


@pytest.mark.parametrize(
    ("days_before", "warning"), [(29, None), (28, 28), (15, 28), (14, 14), (7, 7), (0, 7), (-1, None)]
)
def test_the_stay_limit_warns_28_14_and_7_days_before(days_before: int, warning: int | None) -> None:
    limit = clocks.stay_limit(dt.date(2026, 1, 1), 180)
    assert limit.warning(limit.falls_on - dt.timedelta(days=days_before)) == warning


def test_a_clock_runs_out_the_day_after_its_last_day() -> None:
    limit = clocks.stay_limit(dt.date(2026, 1, 1), 30)
    assert limit.falls_on == dt.date(2026, 1, 31)
    assert not limit.has_run_out(dt.date(2026, 1, 31))
    assert limit.has_run_out(dt.date(2026, 2, 1))
    assert limit.warnings() == (dt.date(2026, 1, 3), dt.date(2026, 1, 17), dt.date(2026, 1, 24))


def test_the_time_to_appeal_is_14_days() -> None:
    assert clocks.time_to_appeal(dt.date(2026, 3, 1)).falls_on == dt.date(2026, 3, 15)


@given(DAYS, st.integers(1, 60))
def test_the_nth_working_day_has_n_working_days_up_to_it(day: dt.date, n: int) -> None:
    end = clocks.add_working_days(day, n)
    assert clocks.is_working_day(end)
    assert clocks.working_days_between(day, end) == n


@given(DAYS, st.integers(1, 60))
def test_going_back_from_a_working_day_undoes_going_forward(day: dt.date, n: int) -> None:
    start = clocks.add_working_days(day, 1)
    assert clocks.add_working_days(clocks.add_working_days(start, n), -n) == start


@given(DAYS, DAYS)
def test_working_days_never_go_below_zero(a: dt.date, b: dt.date) -> None:
    assert clocks.working_days_between(a, b) >= 0
