"""The parts of the page about people: who could be moved, where people end, and the odds."""

from __future__ import annotations

import polars as pl

from returnhub.assessment.assess import Assessment
from returnhub.assessment.numbers import count, in_1000, over, span
from returnhub.assessment.odds import ARRIVAL, REFUSED, Odd, arriving
from returnhub.assessment.report import drawings
from returnhub.assessment.report.exhibits import NOT_MODELLED, OUR_MODEL, Exhibit, runs_of, years_of
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import VERDICTS, day, origin, reason_words, sentence
from returnhub.assessment.who import Who
from returnhub.scheme.model import Point
from returnhub.simulation.ends import End
from returnhub.simulation.result import Group

SHOWN = 10
"""Reasons drawn; the table below has them all."""


def who_lead(who: Who) -> str:
    """What the screening found, in two sentences."""
    now, known = who.per_1000, who.if_known
    return (
        f"Of 1,000 refused people, {count(now['barred'])} are barred by at least one rule, "
        f"{count(now['unknown'])} are unknown because "
        f"a fact is missing or out of date, and for {count(now['conditions_hold'])} every "
        "condition holds today. If every missing fact "
        f"were found, conditions would hold for {count(known['conditions_hold'])} and "
        f"{count(known['barred'])} would be barred."
    )


def verdicts(a: Assessment, who: Who) -> Exhibit:
    """Of 1,000 refused people by verdict, today and once everything is known."""
    now, known = who.per_1000, who.if_known
    rows = [
        ("As files are kept today", *(count(now[v]) for v in VERDICTS)),
        ("If every fact were known", *(count(known[v]) for v in VERDICTS)),
    ]
    return Exhibit(
        id="verdicts",
        finding=f"Conditions hold for {count(now['conditions_hold'])} in 1,000 refused people today",
        subtitle=f"1,000 refused people by verdict, rules {who.profile}, on {day(a.scheme.starts)}",
        draw=drawings.verdicts(who),
        words=who_lead(who),
        leaves_out=(
            "These people are made up from the figures below; no real file was read. Legal "
            "advice and appeals "
            f"against the move itself are not counted.{_on_arrival(a)}"
        ),
        source=f"{who.people:,} made-up people screened by the rules of {who.profile}.",
        grid=grid(
            "Of 1,000 refused people, by verdict",
            ("Files", *VERDICTS.values()),
            rows,
            numbers=(1, 2, 3),
            file="verdicts.csv",
        ),
    )


def _on_arrival(a: Assessment) -> str:
    if a.scheme.is_for.point is not Point.ON_ARRIVAL:
        return ""
    return (
        " This scheme sends people on arrival; those screened here are refused people, so claims are "
        "further on."
    )


def reasons(who: Who) -> Exhibit:
    """The first rule that stopped people or could not be answered."""
    rows = [
        Row(
            (
                Cell(r.title, note=r.says),
                Cell(VERDICTS[r.verdict]),
                Cell(_per_1000(r.per_1000)),
                Cell(r.source),
                Cell(sentence(r.confidence), tag="assumption" if r.confidence == "assumption" else "source"),
            )
        )
        for r in who.reasons
    ]
    first = who.reasons[0] if who.reasons else None
    top = "; ".join(f"{reason_words(r)}: {_per_1000(r.per_1000)}" for r in who.reasons[:5])
    return Exhibit(
        id="reasons",
        finding=f"The rule that most often comes first: {first.title[:1].lower()}{first.title[1:]}"
        if first
        else "No rule stops anybody",
        subtitle="1,000 refused people by the first rule that stops them or cannot be answered; the "
        f"{SHOWN} largest",
        draw=drawings.reasons(who.reasons[:SHOWN]),
        words=f"Of 1,000 refused people, by first reason, largest first: {top}.",
        leaves_out="Only the first reason in the order of the rules is counted for each person; most people "
        "have more than one.",
        source=f"{who.people:,} made-up people screened by the rules of {who.profile}; each rule's own "
        "source is in the table.",
        grid=grid(
            "First reason, of 1,000 refused people",
            ("Rule", "Verdict", "People in 1,000", "Source of the rule", "Confidence"),
            rows,
            numbers=(2,),
            size="wide",
            file="first-reasons.csv",
        ),
    )


def _per_1000(x: float) -> str:
    return count(x) if x >= 1 else "less than 1"


