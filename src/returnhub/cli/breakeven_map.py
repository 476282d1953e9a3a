"""A two-way map of a pair of schemes as a table here, as a picture and as a file of rows."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from returnhub.cli import output

if TYPE_CHECKING:
    from returnhub.assessment.numbers import Form
    from returnhub.assessment.two_way import TwoWay
    from returnhub.charts import Chart
    from returnhub.scheme.model import Scheme

NO_HUB = "no hub"
NEED = (
    "Deterrence is what the first scheme would need beyond the second for equal costs, and is not "
    "predicted; its range is a judgement on studies."
)

AXES = {
    "deterrence": "Arrivals deterred",
    "stay": "Stay limit in days",
    "documented": "Share ever documented by their origin",
    "places": "Places",
}


def written(axis: str) -> Form:
    """How a value of an axis is written."""
    from returnhub.assessment.numbers import count, percent

    return percent if axis in ("deterrence", "documented") else count


def map_page(found: TwoWay, first: Scheme, second: Scheme | None, made: str) -> Iterator[str]:
    """The map as tables; `made` says of what runs."""
    name = NO_HUB if second is None else second.id
    head = ["", *(_exact(found.across, x) for x in found.columns.at)]
    side = [_exact(found.up, y) for y in found.rows.at]
    yield output.wrap(f"{first.id} beside {name}, in worlds of 100. {made}")
    yield output.wrap(f"Across: {AXES[found.across].lower()}. Upwards: {AXES[found.up].lower()}.")
    for holds, shares in _shares(found):
        yield ""
        yield f"{first.id} {holds}"
        rows = [
            (y, *("-" if math.isnan(x) else f"{100 * x:.0f}" for x in row))
            for y, row in zip(side, shares, strict=True)
        ]
        yield output.table(rows[::-1], head=head, right=range(len(head)))
    if found.returns_no_fewer_yx is not None:
        from returnhub.assessment.numbers import percent

        yield ""
        yield "Deterrence needed for equal costs, middle of the worlds"
        needed = [[cell.middle for cell in row] for row in found.needed]
        rows = [
            (y, *("more than all" if x > 1 else percent(x) for x in row))
            for y, row in zip(side, needed, strict=True)
        ]
        yield output.table(rows[::-1], head=head, right=range(len(head)))
    yield ""
    yield output.wrap(NEED)


def _exact(axis: str, value: float) -> str:
    """A value that was set: days and places whole."""
    return f"{value:,.0f}" if axis in ("stay", "places") else written(axis)(value)


def as_svg(found: TwoWay, first: Scheme, second: Scheme | None, made: str) -> str:
    """The map as a picture that stands alone."""
    from returnhub.charts import Measure, Outline, Side, Words, standing, zones

    measures = {
        "deterrence": Measure.SHARE,
        "documented": Measure.SHARE,
        "stay": Measure.DAYS,
        "places": Measure.PLACES,
    }
    across = Side(AXES[found.across].lower(), found.columns.at, measures[found.across])
    up = Side(AXES[found.up].lower(), found.rows.at, measures[found.up])
    sourced = Outline(
        "the ranges that the scheme's figures give",
        (found.columns.low, found.columns.high),
        (found.rows.low, found.rows.high),
    )
    panels: list[tuple[str, Chart]] = []
    for holds, shares in _shares(found):
        drawn = zones(
            f"map-{len(panels)}", Words(holds), across, up, shares, holds=holds, outlines=(sourced,)
        )
        panels.append((f"{first.id} {holds}", drawn))
    title = f"{first.id} beside {NO_HUB if second is None else second.id}"
    return standing("map", title, f"Worlds of 100. {made}", panels, [NEED])


def _shares(found: TwoWay) -> Iterator[tuple[str, list[list[float]]]]:
    """What holds, and in which share of worlds, for costs and, where they were asked, for returns."""
    yield "costs no more", found.costs_no_more_yx.tolist()
    if found.returns_no_fewer_yx is not None:
        yield "returns no fewer people", found.returns_no_fewer_yx.tolist()


def as_csv(found: TwoWay) -> str:
    """The map as rows, one a cell."""
    from returnhub.assessment.two_way import as_rows

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows(as_rows(found))
    return text.getvalue()
