"""The parts of the page about what remains: who is left where, what the host bears, what is worth knowing."""

from __future__ import annotations

from returnhub.assessment.assess import Assessment
from returnhub.assessment.breakeven import BreakEven
from returnhub.assessment.host import HostBears
from returnhub.assessment.knowing import Knowing
from returnhub.assessment.left import Left, Line
from returnhub.assessment.numbers import change, count, over, percent, pounds, share_of_runs
from returnhub.assessment.odds import REFUSED, arriving
from returnhub.assessment.report.exhibits import years_of
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import sentence
from returnhub.assessment.sensitivity import Effect, Tornado
from returnhub.simulation.result import Band, Group, Outcome

WORTH_SHOWN = 0.01
"""Share of the worth of knowing everything below which a figure's own is not shown."""


def left_lead(a: Assessment, found: Left) -> str:
    """Those who are neither returned nor protected, in a sentence."""
    at = {row.outcome: row for row in found.rows}
    unknown, barred = at[Outcome.WHEREABOUTS_UNKNOWN], at[Outcome.BARRIER]
    text = (
        f"Of {over(found.people, count)} {_group(a, found)} followed to the end of {years_of(a)}, the "
        f"whereabouts of {over(unknown.here, count)} are unknown, {over(barred.here, count)} remain because "
        f"something bars their return, and {over(at[Outcome.DIED].here, count)} have died."
    )
    if not a.scheme.hubs:
        return text
    waiting, inside = at[Outcome.WAITING_FOR_PLACE], at[Outcome.IN_HUB]
    return (
        f"{text} {sentence(over(waiting.here, count))} wait for a place and {over(inside.here, count)} are "
        f"in a hub. {sentence(over(found.moved, count))} of them were ever moved."
    )


def _group(a: Assessment, found: Left) -> str:
    return arriving(a.scheme) if found.group is Group.ARRIVAL else REFUSED


def left_tables(a: Assessment, found: Left) -> tuple[Grid, Grid]:
    """First the people whom published figures tend to leave out, then everybody else."""
    rest = tuple(row for row in found.rows if row not in found.unsettled)
    group = _group(a, found)
    return (
        _left_table(a, f"Not settled at the end, of all {group}", found.unsettled, "who-is-left.csv"),
        _left_table(a, f"Everybody else, of all {group}", rest, "who-is-elsewhere.csv"),
    )


def _left_table(a: Assessment, caption: str, rows: tuple[Line, ...], file: str) -> Grid:
    hub = bool(a.scheme.hubs)
    head = ["Where they stand", "People"]
    if hub:
        head += ["The same people without a hub", "Difference, run by run", "Of them ever moved"]
    return grid(
        caption,
        head,
        [
            (
                sentence(row.outcome.value),
                over(row.here, count),
                *(
                    (over(row.without, count), over(row.difference, change), over(row.moved, count))
                    if hub
                    else ()
                ),
            )
            for row in rows
        ],
        numbers=range(1, len(head)),
        size="medium" if hub else "",
        file=file,
    )


def host_lead(found: HostBears) -> str:
    """What a host bears, in two sentences."""
    last = found.years[-1]
    return (
        f"{found.host.name} has {over(last.in_hub, count)} people in the hub at the end, "
        f"{over(found.most_in_hub, count)} when they are most. Over all years {over(found.stayed, count)} "
        f"people are released there, protected there or leave the hub, and {over(found.claims, count)} are "
        "expected to claim asylum there."
    )


