"""The sheet of totals: what the run comes to, each number a formula on the sheets of costs and people."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from returnhub.assessment.workbook.costs import CostSheet
from returnhub.assessment.workbook.drivers import DriverRows
from returnhub.assessment.workbook.page import Looks, Page, at
from returnhub.assessment.workbook.people import HubWeeks
from returnhub.assessment.workbook.world import World
from returnhub.scheme.model import Driver
from returnhub.sheets.writer import Book

NAME = "Totals"
_COLUMNS = (("In the run that is followed", 58), ("Comes to", 18), ("Unit", 16), ("How", 80))


@dataclass
class Totals:
    """The totals by name: address and value. Money is discounted GBP over all years."""

    page: Page
    row: int = 0
    found: dict[str, tuple[str, float]] = field(default_factory=dict[str, tuple[str, float]])

    def add(
        self, name: str, says: str, formula: str, value: float, unit: str, how: str, look: str = "pounds"
    ) -> None:
        """One more total, which later ones may use by its name."""
        self.row += 1
        self.page.text(self.row, 0, says)
        self.page.formula(self.row, 1, formula, value, look)
        self.page.text(self.row, 2, unit)
        self.page.text(self.row, 3, how, "wrapped")
        self.found[name] = at(self.row, 1, NAME), value

    def gap(self, says: str) -> None:
        """A line that opens a group of totals."""
        self.row += 1
        self.page.text(self.row, 0, says, "text total")

    def cell(self, name: str) -> str:
        """The address of a total."""
        return self.found[name][0]

    def value(self, name: str) -> float:
        """What a total comes to."""
        return self.found[name][1]


def new_totals(book: Book, looks: Looks) -> Totals:
    """The empty sheet; it stands before those that it adds up."""
    return Totals(Page(book, looks, NAME, _COLUMNS))


def write_totals(
    totals: Totals,
    world: World,
    costs: Mapping[str, CostSheet],
    drivers: DriverRows,
    hubs: HubWeeks | None,
) -> None:
    """Fill the sheet."""
    with_, without, spared, arrivals = costs.values()
    now = {kind: float(sheet.now.sum()) for kind, sheet in costs.items()}
    totals.gap("Money over all years, discounted")
    totals.add(
        "with",
        "All that is paid with the scheme",
        f"={with_.total}",
        now["count"],
        "GBP",
        "The discounted total of the sheet Costs with",
    )
    totals.add(
        "without",
        "All that is paid without it, by the same people with the same luck",
        f"={without.total}",
        now["count_without"],
        "GBP",
        "The discounted total of the sheet Costs without",
    )
    if world.result.hubs and hubs is not None:
        _net(totals, world, spared, arrivals, drivers, hubs)
    totals.gap("By payer: what the scheme changes" if world.result.hubs else "By payer")
    for payer in dict.fromkeys(line.payer for line in world.scheme.costs):
        _payer(totals, world, payer, with_, without)
    if any(line.committed for line in world.scheme.costs):
        _committed(totals, world, with_, without)


def _net(
    totals: Totals, world: World, spared: CostSheet, arrivals: CostSheet, drivers: DriverRows, hubs: HubWeeks
) -> None:
    net = totals.value("with") - totals.value("without")
    saved, coming = float(spared.now.sum()), float(arrivals.now.sum())
    moved = float(world.counted["count"][Driver.TRANSFER].sum())
    completed, gross = hubs.completed_people, net + saved
    totals.add(
        "net",
        "What the scheme changes (below nought: it saves)",
        f"={totals.cell('with')}-{totals.cell('without')}",
        net,
        "GBP",
        "With the scheme less without it",
    )
    totals.add(
        "saved",
        "Of this, what it spares",
        f"={spared.total}",
        saved,
        "GBP",
        "The sheet Costs spared: nights and other things that people moved would have needed",
    )
    totals.add(
        "gross",
        "What the scheme itself costs",
        f"={totals.cell('net')}+{totals.cell('saved')}",
        gross,
        "GBP",
        "What it changes, and what it spares added back",
    )
    totals.gap("People")
    last = drivers.until("count", Driver.TRANSFER, world.years - 1)
    totals.add(
        "moved", "People moved to a hub", f"=SUM({last})", moved, "people", "The sheet Drivers", "count"
    )
    totals.add(
        "completed",
        "Of these returned home, enforced or voluntarily",
        f"=SUM({hubs.completed})",
        completed,
        "people",
        "The sheet Hub weeks",
        "count",
    )
    totals.gap("For each")
    for name, says, gbp, people in (
        ("per moved", "What the scheme itself costs, for each person moved", "gross", "moved"),
        ("net per moved", "What it changes, for each person moved", "net", "moved"),
        ("per return", "What the scheme itself costs, for each completed return", "gross", "completed"),
        ("net per return", "What it changes, for each completed return", "net", "completed"),
    ):
        amount, count = totals.found[gbp], totals.found[people]
        formula = f'=IF({count[0]}=0,"",{amount[0]}/{count[0]})'
        each = amount[1] / count[1] if count[1] else math.nan
        totals.add(name, says, formula, each, "GBP a person", "Money over people, above")
    totals.gap("Break-even")
    totals.add(
        "coming",
        "What people who newly arrive by boat bring with them, without the scheme",
        f"={arrivals.total}",
        coming,
        "GBP",
        "The sheet Costs of arrivals",
    )
    net_cell, coming_cell = totals.cell("net"), totals.cell("coming")
    totals.add(
        "break-even",
        "It pays only if at least this share of them is deterred",
        f'=IF({coming_cell}>0,MAX(0,{net_cell}/{coming_cell}),"")',
        max(0.0, net / coming) if coming > 0 else math.nan,
        "share",
        "What the scheme changes, over what arrivals bring; above 100% it pays at no rate. Deterrence is "
        "never predicted here",
        "share",
    )


def _payer(totals: Totals, world: World, payer: str, with_: CostSheet, without: CostSheet) -> None:
    # a payer's name is the scheme's own text, and stands in a cell of its own rather than in the formula
    label = at(totals.row + 1, 0)
    formula = f"=SUMPRODUCT(({with_.payers()}={label})*{with_.discounted()})"
    value = with_.of_payer(payer)
    if world.result.hubs:
        formula += f"-SUMPRODUCT(({without.payers()}={label})*{without.discounted()})"
        value -= without.of_payer(payer)
    totals.add(f"payer {payer}", payer, formula, value, "GBP", "The lines that this payer pays")


def _committed(totals: Totals, world: World, with_: CostSheet, without: CostSheet) -> None:
    owed = [i for i, line in enumerate(world.scheme.costs) if line.committed]
    formula = "=" + "+".join(f"({with_.line(i)}-{without.line(i)})" for i in owed)
    value = float(np.sum([with_.now[i] - without.now[i] for i in owed]))
    totals.gap("Owed even if nobody is moved")
    names = ", ".join(world.scheme.costs[i].id for i in owed)
    totals.add("committed", "Committed lines", formula, value, "GBP", names)
