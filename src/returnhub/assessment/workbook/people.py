"""The sheets of people in the run that is followed: hubs week by week, stages by year, outcomes by origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from returnhub.assessment.workbook.page import Looks, Page, at, block
from returnhub.assessment.workbook.world import World
from returnhub.sheets.writer import Book
from returnhub.simulation import stages as S
from returnhub.simulation.result import Group, Outcome
from returnhub.simulation.worlds import weeks_in

HUBS, STAGES, OUTCOMES = "Hub weeks", "Stages", "Outcomes"
_COMPLETED = (Outcome.RETURNED_ONWARD, Outcome.RETURNED_VOLUNTARILY_FROM_HUB)


@dataclass(frozen=True, slots=True)
class HubWeeks:
    """Addresses on the sheet of hub weeks, and what stands there."""

    entered: str
    ended: str
    completed: str
    present: tuple[str, float]
    waiting: tuple[str, float]
    differs: str
    completed_people: float


def write_hubs(book: Book, looks: Looks, world: World) -> HubWeeks | None:
    """Each hub and week: people who came, whose stay ended, who are there; and whether that adds up."""
    if not world.result.hubs:
        return None
    columns = (
        ("Hub", 20), ("Week", 8), ("Places", 10), ("Came in the week", 12), ("Stays that ended", 12),
        ("Of these returned home", 12), ("There at the end of the week", 14), ("Waiting", 12),
        ("There by formula: before + came - ended", 18), ("Differs", 10),
    )  # fmt: skip
    page = Page(book, looks, HUBS, columns, keep=2)
    frame = _hub_weeks(world)
    before = 0
    hub = ""
    for row, week in enumerate(frame.iter_rows(named=True), start=1):
        first = week["hub"] != hub
        hub = str(week["hub"])
        page.text(row, 0, hub)
        page.number(row, 1, week["week"] + 1, "count")
        for column, name in enumerate(
            ("places", "entered", "ended", "completed", "people", "queue"), start=2
        ):
            page.number(row, column, week[name], "from the run")
        before = 0 if first else before
        before += week["entered"] - week["ended"]
        start = "0" if first else at(row - 1, 8, fixed=False)
        flows = f"{at(row, 3, fixed=False)}-{at(row, 4, fixed=False)}"
        page.formula(row, 8, f"={start}+{flows}", before, "count")
        difference = f"={at(row, 8, fixed=False)}-{at(row, 6, fixed=False)}"
        page.formula(row, 9, difference, before - week["people"], "count")
    rows = len(frame)
    page.filtered(rows, len(columns))
    end = frame.filter(pl.col("week") == pl.col("week").max())
    number = len(frame) // len(world.result.hubs)

    def last(column: int, name: str) -> tuple[str, float]:
        weeks, people = block(1, 1, rows, 1, HUBS), block(1, column, rows, column, HUBS)
        return f"SUMIF({weeks},{number},{people})", float(end[name].sum())

    return HubWeeks(
        entered=block(1, 3, rows, 3, HUBS),
        ended=block(1, 4, rows, 4, HUBS),
        completed=block(1, 5, rows, 5, HUBS),
        present=last(6, "people"),
        waiting=last(7, "queue"),
        differs=block(1, 9, rows, 9, HUBS),
        completed_people=float(frame["completed"].sum()),
    )


def _hub_weeks(world: World) -> pl.DataFrame:
    home = pl.col("people").filter(pl.col("outcome").cast(pl.String).is_in([o.value for o in _COMPLETED]))
    ended = (
        world.of(world.result.stay_ends)
        .group_by(pl.col("hub").cast(pl.String), pl.col("week").cast(pl.Int64))
        .agg(ended=pl.col("people").sum().cast(pl.Int64), completed=home.sum().cast(pl.Int64))
    )
    weeks = world.of(world.result.weekly).with_columns(pl.col("week").cast(pl.Int64))
    whole = weeks.join(ended, on=["hub", "week"], how="left", maintain_order="left")
    return whole.with_columns(pl.col("ended", "completed").fill_null(0)).sort("hub", "week")


@dataclass(frozen=True, slots=True)
class StageRows:
    """Where each stage stands on its sheet, and its people in the last week."""

    rows: Mapping[str, tuple[int, float]]
    years: int

    def last(self, stage: Outcome) -> tuple[str, float]:
        """The address of the people at a stage at the end, and how many they are."""
        row, people = self.rows[stage.value]
        return at(row, self.years, STAGES), people


def write_stages(book: Book, looks: Looks, world: World) -> StageRows:
    """People at each stage at the end of each year."""
    years = world.years
    page = Page(
        book, looks, STAGES, [("Stage", 44), *((f"End of year {y}", 14) for y in range(1, years + 1))]
    )
    frame = world.of(world.result.stages)
    last = weeks_in(years) - 1
    weeks = [min(int((y + 1) * S.YEAR / S.WEEK), last) for y in range(years)]
    by_stage = frame.with_columns(pl.col("stage").cast(pl.String)).partition_by(
        "stage", as_dict=True, maintain_order=True
    )
    totals = [0.0] * years
    found: dict[str, tuple[int, float]] = {}
    for row, ((stage,), rows) in enumerate(by_stage.items(), start=1):
        page.text(row, 0, str(stage))
        by_week = dict(rows.select("week", "people").iter_rows())
        for year, week in enumerate(weeks):
            page.number(row, 1 + year, by_week[week], "from the run")
            totals[year] += by_week[week]
        found[str(stage)] = row, float(by_week[last])
    row = len(by_stage) + 1
    page.text(row, 0, "Everyone who has claimed", "text total")
    for year in range(years):
        above = block(1, 1 + year, row - 1, 1 + year)
        page.formula(row, 1 + year, f"=SUM({above})", totals[year], "pounds total")
    return StageRows(found, years)


def write_outcomes(book: Book, looks: Looks, world: World) -> None:
    """Of those who claimed early enough to be followed: where each origin's people stand at the end."""
    columns = (
        ("People", 36), ("Origin", 8), ("Where they stand at the end", 46), ("With the scheme", 14),
        ("Without it", 14), ("Difference", 14), ("Of these ever moved", 14),
        ("Of 100 of this origin and group, with the scheme", 18),
    )  # fmt: skip
    page = Page(book, looks, OUTCOMES, columns, keep=3)
    order = [group.value for group in Group]
    frame = (
        world.of(world.result.outcomes)
        .with_columns(pl.col("group", "outcome").cast(pl.String))
        .sort(pl.col("group").replace_strict(order, list(range(len(order)))), "origin", maintain_order=True)
    )
    rows = len(frame)
    group, origin, people = (block(1, c, max(1, rows), c) for c in (0, 1, 3))
    by_origin = frame.group_by("group", "origin").agg(pl.col("people").sum())
    sums = {(g, o): n for g, o, n in by_origin.iter_rows()}
    for row, found in enumerate(frame.iter_rows(named=True), start=1):
        for column, name in enumerate(("group", "origin", "outcome")):
            page.text(row, column, found[name])
        page.number(row, 3, found["people"], "from the run")
        page.number(row, 4, found["people_without"], "from the run")
        page.formula(
            row,
            5,
            f"={at(row, 3, fixed=False)}-{at(row, 4, fixed=False)}",
            found["people"] - found["people_without"],
            "count",
        )
        page.number(row, 6, found["people_moved"], "from the run")
        of = f"SUMIFS({people},{group},{at(row, 0, fixed=False)},{origin},{at(row, 1, fixed=False)})"
        whole = sums[found["group"], found["origin"]]
        share = 100 * found["people"] / whole if whole else 0.0
        page.formula(row, 7, f"=IF({of}=0,0,100*{at(row, 3, fixed=False)}/{of})", share, "number")
    page.filtered(rows, len(columns))
