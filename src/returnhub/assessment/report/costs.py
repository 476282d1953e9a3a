"""The parts of the page about money: what a scheme costs, who pays, and when it would pay."""

from __future__ import annotations

from returnhub.assessment.assess import Assessment
from returnhub.assessment.breakeven import BreakEven
from returnhub.assessment.numbers import Form, count, over, percent, pounds, share_of_runs, span
from returnhub.assessment.report import drawings
from returnhub.assessment.report.exhibits import NOT_MODELLED, OUR_MODEL, Exhibit, runs_of, years_of
from returnhub.assessment.report.grid import Cell, Grid, Row, grid
from returnhub.assessment.report.words import amount, sentence
from returnhub.simulation.result import Band


def lead(a: Assessment) -> str:
    """Cost, saving and cost of each in two sentences."""
    m = a.evidence.money
    if not a.scheme.hubs:
        return (
            f"What today's returns, appeals and support of refused people cost over {a.years} years. "
            "Nothing is added or saved, because there is no hub."
        )
    return (
        f"Over {a.years} years the scheme costs {over(m.gross, pounds)} and saves "
        f"{over(m.saved, pounds)}: {over(m.per_moved, pounds)} for each "
        f"person moved and {over(m.per_completed_return, pounds)} for each completed return. "
        f"{over(m.committed, pounds)} is owed even if nobody is moved."
    )


def summary(a: Assessment) -> Grid:
    """What the scheme adds, saves and comes to."""
    m = a.evidence.money
    rows = [
        _row("What the scheme costs", m.gross, "all lines of the scheme, before anything saved"),
        _row(
            "What it saves",
            m.saved,
            "support, appeals and returns that the people moved would otherwise have needed",
        ),
        _row("What it costs on balance", m.net, "the first less the second", total=True),
        _row("Owed even if nobody is moved", m.committed, "part of the first"),
        _row("For each person moved", m.per_moved, "the first, over people moved"),
        _row(
            "For each completed return",
            m.per_completed_return,
            "the first, over people who went home from the hub",
        ),
    ]
    nights = Row(
        (
            Cell(
                "Nights of support saved",
                note="only nights that the people moved would have stayed and been supported",
            ),
            *_band(m.nights_saved, count),
        )
    )
    return grid(
        f"Cost beyond today's system, {years_of(a)}, discounted, GBP",
        ("Money", "Low", "Middle", "High"),
        [*rows, nights],
        numbers=(1, 2, 3),
        file="cost-summary.csv",
    )


def _row(says: str, band: Band, note: str, *, total: bool = False) -> Row:
    return Row((Cell(says, note=note), *_band(band, pounds)), total=total)


def _band(band: Band, form: Form) -> tuple[Cell, Cell, Cell]:
    return Cell(form(band.low)), Cell(form(band.middle)), Cell(form(band.high))


def by_year(a: Assessment) -> Exhibit:
    """Money by payer and year, not discounted."""
    frame = a.evidence.money.by_year
    payers = frame["payer"].unique(maintain_order=True).sort().to_list()
    table = {(r["year"], r["payer"]): r for r in frame.iter_rows(named=True)}
    rows = [
        (
            str(a.scheme.starts.year + year - 1),
            *(span(table[year, p]["low"], table[year, p]["high"], pounds) for p in payers),
        )
        for year in sorted({y for y, _ in table})
    ]
    most = max(
        payers, key=lambda p: sum(abs(r["mean"]) for r in table.values() if r["payer"] == p), default="nobody"
    )
    what = "beyond today's system" if a.scheme.hubs else "of today's system"
    shares = {
        r["payer"]: span(r["low"], r["high"], pounds) for r in a.evidence.money.by_payer.iter_rows(named=True)
    }
    totals = "; ".join(f"{payer}: {share}" for payer, share in shares.items())
    return Exhibit(
        id="cost-years",
        finding=f"The {most} pays {shares.get(most, 'all of it')}",
        subtitle=f"Cost {what} by payer and year, {years_of(a)}, not discounted; below nought is saved",
        draw=drawings.cost_years(a),
        words=f"Over all years, discounted, by payer: {totals}.",
        leaves_out="Effects that are not money, costs of what is promised elsewhere in return, and price "
        "rises beyond the figures' own dates.",
        source=f"{sentence(OUR_MODEL)}; cost lines with their sources below. {sentence(runs_of(a))}.",
        grid=grid(
            f"Cost {what} by year, GBP",
            ("Year", *(sentence(p) for p in payers)),
            rows,
            numbers=range(1, len(payers) + 1),
            file="cost-by-year.csv",
        ),
    )


def lines(a: Assessment) -> Grid:
    """Each cost line: who pays, for each of what, how much, and what it comes to."""
    rows: list[Row] = []
    for item in a.evidence.money.lines:
        line = item.line
        figure = a.scheme.figure(line.amount)
        years = (
            ""
            if line.from_year == 1 and line.to_year is None
            else f"year {line.from_year} to {line.to_year or 'the end'}"
        )
        owed = "owed even if nobody is moved" if line.committed else ""
        rows.append(
            Row(
                (
                    Cell(line.says, note="; ".join(t for t in (years, owed) if t)),
                    Cell(sentence(line.payer)),
                    Cell(sentence(line.per.value)),
                    Cell(amount(figure), href=f"#figure-{figure.id}", assumption=figure.is_assumption),
                    Cell(over(item.more, pounds)),
                )
            )
        )
    what = "More than today" if a.scheme.hubs else "In all"
    return grid(
        "Cost lines",
        ("Line", "Who pays", "For each", "Amount", f"{what}, discounted"),
        rows,
        numbers=(3, 4),
        size="wide",
        file="cost-lines.csv",
    )


def even_lead(a: Assessment, even: BreakEven | None) -> str:
    """When the scheme would pay, in words."""
    if even is None:
        return "Nothing is spent beyond today's system, so there is nothing to pay back."
    return (
        f"The scheme pays only if at least {over(even.needed, percent)} of arrivals {a.scheme.arrives} "
        "are deterred. That rate is no higher than the highest "
        f"that studies support {share_of_runs(even.within)}, and higher {share_of_runs(1 - even.within)}."
    )


def even_exhibit(a: Assessment, even: BreakEven) -> Exhibit:
    """The rate needed beside what studies support."""
    n = even.needed
    rows = [
        (
            "Needed for the scheme to pay",
            percent(n.low),
            percent(n.middle),
            percent(n.high),
            "result of this model",
        ),
        (
            "Supported by studies",
            percent(even.studies.low),
            percent(even.studies.middle),
            percent(even.studies.high),
            "a judgement, not a finding",
        ),
    ]
    return Exhibit(
        id="even-chart",
        finding=f"It pays only if at least {over(n, percent)} of arrivals are deterred",
        subtitle=f"Share of arrivals {a.scheme.arrives}, {years_of(a)}; the rate needed beside what studies "
        "support",
        draw=drawings.even(a, even),
        words=even_lead(a, even),
        leaves_out=(
            "Journeys that go elsewhere instead of not being made, harm to people, and any "
            "effect on others' conduct. Studies are few, look at other "
            f"policies and places, and disagree. {NOT_MODELLED}"
        ),
        source=f"{sentence(OUR_MODEL)}; for studies the figure deterrence, whose row names them. "
        f"{sentence(runs_of(a))}.",
        grid=grid(
            "Share of arrivals to be deterred",
            ("Rate", "Low", "Middle", "High", "What it is"),
            rows,
            numbers=(1, 2, 3),
            size="medium",
            file="break-even.csv",
        ),
    )
