"""What limits the hubs besides places: each limit alone, and all recounted from who was moved when."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_hub import arrivals, hub, send

from returnhub.simulation import stages as S
from returnhub.simulation.limits import LIMITS

END = 700.0


def moved_by_week(at: np.ndarray, sizes: np.ndarray | None = None) -> np.ndarray:
    here = at < END
    return np.bincount(
        (at[here] / S.WEEK).astype(int), weights=None if sizes is None else sizes[here], minlength=100
    )


def test_a_family_moves_together_or_not_at_all() -> None:
    moved = send(np.zeros(2), math.inf, hub(5, END), END, sizes=[3, 3])
    assert moved.at.tolist() == [0.0, math.inf]
    assert moved.people_hw[0, -1] == 3
    assert moved.queue_hw[0, -1] == 3


def test_nobody_overtakes_a_family_for_which_too_few_places_are_free() -> None:
    moved = send(np.array([0.0, 1.0, 2.0]), math.inf, hub(4, END, limit=30.0), END, sizes=[2, 4, 1])
    assert moved.at.tolist() == [0.0, 30.0, 60.0]


def test_a_family_too_large_for_the_hub_waits_in_nobodys_way() -> None:
    moved = send(np.array([0.0, 1.0]), math.inf, hub(4, END), END, sizes=[5, 1])
    assert moved.at.tolist() == [math.inf, 1.0]
    assert moved.queue_hw[0, -1] == 5


def test_who_leaves_the_line_lets_those_behind_pass() -> None:
    patience = np.array([math.inf, 10.0, math.inf])
    moved = send(np.array([0.0, 1.0, 2.0]), patience, hub(4, END), END, sizes=[2, 4, 1])
    assert moved.at.tolist() == [0.0, math.inf, 11.0]


def test_nobody_is_moved_while_the_hub_is_suspended_and_nobody_is_sent_away() -> None:
    stays = hub(50, END, shut_weeks=(1, 2, 3))
    moved = send(np.arange(40.0), math.inf, stays, END)
    assert moved.entered_hw[0][:5].tolist() == [7, 0, 0, 0, 28]
    assert moved.people_hw[0][:4].tolist() == [7, 7, 7, 7]
    assert moved.held_hl[0, LIMITS.index("suspended")] == 3


def test_a_hub_that_closes_sends_everybody_back_and_takes_nobody_more() -> None:
    moved = send(np.arange(0.0, 300.0, 10.0), math.inf, hub(50, END, closes_week=10), END)
    inside = moved.at < 70.0
    assert (moved.ended[inside] == 70.0).all()
    assert (moved.end_stage[inside] == S.TRANSFERRED_BACK).all()
    assert (moved.at[~inside] == math.inf).all()
    assert moved.people_hw[0, 10:].sum() == 0


def test_a_cap_in_all_is_never_passed() -> None:
    moved = send(np.zeros(100), math.inf, hub(50, END, limit=20.0, in_all=37), END)
    assert (moved.at < END).sum() == 37


def test_a_cap_a_year_is_kept_in_every_year() -> None:
    moved = send(np.zeros(100), math.inf, hub(50, END, limit=5.0, a_year=30), END)
    assert np.bincount((moved.at[moved.at < END] / S.YEAR).astype(int)).tolist() == [30, 30]


def test_a_cap_at_one_time_is_over_all_hubs_together() -> None:
    moved = send(np.arange(60.0), math.inf, hub([20, 20], END, limit=50.0, at_one_time=25), END)
    assert moved.people_hw.sum(axis=0).max() == 25


def test_people_wait_for_what_a_week_has_too_little_of() -> None:
    lawyers = {"a_week": 30.0, "notice": 10.0}
    moved = send(np.zeros(30), math.inf, hub(100, END, resources=(lawyers,)), END)
    assert moved_by_week(moved.at)[:10].tolist() == [3] * 10
    assert moved.used_ry[0].sum() == pytest.approx(300.0)


def test_what_takes_more_than_a_week_has_is_paid_for_by_the_weeks_after() -> None:
    escorts = {"a_week": 2.0, "transfer": 5.0}
    moved = send(np.zeros(4), math.inf, hub(100, END, resources=(escorts,)), END)
    assert np.sort(moved.at).tolist() == [0.0, 21.0, 42.0, 63.0]


def test_without_any_of_a_resource_nobody_is_moved() -> None:
    moved = send(np.zeros(4), math.inf, hub(100, END, resources=({"a_week": 0.0, "notice": 1.0},)), END)
    assert (moved.at == math.inf).all()


def test_an_onward_return_waits_for_a_seat_and_goes_before_new_transfers() -> None:
    seats = {"a_week": 1.0, "transfer": 1.0, "onward": 1.0}
    stays = hub(10, END, documented=1.0, document_days=10.0, resources=(seats,))
    moved = send(np.array([0.0, 0.0, 0.0]), math.inf, stays, END)
    # Moved in weeks 0 and 1; the first return (day 10) finds week 1's seat taken and takes week 2's,
    # the second's takes week 3's, and only then is the third person moved.
    assert moved.at.tolist() == [0.0, 7.0, 28.0]
    assert moved.ended.tolist() == [14.0, 21.0, 38.0]
    assert moved.onward_waits == 2


def test_a_stay_whose_return_is_held_up_still_ends_at_its_limit() -> None:
    none = {"a_week": 0.0, "onward": 1.0}
    stays = hub(10, END, documented=1.0, document_days=10.0, limit=40.0, resources=(none,))
    moved = send(np.zeros(3), math.inf, stays, END)
    assert moved.ended.tolist() == [40.0] * 3
    assert (moved.end_stage == S.TRANSFERRED_BACK).all()


def test_a_challenge_waits_for_the_tribunal() -> None:
    stays = hub(10, END, submits=1.0, submissions_days=1.0, tribunal_days=14.0)
    moved = send(np.zeros(3), math.inf, stays, END)
    assert moved.decided.tolist() == pytest.approx([1.0, 15.0, 29.0])
    assert moved.at.tolist() == pytest.approx([1.0, 15.0, 29.0])


def test_without_any_tribunal_day_no_challenge_is_ever_decided() -> None:
    stays = hub(10, END, submits=1.0, submissions_days=1.0, tribunal_days=math.inf)
    moved = send(np.zeros(3), math.inf, stays, END)
    assert moved.decided.tolist() == [math.inf] * 3
    assert (moved.at == math.inf).all()


def test_a_hub_with_nobody_in_its_own_line_takes_from_the_others() -> None:
    hubs = hub([1, 1], END, limit=100.0)
    limits = hubs.limits._replace(places_hw=hubs.limits.places_hw.copy())
    limits.places_hw[1, :10] = 0
    moved = send(np.zeros(2), math.inf, hubs._replace(limits=limits), END)
    assert sorted(moved.at.tolist()) == [0.0, 70.0]


@given(
    sizes=st.lists(st.integers(1, 6), min_size=1, max_size=60),
    places=st.lists(st.integers(0, 15), min_size=1, max_size=3),
    a_week=st.floats(0.0, 30.0),
    need=st.floats(0.0, 10.0),
    caps=st.tuples(st.integers(0, 60), st.integers(0, 40), st.integers(0, 20)),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=200, deadline=None)
def test_every_limit_is_kept_for_any_people_and_hubs(
    sizes: list[int],
    places: list[int],
    a_week: float,
    need: float,
    caps: tuple[int, int, int],
    seed: int,
) -> None:
    ready = np.resize(arrivals(0.5, END / 2, seed), len(sizes)) if seed % 7 else np.zeros(len(sizes))
    in_all, a_year, at_one_time = caps
    stays = hub(
        places,
        END,
        limit=60.0,
        leaves=0.01,
        a_week=9,
        in_all=in_all,
        a_year=a_year,
        at_one_time=at_one_time,
        shut_weeks=(3, 4),
        resources=({"a_week": a_week, "transfer": need},),
    )
    moved = send(np.sort(ready), math.inf, stays, END, sizes=sizes)
    n = np.array(sizes)
    here = moved.at < END
    assert n[here].sum() <= in_all
    assert np.bincount((moved.at[here] / S.YEAR).astype(int), weights=n[here], minlength=1).max() <= a_year
    assert not {3, 4} & set((moved.at[here] / S.WEEK).astype(int).tolist())
    for day in np.unique(moved.at[here]):
        inside = (moved.at <= day) & (moved.ended > day)
        assert n[inside].sum() <= at_one_time
        for h, most in enumerate(places):
            assert n[inside & (moved.hub == h)].sum() <= most
    for h in range(len(places)):
        assert moved_by_week(np.where(moved.hub == h, moved.at, math.inf), n).max(initial=0) <= 9
    taken = np.cumsum(moved_by_week(moved.at, n) * need)
    # The last household of a stretch may overdraw, and the weeks after pay for it.
    weeks = np.arange(1, taken.size + 1)
    assert (taken <= a_week * weeks + 6 * need + 1e-6).all()
