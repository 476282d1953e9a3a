"""The ziggurat's numbers have the laws they are named after: in the middle, at every seam, in the tails."""

from __future__ import annotations

import math
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest
from numba import njit
from numpy.typing import NDArray
from scipy import stats

from returnhub.simulation import samplers
from returnhub.simulation.samplers import exponential, lognormal, unit_exponential, unit_normal
from returnhub.simulation.streams import decision, person_key, replication_key

Floats = NDArray[np.float64]
DRAWS = 2_000_000
MOST_Z = 4.5
LEAST_P = stats.norm.sf(MOST_Z)
# An Anderson-Darling number beyond 12 is as rare as its first part, half of a chi-square of one
# degree, beyond 24 (9.6e-7), by the square root of 3 for all that follow it: under LEAST_P.
MOST_ANDERSON_DARLING = 12.0


@njit(nogil=True)
def _draw(replication: np.uint64, what: np.uint64, of_normal: bool, into: Floats) -> None:
    for person in range(into.size):
        key = person_key(replication, np.uint64(person))
        into[person] = unit_normal(key, what) if of_normal else unit_exponential(key, what)


class Law(NamedTuple):
    name: str
    exact: stats.rv_continuous
    edges: Floats
    farthest: float
    """Beyond that some hundred of the draws are expected, or ten."""
    moments: tuple[float, ...]
    """Of order 1 to 8."""


NORMAL = Law(
    "normal",
    stats.norm(),
    np.concatenate([-samplers.OF_NORMAL.edge[1:-1], samplers.OF_NORMAL.edge[:0:-1]]),
    4.0,
    (0, 1, 0, 3, 0, 15, 0, 105),
)
EXPONENTIAL = Law(
    "exponential",
    stats.expon(),
    samplers.OF_EXPONENTIAL.edge[:0:-1],
    12.0,
    tuple(math.factorial(k) for k in range(1, 9)),
)
LAWS = pytest.mark.parametrize("law", [NORMAL, EXPONENTIAL], ids=lambda law: law.name)


def numbers(
    law: Law, name: str = "refused", seed: int = 1, replication: int = 0, draws: int = DRAWS
) -> Floats:
    into = np.empty(draws)
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(replication)))
    _draw(key, decision(name), law is NORMAL, into)
    return into


@pytest.fixture(scope="module")
def drawn() -> dict[str, Floats]:
    return {law.name: np.sort(numbers(law)) for law in (NORMAL, EXPONENTIAL)}


@pytest.mark.parametrize(
    ("found", "begins", "area"),
    [
        (samplers.OF_NORMAL, 3.6541528853610088, 0.00492867323399),
        (samplers.OF_EXPONENTIAL, 7.69711747013104972, 0.0039496598225815571993),
    ],
    ids=["normal", "exponential"],
)
def test_layers_are_those_of_marsaglia_and_tsang(
    found: samplers.Ziggurat, begins: float, area: float
) -> None:
    edge, height = found
    assert edge[1] == pytest.approx(begins, rel=1e-14)
    assert (height[-1], edge[-1], edge.size) == (1.0, 0.0, samplers.LAYERS + 1)
    areas = np.append(edge[1:-1] * np.diff(height[1:]), edge[0] * height[1])
    assert areas == pytest.approx(area, rel=1e-11)


@LAWS
def test_numbers_have_their_law_by_kolmogorov_and_smirnov(law: Law, drawn: dict[str, Floats]) -> None:
    assert stats.kstest(drawn[law.name], law.exact.cdf).pvalue > LEAST_P


@LAWS
def test_numbers_have_their_law_by_anderson_and_darling(law: Law, drawn: dict[str, Floats]) -> None:
    x = drawn[law.name]
    odd = 2.0 * np.arange(1, x.size + 1) - 1.0
    below, above = law.exact.logcdf(x), law.exact.logsf(x[::-1])
    assert -x.size - (odd * (below + above)).mean() < MOST_ANDERSON_DARLING


