"""One replication's arrays as the frames of a `Result`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.scheme.model import CostLine
from returnhub.simulation import limit_frames
from returnhub.simulation.costs import Drivers
from returnhub.simulation.measures import Money, drivers_of, measures, money
from returnhub.simulation.movements import ends, moves
from returnhub.simulation.replicate import Outlook, Replication
from returnhub.simulation.result import Group
from returnhub.simulation.stages import STAGES
from returnhub.simulation.tally import stock

_STAGE_NAMES = pl.Enum([stage.value for stage in STAGES])
_GROUP_NAMES = pl.Enum([group.value for group in Group])

_K = TypeVar("_K")


def frames(r: Replication, ask: Outlook) -> dict[str, pl.DataFrame]:
    """Every frame of a `Result`, by its name, of this one replication and without the column `rep`.

    Counts and numbers alone: the replication's people can be let go.
    """
    scheme, origins = r.world.scheme, r.world.origins
    hubs = tuple(hub.id for hub in scheme.hubs)
    resources = tuple(one.id for one in scheme.resources)
    d = drivers_of(r, ask)
    m = money(r, d, ask)
    limited = limit_frames.Limited.of(r, ask.years)
    return {
        "weekly": _weekly(r, hubs),
        "moves": moves(r, ask.end, hubs),
        "stay_ends": ends(r, ask.end, hubs),
        "stages": _stages(r),
        "outcomes": _outcomes(r, origins),
        "drivers": _drivers(d),
        "costs": _costs(m, scheme.costs),
        "measures": _named(measures(r, ask, d, m), "measure"),
        "draws": _named(r.world.values, "figure"),
        "held_up": limit_frames.held_up(limited, hubs, resources),
        "happened": limit_frames.happened(limited, hubs),
        "resource_use": limit_frames.resource_use(limited, resources),
    }


def _grid(*lengths: int) -> list[NDArray[np.int64]]:
    """Index columns of an array of that shape, flattened."""
    return [axis.ravel() for axis in np.indices(lengths)]


def _names(codes: NDArray[np.int64], names: Iterable[str], kind: pl.DataType) -> pl.Series:
    """Codes as names: a gather from a short column, not a text a row."""
    return pl.Series(list(names), dtype=kind).gather(codes)


def _weekly(r: Replication, hubs: tuple[str, ...]) -> pl.DataFrame:
    """People, places, queue, entries and mean wait for each week and hub."""
    m = r.moved
    hub, week = _grid(*m.seen.people_hw.shape)
    entered, waited = m.seen.entered_hw.ravel(), m.seen.waited_hw.ravel()
    return pl.DataFrame(
        {
            "week": week.astype(np.int32),
            "hub": _names(hub, hubs, pl.String()),
            "people": m.seen.people_hw.ravel(),
            "places": r.places_hw.ravel(),
            "queue": m.seen.queue_hw.ravel(),
            "entered": entered,
            "wait_days": np.where(entered > 0, waited / np.maximum(entered, 1), np.nan),
        }
    ).with_columns(pl.col("wait_days").fill_nan(None))


def _stages(r: Replication) -> pl.DataFrame:
    """People at each stage at each week's end."""
    stock_sw = stock(r.scheme).astype(np.int32)
    stage, week = _grid(*stock_sw.shape)
    return pl.DataFrame(
        {
            "week": week.astype(np.int32),
            "stage": _names(stage, STAGES, _STAGE_NAMES),
            "people": stock_sw.ravel(),
        }
    )


def _outcomes(r: Replication, origins: tuple[str, ...]) -> pl.DataFrame:
    """Where the people of each group and origin are at the end, with the scheme and without it."""
    group, origin, stage = _grid(*r.scheme.final.shape)
    frame = pl.DataFrame(
        {
            "group": _names(group, Group, _GROUP_NAMES),
            "origin": _names(origin, origins, pl.String()),
            "outcome": _names(stage, STAGES, _STAGE_NAMES),
            "people": r.scheme.final.ravel(),
            "people_without": r.none.final.ravel(),
            "people_moved": r.scheme.moved.ravel(),
        }
    )
    return frame.filter((pl.col("people") > 0) | (pl.col("people_without") > 0))


def _column(
    by_name: Mapping[_K, NDArray[np.float64]], names: Sequence[_K], years: int
) -> NDArray[np.float64]:
    """Amounts by name and year, flattened; nought for a name that is not counted."""
    nothing = np.zeros(years)
    return np.array([by_name.get(name, nothing) for name in names], float).ravel()


def _drivers(d: Drivers) -> pl.DataFrame:
    """What costs are counted by, in each year."""
    names = list(d.happened)
    years = d.happened[names[0]].size
    driver, year = _grid(len(names), years)
    return pl.DataFrame(
        {
            "year": year.astype(np.int32),
            "driver": _names(driver, [name.value for name in names], pl.String()),
            "count": _column(d.happened, names, years),
            "count_without": _column(d.without, names, years),
            "count_saved": _column(d.saved, names, years),
            "count_new_arrivals": _column(d.new_arrivals, names, years),
        }
    )


def _costs(m: Money, lines: Sequence[CostLine]) -> pl.DataFrame:
    """GBP by line and year: with the scheme, without it, saved; and with the scheme discounted."""
    ids = [line.id for line in lines]
    years = m.factors.size
    line, year = _grid(len(lines), years)
    gbp = _column(m.with_scheme, ids, years)
    factor = np.tile(m.factors, len(lines))
    return pl.DataFrame(
        {
            "year": year.astype(np.int32),
            "line": _names(line, ids, pl.String()),
            "payer": _names(line, [one.payer for one in lines], pl.String()),
            "gbp": gbp,
            "gbp_without": _column(m.without, ids, years),
            "gbp_saved": _column(m.saved, ids, years),
            "gbp_discounted": gbp * factor,
            "discount_factor": factor,
        }
    )


def _named(values: Mapping[str, float], column: str) -> pl.DataFrame:
    """One row for each name."""
    return pl.DataFrame(
        {column: list(values), "value": list(values.values())},
        schema={column: pl.String, "value": pl.Float64},
    )
