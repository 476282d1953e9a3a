"""`returnhub record show` and `export`: what a log holds, and a copy of it for a monitor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import (
    LogName,
    entries_,
    head_of,
    index_of,
    moment,
    named,
    opened,
    patient,
    signers,
    without_password,
)

if TYPE_CHECKING:
    from returnhub.record.entry import Entry, Seal
    from returnhub.record.log import Log


def show(
    log: LogName,
    entry: Annotated[
        str | None, typer.Argument(metavar="ENTRY", help="One entry's index, from 0, or its id.")
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """What a log holds: its size, what waits, its checkpoints, its keys, the guards of the last seal.

    With ENTRY, one entry with its content. Nothing is checked here: that is record verify.
    """
    with opened(log) as store:
        if entry is not None:
            _show_entry(store, index_of(store, entry), as_json=as_json)
        else:
            _show_log(store, log, as_json=as_json)


def export(
    log: LogName,
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FOLDER", help="A new folder, or an earlier copy of this log."),
    ],
    with_content: Annotated[
        bool, typer.Option("--with-content", help="Copy contents and salts too, for who may read them.")
    ] = False,
    as_json: output.AsJson = False,
) -> None:
    """Copy a log for a monitor: everything that may be published, in files that record verify reads.

    Without --with-content it may be served as static files: an entry says when something was recorded, and
    nothing of what. Into an earlier copy, only what is new is written, and contents erased since go.
    """
    from returnhub.record.export import export as copy

    with opened(log) as store, patient("Entries") as progress:
        size = copy(store, out, with_content=with_content, progress=progress).size
    if as_json:
        result = {"log": without_password(log), "folder": out, "size": size, "with_content": with_content}
        output.say(output.envelope("record-export", result))
        return
    kept = "with their contents" if with_content else "without their contents"
    output.say(f"{output.mark('ok')} {entries_(size)} {kept}   {out}")


def _show_log(store: Log, log: str, *, as_json: bool) -> None:
    from returnhub.record.checkpoint import parse_checkpoint

    note, keys = store.checkpoint(), store.own_keys()
    size, waiting, made = store.size(), store.waiting(), list(store.checkpoints())
    own = [k.key for k in keys]
    head = None if note is None else head_of(note, own)
    last = None if note is None else _decoded(store, parse_checkpoint(note.text).size - 1)
    if as_json:
        result = {
            "origin": store.origin,
            "size": size,
            "waiting": waiting,
            "checkpoints": made,
            "latest": head,
            "sealed": None if last is None else {"recorded": last.recorded, "seal": last.seal},
            "keys": [{"handed_over_at": k.handed_over_at, "vkey": k.key.vkey} for k in keys],
        }
        output.say(output.envelope("record-show", result))
        return
    output.say(f"{store.origin}   {without_password(log)}")
    output.say(f"{entries_(size)} in the tree, {waiting:,} waiting for a checkpoint")
    if note is None or head is None:
        output.say("No checkpoint yet: record checkpoint makes one.")
    else:
        rows = [("root", head["root"]), ("signed by", ", ".join(signers(note, own)))]
        if last is not None and last.seal is not None:
            rows += [("sealed", moment(last.recorded)), *_manifest(last.seal)]
        output.say(f"\n{output.counted(len(made), 'checkpoint')}, the latest of {entries_(made[-1])}")
        output.say(output.table([(f"  {name}", value) for name, value in rows]))
    output.say("\nKeys")
    for k in keys:
        since = "from the start" if k.handed_over_at < 0 else f"handed over to in entry {k.handed_over_at:,}"
        output.say(f"  {named(k.key)}  {since}\n    {k.key.vkey}")


def _manifest(seal: Seal) -> list[tuple[str, str]]:
    its = seal.manifest
    off = sorted(name for name, on in its.guards.items() if not on)
    on = len(its.guards) - len(off)
    guards = f"off: {', '.join(off)}" if off else f"all {on} on" if on else "none: a folder has none"
    rules = ", ".join(f"{name} {digest[:8]}" for name, digest in sorted(its.rules.items()))
    rows = [("by", f"{its.software}, files {its.source[:8]}, {its.store}"), ("guards", guards)]
    return [*rows, ("rules", rules)] if rules else rows


def _show_entry(store: Log, index: int, *, as_json: bool) -> None:
    from returnhub.record.checkpoint import parse_checkpoint
    from returnhub.record.entry import encode, write_time

    entry, content, note = _decoded(store, index), store.content(index), store.checkpoint()
    under = note is not None and parse_checkpoint(note.text).size > index
    if as_json:
        result = {
            "index": index,
            "entry": json.loads(encode(entry)),
            "content": None if content is None else json.loads(content.body),
            "under_checkpoint": under,
        }
        output.say(output.envelope("record-entry", result))
        return
    what = _kind(entry)
    rows = [("id", entry.id), ("recorded", write_time(entry.recorded)), ("what", what)]
    if entry.erasure is not None:
        rows.append(("basis", entry.erasure.basis))
    rows.append(("checkpoint", "stands under one" if under else "waits for one"))
    output.say(f"Entry {index:,} of {store.origin}")
    output.say(output.table([(f"  {name}", value) for name, value in rows]))
    if entry.handover is not None:
        output.say("\n" + entry.handover.rstrip("\n"))
    if entry.commitment is None:
        return
    if content is None:
        output.say("No content: it was erased, or this copy was made without contents.")
    else:
        output.say(json.dumps(json.loads(content.body), ensure_ascii=False, indent=2))


def _kind(entry: Entry) -> str:
    if entry.seal is not None:
        return f"the seal of a checkpoint of {entries_(entry.seal.size)}"
    if entry.handover is not None:
        return "a hand-over of the log's key"
    if entry.erasure is not None:
        return f"the erasure of the content of entry {entry.erasure.index:,}, {entry.erasure.id}"
    return "content"


def _decoded(store: Log, index: int) -> Entry:
    from returnhub.record.entry import decode
    from returnhub.record.prove import entry_at

    return decode(entry_at(store, index))
