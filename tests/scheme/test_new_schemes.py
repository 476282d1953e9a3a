"""What the schemes beside Kosovo's, Rwanda's and none must keep true, whoever edits them next."""

from __future__ import annotations

import datetime as dt
import difflib
import json
import re
from itertools import combinations

import numpy as np
import pytest

from returnhub.assessment.checks import CHECKS
from returnhub.assessment.clauses import check_clauses
from returnhub.scheme.figures import ORIGINS, Confidence
from returnhub.scheme.lines import read_yaml
from returnhub.scheme.load import load, read
from returnhub.scheme.model import CostNature, CustodyKind, Kind, Scheme
from returnhub.scheme.shipped import shipped
from returnhub.scheme.show import page
from returnhub.scheme.statements import AnswerKind, Finding, Position, Statement
from returnhub.simulation.run import simulate

NEW = ("montenegro-2025", "north-macedonia-2025", "italy-albania-2025", "balkans-combined")
CONTEXT = ("origin_recognises_host", "consulate_in_host", "documents_issued_in_host")
SENDER_ONLY = re.compile(r"Home Office|United Kingdom|gov\.uk|NACCOM|Brook House|Migration Observatory")
BASES = frozenset({"discount_rate", "deterrence", "deflection"})
"""Figures of method, which Italy keeps: how later money counts, and what studies of deterrence found."""


@pytest.fixture(scope="module", params=NEW)
def scheme(request: pytest.FixtureRequest) -> Scheme:
    return load(request.param)


@pytest.fixture(scope="module")
def montenegro() -> Scheme:
    return load("montenegro-2025")


@pytest.fixture(scope="module")
def macedonia() -> Scheme:
    return load("north-macedonia-2025")


@pytest.fixture(scope="module")
def italy() -> Scheme:
    return load("italy-albania-2025")


@pytest.fixture(scope="module")
def both() -> Scheme:
    return load("balkans-combined")


def own(name: str, file: str) -> list[dict[str, object]]:
    """The rows of a list that a scheme's own file holds."""
    rows = read_yaml(shipped("schemes") / name / file).top.plain()
    assert isinstance(rows, list)
    return rows


def statements(name: str) -> dict[str, Statement]:
    rows = read_yaml(shipped("schemes") / name / "statements.yaml").top.plain()
    assert isinstance(rows, dict)
    found = [Statement.model_validate(row) for row in rows["statements"]]
    return {s.id: s for s in found}


@pytest.mark.parametrize("name", NEW)
def test_it_loads_without_a_warning(name: str) -> None:
    assert read(name).warnings == ()


def test_each_says_who_could_settle_what_it_assumes(scheme: Scheme) -> None:
    mine = {str(row["id"]) for row in own(scheme.id, "figures.yaml")}
    assumed = [f for f in scheme.figures.values() if f.id in mine and f.is_assumption]
    assert [f.id for f in assumed if not (f.why and f.settles)] == []
    assert [f.id for f in scheme.figures.values() if f.id in mine and not f.source] == []


def test_what_an_origin_thinks_of_a_host_stands_with_the_host_and_not_here(scheme: Scheme) -> None:
    assert not set(CONTEXT) & scheme.figures.keys()
    assert {hub.host.code for hub in scheme.hubs} <= scheme.hosts.keys()


def test_each_has_unknowns_a_way_back_things_left_out_and_bodies_that_reach_it_or_not(scheme: Scheme) -> None:
    assert len(scheme.unknown) >= 10
    assert len(scheme.left_out) >= 5
    assert all(len(hub.way_back) >= 5 for hub in scheme.hubs)
    assert {str(body.reaches) for body in scheme.oversight} == {"yes", "no", "not settled"} or (
        scheme.id == "italy-albania-2025"
    )
    assert {body.kind for body in scheme.oversight} == {"court", "monitor", "parliament", "complaints"}


def test_each_hub_says_what_placement_needs(scheme: Scheme) -> None:
    for hub in scheme.hubs:
        assert hub.expected_stay is not None
        assert hub.place_kinds
        assert {kind.step_free for kind in hub.place_kinds} == {"step_free_places_share"}, (
            "of places, not of people"
        )
        assert hub.takes.says
        assert hub.ready.says


