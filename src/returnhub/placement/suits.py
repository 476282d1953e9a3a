"""Who may go to which hub: one reason for each household and hub that are shut to each other.

Verdicts come from screening: the rules about the person that count for a move to a hub, and, hub by
hub, those rules about the person that read how the origin stands to the hub's host. Only what is
shown to hold opens a hub; a rule that is unknown shuts it as one that fails does, with other words,
but for a what-if that supposes hubs ready: it supposes a way onward wherever none is known to be shut.
Steps of the scheme itself (notices, acceptance, plans) come after a proposal and are not asked here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import polars as pl

from returnhub.caseload.columns import CASE
from returnhub.caseload.host_facts import HOST_AND_ORIGIN, with_host
from returnhub.placement.homes import NEVER, Homes, Lives, Whole
from returnhub.placement.terms import Bools, Ints, Terms
from returnhub.scheme.model import Scheme
from returnhub.scheme.suitability import PlacesFor
from returnhub.screening.bulk import screen
from returnhub.screening.condition import facts_of
from returnhub.screening.rule import About, Group
from returnhub.screening.rules import Ruleset, load_ruleset
from returnhub.screening.verdict import RULE, Verdict


class Shut(StrEnum):
    """Why a household may not go to a hub, in the order in which reasons are looked for."""

    TAKEN = "has a place or was told of one"
    BARRED = "barred"
    UNKNOWN = "unknown"
    NOT_WHOLE = "household is not whole in the file"
    HOUSEHOLD_NOT_KNOWN = "household not known"
    NO_READY_DATE = "day of readiness not known"
    NO_MONITOR = "no monitor"
    NO_COMPLAINT_WAY = "no complaint way"
    NO_EXIT_ROUTE = "no exit route"
    NOT_OPEN = "not open in these weeks"
    TOO_EARLY = "notice runs beyond these weeks"
    ORIGIN = "origin not taken"
    HOST_BARRED = "barred for this host"
    HOST_UNKNOWN = "unknown for this host"
    CHILDREN = "families with children not taken"
    WOMEN = "only men taken"
    LIVES = "no place of the kind"
    SEX_NOT_KNOWN = "sex not known, and places are told apart"
    CARE = "care beyond the hub"
    STEP_FREE = "no step-free place"
    TOO_MANY = "no room for so many together"
    ACCEPTANCE = "host's acceptance ends before"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a hub is shut, with the rule that shuts it if one does."""

    shut: Shut
    rule: str | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Suits:
    """`shut` (N households, H hubs) is a position in `reasons`, -1 where open.

    `own` (rows of the caseload) is the position of what shuts every hub for this person alone, -1 if
    nothing does; `because_of` (N) is the row of the first member who shuts every hub for their
    household, -1 if none does. `host_because_of` (N, H) is the same where a host's rule shuts one hub.
    """

    reasons: tuple[Reason, ...]
    shut: Ints
    own: Ints
    because_of: Ints
    host_because_of: Ints


class _Reasons:
    """Reasons as they are met, each with its position."""

    def __init__(self) -> None:
        self.all: dict[Reason, int] = {}

    def at(self, shut: Shut, rule: str | None = None) -> int:
        return self.all.setdefault(Reason(shut, rule), len(self.all))


def read(
    cases: pl.DataFrame,
    scheme: Scheme,
    start: dt.date,
    people: Homes,
    free: Terms,
    *,
    earliest: Ints,
    latest: Ints,
    suppose_ready: bool,
    taken: pl.DataFrame | None,
) -> Suits:
    """Each pair of household and hub, with the first reason that shuts it. Raises as screening does."""
    ruleset = load_ruleset(scheme.rules.profile, scheme)
    reasons = _Reasons()
    own = _verdicts(cases, ruleset, start, reasons)
    if taken is not None and "case" in taken.columns:
        own[cases[CASE].is_in(taken[CASE].to_list()).to_numpy()] = reasons.at(Shut.TAKEN)
    whole, because_of = _first_member(own, people)
    for mask, why in (
        (people.whole == Whole.NOT_IN_FILE, Shut.NOT_WHOLE),
        (people.whole == Whole.NOT_KNOWN, Shut.HOUSEHOLD_NOT_KNOWN),
        (people.ready == NEVER, Shut.NO_READY_DATE),
    ):
        whole = np.where((whole < 0) & mask, reasons.at(why), whole)
    shut = np.repeat(whole[:, None], len(free.hubs), axis=1)
    host_because_of = np.full_like(shut, -1)
    by_host = _by_host(cases, scheme, ruleset, start, reasons, suppose_ready=suppose_ready)
    for h, hub in enumerate(scheme.hubs):
        found = shut[:, h]
        host, host_because_of[:, h] = _first_member(by_host[hub.host.code], people)

        def close(mask: Bools | np.bool_ | bool, why: Shut, found: Ints = found) -> None:
            found[(found < 0) & mask] = reasons.at(why)

        if not suppose_ready:
            close(hub.ready.monitor is not True, Shut.NO_MONITOR)
            close(hub.ready.complaint_way is not True, Shut.NO_COMPLAINT_WAY)
            close(hub.ready.exit_route is not True, Shut.NO_EXIT_ROUTE)
        close(bool(free.opens[h] >= free.places.shape[1]), Shut.NOT_OPEN)
        close(earliest >= free.places.shape[1], Shut.TOO_EARLY)
        close(_any_member(~_origin_taken(cases, scheme, h), people), Shut.ORIGIN)
        found[found < 0] = host[found < 0]
        close(people.children & (not hub.takes.families_with_children), Shut.CHILDREN)
        close(~people.only_men & (not hub.takes.women), Shut.WOMEN)
        mine = [s for s, spot in enumerate(free.spots) if spot.hub == h]
        fits = np.stack([_lives(people, free.spots[s].places_for) for s in mine], axis=1)
        close((people.lives == Lives.NOT_KNOWN) & ~fits.any(axis=1), Shut.SEX_NOT_KNOWN)
        close(~fits.any(axis=1), Shut.LIVES)
        close(people.care > hub.takes.care_up_to, Shut.CARE)
        fits &= people.step_free[:, None] <= free.most_step_free[mine]
        close(~fits.any(axis=1), Shut.STEP_FREE)
        fits &= people.size[:, None] <= free.most[mine]
        close(~fits.any(axis=1), Shut.TOO_MANY)
        close(latest < np.maximum(earliest, free.opens[h]), Shut.ACCEPTANCE)
    return Suits(tuple(reasons.all), shut, own, because_of, host_because_of)


