"""Days that rules name, and that the statutory notice is counted as the clocks of a procedure count it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.problems import Code, Problems
from returnhub.procedure.clocks import add_working_days, notice_runs_until
from returnhub.scheme.law import read_facts
from returnhub.scheme.shipped import shipped
from returnhub.screening.condition import AsOf, Unit, shifted
from returnhub.screening.parse import parse
from returnhub.screening.rules import resolved
from returnhub.screening.single import function_of

FACTS = read_facts(shipped("law"), [])


def day(as_of: str, count: int, unit: Unit) -> str:
    return shifted(dt.date.fromisoformat(as_of), AsOf(count, unit), add_working_days).isoformat()


def test_a_month_before_the_31st_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert day("2026-03-31", -1, Unit.MONTHS) == "2026-02-28"
    assert day("2024-03-31", -1, Unit.MONTHS) == "2024-02-29"
    assert day("2026-12-31", 2, Unit.MONTHS) == "2027-02-28"


def test_a_year_before_29_february_is_28_february() -> None:
    assert day("2024-02-29", -1, Unit.YEARS) == "2023-02-28"
    assert day("2024-02-29", -4, Unit.YEARS) == "2020-02-29"


def test_working_days_skip_weekends_and_bank_holidays() -> None:
    assert day("2027-01-05", -5, Unit.WORKING_DAYS) == "2026-12-24"


def test_a_day_before_the_calendar_begins_is_a_problem() -> None:
    with pytest.raises(Problems) as caught:
        shifted(dt.date(50, 1, 1), AsOf(-100, Unit.YEARS), add_working_days)
    assert caught.value.items[0].code is Code.RULE_DATE_WRONG


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 60))
def test_the_rule_on_notice_agrees_with_the_clock_of_the_procedure(given_on: dt.date, later: int) -> None:
    as_of = given_on + dt.timedelta(days=later)
    rule = parse("departure_notice_on < :as_of - 5 working days", FACTS)
    has_run = function_of(resolved(rule, as_of))({"departure_notice_on": given_on})
    assert has_run is (as_of >= notice_runs_until(given_on).departs_from)


@given(st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31)), st.integers(0, 60))
def test_the_rule_on_a_notice_still_valid_is_never_later_than_the_clock(
    given_on: dt.date, later: int
) -> None:
    as_of = given_on + dt.timedelta(days=later)
    rule = parse("departure_notice_on >= :as_of - 27 days", FACTS)
    if function_of(resolved(rule, as_of))({"departure_notice_on": given_on}):
        assert as_of <= notice_runs_until(given_on).valid_until
