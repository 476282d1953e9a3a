"""The option `--xlsx` of assess and compare: the same results as a workbook with live formulas."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from returnhub.scheme.switch import Switches
    from returnhub.simulation.result import Result

Xlsx = Annotated[
    Path | None, typer.Option("--xlsx", help="Write a workbook with live formulas here too: .xlsx.")
]


def command(verb: str, folders: Sequence[str], result: Result, switches: Switches, target: Path) -> str:
    """The line that gives the same numbers again."""
    options = f"--years {result.years} --replications {result.replications} --seed {result.seed}"
    return (
        f"returnhub {verb} {shlex.join(folders)} {options}{switches.words} --xlsx {shlex.quote(target.name)}"
    )
