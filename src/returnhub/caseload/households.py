"""Who the people are: households of one origin and route, their members' sex and age.

A household is drawn whole: one adult, a couple, a family with children, or a child alone. Its
number keys its luck and the row keys a member's, so that the first people of a seed stay the same
however many are made. Only the last household may be cut short.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from returnhub.caseload.assumptions import Numbers
from returnhub.caseload.draws import Bits, Bools, Draws, Floats, Ints

KINDS = ("single adult", "couple", "family with children", "unaccompanied child")
SINGLE, COUPLE, FAMILY, ALONE = range(4)
FEMALE, MALE, ANOTHER = range(3)
SEXES = ("female", "male", "another")
ADULT_DAYS = 6575
"""Days from birth to the 18th birthday."""
_MOST_CHILDREN = 4
_OLDEST_DAYS = 90 * 365


@dataclass(frozen=True, slots=True)
class People:
    """One entry a person, in rows; `homes` draws for a household, `luck` for a person.

    `household` counts from 0; `kind`, `origin` and `sex` are positions in KINDS, the origins of the
    facts file, and SEXES.
    """

    household: Ints
    kind: Ints
    origin: Ints
    boat: Bools
    child: Bools
    sex: Ints
    luck: Draws
    homes: Draws
    rows: Bits
    seed: int

    def __len__(self) -> int:
        return len(self.household)


def make(n: int, numbers: Numbers, seed: int, weight: Floats) -> People:
    """`n` people in households; `weight` says how many of them are of each origin, as a ratio."""
    shares = _kind_shares(numbers)
    mean_size = np.array(
        [1.0, 2.0, 1.0 + numbers.of("two_parent_share") + numbers.of("children_a_family"), 1.0]
    )
    weights = (weight[:, None] * shares / mean_size).ravel()
    count = int(n / (weights @ np.tile(mean_size, len(weight)) / weights.sum()) * 1.01) + 200
    while (home := _homes(count, weights, numbers, seed)).size.sum() < n:
        count += count // 20 + 200
    household = np.repeat(np.arange(count), home.size)[:n]
    member = np.arange(n) - np.repeat(np.cumsum(home.size) - home.size, home.size)[:n]
    return _members(household, member, home, numbers, seed)


@dataclass(frozen=True, slots=True)
class _Homes:
    """One entry a household: origin, kind, whether it has two parents if it has any, and its size."""

    origin: Ints
    kind: Ints
    two: Bools
    size: Ints


def _homes(count: int, weights: Floats, numbers: Numbers, seed: int) -> _Homes:
    luck = Draws(np.arange(count, dtype=np.uint64), seed, "household")
    origin, kind = np.divmod(luck.pick("origin and kind", weights.tolist()), len(KINDS))
    two = luck.chance("two parents", numbers.of("two_parent_share"))
    each = (numbers.of("children_a_family") - 1) / (_MOST_CHILDREN - 1)
    children = np.ones(count, dtype=np.int64)
    for number in range(1, _MOST_CHILDREN):
        children += luck.chance(f"child {number}", each)
    size = np.where(kind == FAMILY, 1 + two + children, np.where(kind == COUPLE, 2, 1))
    return _Homes(origin, kind, two, size)


def _kind_shares(numbers: Numbers) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Share of people of each origin in each kind of household; rows are origins and sum to 1."""
    family, alone = numbers.by_origin("family_share"), numbers.by_origin("unaccompanied_child_share")
    couple = numbers.by_origin("couple_share")
    single = np.maximum(0.0, 1.0 - family - alone - couple)
    table = np.stack([single, couple, family, alone], axis=1)
    return table / table.sum(axis=1, keepdims=True)


def _members(household: Ints, member: Ints, home: _Homes, numbers: Numbers, seed: int) -> People:
    rows = np.arange(len(household), dtype=np.uint64)
    luck = Draws(rows, seed, "person")
    homes = Draws(household.astype(np.uint64), seed, "household")
    origin, kind, two = home.origin[household], home.kind[household], home.two[household]
    in_family = kind == FAMILY
    parent = in_family & (member <= two)
    share = numbers.of("boat_share")
    boat = numbers.by_origin("origin_weight_boat")
    other = numbers.by_origin("origin_weight_other")
    by_boat, by_other = share * boat / boat.sum(), (1 - share) * other / other.sum()
    boat_share = by_boat / np.maximum(by_boat + by_other, 1e-12)

    alone, lone = _female_shares(numbers)
    chance = np.where(parent, lone, np.where(in_family, 0.5, alone[origin]))
    paired = (kind == COUPLE) | (parent & two)
    first_is_a_woman = homes.chance("first partner", 0.5)
    female = np.where(paired, first_is_a_woman == (member == 0), luck.chance("sex", chance))
    another = luck.chance("sex another", numbers.of("sex_another_share"))
    return People(
        household=household,
        kind=kind,
        origin=origin,
        boat=homes.chance("route", boat_share[origin]),
        child=(in_family & ~parent) | (kind == ALONE),
        sex=np.where(another, ANOTHER, np.where(female, FEMALE, MALE)),
        luck=luck,
        homes=homes,
        rows=rows,
        seed=seed,
    )


def _female_shares(numbers: Numbers) -> tuple[Floats, float]:
    """Share of women among people alone of each origin, and among lone parents.

    Families and couples fix their own balance, so people alone make up an origin's share.
    """
    parents, children = numbers.of("two_parent_share"), numbers.of("children_a_family")
    lone = numbers.of("lone_parent_female_share")
    shares = _kind_shares(numbers)
    in_families = (parents + (1 - parents) * lone + children / 2) / (1 + parents + children)
    rest = numbers.by_origin("female_share") - shares[:, FAMILY] * in_families - shares[:, COUPLE] / 2
    return np.clip(rest / np.maximum(shares[:, SINGLE] + shares[:, ALONE], 1e-12), 0.0, 1.0), lone


def ages(people: People, youngest: Ints, numbers: Numbers) -> Ints:
    """Age in days of each person; a child in a family is at least `youngest`, if its parents' age allows."""
    luck, homes, kind = people.luck, people.homes, people.kind
    past, spread = numbers.of("adult_age_past_18_days"), numbers.of("adult_age_spread")
    # partners and parents are of an age, so most of an adult's luck is the household's
    own, shared = luck.normal("age"), homes.normal("age")
    z = np.where(kind == SINGLE, own, 0.95 * shared + 0.31 * own)
    adult = np.minimum(ADULT_DAYS + np.ceil(past * np.exp(spread * z)), _OLDEST_DAYS).astype(np.int64)
    youngest_parent = ADULT_DAYS + past * np.exp(spread * (0.95 * shared - 0.62))
    oldest = np.clip(youngest_parent - 17 * 365, 200, ADULT_DAYS - 1)
    in_family = luck.days("child's age", np.minimum(youngest, oldest - 1).astype(np.float64), oldest)
    alone = luck.days("age of a child alone", 14 * 365, ADULT_DAYS - 1)
    return np.where(people.child, np.where(kind == ALONE, alone, in_family), adult)
