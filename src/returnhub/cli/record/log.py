"""What the verbs of `returnhub record` share: a LOG as it is typed, its store, keys, times in words."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.target import check_writable, save
from returnhub.problems import Code, Problem, Problems, Where, refuse

if TYPE_CHECKING:
    from returnhub.record.entry import Manifest
    from returnhub.record.keys import PublicKey
    from returnhub.record.log import Log
    from returnhub.record.note import Note

LogName = Annotated[
    str,
    typer.Argument(metavar="LOG", help="A log's folder, or the address of its database: postgresql://..."),
]
Keys = Annotated[
    list[Path],
    typer.Option("--key", metavar="FILE", help="The log's private key; both keys at a hand-over."),
]

PRIVATE_KEY = b"PRIVATE+KEY+"
DATABASES = ("postgresql://", "postgres://")

_SOON = 2.0
_LONGEST_NAME = 1000
"""Characters of a file's path as typed; a post-quantum key is longer."""


def now() -> dt.datetime:
    """The time on this machine's clock."""
    return dt.datetime.now(dt.UTC)


def is_database(log: str) -> bool:
    """True if a LOG as typed is the address of a database."""
    return log.startswith(DATABASES)


def is_address(log: str) -> bool:
    """True if a LOG as typed is the address of a web server."""
    return log.startswith(("http://", "https://"))


def without_password(log: str) -> str:
    """A LOG as it may be shown: the password in a database's address is nobody's business."""
    if not is_database(log):
        return log
    shown = re.sub(r"(://[^:/?#@]*):[^/?#]*@", r"\1:***@", log)
    return re.sub(r"([?&]password=)[^&#]*", r"\1***", shown)


@contextmanager
def opened(log: str) -> Generator[Log]:
    """The log that was named. Raises Problems (record.log_missing, record.database)."""
    if is_database(log):
        from returnhub.record.postgres.store import connect

        with connect(log) as store:
            yield store
    else:
        from returnhub.record.folder import FolderLog

        yield FolderLog.open(Path(log), now)


def manifest_of(log: Log) -> Manifest:
    """The guard manifest as it stands at this moment."""
    from returnhub.record.postgres.store import PostgresLog
    from returnhub.screening.guard_manifest import manifest

    if isinstance(log, PostgresLog):
        return manifest("postgresql", log.guards())
    return manifest("folder", {})


def check_outside(log: str, key: Path) -> None:
    """Refuse a key in the log's own folder. Raises Problems (record.key_inside)."""
    if not is_database(log) and key.resolve().is_relative_to(Path(log).resolve()):
        raise refuse(Code.RECORD_KEY_INSIDE, Where(file=str(key)))


def check_target(out: Path, log: str) -> None:
    """Refuse to write over what a keeper cannot get back: a file of the log's own, or a private key.

    Raises Problems (option.output_unwritable).
    """
    check_writable(out)
    reason = ""
    if not is_database(log) and out.resolve().is_relative_to(Path(log).resolve()):
        reason = "it would lie in the log's own folder"
    elif out.is_file() and out.read_bytes()[: len(PRIVATE_KEY)] == PRIVATE_KEY:
        reason = "it is a private key"
    if reason:
        raise refuse(Code.OPTION_OUTPUT_UNWRITABLE, Where(file=str(out)), reason=reason)


def write_private(out: Path, text: str) -> None:
    """Write a text file that nobody else on this machine may read. Raises Problems."""

    def make(part: Path) -> None:
        # one that a crash left behind may be open to others
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text.encode())

    save(out, make)


def index_of(log: Log, entry: str) -> int:
    """An entry's index, typed as that or as its id.

    Raises Problems (record.entry_unknown, record.entry_waiting).
    """
    from returnhub.record.checkpoint import decimal

    number = decimal(entry.replace(",", ""))
    if number is not None:
        return number
    found = log.find(entry)
    if found is None:
        raise refuse(Code.RECORD_ENTRY_WAITING, found=entry)
    return found


