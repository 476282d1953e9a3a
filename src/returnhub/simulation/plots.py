"""Pictures of results: `result.plot.occupancy()`, and beside other results on the same scale.

Every picture is of bands over runs: one run has no band, and gets a sentence instead.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from returnhub.charts import (
    Bar,
    Chart,
    Interval,
    Measure,
    Spread,
    Strip,
    Words,
    bars,
    intervals,
    spread,
    strips,
)
from returnhub.problems import Code, Problems, Where, refuse
from returnhub.scheme.fields import near
from returnhub.simulation.ends import END_OF, End
from returnhub.simulation.measure_words import said_of
from returnhub.simulation.over_runs import QUANTILES, bands, filled, totals
from returnhub.simulation.picture import Part, Picture, named, picture, tabled
from returnhub.simulation.result import Band, Group, Result
from returnhub.simulation.weekly import NO_HUB, OverWeeks, over_weeks, weeks

GROUPS: Mapping[str, Group] = {group.name.lower(): group for group in Group}
"""Groups of people by the names that `outcomes` takes."""

_END = pl.Enum([end.value for end in End])
_END_OF = {outcome.value: end.value for outcome, end in END_OF.items()}
_BARS = "A bar ends at the middle of runs; the line across its end holds 9 in 10 runs."
_DOTS = "A dot is the middle of runs; the line through it holds 9 in 10 runs."
_STROKES = "Each stroke is one run."
_THINNED = 4


@dataclass(frozen=True, slots=True)
class Plots:
    """The pictures of one result, or of several: those stand one under the other with the same axes.

    Each method gives a `Picture`: Jupyter shows it, `.table` has its numbers, `.save(path)` writes an SVG.
    A name that no result has is refused with Problems, which say what there is.
    """

    results: tuple[Result, ...]

    def beside(self, *others: Result) -> Plots:
        """The same pictures with other results under this one.

        Run with the same seed and years, they met the same people with the same luck.
        """
        return Plots((*self.results, *others))

    def occupancy(self, hub: str | None = None) -> Picture:
        """People in each hub, or in the one called `hub`, at each week's end, with its places."""
        measured = "People in {hub} at each week's end; dashed: places, 9 in 10 runs"
        what = OverWeeks("People in the hub, week by week", "people", measured, Measure.PEOPLE, places=True)
        return over_weeks(self.results, self._hubs(hub), what)

    def queue(self, hub: str | None = None) -> Picture:
        """People who wait for a place in each hub at each week's end."""
        measured = "People waiting for a place in {hub} at each week's end"
        what = OverWeeks("People waiting for a place, week by week", "queue", measured, Measure.PEOPLE)
        return over_weeks(self.results, self._hubs(hub), what)

    def waits(self, hub: str | None = None) -> Picture:
        """Mean days waited by those who entered each hub in a week, over the runs in which somebody did."""
        measured = "Mean days waited by those who entered {hub} in the week"
        what = OverWeeks("Days waited for a place, week by week", "wait_days", measured, Measure.DAYS)
        return over_weeks(self.results, self._hubs(hub), what)

    def moved(self, hub: str | None = None) -> Picture:
        """People moved in each year, to all hubs together or to the one called `hub`."""
        hubs = self._hubs(hub)
        # As for costs, a year has 365 days; a week belongs to the year in which it begins.
        year = (pl.col("week") * 7 // 365).alias("year")

        def frame(result: Result) -> pl.DataFrame:
            rows = result.weekly.filter(pl.col("hub").is_in(hubs)).with_columns(year)
            return _totals(rows, "year", of="entered")

        title, nothing = "People moved to a hub, year by year", NO_HUB
        return self._bars(title, frame, "year", Measure.PEOPLE, "People moved in the year", nothing)

    def costs(self, by: Literal["year", "line", "payer"] = "year") -> Picture:
        """GBP that the scheme adds beyond what is paid without it; below nought, it saves.

        By year, in money of that year and all payers together; by cost line or by payer, over all years
        and discounted. Where no result has a hub: what is paid.
        """
        _known("by", by, ("year", "line", "payer"))
        beyond = any(result.hubs for result in self.results)
        gbp = pl.col("gbp") - (pl.col("gbp_without") if beyond else 0.0)
        value = gbp if by == "year" else gbp * pl.col("discount_factor")
        measured = "GBP in the year" if by == "year" else "GBP over all years, discounted"
        if beyond:
            measured += ", beyond what is paid without the scheme"

        def frame(result: Result) -> pl.DataFrame:
            return _totals(result.costs.with_columns(value.alias("more")), by, of="more")

        return self._bars(f"What it costs, by {by}", frame, by, Measure.GBP, measured, "has no cost line.")

    def stages(self) -> Picture:
        """Where everyone who has claimed stands at each week's end, each on a scale of its own.

        The table has every week, the picture each fourth.
        """
        end = pl.col("stage").cast(pl.String).replace_strict(_END_OF, return_dtype=_END).alias("end")
        frames = [
            (name, _totals(result.stages.with_columns(end), "end", "week", of="people"))
            for name, result in named(self.results)
        ]
        table = tabled(frames)
        most = dict(table.group_by("end").agg(pl.col("high").max()).iter_rows())

        def draw(ident: str, words: Words, part: Part) -> Chart:
            week = pl.col("week")
            thinned = part.frame.filter((week % _THINNED == 0) | (week == week.max()))
            by_end = thinned.partition_by("end", as_dict=True)
            rows = tuple(
                Strip(end, weeks(part.result.starts, by_end[(end,)]), most[end])
                for end in _END.categories
                if most[end] > 0
            )
            return strips(ident, words, rows, Measure.PEOPLE)

        title = "Where everyone who has claimed stands, week by week"
        return picture(title, self.results, self._parts(frames, ""), draw, table)

    def outcomes(self, group: str = "refused") -> Picture:
        """Where 1,000 people of a group stand at the end of the run, with the scheme and without it.

        `group` is one of `GROUPS`: claim, arrival, refused, exhausted, moved. They joined it at least
        three years before the end.
        """
        _known("group", group, GROUPS)
        among = GROUPS[group].value
        frames = [(name, _standing(result, among)) for name, result in named(self.results)]
        table = tabled(frames)
        also = table["high"].drop_nulls().to_list()

        def draw(ident: str, words: Words, part: Part) -> Chart:
            rows = tuple(
                Interval(
                    row["end"] if row["with_scheme"] else "The same without the scheme",
                    row["low"],
                    row["middle"],
                    row["high"],
                    other=not row["with_scheme"],
                )
                for row in part.frame.iter_rows(named=True)
            )
            kinds = ("with the scheme", "without it") if any(row.other for row in rows) else ("", "")
            measured = f"Of 1,000 {among}"
            return intervals(ident, words, rows, Measure.PEOPLE, kinds=kinds, measured=measured, also=also)

        parts = self._parts(frames, f"counts no {among} early enough to follow them for three years.")
        return picture(f"Where 1,000 {among} stand at the end", self.results, parts, draw, table, _DOTS)

    def measure(self, name: str) -> Picture:
        """How one measure lies over runs; the names are those in `Result.measures`."""
        values = [(scheme, result.values(name)) for scheme, result in named(self.results)]
        return self._spread(said_of(name).says, name, values)

    def difference(self, name: str) -> Picture:
        """How much more of a measure each result has than the first, run by run; below nought: less.

        Results of the same seed and years met the same people with the same luck, so that a difference
        is the schemes' and not chance's. Raises Problems if there is no second result, or another seed.
        """
        first, *others = named(self.results)
        alike = {(result.seed, result.years, result.scale) for result in self.results}
        if not others or len(alike) > 1:
            found, expected = "cannot be told", "a second result of the same seed, years and scale"
            raise _refused("difference", found, expected=expected)
        runs = min(result.replications for result in self.results)
        values = [
            (f"{scheme}, more than {first[0]}", result.values(name)[:runs] - first[1].values(name)[:runs])
            for scheme, result in others
        ]
        return self._spread(f"{said_of(name).says}: the difference", name, values, (0.0, first[0]))

    def _hubs(self, hub: str | None) -> Sequence[str]:
        hubs = list(dict.fromkeys(name for result in self.results for name in result.hubs))
        if hub is None:
            return hubs
        _known("hub", hub, hubs or ["none: no result has a hub"])
        return [hub]

    def _parts(self, frames: Sequence[tuple[str, pl.DataFrame]], nothing: str) -> list[Part]:
        return [
            Part(name if len(self.results) > 1 else "", result, frame, f"{name} {nothing}")
            for (name, frame), result in zip(frames, self.results, strict=True)
        ]

    def _bars(
        self,
        title: str,
        frame: Callable[[Result], pl.DataFrame],
        by: str,
        measure: Measure,
        measured: str,
        nothing: str,
    ) -> Picture:
        """A bar for each year (0-based) in order, or for each cost line or payer, the largest first."""
        frames = [(name, frame(result)) for name, result in named(self.results)]
        table = tabled(frames)
        also = [end for column in ("low", "high") for end in table[column].drop_nulls()]

        def draw(ident: str, words: Words, part: Part) -> Chart:
            frame = part.frame
            if by != "year":
                something = (pl.col("low") != 0) | (pl.col("high") != 0)
                frame = frame.filter(something).sort("middle", descending=True)
            rows = tuple(
                Bar(
                    f"Year {row[by] + 1}" if by == "year" else row[by], row["middle"], row["low"], row["high"]
                )
                for row in frame.iter_rows(named=True)
            )
            return bars(ident, words, rows, measure, measured=measured, also=also)

        return picture(title, self.results, self._parts(frames, nothing), draw, table, _BARS)

    def _spread(
        self,
        title: str,
        name: str,
        values: Sequence[tuple[str, NDArray[np.float64]]],
        line: tuple[float, str] | None = None,
    ) -> Picture:
        """One panel with a row each; `line` is drawn dashed."""
        rows = [(label, Band.of(runs), runs) for label, runs in values]
        edges = [edge for edge, _ in QUANTILES]
        table = pl.DataFrame(
            [{"scheme": label} | {e: getattr(band, e) for e in (*edges, "mean")} for label, band, _ in rows]
        )
        drawn = tuple(
            Spread(label, b.low, b.lower, b.middle, b.upper, b.high, runs.tolist()) for label, b, runs in rows
        )

        def draw(ident: str, words: Words, _: Part) -> Chart:
            return spread(ident, words, drawn, said_of(name).counts, measured=title, line=line)

        return picture(title, self.results, [Part("", self.results[0], table, "")], draw, table, _STROKES)


def _totals(rows: pl.DataFrame, *by: str, of: str) -> pl.DataFrame:
    """Bands of the sum of a column in each run; every run has a row of everything."""
    return bands(totals(rows, by, of), by, of)


def _standing(result: Result, among: str) -> pl.DataFrame:
    """Bands of people in 1,000 by end, `with_scheme` and without it; without it, nobody would be moved."""
    end = pl.col("outcome").cast(pl.String).replace_strict(_END_OF, return_dtype=_END).alias("end")
    counts = result.outcomes.filter(pl.col("group") == among).with_columns(end)
    whole = counts.group_by("rep").agg(pl.col("people").sum().alias("all"))
    without = bool(result.hubs) and among != Group.MOVED.value

    def in_1000(column: str, with_scheme: bool) -> pl.DataFrame:
        by_run = totals(counts, ["end"], column)
        people = filled(by_run, ["end"], column, result.replications).join(whole, on="rep")
        share = people.with_columns((1000 * pl.col(column) / pl.col("all")).alias("share"))
        found = bands(share, ["end"], "share")
        return found.select("end", pl.lit(with_scheme).alias("with_scheme"), pl.all().exclude("end"))

    both = [in_1000("people", True), *([in_1000("people_without", False)] if without else [])]
    anybody = pl.col("high").max().over("end") > 0
    return (
        pl.concat(both)
        .filter((pl.col("high") > 0) | (pl.col("with_scheme") & anybody))
        .sort("end", maintain_order=True)
    )


def _known(option: str, found: str, names: Collection[str]) -> None:
    """Refuse a name that is none of `names`."""
    if found not in names:
        raise _refused(option, found, expected=list(names), near=near(found, names))


def _refused(option: str, found: str, **given: object) -> Problems:
    return refuse(Code.SIMULATION_OPTION_WRONG, Where(field=option), option=option, found=found, **given)
