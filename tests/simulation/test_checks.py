"""The checks that run in every report: each fails on a count broken on purpose, and on nothing else."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from returnhub.scheme.model import Scheme
from returnhub.simulation import stages as S
from returnhub.simulation import worlds
from returnhub.simulation.checks import balance, checks
from returnhub.simulation.replicate import Outlook, Replication, replicate

ASK = Outlook(4, seed=1, scale=0.05)


@pytest.fixture(scope="module")
def sound(bare: Scheme) -> Replication:
    fixed = {"hub_opens_after_days": 50.0, "hub_places": 1_000.0, "hub_transfers_a_week": 500.0}
    class_ok = np.tile([0.3, 0.6], (len(worlds.origins(bare)), 2, 1))
    r = replicate(worlds.draw(bare, 1, 0, fixed), class_ok, ASK, 0)
    assert r.moved.seen.entered_hw.sum() > 50
    assert r.moved.seen.queue_hw.sum() > 50
    return r


def failed(r: Replication) -> set[str]:
    found = checks([balance(r, ASK)], worlds.weeks_in(ASK.years), ("kosovo",))
    return {check.name for check in found if not check.holds}


def lose_a_person(r: Replication) -> Replication:
    stock = r.scheme.stock.copy()
    stock[S.PROTECTED, 60] -= 1
    return r._replace(scheme=r.scheme._replace(stock=stock))


def make_a_person_from_nothing(r: Replication) -> Replication:
    claims = r.scheme.claims.copy()
    claims[60] -= 1
    return r._replace(scheme=r.scheme._replace(claims=claims))


def miscount_the_hub(r: Replication) -> Replication:
    people = r.moved.seen.people_hw.copy()
    people[0, 100] -= 1
    return r._replace(moved=r.moved._replace(seen=r.moved.seen._replace(people_hw=people)))


def miscount_the_queue(r: Replication) -> Replication:
    queue = r.moved.seen.queue_hw.copy()
    queue[0, 100] += 1
    return r._replace(moved=r.moved._replace(seen=r.moved.seen._replace(queue_hw=queue)))


def take_a_place_away(r: Replication) -> Replication:
    places = r.places_hw.copy()
    places[0, 150] = r.moved.seen.people_hw[0, 150] - 1
    return r._replace(places_hw=places)


def lengthen_a_stay(r: Replication) -> Replication:
    ended = r.moved.ended.copy()
    ended[np.flatnonzero(ended < ASK.end)[0]] += 0.01
    return r._replace(moved=r.moved._replace(ended=ended))


def lengthen_a_wait(r: Replication) -> Replication:
    return r._replace(moved=r.moved._replace(waited_h=r.moved.waited_h + 0.01))


def test_a_sound_replication_passes(sound: Replication) -> None:
    assert failed(sound) == set()


@pytest.mark.parametrize(
    ("breaks", "check"),
    [
        (lose_a_person, "people in = people out + present"),
        (make_a_person_from_nothing, "people in = people out + present"),
        (miscount_the_hub, "hubs and queues hold the same people by clock and by person"),
        (miscount_the_queue, "hubs and queues hold the same people by clock and by person"),
        (take_a_place_away, "nobody without a place"),
        (lengthen_a_stay, "Little's law"),
        (lengthen_a_wait, "Little's law"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_broken_count_fails_its_check(
    sound: Replication, breaks: Callable[[Replication], Replication], check: str
) -> None:
    assert failed(breaks(sound)) == {check}
