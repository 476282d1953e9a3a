"""`returnhub export`: a simulated run, or the live record, in a form that other programs read."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.running import ServiceFolder, asking
from returnhub.cli.switches import With, Without, switches
from returnhub.problems import Code, Problem, Problems, Where, refuse

if TYPE_CHECKING:
    from returnhub.procedure.ocel import Log

ENDINGS = (".jsonocel", ".json", ".sqlite")
PEOPLE, YEARS, SEED = 1000, 10, 1
"""Of a simulated run, where nothing else is asked for."""


def register(app: typer.Typer) -> None:
    """Add the noun `export` and its verbs."""
    noun = typer.Typer(
        help="Export a simulated run or the live record for other programs.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    app.add_typer(noun, name="export")
    # the callback keeps the verb on the line while there is only one
    noun.callback()(lambda: None)
    noun.command("ocel", short_help="An event log in the OCEL 2.0 format.")(ocel)


def ocel(
    out: Annotated[
        Path,
        typer.Option("-o", "--out", help="The file to write (.jsonocel, .json or .sqlite), or a folder."),
    ],
    folder: Annotated[
        str | None,
        typer.Argument(
            help="A scheme's folder, or the name of a shipped scheme. Without: the running service's record.",
            show_default=False,
        ),
    ] = None,
    people: Annotated[int, typer.Option(help="How many people, the first who claim.")] = PEOPLE,
    years: Annotated[int, typer.Option(help="Years after the scheme's first day.")] = YEARS,
    seed: Annotated[int, typer.Option(help="The same seed gives the same people and worlds.")] = SEED,
    with_: With = None,
    without: Without = None,
    home: ServiceFolder = None,
    as_json: output.AsJson = False,
) -> None:
    """Events as an OCEL 2.0 log: people, households, hubs and transfers; of simulated people, or without a
    folder of the people in the running service, by their references and without names."""
    from returnhub.scheme.load import load
    from returnhub.simulation.event_log import event_log

    if folder is None:
        if (people, years, seed, with_, without) != (PEOPLE, YEARS, SEED, None, None):
            # nothing is drawn of the people in the service, so none of these would be heeded
            raise refuse(
                Code.OPTION_WRONG,
                option="--people, --years, --seed, --with and --without",
                found="without a scheme",
                expected="a scheme's folder or name",
            )
        _live(out, home, as_json=as_json)
        return
    if home is not None:
        expected = "either a scheme or the folder of a service"
        raise refuse(Code.OPTION_WRONG, option="--home", found="beside a scheme", expected=expected)
    (scheme,) = switches(with_, without).turn([load(folder)])
    target, counts = _exported(out, scheme.id, lambda: event_log(scheme, people, years, seed))
    if as_json:
        result = {"scheme": scheme.id, "years": years, "file": str(target), **counts}
        output.say(output.envelope("export-ocel", result, seed=seed, inputs=scheme.files))
        return
    says = f"{scheme.id}, {output.counted(years, 'year')}, seed {seed}. Everyone in it is made up."
    _page(says, target, counts)


def _live(out: Path, home: Path | None, *, as_json: bool) -> None:
    """The record of the one scheme that the service runs."""
    from returnhub.agreements.operated import SCHEMES
    from returnhub.oversight.live_log import live_log

    (scheme,) = SCHEMES
    with asking(home) as connection:
        target, counts = _exported(out, f"{scheme}-live", lambda: live_log(connection, scheme))
    if as_json:
        output.say(output.envelope("export-ocel", {"scheme": scheme, "file": str(target), **counts}))
        return
    _page(f"{scheme}, the record of the running service.", target, counts)


def _page(says: str, target: Path, counts: dict[str, int]) -> None:
    output.say(output.wrap(says))
    output.say(output.table(list(counts.items())))
    output.note(f"{target} written")


def _exported(out: Path, name: str, make: Callable[[], Log]) -> tuple[Path, dict[str, int]]:
    """Write a log where it was asked for; the file, and how many of each kind it holds."""
    from returnhub.caseload.write import replace_with

    with _target(out, f"{name}.jsonocel") as target:
        log = make()
        with replace_with(target) as temporary:
            _write(log, target, temporary)
    return target, _counts(log)


def _write(log: Log, target: Path, temporary: Path) -> None:
    from returnhub.procedure.ocel import as_json
    from returnhub.procedure.ocel_sqlite import write_sqlite

    if target.suffix.casefold() == ".sqlite":
        write_sqlite(log, temporary)
    else:
        temporary.write_text(json.dumps(as_json(log), ensure_ascii=False, indent=1), encoding="utf-8")


@contextmanager
def _target(out: Path, name: str) -> Generator[Path]:
    """The file to write, its folder made where a folder was named; what cannot be written is wrong use."""
    where = Where(file=str(out))
    made = False
    if out.suffix.casefold() in ENDINGS and not out.is_dir():
        if not out.parent.is_dir():
            reason = f'there is no folder "{out.parent}"'
            raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, where, reason=reason)
        target = out
    elif out.suffix and not out.is_dir():
        expected = "a name that ends in .jsonocel, .json or .sqlite, or a folder"
        raise refuse(Code.OPTION_WRONG, option="-o", found=f'"{out}"', expected=expected)
    else:
        if out.exists() and not out.is_dir():
            raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, where, reason="it is a file, not a folder")
        made = not out.exists()
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            reason = (fault.strerror or "no such place").lower()
            raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, where, reason=reason) from fault
        target = out / name
    try:
        yield target
    except BaseException as fault:
        if made and not any(out.iterdir()):
            out.rmdir()
        if isinstance(fault, Problems):
            raise Problems(
                Problem(Code.OPTION_OUTPUT_UNWRITABLE, p.where, p.given)
                if p.code is Code.FILE_UNWRITABLE
                else p
                for p in fault.items
            ) from None
        raise


def _counts(log: Log) -> dict[str, int]:
    """Objects by type, and events."""
    found: dict[str, int] = {}
    for thing in log.objects:
        found[thing.type] = found.get(thing.type, 0) + 1
    return {**found, "events": len(log.events)}
