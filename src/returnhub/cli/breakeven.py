"""`returnhub breakeven`: which deterrence, stay or onward return makes two schemes equal; two-way maps."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Seed, Years
from returnhub.cli.breakeven_map import AXES, NEED, NO_HUB, as_csv, as_svg, map_page, written
from returnhub.cli.compare import people_met
from returnhub.cli.switches import With, Without, switches
from returnhub.cli.target import check_writable, write
from returnhub.problems import Code, refuse

if TYPE_CHECKING:
    from returnhub.assessment.axes import Axis
    from returnhub.assessment.equal import BreakEvens, Equal
    from returnhub.scheme.model import Scheme


def register(app: typer.Typer) -> None:
    """Add the command `breakeven`."""
    app.command("breakeven", short_help="What would make two schemes equal.")(breakeven)


def breakeven(
    folder: Annotated[
        str, typer.Argument(help="A scheme with a hub: its folder, or a shipped scheme's name.")
    ],
    beside: Annotated[str, typer.Argument(help="The scheme that it is held against.")] = "none",
    *,
    map_: Annotated[
        str | None,
        typer.Option(
            "--map",
            metavar="ACROSS,UP",
            help="A map instead, of two of: deterrence, stay, documented, places.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write the map here: a name that ends in .csv or .svg.")
    ] = None,
    worlds: Annotated[int, typer.Option(min=1, help="Possible worlds asked.")] = 40,
    years: Years = 10,
    seed: Seed = 1,
    with_: With = None,
    without: Without = None,
    as_json: output.AsJson = False,
) -> None:
    """At which deterrence, stay limit or share documented a scheme costs, and returns, what another does.

    Found in each possible world for itself, with the same people and luck for both. Deterrence is what
    would be needed, never a prediction.
    """
    from returnhub.scheme.load import load

    axes = _axes(map_)
    _check_out(out, axes)
    pair = first, second = _pair(*switches(with_, without).turn([load(folder), load(beside)]))
    schemes = [first] if second is None else [first, second]
    inputs = {name: digest for scheme in schemes for name, digest in scheme.files.items()}
    if axes is not None:
        from returnhub.assessment.two_way import two_way

        made = f"{output.counted(years, 'year')}, {output.counted(worlds, 'world')}, seed {seed}."
        with output.Progress("Map") as progress:
            drawn = two_way(first, second, *axes, years=years, seed=seed, worlds=worlds, progress=progress)
        if out is not None:
            is_sheet = out.suffix.casefold() == ".csv"
            write(out, as_csv(drawn) if is_sheet else as_svg(drawn, *pair, made))
        if as_json:
            answer = {
                "first": first.id,
                "second": second and second.id,
                "years": years,
                "map": drawn,
                "file": out,
            }
            output.say(output.envelope("breakeven-map", answer, seed=seed, inputs=inputs))
            return
        output.say("\n".join(map_page(drawn, *pair, made)))
        if out is not None:
            output.say(f"Map: {out}")
        return
    from returnhub.assessment.equal import break_evens

    with output.Progress("Worlds") as progress:
        found = break_evens(first, second, years, seed, worlds, progress)
    if as_json:
        answer = {
            "first": first.id,
            "second": second and second.id,
            "years": years,
            "worlds": found.worlds,
            "rows": found.rows,
        }
        output.say(output.envelope("breakeven", answer, seed=seed, inputs=inputs))
        return
    output.say("\n".join(_page(found, years, seed)))


def _axes(map_: str | None) -> tuple[Axis, Axis] | None:
    from returnhub.assessment.axes import Axis

    if map_ is None:
        return None
    names = [name.strip() for name in map_.split(",")]
    known = [axis.value for axis in Axis]
    if len(names) != 2 or len(set(names)) != 2 or not set(names) <= set(known):
        expected = f"two of {', '.join(known)} with a comma between"
        raise refuse(Code.OPTION_WRONG, option="--map", found=f'"{map_}"', expected=expected)
    return Axis(names[0]), Axis(names[1])


def _check_out(out: Path | None, axes: tuple[Axis, Axis] | None) -> None:
    if out is None:
        return
    if axes is None:
        raise refuse(Code.OPTION_WRONG, option="-o", found=f'"{out}"', expected="--map, which it writes,")
    if out.suffix.casefold() not in (".csv", ".svg"):
        raise refuse(
            Code.OPTION_WRONG, option="-o", found=f'"{out}"', expected="a name that ends in .csv or .svg"
        )
    check_writable(out)


def _pair(first: Scheme, second: Scheme) -> tuple[Scheme, Scheme | None]:
    """The two; none for the second where it has no hub: then it is what the first's own people do without."""
    if not first.hubs:
        expected = "a scheme with a hub"
        raise refuse(Code.OPTION_WRONG, option="the first scheme", found=first.id, expected=expected)
    if first.id == second.id:
        raise refuse(
            Code.OPTION_WRONG, option="the second scheme", found=second.id, expected="another scheme"
        )
    return first, second if second.hubs else None


_EQUAL = {"cost_net_gbp": "net costs are equal", "returns_a_year": "returns a year are equal"}


def _page(found: BreakEvens, years: int, seed: int) -> Iterator[str]:
    from returnhub.assessment.numbers import over, share_of_runs
    from returnhub.assessment.small import SCALE

    first, second = found.first, found.second
    name = NO_HUB if second is None else second.id
    yield output.wrap(f"{first.id} and {name}: what would make them equal")
    met = "the same people without it" if second is None else people_met([first, second])
    yield output.wrap(
        f"{output.counted(years, 'year')}, {output.counted(found.worlds, 'world')}, seed {seed}, with "
        f"{SCALE:.0%} of the people, places and fixed sums; {met}. Nine answers in ten lie between low and "
        "high."
    )
    yield ""
    head = ("", "low", "middle", "high", "never", "always", "the figure's range")
    yield output.table([_cells(row) for row in found.rows], head=head, right=(1, 2, 3, 4, 5))
    yield ""
    yield output.wrap(
        f"Never and always: worlds in which {first.id} is the worse, or at least as good, at every value "
        "tried."
    )
    for row in found.rows:
        words = f"{AXES[row.axis]}, {_EQUAL[row.measure]}"
        if row.axis != "deterrence" and not math.isnan(row.above):
            yield output.wrap(
                f"{words}: {first.id} is the better above it {share_of_runs(row.above)}.", hang="  "
            )
        if row.several > 0:
            yield output.wrap(
                f"{words}: more than one such value {share_of_runs(row.several)}; the lowest is shown.",
                hang="  ",
            )
        if not math.isnan(row.stay_days.middle):
            yield output.wrap(
                f"{words}: the mean stay is then {over(row.stay_days, written('stay'))} days.", hang="  "
            )
    yield output.wrap(NEED)


def _cells(row: Equal) -> tuple[str, ...]:
    from returnhub.assessment.numbers import span

    form = written(row.axis)
    ends = (row.at.low, row.at.middle, row.at.high)
    sourced = span(row.sourced.low, row.sourced.high, form) + (" *" if row.sourced.is_assumption else "")
    return (
        f"{AXES[row.axis]}, {_EQUAL[row.measure]}",
        *("-" if math.isnan(x) else form(x) for x in ends),
        f"{100 * row.never:.0f}%",
        f"{100 * (row.always + row.alike):.0f}%",
        sourced,
    )
