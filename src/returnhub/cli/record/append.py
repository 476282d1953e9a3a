"""`returnhub record append`: contents go on record, all of them or none, each with a receipt if asked."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import (
    LogName,
    check_outside,
    entries_,
    named,
    now,
    opened,
    patient,
    without_password,
)
from returnhub.cli.target import check_writable, write
from returnhub.problems import Code, Problem, Problems, Where, refuse

if TYPE_CHECKING:
    from returnhub.record.entry import Entry
    from returnhub.record.keys import Key
    from returnhub.record.log import Log

MOST_TOLD = 20
"""Lines that are told to be wrong; a file with more has one fault, many times."""

_PLACE = re.compile(r": line (\d+) column (\d+) \(char \d+\)$")


def append(
    log: LogName,
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="Contents as JSON, one a line; a name that ends in .json is one content. - is stdin.",
        ),
    ] = "-",
    receipts: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write a signed receipt for each entry here; needs --key."),
    ] = None,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The log's private key, for receipts.")
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Put contents on record, all of them or none, and print each entry's id.

    When this ends they survive a crash, and wait for the next checkpoint. A content is whatever JSON says
    what happened, to whom and when; it stays with the log and can be erased, the entry keeps a commitment.
    """
    with opened(log) as store:
        signs = _signer(store, log, key, receipts)
        entries = store.append(_bodies(file))
        for entry in () if as_json else entries:
            output.say(entry.id)
        if signs is not None and receipts is not None:
            _hand_out(store.origin, entries, signs, receipts)
        waiting = store.waiting()
    if as_json:
        rows = [{"id": e.id, "recorded": e.recorded} for e in entries]
        result = {"log": without_password(log), "entries": rows, "waiting": waiting, "receipts": receipts}
        output.say(output.envelope("record-append", result))
        return
    said = f"{entries_(len(entries))} put on record, {entries_(waiting)} waiting for the next checkpoint"
    output.note(output.wrap(said + (f"; receipts in {receipts}" if receipts is not None else "")))


def _signer(store: Log, log: str, key: Path | None, receipts: Path | None) -> Key | None:
    """The key for receipts, and their folder made, before anything is put on record. Raises Problems."""
    from returnhub.record.keys import read_key

    if receipts is None or key is None:
        if receipts is not None:
            raise refuse(Code.OPTION_WRONG, option="--receipts", found="alone", expected="--key as well")
        if key is not None:
            raise refuse(Code.OPTION_WRONG, option="--key", found="alone", expected="--receipts as well")
        return None
    check_outside(log, key)
    signs, office = read_key(key), store.own_keys()[-1].key
    if signs.public != office:
        found = f"{named(signs.public)}, and {named(office)} is in office"
        raise refuse(Code.RECORD_KEY_WRONG, Where(file=str(key)), kind="office", found=found)
    try:
        receipts.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        reason = "it is a file" if receipts.exists() else (fault.strerror or "no such place").lower()
        raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, Where(file=str(receipts)), reason=reason) from None
    check_writable(receipts / "x.receipt")
    return signs


def _hand_out(origin: str, entries: Sequence[Entry], key: Key, folder: Path) -> None:
    from returnhub.record.prove import receipt

    for entry in entries:
        write(folder / f"{entry.id}.receipt", receipt(origin, entry, key, now()).write())


def _bodies(file: str) -> list[bytes]:
    """Every content in its canonical bytes. Raises Problems with the lines that are wrong."""
    from returnhub.record.entry import read_content

    name, raw = ("stdin", _stdin()) if file == "-" else (file, _file(Path(file)))
    bodies: list[bytes] = []
    problems: list[Problem] = []
    with patient("Entries") as progress:
        lines = _contents(name, raw)
        for done, (number, line) in enumerate(lines):
            if done % 1000 == 999:
                progress(done, len(lines))
            try:
                bodies.append(read_content(_decoded(line)))
            except Problems as wrong:
                problems.append(_placed(wrong.items[0], name, number))
                if len(problems) == MOST_TOLD:
                    break
    if problems:
        raise Problems(problems)
    if not bodies:
        raise refuse(Code.FILE_EMPTY, Where(file=name), kind="contents")
    return bodies


def _contents(name: str, raw: bytes) -> list[tuple[int, bytes]]:
    """Each content with the number of its line: a .json file is one, else each line that is not blank."""
    raw = raw.removeprefix(codecs.BOM_UTF8)
    if name.casefold().endswith(".json"):
        return [(1, raw)] if raw.strip() else []
    return [(n, line) for n, line in enumerate(raw.split(b"\n"), 1) if line.strip()]


def _decoded(line: bytes) -> str:
    try:
        if b"\x00" in line:
            raise refuse(Code.FILE_ENCODING, kind="binary")
        return line.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise refuse(
            Code.FILE_ENCODING, found=f"byte {fault.start + 1} is 0x{line[fault.start]:02x}"
        ) from None


def _placed(problem: Problem, name: str, line: int) -> Problem:
    """The problem with its file and line; the parser's own line counts only inside one content."""
    given = dict(problem.given)
    reason = str(given.get("reason", ""))
    if found := _PLACE.search(reason):
        given["reason"] = f"{reason[: found.start()]}, at column {found[2]}"
        line += int(found[1]) - 1
        if name.casefold().endswith(".json") and reason.startswith("Extra data"):
            given["kind"] = "lines"
    return Problem(problem.code, Where(file=name, line=line), given)


def _stdin() -> bytes:
    if sys.stdin.isatty():
        output.note("Reading contents from the keyboard, one a line; Ctrl-D ends them.")
    return sys.stdin.buffer.read()


def _file(path: Path) -> bytes:
    where = Where(file=str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise refuse(Code.FILE_MISSING, where) from None
    except OSError as fault:
        raise refuse(Code.FILE_UNREADABLE, where, reason=(fault.strerror or "").lower()) from None
