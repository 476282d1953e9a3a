"""`returnhub scheme`: list, check, show and describe schemes."""

from __future__ import annotations

import typer


def register(app: typer.Typer) -> None:
    """Add the noun `scheme` and its verbs."""
    noun = typer.Typer(help="List, check, show and describe schemes.", no_args_is_help=True)
    app.add_typer(noun, name="scheme")

    @noun.command("list")
    def list_() -> None:  # pyright: ignore[reportUnusedFunction]: typer holds it
        """The shipped schemes."""
        from returnhub.cli import output
        from returnhub.scheme.shipped import shipped_schemes

        output.say("\n".join(shipped_schemes()))
