"""`returnhub compare FOLDER FOLDER ...`: schemes side by side, on the same people with the same luck."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Out, Replications, Seed, Years
from returnhub.cli.runs import Cluster, Keep, Resume, stopped_after
from returnhub.cli.switches import With, Without, switches
from returnhub.cli.target import check_named, check_page, save, write
from returnhub.cli.workbook import Xlsx, command

if TYPE_CHECKING:
    from returnhub.assessment.compare import Comparison
    from returnhub.scheme.model import Scheme
    from returnhub.scheme.switch import Switches
    from returnhub.simulation.result import Result


def register(app: typer.Typer) -> None:
    """Add the command `compare`."""

    @app.command(short_help="Schemes side by side: same people, same luck.")
    def compare(  # pyright: ignore[reportUnusedFunction]: typer holds it
        folders: Annotated[
            list[str], typer.Argument(help="Schemes: folders, or names of shipped schemes; two to six.")
        ],
        *,
        out: Out = None,
        replications: Replications = 100,
        years: Years = 10,
        seed: Seed = 1,
        with_: With = None,
        without: Without = None,
        xlsx: Xlsx = None,
        keep: Keep = None,
        resume: Resume = None,
        cluster: Cluster = None,
        as_json: output.AsJson = False,
    ) -> None:
        """Compare schemes: the same people, the same luck; differences from the first with their ranges."""
        from returnhub.assessment.compare import check_schemes, side_by_side
        from returnhub.scheme.load import load
        from returnhub.simulation.run import simulate

        schemes = [load(folder) for folder in folders]
        check_schemes(schemes)
        asked = switches(with_, without)
        schemes = asked.turn(schemes)
        if out is not None:
            check_page(out)
        if xlsx is not None:
            check_named(xlsx, ".xlsx", "--xlsx")
        results: list[Result] = []
        goes_on = resume is not None and any((resume / scheme.id).is_dir() for scheme in schemes)
        for scheme in schemes:
            new, old = (folder / scheme.id if folder else None for folder in (keep, resume))
            if old is not None and goes_on and not old.is_dir():
                # the earlier command was stopped before it came to this scheme
                new, old = old, None
            try:
                with output.Progress(scheme.id, keeps=True, quiet=as_json) as progress:
                    results.append(
                        simulate(
                            scheme,
                            years,
                            replications,
                            seed,
                            progress=progress,
                            keep=new,
                            resume=old,
                            cluster=cluster,
                        )
                    )
            except KeyboardInterrupt:
                break
            if results[-1].partial:
                break
        if len(results) < 2:
            raise KeyboardInterrupt
        unbegun = [scheme.id for scheme in schemes[len(results) :]]
        found = side_by_side(schemes[: len(results)], results)
        if out is not None:
            from returnhub.assessment.report.side_by_side import render

            write(out, render(found, asked))
        if xlsx is not None:
            _workbook(xlsx, folders[: len(results)], found, asked)
        inputs = {name: digest for scheme in schemes for name, digest in scheme.files.items()}
        warnings = _warnings(found, unbegun, keep or resume)
        if as_json:
            output.say(
                output.envelope("compare", _result(found), seed=seed, inputs=inputs, warnings=warnings)
            )
        else:
            output.say("\n".join(_page(found)))
            if out is not None:
                output.say(f"Page: {out}")
            if xlsx is not None:
                output.say(f"Workbook: {xlsx}")
            for warning in warnings:
                output.note(f"Partial: {warning}.")
        output.end(
            holds=all(check.holds for result in results for check in result.checks),
            partial=bool(unbegun) or any(result.partial for result in results),
        )


def _workbook(target: Path, folders: list[str], found: Comparison, asked: Switches) -> None:
    from returnhub.assessment.workbook.book import write_comparison

    line = command("compare", folders, found.results[0], asked, target)
    today = dt.date.today()
    save(target, lambda part: write_comparison(part, found.schemes, found.results, line, today))


def people_met(schemes: Sequence[Scheme]) -> str:
    """Whether schemes met the same people: those of another sending state are others, with other figures."""
    from returnhub.assessment.compare import senders

    states = senders(schemes)
    if len(states) == 1:
        return "the same people with the same luck"
    return f"not the same people: {' and '.join(states)} send, and people and figures differ as schemes do"


def _page(found: Comparison) -> Iterator[str]:
    from returnhub.assessment.report.summary import side_by_side_rows

    first, *others = found.schemes
    runs = found.results[0]
    yield output.wrap(f"{first.id} and {', '.join(s.id for s in others)}")
    made = f"{output.counted(runs.years, 'year')}, {output.counted(runs.replications, 'run')}"
    yield output.wrap(
        f"{made}, seed {runs.seed}; {people_met(found.schemes)}. Nine runs in ten lie within each range."
    )
    yield ""
    head = ["", *(s.id for s in found.schemes)]
    yield output.table(
        [(row.says, *row.values) for row in side_by_side_rows(found)], head=head, right=range(1, len(head))
    )
    yield ""
    yield f"More than {first.id}, run by run (below nought: less)"
    yield output.table(
        [(row.says, *row.differences) for row in side_by_side_rows(found)],
        head=["", *(s.id for s in others)],
        right=range(1, len(others) + 1),
    )
    for scheme, result in zip(found.schemes, found.results, strict=True):
        for check in result.checks:
            mark = output.mark("ok" if check.holds else "broken")
            yield output.wrap(f"Check: {mark} {scheme.id}: {check.name}: {check.says}", hang="  ")


def _warnings(found: Comparison, unbegun: list[str], folder: Path | None) -> list[str]:
    pairs = zip(found.schemes, found.results, strict=True)
    return [f"{scheme} was not run" for scheme in unbegun] + [
        f"{scheme.id} {stopped_after(result, folder)}" for scheme, result in pairs if result.partial
    ]


def _result(found: Comparison) -> dict[str, object]:
    def bands(index: int) -> dict[str, object]:
        result = found.results[index]
        names = result.measures["measure"].unique(maintain_order=True).to_list()
        every = {name: result.band(name) for name in names}
        return {name: None if band.mean != band.mean else band for name, band in every.items()}

    return {
        "schemes": {scheme.id: bands(i) for i, scheme in enumerate(found.schemes)},
        "differences_from": found.schemes[0].id,
        "differences": [
            {"scheme": d.scheme, "measure": d.measure, "band": d.band, "share_of_runs_with_more": d.more}
            for d in found.differences
        ],
        "checks": {
            scheme.id: result.checks for scheme, result in zip(found.schemes, found.results, strict=True)
        },
    }
