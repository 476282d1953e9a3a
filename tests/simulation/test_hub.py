"""The hub's kernel, one rule at a time: who is offered a place, and what ends a stay."""

from __future__ import annotations

import math

import numpy as np
import pytest
from one_hub import ENDLESS, arrivals, hub, send

from returnhub.simulation import stages as S

END = 700.0


def test_nobody_is_moved_without_a_place() -> None:
    moved = send(arrivals(1.0, END, 1), math.inf, hub(0, END, leaves=0.01), END)
    assert (moved.at == math.inf).all()
    assert (moved.hub == -1).all()


def test_who_is_ready_first_goes_first() -> None:
    moved = send(arrivals(1.0, END, 2), math.inf, hub(5, END, limit=20.0), END)
    assert (np.diff(moved.at[moved.at < END]) >= 0.0).all()


def test_a_place_that_comes_free_goes_at_once_to_the_next_in_line() -> None:
    moved = send(np.array([0.0, 1.0, 2.0]), math.inf, hub(1, END, limit=30.0), END)
    assert moved.at.tolist() == [0.0, 30.0, 60.0]


def test_who_can_no_longer_be_moved_leaves_the_line() -> None:
    patience = np.array([math.inf, 10.0, math.inf])
    moved = send(np.array([0.0, 1.0, 2.0]), patience, hub(1, END, limit=30.0), END)
    assert moved.at.tolist() == [0.0, math.inf, 30.0]


def test_no_more_are_moved_in_a_week_than_the_cap() -> None:
    moved = send(np.zeros(100), math.inf, hub(100, END, a_week=3), END)
    assert moved.entered_hw[0][:34].tolist() == [3] * 33 + [1]


def test_people_go_to_the_hub_with_the_smaller_share_of_places_spoken_for() -> None:
    moved = send(np.arange(30.0), math.inf, hub([20, 10], END), END)
    assert moved.people_hw[:, -1].tolist() == [20, 10]


def test_a_stay_ends_at_its_limit_in_the_way_that_the_scheme_says() -> None:
    stays = hub(9, END, limit=90.0, at_limit=S.RELEASED_IN_HOST)
    moved = send(np.zeros(9), 0.0, stays, END)
    assert moved.ended.tolist() == [90.0] * 9
    assert (moved.end_stage == S.RELEASED_IN_HOST).all()


@pytest.mark.parametrize("document_days", [10.0, 49.0, 51.0, 200.0])
def test_whom_the_host_protects_is_never_returned_onward(document_days: float) -> None:
    stays = hub(
        50, END, documented=1.0, document_days=document_days, claims=1.0, decision_days=50.0, granted=1.0
    )
    moved = send(np.zeros(50), 0.0, stays, END)
    assert (moved.end_stage == S.PROTECTED_IN_HOST).all()
    assert moved.ended == pytest.approx(50.0)


def test_nobody_is_returned_while_a_claim_in_the_host_is_undecided() -> None:
    stays = hub(50, END, documented=1.0, document_days=10.0, claims=1.0, decision_days=50.0)
    moved = send(np.zeros(50), 0.0, stays, END)
    assert (moved.end_stage == S.RETURNED_ONWARD).all()
    assert moved.ended == pytest.approx(50.0)


def test_nobody_is_returned_onward_after_a_barrier_arose_in_the_hub() -> None:
    stays = hub(50, END, documented=1.0, document_days=100.0, barrier=1.0, limit=300.0)
    moved = send(np.zeros(50), 0.0, stays, END)
    assert (moved.end_stage == S.TRANSFERRED_BACK).all()
    assert moved.barred.all()


def test_a_barrier_after_the_last_day_of_the_run_is_not_counted() -> None:
    n, a_day = 2_000, 0.001
    moved = send(np.zeros(n), 0.0, hub(n, END, barrier=a_day), END)
    share = 1.0 - math.exp(-a_day * END)
    assert abs(moved.barred.mean() - share) / math.sqrt(share * (1 - share) / n) < 4.5


def test_a_place_refused_by_submissions_on_notice_goes_to_the_next_in_line() -> None:
    ready = np.arange(200.0) / 200.0
    stays = hub(1, END, limit=ENDLESS, submits=0.5, submissions_days=100.0, accepted=1.0)
    moved = send(ready, math.inf, stays, END)
    first = int(np.argmax(moved.at < END))
    assert (moved.at < END).sum() == 1
    assert (moved.submitted[:first] == ready[:first]).all() or first == 0
    assert moved.at[first] == ready[first]


def test_whose_submissions_are_accepted_is_never_moved() -> None:
    stays = hub(100, END, submits=1.0, submissions_days=30.0, accepted=1.0)
    moved = send(arrivals(1.0, END, 3), math.inf, stays, END)
    assert (moved.submitted < END).any()
    assert (moved.at == math.inf).all()


def test_whose_submissions_are_rejected_is_the_next_to_be_offered_a_place() -> None:
    # All submit when offered the one place; each is rejected after 30 days, first rejected comes first.
    stays = hub(1, END, limit=45.0, submits=1.0, submissions_days=30.0)
    moved = send(np.array([0.0, 1.0, 2.0]), math.inf, stays, END)
    assert moved.submitted.tolist() == [0.0, 1.0, 2.0]
    assert moved.at.tolist() == [30.0, 75.0, 75.0 + 45.0]


def test_who_can_no_longer_be_moved_when_submissions_are_rejected_is_not() -> None:
    stays = hub(1, END, submits=1.0, submissions_days=30.0)
    moved = send(np.array([0.0]), 20.0, stays, END)
    assert moved.decided.tolist() == [30.0]
    assert moved.at.tolist() == [math.inf]
