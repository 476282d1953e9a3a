from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from returnhub.assessment.assess import Assessment, gather
from returnhub.assessment.checks import CHECKS
from returnhub.assessment.claims import answer_all, check_names
from returnhub.assessment.evidence import Evidence
from returnhub.problems import Code, Problems
from returnhub.scheme.load import load
from returnhub.scheme.shipped import shipped_schemes
from returnhub.scheme.statements import AnswerKind, Finding
from returnhub.simulation.run import simulate


def told(evidence: Evidence, **measures: float) -> Evidence:
    """The same evidence with a measure set to one value in every run."""
    frame = evidence.result.measures
    for name, value in measures.items():
        frame = frame.with_columns(
            pl.when(pl.col("measure") == name).then(pl.lit(value)).otherwise(pl.col("value")).alias("value")
        )
    return replace(evidence, result=replace(evidence.result, measures=frame))


def test_every_claim_of_the_offer_has_a_finding_and_a_reason(kosovo: Assessment) -> None:
    assert len(kosovo.claims) >= 15
    assert {answer.claim.id for answer in kosovo.claims} == set(kosovo.scheme.claims)
    assert all(answer.because for answer in kosovo.claims)


def test_every_computed_answer_names_the_test_that_was_set_before(kosovo: Assessment) -> None:
    computed = [answer for answer in kosovo.claims if answer.claim.kind is AnswerKind.COMPUTED]
    assert computed
    assert all(answer.test_used for answer in computed)


def test_the_schemes_own_claims_come_before_those_it_inherits(kosovo: Assessment) -> None:
    inherited = [answer.claim.id in load("none").claims for answer in kosovo.claims]
    assert inherited == sorted(inherited)


@pytest.mark.parametrize("name", shipped_schemes())
def test_every_shipped_claim_names_a_check_that_exists(name: str) -> None:
    check_names(load(name))


def test_all_claims_that_name_no_check_are_refused_at_once(kosovo: Assessment) -> None:
    computed = [c for c in kosovo.scheme.claims.values() if c.answer][:2]
    wrong = {c.id: c.model_copy(update={"answer": "no_such_check"}) for c in computed}
    scheme = kosovo.scheme.model_copy(update={"claims": {**kosovo.scheme.claims, **wrong}})
    with pytest.raises(Problems) as caught:
        answer_all(scheme, kosovo.evidence)
    assert [p.code for p in caught.value.items] == [Code.ASSESSMENT_CLAIM_ANSWER_UNKNOWN] * 2


def test_a_scheme_without_a_hub_gets_no_made_up_answer_about_one(kosovo: Assessment) -> None:
    bare = kosovo.scheme.model_copy(update={"hubs": ()})
    answers = {
        a.claim.answer: a for a in answer_all(bare, replace(kosovo.evidence, scheme=bare)) if a.claim.answer
    }
    assert answers["moved_hundreds_or_thousands"].finding is Finding.CANNOT_BE_KNOWN
    assert answers["returned_share_of_arrivals"].finding is not Finding.CANNOT_BE_KNOWN


@pytest.mark.parametrize(
    ("check", "measure", "met", "unmet"),
    [
        ("moved_hundreds_or_thousands", "moved_a_year", 1000.0, 999.0),
        ("odds_of_being_moved_negligible", "moved_per_1000_arrivals", 9.9, 10.0),
        ("returned_share_of_arrivals", "returned_per_1000_arrivals_without", 30.0, 40.0),
        ("onward_return_completes", "returned_of_100_moved", 50.0, 49.0),
        ("cheaper_than_support", "cost_net_gbp", -1.0, 0.0),
        ("stay_limit_reached", "over_limit_share", 0.1, 0.09),
    ],
)
def test_a_check_turns_at_its_threshold(
    kosovo: Assessment, check: str, measure: str, met: float, unmet: float
) -> None:
    assert CHECKS[check](told(kosovo.evidence, **{measure: met}), None).finding is Finding.HOLDS
    assert CHECKS[check](told(kosovo.evidence, **{measure: unmet}), None).finding is Finding.DOES_NOT_HOLD


def test_runs_that_disagree_make_the_answer_depend_on_unknown_figures(kosovo: Assessment) -> None:
    frame = kosovo.evidence.result.measures.with_columns(
        pl.when((pl.col("measure") == "moved_a_year") & (pl.col("rep") < 2))
        .then(pl.lit(5000.0))
        .otherwise(pl.col("value"))
        .alias("value")
    )
    mixed = replace(kosovo.evidence, result=replace(kosovo.evidence.result, measures=frame))
    assert CHECKS["moved_hundreds_or_thousands"](mixed, None).finding is Finding.DEPENDS


def test_a_claim_that_says_the_opposite_of_its_check_is_turned_round(kosovo: Assessment) -> None:
    few = told(kosovo.evidence, moved_a_year=300.0)
    by_id = {answer.claim.id: answer for answer in answer_all(kosovo.scheme, few)}
    assert by_id["hundreds_not_thousands"].finding is Finding.HOLDS
    many = told(kosovo.evidence, moved_a_year=3000.0)
    by_id = {answer.claim.id: answer for answer in answer_all(kosovo.scheme, many)}
    assert by_id["hundreds_not_thousands"].finding is Finding.DOES_NOT_HOLD


def test_the_number_that_a_claim_names_moves_the_threshold(kosovo: Assessment) -> None:
    some = told(kosovo.evidence, moved_a_year=1500.0)
    assert CHECKS["moved_hundreds_or_thousands"](some, 2000.0).finding is Finding.DOES_NOT_HOLD
    assert CHECKS["moved_hundreds_or_thousands"](some, 1000.0).finding is Finding.HOLDS


def test_a_rate_within_what_studies_support_is_never_read_as_deterrence_shown(kosovo: Assessment) -> None:
    even = kosovo.evidence.break_even
    assert even is not None
    within = replace(told(kosovo.evidence, breakeven_deterrence=0.05), break_even=replace(even, within=1.0))
    assert CHECKS["breakeven_deterrence_within_studies"](within, None).finding is Finding.DEPENDS
    above = replace(told(kosovo.evidence, breakeven_deterrence=0.5), break_even=replace(even, within=0.0))
    assert CHECKS["breakeven_deterrence_within_studies"](above, None).finding is Finding.DOES_NOT_HOLD


def test_rwanda_does_not_differ_from_offshore_processing() -> None:
    from returnhub.assessment.offshore import points

    assert all(point.same for point in points(load("rwanda-2022")))
    assert any(not point.same for point in points(load("kosovo-2025")))


@pytest.mark.parametrize(
    "check", ["onward_return_completes", "stay_limit_reached", "late_barriers_fall", "capacity_binds"]
)
def test_runs_that_end_before_the_hub_opens_find_nothing_of_it(check: str) -> None:
    scheme = load("kosovo-2025")
    early = gather(scheme, simulate(scheme, years=1, replications=2, seed=1))
    assert CHECKS[check](early, None).finding is Finding.CANNOT_BE_KNOWN
