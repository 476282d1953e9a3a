"""`returnhub record witness`: somebody outside who cosigns a log only while it grows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import check_target, entries_, named, now, public_keys, until_stopped
from returnhub.cli.target import write
from returnhub.problems import Code, Problem, Problems

if TYPE_CHECKING:
    from returnhub.record.keys import PublicKey
    from returnhub.record.witness.state import WatchedLog, WitnessState

State = Annotated[Path, typer.Argument(metavar="STATE", help="The witness's own folder.")]

PORT = 8737
_LINE = 200
PUBLIC = "public"
"""A witness's public keys, one a line, in its folder: the file to hand out."""


def register(app: typer.Typer) -> None:
    """Add the noun `witness` under `record`, and its verbs."""
    noun = typer.Typer(
        help="Watch other people's logs: cosign a checkpoint only if the log grew from the one before.",
        rich_markup_mode=None,
        no_args_is_help=True,
    )
    app.add_typer(noun, name="witness", short_help="Watch other people's logs, and cosign what only grew.")
    noun.command("init", short_help="Become a witness: make a folder with a key.")(init)
    noun.command("trust", short_help="Watch a log, by the public key that its keeper gave you.")(trust)
    noun.command("sign", short_help="Read a log, check that it only grew, cosign its checkpoint.")(sign)
    noun.command("serve", short_help="Answer keepers who ask for cosignatures, until Ctrl-C.")(serve)
    noun.command("show", short_help="Which logs are watched, how far, and what was caught.")(show)


def init(
    state: State,
    name: Annotated[str, typer.Option(help="The witness's name: example.org/watch.")],
    post_quantum: Annotated[
        bool,
        typer.Option(
            "--post-quantum", help="Make an ML-DSA key too, that quantum computers are not known to break."
        ),
    ] = False,
    as_json: output.AsJson = False,
) -> None:
    """Become a witness: make a folder with a key of your own.

    The folder is the witness's memory. Never put back an older copy of it: a witness that forgot what it
    cosigned may cosign a second past.
    """
    from returnhub.record.keys import Algorithm
    from returnhub.record.witness.state import WitnessState

    algorithms = [Algorithm.COSIGNATURE, *([Algorithm.COSIGNATURE_ML_DSA] if post_quantum else [])]
    witness = WitnessState.create(state, name, algorithms)
    write(state / PUBLIC, "".join(f"{k.vkey}\n" for k in witness.public))
    if as_json:
        result = {"state": state, "name": name, "vkeys": [k.vkey for k in witness.public]}
        output.say(output.envelope("record-witness-init", result))
        return
    output.say(f"{output.mark('ok')} A witness named {name}   {state}")
    _keys(witness)
    output.say("")
    output.say(output.wrap("Give that file to checkers, and to keepers who are to ask you to cosign."))


def trust(
    state: State,
    key: Annotated[
        str,
        typer.Argument(metavar="KEY", help="The log's public key, or a file with it: it names the log."),
    ],
    as_json: output.AsJson = False,
) -> None:
    """Watch a log from now on, by the public key that its keeper gave you.

    Get the key by a way that you trust, not from the log. `witness sign`
    follows a hand-over of the key, as it reads the log; to `witness serve` alone, name the new key here.
    """
    from returnhub.record.witness.state import WitnessState

    witness = WitnessState.open(state)
    keys = public_keys(key)
    for one in keys:
        witness.trust(one.name, one.vkey)
    if as_json:
        result = {"state": state, "trusted": [k.vkey for k in keys]}
        output.say(output.envelope("record-witness-trust", result))
        return
    for one in keys:
        output.say(f"{output.mark('ok')} Watches {one.name}, signed by {named(one)}")