def by_group(who: Who, which: str) -> Grid:
    """Verdicts by origin or by household."""
    frame = who.by_origin if which == "origin" else who.by_household
    rows = [
        (
            sentence(origin(str(r["group"])) if which == "origin" else str(r["group"])),
            *(_group_share(r["people"], r[v]) for v in VERDICTS),
            f"{r['people']:,}",
        )
        for r in frame.iter_rows(named=True)
    ]
    word = "state of origin" if which == "origin" else "household"
    return grid(
        f"Verdicts by {word}, of 1,000 refused people in each",
        (sentence(word), *VERDICTS.values(), "People made up"),
        rows,
        numbers=(1, 2, 3, 4),
        size="medium",
        file=f"verdicts-by-{which}.csv",
    )


def _group_share(people: int, per_1000: float) -> str:
    return "too few to say" if people < 30 else count(per_1000)


def outcomes_lead(a: Assessment) -> str:
    """The ends that matter most, with and without the scheme."""
    out = a.evidence.outcomes
    text = (
        f"Of 1,000 {group_of(a)}, {over(out.ends[End.RETURNED], count)} are returned to their "
        "state of origin by the "
        "end of the run"
    )
    if a.scheme.hubs:
        more = out.ends[End.RETURNED].mean - sum(s.without.mean for s in out.end(End.RETURNED))
        word = "more" if more >= 0 else "fewer"
        text += f" (a mean of {count(abs(more))} {word} than the same people without a hub)"
    return (
        f"{text}, and the whereabouts of {over(out.ends[End.UNKNOWN], count)} are unknown. People "
        "who joined in the "
        "last three years are left out, because their cases have had no time to end."
    )


def group_of(a: Assessment) -> str:
    """The people whose ends are counted, in words."""
    return arriving(a.scheme) if a.evidence.outcomes.group is Group.ARRIVAL else REFUSED


def flow(a: Assessment) -> Exhibit:
    """Where people end: the Sankey with its table."""
    out = a.evidence.outcomes
    rows: list[Row] = []
    for end in End:
        for s in out.end(end):
            rows.append(
                Row(
                    (
                        Cell(sentence(s.outcome.value)),
                        Cell(end.value),
                        Cell(over(s.band, count)),
                        Cell(_mean(s.band.mean)),
                        *((Cell(_mean(s.without.mean)), Cell(_mean(s.moved))) if a.scheme.hubs else ()),
                    )
                )
            )
    head = ["Where people stand", "Drawn as", "Range", "Mean"] + (
        ["Mean without a hub", "Of them moved"] if a.scheme.hubs else []
    )
    ends = sorted(((sum(s.band.mean for s in out.end(end)), end) for end in End), key=lambda pair: -pair[0])
    ranked = "; ".join(f"{end.value.lower()}, {_mean(mean)}" for mean, end in ends if mean > 0)
    moved = f"{in_1000(out.moved)} are moved to a hub" if a.scheme.hubs else "there is no hub to move to"
    return Exhibit(
        id="flow",
        finding=_flow_finding(a),
        subtitle=f"1,000 {group_of(a)}, where they stand at the end of {years_of(a)}; widths are means "
        "over runs, so that they add up",
        draw=drawings.flow(out, group_of(a), hub=bool(a.scheme.hubs)),
        words=f"Of 1,000 {group_of(a)}, {moved}. Means by end, largest first: {ranked}.",
        leaves_out=f"People who joined in the last three years. {NOT_MODELLED}",
        source=f"{sentence(OUR_MODEL)}. {sentence(runs_of(a))}.",
        grid=grid(
            f"Where 1,000 {group_of(a)} stand at the end",
            head,
            rows,
            numbers=range(2, len(head)),
            size="wide" if a.scheme.hubs else "medium",
            file="where-people-end.csv",
        ),
    )


def _flow_finding(a: Assessment) -> str:
    out = a.evidence.outcomes
    if not a.scheme.hubs:
        return f"{in_1000(out.ends[End.RETURNED])} refused people are returned to their state of origin"
    return sentence(f"{in_1000(out.moved)} {group_of(a)} go through the hub")


def _mean(x: float) -> str:
    return count(x) if x >= 1 or x == 0 else "less than 1"


