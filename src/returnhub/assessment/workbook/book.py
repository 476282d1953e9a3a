"""The whole workbook of an assessment, and the one of a comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from returnhub import __version__
from returnhub.assessment.compare import senders
from returnhub.assessment.workbook.checks import Checked, new_checks, write_checks
from returnhub.assessment.workbook.compared import write_compared
from returnhub.assessment.workbook.costs import write_costs
from returnhub.assessment.workbook.drivers import driver_rows, write_drivers
from returnhub.assessment.workbook.figures import write_figures
from returnhub.assessment.workbook.page import Looks
from returnhub.assessment.workbook.people import write_hubs, write_outcomes, write_stages
from returnhub.assessment.workbook.readme import FOLLOW, write_readme
from returnhub.assessment.workbook.runs import Runs, write_bands
from returnhub.assessment.workbook.totals import new_totals, write_totals
from returnhub.assessment.workbook.world import world
from returnhub.scheme.model import Scheme
from returnhub.sheets.writer import new_book
from returnhub.simulation.result import Result

NO_SIDE = (
    "All people in it are made up. A model takes no side: it shows what would follow if its figures held. "
    "It does not make a scheme lawful."
)
_SHEETS = (
    ("Totals", "what the run comes to: money by payer, for each person moved and each return, break-even"),
    ("Checks", "the formulas against the engine, and people against people"),
    ("Bands", "each measure over all runs: low, middle, high, mean"),
    ("Costs with, without, spared, of arrivals", "each line by year: count times figure, and discounted"),
    ("Drivers", "what costs are counted by, each year of the run"),
    ("Figures", "every figure: in this run, middle, range, unit, date, confidence, source, why"),
    ("Hub weeks", "each hub week by week, where there is one: came, left, there, waiting"),
    ("Stages", "where everyone who has claimed stands at the end of each year"),
    ("Outcomes", "where people of each origin stand at the end, with the scheme and without it"),
    ("Runs", "every measure of every run"),
)


def write_assessment(path: Path, scheme: Scheme, result: Result, command: str, made_on: dt.date) -> Checked:
    """Write an assessment's workbook; OSError if it cannot be written. Gives what its checks find."""
    chosen = world(scheme, result)
    with new_book(path, title=f"{scheme.id}: assessment") as book:
        looks = Looks(book)
        about = (
            ("Scheme", f"{scheme.id}: {scheme.title}"),
            ("How far it has come", scheme.status.says.strip()),
            ("Runs", f"{result.replications} of {result.years} years from {result.starts:%-d %B %Y}"),
            ("Followed here", f"run {chosen.rep + 1} of {result.replications}, in the middle by net cost"),
            *_made(result, command, made_on),
            ("Left out", "\n".join(f"- {text}" for text in scheme.left_out) or "nothing that is named"),
        )
        write_readme(book, looks, f"Assessment of {scheme.id}", about, FOLLOW, _SHEETS)
        totals, checks = new_totals(book, looks), new_checks(book, looks)
        runs = Runs(result)
        write_bands(book, looks, runs, chosen.rep)
        drivers = driver_rows(chosen)
        costs = write_costs(book, looks, chosen, drivers)
        write_drivers(book, looks, chosen, drivers)
        write_figures(book, looks, chosen)
        hubs = write_hubs(book, looks, chosen)
        stages = write_stages(book, looks, chosen)
        write_outcomes(book, looks, chosen)
        runs.write(book, looks)
        write_totals(totals, chosen, costs, drivers, hubs)
        return write_checks(checks, chosen, totals, runs, hubs, stages)


def write_comparison(
    path: Path, schemes: Sequence[Scheme], results: Sequence[Result], command: str, made_on: dt.date
) -> None:
    """Write a comparison's workbook; OSError if it cannot be written."""
    first = results[0]
    with new_book(path, title="Schemes side by side") as book:
        looks = Looks(book)
        about = (
            ("Schemes", "\n".join(f"{s.id}: {s.title}" for s in schemes)),
            ("Runs", f"{first.replications} of {first.years} years from {first.starts:%-d %B %Y}"),
            *_made(first, command, made_on),
        )
        states = senders(schemes)
        met = (
            "Run n of each scheme has the same people with the same luck: a difference is taken run by run."
            if len(states) == 1
            else f"Not the same people: {' and '.join(states)} send, and people and figures differ too."
        )
        follow = (
            met,
            "Side by side and Differences are percentiles by formula over the sheets of runs, one a scheme.",
            "To follow one scheme's costs to its figures, make its own workbook: returnhub assess --xlsx.",
        )
        sheets = (
            ("Side by side", "each measure of each scheme: low, middle, high over the runs"),
            (
                "Differences",
                "more or less than the first scheme, run by run: low, middle, high, and how often more",
            ),
            ("Runs of ...", "every measure of every run of a scheme"),
        )
        write_readme(book, looks, "Schemes side by side", about, follow, sheets)
        write_compared(book, looks, schemes, results)


def _made(result: Result, command: str, made_on: dt.date) -> tuple[tuple[str, str], ...]:
    stopped = "; stopped early: only these runs are in it" if result.partial else ""
    return (
        ("Seed", f"{result.seed}{stopped}"),
        ("Made", f"{made_on:%-d %B %Y}, by returnhub {__version__}"),
        ("Made again by", command),
        ("People", NO_SIDE),
    )
