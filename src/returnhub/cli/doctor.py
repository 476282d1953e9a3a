"""`returnhub doctor`: each promise, checked now, as the service's own login."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.problems import Code, Where, refuse

if TYPE_CHECKING:
    from returnhub.oversight.invariants.invariant import Result

WEB = "returnhub_web_login"
COULD_TAKE = "Checking everything, which can take minutes where there are many people"


def register(app: typer.Typer) -> None:
    """Add the command `doctor`."""
    app.command("doctor")(doctor)


def doctor(
    home: Annotated[
        Path | None,
        typer.Option(
            help="The service's folder. Otherwise RETURNHUB_HOME, or returnhub in your data folder.",
            show_default=False,
        ),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Check each promise of the service now, with what it counts and what breaks it; exit 1 if one is broken.

    The service must be running. Its database is asked as the login of its pages, and nothing is written.
    """
    import psycopg

    from returnhub.oversight.invariants.look import look

    try:
        with psycopg.connect(_address(home), autocommit=True, connect_timeout=10) as connection:
            connection.execute("SET default_transaction_read_only = on")
            output.note(COULD_TAKE)
            now = dt.datetime.now(dt.UTC)
            results = list(look(connection, now, whole=True))
    except psycopg.OperationalError as fault:
        said = (str(fault).strip().splitlines() or ["no reason given"])[-1]
        raise refuse(Code.SERVICE_DATABASE_UNREACHABLE, reason=said) from None
    broken = [r for r in results if not r.holds]
    if as_json:
        output.say(output.envelope("doctor", {"holds": not broken, "checks": [_as_json(r) for r in results]}))
    else:
        output.say("\n".join(_page(results)))
    if broken:
        raise typer.Exit(1)


def _address(home: Path | None) -> str:
    """The service's database, as the login of its pages."""
    from psycopg.conninfo import make_conninfo

    from returnhub.service.database import usual
    from returnhub.service.database.home import socket_folder
    from returnhub.service.database.server import DATABASE

    folder = (home or usual()).absolute()
    kept = folder / "passwords.json"
    named = os.environ.get("DATABASE_URL")
    try:
        password = json.loads(kept.read_text(encoding="ascii"))["web"]
        owner = 0 if named else (folder / "postgres").stat().st_uid
    except (OSError, ValueError, KeyError):
        raise refuse(Code.FILE_MISSING, Where(file=str(kept))) from None
    base = named or make_conninfo(dbname=DATABASE, host=str(socket_folder(folder, owner)))
    return make_conninfo(base, user=WEB, password=password)


def _page(results: list[Result]) -> list[str]:
    lines: list[str] = []
    for r in results:
        promise = f"{r.invariant.number:>2}" if r.invariant.number else "  "
        if not r.holds:
            said = f"BROKEN: {r.found.broken:,} of {r.found.counted:,} {r.invariant.of}"
        elif r.found.counted:
            said = f"holds, of {r.found.counted:,} {r.invariant.of}"
        else:
            said = f"nothing to check yet, no {r.invariant.of}"
        which = "broken" if not r.holds else "ok" if r.found.counted else "unknown"
        lines.append(output.wrap(f"{output.mark(which)} {promise} {r.invariant.says} {said}", hang="     "))
        lines += [
            output.wrap(f"{b.row}: {b.what}", indent="       - ", hang="         ") for b in r.found.examples
        ]
    broken = sum(not r.holds for r in results)
    verdict = f"{broken} of {len(results)} are broken. (exit 1)" if broken else f"All {len(results)} hold."
    return [*lines, "", verdict]


def _as_json(r: Result) -> dict[str, object]:
    return {
        "id": r.invariant.id,
        "promise": r.invariant.number or None,
        "says": r.invariant.says,
        "of": r.invariant.of,
        "counted": r.found.counted,
        "broken": r.found.broken,
        "examples": [{"row": b.row, "what": b.what} for b in r.found.examples],
        "seconds": round(r.took, 3),
    }
