"""Simulated people as histories of events: each folds through the procedure to the stage that was counted."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pytest

from returnhub.procedure import Procedure, Stage, conformance, fold, procedure
from returnhub.procedure.hub_path import STAYING
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.shipped import shipped_schemes
from returnhub.simulation import history
from returnhub.simulation.history import histories
from returnhub.simulation.result import Outcome

PEOPLE = 8_000


class Told(NamedTuple):
    """A scheme's procedure, and everybody's history with the stage that the simulator counts."""

    procedure: Procedure
    people: list[history.Told]


def tell(scheme: Scheme, years: int = 10) -> Told:
    table = procedure(scheme.procedure.value)
    return Told(table, list(histories(scheme, table, people=PEOPLE, years=years)))


def busy(scheme: Scheme) -> Scheme:
    """The scheme with figures by which everything that can happen in a hub happens to somebody."""
    values = {
        "host_accepts_share": 1.0,
        "referral_share": 1.0,
        "re_arrival_share": 0.8,
        "re_arrival_days": 60.0,
    }
    for hub in scheme.hubs:
        stay, host = hub.stay, hub.host_procedure
        values |= {
            hub.places: 100_000.0,
            hub.opens_after_days: 30.0,
            stay.leaves: 0.4,
            stay.voluntary_return: 0.3,
            stay.death: 0.1,
            stay.transfer_back: 0.2,
            stay.document_share: 0.5,
            stay.document_days: 60.0,
            host.claim_share: 0.6,
            host.grant_share: 0.4,
            host.decision_days: 60.0,
        }
        values |= {name: 100_000.0 for name in (hub.transfers_a_week,) if name}
        values |= {name: 0.0 for name in (hub.full_after_days,) if name}
        values |= {name: 1.0 for name in (hub.comes_about,) if name}
    changes = {"range": None, "distribution": None, "by_origin": {}}
    figures = {
        name: scheme.figures[name].model_copy(update=changes | {"value": value})
        for name, value in values.items()
    }
    return scheme.model_copy(
        update={
            "figures": {**scheme.figures, **figures},
            # Those of a few origins are too few for what is rare to happen to one of them.
            "is_for": scheme.is_for.model_copy(update={"origins": None}),
            "resources": (),
            "events": (),
        }
    )


HUBS = tuple(name for name in shipped_schemes() if load(name).hubs)


@pytest.fixture(scope="module", params=[*shipped_schemes(), *(f"busy {name}" for name in HUBS)])
def told(request: pytest.FixtureRequest) -> Told:
    name = str(request.param)
    scheme = load(name.removeprefix("busy "))
    return tell(busy(scheme) if name.startswith("busy ") else scheme)


def test_every_history_fits_the_procedure(told: Told) -> None:
    everything = [happening for one in told.people for happening in one.events]
    assert PEOPLE <= len(told.people) < PEOPLE + 6
    assert len(everything) > PEOPLE
    assert conformance(told.procedure, everything) == []


def test_every_history_ends_at_the_stage_that_is_counted(told: Told) -> None:
    apart = Counter[tuple[Stage, Outcome]]()
    for one in told.people:
        counted, stands = one.outcome, fold(told.procedure, one.events).stage
        # Where the host decides the claim, a person there stands at that claim: still one stay in the hub.
        there = counted is Outcome.IN_HUB and stands in STAYING
        if stands.value != counted.value and not there:
            apart[stands, counted] += 1
    assert apart == Counter()


def test_what_happens_to_a_person_is_told_in_order(told: Told) -> None:
    for one in told.people:
        when = [happening.happened for happening in one.events]
        assert when == sorted(when)


@pytest.mark.parametrize("name", HUBS)
def test_the_busy_hub_leads_to_every_end_that_its_stay_can_have(name: str) -> None:
    scheme = busy(load(name))
    # These people come over some four years, so that at the end of the fourth a few are still there.
    ends = {one.outcome for one in tell(scheme, years=4).people}
    at_limit = {
        "transfer back": Outcome.TRANSFERRED_BACK,
        "release in the host state": Outcome.RELEASED_IN_HOST,
    }[scheme.hubs[0].stay.at_limit.value]
    may_claim = scheme.hubs[0].host_procedure.open_to_people is not False
    assert ends >= {
        at_limit,
        Outcome.IN_HUB,
        Outcome.RETURNED_ONWARD,
        Outcome.RETURNED_VOLUNTARILY_FROM_HUB,
        Outcome.LEFT_HUB,
        Outcome.RE_ARRIVED,
        Outcome.DIED,
    }
    assert (Outcome.PROTECTED_IN_HOST in ends) == may_claim