def host_tables(a: Assessment, found: HostBears, *, first: bool) -> tuple[Grid, ...]:
    """People by year and what falls on the host or on nobody; `first`: money and duties of all hosts too."""
    name = found.host.name
    hosts = " and ".join(one.host.name for one in a.evidence.hosts)
    tables = [_host_years(a, found)]
    if first and found.costs:
        tables.append(
            grid(
                f"What hosts pay, discounted, {years_of(a)}",
                ("Line", "In all"),
                [(line.says, over(band, pounds)) for line, band in found.costs],
                numbers=(1,),
                file="host-costs.csv",
            )
        )
    if first and found.duties:
        tables.append(
            grid(
                f"Duties of {hosts}, alone or with the sending state",
                ("Term", "Whose duty", "How it stands"),
                [
                    (
                        term.says,
                        sentence(term.duty_of.value),
                        Cell(sentence(term.stands), tag="source" if term.stands == "agreed" else "plain"),
                    )
                    for term in found.duties
                ],
                size="medium",
            )
        )
    if found.ways:
        tables.append(
            grid(
                f"Ways back that {name} bears, or that nobody was named for",
                ("When", "Leads to", "Who bears it"),
                [(way.when, way.leads_to, sentence(way.who_bears_it)) for way in found.ways],
                size="medium",
            )
        )
    return tuple(tables)


def _host_years(a: Assessment, found: HostBears) -> Grid:
    return grid(
        f"People in {found.host.name}, by year",
        (
            "Year",
            "In the hub at its end",
            "Released there",
            "Protected there",
            "Left the hub",
            "Claims there",
        ),
        [
            (
                str(a.scheme.starts.year + one.year - 1),
                *(over(b, count) for b in (one.in_hub, one.released, one.protected, one.left, one.claims)),
            )
            for one in found.years
        ],
        numbers=range(1, 6),
        size="medium",
        file=f"host-{found.host.code}.csv",
    )


def knowing_lead(found: Knowing) -> str:
    """What the choice looks like today, and what it would be worth to know more."""
    gain = _gain(found.gain)
    if found.everything < 1:
        return (
            f"With deterrence drawn from the judgement on studies, {gain}: {share_of_runs(found.pays)} it "
            "gains. No figure, were it known, would change the choice, so knowing more has no price here."
        )
    return (
        f"With deterrence drawn from the judgement on studies, {gain}: {share_of_runs(found.pays)} it gains. "
        f"To know every figure before choosing would be worth {pounds(found.everything)} on average; the "
        "table says how much of that each figure alone would bring."
    )


def _gain(band: Band) -> str:
    return f"the scheme gains {over(band, pounds)} over no scheme (below nought it loses)"


def flips_table(
    scheme_figures: frozenset[str], found: Tornado, even: BreakEven | None, known: Knowing | None
) -> Grid | None:
    """Figures that flip whether it pays, and those worth knowing; None where there are none."""
    if even is None:
        return None
    effects = {e.figure: e for e in found.effects}
    rates = sorted({even.studies.middle, even.studies.high})
    worth = () if known is None else known.rows
    small = 0.0 if known is None else known.everything * WORTH_SHOWN
    assumed = {e.figure: e.is_assumption for e in found.effects} | {w.figure: w.is_assumption for w in worth}
    names = [name for name, e in effects.items() if any(_flips(e, rate) for rate in rates)]
    names += [w.figure for w in worth if w.gbp >= max(small, 1.0) and w.figure not in names]
    rows = [
        Row(
            (
                Cell(
                    name.replace("_", " "),
                    href=f"#figure-{name}" if name in scheme_figures else "",
                    assumption=assumed[name],
                ),
                *(Cell(_choice(effects.get(name), rate)) for rate in rates),
                Cell("too few runs" if known is None else pounds(known.of(name))),
            )
        )
        for name in names
    ]
    if not rows:
        return None
    return grid(
        "Figures that flip the choice, and what it would be worth to know each",
        ("Figure", *(f"If {percent(rate)} are deterred" for rate in rates), "Worth of knowing it"),
        rows,
        numbers=(len(rates) + 1,),
        size="medium",
        file="figures-that-flip.csv",
    )


def _flips(effect: Effect, rate: float) -> bool:
    """Whether the scheme pays at a rate with the figure at one end of its range and not at the other."""
    return (effect.at_low <= rate) != (effect.at_high <= rate)


def _choice(effect: Effect | None, rate: float) -> str:
    if effect is None:
        return "moves the rate needed little"
    if _flips(effect, rate):
        return f"flips: pays only at its {'low' if effect.at_low <= rate else 'high'} end"
    return "pays either way" if effect.at_low <= rate else "does not pay either way"
