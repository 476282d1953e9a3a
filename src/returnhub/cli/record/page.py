"""`returnhub record page`: a page that checks receipts and proofs in a browser, offline."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import named, public_keys
from returnhub.cli.target import check_page, write


def page(
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where the page goes, a .html.")],
    key: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Fill in this public key of the log, or a file of them."),
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="Fill in this public key of a witness, or a file of them."),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Write a page that checks receipts and proofs in a browser, with the network off.

    It is one file to hand to anybody: it asks nobody, and trusts neither the keeper nor the network. Keys
    that are filled in are there to be compared with what people have from elsewhere, not to be believed.
    """
    from returnhub.record.page import page as made

    check_page(out)
    keys = [one for typed in (*(key or ()), *(witness or ())) for one in public_keys(typed)]
    write(out, made(one.vkey for one in keys))
    if as_json:
        output.say(output.envelope("record-page", {"page": out, "vkeys": [one.vkey for one in keys]}))
        return
    output.say(f"{output.mark('ok')} A page that checks receipts and proofs   {out}")
    for one in keys:
        output.say(f"  filled in  {named(one)}")
