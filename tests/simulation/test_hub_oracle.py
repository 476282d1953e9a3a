"""The hub's kernel against a plain simulator of the same rules: the same people, day for day."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hub_oracle import Home, Oracle, Wait
from numpy.random import Generator
from one_hub import hub, send

from returnhub.simulation import stages as S
from returnhub.simulation.before import People
from returnhub.simulation.hub import Moved, run
from returnhub.simulation.limits import NO_CAP, Limits
from returnhub.simulation.stay import Stays
from returnhub.simulation.streams import person_key, replication_key
from returnhub.simulation.waiting import Spans

END = 700.0
ORIGINS = 2


def limits(g: Generator, end: float, hubs: int, has: set[str]) -> Limits:
    """Places that come late or little by little, and whatever else the case has."""
    weeks = math.ceil(end / S.WEEK)
    places = np.zeros((hubs, weeks), np.int64)
    closes, moving = np.full(hubs, weeks + 1), np.ones((hubs, weeks), np.bool_)
    for h in range(hubs):
        opens = int(g.integers(0, weeks)) if g.random() < 0.4 else 0
        ramp = int(g.integers(1, weeks)) if g.random() < 0.3 else 1
        grown = np.clip((np.arange(weeks) - opens + 1) / ramp, 0.0, 1.0)
        places[h] = np.floor(int(g.integers(0, 14)) * grown)
        if "closings" in has and g.random() < 0.4:
            closes[h] = int(g.integers(0, weeks)) if g.random() < 0.8 else weeks - 1
            places[h, closes[h] :] = 0
        if "suspensions" in has and g.random() < 0.5:
            first = int(g.integers(0, weeks))
            moving[h, first : first + int(g.integers(1, 8))] = False
    resources = int(g.integers(1, 4)) if "resources" in has else 0

    def cap(most: int) -> int:
        return int(g.integers(0, most)) if "caps" in has and g.random() < 0.4 else NO_CAP

    def need(chance: float) -> np.ndarray:
        return np.where(g.random(resources) < chance, g.integers(1, 4, resources), 0).astype(float)

    return Limits(
        places_hw=places,
        moving_hw=moving,
        closes=closes,
        takes_ho=g.random((hubs, ORIGINS)) < 0.8,
        takes_children=g.random(hubs) < 0.7,
        a_week=np.where(g.random(hubs) < 0.4, g.integers(1, 9, hubs), NO_CAP),
        cap_in_all=cap(50),
        cap_a_year=cap(25),
        cap_at_one_time=cap(25),
        of_r=g.integers(-1, hubs, resources),
        a_week_r=g.integers(0, 30, resources).astype(float),
        notice_r=need(0.5),
        transfer_r=need(0.6),
        onward_r=need(0.6),
        submissions_r=need(0.3),
        tribunal_days=float(g.choice([0.0, 3.5, 14.0])),
    )


def stays(g: Generator, hubs: int, has: set[str]) -> Stays:
    """Stays that end in every way."""

    def rate(chance: float, most: float) -> np.ndarray:
        return np.where(g.random(hubs) < chance, g.random(hubs) * most, 0.0)

    return Stays(
        limit=g.choice([20.0, 60.0, 90.0, 500.0], hubs) + g.random(hubs),
        at_limit=g.choice([S.TRANSFERRED_BACK, S.RELEASED_IN_HOST], hubs).astype(np.uint8),
        document_days_ho=g.uniform(3.0, 80.0, (hubs, ORIGINS)),
        document_share_ho=g.random((hubs, ORIGINS)),
        voluntary_rate_ho=g.random((hubs, ORIGINS)) * 0.01,
        leaves_rate=rate(0.5, 0.02),
        back_rate=rate(0.5, 0.01),
        barrier_rate=rate(0.5, 0.02),
        death_rate=rate(0.3, 0.005),
        claim_share=rate(0.5, 1.0),
        decision_days=g.uniform(5.0, 80.0, hubs),
        grant_share=rate(0.7, 1.0),
        re_arrival_share=float(g.random()),
        re_arrival_days=20.0,
        on_notice_share=float(g.random()) if "notice" in has else 0.0,
        submissions_days=float(g.uniform(2.0, 60.0)),
        submissions_accepted=float(g.random() * 0.6),
        spread=float(g.choice([0.5, 1.0])),
    )


def people(g: Generator, end: float, hubs: int, seed: int) -> tuple[People, Spans, np.ndarray]:
    """Families and single people, with up to three spans of days each, and by how long they are ready."""
    n = int(g.integers(1, 45))
    # Before one hub alone opens there are many who wait, and those go first who are ready longest.
    opens = float(g.uniform(0.0, end / 2)) if hubs == 1 and g.random() < 0.5 else 0.0
    since = np.sort(g.uniform(0.0, end, n))
    size = g.choice([1, 1, 1, 2, 3, 4, 6], n).astype(np.uint8)
    key = np.uint64(replication_key(np.uint64(seed), np.uint64(0)))
    found = People(
        at=np.zeros(n + 1, np.int64),
        time=np.zeros(0),
        stage=np.zeros(0, np.uint8),
        origin=g.integers(0, ORIGINS, n).astype(np.uint8),
        flags=np.where((size > 1) & (g.random(n) < 0.7), S.FLAG_CHILDREN, 0).astype(np.uint8),
        ready=np.maximum(since, opens),
        key=np.array([person_key(key, np.uint64(i)) for i in range(n)], np.uint64),
        size=size,
    )
    spans: list[tuple[int, float, float]] = []
    for i in range(n):
        start = float(found.ready[i])
        for _ in range(int(g.integers(1, 4))):
            stop = start + float(g.exponential(60.0)) if g.random() < 0.9 else math.inf
            if start < end:
                spans.append((i, start, stop))
            start = stop + float(g.exponential(20.0))
    who, starts, stops = (np.array(column) for column in zip(*spans, strict=True))
    return found, Spans(who, starts, stops), since


def both(seed: int, has: set[str]) -> tuple[Moved, list[Home], Oracle]:
    """What the kernel and the plain simulator find for one case."""
    g = np.random.default_rng(seed)
    end = float(g.choice([50.0, 147.0, 200.5, 365.0, 400.0, 800.0]))
    hubs = int(g.integers(2, 4)) if "hubs" in has else 1
    k, s = limits(g, end, hubs, has), stays(g, hubs, has)
    p, spans, since = people(g, end, hubs, seed)
    by_start = np.lexsort((since[spans.person], spans.start))
    moved = run(p, spans, by_start, np.argsort(spans.end, kind="stable"), s, k, end)
    homes = [
        Home(i, p.key[i], int(p.size[i]), int(p.origin[i]), bool(p.flags[i] & S.FLAG_CHILDREN))
        for i in range(p.size.size)
    ]
    waits = [
        Wait(homes[int(spans.person[w])], float(spans.start[w]), float(spans.end[w]), turn)
        for turn, w in enumerate(by_start)
    ]
    return moved, homes, Oracle(homes, s, k, end).run(waits)


def apart(seeds: range, has: set[str]) -> list[tuple[int, str]]:
    """Where the two differ, by case and by what they tell."""
    found: list[tuple[int, str]] = []
    told = ("at", "hub", "ended", "end_stage", "re_arrived", "submitted", "decided", "accepted")
    for seed in seeds:
        moved, homes, seen = both(seed, has)
        for name in told:
            if [getattr(home, name) for home in homes] != getattr(moved, name).tolist():
                found.append((seed, name))
        for name in ("people_hw", "queue_hw", "entered_hw", "held_hl", "used_ry", "onward_waits"):
            if not np.allclose(getattr(seen, name), getattr(moved, name)):
                found.append((seed, name))
    return found


CASES = [
    pytest.param({"notice"}, id="one hub"),
    pytest.param({"notice", "closings", "suspensions"}, id="one hub that closes or is suspended"),
    pytest.param({"notice", "hubs"}, id="hubs"),
    pytest.param({"notice", "hubs", "closings", "suspensions"}, id="hubs that close or are suspended"),
    pytest.param(
        {"notice", "hubs", "caps"},
        id="caps",
    ),
    pytest.param(
        {"notice", "hubs", "caps", "closings", "suspensions", "resources"},
        id="everything",
    ),
]


@pytest.mark.parametrize("has", CASES)
def test_a_plain_simulator_of_the_same_rules_finds_the_same_to_the_day(has: set[str]) -> None:
    assert apart(range(80), has) == []


@pytest.mark.long
@pytest.mark.parametrize("has", CASES)
def test_it_does_so_for_thousands_of_cases(has: set[str]) -> None:
    assert apart(range(1_000, 4_000), has) == []


def test_a_return_does_not_wait_for_a_resource_that_it_does_not_need() -> None:
    lawyers = {"a_week": 2.0, "notice": 1.0}
    stays = hub(20, END, documented=1.0, document_days=3.0, resources=(lawyers,))
    moved = send(np.array([0.0]), math.inf, stays, END, sizes=[6])
    assert moved.ended.tolist() == [3.0]


def test_returns_that_find_no_seat_do_not_keep_this_weeks_moves_waiting() -> None:
    none = {"a_week": 0.0, "onward": 1.0}
    stays = hub(100, END, a_week=2, documented=1.0, document_days=3.0, limit=300.0, resources=(none,))
    moved = send(np.zeros(8), math.inf, stays, END)
    assert moved.at.tolist() == [0.0, 0.0, 7.0, 7.0, 14.0, 14.0, 21.0, 21.0]


def test_a_cap_a_year_is_fresh_on_the_first_day_of_the_year() -> None:
    moved = send(np.zeros(3), math.inf, hub(10, END, a_year=2), END)
    assert moved.at.tolist() == [0.0, 0.0, S.YEAR]


def of_two_hubs(
    sizes: list[int], spans: list[tuple[int, float, float]], places: np.ndarray, **given: float
) -> Moved:
    """People with spans of days before two hubs with places of their own by week; one without any shuts."""
    n = len(sizes)
    hubs = hub([1, 1], END, **given)
    never = places.shape[1] + 1
    closes = np.array(
        [np.flatnonzero(row)[-1] + 1 if row[-1] == 0 and row.any() else never for row in places]
    )
    who, starts, stops = (np.array(column) for column in zip(*spans, strict=True))
    return run(
        People(
            at=np.zeros(n + 1, np.int64),
            time=np.zeros(0),
            stage=np.zeros(0, np.uint8),
            origin=np.zeros(n, np.uint8),
            flags=np.zeros(n, np.uint8),
            ready=np.zeros(n),
            key=np.array([person_key(np.uint64(1), np.uint64(i)) for i in range(n)], np.uint64),
            size=np.array(sizes, np.uint8),
        ),
        Spans(who, starts, stops),
        np.argsort(starts, kind="stable"),
        np.argsort(stops, kind="stable"),
        hubs.stays,
        hubs.limits._replace(places_hw=places, closes=closes),
        END,
    )


def test_a_family_that_comes_back_to_a_hub_too_small_for_it_stands_in_nobodys_way() -> None:
    places = np.full((2, 100), [[6], [2]])
    places[0, 1:] = 0
    # The family of four makes submissions at the first hub, which shuts; then it waits anew.
    spans = [(0, 1.0, 5.0), (1, 8.0, math.inf), (0, 10.0, math.inf), (2, 30.0, math.inf)]
    moved = of_two_hubs([4, 6, 1], spans, places, submits=1.0, submissions_days=20.0)
    assert moved.at.tolist() == [math.inf, math.inf, 50.0]


def test_who_is_ready_longest_goes_first_over_all_hubs_when_they_open() -> None:
    places = np.full((2, 100), 50)
    places[:, 0] = 0
    moved = of_two_hubs([1] * 20, [(i, 3.0, math.inf) for i in range(20)], places, in_all=10)
    assert np.flatnonzero(moved.at < END).tolist() == list(range(10))


def test_who_waits_for_the_first_opening_does_not_stand_in_line_for_a_later_one() -> None:
    places = np.full((2, 100), 5)
    places[0, 0], places[1, :40] = 0, 0
    spans = [(i, 3.0, math.inf) for i in range(10)] + [(10, 8.0, math.inf)]
    moved = of_two_hubs([1] * 11, spans, places, limit=10.0)
    assert moved.at[:10].max() <= moved.at[10]
