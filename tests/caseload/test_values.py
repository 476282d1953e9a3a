"""Texts to values: day before month, four figures to a year, and nothing guessed."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.caseload.values import DATES, NoValueError, date, expected, reader, whole, yes_or_no
from returnhub.scheme.facts import Fact


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25",
        "2026-11-25 00:00:00",
        "2026-11-25T00:00:00.000000Z",
        "25/11/2026",
        "25.11.2026",
        "25-11-2026",
        "25 Nov 2026",
        "25 NOVEMBER 2026",
        "25-Nov-2026",
        "25 nov. 2026",
    ],
)
def test_one_day_in_the_ways_that_people_write_it(text: str) -> None:
    assert date(text) == dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    "text",
    [
        "11/25/2026",  # no month has the number 25
        "25/11/26",  # of which century?
        "31/02/2026",
        "2026-13-01",
        "2026-11-25 14:30:00",
        "25/11-2026",
        "1/1/1899",
        "2101-01-01",
        "45985",  # a spreadsheet's count of days
        "25 Smarch 2026",
        "٢٥/١١/٢٠٢٦",
        "November 2026",
    ],
)
def test_what_is_not_surely_a_day_is_refused(text: str) -> None:
    with pytest.raises(NoValueError):
        date(text)


def test_the_day_comes_first_even_where_both_could_be_months() -> None:
    assert date("11/12/2026") == dt.date(2026, 12, 11)


def test_september_has_two_short_names() -> None:
    assert date("1 Sep 2026") == date("1 Sept 2026") == dt.date(2026, 9, 1)


@given(st.dates(*DATES), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %b %Y", "%d %B %Y"]))
def test_a_date_survives_being_written(day: dt.date, form: str) -> None:
    assert date(day.strftime(form)) == day


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text: str) -> None:
    for read in (date, yes_or_no, lambda t: whole(t, -5, 5)):
        try:
            read(text)
        except NoValueError:
            continue


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("+12", 12), ("012", 12), ("12.0", 12), ("0", 0)])
def test_a_whole_number_as_spreadsheets_write_it(text: str, value: int) -> None:
    assert whole(text, 0, 45) == value


@pytest.mark.parametrize("text", ["46", "-1", "1.5", "1e3", "twelve", "1,000", "9" * 30, "१२"])
def test_what_is_no_whole_number_within_its_limits_is_refused(text: str) -> None:
    with pytest.raises(NoValueError):
        whole(text, 0, 45)


def test_a_code_is_known_whatever_its_case_and_joints(facts: dict[str, Fact]) -> None:
    read = reader(facts["trafficking_status"])
    assert read("Reasonable Grounds") == read("reasonable-grounds") == "reasonable_grounds"
    assert reader(facts["origin"])("irn") == "IRN"
    with pytest.raises(NoValueError):
        reader(facts["origin"])("Iran")


def test_every_example_that_a_refusal_gives_is_itself_readable(facts: dict[str, Fact]) -> None:
    for fact in facts.values():
        for example in expected(fact)[1].split(" or "):
            reader(fact)(example)
