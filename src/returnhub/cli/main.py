"""The command `returnhub`: puts the nouns together; whatever goes wrong becomes words and an exit code.

Exit 0 done, 1 the check says no, 2 wrong use, 130 stopped. No traceback reaches a user unless
RETURNHUB_TRACE=1 asks for one.
"""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Protocol, cast, runtime_checkable

import typer
from typer.core import TyperGroup

from returnhub import __version__
from returnhub.cli import output, words
from returnhub.problems import Code, Problem, Problems

NOUNS = (
    "scheme",
    "claims",
    "caseload",
    "rules",
    "screen",
    "place",
    "simulate",
    "compare",
    "assess",
    "sensitivity",
    "breakeven",
    "information",
    "published",
    "export",
    "record",
    "clauses",
    "positions",
)
"""One module or folder each in `returnhub.cli`, in the order of the help page."""

VERBS = ("service", "doctor")
"""Modules whose commands are no nouns: `up`, `doctor`."""

WRONG_USE = frozenset(
    {
        Code.FILE_MISSING,
        Code.FILE_UNWRITABLE,
        Code.CASELOAD_MAP_WRONG,
        Code.CASELOAD_TOO_MANY,
        Code.SHEET_MISSING,
        Code.SHEET_UNCHANGED,
        Code.SCHEME_UNKNOWN_NAME,
        Code.SCHEME_SWITCH_UNKNOWN,
        Code.RULE_PROFILE_UNKNOWN,
        Code.SCREENING_CASE_UNKNOWN,
        Code.SCREENING_NO_RULE_IN_FORCE,
        Code.SIMULATION_OPTION_WRONG,
        Code.SIMULATION_RUNS_MISSING,
        Code.SIMULATION_RUNS_THERE,
        Code.SIMULATION_RUNS_FOREIGN,
        Code.SIMULATION_RUNS_OTHER,
        Code.SIMULATION_RUNS_BUSY,
        Code.SIMULATION_CLUSTER_MISSING,
        Code.SIMULATION_CLUSTER_UNREACHABLE,
        Code.SIMULATION_CLUSTER_DIFFERS,
        Code.ASSESSMENT_OUTPUT_UNWRITABLE,
        Code.ASSESSMENT_BROWSER_MISSING,
        Code.RECORD_LOG_MISSING,
        Code.RECORD_LOG_EXISTS,
        Code.RECORD_LOG_UNREACHABLE,
        Code.RECORD_ORIGIN_WRONG,
        Code.RECORD_KEY_WRONG,
        Code.RECORD_KEY_MISSING,
        Code.RECORD_KEY_EXISTS,
        Code.RECORD_KEY_INSIDE,
        Code.RECORD_ENTRY_UNKNOWN,
        Code.RECORD_ERASURE_REFUSED,
        Code.RECORD_HANDOVER_WRONG,
        Code.RECORD_DATABASE,
        Code.RECORD_WITNESS_WRONG,
        Code.SERVICE_PROGRAMS_MISSING,
        Code.SERVICE_HOME_FOREIGN,
        Code.SERVICE_RUNNING,
        Code.SERVICE_DATABASE_UNREACHABLE,
        Code.SERVICE_NOT_RUNNING,
        Code.SERVICE_PORT_TAKEN,
        Code.OPTION_WRONG,
        Code.OPTION_OUTPUT_UNWRITABLE,
    }
)
"""Codes of what was typed; a problem with a line in a file is an answer about the file, and exit 1."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C; typer would turn it into an exit code without a word."""


class ReaderGone(Exception):
    """Whoever read the answer has gone, as `head` does; typer would exit 1, which means "no" here."""


class _Group(TyperGroup):
    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            raise Stopped from stop
        except BrokenPipeError as gone:
            raise ReaderGone from gone


@runtime_checkable
class _WrongLine(Protocol):
    """What typer raises for a line that it cannot read; its class is private to typer."""

    exit_code: int
    ctx: typer.Context | None

    def format_message(self) -> str: ...


def is_wrong_use(problems: Problems) -> bool:
    """True if every problem lies in what was typed, none in a file's lines."""
    return all(p.code in WRONG_USE and p.where.line is None for p in problems.items)