def test_a_hub_of_which_nobody_has_said_so_is_not_ready(montenegro: Scheme, macedonia: Scheme) -> None:
    for hub in (*montenegro.hubs, *macedonia.hubs):
        assert (hub.ready.monitor, hub.ready.complaint_way, hub.ready.exit_route) == (None, None, None)


def test_clauses_of_the_lists_are_answered_by_its_terms(scheme: Scheme) -> None:
    assert len(check_clauses(scheme).answers) > 20


def test_claims_name_a_check_a_finding_or_why_nobody_can_know(scheme: Scheme) -> None:
    assert len(scheme.claims) >= 15
    for claim in scheme.claims.values():
        if claim.kind is AnswerKind.COMPUTED:
            assert claim.answer in CHECKS, claim.id
        else:
            assert claim.because, claim.id
    kinds = {claim.kind for claim in scheme.claims.values()}
    assert kinds == set(AnswerKind)


@pytest.mark.parametrize("name", NEW)
def test_a_statement_that_stands_in_two_schemes_is_the_same_row(name: str) -> None:
    for other in ("none", "kosovo-2025", *NEW):
        theirs = statements(other)
        for known, statement in statements(name).items():
            assert theirs.get(known, statement) == statement, (name, other, known)


def test_no_two_statements_say_the_same() -> None:
    every = {s.id: s for name in NEW for s in statements(name).values()}
    close = [
        (a.id, b.id)
        for a, b in combinations(every.values(), 2)
        if difflib.SequenceMatcher(None, a.says.split(), b.says.split(), autojunk=False).ratio() > 0.6
    ]
    assert close == []


def test_a_page_of_text_and_json_can_be_made_of_it(scheme: Scheme) -> None:
    assert scheme.title in " ".join(page(scheme).split())
    assert json.loads(scheme.model_dump_json())["id"] == scheme.id


# --- Montenegro ------------------------------------------------------------------------------------


def test_montenegros_price_is_disputed_from_tens_of_millions_to_eight_billion_euros(
    montenegro: Scheme,
) -> None:
    price = montenegro.figure("infrastructure_price")
    assert price.disputed
    assert price.is_assumption
    assert price.high == pytest.approx(8e9 * montenegro.figure("gbp_per_eur").middle)
    assert price.low == 20e6
    (line,) = [c for c in montenegro.costs if c.amount == price.id]
    assert (line.nature, line.per, line.payer) == (CostNature.PAYMENT, "once", "sending state")


def test_montenegros_amount_and_answer_stand_as_conflicts(montenegro: Scheme) -> None:
    sides = {c.id: {s for side in c.sides for s in side.statements} for c in montenegro.conflicts}
    assert {"spajic_rail_8bn", "spajic_infrastructure", "britannia_roads_hospitals"} <= sides[
        "montenegro_amount"
    ]
    refusals = {"spajic_not_taking_part", "montenegro_off_route", "spajic_office_no_price"}
    assert refusals | {"spajic_rail_8bn"} <= sides["montenegro_answer"]


def test_montenegro_said_in_march_that_it_takes_no_part_and_in_october_that_no_price_is_enough(
    montenegro: Scheme,
) -> None:
    march, october = (montenegro.statements[s] for s in ("spajic_not_taking_part", "spajic_office_no_price"))
    assert (march.date, march.position) == (dt.date(2025, 3, 23), Position.REFUSES)
    assert (october.date, october.position) == (dt.date(2025, 10, 27), Position.REFUSES)
    assert montenegro.claims["only_for_infrastructure"].finding is Finding.DOES_NOT_HOLD


def test_montenegro_is_closed_and_under_the_court_in_strasbourg(montenegro: Scheme) -> None:
    assert montenegro.hubs[0].custody.kind is CustodyKind.CLOSED
    strasbourg = [b for b in montenegro.oversight if b.body.endswith("against Montenegro")]
    assert [str(b.reaches) for b in strasbourg] == ["yes"]


# --- North Macedonia -------------------------------------------------------------------------------


