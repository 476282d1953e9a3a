"""A declaration that does not hold together is refused: every fault has its field and what is wrong there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from returnhub.problems import Problems
from returnhub.simulation.model.check import MOST_CLASSES, MOST_MARKS, check
from returnhub.simulation.model.declared import (
    Arrivals,
    Attribute,
    By,
    Caps,
    Chance,
    Clock,
    Exponential,
    Filter,
    Hub,
    Lognormal,
    Mark,
    Model,
    Places,
    Ready,
    Resource,
    Risk,
    Stage,
    Stay,
    StayRisk,
    Way,
)

STAY = Stay((StayRisk("returned", Lognormal(120.0, 0.8)),))
HUB = Hub("one", 10, STAY)
PLACES = Places((HUB,), Ready(("waiting",)))
NOTICE, WAITING, *REST = (
    Stage("notice", (Risk("served", Lognormal(30.0, 0.4), (Way("waiting"),)),)),
    Stage("waiting", (Risk("gives up", Exponential(0.01), (Way("left"),)),), waits=True),
    Stage("left"),
    Stage("hub"),
    Stage("returned"),
)
GROUP = Attribute("group", (0.3, 0.7))
HOLDS = Model(Arrivals(1.0), (GROUP,), (NOTICE, WAITING, *REST), PLACES, stay="hub")
HALF = Chance("half", 0.5)


def served(*leads: Way, chance: Chance | None = None) -> Model:
    notice = Stage("notice", (Risk("served", Lognormal(30.0, 0.4), leads, chance),))
    return replace(HOLDS, stages=(notice, WAITING, *REST))


def stay(**given: object) -> Model:
    return hub(stay=replace(STAY, **given))


def hub(**given: object) -> Model:
    return replace(HOLDS, places=replace(PLACES, hubs=(replace(HUB, **given),)))


def places(**given: object) -> Model:
    return replace(HOLDS, places=replace(PLACES, **given))


def filtered(**given: object) -> Model:
    return replace(HOLDS, filters=(Filter("kept", **{"share": 0.5, **given}),))


FAULTS = [
    (replace(HOLDS, arrivals=Arrivals(0.0)), "arrivals.a_day", "outside"),
    (replace(HOLDS, attributes=(GROUP, GROUP)), "attributes", "twice"),
    (
        replace(
            HOLDS,
            attributes=tuple(Attribute(f"a{k}", (0.1,) * 10) for k in range(len(str(MOST_CLASSES)))),
        ),
        "attributes",
        "too_many_classes",
    ),
    (replace(HOLDS, attributes=(Attribute("group", (0.3, 0.3)),)), "attributes.group", "not_one"),
    (
        replace(HOLDS, attributes=(GROUP, Attribute("kind", By(("group",), np.ones((3, 1)))))),
        "attributes.kind",
        "shape",
    ),
    (
        # An attribute may differ by those before it alone.
        replace(HOLDS, attributes=(Attribute("kind", By(("group",), np.ones((2, 1)))), GROUP)),
        "attributes.kind",
        "no_attribute",
    ),
    (replace(HOLDS, counted_by="origin"), "counted_by", "no_attribute"),
    (replace(HOLDS, size=0.0), "size", "outside"),
    (replace(HOLDS, marks=(Mark(),) * (MOST_MARKS + 1)), "marks", "too_many"),
    (replace(HOLDS, marks=(Mark(enters=("nowhere",)),)), "marks", "no_stage"),
    (filtered(share=1.5), "filters.kept", "outside"),
    (filtered(instead=("origin", 0)), "filters.kept.instead", "no_attribute"),
    (filtered(instead=("group", 2)), "filters.kept.instead", "outside"),
    (filtered(instead_share=0.5), "filters.kept.instead", "none"),
    (filtered(from_day=10.0, full_day=5.0), "filters.kept.full_day", "outside"),
    (Model(Arrivals(1.0), (), ()), "stages", "none"),
    (replace(HOLDS, stages=(*HOLDS.stages, NOTICE)), "stages", "twice"),
    (replace(HOLDS, stages=(*HOLDS.stages, *(Stage(str(k)) for k in range(256)))), "stages", "too_many"),
    (served(), "stages.notice.served", "leads_nowhere"),
    (served(Way("nowhere")), "stages.notice.served", "no_stage"),
    (served(Way("left", if_=HALF, unless=HALF), Way("waiting")), "stages.notice.served", "two_chances"),
    (served(Way("left", if_=HALF)), "stages.notice.served", "rest_not_last"),
    (served(Way("waiting"), chance=Chance("half", -0.5)), "stages.notice.served", "outside"),
    (replace(HOLDS, places=None, stay=None), "places", "waits_for_nothing"),
    (replace(HOLDS, stay="nowhere"), "stay", "no_stage"),
    (served(Way("hub")), "stay", "not_its_own"),
    (replace(HOLDS, waiting="waiting"), "waiting", "not_its_own"),
    (places(ready=Ready(("nowhere",))), "places.ready.since", "no_stage"),
    (places(priority=-1.0), "places.priority", "outside"),
    (places(hubs=()), "places.hubs", "none"),
    (places(hubs=(HUB, HUB)), "places.hubs", "twice"),
    (places(caps=Caps(a_year=-1)), "places.caps.a_year", "outside"),
    (places(resources=(Resource("seats", 1.0, hub="two"),)), "places.resources.seats", "no_hub"),
    (places(resources=(Resource("seats", -1.0),)), "places.resources.seats.a_week", "outside"),
    (hub(capacity=-1), "places.hubs.one.capacity", "outside"),
    (hub(a_week=-1), "places.hubs.one.a_week", "outside"),
    (hub(closes=3, on_closing="nowhere"), "places.hubs.one.on_closing", "no_stage"),
    (stay(limit=30.0), "places.hubs.one.at_limit", "no_stage"),
    (stay(limit=-1.0, at_limit="left"), "places.hubs.one.limit", "outside"),
    (stay(seen="barrier"), "places.hubs.one.seen", "no_clock"),
    (stay(clocks=(Clock("barrier", Exponential(0.1)),) * 2), "places.hubs.one.clocks", "twice"),
    (stay(risks=(StayRisk("returned", "decided"),)), "places.hubs.one.returned", "no_clock"),
]


@pytest.mark.parametrize(
    ("model", "path", "kind"), FAULTS, ids=[f"{path} {kind}" for _, path, kind in FAULTS]
)
def test_each_fault_is_told_with_its_field(model: Model, path: str, kind: str) -> None:
    with pytest.raises(Problems) as told:
        check(model)
    assert (path, kind) in [(one.where.field, one.given["kind"]) for one in told.value.items]


def test_a_model_that_holds_together_is_not_refused() -> None:
    check(HOLDS)


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(Problems) as told:
        check(replace(HOLDS, arrivals=Arrivals(-1.0), counted_by="origin", stay="nowhere"))
    assert [one.where.field for one in told.value.items] == ["arrivals.a_day", "counted_by", "stay"]


def test_nobody_comes_back_from_a_stay_to_where_a_place_is_waited_for() -> None:
    back = (StayRisk("notice", Exponential(0.1), "transfer back"), *STAY.risks)
    with pytest.raises(Problems) as told:
        check(stay(risks=back))
    assert [(one.where.field, one.given) for one in told.value.items] == [
        ("places.hubs.one.notice", {"kind": "waits_again", "found": "notice"})
    ]
