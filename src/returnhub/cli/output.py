"""How an answer looks: plain tables and marks on stdout, one JSON object for machines, progress on stderr."""

from __future__ import annotations

import codecs
import datetime as dt
import io
import json
import math
import os
import shutil
import sys
import textwrap
import time
import unicodedata
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import fields, is_dataclass
from enum import Enum
from itertools import zip_longest
from types import TracebackType
from typing import Annotated, Literal, Protocol, TextIO, cast

import typer

from returnhub import __version__
from returnhub.cli.stopping import stops_at_the_second
from returnhub.problems import Code, refuse

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object on stdout and nothing else.")]
"""Option type that every command with a machine-readable answer takes."""

Mark = Literal["ok", "unknown", "broken"]

_MARKS: dict[Mark, tuple[str, str, str]] = {
    "ok": ("✓", "ok", "32"),
    "unknown": ("?", "?", "33"),
    "broken": ("✕", "x", "31"),
}


_PLAIN_SIGNS = {
    "\N{POUND SIGN}": "GBP ",
    "\N{EURO SIGN}": "EUR ",
    "\N{MINUS SIGN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{LATIN SMALL LETTER O WITH STROKE}": "o",
}


def _in_plain_letters(fault: UnicodeError) -> tuple[str, int]:
    """What stands for characters that a terminal lacks: the letter without its accent, a minus, GBP."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    parts: list[str] = []
    for sign in fault.object[fault.start : fault.end]:
        bare = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
        parts.append(_PLAIN_SIGNS.get(sign) or bare or sign.encode("ascii", "backslashreplace").decode())
    return "".join(parts), fault.end


def prepare() -> None:
    """Let no character of a scheme break a terminal that cannot show it."""
    codecs.register_error("returnhub-plain", _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="returnhub-plain")


def say(text: str) -> None:
    """Part of the answer: stdout. Raises Problems if it cannot be written there (a full disk)."""
    with _answering():
        print(text, file=sys.stdout)


def finish() -> None:
    """Send what is left of the answer on its way, while a fault can still be told."""
    with _answering():
        _flush()


@contextmanager
def _answering() -> Generator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as fault:
        reason = (fault.strerror or "not possible").lower()
        raise refuse(Code.FILE_UNWRITABLE, kind="answer", reason=reason) from fault


def _flush() -> None:
    # there is none where a shell closed it (>&-)
    if isinstance(sys.stdout, io.TextIOBase):
        sys.stdout.flush()


def note(text: str) -> None:
    """A note, warning or error: stderr, so that the answer can be piped."""
    _flush()
    print(text, file=sys.stderr, flush=True)


def envelope(
    kind: str,
    result: object,
    *,
    seed: int | None = None,
    inputs: Mapping[str, str] | None = None,
    warnings: Iterable[str] = (),
) -> str:
    """The one JSON object of `--json`.

    `kind` names the shape of `result` (`screen-case`); `inputs` maps each file read to `sha256:...`.
    """
    whole = {
        "schema": f"returnhub/{kind}/1",
        "version": __version__,
        "seed": seed,
        "inputs": {
            name: h if h.startswith("sha256:") else f"sha256:{h}"
            for name, h in sorted((inputs or {}).items())
        },
        "result": result,
        "warnings": list(warnings),
    }
    # letters put in the place of others would change the answer, so a plain terminal gets JSON's own escapes
    return json.dumps(_plain(whole), ensure_ascii=not _has_utf8(sys.stdout), allow_nan=False)


def end(*, holds: bool, partial: bool) -> None:
    """End a command that simulated: exit 1 if a check inside it failed, else 130 if it was stopped early."""
    if not holds:
        raise typer.Exit(1)
    if partial:
        raise typer.Exit(130)


def mark(which: Mark, stream: TextIO | None = None) -> str:
    """✓ ? ✕, or `ok ? x` without UTF-8; coloured on a terminal, never by colour alone."""
    out = stream or sys.stdout
    sign, ascii_sign, colour = _MARKS[which]
    text = sign if _has_utf8(out) else ascii_sign
    return f"\x1b[{colour}m{text}\x1b[0m" if has_colour(out) else text


def has_colour(stream: TextIO) -> bool:
    """True on a terminal unless NO_COLOR or --no-color says otherwise."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def width() -> int:
    """Columns to wrap at: the terminal's, at most 120; 100 where there is none."""
    return min(120, max(40, shutil.get_terminal_size((100, 24)).columns))


def is_narrower(length: int) -> bool:
    """True if a terminal cannot show a line of that length; a file or pipe takes any, for grep's sake."""
    seen = "COLUMNS" in os.environ or any(s.isatty() for s in (sys.stdout, sys.stderr))
    return seen and length > width()


