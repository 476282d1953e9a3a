"""The hub's kernel against a plain simulator of the same rules: the same people, day for day."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hub_oracle import Home, Oracle, Wait
from numpy.random import Generator
from one_hub import Moved, compiled_stays, hub, run, send, stay_of

from returnhub.simulation import stages as S
from returnhub.simulation.limits import NO_CAP, Limits
from returnhub.simulation.model.declared import Attribute, By, Challenge, Chance, Lognormal, Stay
from returnhub.simulation.model.paths import People
from returnhub.simulation.result import Outcome
from returnhub.simulation.streams import person_key, replication_key
from returnhub.simulation.waiting import Spans

END = 700.0
ORIGIN = Attribute("origin", (0.5, 0.5))
CHILDREN = Attribute("children", (0.5, 0.5))


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
        # an origin with and without children, in this order
        takes_hc=np.repeat(g.random((hubs, 2)) < 0.8, 2, axis=1)
        & np.where(np.tile([False, True], 2), g.random((hubs, 1)) < 0.7, True),
        line_c=np.where(g.random(4) < 0.3, 2, 1) if "lines" in has else np.ones(4, np.int64),
        helps="apart" not in has,
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


def stays(g: Generator, hubs: int) -> list[Stay]:
    """Stays that end in every way."""

    def rate(chance: float, most: float) -> float:
        return float(g.random() * most) if g.random() < chance else 0.0

    def of_origins(values: np.ndarray) -> By:
        return By((ORIGIN.name,), values)

    spread = float(g.choice([0.5, 1.0]))
    return [
        stay_of(
            limit=float(g.choice([20.0, 60.0, 90.0, 500.0]) + g.random()),
            at_limit=int(g.choice([S.TRANSFERRED_BACK, S.RELEASED_IN_HOST])),
            document_days=of_origins(g.uniform(3.0, 80.0, 2)),
            documented=of_origins(g.random(2)),
            voluntary=of_origins(g.random(2) * 0.01),
            leaves=rate(0.5, 0.02),
            back=rate(0.5, 0.01),
            barrier=rate(0.5, 0.02),
            death=rate(0.3, 0.005),
            claims=rate(0.5, 1.0),
            decision_days=float(g.uniform(5.0, 80.0)),
            granted=rate(0.7, 1.0),
            spread=spread,
        )
        for _ in range(hubs)
    ]


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
        of=(2 * g.integers(0, 2, n) + ((size > 1) & (g.random(n) < 0.7))).astype(np.int32),
        origin=np.zeros(n, np.uint8),
        flags=np.zeros(n, np.uint8),
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
    k = limits(g, end, hubs, has)
    submits = float(g.random()) if "notice" in has else 0.0
    offer = Challenge(
        "days of submissions",
        Chance("submits", submits),
        Lognormal(float(g.uniform(2.0, 60.0)), float(g.choice([0.5, 1.0]))),
        Chance("accepted", float(g.random() * 0.6)),
        meanwhile=Outcome.FURTHER_SUBMISSIONS_PENDING,
    )
    s, amounts = compiled_stays(
        stays(g, hubs),
        (ORIGIN, CHILDREN),
        submits,
        float(offer.after.median),
        float(offer.accepted.share),
        float(offer.after.spread),
    )
    p, spans, since = people(g, end, hubs, seed)
    by_start = np.lexsort((since[spans.person], spans.start))
    moved = run(p, spans, since, s, amounts, k, end)
    homes = [Home(i, p.key[i], int(p.size[i]), int(p.of[i])) for i in range(p.size.size)]
    waits = [
        Wait(
            homes[int(spans.person[w])],
            float(spans.start[w]),
            float(spans.end[w]),
            turn + 1e9 * k.line_c[p.of[spans.person[w]]],
        )
        for turn, w in enumerate(by_start)
    ]
    return moved, homes, Oracle(homes, s, amounts, offer, k, end).run(waits)


def apart(seeds: range, has: set[str]) -> list[tuple[int, str]]:
    """Where the two differ, by case and by what they tell."""
    found: list[tuple[int, str]] = []
    told = ("at", "hub", "ended", "end_stage", "submitted", "decided", "accepted")
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
    pytest.param({"notice", "hubs", "lines"}, id="two lines, one before the other"),
    pytest.param({"notice", "hubs", "lines", "apart", "closings"}, id="hubs that take from their own lines"),
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
            of=np.zeros(n, np.int32),
            origin=np.zeros(n, np.uint8),
            flags=np.zeros(n, np.uint8),
            ready=np.zeros(n),
            key=np.array([person_key(np.uint64(1), np.uint64(i)) for i in range(n)], np.uint64),
            size=np.array(sizes, np.uint8),
        ),
        Spans(who, starts, stops),
        np.zeros(n),
        hubs.stays,
        hubs.amounts,
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
