"""What a host state bears: people in its hub, people who stay in the country, claims, money and duties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.scheme.model import CostLine, Hub, Scheme, Side, State, Term, WayBack
from returnhub.simulation.days import WEEK, YEAR
from returnhub.simulation.result import Band, Outcome, Result

STAYS_THERE = (Outcome.RELEASED_IN_HOST, Outcome.PROTECTED_IN_HOST, Outcome.LEFT_HUB)
"""Ends of a stay after which a person is in the host state and not in the hub."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year (1 is the first): people in the hub at its end; released, protected, left in it; claims.

    `claims` is those moved in the year times the share who claim asylum there, where that is open.
    """

    year: int
    in_hub: Band
    released: Band
    protected: Band
    left: Band
    claims: Band


@dataclass(frozen=True, slots=True)
class HostBears:
    """What one host bears. `stayed` counts all who were released, protected or left over the run.

    `costs` are the lines that a host pays, of all hosts together, discounted GBP beyond today's.
    `duties` and `ways` are the terms and ways back that fall on it, or on nobody yet.
    """

    host: State
    years: tuple[Year, ...]
    stayed: Band
    claims: Band
    most_in_hub: Band
    costs: tuple[tuple[CostLine, Band], ...]
    duties: tuple[Term, ...]
    ways: tuple[WayBack, ...]


def bears(scheme: Scheme, result: Result) -> tuple[HostBears, ...]:
    """What each host state of the scheme bears, in the order of its hubs."""
    hosts = {hub.host.code: hub.host for hub in scheme.hubs}
    return tuple(
        _bears(scheme, result, host, tuple(h for h in scheme.hubs if h.host.code == code))
        for code, host in hosts.items()
    )


def _bears(scheme: Scheme, result: Result, host: State, hubs: tuple[Hub, ...]) -> HostBears:
    shape = result.replications, result.years
    ids = [hub.id for hub in hubs]
    here = pl.col("hub").cast(pl.String).is_in(ids)
    ends = result.stay_ends.filter(here).with_columns(pl.col("outcome").cast(pl.String))
    ended = {o: _by_year(ends.filter(pl.col("outcome") == o.value), shape) for o in STAYS_THERE}
    claims = np.zeros(shape)
    for hub in hubs:
        if hub.host_procedure.open_to_people is not False:
            moved = _by_year(result.moves.filter(pl.col("hub").cast(pl.String) == hub.id), shape)
            claims += moved * _drawn(result, hub.host_procedure.claim_share)[:, None]
    weeks = result.weekly.filter(here).group_by("rep", "week").agg(pl.col("people").sum())
    most = weeks.group_by("rep").agg(pl.col("people").max())["people"]
    released, protected, left = (ended[o] for o in STAYS_THERE)
    years = tuple(
        Year(
            year + 1,
            Band.of(weeks.filter(pl.col("week") == _last_week(year))["people"]),
            Band.of(released[:, year]),
            Band.of(protected[:, year]),
            Band.of(left[:, year]),
            Band.of(claims[:, year]),
        )
        for year in range(result.years)
    )
    stayed = sum((counts.sum(axis=1) for counts in ended.values()), np.zeros(result.replications))
    return HostBears(
        host,
        years,
        Band.of(stayed),
        Band.of(claims.sum(axis=1)),
        Band.of(most),
        tuple((line, _cost(result, line)) for line in scheme.costs if line.payer.startswith("host")),
        tuple(t for t in scheme.agreement.terms if t.duty_of in (Side.HOST, Side.BOTH)),
        tuple(w for hub in hubs for w in hub.way_back if w.who_bears_it != Side.SENDING.value),
    )


def _last_week(year: int) -> int:
    return int((year + 1) * YEAR / WEEK) - 1


def _by_year(frame: pl.DataFrame, shape: tuple[int, int]) -> NDArray[np.float64]:
    """People by run and year; a week belongs to the year in which it begins."""
    counts = np.zeros(shape)
    year = np.minimum(frame["week"].to_numpy() * WEEK / YEAR, shape[1] - 1).astype(int)
    np.add.at(counts, (frame["rep"].to_numpy(), year), frame["people"].to_numpy())
    return counts


def _cost(result: Result, line: CostLine) -> Band:
    more = (pl.col("gbp") - pl.col("gbp_without")) * pl.col("discount_factor")
    of_line = result.costs.filter(pl.col("line").cast(pl.String) == line.id)
    return Band.of(of_line.group_by("rep").agg(more.sum().alias("more"))["more"])


def _drawn(result: Result, figure: str) -> NDArray[np.float64]:
    return result.draws.filter(pl.col("figure") == figure).sort("rep")["value"].to_numpy()
