"""What pages are given: dates in words, lists whose state is in the address, forms and their errors."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st
from tests.service.frame_site import AnswerForm, FilterForm

from returnhub.pages.errors import Shown, add_problems, errors_of
from returnhub.pages.fields import DateField
from returnhub.pages.listing import Listing, listing
from returnhub.problems import Code, Where, refuse
from returnhub.service.formats import clock_time, moment, recorded_later, short_day

EVENING = dt.datetime(2026, 11, 22, 17, tzinfo=dt.UTC)


def asked(query: str) -> Listing:
    return listing("/worklist/", QueryDict(query), FilterForm(QueryDict(query)))


def test_a_time_is_told_in_the_uk_and_where_the_person_is() -> None:
    assert moment(EVENING, "Europe/Belgrade", "Pristina") == "22 November 2026, 5pm UK time (6pm in Pristina)"


def test_a_time_late_in_the_evening_elsewhere_falls_on_the_uks_day() -> None:
    kabul = dt.datetime(2026, 7, 1, 2, 30, tzinfo=ZoneInfo("Asia/Kabul"))
    assert moment(kabul) == "30 June 2026, 11pm UK time"


def test_a_date_without_a_time_never_gets_midnight() -> None:
    assert moment(dt.date(2026, 11, 22)) == "22 November 2026"
    assert short_day(None) == "date not known"


def test_a_time_without_a_zone_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        clock_time(EVENING.replace(tzinfo=None))


def test_what_was_recorded_on_its_own_day_says_nothing_of_it() -> None:
    assert recorded_later(EVENING, EVENING.date()) == ""
    assert recorded_later(EVENING, dt.date(2026, 11, 20)) == "recorded 2 days later"


def test_a_chosen_filter_is_named_and_its_link_takes_only_it_off() -> None:
    hub_a, hub_b, clock = asked("hub=a&hub=b&clock=week&sort=-name&page=4").chosen
    assert (hub_a.label, hub_a.text) == ("Hub", "Hub A")
    assert parse_qs(urlsplit(hub_a.href).query) == {"hub": ["b"], "clock": ["week"], "sort": ["-name"]}
    assert parse_qs(urlsplit(clock.href).query) == {"hub": ["a", "b"], "sort": ["-name"]}
    assert hub_b.text == "Hub B"


def test_clearing_the_filters_keeps_the_order_and_the_words_searched_for() -> None:
    assert (
        asked("hub=a&q=%D8%B9%D9%84%DB%8C&sort=name&page=2").clear_href
        == "/worklist/?q=%D8%B9%D9%84%DB%8C&sort=name"
    )


def test_a_columns_link_turns_its_order_round_and_says_how_it_stands() -> None:
    rising = asked("sort=clock").sort("clock", "clock")
    assert (rising.state, rising.href) == ("ascending", "/worklist/?sort=-clock")
    assert asked("sort=clock").sort("name", "clock").state == "none"


def test_an_order_that_is_not_allowed_is_not_used() -> None:
    assert asked("sort=password").sort_key(["clock", "name"]) == "clock"
    assert asked("sort=-name").sort_key(["clock", "name"]) == "-name"


@given(total=st.integers(0, 1_000_000), page=st.text(max_size=10), rows=st.integers(1, 1000))
def test_whatever_page_is_asked_for_one_that_exists_is_shown(total: int, page: str, rows: int) -> None:
    found = Listing("/", {"page": [page]}, {}, {}).pages(total, rows)
    assert 1 <= found.page <= found.last
    assert found.stop - found.start <= 100
    assert found.first_shown <= found.last_shown <= total
    assert [s.number for s in found.steps if s.current] == [found.page]
    assert (found.before == "") == (found.page == 1)
    assert (found.after == "") == (found.page == found.last)


@given(st.dates(min_value=dt.date(1000, 1, 1)))
def test_a_date_typed_in_three_parts_is_that_date(day: dt.date) -> None:
    typed = {"day": str(day.day), "month": f"{day.month:02}", "year": str(day.year)}
    assert DateField(label="When").clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("31", "2", "2026"), "Date of birth must be a real date"),
        (("1", "2", ""), "Date of birth must include a year"),
        (("", "2", ""), "Date of birth must include a day and a year"),
        (("one", "2", "2026"), "Date of birth must be a real date"),
        (("1", "2", "26"), "Year must have 4 numbers"),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong(typed: tuple[str, str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        DateField(label="Date of birth").clean(dict(zip(("day", "month", "year"), typed, strict=True)))


def test_an_empty_field_is_named_in_its_error_and_linked_to_its_input() -> None:
    assert errors_of(AnswerForm({}))[:2] == (
        Shown("Choose an answer: Is the person fit to travel?", "#id_answer"),
        Shown("Fill in: Date of the examination", "#id_examined"),
    )


def test_what_a_command_refused_stands_at_the_input_that_its_path_names() -> None:
    form = AnswerForm(
        {
            "answer": "yes",
            "who": "Dr B",
            "hub": "a",
            "examined_day": "1",
            "examined_month": "2",
            "examined_year": "2026",
        }
    )
    assert form.is_valid()
    add_problems(form, refuse(Code.OPTION_WRONG, Where(field="facts.examined")), lambda p: "Too early")
    add_problems(form, refuse(Code.OPTION_WRONG, Where(field="elsewhere")), lambda p: "Nowhere")
    assert errors_of(form) == (Shown("Too early", "#id_examined"), Shown("Nowhere"))
