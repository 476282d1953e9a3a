"""`returnhub record init`: a new log and its key."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import (
    LogName,
    check_outside,
    entries_,
    is_database,
    named,
    now,
    opened,
    without_password,
)
from returnhub.cli.target import check_writable
from returnhub.problems import Code, Where, refuse

if TYPE_CHECKING:
    from returnhub.record.keys import PublicKey


def init(
    log: LogName,
    origin: Annotated[
        str, typer.Option(help="The log's name, which stands in each checkpoint: example.org/hub-record.")
    ],
    key: Annotated[
        Path, typer.Option(metavar="FILE", help="The log's private key; made if it is not there.")
    ],
    as_json: output.AsJson = False,
) -> None:
    """Start a log in a new folder, or in a database, and make its key.

    In a database, a log of this name and key that is there is brought up to date, guards and all.

    The key signs every checkpoint. It stays outside the log, and out of every backup of the log: whoever
    has both can write another past.
    """
    check_outside(log, key)
    made = not key.exists()
    public = _key(key, origin, made=made)
    try:
        _create(log, origin, public)
    except BaseException:
        # a key of a log that was never made would only be mistaken for one that signs something
        if made:
            key.unlink(missing_ok=True)
        raise
    if as_json:
        result = {
            "log": without_password(log),
            "origin": origin,
            "key": key,
            "made_key": made,
            "vkey": public.vkey,
        }
        output.say(output.envelope("record-init", result))
        return
    with opened(log) as store:
        # a database's log that is there already is brought up to date
        size = store.size()
    held = entries_(size) if size else "no entries yet"
    output.say(f"{output.mark('ok')} A log named {origin}, {held}")
    output.say(f"  private key  {key}{'' if made else ' (was there)'}")
    output.say(f"  public key   {public.vkey}")
    output.say("")
    advice = (
        "Give the public key to everybody who is to check, by a way that they trust: on paper, in a report, "
        "not by the log itself.",
        f"Keep {key} out of backups of the log, and keep {key}.signed, which will stand beside it: it stops "
        "the key from signing two different pasts.",
    )
    for sentence in advice:
        output.say(output.wrap(sentence))


def _key(file: Path, origin: str, *, made: bool) -> PublicKey:
    """The key in the file, made if asked. Raises Problems."""
    from returnhub.record.keys import Algorithm, new_key, read_key, write_key

    if made:
        key = new_key(origin)
        check_writable(file)
        write_key(file, key)
        return key.public
    key = read_key(file)
    where = Where(file=str(file))
    if key.algorithm is not Algorithm.NOTE:
        raise refuse(Code.RECORD_KEY_WRONG, where, kind="algorithm", found=named(key.public))
    if key.name != origin:
        raise refuse(Code.RECORD_ORIGIN_WRONG, where, kind="key", found=key.name, expected=origin)
    return key.public


def _create(log: str, origin: str, key: PublicKey) -> None:
    if is_database(log):
        from returnhub.record.postgres.install import create

        create(log, origin, key)
    else:
        from returnhub.record.folder import FolderLog

        FolderLog.create(Path(log), origin, key, now)
