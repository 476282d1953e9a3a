"""Synthetic people: the same for a seed, together in households, in order, in the figures' shares."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from returnhub.caseload import gaps, steps
from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.columns import schema
from returnhub.caseload.histories import present
from returnhub.caseload.host_facts import HOST_AND_ORIGIN
from returnhub.caseload.make import Made, make
from returnhub.problems import Code, Problems
from returnhub.scheme.facts import Fact, FactGroup, FactType
from returnhub.scheme.figures import Figure
from returnhub.scheme.law import read_law
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme
from returnhub.scheme.shipped import shipped


def share(column: pl.Series) -> float:
    return float(np.mean(column.cast(pl.Float64).to_numpy()))


def near(found: float, expected: float, people: int) -> bool:
    """Within five standard errors of a share, doubled because members of a household are alike."""
    return abs(found - expected) <= 10 * math.sqrt(max(expected * (1 - expected), 1e-6) / people)


def middle(scheme: Scheme, name: str) -> float:
    return Numbers(scheme).of(name)


def test_the_same_seed_gives_the_same_people(scheme: Scheme, made: Made) -> None:
    again = make(30_000, scheme, seed=7)
    assert again.known.equals(made.known)
    assert again.truth.equals(made.truth)


@pytest.mark.parametrize("n", [1, 2, 17, 2_001])
def test_the_first_people_are_the_same_however_many_are_made(scheme: Scheme, made: Made, n: int) -> None:
    fewer = make(n, scheme, seed=7)
    assert fewer.known.equals(made.known.head(n))
    assert fewer.truth.equals(made.truth.head(n))


def test_another_seed_gives_other_people(scheme: Scheme, made: Made) -> None:
    other = make(1000, scheme, seed=8).truth
    first = made.truth.head(1000)
    assert (other["birth_on"] == first["birth_on"]).sum() < 50
    assert not set(other["case"]) & set(first["case"])


def test_a_new_fact_changes_the_luck_of_no_other(scheme: Scheme, made: Made) -> None:
    new = Fact(
        id="left_handed", type=FactType.BOOLEAN, group=FactGroup.PERSON, means="Writes with the left hand.",
        suppliers=("caseworker",), evidence=("note",),
    )  # fmt: skip
    more = make(2000, scheme.model_copy(update={"facts": {"left_handed": new} | scheme.facts}), seed=7)
    assert more.truth["left_handed"].null_count() == 2000
    assert more.truth.drop("left_handed").equals(made.truth.head(2000))


def test_the_frames_have_the_columns_and_types_that_screening_counts_on(scheme: Scheme, made: Made) -> None:
    assert dict(made.known.schema) == dict(made.truth.schema) == schema(scheme.facts)
    assert made.known.select("case", "household", "origin").null_count().sum_horizontal()[0] == 0
    assert made.known["case"].is_unique().all()


def test_every_shipped_fact_is_made_for_somebody(scheme: Scheme, made: Made) -> None:
    of_a_hub = {n for n, f in scheme.facts.items() if f.group is FactGroup.ONWARD and n.startswith("onward")}
    for name in set(scheme.facts) - of_a_hub:
        assert made.truth[name].count() > 0, name


def test_what_happened_is_in_order_and_nothing_is_in_the_future(scheme: Scheme, made: Made) -> None:
    t = made.truth
    in_order = ("birth_on", "refused_on", "appeal_decided_on", "rights_exhausted_on", "frustrating_act_on")
    adults = t.filter(~pl.col("family_with_children"))
    for earlier, later in pairwise(in_order):
        both = (adults if earlier == "birth_on" else t).select(earlier, later).drop_nulls()
        assert (both[earlier] <= both[later]).all(), (earlier, later)
    both = t.select("refused_on", "rights_exhausted_on").drop_nulls()
    assert (both["refused_on"] < both["rights_exhausted_on"]).all()
    not_yet_over = {
        "reconsideration_ends_on",
        "trafficking_recovery_ends_on",
        "travel_document_until",
        "host_acceptance_until",
    }
    for name, fact in scheme.facts.items():
        if fact.type is FactType.DATE and name not in not_yet_over:
            assert (t[name].drop_nulls() <= scheme.starts).all(), name


def test_steps_are_taken_one_after_the_other_and_only_once_rights_are_exhausted(made: Made) -> None:
    t = made.truth
    for earlier, later in pairwise(steps.ORDER):
        done = t.filter(pl.col(later).is_not_null())
        assert (done[earlier] <= done[later]).all(), (earlier, later)
    begun = t.filter(pl.col(steps.ORDER[0]).is_not_null())
    assert (begun[steps.ORDER[0]] >= begun["rights_exhausted_on"]).all()
    assert (t["notice_names_route"].is_not_null() == t["departure_notice_on"].is_not_null()).all()


def test_an_appeal_and_its_outcome_agree(made: Made) -> None:
    t = made.truth
    assert (t["appeal_lodged"] == (t["appeal_outcome"] != "none")).all()
    assert (
        t["appeal_decided_on"].is_not_null() == t["appeal_outcome"].is_in(["dismissed", "withdrawn"])
    ).all()
    assert (
        t.filter(pl.col("appeal_outcome") == "pending")["rights_exhausted_on"].null_count()
        == (t["appeal_outcome"] == "pending").sum()
    )


def test_members_of_a_household_share_origin_claim_and_family_facts(scheme: Scheme, made: Made) -> None:
    shared = ["origin", "route", *(n for n, f in scheme.facts.items() if f.group is FactGroup.FAMILY)]
    shared += ["refused_on", "appeal_outcome", "rights_exhausted_on", *steps.ORDER]
    for frame in (made.truth, made.known.filter(~pl.any_horizontal(gaps.contradictions(made.known)))):
        differ = frame.group_by("household").agg(pl.col(shared).n_unique()).drop("household")
        if frame is made.truth:
            assert (differ.max().transpose().to_series() == 1).all()
    family = [n for n, f in scheme.facts.items() if f.group is FactGroup.FAMILY]
    whole = pl.concat(
        [made.known.select("household", *family), gaps.contradictions(made.known)], how="horizontal"
    )
    calm = whole.filter(~pl.any_horizontal(list(gaps.CONTRADICTIONS)).any().over("household"))
    assert (
        calm.group_by("household")
        .agg(pl.col(family).n_unique())
        .drop("household")
        .max()
        .transpose()
        .to_series()
        == 1
    ).all()


def test_a_family_has_one_or_two_adults_and_one_to_four_children(scheme: Scheme, made: Made) -> None:
    last = made.truth["household"].max()
    child = pl.col("birth_on") > scheme.starts.replace(year=scheme.starts.year - 18)
    homes = (
        made.truth.with_columns(kind=made.kind, child=child)
        .filter(pl.col("household") != last)
        .group_by("household")
        .agg(kind=pl.col("kind").first(), children=pl.col("child").sum(), adults=(~pl.col("child")).sum())
    )
    found = {
        str(k[0]): (h["adults"].unique().sort().to_list(), h["children"].unique().sort().to_list())
        for k, h in homes.group_by("kind")
    }
    assert found == {
        "single adult": ([1], [0]),
        "couple": ([2], [0]),
        "family with children": ([1, 2], [1, 2, 3, 4]),
        "unaccompanied child": ([0], [1]),
    }


def test_parents_are_older_than_their_children(made: Made) -> None:
    families = made.truth.filter(pl.col("family_with_children"))
    adult = pl.col("birth_on") < pl.col("birth_on").max().over("household") - dt.timedelta(days=15 * 365)
    oldest = families.group_by("household").agg(
        pl.col("birth_on").min().alias("oldest"), adult.any(), pl.len()
    )
    assert oldest.filter(pl.col("len") > 2)["birth_on"].mean() > 0.99


def test_pregnancy_is_only_of_women_of_an_age_for_it(scheme: Scheme, made: Made) -> None:
    t = made.truth.filter(pl.col("pregnancy_week") > 0)
    age = (scheme.starts - t["birth_on"]).dt.total_days() / 365.25
    assert len(t) > 20
    assert (t["sex"] == "female").all()
    assert age.min() >= 16
    assert age.max() < 46


def test_origins_are_those_refused_and_still_here_not_those_who_arrive(scheme: Scheme, made: Made) -> None:
    numbers = Numbers(scheme)
    weights = present(numbers)
    found = dict(made.truth["origin"].cast(pl.String).value_counts().iter_rows())
    for origin, weight in zip(numbers.origins, weights / weights.sum(), strict=True):
        assert near(found.get(origin, 0) / 30_000, float(weight), 30_000), origin
    boat = numbers.by_origin("origin_weight_boat")
    eritrea = numbers.origins.index("ERI")
    assert weights[eritrea] / weights.sum() < 0.5 * boat[eritrea] / boat.sum()


@pytest.mark.parametrize(
    ("fact", "figure"),
    [
        ("stateless", "stateless_share"),
        ("late_evidence_unread", "late_evidence_share"),
        ("protected_elsewhere", "protected_elsewhere_share"),
        ("self_harm_risk_open", "self_harm_share"),
        ("power_to_send", "power_named_share"),
        ("needs_step_free", "step_free_share"),
    ],
)
def test_a_share_comes_out_as_its_figure_says(scheme: Scheme, made: Made, fact: str, figure: str) -> None:
    assert near(share(made.truth[fact]), middle(scheme, figure), 30_000)


@pytest.mark.parametrize(("level", "figure"), [(1, "nursing_share"), (2, "hospital_care_share")])
def test_the_care_that_people_need_comes_out_as_its_figures_say(
    scheme: Scheme, made: Made, level: int, figure: str
) -> None:
    assert near(share(made.truth["care_needed"] == level), middle(scheme, figure), 30_000)


@pytest.mark.parametrize(
    ("fact", "figure"),
    [
        ("judicial_review_pending", "judicial_review_share"),
        ("further_submissions_pending", "further_submissions_pending_share"),
        ("court_stay", "court_stay_share"),
    ],
)
def test_a_share_of_those_whose_rights_are_exhausted_comes_out_as_its_figure_says(
    scheme: Scheme, made: Made, fact: str, figure: str
) -> None:
    exhausted = made.truth.filter(pl.col("rights_exhausted_on").is_not_null())
    assert len(exhausted) > 20_000
    assert near(share(exhausted[fact]), middle(scheme, figure), len(exhausted))


@pytest.mark.parametrize("origin", ["IRN", "PAK", "NGA", "AFG"])
def test_families_women_and_papers_differ_by_origin_as_the_figures_do(scheme: Scheme, origin: str) -> None:
    numbers = Numbers(scheme)
    at = numbers.origins.index(origin)
    people = make(60_000, scheme, seed=3).truth.filter(pl.col("origin") == origin)
    n = len(people)
    assert near(share(people["family_with_children"]), float(numbers.by_origin("family_share")[at]), n)
    assert near(share(people["sex"] == "female"), float(numbers.by_origin("female_share")[at]), n)
    missing = float(numbers.by_origin("papers_missing_share")[at])
    stateless = numbers.of("stateless_share")
    assert near(share(people["papers_missing"]), missing + stateless * (1 - missing), n)


def test_facts_are_missing_about_as_often_as_the_figure_says_and_more_where_nobody_can_ask(
    scheme: Scheme, made: Made
) -> None:
    base = middle(scheme, "fact_missing_share")
    looked_for = {"fitness_examined_on", "fit_to_travel", *HOST_AND_ORIGIN, "origin"}
    names = [n for n in scheme.facts if n not in looked_for]

    def missing(rows: pl.Series) -> float:
        known, truth = made.known.filter(rows).select(names), made.truth.filter(rows).select(names)
        there = sum(truth[n].count() for n in names)
        return sum((truth[n].is_not_null() & known[n].is_null()).sum() for n in names) / there

    in_contact = made.truth["whereabouts_known"]
    assert base * 0.85 < missing(in_contact) < base * 1.15
    assert missing(~in_contact) > 1.6 * missing(in_contact)


def test_the_truth_contradicts_itself_nowhere_and_files_as_often_as_the_figure_says(
    scheme: Scheme, made: Made
) -> None:
    assert gaps.contradictions(made.truth).sum().sum_horizontal()[0] == 0
    found = gaps.contradictions(made.known)
    assert near(
        share(pl.Series(found.select(pl.any_horizontal(pl.all())).to_series())),
        middle(scheme, "fact_conflict_share"),
        30_000,
    )
    assert (found.sum().transpose().to_series() > 0).all()


def test_a_file_differs_from_the_truth_only_where_something_is_missing_or_contradicts(made: Made) -> None:
    calm = ~gaps.contradictions(made.known).select(pl.any_horizontal(pl.all())).to_series()
    known, truth = made.known.filter(calm), made.truth.filter(calm)
    for name in known.columns:
        assert (known[name].is_null() | known[name].eq_missing(truth[name])).all(), name


def test_without_a_hub_the_scheme_has_taken_no_step(scheme: Scheme) -> None:
    nobody = make(500, load("none"), seed=1).truth
    assert nobody.select(*steps.ORDER, *HOST_AND_ORIGIN, "power_to_send").count().sum_horizontal()[0] == 0


def test_the_day_can_be_chosen_and_moves_all_dates(scheme: Scheme) -> None:
    later = make(500, scheme, seed=1, as_of=dt.date(2030, 6, 1)).truth
    assert later["refused_on"].max() > dt.date(2029, 1, 1)


@pytest.mark.parametrize("n", [0, -5, 31**5 + 1])
def test_a_number_of_people_that_cannot_be_is_refused(scheme: Scheme, n: int) -> None:
    with pytest.raises(Problems) as caught:
        make(n, scheme, seed=1)
    assert [p.code for p in caught.value.items] == [Code.CASELOAD_TOO_MANY]


def test_a_scheme_overrides_a_figure_of_the_caseload(scheme: Scheme) -> None:
    nobody = Figure(**{**scheme.figure("self_harm_share").model_dump(), "value": 0.0, "range": None})
    changed = scheme.model_copy(update={"figures": scheme.figures | {"self_harm_share": nobody}})
    assert not make(2000, changed, seed=1).truth["self_harm_risk_open"].any()


def test_a_missing_figure_is_named(scheme: Scheme) -> None:
    without = {k: v for k, v in scheme.figures.items() if k != "family_share"}
    with pytest.raises(Problems) as caught:
        make(10, scheme.model_copy(update={"figures": without}), seed=1)
    assert [(p.code, p.given["name"]) for p in caught.value.items] == [
        (Code.SCHEME_FIGURE_MISSING, "family_share")
    ]


def test_every_figure_of_the_caseload_is_used_and_says_why() -> None:
    import returnhub

    floors = (Path(returnhub.__path__[0]) / floor for floor in ("caseload", "simulation"))
    code = "".join(p.read_text(encoding="utf-8") for floor in floors for p in floor.glob("*.py"))
    built = {f"trafficking_{k}_share" for k in ("undecided", "reasonable", "conclusive")}
    for name, figure in read_law(shipped("law"), []).figures.items():
        assert f'"{name}"' in code or name in built, name
        assert figure.why or figure.source, name
