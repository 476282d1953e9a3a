"""The hub's kernel against the theory of queues: formulas here, bounds in standard errors set beforehand."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from one_hub import Floats, Hubs, arrivals, hub, send

from returnhub.simulation import stages as S

MOST_Z = 4.5
BATCHES = 25
PHI = np.vectorize(NormalDist().cdf)


def z_of_batches(values: Floats, expected: float) -> float:
    """How far the mean lies from what is expected, in standard errors of means of long batches; the
    first batch, in which the hub fills, is left out."""
    means = np.array([batch.mean() for batch in np.array_split(values, BATCHES + 1)[1:]])
    return (means.mean() - expected) / (means.std(ddof=1) / math.sqrt(BATCHES))


def erlang_b(places: int, load: float) -> float:
    blocked = 1.0
    for c in range(1, places + 1):
        blocked = load * blocked / (c + load * blocked)
    return blocked


def erlang_c(places: int, load: float) -> float:
    b = erlang_b(places, load)
    return b / (1.0 - load / places * (1.0 - b))


def lognormal_cdf(t: Floats, median: float, spread: float) -> Floats:
    return PHI(np.log(np.maximum(t, 1e-300) / median) / spread)


def stays_of_mean(law: str, days: float, places: int, end: float) -> Hubs:
    match law:
        case "exponential":
            return hub(places, end, leaves=1.0 / days)
        case "all alike":
            return hub(places, end, limit=days)
        case _:
            spread = float(law.removeprefix("lognormal "))
            median = days * math.exp(-(spread**2) / 2)
            return hub(places, end, documented=1.0, document_days=median, spread=spread)


@pytest.mark.parametrize("law", ["exponential", "lognormal 0.8", "lognormal 1.6", "all alike"])
def test_turned_away_without_a_queue_is_erlang_b_whatever_the_law_of_the_stay(law: str) -> None:
    places, days, load, end = 20, 5.0, 20.0, 60_000.0
    ready = arrivals(load / days, end, seed=1)
    moved = send(ready, 0.0, stays_of_mean(law, days, places, end), end)
    turned_away = (moved.at == math.inf).astype(float)
    assert abs(z_of_batches(turned_away, erlang_b(places, load))) < MOST_Z


def test_waiting_in_line_is_erlang_c() -> None:
    places, days, load, end = 20, 5.0, 17.0, 60_000.0
    ready = arrivals(load / days, end, seed=2)
    moved = send(ready, math.inf, hub(places, end, leaves=1.0 / days), end)
    served = moved.at < end
    wait = moved.at[served] - ready[served]
    waits = erlang_c(places, load)
    assert abs(z_of_batches((wait > 0.0).astype(float), waits)) < MOST_Z
    assert abs(z_of_batches(wait, waits * days / (places - load))) < MOST_Z


def test_filling_of_a_hub_with_room_for_all_is_poisson_week_by_week() -> None:
    a_day, median, spread, end, runs = 6.0, 40.0, 0.8, 280.0, 400
    stays = hub(10_000, end, documented=1.0, document_days=median, spread=spread)
    people = np.array(
        [send(arrivals(a_day, end, seed=k), 0.0, stays, end, seed=k).people_hw[0] for k in range(runs)]
    )
    day = np.linspace(0.0, end, 28_001)
    still = 1.0 - lognormal_cdf(day, median, spread)
    so_far = np.concatenate([[0.0], np.cumsum((still[1:] + still[:-1]) / 2 * np.diff(day))])
    weeks_end = np.arange(1, people.shape[1] + 1) * S.WEEK
    mean = a_day * np.interp(weeks_end, day, so_far)
    assert np.abs((people.mean(axis=0) - mean) / np.sqrt(mean / runs)).max() < MOST_Z
    # The variance of a Poisson number is its mean.
    assert np.abs((people.var(axis=0, ddof=1) / mean - 1.0) / math.sqrt(2 / (runs - 1))).max() < MOST_Z


def test_littles_law_holds_to_rounding_in_the_hub_and_in_its_queue() -> None:
    end = 3_000.0
    ready = arrivals(3.0, end, seed=3)
    patience = np.random.default_rng(4).exponential(30.0, ready.size)
    stays = hub([30, 15], end, leaves=1 / 40, limit=90.0, submits=0.4, submissions_days=20.0, spread=0.6)
    moved = send(ready, patience, stays, end)
    for h in range(2):
        here, queued = moved.hub == h, moved.span_hub == h
        stayed = (np.minimum(moved.ended[here], end) - moved.at[here]).sum()
        gone = np.minimum(np.minimum(moved.span_taken, moved.spans.end), end)[queued]
        assert moved.area[h] == pytest.approx(stayed, rel=1e-9)
        assert moved.queue_area[h] == pytest.approx((gone - moved.spans.start[queued]).sum(), rel=1e-9)


def test_queue_of_an_overloaded_hub_is_where_those_who_give_up_balance_those_who_come() -> None:
    places, days, patience, a_day, end = 100, 20.0, 50.0, 10.0, 20_000.0
    ready = arrivals(a_day, end, seed=5)
    waits = np.random.default_rng(6).exponential(patience, ready.size)
    moved = send(ready, waits, hub(places, end, leaves=1.0 / days), end)
    settled = moved.queue_hw[0][100:]
    assert settled.mean() == pytest.approx((a_day - places / days) * patience, rel=0.03)
    assert moved.people_hw[0][100:].mean() == pytest.approx(places, rel=0.001)


def test_a_stay_cut_at_its_limit_has_the_mean_of_a_cut_lognormal() -> None:
    median, spread, limit, n = 240.0, 0.6, 365.0, 40_000
    end = 1_000.0
    stays = hub(n, end, documented=1.0, document_days=median, spread=spread, limit=limit)
    moved = send(np.linspace(0.0, 1.0, n), 0.0, stays, end)
    days = moved.ended - moved.at
    phi = NormalDist().cdf
    to_limit = math.log(limit / median) / spread
    mean = median * math.exp(spread**2 / 2) * phi(to_limit - spread) + limit * (1.0 - phi(to_limit))
    assert abs(days.mean() - mean) / (days.std() / math.sqrt(n)) < MOST_Z


def test_ends_of_a_stay_have_the_shares_of_competing_risks() -> None:
    n, end, limit, spread = 60_000, 1_000.0, 500.0, 0.7
    document, decision = 220.0, 150.0
    documented, claims, granted = 0.6, 0.5, 0.3
    rate = {
        S.RETURNED_VOLUNTARILY_FROM_HUB: 0.0011,
        S.LEFT_HUB: 0.0006,
        S.TRANSFERRED_BACK: 0.0009,
        S.DIED: 0.0002,
    }
    barrier = 0.0015
    stays = hub(
        n,
        end,
        limit=limit,
        at_limit=S.RELEASED_IN_HOST,
        documented=documented,
        document_days=document,
        spread=spread,
        voluntary=rate[S.RETURNED_VOLUNTARILY_FROM_HUB],
        leaves=rate[S.LEFT_HUB],
        back=rate[S.TRANSFERRED_BACK],
        barrier=barrier,
        death=rate[S.DIED],
        claims=claims,
        decision_days=decision,
        granted=granted,
    )
    moved = send(np.linspace(0.0, 1.0, n), 0.0, stays, end)

    day = np.linspace(0.0, limit, 40_001)
    middle = (day[1:] + day[:-1]) / 2
    step = day[1]
    from_exits = np.exp(-sum(rate.values()) * day)
    by_document = np.diff(lognormal_cdf(day, document, spread))
    by_decision = np.diff(lognormal_cdf(day, decision, spread))
    by_both = np.diff(lognormal_cdf(day, document, spread) * lognormal_cdf(day, decision, spread))
    unbarred = np.exp(-barrier * middle)
    # (share of people, chance of the awaited end in each step, that end)
    kinds = [
        ((1.0 - claims) * documented, by_document * unbarred, S.RETURNED_ONWARD),
        (claims * (1.0 - granted) * documented, by_both * unbarred, S.RETURNED_ONWARD),
        (claims * granted, by_decision, S.PROTECTED_IN_HOST),
        ((1.0 - claims * granted) * (1.0 - documented), np.zeros(middle.size), S.RETURNED_ONWARD),
    ]
    expected = dict.fromkeys([*rate, S.RETURNED_ONWARD, S.PROTECTED_IN_HOST, S.RELEASED_IN_HOST], 0.0)
    mean = 0.0
    for share, awaited, ends in kinds:
        staying = from_exits * (1.0 - np.concatenate([[0.0], np.cumsum(awaited)]))
        days = ((staying[1:] + staying[:-1]) / 2 * step).sum()
        mean += share * days
        expected[ends] += share * (awaited * np.exp(-sum(rate.values()) * middle)).sum()
        expected[S.RELEASED_IN_HOST] += share * staying[-1]
        for code, a_day in rate.items():
            expected[code] += share * a_day * days
    assert sum(expected.values()) == pytest.approx(1.0, abs=1e-6)
    for code, share in expected.items():
        found = (moved.end_stage == code).mean()
        assert abs(found - share) / math.sqrt(share * (1 - share) / n) < MOST_Z, S.STAGES[code]
    days = moved.ended - moved.at
    assert abs(days.mean() - mean) / (days.std() / math.sqrt(n)) < MOST_Z
