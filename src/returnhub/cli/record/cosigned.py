"""`returnhub record add-cosignature`: what a witness sent as a file comes to stand under the checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import (
    LogName,
    entries_,
    opened,
    read_text,
    reading,
    without_password,
    witness_keys,
)
from returnhub.problems import Code, refuse


def add_cosignature(
    log: LogName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The checkpoint as the witness cosigned it.")],
    witness: Annotated[
        list[str],
        typer.Option(metavar="KEY", help="The witness's public key, or a file with it; as often as needed."),
    ],
    as_json: output.AsJson = False,
) -> None:
    """Add a witness's cosignature that came as a file, after checking it.

    Witnesses who answer on the network are asked by record checkpoint --witness.
    """
    from returnhub.record.checkpoint import parse_checkpoint
    from returnhub.record.keys import need, verified
    from returnhub.record.note import Note, parse_note

    keys = witness_keys(witness)
    with opened(log) as store, reading(str(file)):
        note = parse_note(read_text(file))
        head = parse_checkpoint(note.text)
        stored = store.checkpoint(head.size) if head.origin == store.origin else None
        if stored is None or stored.text != note.text:
            raise refuse(Code.RECORD_CHECKPOINT_WRONG, kind="not_ours", size=head.size)
        signed = {(s.key.name, s.key.key_id) for s in need(verified(note, keys), note)}
        lines = tuple(s for s in note.signatures if (s.name, s.key_id) in signed)
        store.keep(Note(note.text, (*stored.signatures, *lines)))
    names = [f"{s.name}+{s.key_id.hex()}" for s in lines]
    if as_json:
        result = {"log": without_password(log), "size": head.size, "added": names}
        output.say(output.envelope("record-cosignature", result))
        return
    said = f"{output.mark('ok')} Checkpoint of {entries_(head.size)}, cosigned by {', '.join(names)}"
    output.say(output.wrap(said, hang="  "))