def read_text(path: Path) -> str:
    """A small text file. Raises Problems (file.missing, file.unreadable, file.encoding)."""
    where = Where(file=str(path))
    try:
        return path.read_text("utf-8")
    except FileNotFoundError:
        raise refuse(Code.FILE_MISSING, where) from None
    except OSError as fault:
        raise refuse(Code.FILE_UNREADABLE, where, reason=(fault.strerror or "").lower()) from None
    except UnicodeDecodeError as fault:
        raise refuse(Code.FILE_ENCODING, where, found=f"byte {fault.start + 1:,}") from None


@contextmanager
def reading(file: str) -> Generator[None]:
    """Whatever is wrong inside is wrong with this file, where nothing else is named."""
    try:
        yield
    except Problems as wrong:
        raise Problems(
            p if p.where.file else Problem(p.code, Where(file=file), p.given) for p in wrong.items
        ) from None


@contextmanager
def patient(label: str) -> Generator[Callable[[int, int], None]]:
    """Progress on stderr, of what takes more than two seconds."""
    start = time.monotonic()
    with output.Progress(label) as progress:

        def told(done: int, total: int) -> None:
            if time.monotonic() - start > _SOON:
                progress(done, total)

        yield told


@contextmanager
def until_stopped() -> Generator[None]:
    """Ctrl-C and a supervisor's SIGTERM are the ordinary end; between two statements each is safe."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


def entries_(count: int) -> str:
    """`1 entry`, `12 entries`."""
    return f"{count:,} {'entry' if count == 1 else 'entries'}"


def public_keys(text: str) -> list[PublicKey]:
    """The public keys that were typed, or that stand in a file, one a line.

    Raises Problems (record.key_wrong).
    """
    from returnhub.record.keys import parse_vkey

    try:
        return [parse_vkey(text)]
    except Problems as not_a_key:
        path = Path(text)
        if len(text) > _LONGEST_NAME or not path.is_file():
            raise not_a_key from None
    with reading(text):
        lines = [line for line in read_text(path).splitlines() if line.strip()]
        if any(line.encode().startswith(PRIVATE_KEY) for line in lines):
            raise refuse(Code.RECORD_KEY_WRONG, kind="shown")
        if not lines:
            raise refuse(Code.RECORD_KEY_WRONG, kind="public", found=text)
        return [parse_vkey(line) for line in lines]


def witness_keys(typed: Sequence[str]) -> list[PublicKey]:
    """Public keys of witnesses, as typed or in files. Raises Problems (record.key_wrong)."""
    from returnhub.record.keys import Algorithm

    keys = [key for text in typed for key in public_keys(text)]
    for key in keys:
        if key.algorithm is Algorithm.NOTE:
            raise refuse(Code.RECORD_KEY_WRONG, kind="not_a_witness", found=named(key))
    return keys


def named(key: PublicKey) -> str:
    """A key as people tell it from others: name+12345678."""
    return f"{key.name}+{key.key_id.hex()}"


def signers(note: Note, known: Sequence[PublicKey]) -> list[str]:
    """Who signed a note, the log's own keys first; a key that the log never had is a witness's."""
    own = {named(k) for k in known}
    found = [f"{s.name}+{s.key_id.hex()}" for s in note.signatures]
    return [n for n in found if n in own] + [f"witness {n}" for n in found if n not in own]


def moment(at: dt.datetime) -> str:
    """`22 November 2026 08:36:09 UTC`."""
    from returnhub.scheme.show import day

    at = at.astimezone(dt.UTC)
    return f"{day(at.date())} {at:%H:%M:%S} UTC"


def head_of(checkpoint: Note, known: Sequence[PublicKey]) -> Mapping[str, object]:
    """A checkpoint as `--json` gives it."""
    from returnhub.record.checkpoint import parse_checkpoint

    size = parse_checkpoint(checkpoint.text).size
    root = checkpoint.text.split("\n")[2]
    return {
        "size": size,
        "root": root,
        "signed_by": signers(checkpoint, known),
        "checkpoint": checkpoint.write(),
    }
