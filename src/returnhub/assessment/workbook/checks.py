"""The sheet of checks: formulas against the engine's own numbers, and people against people."""

from __future__ import annotations

import math
from dataclasses import dataclass

from returnhub.assessment.workbook.page import Looks, Page, at
from returnhub.assessment.workbook.people import HubWeeks, StageRows
from returnhub.assessment.workbook.runs import Runs
from returnhub.assessment.workbook.totals import Totals
from returnhub.assessment.workbook.world import World
from returnhub.sheets.writer import Book
from returnhub.simulation.result import Outcome

NAME = "Checks"
_COLUMNS = (
    ("What is checked", 70), ("One way", 20), ("Another way", 20), ("Differs by", 14), ("At most", 10),
    ("Holds", 16),
)  # fmt: skip
_AGAINST = (
    ("gross", "cost_gbp", 1.0), ("saved", "cost_saved_gbp", 1.0), ("net", "cost_net_gbp", 1.0),
    ("moved", "moved", 0.5), ("completed", "completed_returns", 0.5),
    ("per moved", "cost_per_moved", 1.0), ("net per moved", "net_cost_per_moved", 1.0),
    ("per return", "cost_per_completed_return", 1.0),
    ("net per return", "net_cost_per_completed_return", 1.0),
    ("coming", "cost_of_new_arrivals_gbp", 1.0), ("break-even", "breakeven_deterrence", 1e-6),
)  # fmt: skip
"""Total of the workbook, measure of the engine, and by how much they may differ."""

HOLDS, BROKEN = "holds", "DOES NOT HOLD"


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether every check holds, as the formulas find it."""

    holds: bool
    failed: tuple[str, ...]


def write_checks(
    page: Page, world: World, totals: Totals, runs: Runs, hubs: HubWeeks | None, stages: StageRows
) -> Checked:
    """Fill the sheet."""
    rows: list[tuple[str, str, float, str, float, float]] = []
    for name, measure, most in _AGAINST:
        if name in totals.found:
            cell, value = totals.found[name]
            says = f"{measure}: the formula against the run"
            # a bare reference to an empty cell gives nought, and nobody to count is not nought
            engine = runs.one(measure, world.rep)
            found = f'=IF(ISNUMBER({engine}),{engine},"")'
            rows.append((says, f"={cell}", value, found, world.measures[measure], most))
    if hubs is not None:
        weeks = world.of(world.result.weekly)
        came = float(weeks["entered"].sum())
        ended = float(world.of(world.result.stay_ends)["people"].sum())
        gone = f"=SUM({hubs.ended})+{hubs.present[0]}"
        rows.append(("People who came to hubs = stays that ended + people there at the end",
                     f"=SUM({hubs.entered})", came, gone, ended + hubs.present[1], 0.5))  # fmt: skip
        moved = totals.found["moved"]
        rows.append(("People who came to hubs, by week and by year",
                     f"=SUM({hubs.entered})", came, f"={moved[0]}", moved[1], 0.5))  # fmt: skip
        rows.append(("Weeks and hubs in which people do not add up",
                     f"=SUMPRODUCT(ABS({hubs.differs}))", 0.0, "=0", 0.0, 0.5))  # fmt: skip
        rows += _of_stages(stages, hubs)
    payers = [found for name, found in totals.found.items() if name.startswith("payer ")]
    whole = totals.found["net" if "net" in totals.found else "with"]
    if payers:
        rows.append(("The payers' parts = the whole", "=" + "+".join(cell for cell, _ in payers),
                     sum(value for _, value in payers), f"={whole[0]}", whole[1], 1.0))  # fmt: skip
    failed = [row[0] for n, row in enumerate(rows, start=1) if not _row(page, n, *row)]
    return Checked(not failed, tuple(failed))


def new_checks(book: Book, looks: Looks) -> Page:
    """The empty sheet; it stands before those that it checks."""
    return Page(book, looks, NAME, _COLUMNS)


def _of_stages(stages: StageRows, hubs: HubWeeks) -> list[tuple[str, str, float, str, float, float]]:
    """Who is in a hub and who waits for a place, by person and by the hubs' clock."""
    return [
        (says, f"={stages.last(stage)[0]}", stages.last(stage)[1], f"={cell}", people, 0.5)
        for says, stage, (cell, people) in (
            ("People in hubs at the end, by stage and by week", Outcome.IN_HUB, hubs.present),
            ("People who wait at the end, by stage and by week", Outcome.WAITING_FOR_PLACE, hubs.waiting),
        )
    ]


def _row(
    page: Page, row: int, says: str, one: str, first: float, other: str, second: float, most: float
) -> bool:
    page.text(row, 0, says)
    page.formula(row, 1, one, first)
    page.formula(row, 2, other, second)
    a, b, c, d = (at(row, column, fixed=False) for column in (1, 2, 3, 4))
    page.formula(row, 3, f"=IF(AND(ISNUMBER({a}),ISNUMBER({b})),{a}-{b},0)", _difference(first, second))
    page.number(row, 4, most)
    holds = abs(_difference(first, second)) <= most and math.isfinite(first) == math.isfinite(second)
    page.formula(
        row,
        5,
        f'=IF(AND(ISNUMBER({a})=ISNUMBER({b}),ABS({c})<={d}),"{HOLDS}","{BROKEN}")',
        HOLDS if holds else BROKEN,
        "text",
    )
    return holds


def _difference(first: float, second: float) -> float:
    return first - second if math.isfinite(first) and math.isfinite(second) else 0.0
