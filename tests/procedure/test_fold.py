"""Events -> stage, and conformance: any path of allowed events folds, and both agree on what fits."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from returnhub.problems import Code, Problems
from returnhub.procedure import PROCEDURES, Event, Happening, Procedure, Stage, conformance, fold, procedure

START = dt.datetime(2026, 1, 5, 9, 0)
TABLES = st.sampled_from(list(PROCEDURES.values()))


def history(*events: Event, case: str = "RH-48K2-7Q") -> list[Happening]:
    days = [START + dt.timedelta(days=i) for i in range(len(events))]
    return [Happening(case, e, d, d + dt.timedelta(hours=2)) for e, d in zip(events, days, strict=True)]


@st.composite
def allowed_paths(draw: st.DrawFn) -> tuple[Procedure, list[Happening], Stage]:
    table = draw(TABLES)
    stage, events = table.first, []
    for _ in range(draw(st.integers(0, 30))):
        if not table.allowed(stage):
            break
        events.append(draw(st.sampled_from(table.allowed(stage))))
        stage = table.next(stage, events[-1])
    return table, history(*events), stage


any_events = st.lists(st.sampled_from(list(Event)), max_size=8)


@given(allowed_paths())
def test_every_path_of_allowed_events_folds_to_its_stage(
    path: tuple[Procedure, list[Happening], Stage],
) -> None:
    table, events, stage = path
    assert fold(table, events).stage is stage
    assert fold(table, events).allowed == table.allowed(stage)


@given(allowed_paths(), st.randoms())
def test_the_order_of_recording_does_not_matter(
    path: tuple[Procedure, list[Happening], Stage], rng: object
) -> None:
    table, events, _ = path
    shuffled = list(events)
    rng.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
    assert fold(table, shuffled) == fold(table, events)


@given(allowed_paths(), any_events)
def test_conformance_accepts_exactly_what_fold_accepts(
    path: tuple[Procedure, list[Happening], Stage], more: list[Event]
) -> None:
    table, events, _ = path
    whole = history(*(h.event for h in events), *more)
    found = conformance(table, whole)
    if not found:
        assert fold(table, whole).stage in table.stages()
        return
    with pytest.raises(Problems) as refused:
        fold(table, whole)
    assert refused.value.items[0].given == found[0].given


@given(allowed_paths(), allowed_paths())
def test_cases_are_judged_apart(
    one: tuple[Procedure, list[Happening], Stage], two: tuple[Procedure, list[Happening], Stage]
) -> None:
    table = one[0]
    other = history(*(h.event for h in two[1]), case="RH-OTHER-1")
    assert len(conformance(table, [*one[1], *other])) == len(conformance(table, other))


def test_a_life_through_the_hub_folds_to_the_return() -> None:
    e = Event
    events = history(
        e.CLAIM_REFUSED,
        e.APPEAL_LODGED,
        e.APPEAL_DISMISSED,
        e.REFERRED,
        e.FOUND_UNKNOWN,
        e.CONDITIONS_HOLD,
        e.PLACE_PROPOSED,
        e.DECIDED_TO_MOVE,
        e.APPROVED,
        e.NOTICES_GIVEN,
        e.HOST_ACCEPTED,
        e.EXIT_PLAN_MADE,
        e.DEPARTURE_AUTHORISED,
        e.DEPARTED,
        e.ARRIVED,
        e.ONWARD_AUTHORISED,
        e.RETURN_FAILED,
        e.ONWARD_AUTHORISED,
        e.RETURNED,
    )
    standing = fold(procedure("return_hub"), events)
    assert standing.stage is Stage.RETURNED_ONWARD
    assert standing.since == events[-1].happened


def test_a_case_without_events_stands_at_the_first_stage() -> None:
    assert fold(procedure("return_hub"), []).stage is Stage.CLAIM_PENDING


def test_an_event_that_leaves_the_stage_as_it_is_does_not_move_since() -> None:
    events = history(Event.CLAIM_REFUSED, Event.WHEREABOUTS_LOST)
    assert fold(procedure("returns_only"), events).since == START


def test_an_event_recorded_before_it_happened_is_refused_by_both() -> None:
    early = [Happening("RH-1", Event.CLAIM_REFUSED, START, START - dt.timedelta(minutes=1))]
    with pytest.raises(Problems) as caught:
        fold(procedure("returns_only"), early)
    assert caught.value.items[0].code is Code.PROCEDURE_TIME_REVERSED
    assert conformance(procedure("returns_only"), early) == list(caught.value.items)


def test_one_slip_gives_one_problem() -> None:
    events = history(Event.CLAIM_REFUSED, Event.DEPARTED, Event.APPEAL_LODGED, Event.APPEAL_ALLOWED)
    (problem,) = conformance(procedure("return_hub"), events)
    assert problem.given["stage"] == "refused, in time to appeal"
    assert problem.where.field == "RH-48K2-7Q"
