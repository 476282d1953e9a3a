"""`returnhub doctor`: each promise, checked now, as the service's own login."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import typer

from returnhub.cli import output
from returnhub.cli.running import ServiceFolder, asking

if TYPE_CHECKING:
    from returnhub.oversight.invariants.invariant import Result

COULD_TAKE = "Checking everything, which can take minutes where there are many people"


def register(app: typer.Typer) -> None:
    """Add the command `doctor`."""
    app.command("doctor")(doctor)


def doctor(
    home: ServiceFolder = None,
    as_json: output.AsJson = False,
) -> None:
    """Check each promise of the service now, with what it counts and what breaks it; exit 1 if one is broken.

    The service must be running. Its database is asked as the login of its pages, and nothing is written.
    """
    from returnhub.oversight.invariants.look import look

    with asking(home) as connection:
        output.note(COULD_TAKE)
        results = list(look(connection, dt.datetime.now(dt.UTC), whole=True))
    broken = [r for r in results if not r.holds]
    if as_json:
        output.say(output.envelope("doctor", {"holds": not broken, "checks": [_as_json(r) for r in results]}))
    else:
        output.say("\n".join(_page(results)))
    if broken:
        raise typer.Exit(1)


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
