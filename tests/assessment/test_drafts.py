"""Two drafts side by side: what differs is found, and the price is of the same people with the same luck."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from returnhub.assessment.drafts import Drafts, lay_side_by_side, left_in_host, price
from returnhub.assessment.report.drafts import render
from returnhub.problems import Problems
from returnhub.scheme.load import load
from returnhub.scheme.model import CustodyKind, Scheme

BASE = load("kosovo-2025")


def draft(name: str, terms: Mapping[str, Mapping[str, object]], **figures: float) -> Scheme:
    """The offer under another name, with terms changed by id and figures fixed."""
    fixed = {
        f: BASE.figure(f).model_copy(update={"value": v, "range": None, "distribution": None})
        for f, v in figures.items()
    }
    changed = tuple(t.model_copy(update=terms.get(t.id, {})) for t in BASE.agreement.terms)
    agreement = BASE.agreement.model_copy(update={"terms": changed})
    update = {"id": name, "title": name, "agreement": agreement, "figures": {**BASE.figures, **fixed}}
    return BASE.model_copy(update=update)


MONITORED = {"monitoring": {"says": "A body with offices in the hub watches.", "stands": "offered"}}
FIRST = draft("first", {}, hub_stay_limit=365, security_support=20e6)
SECOND = draft("second", MONITORED, hub_stay_limit=180, security_support=1e6, support_cost=60)


@pytest.fixture(scope="module")
def priced() -> Drafts:
    return price(lay_side_by_side(FIRST, SECOND), years=4, replications=4, seed=7)


def test_a_term_changed_in_words_or_in_a_figure_is_found_and_no_other() -> None:
    found = lay_side_by_side(FIRST, SECOND)
    changed = {t.id: t.figures for t in found.terms if t.kind != "same"}
    assert changed == {
        "monitoring": (),
        "length-of-stay": ("hub_stay_limit",),
        "security-support": ("security_support",),
    }
    assert found.unnamed == ("support_cost",)


def test_a_term_that_only_one_draft_has_is_added_or_removed() -> None:
    less = FIRST.agreement.model_copy(update={"terms": FIRST.agreement.terms[1:]})
    lacks = FIRST.model_copy(update={"id": "lacks", "agreement": less})
    gone = FIRST.agreement.terms[0].id
    assert [t.id for t in lay_side_by_side(FIRST, lacks).terms if t.kind == "removed"] == [gone]
    assert [t.id for t in lay_side_by_side(lacks, FIRST).terms if t.kind == "added"] == [gone]


def test_a_clause_met_by_one_draft_alone_stands_better_in_it() -> None:
    there = {c.answer.clause.id: c.better for c in lay_side_by_side(FIRST, SECOND).clauses}
    assert there == dict.fromkeys(
        ("eu_independent_monitor", "fra_monitoring", "unhcr_monitoring", "coe_monitoring"), True
    )
    back = lay_side_by_side(SECOND, FIRST).clauses
    assert {c.better for c in back} == {False}


def test_a_field_of_a_hub_that_differs_is_named_with_both_sides() -> None:
    hub = FIRST.hubs[0]
    opened = hub.model_copy(update={"custody": hub.custody.model_copy(update={"kind": CustodyKind.OPEN})})
    other = FIRST.model_copy(update={"id": "open", "hubs": (opened,)})
    fields = {f.path: (f.before, f.after) for f in lay_side_by_side(FIRST, other).fields}
    assert fields == {f"hubs > {hub.id} > custody > kind": (hub.custody.kind.value, "open")}


def test_a_draft_laid_beside_its_own_copy_differs_in_nothing() -> None:
    found = lay_side_by_side(FIRST, FIRST.model_copy(update={"id": "again"}))
    assert {t.kind for t in found.terms} == {"same"}
    assert (found.clauses, found.figures, found.fields) == ((), (), ())


def test_one_draft_twice_is_refused() -> None:
    with pytest.raises(Problems):
        lay_side_by_side(FIRST, FIRST)


def test_the_price_of_a_term_is_that_of_its_figures_alone(priced: Drafts) -> None:
    prices = {t.id: t.price for t in priced.terms if t.price is not None}
    assert set(prices) == {"length-of-stay", "security-support"}
    support = prices["security-support"]
    # less money a year, and nothing else moves with it
    assert support.net_cost.high < 0
    assert (support.moved.low, support.moved.high) == (0, 0)
    assert (support.left_in_host.low, support.left_in_host.high) == (0, 0)


def test_the_price_of_the_whole_is_taken_run_by_run(priced: Drafts) -> None:
    first, second = priced.results[:2]
    each = second.values("cost_net_gbp") - first.values("cost_net_gbp")
    assert priced.whole is not None
    assert priced.whole.net_cost.middle == pytest.approx(np.median(each))
    assert priced.other_figures is not None


def test_people_left_in_the_host_are_those_in_the_hub_and_those_who_left_it_there(priced: Drafts) -> None:
    result = priced.results[0]
    ended = result.values("released_in_host") + result.values("left_hub")
    assert (left_in_host(result) >= ended - 1e-9).all()
    assert (left_in_host(result) <= result.values("moved") + 1e-9).all()


def test_the_page_shows_each_difference_and_is_the_same_twice(priced: Drafts) -> None:
    page = render(priced)
    assert page == render(priced)
    for words in ("All changes together", "Only the figures of: security support", "hub stay limit"):
        assert words in page
    assert "Only figures that no term names" in page
    assert "<script" not in page
    unpriced = render(lay_side_by_side(FIRST, SECOND))
    assert "Nothing was simulated" in unpriced
    assert "All changes together" not in unpriced
