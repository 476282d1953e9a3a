"""`returnhub record prove`: that an entry is on record, or that the log only grew since a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import (
    LogName,
    check_target,
    entries_,
    index_of,
    moment,
    opened,
    read_text,
    reading,
    write_private,
)
from returnhub.cli.target import write
from returnhub.problems import Code, refuse

if TYPE_CHECKING:
    from returnhub.record.checkpoint import Checkpoint
    from returnhub.record.log import Log


def prove(
    log: LogName,
    entry: Annotated[
        str | None, typer.Argument(metavar="ENTRY", help="The entry's index, from 0, or its id.")
    ] = None,
    since: Annotated[
        Path | None,
        typer.Option(
            metavar="CHECKPOINT", help="Instead: prove that the log only grew since this checkpoint."
        ),
    ] = None,
    with_content: Annotated[
        bool, typer.Option("--with-content", help="Add the content, for who may read it.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Write the proof here, not to stdout."),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Prove that an entry stands under the latest checkpoint, as a file that anybody can check offline.

    The file is a C2SP tlog-proof: record verify reads it, and so do programs that we did not write. With
    --since the proof is a request of C2SP tlog-witness; exit 1 if the log did not grow from that checkpoint.
    """
    if (entry is None) == (since is None):
        raise refuse(
            Code.OPTION_WRONG,
            kind="line",
            found="an ENTRY or --since CHECKPOINT is needed, one of the two",
            expected="returnhub record prove --help",
        )
    if out is not None:
        check_target(out, log)
    with opened(log) as store:
        if since is not None:
            _growth(store, since, out, as_json=as_json)
        elif entry is not None:
            _entry(store, entry, out, with_content=with_content, as_json=as_json)


def _entry(store: Log, entry: str, out: Path | None, *, with_content: bool, as_json: bool) -> None:
    from returnhub.record.checkpoint import parse_checkpoint
    from returnhub.record.entry import decode
    from returnhub.record.prove import prove as prove_entry

    found = prove_entry(store, index_of(store, entry), with_content=with_content)
    text, size = found.write(), parse_checkpoint(found.checkpoint.text).size
    its = decode(found.entry)
    if out is not None:
        (write_private if with_content else write)(out, text)
    if as_json:
        result = {
            "index": found.index,
            "id": its.id,
            "recorded": its.recorded,
            "size": size,
            "file": out,
            "proof": None if out else text,
        }
        output.say(output.envelope("record-proof", result))
        return
    if out is None:
        output.say(text.rstrip("\n"))
        return
    output.say(
        f"{output.mark('ok')} Entry {found.index:,}, recorded {moment(its.recorded)}, stands under the "
        f"checkpoint of {entries_(size)}"
    )
    output.note(f"{out} written")


def _growth(store: Log, kept: Path, out: Path | None, *, as_json: bool) -> None:
    from returnhub.record.checkpoint import parse_checkpoint
    from returnhub.record.grow import root_at
    from returnhub.record.prove import growth_proof

    old = _kept(store, kept)
    latest = store.checkpoint()
    if latest is None:
        raise refuse(Code.RECORD_ENTRY_WAITING, kind="nothing")
    size = parse_checkpoint(latest.text).size
    holds = old.size <= size and root_at(store.read, old.size) == old.root
    text = growth_proof(store, old.size) if holds else None
    if out is not None and text is not None:
        write(out, text)
    if as_json:
        result = {
            "grew": holds,
            "from": old.size,
            "to": size,
            "file": out if holds else None,
            "proof": None if out else text,
        }
        output.say(output.envelope("record-growth", result))
    elif holds:
        said = f"The log only grew: the {entries_(old.size)} of {kept} are the first of its {size:,}"
        output.say(output.wrap(f"{output.mark('ok')} {said}", hang="  "))
        if out is not None:
            output.note(f"{out} written")
    else:
        said = (
            f"it holds {size:,}, and {kept} {old.size:,}: it was cut or put back"
            if old.size > size
            else f"its first {entries_(old.size)} are not those that {kept} was signed for"
        )
        output.say(output.wrap(f"{output.mark('broken')} The log did not grow from there: {said}", hang="  "))
        output.say("This shows that the record was changed, not who changed it. (exit 1)")
    if not holds:
        raise typer.Exit(1)


def _kept(store: Log, file: Path) -> Checkpoint:
    """The kept checkpoint, signed by one of the log's keys. Raises Problems."""
    from returnhub.record.checkpoint import parse_checkpoint
    from returnhub.record.keys import need, verified
    from returnhub.record.note import parse_note

    with reading(str(file)):
        note = parse_note(read_text(file))
        head = parse_checkpoint(note.text)
        if head.origin != store.origin:
            found = head.origin
            raise refuse(Code.RECORD_CHECKPOINT_WRONG, kind="origin", found=found, expected=store.origin)
        need(verified(note, [k.key for k in store.own_keys()]), note)
    return head