def test_the_hub_reported_of_north_macedonia_is_open(macedonia: Scheme) -> None:
    (hub,) = macedonia.hubs
    assert hub.custody.kind is CustodyKind.OPEN
    assert (hub.custody.authority, hub.custody.ground) == ("nobody", None)
    assert hub.host_procedure.open_to_people is True
    assert str(hub.stay.at_limit) == "release in the host state"
    leaves = macedonia.figure(hub.stay.leaves)
    assert leaves.is_assumption
    assert leaves.low >= 0.3


def test_it_is_reported_for_afghans_and_eritreans_at_20000_pounds_and_denied(macedonia: Scheme) -> None:
    assert macedonia.is_for.origins == ("AFG", "ERI")
    payment = macedonia.figure("host_payment")
    assert (payment.middle, payment.disputed) == (20_000, True)
    denial = macedonia.statements["mickoski_never_discussed"]
    assert (denial.date, denial.position) == (dt.date(2025, 12, 9), Position.DENIES)
    (talks,) = [c for c in macedonia.conflicts if c.id == "macedonia_talks_or_none"]
    assert {"times_macedonia_talks", "mickoski_never_discussed", "mickoski_not_asked"} <= {
        s for side in talks.sides for s in side.statements
    }
    assert macedonia.status.kind is Kind.WHAT_IF


def test_people_leave_an_open_hub_or_stay_there_and_hardly_anyone_goes_home(macedonia: Scheme) -> None:
    result = simulate(macedonia, years=10, replications=4, seed=1)
    left, released = result.values("left_hub").sum(), result.values("released_in_host").sum()
    assert left > 0
    assert released > 0
    assert np.nanmedian(result.values("returned_of_100_moved")) < 15
    assert result.values("re_arrived").sum() > 0


# --- Italy and Albania -----------------------------------------------------------------------------


def test_gjaders_counts_are_those_reported_and_balance(italy: Scheme) -> None:
    counts = {
        name: italy.figure(f"gjader_{name}").middle
        for name in (
            *("arrived", "left", "not_extended", "repatriated", "unfit", "protected", "other_exits"),
            "present",
        )
    }
    assert counts == {
        "arrived": 140,
        "left": 113,
        "not_extended": 40,
        "repatriated": 37,
        "unfit": 15,
        "protected": 7,
        "other_exits": 113 - 40 - 37 - 15 - 7,
        "present": 140 - 113,
    }
    for name in counts:
        figure = italy.figure(f"gjader_{name}")
        assert (figure.confidence, figure.date) == (Confidence.SECONDARY, dt.date(2025, 8, 4))
        assert figure.source


def test_gjaders_places_and_money_are_those_reported(italy: Scheme) -> None:
    rate = italy.figure("gbp_per_eur").middle
    places = italy.figure("hub_places")
    assert (places.middle, places.high) == (96, 144)
    assert italy.figure("gjader_places_planned").middle == 880 + 144 + 20
    euros = {"five_year_estimate": 653e6, "staff_travel_estimate": 252e6, "building_cost": 74.2e6}
    assert {n: italy.figure(n).middle for n in euros} == pytest.approx(
        {n: e * rate for n, e in euros.items()}
    )
    assert italy.figure("hub_night_cost").middle == pytest.approx(108 * rate, abs=0.5)
    assert italy.figure("cost_of_a_day_2024").middle == pytest.approx(114_000 * rate)


def test_italy_sends_under_a_treaty_in_force_and_nobody_claims_in_albania(italy: Scheme) -> None:
    assert (italy.sending.code, italy.hubs[0].host.code) == ("ITA", "ALB")
    assert italy.status.kind is Kind.IN_FORCE
    assert (italy.agreement.form, italy.agreement.legally_binding) == ("treaty", True)
    assert italy.hubs[0].host_procedure.open_to_people is False
    assert not italy.hubs[0].takes.women
    assert not italy.hubs[0].takes.families_with_children
    assert italy.rules.profile.startswith("eu-")
    assert italy.hubs[0].ready.monitor is True


def test_a_filter_before_the_ship_would_have_caught_a_fifth_of_exits(italy: Scheme) -> None:
    caught = italy.figure("gjader_unfit").middle + italy.figure("gjader_protected").middle
    assert caught / italy.figure("gjader_left").middle == pytest.approx(0.19, abs=0.01)
    assert italy.claims["a_filter_would_have_caught"].finding is Finding.HOLDS
    assert italy.claims["three_in_ten_returned"].finding is Finding.HOLDS
    assert "a_million_each" in italy.claims


