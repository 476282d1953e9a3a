"""`returnhub record timestamp`: an outside authority says when a checkpoint was there (RFC 3161)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output, words
from returnhub.cli.record.log import check_target, entries_, is_database, moment, reading, without_password
from returnhub.cli.target import save
from returnhub.problems import Code, Problems, Where, refuse

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from returnhub.record.note import Note

FOLDER = "timestamps"
"""Where replies lie in a log's folder, each named `<size>.tsr`."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stored time-stamp of the checkpoint of `size` entries; `at` is its time if it can be believed."""

    size: int
    mark: output.Mark
    says: str
    at: dt.datetime | None = None


def timestamp(
    log: Annotated[str, typer.Argument(metavar="LOG", help="A log's folder, or a copy of one.")],
    request: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write here what to send to the authority.")
    ] = None,
    reply: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The authority's reply: check it and keep it.")
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option(metavar="PEM", help="The authority's root certificate, got by a way that you trust."),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Have an outside authority say when the latest checkpoint was there, by RFC 3161.

    At first --request, then --reply with --roots. The log's own times are its keeper's; a time-stamp bounds
    them from outside. It does not show that others see the same log: for that there are witnesses.
    """
    if (request is None) == (reply is None) or (reply is None) != (roots is None):
        raise refuse(
            Code.OPTION_WRONG,
            kind="line",
            found="either --request FILE is needed, or --reply FILE and --roots PEM",
            expected="returnhub record timestamp --help",
        )
    if is_database(log):
        raise refuse(Code.OPTION_WRONG, kind="stamp_database", found=without_password(log))
    if request is not None:
        _request(Path(log), request, as_json=as_json)
    elif reply is not None and roots is not None:
        _keep(Path(log), reply, roots, as_json=as_json)


def stamps(folder: Path, roots: Path, tolerance: dt.timedelta) -> list[Stamp]:
    """What each stored time-stamp shows, the oldest checkpoint first. Raises Problems for the roots alone."""
    trusted = _roots(roots)
    return [_stamp(folder, size, trusted, tolerance) for size in stored(folder)]


def stored(folder: Path) -> list[int]:
    """Sizes of the checkpoints of which a time-stamp lies in the folder."""
    from returnhub.record.checkpoint import decimal

    sizes = (decimal(file.stem) for file in (folder / FOLDER).glob("*.tsr"))
    return sorted(size for size in sizes if size)


def _stamp(folder: Path, size: int, roots: Sequence[Certificate], tolerance: dt.timedelta) -> Stamp:
    from returnhub.record.timestamp import check

    note = next((note for found, note in _checkpoints(folder, size) if found == size), None)
    if note is None:
        return Stamp(size, "broken", "the checkpoint that it is of is not there")
    try:
        at = check(_bytes(folder / FOLDER / f"{size}.tsr"), note, roots)
    except Problems as wrong:
        problem = wrong.items[0]
        # a stamp that nobody stands for shows nothing, and so nothing against the log either
        unknown = problem.given.get("kind") in {"untrusted", "refused"}
        return Stamp(size, "unknown" if unknown else "broken", words.sentence(problem))
    sealed = _sealed(folder, size)
    if sealed is not None and sealed - at > tolerance:
        says = (
            f"was there on {moment(at)}, before its seal's own time, {moment(sealed)}: times were set forward"
        )
        return Stamp(size, "broken", says, at)
    return Stamp(size, "ok", f"was there on {moment(at)}, says an authority under your roots", at)


def _request(folder: Path, target: Path, *, as_json: bool) -> None:
    from returnhub.record.timestamp import request

    check_target(target, str(folder))
    size, note = next(_checkpoints(folder))
    query = request(note)
    save(target, lambda part: part.write_bytes(query))
    if as_json:
        output.say(output.envelope("record-timestamp-request", {"size": size, "file": target}))
        return
    output.say(f"{output.mark('ok')} A request for the checkpoint of {entries_(size)}   {target}")
    output.say("Send it to the authority, and bring back its reply:")
    kind = '"Content-Type: application/timestamp-query"'
    output.say(f"  curl -H {kind} --data-binary @{target} -o reply.tsr ADDRESS")
    output.say(f"  returnhub record timestamp {folder} --reply reply.tsr --roots ROOTS.pem")


def _keep(folder: Path, reply: Path, roots: Path, *, as_json: bool) -> None:
    from returnhub.record.timestamp import stamped, store

    raw, trusted = _bytes(reply), _roots(roots)
    with reading(str(reply)):
        hashed = stamped(raw)
        size, note = _of(folder, hashed)
        kept = folder / FOLDER / f"{size}.tsr"
        if kept.exists():
            raise refuse(Code.RECORD_TIMESTAMP_WRONG, Where(file=str(kept)), kind="exists", size=size)
        at = store(folder, raw, note, trusted)
    if as_json:
        result = {"size": size, "stamped": at, "file": kept}
        output.say(output.envelope("record-timestamp", result))
        return
    output.say(f"{output.mark('ok')} The checkpoint of {entries_(size)} was there on {moment(at)}")
    output.say(f"  kept in  {kept}")
    output.say(output.wrap(f"Checkers see it by: record verify {folder} --key KEY --roots ROOTS.pem"))


def _of(folder: Path, hashed: bytes) -> tuple[int, Note]:
    """The checkpoint whose text has this hash; more may have been made since it was sent to be stamped."""
    from hashlib import sha256

    for size, note in _checkpoints(folder):
        if sha256(note.text.encode()).digest() == hashed:
            return size, note
    raise refuse(Code.RECORD_TIMESTAMP_WRONG, kind="hash")


def _checkpoints(folder: Path, only: int | None = None) -> Iterator[tuple[int, Note]]:
    """The checkpoints that lie in a log's folder, the latest first, or that and the one of one size.

    Raises Problems (record.log_missing).
    """
    from returnhub.record.checkpoint import decimal, parse_checkpoint
    from returnhub.record.note import parse_note

    latest = folder / "checkpoint"
    if not latest.is_file():
        raise refuse(Code.RECORD_LOG_MISSING, Where(file=str(folder)), kind="unsigned")
    sizes = (decimal(file.name) for file in (folder / "checkpoints").glob("*"))
    older = sorted((s for s in sizes if s and only in {None, s}), reverse=True)
    for file in (latest, *(folder / "checkpoints" / str(size) for size in older)):
        with reading(str(file)):
            note = parse_note(_bytes(file))
            yield parse_checkpoint(note.text).size, note


def _sealed(folder: Path, size: int) -> dt.datetime | None:
    """The time that the seal of a checkpoint bears; None if it cannot be read, which is told elsewhere."""
    from returnhub.record.entry import decode
    from returnhub.record.witness.place import Place

    latest, _ = next(_checkpoints(folder))
    try:
        _, raw = next(Place(str(folder)).entries(size - 1, latest))
        return decode(raw).recorded
    except (Problems, StopIteration):
        return None


def _roots(file: Path) -> list[Certificate]:
    from returnhub.record.timestamp import read_roots

    with reading(str(file)):
        return read_roots(_bytes(file))


def _bytes(file: Path) -> bytes:
    """At most a little more than any of these files may have. Raises Problems."""
    from returnhub.record.timestamp import LONGEST

    where = Where(file=str(file))
    try:
        with file.open("rb") as source:
            return source.read(LONGEST * 16)
    except FileNotFoundError:
        raise refuse(Code.FILE_MISSING, where) from None
    except OSError as fault:
        raise refuse(Code.FILE_UNREADABLE, where, reason=(fault.strerror or "").lower()) from None
