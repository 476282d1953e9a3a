"""`returnhub published`: the model, untuned, beside published totals, with its misfits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Seed

if TYPE_CHECKING:
    from returnhub.assessment.numbers import Form
    from returnhub.assessment.published import Held, Predicted


def register(app: typer.Typer) -> None:
    """Add the command `published`."""
    app.command("published", short_help="The model beside published totals, misfits shown.")(published)


def published(
    folders: Annotated[
        list[str] | None,
        typer.Argument(
            help="Schemes with published totals; all shipped ones that have some if none is named."
        ),
    ] = None,
    *,
    replications: Annotated[int, typer.Option(min=2, help="Runs, each in another possible world.")] = 200,
    seed: Seed = 1,
    as_json: output.AsJson = False,
) -> None:
    """Hold what the model counts, with figures drawn from their ranges, beside what was published.

    A misfit is shown and nothing is changed for it. Totals stand in published.yaml beside a scheme.
    """
    from returnhub.assessment.published import held, totals, with_totals
    from returnhub.scheme.load import load
    from returnhub.simulation.run import simulate

    asked = [(load(folder), folder) for folder in folders or with_totals()]
    each = [(scheme, totals(folder, scheme)) for scheme, folder in asked]
    found: list[Predicted] = []
    partial = False
    for scheme, beside in each:
        with output.Progress(scheme.id, keeps=True) as progress:
            result = simulate(scheme, max(one.years for one in beside), replications, seed, progress=progress)
        found.append(held(beside, scheme, result))
        partial = result.partial
        if partial:
            break
    inputs = {name: digest for scheme, _ in each for name, digest in scheme.files.items()}
    warned = (
        [f"stopped after {output.counted(found[-1].runs, 'run')} of {found[-1].scheme}"] if partial else []
    )
    if as_json:
        output.say(output.envelope("published", found, seed=seed, inputs=inputs, warnings=warned))
    else:
        output.say("\n".join(line for one in found for line in _page(one)))
        for warning in warned:
            output.note(f"Partial: {warning}.")
    output.end(holds=True, partial=partial)


def _page(found: Predicted) -> Iterator[str]:
    yield output.wrap(
        f"{found.scheme}: {output.counted(found.runs, 'run')}, seed {found.seed}, figures drawn from "
        "their ranges"
    )
    yield ""
    head = ("", "published", "model low", "middle", "high", "percentile", "z", "")
    yield output.table([_cells(row) for row in found.rows], head=head, right=range(1, 7))
    yield ""
    yield output.wrap(
        "Percentile: runs of 100 below the published number. z: how far it lies from the runs' mean, in "
        "their standard deviations. Nine runs in ten lie between low and high."
    )
    outside = found.misfits
    yield output.wrap(
        f"The model misses {len(outside)} of {len(found.rows)} published totals; nothing is changed for it."
        if outside
        else f"All {len(found.rows)} published totals lie within nine runs in ten."
    )
    for row in outside:
        yield output.wrap(f"{output.mark('broken')} {_misfit(row)}", hang="  ")
    seen = [row for row in found.rows if row.fit == "within" and row.total.set_from]
    if seen:
        names = ", ".join(row.total.id for row in seen)
        yield output.wrap(
            f"Agreement proves little for {names}: figures of the model were set with these totals in view."
        )
    yield ""
    yield from _sources(found.rows)


def _form(row: Held) -> Form:
    from returnhub.assessment.numbers import count, percent

    return percent if row.published.unit == "share" else count


def _cells(row: Held) -> tuple[str, ...]:
    form = _form(row)
    ends = (row.band.low, row.band.middle, row.band.high)
    return (
        row.total.id,
        f"{row.published.middle:,.0f}" if row.published.unit != "share" else form(row.published.middle),
        *("-" if math.isnan(x) else form(x) for x in ends),
        "-" if math.isnan(row.percentile) else f"{100 * row.percentile:.0f}",
        "-" if math.isnan(row.z) else f"{row.z:+.1f}",
        output.mark("ok" if row.fit == "within" else "broken"),
    )


def _misfit(row: Held) -> str:
    times = "" if math.isnan(row.times) else f", {row.times:.2g} times what was published"
    why = f" {row.total.differs}" if row.total.differs else ""
    return f"{row.total.id}: {row.fit}{times}.{why}"


def _sources(rows: Sequence[Held]) -> Iterator[str]:
    yield "What was published"
    for row in rows:
        figure = row.published
        cite = figure.source[0].cite if figure.source else "no source"
        date = f", {figure.date.isoformat()}" if figure.date else ""
        yield output.wrap(
            f"{row.total.id}: {figure.says} {cite}{date} ({figure.confidence}). Held against: "
            f"{row.total.model}{f' ({row.total.weeks} weeks)' if row.total.weeks else ''}.",
            indent="  ",
            hang="    ",
        )
