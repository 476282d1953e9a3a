"""`returnhub record checkpoint` and `hand-over`: what waits comes under a checkpoint; the key changes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output, words
from returnhub.cli.record.log import (
    Keys,
    LogName,
    check_outside,
    entries_,
    head_of,
    manifest_of,
    moment,
    named,
    now,
    opened,
    signers,
    until_stopped,
    without_password,
    witness_keys,
)
from returnhub.cli.target import check_writable
from returnhub.problems import Code, Problem, Problems, Where, refuse

if TYPE_CHECKING:
    from returnhub.record.keys import Key, PublicKey
    from returnhub.record.log import Log
    from returnhub.record.note import Note
    from returnhub.record.signer import Signer


PATIENCE = 3.0
"""Seconds that the loop waits for all its witnesses: the next pass is due, and receipts promise 10."""
TAKEN_UP = 10.0
"""Seconds within which another sequencer is to end the pass in which it takes up a hand-over."""
SLOWEST = 2.0
"""Seconds for a pass itself, of ten thousand entries and more."""


def checkpoint(
    log: LogName,
    key: Keys,
    every: Annotated[
        float | None,
        typer.Option(metavar="SECONDS", help="Go on until Ctrl-C, with a pass every so often, at most 5."),
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL=KEY", help="Ask this witness to cosign; KEY is its public key, or a file with it."
        ),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Bring what waits into the tree and under a signed checkpoint.

    With --every this is the log's sequencer, which keeps the promise of every receipt: a checkpoint within
    10 seconds. Two of them at once do no harm.
    """
    from returnhub.record.log import LATEST
    from returnhub.record.sequencer import run, step
    from returnhub.record.witness.ask import WITHIN

    most = LATEST - PATIENCE - SLOWEST
    if every is not None and not 0 < every <= most:
        expected = f"more than 0 and at most {most:g} seconds, as receipts promise {LATEST},"
        raise refuse(Code.OPTION_WRONG, option="--every", found=f"{every:g}", expected=expected)
    witnesses = [_witness(w) for w in witness or ()]
    with opened(log) as store:
        signer = _signer(log, store, key)
        if every is None:
            made = step(store, signer, lambda: manifest_of(store))
            refused = _ask(store, witnesses, WITHIN) if store.checkpoint() else []
            _tell(store, store.checkpoint(), new=made is not None, refused=refused, as_json=as_json)
            if refused:
                raise typer.Exit(1)
            return
        if not as_json:
            output.note(f"A pass every {every:g} s; Ctrl-C ends it, and what waits then stays waiting.")
        with until_stopped():
            run(
                store,
                signer,
                lambda: manifest_of(store),
                every=every,
                made=lambda _: _one_line(store, witnesses, as_json=as_json),
            )
        if not as_json:
            output.note(f"Stopped. {entries_(store.waiting())} waiting for the next pass.")


