"""Pictures of hubs over weeks, one panel a hub and result, all on the same scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from returnhub.charts import Certified, Chart, Measure, Weeks, Words, bands
from returnhub.simulation import over_runs
from returnhub.simulation.picture import Part, Picture, named, picture, tabled
from returnhub.simulation.result import Result

NO_HUB = "has no hub to show: there are no places, and nobody is moved to one or waits for it."


class OverWeeks(NamedTuple):
    """What is drawn: a column of `Result.weekly`; `measured` says what it is of `{hub}`."""

    title: str
    column: str
    measured: str
    measure: Measure
    places: bool = False


def over_weeks(results: Sequence[Result], hubs: Sequence[str], what: OverWeeks) -> Picture:
    """The picture of those of `hubs` that each result has; a sentence for a result that has none of them."""
    frames = [(name, _frame(result, hubs, what)) for name, result in named(results)]
    table = tabled(frames)
    tops = [column for column in ("high", "places_high") if column in table.columns]
    also = [top for column in tops for top in table[column].drop_nulls()]

    def draw(ident: str, words: Words, part: Part) -> Chart:
        frame = part.frame
        certified = None
        if what.places:
            middle, low, high = (frame[f"places_{edge}"].to_list() for edge in ("middle", "low", "high"))
            certified = Certified("Places, middle of runs", middle, low, high)
        return bands(
            ident,
            words,
            weeks(part.result.starts, frame),
            what.measure,
            measured=what.measured.format(hub=frame["hub"][0]),
            certified=certified,
            also=also,
        )

    parts = [
        part
        for (name, frame), result in zip(frames, results, strict=True)
        for part in _parts(name if len(results) > 1 else "", result, frame, hubs)
    ]
    return picture(what.title, results, parts, draw, table)


def weeks(starts: dt.date, frame: pl.DataFrame) -> Weeks:
    """Bands by week, as charts take them."""
    ends = [starts + dt.timedelta(days=7 * (week + 1) - 1) for week in frame["week"]]
    return Weeks(ends, *(frame[name].to_list() for name, _ in over_runs.QUANTILES))


def _parts(name: str, result: Result, frame: pl.DataFrame, hubs: Sequence[str]) -> list[Part]:
    here = [hub for hub in result.hubs if hub in hubs]
    if not here:
        return [Part(name, result, frame, f"{result.scheme} {NO_HUB}")]
    several = len(here) > 1
    return [
        Part(": ".join(filter(None, (name, hub if several else ""))), result, one, "")
        for hub in here
        for one in [frame.filter(pl.col("hub") == hub)]
    ]


def _frame(result: Result, hubs: Sequence[str], what: OverWeeks) -> pl.DataFrame:
    by = ["hub", "week"]
    rows = result.weekly.filter(pl.col("hub").is_in(hubs))
    found = over_runs.bands(rows, by, what.column)
    if not what.places:
        return found
    edges = {f"places_{edge}": pl.col(edge) for edge in ("low", "middle", "high")}
    return found.join(over_runs.bands(rows, by, "places").select(*by, **edges), on=by, maintain_order="left")
