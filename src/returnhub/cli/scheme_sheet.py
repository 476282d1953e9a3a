"""`returnhub scheme export` and `import`: a scheme's figures to a spreadsheet and back as a child scheme."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from returnhub.cli import output
from returnhub.problems import Code, Problem, Problems, Where, refuse

Folder = Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped scheme.")]


def export(
    folder: Folder,
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write: .xlsx, .csv or .parquet.")],
    as_json: output.AsJson = False,
) -> None:
    """A scheme's figures as a sheet: value, range, source, confidence and why, a row each."""
    from returnhub.caseload.write import write
    from returnhub.cli.caseload import check_output
    from returnhub.scheme.figures_sheet import frame
    from returnhub.scheme.load import load

    scheme = load(folder)
    check_output(out)
    write(frame(scheme), out)
    if as_json:
        result = {"scheme": scheme.id, "figures": len(scheme.figures), "file": str(out)}
        output.say(output.envelope("scheme-export", result, inputs=scheme.files))
        return
    output.say(f"{len(scheme.figures)} figures of {scheme.id}")
    output.note(f"{out} written")


def import_(
    folder: Folder,
    sheet: Annotated[str, typer.Argument(help="The changed sheet: FILE.xlsx, or FILE.xlsx#sheet.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="The new folder; the scheme's id and the file's name if not given."),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """A new scheme from a changed sheet of figures: it extends FOLDER and says only what differs."""
    from returnhub.scheme.child import make_child
    from returnhub.scheme.figures_changed import changed
    from returnhub.scheme.load import load
    from returnhub.sheets.reader import place_of

    scheme = load(folder)
    path, name = place_of(sheet)
    _is_sheet(path)
    figures = changed(scheme, path, name)
    target = out or Path(f"{scheme.id}-{path.stem}")
    child = make_child(scheme, folder, target, figures)
    ids = [str(figure["id"]) for figure in figures]
    if as_json:
        result = {"scheme": child.id, "extends": scheme.id, "folder": str(target), "figures": ids}
        output.say(output.envelope("scheme-import", result, inputs=scheme.files))
        return
    differ = f"{output.counted(len(ids), 'figure')} {'differs' if len(ids) == 1 else 'differ'}"
    output.say(output.wrap(f"{child.id} extends {scheme.id}; {differ}: {', '.join(ids)}"))
    output.note(f"{target} written")


def _is_sheet(path: Path) -> None:
    where = Where(file=str(path))
    if path.is_dir():
        raise refuse(Code.OPTION_WRONG, kind="not a sheet", found=str(path), expected="it is a folder")
    if not path.exists():
        raise Problems([Problem(Code.FILE_MISSING, where)])
    if path.suffix.casefold() != ".xlsx":
        raise refuse(
            Code.OPTION_WRONG, kind="not a sheet", found=str(path), expected="its name does not end in .xlsx"
        )
