"""The parts of the page about the hub: places, queues and waits week by week, and numbers of places."""

from __future__ import annotations

import datetime as dt
import math

import polars as pl

from returnhub.assessment.assess import Assessment
from returnhub.assessment.compare import Difference, side_by_side
from returnhub.assessment.numbers import Form, change, count, over, percent, pounds, share_of_runs, span
from returnhub.assessment.places import Weeks
from returnhub.assessment.report import drawings
from returnhub.assessment.report.exhibits import NOT_MODELLED, OUR_MODEL, Exhibit, runs_of, years_of
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import sentence
from returnhub.assessment.sensitivity import Effect, Tornado


def places_lead(a: Assessment) -> str:
    """Use, queue and wait in two sentences."""
    r = a.evidence.result
    return (
        f"{over(r.band('occupancy_share'), percent)} of places are used over the whole time. On "
        f"average {over(r.band('queue_mean'), count)} people whose "
        "conditions hold wait for one; those who are moved waited "
        f"{over(r.band('wait_days_mean'), count)} days on average. "
        f"The stay limit is reached by {over(r.band('over_limit_share'), percent)} of people whose stay ends."
    )


def exhibits(a: Assessment) -> tuple[Exhibit, ...]:
    """For each hub: people and places, people waiting, and days waited."""
    return tuple(
        x for weeks in a.evidence.weeks for x in (_people(a, weeks), _queue(a, weeks), _waits(a, weeks))
    )


def _name(a: Assessment, weeks: Weeks) -> str:
    return next(f"the hub in {hub.host.name}" for hub in a.scheme.hubs if hub.id == weeks.hub)


def _people(a: Assessment, weeks: Weeks) -> Exhibit:
    name = _name(a, weeks)
    fills = f"The hub is ever full {share_of_runs(weeks.fills)}"
    first = (
        ""
        if math.isnan(weeks.first_full_week.mean)
        else f"; where it is, first in week {over(weeks.first_full_week, count)}"
    )
    last = weeks.people.row(-1, named=True)
    return Exhibit(
        id=f"people-{weeks.hub}",
        finding=sentence(f"{span(last['low'], last['high'], count)} people are in the hub at the end"),
        subtitle=f"People in {name} at each week's end, {years_of(a)}, beside its places",
        draw=drawings.people(a, weeks, name),
        words=f"{fills}{first}. At the end {span(last['low'], last['high'], count)} people are in it. "
        f"{_widest(weeks.people, a)}",
        leaves_out=f"Days on which the hub is shut or a flight fails. {NOT_MODELLED}",
        source=f"{sentence(OUR_MODEL)}. {sentence(runs_of(a))}.",
        grid=_by_half_year(
            f"People in {name} and its places",
            a,
            {"People": weeks.people, "Places": weeks.places},
            f"people-{weeks.hub}.csv",
        ),
    )


def _queue(a: Assessment, weeks: Weeks) -> Exhibit:
    name = _name(a, weeks)
    longest = over(weeks.largest_queue, count)
    return Exhibit(
        id=f"queue-{weeks.hub}",
        finding=sentence(f"{longest} people wait for a place when the queue is longest"),
        subtitle=f"People whose conditions hold and who wait for a place in {name}, at each week's end, "
        f"{years_of(a)}",
        draw=drawings.queue(a, weeks, name),
        words=f"At its longest, {longest} people wait. {_widest(weeks.queue, a)}",
        leaves_out="People nobody has referred, and those whose facts are still unknown. Waiting gives "
        "nobody a right or a duty to go.",
        source=f"{sentence(OUR_MODEL)}. {sentence(runs_of(a))}.",
        grid=_by_half_year(
            f"People waiting for {name}", a, {"People waiting": weeks.queue}, f"queue-{weeks.hub}.csv"
        ),
    )


