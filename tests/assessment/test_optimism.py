from __future__ import annotations

import polars as pl
import pytest

from returnhub.assessment.assess import Assessment
from returnhub.assessment.optimism import bias_of, optimism
from returnhub.scheme.load import load
from returnhub.scheme.model import CostNature
from returnhub.simulation.run import simulate


def test_what_is_bought_adds_up_to_what_the_scheme_costs(kosovo: Assessment) -> None:
    found = kosovo.evidence.optimism
    assert found is not None
    assert found.gross.mean == pytest.approx(kosovo.evidence.money.gross.mean)
    assert sum(part.gbp.mean for part in found.parts) == pytest.approx(found.gross.mean)
    assert found.per_return.middle == pytest.approx(kosovo.evidence.money.per_completed_return.middle)


def test_each_kind_is_raised_by_the_share_drawn_for_it_in_each_run(kosovo: Assessment) -> None:
    found, result = kosovo.evidence.optimism, kosovo.evidence.result
    assert found is not None
    added = sum(part.added.mean for part in found.parts)
    assert found.raised.mean == pytest.approx(found.gross.mean + added)
    service = next(part for part in found.parts if part.nature is CostNature.SERVICE)
    drawn = result.draws.filter(pl.col("figure") == bias_of(CostNature.SERVICE))["value"]
    assert 0 <= service.added.mean <= service.gbp.high * float(str(drawn.max()))


def test_a_missing_share_is_named_and_its_lines_are_not_raised(kosovo: Assessment) -> None:
    scheme = kosovo.scheme
    figures = {n: f for n, f in scheme.figures.items() if not n.startswith("optimism_bias_")}
    found = optimism(scheme.model_copy(update={"figures": figures}), kosovo.evidence.result)
    assert found is not None
    assert found.raised == found.gross
    assert set(found.missing) == {bias_of(line.nature) for line in scheme.costs}


def test_without_a_hub_nothing_is_raised() -> None:
    scheme = load("none")
    assert optimism(scheme, simulate(scheme, years=1, replications=1)) is None