@LAWS
def test_every_seam_between_layers_is_met_as_often_as_it_should(law: Law, drawn: dict[str, Floats]) -> None:
    counts = np.histogram(drawn[law.name], np.concatenate([[-np.inf], law.edges, [np.inf]]))[0]
    shares = np.diff(law.exact.cdf(law.edges), prepend=0.0, append=1.0)
    used = shares > 0.0
    assert stats.chisquare(counts[used], shares[used] * DRAWS).pvalue > LEAST_P


@LAWS
def test_moments_of_order_one_to_four_are_right(law: Law, drawn: dict[str, Floats]) -> None:
    for k in range(1, 5):
        moment, square = law.moments[k - 1], law.moments[2 * k - 1]
        error = math.sqrt((square - moment**2) / DRAWS)
        assert abs((drawn[law.name] ** k).mean() - moment) / error < MOST_Z, k


@LAWS
def test_the_tail_beyond_the_layers_has_its_count_and_its_law(law: Law, drawn: dict[str, Floats]) -> None:
    begins = law.edges[-1]
    beyond = drawn[law.name][drawn[law.name] > begins]
    for point in (begins, law.farthest):
        expected = DRAWS * law.exact.sf(point)
        assert expected > 10
        assert abs((beyond > point).sum() - expected) / math.sqrt(expected) < MOST_Z
    assert stats.kstest(law.exact.sf(beyond) / law.exact.sf(begins), "uniform").pvalue > LEAST_P


def test_both_sides_of_the_normal_law_are_alike_and_no_time_is_nought(drawn: dict[str, Floats]) -> None:
    positive = (drawn["normal"] > 0.0).mean()
    assert abs(positive - 0.5) * 2.0 * math.sqrt(DRAWS) < MOST_Z
    assert drawn["exponential"][0] > 0.0


@LAWS
def test_other_decisions_seeds_replications_and_neighbours_are_independent(law: Law) -> None:
    first = numbers(law, draws=DRAWS + 1)
    others = {
        "a like name": numbers(law, name="refusee"),
        "another seed": numbers(law, seed=2),
        "the next replication": numbers(law, replication=1),
        "the person after": first[1:],
        "themselves": first[:-1],
    }
    # Ranks of numbers whose law is known are their shares below; far from the middle shows size alone.
    ranks = {name: law.exact.cdf(x) for name, x in others.items()}
    for (a, x), (b, y) in combinations(ranks.items(), 2):
        for one, other in ((x, y), (abs(x - 0.5), abs(y - 0.5))):
            assert abs(np.corrcoef(one, other)[0, 1]) * math.sqrt(DRAWS) < MOST_Z, (a, b)


def test_neighbouring_keys_are_independent() -> None:
    for law, of in ((NORMAL, unit_normal), (EXPONENTIAL, unit_exponential)):
        x = law.exact.cdf([of(np.uint64(key), np.uint64(0)) for key in range(100_001)])
        assert abs(np.corrcoef(x[1:], x[:-1])[0, 1]) * math.sqrt(x.size) < MOST_Z
        assert stats.kstest(x, "uniform").pvalue > LEAST_P


def test_a_number_depends_on_its_key_alone() -> None:
    assert (numbers(NORMAL, draws=1_000) == numbers(NORMAL, draws=5_000)[:1_000]).all()
    key, refused, appeals = np.uint64(11), decision("refused"), decision("appeals")
    before = exponential(0.1, key, refused)
    lognormal(30.0, 0.4, key, appeals)
    assert exponential(0.1, key, refused) == before


def test_times_keep_their_luck_when_their_rate_median_or_spread_changes() -> None:
    refused = decision("refused")
    for key in (np.uint64(person) for person in range(1_000)):
        assert exponential(0.5, key, refused) == pytest.approx(2.0 * unit_exponential(key, refused))
        z = math.log(lognormal(30.0, 0.4, key, refused) / 30.0) / 0.4
        assert z == pytest.approx(unit_normal(key, refused), abs=1e-12)


def test_a_sampled_event_of_no_rate_never_comes() -> None:
    assert exponential(0.0, np.uint64(1), decision("refused")) == math.inf