def _waits(a: Assessment, weeks: Weeks) -> Exhibit:
    name = _name(a, weeks)
    r = a.evidence.result
    mean, most = over(r.band("wait_days_mean"), count), over(r.band("wait_days_p90"), count)
    return Exhibit(
        id=f"waits-{weeks.hub}",
        finding=f"Those moved have waited {mean} days on average",
        subtitle=f"Mean days waited by those who entered {name} in each week, {years_of(a)}",
        draw=drawings.waits(a, weeks, name),
        words=f"People who are moved have waited {mean} days on average; one in ten of them longer than "
        f"{most} days.",
        leaves_out="People who are never moved wait longer and are not in this figure; they are in the one "
        "before.",
        source=f"{sentence(OUR_MODEL)}. {sentence(runs_of(a))}.",
        grid=_by_half_year(
            f"Days waited by those who entered {name}", a, {"Days": weeks.wait_days}, f"waits-{weeks.hub}.csv"
        ),
    )


def _widest(frame: pl.DataFrame, a: Assessment) -> str:
    wide = frame.with_columns((pl.col("high") - pl.col("low")).alias("width")).drop_nulls("width")
    if wide.is_empty():
        return ""
    row = wide.sort("width", descending=True).row(0, named=True)
    return f"The band is widest in {_date(a, row['week']):%B %Y}, {span(row['low'], row['high'], count)}."


def _date(a: Assessment, week: int) -> dt.date:
    return a.scheme.starts + dt.timedelta(weeks=week)


def _by_half_year(caption: str, a: Assessment, frames: dict[str, pl.DataFrame], file: str) -> Grid:
    # A row a week would be 520 rows on paper; every 26th shows the same band, and the CSV has all.
    weeks = [w for w in range(25, a.years * 52 + 26, 26) if w < 52 * a.years + 2]
    tables = {
        name: {row["week"]: row for row in frame.iter_rows(named=True)} for name, frame in frames.items()
    }
    rows: list[tuple[str, ...]] = []
    for week in weeks:
        if any(week not in t for t in tables.values()):
            continue
        cells: list[str] = []
        for table in tables.values():
            r = table[week]
            cells += (
                ["nobody", "nobody"]
                if r["low"] is None
                else [span(r["low"], r["high"], count), count(r["middle"])]
            )
        rows.append((f"{_date(a, week):%B %Y}", *cells))
    head = [
        "At the end of the week in",
        *(f"{name}, {part}" for name in tables for part in ("range", "middle")),
    ]
    return grid(
        f"{caption}, twice a year",
        head,
        rows,
        numbers=range(1, len(head)),
        size="medium" if len(head) > 3 else "",
        file=file,
    )


def variants_lead(a: Assessment) -> str:
    """Hundreds or thousands, by number of places."""
    each = ", ".join(
        f"{over(v.result.band('moved_a_year'), count)} with {v.places:,}" for v in a.evidence.variants
    )
    return (
        f"People moved a year, by number of places: {each}. Reports speak of limited capacity and "
        "name no number, so three numbers are tried on the same people with the same luck."
    )


def variants(a: Assessment) -> Exhibit:
    """People moved a year at each number of places."""
    rows = [
        (f"{v.places:,} places", *(count(x) for x in (b.low, b.middle, b.high)))
        for v in a.evidence.variants
        if (b := v.result.band("moved_a_year"))
    ]
    b = a.evidence.result.band("moved_a_year")
    rows.append(("Places as uncertain as they are", *(count(x) for x in (b.low, b.middle, b.high))))
    most = a.evidence.variants[-1]
    return Exhibit(
        id="variants-chart",
        finding=f"Even {most.places:,} places move {over(most.result.band('moved_a_year'), count)} people "
        "a year",
        subtitle=f"People moved a year, mean over {years_of(a)}, by number of places",
        draw=drawings.variants(a),
        words=variants_lead(a),
        leaves_out="What more places would cost to win from the host, and whether so many people could be "
        "referred, escorted and documented.",
        source=f"{sentence(OUR_MODEL)}; {a.evidence.variants[0].result.replications} runs for each "
        "number of places.",
        grid=grid(
            "People moved a year",
            ("Number of places", "Low", "Middle", "High"),
            rows,
            numbers=(1, 2, 3),
            file="places-tried.csv",
        ),
    )