def spots(found: Suits, people: Homes, free: Terms) -> Bools:
    """The spots (N, S) in which each household could live: hub open to them, kind of place fits."""
    allowed = np.zeros((len(people), len(free.spots)), bool)
    for s, spot in enumerate(free.spots):
        fits = _lives(people, spot.places_for) & (people.step_free <= free.most_step_free[s])
        allowed[:, s] = fits & (people.size <= free.most[s]) & (found.shut[:, spot.hub] < 0)
    return allowed


def _lives(people: Homes, places_for: PlacesFor | None) -> Bools:
    """Households that could live in places for these people; where places are for anybody, all."""
    match places_for:
        case None:
            return np.ones(len(people), bool)
        case PlacesFor.MEN:
            return people.lives == Lives.WITH_MEN
        case PlacesFor.WOMEN:
            return people.lives == Lives.WITH_WOMEN
        case PlacesFor.FAMILIES:
            return people.lives == Lives.IN_FAMILY_PLACE


def _verdicts(cases: pl.DataFrame, ruleset: Ruleset, start: dt.date, reasons: _Reasons) -> Ints:
    """For each row, what the rules about the person give beside `conditions_hold`; -1 where they hold."""
    answers = screen(cases, ruleset, start, about=About.PERSON)
    return _positions(answers, reasons, barred=Shut.BARRED, unknown=Shut.UNKNOWN)


def _positions(answers: pl.DataFrame, reasons: _Reasons, *, barred: Shut, unknown: Shut | None) -> Ints:
    verdict = answers["verdict"].cast(pl.String).to_numpy()
    rule = answers["first_reason"].to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    names = [c.removeprefix(RULE) for c in answers.columns if c.startswith(RULE)]
    found = np.full(len(answers), -1, np.int64)
    for word, why in ((Verdict.BARRED, barred), (Verdict.UNKNOWN, unknown)):
        if why is None:
            continue
        mask = verdict == word.value
        for number, name in enumerate(names):
            here = mask & (rule == number)
            if here.any():
                found[here] = reasons.at(why, name)
    return found


def _by_host(
    cases: pl.DataFrame,
    scheme: Scheme,
    ruleset: Ruleset,
    start: dt.date,
    reasons: _Reasons,
    *,
    suppose_ready: bool,
) -> dict[str, Ints]:
    """The same for the rules that read how the origin stands to a host, with each host's own answers."""
    asked = tuple(
        a.rule
        for a in ruleset.asked(start, tuple(Group), About.PERSON)
        if not set(HOST_AND_ORIGIN).isdisjoint(facts_of(a.condition))
    )
    hosts = {hub.host.code for hub in scheme.hubs}
    nothing = np.full(cases.height, -1, np.int64)
    if not asked:
        return dict.fromkeys(hosts, nothing)
    few = replace(ruleset, rules=asked)
    found: dict[str, Ints] = {}
    for host in sorted(hosts):
        there = with_host(cases, scheme.hosts.get(host, {}), file_first=len(hosts) == 1)
        answers = screen(there, few, start, tuple(Group), About.PERSON)
        unknown = None if suppose_ready else Shut.HOST_UNKNOWN
        found[host] = _positions(answers, reasons, barred=Shut.HOST_BARRED, unknown=unknown)
    return found


def _origins(cases: pl.DataFrame) -> pl.Series:
    if "origin" in cases.columns:
        return cases["origin"].cast(pl.String)
    return pl.Series("origin", [None], dtype=pl.String).new_from_index(0, cases.height)


def _origin_taken(cases: pl.DataFrame, scheme: Scheme, h: int) -> Bools:
    """People whose origin both scheme and hub take; one not known is not taken where any is shut out."""
    origin = _origins(cases)
    taken = pl.repeat(True, cases.height, eager=True)
    for rule in (scheme.is_for, scheme.hubs[h].takes):
        if rule.origins is not None:
            taken &= origin.is_in(rule.origins).fill_null(False)
        if rule.not_origins:
            taken &= ~origin.is_in(rule.not_origins).fill_null(True)
    return taken.to_numpy()


def _first_member(found: Ints, people: Homes) -> tuple[Ints, Ints]:
    """For each household the first member's reason (-1 if nobody has one) and that member's row."""
    has = found[people.rows] >= 0
    at = np.where(has, np.arange(len(has)), len(has))
    first = np.minimum.reduceat(at, people.first[:-1]) if len(has) else at
    row = np.append(people.rows, -1)[first]
    return np.where(row >= 0, np.append(found, -1)[row], -1), row


def _any_member(mask: Bools, people: Homes) -> Bools:
    return np.logical_or.reduceat(mask[people.rows], people.first[:-1]) if len(mask) else mask