def test_nothing_that_is_true_of_the_united_kingdom_alone_is_said_of_italy(italy: Scheme) -> None:
    mine = {file: {str(row["id"]) for row in own(italy.id, file)} for file in ("figures.yaml", "claims.yaml")}
    assert italy.claims.keys() == mine["claims.yaml"]
    assert italy.statements.keys() == statements(italy.id).keys()
    assert italy.interventions == ()
    base = {str(row["id"]) for row in own("none", "figures.yaml")}
    inherited = (base & italy.figures.keys()) - mine["figures.yaml"] - BASES
    assert {name for name in inherited if not name.startswith("optimism_bias_")} == set()
    for unknown in italy.unknown:
        assert not SENDER_ONLY.search(f"{unknown.question} {unknown.who_could_say}"), unknown.id
    for body in italy.oversight:
        assert not SENDER_ONLY.search(f"{body.body} {body.why}"), body.body


def test_italys_origins_are_the_fixed_ones_with_most_under_other(italy: Scheme) -> None:
    for name in ("origin_weight_boat", "origin_weight_other"):
        weights = italy.figure(name).by_origin
        assert set(weights) == set(ORIGINS)
        assert max(weights, key=lambda o: weights[o].middle) == "OTH"
        assert weights["BGD"].middle > weights["PAK"].middle > weights["ALB"].middle


def test_simulated_exits_are_those_of_gjader(italy: Scheme) -> None:
    result = simulate(italy, years=3, replications=12, seed=1)
    assert 25 <= np.nanmedian(result.values("returned_of_100_moved")) <= 41
    assert 21 <= np.nanmedian(result.values("stay_days_mean")) <= 45
    assert 100 <= np.median(result.values("moved_a_year")) <= 450
    assert np.nanmax(result.values("over_limit_share")) < 0.01
    assert result.values("released_in_host").sum() == 0


# --- Kosovo and Montenegro together ----------------------------------------------------------------


def test_the_second_hub_stands_beside_kosovos_with_figures_of_its_own(both: Scheme) -> None:
    assert [hub.id for hub in both.hubs] == ["kosovo", "montenegro"]
    kosovo, montenegro = both.hubs
    assert kosovo.places == "hub_places"
    assert montenegro.places == "mne_places"
    assert both.status.kind is Kind.WHAT_IF
    mine = {str(row["id"]) for row in own(both.id, "figures.yaml")}
    assert all(name.startswith("mne_") or name == "kosovo_comes_about" for name in mine)
    assert all(resource.hub is None for resource in both.resources)


def test_rows_on_montenegro_are_those_of_its_own_scheme(both: Scheme, montenegro: Scheme) -> None:
    pairs = {
        "mne_places": "hub_places",
        "mne_opens_after_days": "hub_opens_after_days",
        "mne_transfers_a_week": "hub_transfers_a_week",
        "mne_claim_share": "host_claim_share",
        "mne_infrastructure_price": "infrastructure_price",
        "mne_set_up_cost": "hub_set_up_cost",
    }
    for mine, theirs in pairs.items():
        a, b = both.figure(mine), montenegro.figure(theirs)
        assert (a.value, a.range, a.distribution, a.unit) == (b.value, b.range, b.distribution, b.unit)


def test_one_offer_may_sway_the_other_only_if_asked(both: Scheme) -> None:
    (sway,) = both.sways
    assert (sway.active, sway.of, sway.then, sway.way) == (False, "kosovo", "montenegro", "raises")
    chance = both.figure(both.hubs[1].comes_about or "")
    assert chance.is_assumption
    assert chance.high < 1.0
    assert both.figure(both.hubs[0].comes_about or "").middle == 1.0


def test_kosovos_own_claims_are_not_made_of_two_hubs(both: Scheme) -> None:
    assert (
        not {"hundreds_not_thousands", "odds_are_negligible", "first_concrete_agreement"} & both.claims.keys()
    )
    assert "two_hubs_carry_thousands" in both.claims
