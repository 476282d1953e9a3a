"""What the shipped schemes' data must keep true, whoever edits them next."""

from __future__ import annotations

import pytest

from returnhub.scheme.figures import Confidence, Figure
from returnhub.scheme.law import read_law
from returnhub.scheme.load import load
from returnhub.scheme.model import Kind, Scheme
from returnhub.scheme.shipped import shipped

SHIPPED = ("none", "kosovo-2025", "rwanda-2022")


@pytest.fixture(scope="module", params=SHIPPED)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return load(request.param)


@pytest.fixture(scope="module")
def none() -> Scheme:
    return load("none")


def _shares(figure: Figure) -> dict[str, float]:
    total = sum(row.middle for row in figure.by_origin.values())
    return {origin: row.middle / total for origin, row in figure.by_origin.items()}


def _by_size(figure: Figure) -> list[str]:
    return sorted(figure.by_origin, key=lambda origin: -figure.by_origin[origin].middle)


def test_each_assumption_says_why_and_who_could_settle_it(scheme: Scheme) -> None:
    assumed = [f for f in scheme.figures.values() if f.confidence is Confidence.ASSUMPTION]
    assert [f.id for f in assumed if not (f.why and f.settles)] == []


def test_each_figure_of_a_scheme_names_a_source(scheme: Scheme) -> None:
    # What a caseload looks like from the inside nobody publishes: those figures give a reason instead.
    caseload = read_law(shipped("law"), []).figures
    assert [f.id for f in scheme.figures.values() if not f.source and f.id not in caseload] == []


def test_a_value_lies_in_its_range(scheme: Scheme) -> None:
    amounts = [(f.id, a) for f in scheme.figures.values() for a in (f, *f.by_origin.values())]
    assert [name for name, a in amounts if a.value is not None and not a.low <= a.value <= a.high] == []


def test_each_scheme_keeps_the_sending_states_own_costs(scheme: Scheme, none: Scheme) -> None:
    # A list replaces the list that it extends, so a hub scheme that forgets them would look cheap.
    assert {line.id: line for line in none.costs}.items() <= {line.id: line for line in scheme.costs}.items()


def test_boat_nationalities_are_those_published(none: Scheme) -> None:
    weights = none.figure("origin_weight_boat").by_origin
    published = {"IRN": 23134, "AFG": 18595, "IRQ": 16337, "SYR": 9958, "ERI": 9100, "SDN": 6506, "VNM": 5587}
    assert {origin: weights[origin].middle for origin in published} == published


def test_first_decisions_refuse_as_many_as_in_2025(none: Scheme) -> None:
    boats = none.figure("boat_share").middle
    by_boat, other = _shares(none.figure("origin_weight_boat")), _shares(none.figure("origin_weight_other"))
    refusal = none.figure("refusal_share")
    refused = sum((boats * by_boat[o] + (1 - boats) * other[o]) * refusal.amount(o).middle for o in by_boat)
    assert refused == pytest.approx(0.58, abs=0.015)


def test_people_who_arrive_are_not_those_returned(none: Scheme) -> None:
    arrive = _by_size(none.figure("origin_weight_boat"))[:4]
    enforced, voluntary = none.figure("enforced_return_a_year"), none.figure("voluntary_return_a_year")
    returned = _by_size(enforced)[:3] + _by_size(voluntary)[:3]
    assert set(arrive) - {"OTH"} == {"IRN", "AFG", "IRQ"}
    assert {"ALB", "BRA", "IND"} <= set(returned)
    assert set(arrive).isdisjoint(returned)


def test_kosovos_capacity_is_an_assumption_from_tens_to_a_thousand() -> None:
    kosovo = load("kosovo-2025")
    places = kosovo.figure("hub_places")
    assert places.is_assumption
    assert (places.low, places.middle, places.high) == (50, 250, 1000)
    assert kosovo.status.kind is Kind.OFFER
    assert kosovo.agreement.signed is None
    assert not any(term.stands == "agreed" for term in kosovo.agreement.terms)


def test_rwandas_payments_are_those_audited() -> None:
    rwanda = load("rwanda-2022")
    fund = [line for line in rwanda.costs if line.id.startswith("etif-") and line.committed]
    owed = sum(
        rwanda.figure(line.amount).middle * (1 + (line.to_year or line.from_year) - line.from_year)
        for line in fund
    )
    assert owed == 370_000_000
    assert rwanda.figure("etif_each_person").middle == 20_000
    assert rwanda.figure("processing_each_person").middle == 150_874
