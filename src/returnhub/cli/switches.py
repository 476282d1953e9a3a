"""The options `--with ID` and `--without ID` of every command that simulates a scheme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from returnhub.scheme.switch import Switches

With = Annotated[
    list[str] | None,
    typer.Option(
        "--with", metavar="ID", help="Switch on an intervention, sway or event; as often as needed."
    ),
]
Without = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="ID", help="Switch one off; `scheme show` lists them."),
]


def switches(on: Sequence[str] | None, off: Sequence[str] | None) -> Switches:
    """What was typed, each once."""
    from returnhub.scheme.switch import Switches

    return Switches(tuple(dict.fromkeys(on or ())), tuple(dict.fromkeys(off or ())))
