"""A scheme with some figures set: a what-if, marked as one, and refused where the amount cannot be."""

from __future__ import annotations

import pytest

from returnhub.problems import Code, Problems
from returnhub.scheme.figures import ORIGINS
from returnhub.scheme.load import load
from returnhub.scheme.model import Scheme


@pytest.fixture(scope="module")
def offer() -> Scheme:
    return Scheme.load("kosovo-2025")


def test_a_scheme_loads_by_its_name_as_load_does(offer: Scheme) -> None:
    assert offer == load("kosovo-2025")


def test_a_scheme_reads_as_a_line_and_not_as_everything_in_it(offer: Scheme) -> None:
    assert repr(offer).startswith("kosovo-2025: Kosovo's offer of a return hub, October 2025 (offer, 2025-")
    assert "Hubs: kosovo. Figures: " in repr(offer)
    assert str(offer) == repr(offer)
    assert "Hubs: none." in repr(Scheme.load("none"))


def test_a_figure_that_is_set_is_an_assumption_for_every_origin_and_nothing_else_changes(
    offer: Scheme,
) -> None:
    asked = offer.with_(hub_places=1000)
    figure = asked.figure("hub_places")
    assert {figure.amount(origin).quantile(0.9) for origin in ORIGINS} == {1000}
    assert figure.is_assumption
    assert figure.source == ()
    assert {n for n in offer.figures if offer.figures[n] != asked.figures[n]} == {"hub_places"}
    assert offer.figure("hub_places").range is not None


def test_a_figure_can_be_set_to_a_range(offer: Scheme) -> None:
    figure = offer.with_(hub_places=(100, 300)).figure("hub_places")
    assert [figure.quantile(u) for u in (0.25, 0.5)] == [150, 200]


def test_a_what_if_says_in_its_id_and_title_what_was_set(offer: Scheme) -> None:
    asked = offer.with_(hub_places=1000, hub_document_share=(0.25, 0.5))
    assert asked.id == "kosovo-2025-hub-places-1000-hub-document-share-0-25-to-0-5"
    assert asked.title.endswith(", with hub places 1,000, hub document share 0.25 to 0.5")
    assert Scheme.model_validate(asked.model_dump() | {"rules_files": ()}).id == asked.id


def test_a_what_if_can_be_given_a_name(offer: Scheme) -> None:
    asked = offer.with_("Papers, soon", hub_document_days=30)
    assert asked.id == "kosovo-2025-papers-soon"
    assert asked.title.endswith(", with Papers, soon")


def test_everything_that_cannot_be_is_refused_at_once(offer: Scheme) -> None:
    with pytest.raises(Problems) as refused:
        offer.with_(hub_palaces=10, hub_document_share=1.5, hub_places=(300, 100))
    codes = [problem.code for problem in refused.value.items]
    assert codes == [Code.SCHEME_FIGURE_MISSING, Code.FIGURE_OUTSIDE_UNIT, Code.FIGURE_RANGE_REVERSED]
    assert "near: ['hub_places'" in str(refused.value)
