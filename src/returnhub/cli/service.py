"""`returnhub up`: the service, from nothing to an address that answers."""

from __future__ import annotations

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
        bool, typer.Option("--no-people", help="Start without the synthetic people of the demo.")
    ] = False,
) -> None:
    """Start the service, with a PostgreSQL of its own (or DATABASE_URL), and print the address."""
    from returnhub.service.database import usual
    from returnhub.service.up.run import run

    def set_up(setup_address: str, folder: Path):
        from returnhub.service.install import install, lead_django_to

        addresses = install(setup_address, folder)
        if not no_people:
            lead_django_to(addresses.web, addresses.monitors, addresses.lawyers)
            from returnhub.service.demo.world import fill

            fill(folder, output.note)
        return addresses

    def ready(address: str) -> None:
        output.say(f"returnhub answers on {address}")
        output.finish()
        output.note("Ctrl-C stops it.")

    if run(home or usual(), port, set_up, say=output.note, ready=ready):
        raise typer.Exit(130)