def wrap(text: str, indent: str = "", hang: str | None = None) -> str:
    """`text` wrapped at words; `hang` indents the lines after the first."""
    return textwrap.fill(
        text,
        width(),
        initial_indent=indent,
        subsequent_indent=indent if hang is None else hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def counted(count: int, noun: str) -> str:
    """`1 claim`, `24 claims`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def table(
    rows: Sequence[Sequence[object]], *, head: Sequence[str] = (), right: Iterable[int] | None = None
) -> str:
    """Aligned columns without boxes. Columns of numbers, or those in `right`, stand to the right.

    Integers get thousands separators; anything else is shown as `str` says it. A table wider than
    the terminal has its columns of text wrapped at words, the last one first.
    """
    if not rows:
        return "  ".join(head)
    count = max(len(head), *(len(r) for r in rows))
    numbers = (
        {c for c in range(count) if all(isinstance(r[c], int | float) for r in rows if c < len(r))}
        if right is None
        else set(right)
    )
    shown = [[_cell(v) for v in r] + [""] * (count - len(r)) for r in rows]
    if head:
        shown.insert(0, list(head) + [""] * (count - len(head)))
    widths = [max(len(r[c]) for r in shown) for c in range(count)]
    texts = [c for c in range(count) if c not in numbers]
    for c in reversed(texts):
        over = sum(widths) + 2 * (count - 1) - width()
        if over > 0:
            widths[c] = min(widths[c], max(_NARROWEST, widths[c] - over))
    lines: list[str] = []
    for row in shown:
        cells = [
            _broken(v, w) if c in texts else [v] for c, (v, w) in enumerate(zip(row, widths, strict=True))
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            lines.append(
                "  ".join(
                    v.rjust(w) if c in numbers else v.ljust(w)
                    for c, (v, w) in enumerate(zip(parts, widths, strict=True))
                ).rstrip()
            )
    return "\n".join(lines)


_NARROWEST = 20
"""Characters below which a column of text is not made narrower: a table may rather be too wide."""


def _broken(cell: str, width_: int) -> list[str]:
    """A cell in lines of at most `width_` characters, if its words allow it."""
    if len(cell) <= width_:
        return [cell]
    return textwrap.wrap(cell, width_, break_long_words=False, break_on_hyphens=False) or [""]


_BAR = 12
"""Characters of the bar: with it a line still fits a terminal of 80 columns."""

_SETTLES = 30.0
"""Seconds over which the rate is taken: enough to settle, and to follow a worker that comes or goes."""


class Progress:
    """A bar on stderr: redrawn on a terminal, else one line every 10 seconds. Call it with (done, total).

    The first call is what the rate is counted from, so that time to get going, and what was done in an
    earlier run, do not mislead. With `keeps`, a first Ctrl-C lets what is running end and a second stops
    at once. With `quiet` only a terminal shows it: to a machine that reads an answer it is nothing.

    >>> with Progress("Runs") as progress:
    ...     progress(118, 200)
    """

    def __init__(
        self,
        label: str,
        *,
        stream: TextIO | None = None,
        every: float = 10.0,
        keeps: bool = False,
        quiet: bool = False,
    ) -> None:
        self._label, self._stream, self._every = label, stream or sys.stderr, every
        self._keeps = "  Ctrl-C keeps what is done" if keeps else ""
        self._told = time.monotonic()
        self._is_shown = not quiet or self._stream.isatty()
        self._drawn = False
        self._at: tuple[float, int] | None = None
        self._seconds = self._steps = 0.0
        self._stopping = stops_at_the_second() if keeps else nullcontext()

    def __enter__(self) -> Progress:
        self._stopping.__enter__()
        return self

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are finished."""
        now = time.monotonic()
        self._measure(now, done)
        live = self._stream.isatty()
        if now - self._told < (0.1 if live else self._every) and (not live or done < total):
            return
        if not self._is_shown:
            return
        self._told = now
        how = self._how_long(total - done)
        if not live:
            print(f"{self._label}: {done:,} of {total:,}, {how}", file=self._stream, flush=True)
            return
        filled = _BAR * done // max(total, 1)
        bar = "#" * filled + "-" * (_BAR - filled)
        line = f"  {self._label}  {bar}  {done:,} of {total:,}  {how}{self._keeps}"
        print("\r" + line[: width() - 1].ljust(width() - 1), end="", file=self._stream, flush=True)
        self._drawn = True

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.__exit__(kind, value, trace)
        if self._drawn:
            print(file=self._stream, flush=True)

    def _measure(self, now: float, done: int) -> None:
        """Count steps and seconds, the older ones for less."""
        if self._at is not None:
            then, before = self._at
            fades = math.exp((then - now) / _SETTLES)
            self._seconds = self._seconds * fades + max(now - then, 1e-9)
            self._steps = self._steps * fades + done - before
        self._at = now, done

    def _how_long(self, steps: int) -> str:
        """The rate and the time that so many more steps take at it."""
        if steps == 0:
            return "0:00 left"
        if self._steps <= 0:
            return "? left"
        a_second = self._steps / self._seconds
        rate = f"{a_second:,.1f}/s" if a_second >= 1 else f"{60 * a_second:,.1f}/min"
        return f"{rate}, {_clock(steps / a_second)} left"


class _Model(Protocol):
    """A pydantic value, without importing pydantic for every `--help`."""

    def model_dump(self, *, mode: str) -> object: ...


class _Scalar(Protocol):
    """A number of NumPy's, without importing it."""

    def item(self) -> object: ...


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def _has_utf8(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "").replace("_", "") in (
        "utf8",
        "utf8sig",
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "" if value is None else str(value)


def _plain(value: object) -> object:
    """The value in JSON's own types. A number that is not one (NaN, infinity) becomes null."""
    if value is None or (isinstance(value, str | bool | int) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "model_dump"):
        return _plain(cast("_Model", value).model_dump(mode="json"))
    if is_dataclass(value) and not isinstance(value, type):
        return _plain({f.name: getattr(value, f.name) for f in fields(value)})
    if isinstance(value, Mapping):
        return {str(_plain(k)): _plain(v) for k, v in cast("Mapping[object, object]", value).items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(v) for v in cast("Iterable[object]", value)), key=str)
    if isinstance(value, Iterable):
        return [_plain(v) for v in cast("Iterable[object]", value)]
    if hasattr(value, "item"):
        return _plain(cast("_Scalar", value).item())
    return str(value)