@cache
def build() -> TyperGroup:
    """The whole command line. Modules import their engines inside their commands, so that this stays fast."""
    app = typer.Typer(
        name="returnhub",
        cls=_Group,
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

    for module in (*NOUNS, *VERBS):
        import_module(f"returnhub.cli.{module}").register(app)
    return cast("TyperGroup", typer.main.get_command(app))


def main(arguments: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    output.prepare()
    rest = list(arguments)
    end = rest.index("--") if "--" in rest else len(rest)
    if "--no-color" in rest[:end]:
        os.environ["NO_COLOR"] = "1"
        rest = [a for a in rest[:end] if a != "--no-color"] + rest[end:]
    as_json = "--json" in rest[:end]
    try:
        code = build()(args=rest, prog_name="returnhub", standalone_mode=False)
        output.finish()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except Problems as problems:
        return _tell(problems, as_json=as_json)
    except (KeyboardInterrupt, Stopped):
        if as_json:
            output.say(output.envelope("stopped", {"stopped": True}))
        output.note("Stopped before the end. Nothing is kept that is not named above.")
        return 130
    except (BrokenPipeError, ReaderGone):
        _drop_answer()
        return 130
    except Exception as fault:
        if isinstance(fault, _WrongLine):
            return _wrong_line(fault, as_json=as_json)
        return _own_up(fault, as_json=as_json)
    return code if isinstance(code, int) else 0


def run() -> None:
    """Entry point of the `returnhub` script."""
    # Loading makes a hundred thousand things that all stay: looking through them again and again as they
    # come, and once more at the end, takes a third of a short command.
    gc.set_threshold(50_000, 20, 100)
    try:
        sys.exit(main(sys.argv[1:]))
    finally:
        gc.freeze()


def _tell(problems: Problems, *, as_json: bool) -> int:
    """Say every problem: to a person on stderr, to a machine as the usual envelope on stdout."""
    if any(p.code is Code.FILE_UNWRITABLE and p.given.get("kind") == "answer" for p in problems.items):
        _drop_answer()
        as_json = False
    if as_json:
        output.say(output.envelope("problems", {"problems": words.as_rows(problems.items)}))
        output.finish()
    else:
        output.note(words.page(problems.items))
    return 2 if is_wrong_use(problems) else 1


def _drop_answer() -> None:
    """Stop writing to stdout: Python would complain again when it flushes what is left at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _wrong_line(fault: _WrongLine, *, as_json: bool) -> int:
    """An option, argument or command that does not exist or does not fit, in our words."""
    path = fault.ctx.command_path if fault.ctx is not None else "returnhub"
    said = fault.format_message().strip()
    if said.startswith("Usage:") and not as_json:
        output.note(said)
        return fault.exit_code
    if said.startswith("Usage:"):
        said = "a command is missing"
    for theirs, ours in _PLAINER.items():
        said = said.replace(theirs, ours)
    given = {"kind": "line", "found": said[:1].lower() + said[1:].rstrip("."), "expected": f"{path} --help"}
    return _tell(Problems([Problem(Code.OPTION_WRONG, given=given)]), as_json=as_json)


_PLAINER = {
    "Input should be a valid integer, unable to parse string as an integer": "a whole number is needed",
    "Input should be a valid integer": "a whole number is needed",
    "Value error, ": "",
    "Got unexpected extra argument(s)": "there is one word too many",
    "Got unexpected extra arguments": "there are words too many",
    "Got unexpected extra argument": "there is one word too many",
}
"""Words of typer and pydantic that say less to an analyst than ours."""


def _own_up(fault: Exception, *, as_json: bool) -> int:
    """A fault in returnhub is said to be one, so that nobody looks for it in their own files."""
    if os.environ.get("RETURNHUB_TRACE") == "1":
        traceback.print_exception(fault)
    if isinstance(fault, MemoryError):
        says, mend = "the computer ran out of memory", "use fewer runs or a smaller file"
        return _fault(says, mend, as_json=as_json)
    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if f"{os.sep}returnhub{os.sep}" in f.filename] or list(frames)
    place = f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "an unknown place"
    return _fault(
        f"this is a fault in returnhub, not in your files ({type(fault).__name__} at {place})",
        "run it again with RETURNHUB_TRACE=1 and send us what it prints, with the command",
        as_json=as_json,
    )


def _fault(says: str, mend: str, *, as_json: bool) -> int:
    if as_json:
        output.say(output.envelope("fault", {"says": says, "mend": mend}))
    output.note(f"error: {says}\n  {mend}")
    return 1
