"""`returnhub simulate`: what a scheme would do, as bands; frames as Parquet for those who want them."""

from __future__ import annotations

import math
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.runs import Cluster, Keep, Resume, stopped_after
from returnhub.cli.switches import With, Without, switches
from returnhub.problems import Code, Where, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from returnhub.simulation.result import Result

_ROWS = (
    "moved_a_year",
    "moved_per_1000_refused",
    "moved_per_1000_arrivals",
    "returned_per_1000_arrivals",
    "returned_of_100_moved",
    "over_limit_share",
    "occupancy_share",
    "queue_mean",
    "wait_days_mean",
    "cost_per_moved",
    "cost_per_completed_return",
    "breakeven_deterrence",
)
"""The measures that are printed; what each is called stands with the measures."""


def register(app: typer.Typer) -> None:
    """Add the command `simulate`."""

    @app.command(
        help="Simulate a scheme and print what it would do, as bands over runs.",
        short_help="What a scheme would do, as bands over runs.",
    )
    def simulate(  # pyright: ignore[reportUnusedFunction]: typer holds it
        folder: Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped scheme.")],
        years: Annotated[int, typer.Option(help="Years after the scheme's first day.")] = 10,
        replications: Annotated[int, typer.Option(help="Runs, each in another possible world.")] = 200,
        seed: Annotated[int, typer.Option(help="The same seed gives the same people and worlds.")] = 1,
        out: Annotated[
            Path | None, typer.Option("-o", "--out", help="Folder for the frames as Parquet files.")
        ] = None,
        with_: With = None,
        without: Without = None,
        keep: Keep = None,
        resume: Resume = None,
        cluster: Cluster = None,
        as_json: output.AsJson = False,
    ) -> None:
        from returnhub.scheme.load import load
        from returnhub.simulation.run import simulate as run

        (scheme,) = switches(with_, without).turn([load(folder)])
        with _folder(out), output.Progress("Runs", keeps=True, quiet=as_json) as progress:
            result = run(
                scheme,
                years,
                replications,
                seed,
                progress=progress,
                keep=keep,
                resume=resume,
                cluster=cluster,
            )
            if out is not None:
                result.write(out)
                output.note(f"The frames are written to {out}")
        warnings = [stopped_after(result, keep or resume)] if result.partial else []
        if as_json:
            output.say(
                output.envelope(
                    "simulate", _as_json(result), seed=seed, inputs=scheme.files, warnings=warnings
                )
            )
        else:
            _print(result, f"{scheme.id}   {scheme.status.says}")
            for warning in warnings:
                output.note(f"Partial: {warning}.")
        output.end(holds=all(check.holds for check in result.checks), partial=result.partial)


@contextmanager
def _folder(out: Path | None) -> Generator[None]:
    """The folder for the frames, made before the runs so that nobody waits for a refusal, and
    taken away again if nothing comes of them."""
    if out is None:
        yield
        return
    where, is_new = Where(file=str(out)), not out.exists()
    if not is_new and not out.is_dir():
        raise refuse(Code.FILE_UNWRITABLE, where, reason="it is a file, not a folder")
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        reason = (fault.strerror or "no such place").lower()
        raise refuse(Code.FILE_UNWRITABLE, where, reason=reason) from fault
    if not os.access(out, os.W_OK):
        raise refuse(Code.FILE_UNWRITABLE, where, reason="this user may not write in it")
    try:
        yield
    except BaseException:
        if is_new and not any(out.iterdir()):
            out.rmdir()
        raise


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


def _print(result: Result, title: str) -> None:
    from returnhub.assessment import numbers
    from returnhub.charts import Measure
    from returnhub.simulation.measure_words import MEASURES

    output.say(output.wrap(title))
    output.say(
        output.wrap(
            f"{output.counted(result.years, 'year')}, {output.counted(result.replications, 'run')}, "
            f"seed {result.seed}. "
            "Nine runs in ten lie between low and high."
        )
    )
    rows: list[tuple[str, ...]] = []
    forms: dict[Measure, Callable[[float], str]] = {
        Measure.PEOPLE: numbers.count,
        Measure.GBP: numbers.pounds,
        Measure.SHARE: numbers.percent,
    }
    for name in _ROWS:
        says, counts = MEASURES[name]
        written = forms.get(counts, numbers.plain)
        band = result.band(name)
        ends = (band.low, band.middle, band.high)
        rows.append((says, *("-" if math.isnan(x) else written(x) for x in ends)))
    output.say(output.table(rows, head=("", "low", "middle", "high"), right=(1, 2, 3)))
    for check in result.checks:
        output.say(
            output.wrap(
                f"{output.mark('ok' if check.holds else 'broken')} {check.name}: {check.says}", hang="  "
            )
        )
