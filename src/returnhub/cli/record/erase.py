"""`returnhub record erase`: an entry's content goes, on a legal basis and by two people; the tree stays."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import LogName, index_of, moment, opened
from returnhub.problems import Code, refuse


def erase(
    log: LogName,
    entry: Annotated[str, typer.Argument(metavar="ENTRY", help="The entry's index, from 0, or its id.")],
    basis: Annotated[
        str, typer.Option(help='The legal basis, open to all readers: "UK GDPR Art. 17(1)(d)". No names.')
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who asks for it.")],
    approved_by: Annotated[str, typer.Option(metavar="NAME", help="Who approved it: somebody else.")],
    reason: Annotated[str, typer.Option(help="Why; kept with the erasure's own content.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
    as_json: output.AsJson = False,
) -> None:
    """Erase the content of an entry, openly: the erasure is itself an entry with its legal basis.

    Content and salt go. The entry and its commitment stay, and say nothing without the salt, so the tree,
    every checkpoint and every proof still hold.
    """
    from returnhub.record.entry import canonical

    for option, value in (
        ("--basis", basis),
        ("--by", by),
        ("--approved-by", approved_by),
        ("--reason", reason),
    ):
        if not value.strip():
            raise refuse(Code.OPTION_WRONG, option=option, found="without text", expected="a text")
    if _folded(by) == _folded(approved_by):
        raise refuse(Code.RECORD_ERASURE_REFUSED, kind="one_person", found=by.strip())
    body = canonical({"approved_by": approved_by, "asked_by": by, "reason": reason})
    with opened(log) as store:
        index = index_of(store, entry)
        if not yes:
            _ask(store.origin, index)
        done = store.erase(index, basis, body)
    if as_json:
        result = {"index": index, "erasure": {"id": done.id, "recorded": done.recorded, "basis": basis}}
        output.say(output.envelope("record-erase", result))
        return
    output.say(f"{output.mark('ok')} The content of entry {index:,} is erased, {moment(done.recorded)}")
    output.say(f"  erasure  {done.id}")
    output.say(
        "Gone: content and salt. What stays is the entry with its commitment, which says nothing of it."
    )
    output.say(
        output.wrap(
            "The erasure itself waits for the next checkpoint; until then a check finds the content "
            "taken away."
        )
    )
    output.say(
        output.wrap(
            "Not gone: backups, exports with contents and proofs with contents that were made before. Erase "
            "or recall those too."
        )
    )


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def _ask(origin: str, index: int) -> None:
    """Ask on a terminal; elsewhere --yes is needed. Raises Problems (record.erasure_refused)."""
    if not sys.stdin.isatty():
        raise refuse(Code.RECORD_ERASURE_REFUSED, kind="not_confirmed")
    question = f"Erase the content of entry {index:,} of {origin} for good?"
    if not typer.confirm(question, err=True):
        raise refuse(Code.RECORD_ERASURE_REFUSED, kind="said_no")