def odds_lead(a: Assessment) -> str:
    """The odds in a sentence."""
    odds = a.evidence.odds
    back = odds.of("returned", ARRIVAL)
    if not a.scheme.hubs:
        return (
            f"Of {arriving(a.scheme)}, {in_1000(back.band)} are returned to their state of "
            "origin by the end of the run."
        )
    without = "" if back.without is None else f", against {in_1000(back.without)} without a hub"
    return (
        f"For a person who arrives {a.scheme.arrives} the odds of being moved are "
        f"{in_1000(odds.of('moved', ARRIVAL).band)}; for a refused person, "
        f"{in_1000(odds.of('moved', REFUSED).band)}: everyone moved, set against everyone of the same "
        "years. Most places go first to people who waited before, so of those followed for three years "
        f"or more {in_1000(odds.of('moved', f'{ARRIVAL}, followed').band)} who arrive and "
        f"{in_1000(odds.of('moved', f'{REFUSED}, followed').band)} who are refused are moved. The odds "
        f"of being returned after arriving {a.scheme.arrives} are {in_1000(back.band)}{without}."
    )


def odds_rows(a: Assessment) -> tuple[Odd, ...]:
    """The odds that apply: without a hub nobody is moved."""
    return tuple(o for o in a.evidence.odds.rows if a.scheme.hubs or o.event != "moved")


def odds_exhibit(a: Assessment) -> Exhibit:
    """Odds of being moved and returned, with ranges."""
    rows = [
        (
            f"{sentence(o.event)}, of 1,000 {o.says}",
            *(count(x) for x in (o.band.low, o.band.middle, o.band.high)),
            *((over(o.without, count) if o.without else "nobody",) if a.scheme.hubs else ()),
        )
        for o in odds_rows(a)
    ]
    head = ["Odds", "Low", "Middle", "High"] + (["Without a hub"] if a.scheme.hubs else [])
    arrival = a.evidence.odds.of("moved" if a.scheme.hubs else "returned", ARRIVAL).band
    word = "moved" if a.scheme.hubs else "returned"
    return Exhibit(
        id="odds-chart",
        finding=sentence(f"{in_1000(arrival)} {arriving(a.scheme)} are {word}"),
        subtitle=f"People in 1,000, {years_of(a)}; a dot is the middle, its line holds 90 of 100 runs",
        draw=drawings.odds(odds_rows(a)),
        words=odds_lead(a),
        leaves_out=(
            "Odds differ much by origin (next table). Rows marked followed count only people "
            "with at least three years to the end. "
            f"{NOT_MODELLED}"
        ),
        source=f"{sentence(OUR_MODEL)}. {sentence(runs_of(a))}.",
        grid=grid(
            "Odds, in 1,000 people", head, rows, numbers=range(1, len(head)), size="medium", file="odds.csv"
        ),
    )


def odds_by_origin(a: Assessment) -> Grid:
    """Odds for a refused person by state of origin."""
    rows = [_origin_row(r, hub=bool(a.scheme.hubs)) for r in a.evidence.odds.by_origin.iter_rows(named=True)]
    head = [
        "State of origin",
        *(["Moved"] if a.scheme.hubs else []),
        "Returned, from anywhere",
        "Refused people a run, mean",
    ]
    return grid(
        f"Odds by state of origin, of 1,000 {REFUSED} with at least three years to the end",
        head,
        rows,
        numbers=range(1, len(head)),
        size="medium",
        file="odds-by-origin.csv",
    )


def _origin_row(r: dict[str, object], *, hub: bool) -> tuple[str, ...]:
    def span_of(name: str) -> str:
        return span(float(str(r[f"{name}_low"])), float(str(r[f"{name}_high"])), count)

    moved = (span_of("moved"),) if hub else ()
    return (
        sentence(origin(str(r["origin"]))),
        *moved,
        span_of("returned"),
        f"{float(str(r['refused'])):,.0f}",
    )


def data(a: Assessment) -> pl.DataFrame:
    """Outcomes as numbers, for the data in the file."""
    return pl.DataFrame(
        [
            (
                str(s.outcome),
                str(s.end),
                s.band.low,
                s.band.middle,
                s.band.high,
                s.band.mean,
                s.without.mean,
                s.moved,
            )
            for s in a.evidence.outcomes.standings
        ],
        schema=["outcome", "end", "low", "middle", "high", "mean", "mean_without_hub", "mean_moved"],
        orient="row",
    )
