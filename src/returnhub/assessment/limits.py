"""What limits a scheme: what stops the first in line, what happens to hubs, how far resources are used."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from returnhub.scheme.limits import HubEvent, Resource
from returnhub.scheme.model import Scheme
from returnhub.simulation.over_runs import band_of, bands, filled
from returnhub.simulation.result import Band, Result


@dataclass(frozen=True, slots=True)
class Stop:
    """How often one limit stops the first in line for one hub: the share of all weeks of a run.

    `limit` is one of `simulation.limits.LIMITS` or a resource's id; `ever` is the share of runs in
    which it stops anybody.
    """

    hub: str
    limit: str
    share: Band
    ever: float


@dataclass(frozen=True, slots=True)
class Befalls:
    """One event at one hub: the share of runs in which it happens, and the weeks lost where it does.

    `weeks` is None where it lasts for good.
    """

    hub: str
    event: HubEvent
    runs: float
    weeks: Band | None


@dataclass(frozen=True, slots=True)
class Use:
    """How far one resource is used: `by_year` has year (1 is the first), low, lower, middle, upper, high,
    mean; years in which no hub may move anybody are left out."""

    resource: Resource
    by_year: pl.DataFrame
    whole: Band


@dataclass(frozen=True, slots=True)
class Limits:
    """What stops people, most often first; what happens; what is used."""

    stops: tuple[Stop, ...]
    events: tuple[Befalls, ...]
    uses: tuple[Use, ...]


def limits(scheme: Scheme, result: Result) -> Limits:
    """What a result says of the limits of its scheme's hubs."""
    return Limits(
        stops=_stops(result),
        events=tuple(
            _befalls(result, hub.id, event)
            for hub in scheme.hubs
            for event in scheme.events
            if event.active and event.hub in (None, hub.id)
        ),
        uses=tuple(_use(result, resource) for resource in scheme.resources) if scheme.hubs else (),
    )


def _stops(result: Result) -> tuple[Stop, ...]:
    weeks = result.weekly["week"].n_unique()
    by = ["hub", "limit"]
    frame = result.held_up.select("rep", *by, (pl.col("weeks") / weeks).alias("share"))
    whole = filled(frame, by, "share", result.replications)
    ever = whole.group_by(by).agg((pl.col("share") > 0).mean().alias("ever"))
    found = [
        Stop(row["hub"], row["limit"], band_of(row), row["ever"])
        for row in bands(whole, by, "share").join(ever, on=by).iter_rows(named=True)
        if row["ever"] > 0
    ]
    return tuple(sorted(found, key=lambda stop: -stop.share.mean))


def _befalls(result: Result, hub: str, event: HubEvent) -> Befalls:
    mine = result.happened.filter((pl.col("hub") == hub) & (pl.col("event") == event.id))
    by_run = mine.group_by("rep").agg(pl.col("weeks").sum(), pl.col("weeks").is_null().any().alias("good"))
    return Befalls(
        hub=hub,
        event=event,
        runs=by_run.height / result.replications,
        weeks=None if by_run["good"].any() else Band.of(by_run["weeks"]),
    )


def _use(result: Result, resource: Resource) -> Use:
    mine = result.resource_use.filter((pl.col("resource") == resource.id) & (pl.col("available") > 0))
    share = mine.with_columns((pl.col("used") / pl.col("available")).alias("share"), pl.col("year") + 1)
    whole = mine.group_by("rep").agg(pl.col("used").sum() / pl.col("available").sum())
    return Use(resource, bands(share, ["year"], "share"), Band.of(whole["used"]))
