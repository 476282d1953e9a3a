"""`returnhub scheme`: list, check, show and describe schemes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from returnhub.cli import output, words
from returnhub.cli.output import AsJson
from returnhub.cli.scheme_sheet import export, import_
from returnhub.problems import Code, Problems, Where, refuse

Folder = Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped scheme.")]


def register(app: typer.Typer) -> None:
    """Add the noun `scheme` and its verbs."""
    noun = typer.Typer(
        help="List, check, show and describe schemes.", rich_markup_mode=None, no_args_is_help=True
    )
    app.add_typer(noun, name="scheme")
    noun.command("list")(list_)
    noun.command("check")(check)
    noun.command("show")(show)
    noun.command("export")(export)
    noun.command("import")(import_)
    noun.command("schema", short_help="JSON Schema of a scheme's folder, for editors.")(schema)


def list_(as_json: AsJson = False) -> None:
    """The shipped schemes, each with how far it has come."""
    from returnhub.scheme.load import load
    from returnhub.scheme.shipped import shipped_schemes
    from returnhub.scheme.show import day

    schemes = [load(name) for name in shipped_schemes()]
    if as_json:
        rows = [
            {"id": s.id, "title": s.title, "status": s.status.kind, "date": s.status.date} for s in schemes
        ]
        output.say(output.envelope("scheme-list", rows))
        return
    output.say(
        output.table([(s.id, f"{s.status.kind.value}, {day(s.status.date)}", s.title) for s in schemes])
    )


def check(folder: Folder, as_json: AsJson = False) -> None:
    """Every error with file, line and mend; exit 1 if there is any."""
    from returnhub.cli.main import is_wrong_use
    from returnhub.scheme.load import read

    try:
        loaded = read(folder)
        if loaded.scheme.rules_files:
            from returnhub.screening.rules import load_ruleset

            load_ruleset(loaded.scheme.rules.profile, loaded.scheme)
    except Problems as problems:
        if is_wrong_use(problems):
            raise
        rows = words.as_rows(problems.items)
        if as_json:
            output.say(output.envelope("scheme-check", {"holds": False, "problems": rows}))
        else:
            output.say(f"{words.page(problems.items)} (exit 1)")
        raise typer.Exit(1) from problems
    scheme, warnings = loaded.scheme, [words.line(w) for w in loaded.warnings]
    counts = {
        "figure": len(scheme.figures),
        "assumption": sum(f.is_assumption for f in scheme.figures.values()),
        "statement": len(scheme.statements),
        "conflict": len(scheme.conflicts),
        "claim": len(scheme.claims),
    }
    if as_json:
        result: dict[str, object] = {"holds": True, "problems": [], **{f"{k}s": n for k, n in counts.items()}}
        output.say(output.envelope("scheme-check", result, inputs=scheme.files, warnings=warnings))
        return
    for warning in warnings:
        output.note(f"warning: {warning}")
    said = ", ".join(output.counted(n, what) for what, n in counts.items())
    output.say(f"{output.mark('ok')} {scheme.id}: {said}")


def show(folder: Folder, as_json: AsJson = False) -> None:
    """What a scheme says, in a page of text, with its procedure."""
    from returnhub.scheme.load import load
    from returnhub.scheme.show import page

    scheme = load(folder)
    if as_json:
        output.say(output.envelope("scheme", scheme.model_dump(mode="json"), inputs=scheme.files))
    else:
        output.say(page(scheme, output.width()))


def schema(
    file: Annotated[
        str | None, typer.Option("--file", help="Only this file: scheme.yaml, figures.yaml, ...")
    ] = None,
    to: Annotated[Path | None, typer.Option("-o", help="Write it here instead.")] = None,
) -> None:
    """JSON Schema of a scheme's folder, for editors; it is JSON as it is."""
    from returnhub.scheme import schema as schemas

    if file is not None and file not in schemas.FILES:
        raise refuse(Code.OPTION_WRONG, option="--file", found=file, expected=" or ".join(schemas.FILES))
    text = json.dumps(schemas.schema(file), indent=2)
    if to is None:
        output.say(text)
        return
    try:
        to.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "not possible").lower()
        raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, Where(file=str(to)), reason=reason) from error
    output.note(f"{to} written")
