"""What a declaration names besides changes nobody's luck: draws go by names, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from some_models import models
from told_by_engine import Life, by_engine

from returnhub.simulation.model.declared import (
    Arrivals,
    Attribute,
    By,
    Chance,
    Exponential,
    Fixed,
    Lognormal,
    Model,
    Risk,
    Stage,
    Way,
)
from returnhub.simulation.streams import replication_key

DAYS = 300.0
ANY = list(HealthCheck)
NEVER = Chance("what never is so", 0.0)


def lives(model: Model, seed: int) -> dict[int, Life]:
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(0)))
    return by_engine(model, key, DAYS)[0]


@settings(max_examples=15, deadline=None, suppress_health_check=ANY)
@given(models(DAYS), st.integers(0, 100))
def test_a_stage_to_which_nobody_comes_changes_nobodys_life(model: Model, seed: int) -> None:
    more = Stage("one more", (Risk("one more", Lognormal(5.0, 1.0), (Way("end 0"),)),))
    assert lives(replace(model, stages=(*model.stages, more)), seed) == lives(model, seed)


@settings(max_examples=15, deadline=None, suppress_health_check=ANY)
@given(models(DAYS), st.integers(0, 100))
def test_a_risk_that_nobody_meets_changes_nobodys_life(model: Model, seed: int) -> None:
    def with_more(stage: Stage) -> Stage:
        # A stage without any risk is an end; it stays one.
        risk = Risk(f"one more of {stage.name}", Fixed(1.0), (Way("end 0"),), chance=NEVER)
        return replace(stage, risks=(risk, *stage.risks)) if stage.risks else stage

    more = replace(model, stages=tuple(map(with_more, model.stages)))
    assert lives(more, seed) == lives(model, seed)


@settings(max_examples=15, deadline=None, suppress_health_check=ANY)
@given(models(DAYS), st.integers(0, 100))
def test_an_attribute_on_which_nothing_depends_changes_nobodys_life(model: Model, seed: int) -> None:
    more = Attribute("one more", (0.2, 0.8))
    assert lives(replace(model, attributes=(more, *model.attributes)), seed) == lives(model, seed)


def branches(*between: Stage) -> Model:
    """People part for two branches; on the right one there may be more stages before its end."""
    rate = By(("group",), np.array([0.01, 0.2]))
    to = between[0].name if between else "end"
    return Model(
        Arrivals(2.0),
        (Attribute("group", (0.5, 0.5)),),
        (
            Stage(
                "first", (Risk("parts", Fixed(1.0), (Way("left", if_=Chance("left", 0.5)), Way("right"))),)
            ),
            Stage(
                "left",
                (
                    Risk("again", Lognormal(10.0, 1.0), (Way("left"),), most=20),
                    Risk("away", Exponential(rate), (Way("end"),)),
                    Risk("out", Exponential(0.01), (Way("end"),)),
                ),
            ),
            Stage("right", (Risk("out of the right", Exponential(rate), (Way(to),)),)),
            *between,
            Stage("end"),
        ),
    )


def test_a_stage_more_on_one_branch_leaves_everybody_on_the_other_as_they_were() -> None:
    before = lives(branches(), 1)
    after = lives(branches(Stage("office", (Risk("heard", Lognormal(30.0, 1.0), (Way("end"),)),))), 1)
    assert before.keys() == after.keys()
    left = {person for person, life in before.items() if "left" in [stage for _, stage in life.path]}
    changed = {person for person in before if before[person] != after[person]}
    assert changed
    assert left
    assert not changed & left


def test_on_the_branch_itself_all_is_as_it_was_up_to_the_new_stage() -> None:
    before = lives(branches(), 1)
    after = lives(branches(Stage("office", (Risk("heard", Lognormal(30.0, 1.0), (Way("end"),)),))), 1)
    for person, life in after.items():
        stages = [stage for _, stage in life.path]
        if "office" in stages:
            at = stages.index("office")
            assert life.path[:at] == before[person].path[:at]
            assert life.path[at][0] == before[person].path[at][0]
