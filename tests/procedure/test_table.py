"""The tables themselves: what a procedure promises on import."""

from __future__ import annotations

import pytest

from returnhub.problems import Code, Problems
from returnhub.procedure import PROCEDURES, Actor, Event, Guard, Procedure, Stage, Step, procedure
from returnhub.procedure.hub_path import PREPARING, STAYING
from returnhub.procedure.table import TableError
from returnhub.scheme.model import ProcedureName
from returnhub.simulation.result import Outcome

EACH = pytest.mark.parametrize("table", PROCEDURES.values(), ids=PROCEDURES)
WITH_HUB = pytest.mark.parametrize("name", ["return_hub", "offshore_processing"])
GRANT = Step(Stage.CLAIM_PENDING, Event.PROTECTION_GRANTED, Stage.PROTECTED, Actor.CASEWORKER)


def small(*steps: Step, end: tuple[Stage, ...] = (Stage.PROTECTED,)) -> Procedure:
    return Procedure("small", "A small table.", Stage.CLAIM_PENDING, end, steps)


def test_every_procedure_that_a_scheme_can_name_exists() -> None:
    assert set(PROCEDURES) == {p.value for p in ProcedureName}


def test_every_outcome_of_a_simulation_is_a_stage_and_no_stage_lacks_one() -> None:
    assert {s.stands_as for s in Stage} == {o.value for o in Outcome}


def test_two_steps_for_one_stage_and_event_are_refused() -> None:
    with pytest.raises(TableError, match="twice"):
        small(GRANT, Step(GRANT.stage, GRANT.event, Stage.EXHAUSTED, Actor.PERSON))


def test_a_stage_that_is_never_reached_is_refused() -> None:
    with pytest.raises(TableError, match="never reached"):
        small(GRANT, Step(Stage.IN_HUB, Event.DIED, Stage.PROTECTED, Actor.ANYONE))


def test_a_stage_without_a_way_to_an_end_is_refused() -> None:
    with pytest.raises(TableError, match="no way to an end"):
        small(GRANT, Step(Stage.CLAIM_PENDING, Event.CLAIM_REFUSED, Stage.REFUSED, Actor.CASEWORKER))


def test_a_fact_with_a_guard_is_refused() -> None:
    with pytest.raises(TableError, match="fact"):
        small(GRANT, Step(Stage.CLAIM_PENDING, Event.DIED, Stage.PROTECTED, Actor.ANYONE, Guard.MAY_DEPART))


@EACH
def test_a_death_can_be_recorded_at_every_stage(table: Procedure) -> None:
    for stage in table.stages():
        assert stage is Stage.DIED or table.next(stage, Event.DIED) is Stage.DIED


@WITH_HUB
def test_a_departure_without_authority_can_be_recorded_wherever_a_person_has_not_left(name: str) -> None:
    gone = {Stage.DEPARTED, *STAYING, Stage.DIED, Stage.RETURNED, Stage.RETURNED_VOLUNTARILY}
    gone |= {Stage.RETURNED_ONWARD, Stage.RETURNED_VOLUNTARILY_FROM_HUB, Stage.PROTECTED_IN_HOST}
    gone |= {Stage.LEFT_HUB, Stage.RELEASED_IN_HOST, Stage.TRANSFERRED_BACK}
    table = procedure(name)
    for stage in set(table.stages()) - gone:
        assert Event.DEPARTED_WITHOUT_AUTHORITY in table.allowed(stage), stage
        assert Event.ARRIVED in table.allowed(stage), stage


@WITH_HUB
def test_whereabouts_lost_can_be_recorded_throughout_preparation_journey_and_stay(name: str) -> None:
    for stage in (*PREPARING, Stage.DEPARTED, *STAYING):
        assert Event.WHEREABOUTS_LOST in procedure(name).allowed(stage)


@EACH
def test_every_authority_has_a_guard(table: Procedure) -> None:
    given = (Event.RETURN_AUTHORISED, Event.DEPARTURE_AUTHORISED, Event.ONWARD_AUTHORISED)
    assert all(step.guard is not None for step in table.steps if step.event in given)


@EACH
def test_departing_with_authority_is_possible_only_once_authority_is_given(table: Procedure) -> None:
    assert {s.stage for s in table.steps if s.event is Event.DEPARTED} <= {Stage.AUTHORISED}


def test_onward_return_is_never_authorised_while_a_claim_is_open_in_the_host_state() -> None:
    for name in ("return_hub", "offshore_processing"):
        assert Event.ONWARD_AUTHORISED not in procedure(name).allowed(Stage.HOST_CLAIM)


def test_every_stage_of_a_stay_leads_somewhere_by_release_transfer_back_or_return() -> None:
    for stage in STAYING:
        assert {Event.RELEASED, Event.TRANSFERRED_BACK} <= set(procedure("return_hub").allowed(stage))


def test_a_hub_takes_people_only_after_their_appeals_and_offshore_processing_before_any_decision() -> None:
    assert procedure("return_hub").step(Stage.EXHAUSTED, Event.REFERRED)
    assert procedure("return_hub").step(Stage.CLAIM_PENDING, Event.REFERRED) is None
    assert procedure("offshore_processing").step(Stage.CLAIM_PENDING, Event.REFERRED)
    assert procedure("offshore_processing").next(Stage.DEPARTED, Event.ARRIVED) is Stage.HOST_CLAIM


def test_returns_only_knows_no_hub() -> None:
    assert not {*PREPARING, *STAYING} & set(procedure("returns_only").stages())


def test_the_sending_states_own_path_is_the_same_in_all_three() -> None:
    own = set(procedure("returns_only").steps)
    assert own <= set(procedure("return_hub").steps) & set(procedure("offshore_processing").steps)


def test_a_refused_event_names_what_is_allowed_next() -> None:
    with pytest.raises(Problems) as caught:
        procedure("return_hub").next(Stage.PLANNED, Event.DEPARTED)
    (problem,) = caught.value.items
    assert problem.code is Code.PROCEDURE_EVENT_NOT_ALLOWED
    assert "authority to depart given" in str(problem.given["allowed_next"])
