"""Arrays of many replications as the frames of a `Result`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.scheme.model import CostLine
from returnhub.simulation.costs import Drivers
from returnhub.simulation.measures import Money
from returnhub.simulation.replicate import Replication
from returnhub.simulation.result import Group
from returnhub.simulation.stages import STAGES
from returnhub.simulation.tally import stock

_STAGE_NAMES = pl.Enum([stage.value for stage in STAGES])
_GROUP_NAMES = pl.Enum([group.value for group in Group])

_K = TypeVar("_K")


class Weekly(NamedTuple):
    """One replication's counts by hub and week, by stage and week, and at the end."""

    people_hw: NDArray[np.int64]
    places_hw: NDArray[np.int64]
    queue_hw: NDArray[np.int64]
    entered_hw: NDArray[np.int64]
    waited_hw: NDArray[np.float64]
    stock_sw: NDArray[np.int32]
    final_gos: NDArray[np.int64]
    none_final_gos: NDArray[np.int64]
    moved_gos: NDArray[np.int64]

    @staticmethod
    def of(r: Replication) -> Weekly:
        """Keep the counts of a replication and let its people go."""
        m = r.moved
        return Weekly(
            m.people_hw,
            r.places_hw,
            m.queue_hw,
            m.entered_hw,
            m.waited_hw,
            stock(r.scheme).astype(np.int32),
            r.scheme.final,
            r.none.final,
            r.scheme.moved,
        )


def _grid(*lengths: int) -> list[NDArray[np.int64]]:
    """Index columns of an array of that shape, flattened."""
    return [axis.ravel() for axis in np.indices(lengths)]


def _named(codes: NDArray[np.int64], names: Iterable[str], kind: pl.DataType) -> pl.Series:
    """Codes as names: a gather from a short column, not a text a row."""
    return pl.Series(list(names), dtype=kind).gather(codes)


def weekly(of: Sequence[Weekly], hubs: tuple[str, ...]) -> pl.DataFrame:
    """People, places, queue, entries and mean wait for each replication, week and hub."""
    rep, hub, week = _grid(len(of), len(hubs), of[0].people_hw.shape[1])
    entered = np.array([w.entered_hw for w in of]).ravel()
    waited = np.array([w.waited_hw for w in of]).ravel()
    return pl.DataFrame(
        {
            "rep": rep.astype(np.int32),
            "week": week.astype(np.int32),
            "hub": pl.Series(np.array(hubs, object)[hub] if hubs else [], dtype=pl.String),
            "people": np.array([w.people_hw for w in of]).ravel(),
            "places": np.array([w.places_hw for w in of]).ravel(),
            "queue": np.array([w.queue_hw for w in of]).ravel(),
            "entered": entered,
            "wait_days": np.where(entered > 0, waited / np.maximum(entered, 1), np.nan),
        }
    ).with_columns(pl.col("wait_days").fill_nan(None))


def stages(of: Sequence[Weekly]) -> pl.DataFrame:
    """People at each stage at each week's end."""
    rep, stage, week = _grid(len(of), len(STAGES), of[0].stock_sw.shape[1])
    return pl.DataFrame(
        {
            "rep": rep.astype(np.int32),
            "week": week.astype(np.int32),
            "stage": _named(stage, STAGES, _STAGE_NAMES),
            "people": np.array([w.stock_sw for w in of]).ravel(),
        }
    )


def outcomes(of: Sequence[Weekly], origins: tuple[str, ...]) -> pl.DataFrame:
    """Where the people of each group and origin are at the end, with the scheme and without it."""
    rep, group, origin, stage = _grid(len(of), len(Group), len(origins), len(STAGES))
    frame = pl.DataFrame(
        {
            "rep": rep.astype(np.int32),
            "group": _named(group, Group, _GROUP_NAMES),
            "origin": np.array(origins, object)[origin],
            "outcome": _named(stage, STAGES, _STAGE_NAMES),
            "people": np.array([w.final_gos for w in of]).ravel(),
            "people_without": np.array([w.none_final_gos for w in of]).ravel(),
            "people_moved": np.array([w.moved_gos for w in of]).ravel(),
        },
        schema_overrides={"origin": pl.String},
    )
    return frame.filter((pl.col("people") > 0) | (pl.col("people_without") > 0))


def _column(
    of: Sequence[Mapping[_K, NDArray[np.float64]]], names: Sequence[_K], years: int
) -> NDArray[np.float64]:
    """Amounts by replication, name and year, flattened; nought for a name that is not counted."""
    nothing = np.zeros(years)
    return np.array([[by_name.get(name, nothing) for name in names] for by_name in of], float).ravel()


def drivers(of: Sequence[Drivers]) -> pl.DataFrame:
    """What costs are counted by, in each year."""
    names = list(of[0].happened)
    years = of[0].happened[names[0]].size
    rep, driver, year = _grid(len(of), len(names), years)
    return pl.DataFrame(
        {
            "rep": rep.astype(np.int32),
            "year": year.astype(np.int32),
            "driver": _named(driver, [name.value for name in names], pl.String()),
            "count": _column([d.happened for d in of], names, years),
            "count_without": _column([d.without for d in of], names, years),
            "count_saved": _column([d.saved for d in of], names, years),
            "count_new_arrivals": _column([d.new_arrivals for d in of], names, years),
        }
    )


def costs(of: Sequence[Money], lines: Sequence[CostLine]) -> pl.DataFrame:
    """GBP by line and year: with the scheme, without it, saved; and with the scheme discounted."""
    ids = [line.id for line in lines]
    years = of[0].factors.size
    rep, line, year = _grid(len(of), len(lines), years)
    gbp = _column([m.with_scheme for m in of], ids, years)
    factor = np.array([m.factors for m in of]).repeat(len(lines), axis=0).ravel()
    return pl.DataFrame(
        {
            "rep": rep.astype(np.int32),
            "year": year.astype(np.int32),
            "line": _named(line, ids, pl.String()),
            "payer": _named(line, [one.payer for one in lines], pl.String()),
            "gbp": gbp,
            "gbp_without": _column([m.without for m in of], ids, years),
            "gbp_saved": _column([m.saved for m in of], ids, years),
            "gbp_discounted": gbp * factor,
            "discount_factor": factor,
        }
    )


def named(of: Sequence[Mapping[str, float]], column: str) -> pl.DataFrame:
    """One row for each replication and name."""
    names = list(of[0])
    return pl.DataFrame(
        {
            "rep": np.repeat(np.arange(len(of), dtype=np.int32), len(names)),
            column: names * len(of),
            "value": np.array([[row[name] for name in names] for row in of], float).ravel(),
        }
    )
