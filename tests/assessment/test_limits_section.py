"""What limits a scheme, as an assessment tells it from the frames of a result."""

from __future__ import annotations

import dataclasses

import polars as pl
import pytest

from returnhub.assessment.assess import Assessment
from returnhub.assessment.limits import limits
from returnhub.assessment.report import limits as part
from returnhub.assessment.report.page import render
from returnhub.simulation.limits import LIMITS
from returnhub.simulation.result import Result


def _result(a: Assessment, **frames: pl.DataFrame) -> Result:
    r = a.evidence.result
    cast = {
        name: frame.select(pl.col(c).cast(getattr(r, name).schema[c]) for c in frame.columns)
        for name, frame in frames.items()
    }
    return dataclasses.replace(r, **cast)


def test_the_share_of_weeks_counts_runs_in_which_a_limit_stops_nobody(kosovo: Assessment) -> None:
    weeks = kosovo.evidence.result.weekly["week"].n_unique()
    held = pl.DataFrame(
        {
            "rep": [0, 1, 1, 2],
            "hub": ["kosovo"] * 4,
            "limit": ["places", "places", "escorts", "suspended"],
            "weeks": [weeks, weeks // 2, 3, 0],
        }
    )
    first, second = limits(kosovo.scheme, _result(kosovo, held_up=held)).stops
    assert (first.limit, first.ever) == ("places", 0.5)
    assert first.share.mean == pytest.approx((1 + weeks // 2 / weeks) / 4)
    assert (second.limit, second.ever) == ("escorts", 0.25)


def test_weeks_lost_are_those_of_runs_in_which_it_happened(kosovo: Assessment) -> None:
    happened = pl.DataFrame(
        {
            "rep": [0, 0, 3],
            "hub": ["kosovo"] * 3,
            "event": ["court-suspension", "court-suspension", "security-closure"],
            "week": [10, 90, 100],
            "weeks": [4.0, 4.0, None],
        }
    )
    found = {e.event.id: e for e in limits(kosovo.scheme, _result(kosovo, happened=happened)).events}
    assert found["court-suspension"].runs == 0.25
    weeks = found["court-suspension"].weeks
    assert weeks is not None
    assert weeks.mean == 8.0
    assert (found["security-closure"].runs, found["security-closure"].weeks) == (0.25, None)
    assert found["opens-late"].runs == 0.0


def test_a_resource_is_set_against_the_weeks_in_which_people_may_be_moved(kosovo: Assessment) -> None:
    use = pl.DataFrame(
        {
            "rep": [0, 0, 1, 1],
            "year": [0, 1, 0, 1],
            "resource": ["escorts"] * 4,
            "used": [0.0, 30.0, 10.0, 30.0],
            "available": [0.0, 60.0, 40.0, 40.0],
        }
    )
    found = next(
        u for u in limits(kosovo.scheme, _result(kosovo, resource_use=use)).uses if u.resource.id == "escorts"
    )
    assert found.by_year["year"].to_list() == [1, 2]
    assert found.by_year["mean"].to_list() == pytest.approx([0.25, 0.625])
    assert found.whole.mean == pytest.approx(0.5)


def test_every_limit_of_the_simulation_has_words(kosovo: Assessment) -> None:
    assert set(part.WORDS) == set(LIMITS)
    assert part.heading(kosovo).startswith("Most often ")


def test_nothing_that_stops_anybody_is_said_as_such(kosovo: Assessment) -> None:
    none = _result(kosovo, held_up=kosovo.evidence.result.held_up.clear())
    quiet = dataclasses.replace(
        kosovo,
        evidence=dataclasses.replace(kosovo.evidence, result=none, limits=limits(kosovo.scheme, none)),
    )
    assert part.heading(quiet) == "No limit stops anybody"
    assert part.lead(quiet).startswith("Nobody who could be moved is ever stopped")


def test_the_page_names_events_that_are_off_too(kosovo: Assessment) -> None:
    events = tuple(e.model_copy(update={"active": False}) for e in kosovo.scheme.events)
    dark = dataclasses.replace(
        kosovo,
        scheme=kosovo.scheme.model_copy(update={"events": events}),
        evidence=dataclasses.replace(
            kosovo.evidence,
            limits=dataclasses.replace(kosovo.evidence.limits, events=()),
        ),
    )
    rows = part.events(dark).rows
    assert [row.cells[3].text for row in rows] == ["Switched off"] * 3


def test_the_page_tells_limits_events_and_resources(kosovo: Assessment) -> None:
    section = render(kosovo).partition('id="limits"')[2].partition("</section>")[0]
    for text in ("What limits it", "What happens to a hub", "Court suspension", "Tribunal days", "Year 6"):
        assert text in section, text
