from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from returnhub.scheme.amounts import in_words
from returnhub.scheme.figures import Confidence, Figure, Range, Unit
from returnhub.scheme.load import load
from returnhub.scheme.show import day, page

Change = Callable[[str, str, str], Path]


@pytest.mark.parametrize("name", ["kosovo-2025", "none", "rwanda-2022"])
@pytest.mark.parametrize("width", [70, 100])
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(len(line) for line in page(load(name), width).splitlines()) <= width


def test_every_assumption_of_a_hub_is_called_one(small: Path) -> None:
    text = page(load(small))
    assert "20 to 100 places (middle 40, assumption)" in text
    assert "median 30 to 540 days (differs by origin)" in text


def test_what_nobody_has_said_is_shown_as_such() -> None:
    text = page(load("kosovo-2025"))
    assert "stalled cases too: not said" in text
    assert "not said" in text.partition("way back")[2]
    assert "not signed" in text


def test_a_closed_hub_shows_its_ground(change: Change) -> None:
    text = page(load(change("scheme.yaml", "kind: open\n", "kind: closed\n      ground: Removal is near\n")))
    assert "closed: people are held" in text
    assert "Removal is near" in text


def test_a_scheme_without_hub_shows_its_own_procedure() -> None:
    text = page(load("none"))
    assert "no agreement, not signed" in text
    assert "Procedure returns_only" in text
    assert "in the hub" not in text.partition("Procedure")[2]


def test_a_day_is_written_in_english_whatever_the_machine_speaks() -> None:
    assert day(dt.date(2025, 10, 21)) == "21 October 2025"


@pytest.mark.parametrize(
    ("unit", "value", "span", "text"),
    [
        (Unit.SHARE, 0.412, (0.33, 0.45), "33% to 45% (middle 41.2%)"),
        (Unit.SHARE_A_YEAR, 0.035, None, "3.5% a year"),
        (Unit.GBP_A_NIGHT, 27.8, None, "GBP 27.8 a night"),
        (Unit.GBP, 120_000_000, None, "GBP 120,000,000"),
        (Unit.DAYS, None, (30, 540), "30 to 540 days"),
        (Unit.RATIO, 2, None, "2"),
    ],
)
def test_a_figure_reads_with_its_unit(
    unit: Unit, value: float | None, span: tuple[float, float] | None, text: str
) -> None:
    figure = Figure(
        id="x",
        says="A figure of a test.",
        unit=unit,
        value=value,
        range=Range(low=span[0], high=span[1]) if span else None,
        confidence=Confidence.PRIMARY,
    )
    assert in_words(figure) == text


def test_what_is_short_what_may_happen_and_what_can_be_switched_is_shown() -> None:
    text = page(load("rwanda-2022"))
    assert "escorts: escorts, 25 to 150 a week" in text
    assert "off           opens-late: chance" in text
    assert "on            court-suspension: chance" in text
    assert "off           migration-taskforce:" in text


def test_whether_a_hub_is_ready_is_shown_with_what_nobody_has_said() -> None:
    text = page(load("rwanda-2022"))
    assert "monitor: yes, way to complain: not said, way out: yes" in text
    assert "for women: 5% to 20%" in text


def test_a_scheme_without_hub_is_short_of_nothing_but_may_have_interventions() -> None:
    text = page(load("none"))
    assert "What is short" not in text
    assert "albania-cooperation" in text


def test_a_hub_for_which_nothing_else_is_short_has_no_empty_heading() -> None:
    text = page(load("italy-albania-2025"))
    assert "Nothing is described" in text.split("What is short besides places")[1].split("What may happen")[0]