_MEASURES = (
    ("moved", "People moved in all", count),
    ("moved_per_1000_refused", "Of 1,000 refused people, moved", count),
    ("returned_per_1000_arrivals", "Of 1,000 who arrive, returned", count),
    ("completed_returns", "Returns completed from the hub", count),
    ("queue_mean", "People waiting, mean", count),
    ("cost_gbp", "Cost, discounted", pounds),
    ("cost_per_completed_return", "Cost for each completed return", pounds),
    ("breakeven_deterrence", "Pays only if deterrence is at least", percent),
)


def variants_table(a: Assessment) -> Grid:
    """Do nothing, the scheme and its variants side by side, with the difference between the outer two."""
    results = [a.evidence.result, *(v.result for v in a.evidence.variants)]
    without = a.evidence.result.band("returned_per_1000_arrivals_without")
    head = [
        "Measure",
        "No hub",
        "This scheme",
        *(f"{v.places:,} places" for v in a.evidence.variants),
        "From fewest to most places",
    ]
    compared = side_by_side([v.scheme for v in a.evidence.variants], [v.result for v in a.evidence.variants])
    rows: list[Row] = []
    for name, says, form in _MEASURES:
        none = over(without, count) if name == "returned_per_1000_arrivals" else "none"
        step = compared.difference(name, a.evidence.variants[-1].scheme.id)
        cells = [
            Cell(says),
            Cell(none),
            *(Cell(over(r.band(name), form)) for r in results),
            Cell(_difference(step, form)),
        ]
        rows.append(Row(tuple(cells)))
    return grid(
        "No hub, this scheme and other numbers of places, on the same people with the same luck",
        head,
        rows,
        numbers=range(1, len(head)),
        size="wide",
        file="schemes-side-by-side.csv",
    )


def _difference(step: Difference | None, form: Form) -> str:
    if step is None:
        return "nobody to compare"
    return over(step.band, change if form is count else form)


def matters_lead(found: Tornado) -> str:
    """The three figures that matter most, in a sentence."""
    return (
        f"Of {found.screened} uncertain figures, these move the answer most: {', '.join(found.first_three)}."
    )


def tornado(a: Assessment, found: Tornado) -> Exhibit:
    """What moves the break-even most, one figure at a time."""
    rows = [
        (
            Cell(e.figure.replace("_", " "), href=f"#figure-{e.figure}", assumption=e.is_assumption),
            Cell(percent(e.at_low)),
            Cell(percent(e.at_high)),
            Cell(percent(e.mu_star)),
        )
        for e in found.effects
    ]
    even = a.evidence.break_even
    flips = [e.figure for e in found.effects if even is not None and _crosses(e, even.studies.high)]
    flip = (
        f" Alone, {', '.join(f.replace('_', ' ') for f in flips)} would move the rate across the "
        "highest that studies support."
        if flips
        else " None of them alone moves the rate across the highest that studies support."
    )
    return Exhibit(
        id="tornado-chart",
        finding=f"What matters most: {found.effects[0].figure.replace('_', ' ')}",
        subtitle="Break-even deterrence with one figure at its low and high end, all others at their middle",
        draw=drawings.tornado(a, found),
        words=f"{matters_lead(found)}{flip}",
        leaves_out="Figures that move the answer only together, which mu* in the table includes, and "
        "whatever has no figure.",
        source=f"Morris screening of {found.screened} figures (SALib), then one at a time, on a scheme "
        "in small with the same luck.",
        grid=grid(
            "What matters most",
            (
                "Figure",
                "Answer at its low end",
                "Answer at its high end",
                "Mean change along Morris paths (mu*)",
            ),
            rows,
            numbers=(1, 2, 3),
            size="medium",
            file="what-matters-most.csv",
        ),
    )


def _crosses(e: Effect, line: float) -> bool:
    return min(e.at_low, e.at_high) <= line < max(e.at_low, e.at_high)
