"""`returnhub sensitivity`: which figures a result rests on, and how much of its spread each explains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Seed, Years
from returnhub.cli.switches import With, Without, switches
from returnhub.problems import Code, refuse

if TYPE_CHECKING:
    from returnhub.assessment.numbers import Form
    from returnhub.assessment.ranking import Index, Ranking
    from returnhub.scheme.model import Scheme

Measure = Annotated[
    str | None,
    typer.Option(help="What is asked about, as `simulate --json` names it.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the command `sensitivity`."""
    app.command("sensitivity", short_help="Which figures a result rests on, and how much.")(sensitivity)


def sensitivity(
    folder: Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped scheme.")],
    *,
    measure: Measure = None,
    figures: Annotated[int, typer.Option(min=1, max=12, help="Figures ranked: the largest of all.")] = 6,
    base: Annotated[
        int,
        typer.Option(
            help="Points of the design, a power of two; each takes a run for each figure and three more."
        ),
    ] = 512,
    years: Years = 10,
    seed: Seed = 1,
    with_: With = None,
    without: Without = None,
    as_json: output.AsJson = False,
) -> None:
    """Rank the figures that a result rests on: Morris's screening chooses, Sobol's indices rank.

    The default is some 4,600 runs at full size, a quarter of an hour or more. Ctrl-C keeps what is done.
    """
    from returnhub.assessment import ranking
    from returnhub.scheme.load import load

    if base < ranking.FEWEST or base & (base - 1):
        expected = "a power of two, such as 64, 256 or 512,"
        raise refuse(Code.OPTION_WRONG, option="--base", found=base, expected=expected)
    (scheme,) = switches(with_, without).turn([load(folder)])
    asked = measure or ("breakeven_deterrence" if scheme.hubs else "returns_a_year")
    check_measure(asked)
    with output.Progress("Choose") as progress:
        choice = ranking.choose(scheme, asked, years, seed, progress)
    with output.Progress("Rank", keeps=True) as progress:
        found = ranking.rank(scheme, choice, years, seed, progress, figures=figures, base=base)
    if found is None:
        expected = "one that figures move, and that has a result in most runs,"
        raise refuse(Code.OPTION_WRONG, option="--measure", found=asked, expected=expected)
    warned = list(_warnings(found))
    if as_json:
        answer = {"scheme": scheme.id, "years": years, "ranking": found, "screening": choice}
        output.say(output.envelope("sensitivity", answer, seed=seed, inputs=scheme.files, warnings=warned))
    else:
        output.say("\n".join(_page(scheme, found, years, seed)))
        for warning in warned:
            output.note(f"Note: {warning}.")
    output.end(holds=True, partial=found.partial)


def check_measure(name: str) -> None:
    """Refuse a measure that no run has, with those that are spelt like it. Raises Problems."""
    from returnhub.scheme.fields import near
    from returnhub.simulation.measure_words import MEASURES

    if name not in MEASURES:
        alike = near(name, MEASURES) or ["cost_net_gbp", "moved_a_year", "returns_a_year"]
        raise refuse(Code.OPTION_WRONG, option="--measure", found=f'"{name}"', expected=" or ".join(alike))


def form_of(measure: str) -> Form:
    """How a measure's numbers are written."""
    from returnhub.assessment.numbers import percent, plain, pounds
    from returnhub.charts import Measure as Counts
    from returnhub.simulation.measure_words import MEASURES

    return {Counts.GBP: pounds, Counts.SHARE: percent}.get(MEASURES[measure].counts, plain)


def share(index: Index) -> str:
    """A share of the variance with its interval: `0.31 (0.24 to 0.38)`."""
    return f"{index.value:.2f} ({index.low:.2f} to {index.high:.2f})"


def _page(scheme: Scheme, found: Ranking, years: int, seed: int) -> Iterator[str]:
    from returnhub.assessment.numbers import over
    from returnhub.simulation.measure_words import MEASURES

    yield output.wrap(f"{scheme.id}   {MEASURES[found.measure].says}")
    yield output.wrap(
        f"{output.counted(years, 'year')}, {output.counted(found.runs, 'run')} with the same luck in each, "
        f"seed {seed}. Over the ranges of all {found.screened} uncertain figures it is "
        f"{over(found.band, form_of(found.measure))} in nine of ten draws."
    )
    yield ""
    rows = [
        (
            row.figure + (" *" if row.is_assumption else ""),
            share(row.first),
            share(row.total),
        )
        for row in found.rows
    ]
    yield output.table(rows, head=("Share of the variance", "alone", "with others"))
    yield ""
    yield output.wrap(
        f"These {len(found.rows)} explain {share(found.together)} of the variance among themselves; the rest "
        f"needs one of the {found.screened - len(found.rows)} others. Intervals hold 95 of 100, by bootstrap."
    )
    if any(row.is_assumption for row in found.rows):
        yield "* an assumption: nobody has published it"


def _warnings(found: Ranking) -> Iterator[str]:
    if found.partial:
        yield f"stopped after {found.runs:,} runs: {found.used} of {found.asked} points are in these numbers"
    if found.missing:
        lost = found.asked - found.used
        yield (
            f"{output.counted(found.missing, 'run')} had no result (nobody to count), so that {lost} of "
            f"{found.asked} points are left out and the shares hold for the others"
        )
    if found.used < 128:
        yield f"{found.used} points are few: the intervals say how little is known"
