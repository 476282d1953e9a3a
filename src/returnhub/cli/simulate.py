"""`returnhub simulate`: what a scheme would do, as bands; frames as Parquet for those who want them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output

if TYPE_CHECKING:
    from returnhub.simulation.result import Result

_ROWS = (
    ("moved_a_year", "People moved to a hub, a year"),
    ("moved_per_1000_refused", "Of 1,000 people whose claim was refused, moved"),
    ("moved_per_1000_arrivals", "Of 1,000 people who arrived by small boat, moved"),
    ("returned_per_1000_arrivals", "Of 1,000 who arrived, returned by the end, any way"),
    ("returned_of_100_moved", "Of 100 whose stay ended, returned home"),
    ("over_limit_share", "Share of stays that reached the limit"),
    ("occupancy_share", "Share of places used"),
    ("queue_mean", "People waiting for a place, mean"),
    ("wait_days_mean", "Days waited by those moved, mean"),
    ("cost_per_moved", "Cost for each person moved, GBP"),
    ("cost_per_completed_return", "Cost for each completed return, GBP"),
    ("breakeven_deterrence", "Pays only if deterrence is at least, share"),
)

FRAMES = ("weekly", "moves", "stay_ends", "stages", "outcomes", "drivers", "costs", "measures", "draws")


def register(app: typer.Typer) -> None:
    """Add the command `simulate`."""

    @app.command(help="Simulate a scheme and print what it would do, as bands over runs.")
    def simulate(  # pyright: ignore[reportUnusedFunction]: typer holds it
        folder: Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped scheme.")],
        years: Annotated[int, typer.Option(help="Years after the scheme's first day.")] = 10,
        replications: Annotated[int, typer.Option(help="Runs, each in another possible world.")] = 200,
        seed: Annotated[int, typer.Option(help="The same seed gives the same people and worlds.")] = 1,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help="Folder for the frames as Parquet files.")
        ] = None,
        as_json: output.AsJson = False,
    ) -> None:
        from returnhub.problems import Code, Where, refuse
        from returnhub.scheme.load import load
        from returnhub.simulation.run import simulate as run

        if out is not None and out.exists() and not out.is_dir():
            raise refuse(Code.FILE_UNWRITABLE, Where(file=str(out)), reason="it is a file, not a folder")
        scheme = load(folder)
        with output.Progress("Runs", keeps=True) as progress:
            result = run(scheme, years, replications, seed, progress=progress)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            for name in FRAMES:
                getattr(result, name).write_parquet(out / f"{name}.parquet")
            output.note(f"{len(FRAMES)} frames written to {out}")
        if as_json:
            output.say(
                output.envelope(
                    "simulate", _as_json(result), seed=seed, inputs=scheme.files, warnings=_warnings(result)
                )
            )
        else:
            _print(result, f"{scheme.id}   {scheme.status.says}")
        if not all(check.holds for check in result.checks):
            raise typer.Exit(1)
        if result.partial:
            raise typer.Exit(130)


def _warnings(result: Result) -> list[str]:
    return [f"stopped after {result.replications} runs"] if result.partial else []


def _as_json(result: Result) -> dict[str, object]:
    names = result.measures["measure"].unique(maintain_order=True).to_list()
    return {
        "scheme": result.scheme,
        "years": result.years,
        "replications": result.replications,
        "partial": result.partial,
        "measures": {name: result.band(name) for name in names},
        "checks": result.checks,
    }


def _figure(x: float) -> str:
    """Three significant digits at most; a dash where there was nobody to count."""
    if math.isnan(x):
        return "-"
    return f"{x:,.0f}" if abs(x) >= 100 else f"{x:.2g}"


def _print(result: Result, title: str) -> None:
    output.say(output.wrap(title))
    output.say(
        output.wrap(
            f"{result.years} years, {result.replications} runs, seed {result.seed}. "
            "Nine runs in ten lie between low and high."
        )
    )
    rows: list[tuple[str, ...]] = []
    for name, says in _ROWS:
        band = result.band(name)
        rows.append((says, _figure(band.low), _figure(band.middle), _figure(band.high)))
    output.say(output.table(rows, head=("", "low", "middle", "high"), right=(1, 2, 3)))
    for check in result.checks:
        output.say(
            output.wrap(
                f"{output.mark('ok' if check.holds else 'broken')} {check.name}: {check.says}", hang="  "
            )
        )
    for warning in _warnings(result):
        output.note(f"Partial: {warning}.")
