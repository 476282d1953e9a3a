"""The command `returnhub`: puts the nouns together; whatever goes wrong becomes words and an exit code.

Exit 0 done, 1 the check says no, 2 wrong use, 130 stopped. No traceback reaches a user unless
RETURNHUB_TRACE=1 asks for one.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from returnhub import __version__
from returnhub.cli import output, words
from returnhub.problems import Code, Problems

NOUNS = ("scheme", "claims", "caseload", "rules", "screen", "simulate", "compare", "assess")
"""One module each in `returnhub.cli`, in the order of the help page."""

WRONG_USE = frozenset(
    {
        Code.FILE_MISSING,
        Code.FILE_UNWRITABLE,
        Code.CASELOAD_MAP_WRONG,
        Code.CASELOAD_TOO_MANY,
        Code.SCHEME_UNKNOWN_NAME,
        Code.RULE_PROFILE_UNKNOWN,
        Code.SCREENING_CASE_UNKNOWN,
        Code.SIMULATION_OPTION_WRONG,
        Code.ASSESSMENT_OUTPUT_UNWRITABLE,
        Code.OPTION_WRONG,
        Code.OPTION_OUTPUT_UNWRITABLE,
    }
)
"""Codes of what was typed; a problem with a line in a file is an answer about the file, and exit 1."""


def is_wrong_use(problems: Problems) -> bool:
    """True if every problem lies in what was typed, none in a file's lines."""
    return all(p.code in WRONG_USE and p.where.line is None for p in problems.items)


def build() -> typer.Typer:
    """The whole command line. Modules import their engines inside their commands, so that this stays fast."""
    app = typer.Typer(
        name="returnhub",
        help="What a return-hub scheme says, who could lawfully be moved, and what it would do.",
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )

    @app.callback(invoke_without_command=True)
    def start(  # pyright: ignore[reportUnusedFunction]: typer holds it
        context: typer.Context,
        version: Annotated[
            bool, typer.Option("--version", help="Print the version and stop.", is_eager=True)
        ] = False,
        no_color: Annotated[
            bool, typer.Option("--no-color", help="No colour, wherever it stands on the line.")
        ] = False,
    ) -> None:
        if version:
            output.say(f"returnhub {__version__}")
            raise typer.Exit
        if context.invoked_subcommand is None:
            output.say(context.get_help())
            raise typer.Exit

    for noun in NOUNS:
        if (Path(__file__).parent / f"{noun}.py").is_file():
            import_module(f"returnhub.cli.{noun}").register(app)
    return app


def main(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    output.prepare()
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    if "--no-color" in rest[:end]:
        os.environ["NO_COLOR"] = "1"
        rest = [a for a in rest[:end] if a != "--no-color"] + rest[end:]
    try:
        build()(args=rest, prog_name="returnhub")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except Problems as problems:
        return _tell(problems, as_json="--json" in rest[:end])
    except KeyboardInterrupt:
        output.note("Stopped.")
        return 130
    except BrokenPipeError:
        # whoever read our answer has gone; Python would complain again when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 130
    except Exception as fault:
        return _own_up(fault)
    return 0


def run() -> None:
    """Entry point of the `returnhub` script."""
    sys.exit(main(sys.argv[1:]))


def _tell(problems: Problems, *, as_json: bool) -> int:
    """Say every problem: to a person on stderr, to a machine as the usual envelope on stdout."""
    if as_json:
        output.say(output.envelope("problems", {"problems": words.as_rows(problems.items)}))
    else:
        output.note(words.page(problems.items))
    return 2 if is_wrong_use(problems) else 1


def _own_up(fault: Exception) -> int:
    """A fault in returnhub is said to be one, so that nobody looks for it in their own files."""
    if os.environ.get("RETURNHUB_TRACE") == "1":
        traceback.print_exception(fault)
    if isinstance(fault, MemoryError):
        output.note("error: the computer ran out of memory\n  use fewer runs or a smaller file")
        return 1
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if f"{os.sep}returnhub{os.sep}" in f.filename] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "an unknown place"
    output.note(
        f"error: this is a fault in returnhub, not in your files ({type(fault).__name__} at {place})\n"
        "  run it again with RETURNHUB_TRACE=1 and send us what it prints, with the command"
    )
    return 1