def hand_over(
    log: LogName,
    key: Annotated[Path, typer.Option(metavar="FILE", help="The key in office.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="The new key; made if it is not there.")],
    as_json: output.AsJson = False,
) -> None:
    """Change the log's key: both keys sign that the new one follows, and the next checkpoint.

    Checkers who trust the old key learn of the new one from the log itself. Do it before a key is lost:
    without the old one there is no hand-over.
    """
    from returnhub.record.checkpoint import Handover
    from returnhub.record.keys import new_key, read_key, write_key
    from returnhub.record.note import Note
    from returnhub.record.sequencer import step

    check_outside(log, to)
    with opened(log) as store:
        made = not to.exists()
        if not made:
            _check_follows(store, read_key(key), to)
        # what waits is still the old key's; a hand-over that was cut short is ended first
        step(store, _signer(log, store, [key] if made else [key, to]), lambda: manifest_of(store))
        if made:
            check_writable(to)
            write_key(to, new_key(store.origin))
        old, new = read_key(key), read_key(to)
        if store.own_keys()[-1].key != new.public:
            at = now()
            text = Handover(store.origin, old.public, new.public, at).text
            store.hand_over(Note(text, (old.sign(text, at), new.sign(text, at))))
        note = _signed_by_both(store, _signer(log, store, [key, to]), new.public)
        if as_json:
            result: dict[str, object] = {
                "log": without_password(log),
                "from": old.public.vkey,
                "to": new.public.vkey,
            }
            result |= {"made_key": made}
            result |= head_of(note, _own(store))
            output.say(output.envelope("record-hand-over", result))
            return
        output.say(f"{output.mark('ok')} {named(new.public)} signs for {store.origin} from now on")
        output.say(f"  private key  {to}{'' if made else ' (was there)'}")
        output.say(f"  public key   {new.public.vkey}")
        _tell(store, note, new=True, as_json=False)
    advice = (
        f"Run the sequencer with --key {to}. Publish the new public key as you did the first. Then destroy "
        f"{key}, so that nobody can sign with it again."
    )
    output.say(output.wrap(advice))


def _signed_by_both(store: Log, signer: Signer, new: PublicKey) -> Note:
    """The latest checkpoint, once one stands over the hand-over. Raises Problems.

    A sequencer that still runs with the old key may take the hand-over up in between, and cannot sign it:
    until both keys have, neither may be destroyed.
    """
    from returnhub.record.sequencer import step

    until = time.monotonic() + TAKEN_UP
    while True:
        step(store, signer, lambda: manifest_of(store))
        note, last = store.checkpoint(), store.own_keys()[-1]
        if note is not None and last.key == new and _size(note) > last.handed_over_at:
            return note
        if time.monotonic() > until:
            raise refuse(Code.RECORD_HANDOVER_WRONG, kind="unfinished", found=named(new))
        time.sleep(0.1)


def _check_follows(store: Log, old: Key, to: Path) -> None:
    """Refuse a key that is there and cannot follow on the old one. Raises Problems."""
    from returnhub.record.keys import read_key

    new, where = read_key(to), Where(file=str(to))
    if new.name != store.origin:
        its = store.origin
        raise refuse(Code.RECORD_ORIGIN_WRONG, where, kind="key", found=new.name, expected=its)
    if new.public == old.public:
        raise refuse(Code.RECORD_HANDOVER_WRONG, where, kind="same", found=named(new.public))


def _signer(log: str, store: Log, keys: Sequence[Path]) -> Signer:
    """The keys, of which one at least is the log's. Raises Problems."""
    from returnhub.record.keys import read_key
    from returnhub.record.signer import Signer

    for file in keys:
        check_outside(log, file)
    given, own = [read_key(file).public for file in keys], _own(store)
    if not set(given) & set(own):
        found = f"{named(given[0])}, and {named(own[-1])} is in office"
        raise refuse(Code.RECORD_KEY_WRONG, Where(file=str(keys[0])), kind="office", found=found)
    return Signer(*keys, now=now)


@dataclass(frozen=True, slots=True)
class _Witness:
    """Where a witness answers, and its public keys."""

    url: str
    keys: Sequence[PublicKey]


def _witness(typed: str) -> _Witness:
    # a vkey may end in "=", an address may not hold one
    url, equals, key = typed.partition("=")
    if not equals or not url.startswith(("http://", "https://")):
        expected = "https://witness.example.org=KEY"
        raise refuse(Code.OPTION_WRONG, option="--witness", found=f'"{typed}"', expected=expected)
    return _Witness(url, witness_keys([key]))


def _ask(store: Log, witnesses: Sequence[_Witness], within: float) -> list[Problem]:
    """Ask each witness that has not cosigned the latest checkpoint yet; what went wrong."""
    from returnhub.record.witness.ask import ask

    refused: list[Problem] = []
    for witness in witnesses:
        note = store.checkpoint()
        signed = [(s.name, s.key_id) for s in note.signatures] if note else []
        if not any((k.name, k.key_id) in signed for k in witness.keys):
            try:
                ask(witness.url, store, witness.keys, now, within)
            except Problems as problems:
                refused += problems.items
    return refused


def _tell(
    store: Log, note: Note | None, *, new: bool, refused: Sequence[Problem] = (), as_json: bool
) -> None:
    """The checkpoint that stands now, whether it is new, and which witnesses did not cosign it."""
    head = None if note is None else head_of(note, _own(store))
    if as_json:
        result = {"new": new, **(head or {"size": 0}), "refused": words.as_rows(refused)}
        output.say(output.envelope("record-checkpoint", result))
        return
    if note is None or head is None:
        output.say("Nothing is on record yet, and an empty log is not signed.")
        return
    if not new:
        output.say("Nothing waits: the last checkpoint stands.")
    output.say(f"{output.mark('ok')} Checkpoint of {entries_(_size(note))}, the last of them its seal")
    output.say(f"  root       {head['root']}")
    output.say(f"  signed by  {', '.join(signers(note, _own(store)))}")
    if refused:
        output.note(words.page(refused))


def _one_line(store: Log, witnesses: Sequence[_Witness], *, as_json: bool) -> None:
    """A checkpoint that the loop has just made, on one line, once the witnesses were asked."""
    refused = _ask(store, witnesses, PATIENCE / len(witnesses)) if witnesses else []
    note = store.checkpoint()
    if note is None or as_json:
        _tell(store, note, new=True, refused=refused, as_json=as_json)
    else:
        its = ", ".join(signers(note, _own(store)))
        output.say(f"{moment(now())}  {entries_(_size(note))}, signed by {its}")
        for problem in refused:
            output.note(words.line(problem))
    output.finish()


def _size(note: Note) -> int:
    from returnhub.record.checkpoint import parse_checkpoint

    return parse_checkpoint(note.text).size


def _own(store: Log) -> list[PublicKey]:
    return [k.key for k in store.own_keys()]
