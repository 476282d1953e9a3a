"""Which chart each figure of the page is, and with which numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from returnhub.assessment.assess import Assessment
from returnhub.assessment.breakeven import BreakEven
from returnhub.assessment.numbers import two_figures
from returnhub.assessment.odds import Odd
from returnhub.assessment.outcomes import Outcomes
from returnhub.assessment.places import Weeks
from returnhub.assessment.report.exhibits import Draw
from returnhub.assessment.report.words import VERDICTS, amount, reason_words, sentence
from returnhub.assessment.sensitivity import Tornado
from returnhub.assessment.who import Reason, Who
from returnhub.charts import (
    CSS,
    Bar,
    Certified,
    Interval,
    Link,
    Measure,
    Node,
    Swing,
    Whole,
    Words,
    bands,
    bars,
    intervals,
    shares,
)
from returnhub.charts import Weeks as Bands
from returnhub.charts import flow as sankey
from returnhub.charts import tornado as swings
from returnhub.procedure import graph
from returnhub.scheme.figures import Unit
from returnhub.simulation.ends import End
from returnhub.simulation.result import Band

ENDS: dict[End, int] = {End.RETURNED: 1, End.PROTECTED: 2, End.HOST: 3, End.UNKNOWN: 4}
"""The four ends that have a colour of their own; the others are grey."""

ALWAYS = (End.WAITING, End.UNKNOWN)
"""Ends that are drawn even where nobody is at them."""


def stylesheet() -> str:
    """The styles of every drawing on the page."""
    return f"{CSS}\n{graph.CSS}"


def verdicts(who: Who) -> Draw:
    """Of 1,000 refused people, by verdict: today, and once everything is known."""
    rows = tuple(
        Whole(label, tuple(round(part[v]) for v in VERDICTS))
        for label, part in (
            ("As files are kept today", who.per_1000),
            ("If every fact were known", who.if_known),
        )
    )
    return lambda ident, title, alt, width: shares(ident, Words(title), rows, width=width, alt=alt).svg


def reasons(found: Sequence[Reason]) -> Draw:
    """The first reasons, largest first."""
    rows = tuple(Bar(reason_words(r), r.per_1000, assumption=r.confidence == "assumption") for r in found)
    measured = "People in 1,000; A: the rule's reading is an assumption"
    return lambda ident, title, alt, width: (
        bars(ident, Words(title), rows, Measure.PEOPLE, measured=measured, width=width, alt=alt).svg
    )


def people(a: Assessment, weeks: Weeks, name: str) -> Draw:
    """People in a hub beside its places."""
    places = weeks.places
    certified = Certified(
        "Places, middle of runs", _column(places, "middle"), _column(places, "low"), _column(places, "high")
    )
    return _weeks(
        a, weeks.people, f"People in {name} at each week's end; dashed: places, 9 in 10 runs", certified
    )


def queue(a: Assessment, weeks: Weeks, name: str) -> Draw:
    """People waiting for a place."""
    return _weeks(a, weeks.queue, f"People waiting for a place in {name} at each week's end")


def waits(a: Assessment, weeks: Weeks, name: str) -> Draw:
    """Days waited by those who entered."""
    return _weeks(
        a, weeks.wait_days, f"Mean days waited by those who entered {name} in the week", measure=Measure.DAYS
    )


def _weeks(
    a: Assessment,
    frame: pl.DataFrame,
    measured: str,
    certified: Certified | None = None,
    measure: Measure = Measure.PEOPLE,
) -> Draw:
    ends = [a.scheme.starts + dt.timedelta(days=7 * (week + 1) - 1) for week in frame["week"]]
    band = Bands(ends, *(_column(frame, name) for name in ("low", "lower", "middle", "upper", "high")))
    return lambda ident, title, alt, width: (
        bands(
            ident,
            Words(title),
            band,
            measure,
            measured=measured,
            certified=certified,
            board_width=width,
            alt=alt,
        ).svg
    )


def _column(frame: pl.DataFrame, name: str) -> list[float | None]:
    return [None if x is None else float(x) for x in frame[name]]


def flow(out: Outcomes, group: str, *, hub: bool) -> Draw:
    """People of a group, as it is said in words, from left to right: moved or not, then where they end."""
    first = sentence(group)
    column = 2 if hub else 1
    all_people = Node(first, 0, 1000.0, 1000.0, 1000.0)
    ends = [end for end in End if out.ends[end].mean > 0 or end in ALWAYS]
    if not hub:
        ends = [end for end in ends if end is not End.WAITING]
    nodes = [_node(end.value, column, out.ends[end], ENDS.get(end)) for end in ends]
    if not hub:
        links = [Link(first, end.value, out.ends[end].mean) for end in ends]
    else:
        through = {end: sum(s.moved for s in out.end(end)) for end in ends}
        gone, stayed = "Moved to a hub", "Never moved"
        rest = {end: max(0.0, out.ends[end].mean - through[end]) for end in ends}
        m = out.moved
        nodes = [
            Node(stayed, 1, sum(rest.values()), 1000 - m.high, 1000 - m.low),
            Node(gone, 1, sum(through.values()), m.low, m.high),
            *nodes,
        ]
        links = [
            Link(first, stayed, sum(rest.values())),
            Link(first, gone, sum(through.values())),
            *(Link(stayed, end.value, rest[end]) for end in ends),
            *(Link(gone, end.value, through[end]) for end in ends),
        ]
    return lambda ident, title, alt, width: (
        sankey(
            ident,
            Words(title),
            [all_people, *nodes],
            links,
            of=f"1,000 {group}",
            board_width=width,
            alt=alt,
        ).svg
    )


def _node(name: str, column: int, band: Band, end: int | None) -> Node:
    return Node(name, column, band.mean, band.low, band.high, end)


def odds(rows: Sequence[Odd]) -> Draw:
    """Odds with their ranges; those without a hub in the other kind."""
    drawn: list[Interval] = []
    for o in rows:
        drawn.append(_interval(f"{sentence(o.event)}, of 1,000 {o.says}", o.band))
        if o.without is not None and any(r.event == "moved" for r in rows):
            drawn.append(_interval("The same without a hub", o.without, other=True))
    kinds = ("with this scheme", "without a hub") if any(i.other for i in drawn) else ("", "")
    return lambda ident, title, alt, width: (
        intervals(
            ident,
            Words(title),
            tuple(drawn),
            Measure.PEOPLE,
            kinds=kinds,
            measured="People in 1,000",
            width=width,
            alt=alt,
        ).svg
    )


def _interval(label: str, band: Band, *, other: bool = False) -> Interval:
    return Interval(label, band.low, band.middle, band.high, other)


def cost_years(a: Assessment) -> Draw:
    """Money of each year, all payers together, with its range."""
    rows = tuple(
        Bar(
            str(a.scheme.starts.year + int(r["year"]) - 1),
            float(r["middle"]),
            float(r["low"]),
            float(r["high"]),
        )
        for r in a.evidence.money.every_year.iter_rows(named=True)
    )
    return lambda ident, title, alt, width: (
        bars(
            ident,
            Words(title),
            rows,
            Measure.GBP,
            measured="GBP in the year, all payers together",
            width=width,
            alt=alt,
        ).svg
    )


def even(a: Assessment, found: BreakEven) -> Draw:
    """The rate needed beside what studies support."""
    s = found.studies
    rows = (
        _interval("Needed for the scheme to pay", found.needed),
        Interval("Supported by studies: a judgement", s.low, s.middle, s.high, other=True),
    )
    return lambda ident, title, alt, width: (
        intervals(
            ident,
            Words(title),
            rows,
            Measure.SHARE,
            kinds=("result of this model", "a judgement on studies"),
            measured=f"Share of arrivals {a.scheme.arrives}",
            width=width,
            alt=alt,
        ).svg
    )


def variants(a: Assessment) -> Draw:
    """People moved a year at each number of places."""
    rows = (
        *(_interval(f"{v.places:,} places", v.result.band("moved_a_year")) for v in a.evidence.variants),
        _interval("Places as uncertain as they are", a.evidence.result.band("moved_a_year"), other=True),
    )
    return lambda ident, title, alt, width: (
        intervals(
            ident,
            Words(title),
            rows,
            Measure.PEOPLE,
            kinds=("places fixed", "places drawn from their range"),
            measured="People moved a year",
            line=(1000.0, "a thousand a year"),
            width=width,
            alt=alt,
        ).svg
    )


def tornado(a: Assessment, found: Tornado) -> Draw:
    """What moves the answer most."""

    def end(name: str, q: float) -> str:
        figure = a.scheme.figure(name)
        fixed = figure.model_copy(
            update={"range": None, "value": two_figures(figure.clip(figure.quantile(q))), "by_origin": {}}
        )
        return "low end" if figure.unit is Unit.RATIO else amount(fixed)

    drawn = tuple(
        Swing(
            e.figure.replace("_", " "),
            end(e.figure, 0.05),
            end(e.figure, 0.95),
            e.at_low,
            e.at_high,
            e.is_assumption,
        )
        for e in found.effects
    )
    return lambda ident, title, alt, width: (
        swings(
            ident,
            Words(title),
            drawn,
            found.today,
            Measure.SHARE,
            measured="Share of arrivals that must be deterred for the scheme to pay",
            board_width=width,
            alt=alt,
        ).svg
    )
