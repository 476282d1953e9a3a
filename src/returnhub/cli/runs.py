"""The options of commands whose runs may be kept, gone on with, and run elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output

if TYPE_CHECKING:
    from returnhub.simulation.result import Result

Keep = Annotated[
    Path | None,
    typer.Option(help="New folder: each run is kept in it as it ends, and memory does not grow."),
]
Resume = Annotated[
    Path | None,
    typer.Option(help="Folder of kept runs, asked as they were: only what is missing runs."),
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask scheduler (tcp://HOST:PORT) whose workers do the runs."),
]


def stopped_after(result: Result, folder: Path | None) -> str:
    """How far runs came that were stopped early, and how to go on with those that were kept."""
    runs = output.counted(result.replications, "run")
    return f"stopped after {runs}" + (f"; go on with --resume {folder}" if folder else "")
