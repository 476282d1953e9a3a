"""`returnhub information`: which unknown figure would change the choice between schemes most."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Seed, Years
from returnhub.cli.compare import people_met
from returnhub.cli.sensitivity import check_measure, form_of
from returnhub.cli.switches import With, Without, switches
from returnhub.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from returnhub.assessment.information import Information, Worth
    from returnhub.assessment.numbers import Form
    from returnhub.scheme.model import Scheme

_SHOWN = 12
_PEOPLE = (
    "This says what a figure is worth for one measure; which scheme to choose, or none, is for people to "
    "decide, by more than that."
)


def register(app: typer.Typer) -> None:
    """Add the command `information`."""
    app.command("information", short_help="Which unknown figure would change the choice most.")(information)


def information(
    folders: Annotated[
        list[str], typer.Argument(help="Schemes: folders, or names of shipped schemes; two to six.")
    ],
    *,
    measure: Annotated[
        str, typer.Option(help="What the choice goes by, as `simulate --json` names it.")
    ] = "net_cost_per_completed_return",
    prefer: Annotated[
        str, typer.Option(help="Whether less or more of it is better: less, or more.")
    ] = "less",
    replications: Annotated[
        int, typer.Option(min=40, help="Runs of each scheme, each in another world.")
    ] = 400,
    years: Years = 10,
    seed: Seed = 1,
    with_: With = None,
    without: Without = None,
    as_json: output.AsJson = False,
) -> None:
    """What it would be worth to know a figure before choosing between schemes, figure by figure.

    For the same people with the same luck in each scheme. Ctrl-C keeps what is done.
    """
    from returnhub.assessment.compare import check_schemes
    from returnhub.assessment.information import FEWEST_RUNS
    from returnhub.assessment.information import information as run
    from returnhub.scheme.load import load

    if prefer not in ("less", "more"):
        raise refuse(Code.OPTION_WRONG, option="--prefer", found=f'"{prefer}"', expected="less or more")
    schemes = [load(folder) for folder in folders]
    check_schemes(schemes)
    schemes = switches(with_, without).turn(schemes)
    check_measure(measure)
    with output.Progress("Runs", keeps=True) as progress:
        found = run(schemes, measure, years, seed, replications, more=prefer == "more", progress=progress)
    if found is None:
        expected = f"one that every scheme has in at least {FEWEST_RUNS} runs, such as cost_net_gbp,"
        raise refuse(Code.OPTION_WRONG, option="--measure", found=measure, expected=expected)
    warned = list(_warnings(found))
    inputs = {name: digest for scheme in schemes for name, digest in scheme.files.items()}
    if as_json:
        answer = {"years": years, "information": found}
        output.say(output.envelope("information", answer, seed=seed, inputs=inputs, warnings=warned))
    else:
        output.say("\n".join(_page(found, schemes, years, seed)))
        for warning in warned:
            output.note(f"Note: {warning}.")
    output.end(holds=True, partial=found.runs + found.missing < found.asked)


def _page(found: Information, schemes: Sequence[Scheme], years: int, seed: int) -> Iterator[str]:
    from returnhub.assessment.numbers import share_of_runs
    from returnhub.simulation.measure_words import MEASURES

    form = form_of(found.measure)
    wanted = "more" if found.more else "less"
    yield output.wrap(
        f"Choosing between {' and '.join(found.schemes)}. {MEASURES[found.measure].says}: {wanted} is better."
    )
    yield output.wrap(
        f"{output.counted(years, 'year')}, {output.counted(found.runs, 'run')} of each, seed {seed}; "
        f"{people_met(schemes)}."
    )
    yield ""
    yield output.table(
        [
            (name, form(mean), f"{100 * best:.0f} of 100")
            for name, mean, best in zip(found.schemes, found.means, found.best, strict=True)
        ],
        head=("", "mean", "best in worlds"),
        right=(1, 2),
    )
    yield ""
    if found.everything.value <= 0:
        yield output.wrap(
            f"{found.today} is the best in every world: no figure within its range changes the choice."
        )
        yield output.wrap(_PEOPLE)
        return
    yield output.wrap(
        f"With nothing more known, {found.today} is the best on average. To know everything before "
        "choosing, every figure, event and person's luck, would be worth "
        f"{_worth(found.everything, form)} on average."
    )
    yield output.wrap(
        f"A made-up figure that means nothing seems to be worth up to {form(found.chance)} by chance; "
        f"{output.counted(len(found.rows), 'figure')} asked, {len(found.told)} worth more."
    )
    rows = found.told[:_SHOWN]
    if not rows:
        nearest = ", ".join(row.figure for row in found.rows[:3])
        yield output.wrap(
            f"So no figure by itself is known to change the choice, with so many runs; nearest come "
            f"{nearest}."
        )
        yield output.wrap(_PEOPLE)
        return
    yield ""
    yield output.table(
        [
            (
                row.figure + (" *" if row.is_assumption else ""),
                _worth(row.worth, form),
                f"{100 * min(1.0, row.worth.value / found.everything.value):.0f}%",
                f"{100 * row.changes:.0f} of 100",
            )
            for row in rows
        ],
        head=("To know it first", "is worth", "of all", "changes the choice in worlds"),
        right=(2, 3),
    )
    yield ""
    first = rows[0]
    yield output.wrap(
        f"{first.figure} is the unknown figure that would change the choice most: known first, another "
        f"scheme would be chosen {share_of_runs(first.changes)}.{_settles(first.figure, schemes)}"
    )
    yield output.wrap(_PEOPLE)
    if any(row.is_assumption for row in rows):
        yield "* an assumption: nobody has published it"


def _settles(figure: str, schemes: Sequence[Scheme]) -> str:
    """Who could settle a figure, if a scheme that has it says so."""
    who = next((s.figures[figure].settles for s in schemes if figure in s.figures), None)
    return f" It could be settled by: {who}." if who else ""


def _worth(worth: Worth, form: Form) -> str:
    return f"{form(worth.value)} ({form(worth.low)} to {form(worth.high)})"


def _warnings(found: Information) -> Iterator[str]:
    done = found.runs + found.missing
    if done < found.asked:
        yield f"stopped after {done} of {found.asked} runs"
    if found.missing:
        yield (
            f"in {output.counted(found.missing, 'run')} a scheme had no result (nobody to count); they are "
            "left out, and the choice in them is not judged"
        )
    if any(math.isinf(mean) for mean in found.means):
        yield "a mean is without limit"
