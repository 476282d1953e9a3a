"""How clocks are counted, in words and days."""

from __future__ import annotations

import datetime as dt

from returnhub.casework.clocks import SPECS, STAYS_OPEN, Effect, days, months, working_days


def test_days_that_were_not_counted_are_named_with_the_month_where_it_changes():
    counted = working_days(dt.date(2026, 12, 24), 5)
    assert counted.ends_on == dt.date(2027, 1, 5)
    assert counted.words == (
        "5 working days from Thu 24 Dec 2026, not counting Fri 25, Sat 26, Sun 27, Mon 28, Fri 1 Jan, Sat 2,"
        " Sun 3"
    )


def test_a_month_without_that_day_ends_on_its_last():
    assert months(dt.date(2026, 10, 31), 4).ends_on == dt.date(2027, 2, 28)
    assert months(dt.date(2026, 9, 30), 4).ends_on == dt.date(2027, 1, 30)


def test_at_once_is_the_same_day():
    assert days(dt.date(2026, 11, 22), 0).words == "at once, on Sun 22 Nov 2026"


def test_each_effect_that_leaves_a_clock_open_is_one_that_somebody_can_answer():
    owners = {spec.owner for spec in SPECS.values() if spec.effect in STAYS_OPEN}
    assert "person" not in owners
    assert {spec.effect for spec in SPECS.values()} == set(Effect)
