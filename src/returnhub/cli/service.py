"""`returnhub up`: the service, from nothing to an address that answers."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from returnhub.cli import output


def register(app: typer.Typer) -> None:
    """Add the command `up`."""
    app.command("up")(up)


def up(
    port: Annotated[
        int, typer.Option(min=1, max=65535, help="Where it answers, on this computer only.")
    ] = 8000,
    home: Annotated[
        Path | None,
        typer.Option(
            help="Its folder, made if need be. Otherwise RETURNHUB_HOME, or returnhub in your data folder.",
            show_default=False,
        ),
    ] = None,
    no_people: Annotated[
        bool,
        typer.Option(
            "--no-people", help="Make no synthetic people on the first run; DATABASE_URL never gets any."
        ),
    ] = False,
) -> None:
    """Start the service, with a PostgreSQL of its own (or DATABASE_URL), and print the address."""
    from returnhub.service.database import usual
    from returnhub.service.up import first
    from returnhub.service.up.processes import Addresses
    from returnhub.service.up.run import run

    # users whose passwords all may know have no place on a server that somebody names
    with_people = not no_people and not os.environ.get("DATABASE_URL")

    def set_up(setup_address: str, folder: Path) -> Addresses:
        return first.set_up(setup_address, folder, output.note, with_people=with_people)

    def ready(address: str) -> None:
        output.say(f"returnhub answers on {address}")
        if people := first.sign_ins():
            output.say(output.table(people, head=("sign in as", "address", "password")))
            output.say("The code for the second step stands on the sign-in page. All of it is made up.")
        output.finish()
        output.note("Ctrl-C stops it.")

    if run(home or usual(), port, set_up, say=output.note, ready=ready):
        raise typer.Exit(130)
