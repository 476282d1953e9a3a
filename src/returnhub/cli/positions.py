"""`returnhub positions`: where states stand on hosting a hub on a day, as a table and as a map."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.assess import Out
from returnhub.cli.caseload import as_day
from returnhub.cli.target import check_page, write
from returnhub.problems import Code, refuse

if TYPE_CHECKING:
    from returnhub.scheme.model import State
    from returnhub.scheme.positions import Stand
    from returnhub.scheme.statements import Statement


def register(app: typer.Typer) -> None:
    """Add the command `positions`."""
    app.command("positions", short_help="Where states stand on hosting a hub, on a day.")(positions)


def positions(
    *,
    on: Annotated[str, typer.Option(help="The day asked about; today if it is left out.")] = "",
    sender: Annotated[str, typer.Option(help="The state that would send people, by its code.")] = "GBR",
    out: Out = None,
    as_json: output.AsJson = False,
) -> None:
    """Where states stand on hosting a hub on a day, by all shipped schemes' statements; -o draws the map."""
    from returnhub.scheme.load import load
    from returnhub.scheme.positions import elsewhere, senders, stands
    from returnhub.scheme.shipped import shipped_schemes

    day = as_day(on) if on else dt.date.today()
    if out is not None:
        check_page(out)
    schemes = [load(name) for name in shipped_schemes()]
    known = senders(schemes)
    if sender not in known:
        expected = " or ".join(sorted(known))
        raise refuse(Code.OPTION_WRONG, option="--sender", found=f'"{sender}"', expected=expected)
    state = known[sender]
    found, others = stands(schemes, day, state), elsewhere(schemes, day, state)
    if out is not None:
        from returnhub.assessment.report.positions import render

        write(out, render(found, others, day, state))
    if as_json:
        result = {
            "on": day,
            "sender": state,
            "states": [_row(s) for s in found],
            "elsewhere": [_row(s) for s in others],
            "page": out,
        }
        inputs = {f: h for s in schemes for f, h in s.files.items() if f.endswith("statements.yaml")}
        output.say(output.envelope("positions", result, inputs=inputs))
        return
    output.say(_page(found, others, day, state))
    if out is not None:
        output.say(f"Map: {out}")


def _page(found: Sequence[Stand], others: Sequence[Stand], day: dt.date, sender: State) -> str:
    from returnhub.scheme.positions import the
    from returnhub.scheme.show import day as written

    lines = [f"Hosting a return hub for {the(sender)}, as known on {written(day)}", ""]
    lines.append(output.table([_cells(s, s.name) for s in found], head=("", "state", "position", "by")))
    conflicts = [s for s in found if s.differs]
    if conflicts:
        lines += ["", "Statements of the same days differ"]
        for s in conflicts:
            lines.append(output.wrap(f"{s.name}: {_others(s)}", indent="  ", hang="    "))
    if others:
        lines += ["", "Towards other sending states"]
        rows = [_cells(s, f"{s.name}, towards {the(s.sender)}") for s in others]
        lines.append(output.table(rows, head=("", "state", "position", "by")))
    return "\n".join(lines)


def _cells(s: Stand, name: str) -> tuple[str, str, str, str]:
    from returnhub.scheme.positions import LETTERS

    by = _by(s.by) if s.by else "no statement was found"
    return LETTERS[s.stance], name, s.says + (" *" if s.differs else ""), by


def _by(statement: Statement) -> str:
    from returnhub.scheme.show import day

    who = ", ".join(filter(None, (statement.person, statement.office))) or statement.outlet
    return f"{who}, {day(statement.date)}"


def _others(s: Stand) -> str:
    # two outlets that report one sentence are two statements, said here once
    return "; ".join(dict.fromkeys(f"{o.position} ({_by(o)})" for o in s.others))


def _row(s: Stand) -> dict[str, object]:
    return {
        "state": s.state,
        "name": s.name,
        "sender": s.sender,
        "stance": s.stance,
        "says": s.says,
        "on_conditions": s.on_conditions,
        "by": s.by,
        "others": s.others,
        "history": [h.id for h in s.history],
    }