def sign(
    state: State,
    log: Annotated[
        str, typer.Argument(metavar="LOG", help="The log's folder, a copy of it, or the web address of one.")
    ],
    keep_tiles: Annotated[
        bool,
        typer.Option(
            "--keep-tiles",
            help="Keep its hashes, 32 bytes an entry: by them verify --kept names an entry changed later.",
        ),
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="Write the cosigned checkpoint here."),
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Read a log, check that it only grew since it was cosigned last, and cosign its checkpoint.

    If it did not grow, nothing is cosigned, both checkpoints are kept as evidence, and the exit code is 1;
    it is 2 if the log cannot be read.
    """
    from returnhub.record.checkpoint import parse_checkpoint
    from returnhub.record.witness.monitor import cosign_log
    from returnhub.record.witness.state import WitnessState

    if out is not None:
        check_target(out, log)
    witness = WitnessState.open(state)
    before = {watched.origin: watched.head().size for watched in witness.logs()}
    try:
        done = cosign_log(witness, log, now, keep=keep_tiles)
    except Problems as problems:
        raise Problems(_as_seen_here(p) for p in problems.items) from None
    head = parse_checkpoint(done.checkpoint.text)
    last = before[head.origin]
    watched = witness.log(head.origin)
    kept = watched.kept.folder if watched is not None and watched.kept.size else None
    if out is not None:
        write(out, done.checkpoint.write())
    lines = [line.line for line in done.lines]
    if as_json:
        result = {
            "origin": head.origin,
            "size": head.size,
            "cosigned_before": last,
            "file": out,
            "kept": kept,
            "cosignatures": lines,
            "checkpoint": done.checkpoint.write(),
        }
        output.say(output.envelope("record-witness-sign", result))
        return
    output.say(
        f"{output.mark('ok')} Cosigned {head.origin}, {entries_(head.size)}: {_growth(last, head.size)}"
    )
    if kept is not None:
        output.say(f"  hashes kept in {kept}")
    if out is None:
        output.say(done.checkpoint.write().rstrip("\n"))
    else:
        output.note(f"{out} written")


def _growth(before: int, size: int) -> str:
    if not before:
        return "seen for the first time, from now on it may only grow"
    return f"it only grew, from {before:,}" if before < size else "nothing new since the last time"


_UNREAD = {"address", "down", "slow", "long", "lacks", "unreadable", "status"}
"""Kinds of refusal that show nothing about the log: it could not be read."""


def _as_seen_here(problem: Problem) -> Problem:
    """A log that cannot be read is not refused: nothing was found out about it."""
    if problem.code is Code.RECORD_WITNESS_REFUSED and problem.given.get("kind") in _UNREAD:
        return Problem(Code.RECORD_LOG_UNREACHABLE, problem.where, problem.given)
    return problem


def serve(
    state: State,
    port: Annotated[int, typer.Option(help="The port to listen on; 0 takes a free one.")] = PORT,
    host: Annotated[
        str, typer.Option(help="The address to listen on; put a web server with TLS before it.")
    ] = "127.0.0.1",
) -> None:
    """Answer keepers who ask for cosignatures (C2SP tlog-witness), until Ctrl-C.

    Only logs that are trusted are answered. Who asked is kept nowhere.
    """
    from returnhub.record.witness.server import serve as answer
    from returnhub.record.witness.state import WitnessState

    witness = WitnessState.open(state)
    with until_stopped():
        answer(witness, host, port, now, lambda at: output.note(f"Witness at {at}; Ctrl-C ends it."))


def show(state: State, as_json: output.AsJson = False) -> None:
    """Which logs are watched, how far each was cosigned, and what was caught. Exit 1 if a fork was."""
    from returnhub.record.witness.state import WitnessState

    witness = WitnessState.open(state)
    logs = witness.logs()
    forked = [log for log in logs if any(e.kind == "forked" for e in log.evidence())]
    if as_json:
        result = {
            "name": witness.public[0].name,
            "vkeys": [k.vkey for k in witness.public],
            "logs": [_row(log) for log in logs],
        }
        output.say(output.envelope("record-witness-show", result))
    else:
        _page(witness, logs)
    if forked:
        raise typer.Exit(1)


def _keys(witness: WitnessState) -> None:
    """The public keys, in full where they fit a line."""
    for key in witness.public:
        text = key.vkey if len(key.vkey) < _LINE else f"{named(key)}+... ({len(key.vkey):,} characters)"
        output.say(f"  public key   {text}")
    output.say(f"  in the file  {witness.path / PUBLIC}")


def _page(witness: WitnessState, logs: list[WatchedLog]) -> None:
    output.say(f"{witness.public[0].name}   {witness.path}")
    _keys(witness)
    if not logs:
        output.say("\nIt watches no log yet: record witness trust")
    for log in logs:
        size, caught = log.head().size, log.evidence()
        proved = [e for e in caught if e.kind == "forked"]
        output.say(f"\n{output.mark('broken' if proved else 'ok')} {log.origin}")
        output.say(f"  cosigned   {entries_(size) if size else 'nothing yet'}")
        output.say(f"  trusted    {', '.join(named(k) for k in log.trusted_keys())}")
        if log.kept.size:
            output.say(f"  hashes     {log.kept.folder}")
        if proved:
            text = f"Two pasts, signed by its key: {output.counted(len(proved), 'pair')} of checkpoints in "
            output.say(output.wrap(f"{text}{log.folder / 'forked'}", indent="  "))
        if len(caught) > len(proved):
            text = f"{output.counted(len(caught) - len(proved), 'request')} not shown to grow from it, in "
            output.say(output.wrap(f"{text}{log.folder / 'unproved'}: proves nothing by itself", indent="  "))


def _row(log: WatchedLog) -> dict[str, object]:
    keys: tuple[PublicKey, ...] = log.trusted_keys()
    caught = log.evidence()
    return {
        "origin": log.origin,
        "size": log.head().size,
        "trusted": [k.vkey for k in keys],
        "kept": log.kept.folder if log.kept.size else None,
        "evidence": [
            {"kind": e.kind, "cosigned": e.cosigned.write(), "refused": e.refused.write()} for e in caught
        ],
    }
