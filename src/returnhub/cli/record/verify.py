"""`returnhub record verify`: a record counted again, from its export and from what a checker kept."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output
from returnhub.cli.record.log import (
    entries_,
    is_address,
    is_database,
    moment,
    patient,
    public_keys,
    without_password,
    witness_keys,
)
from returnhub.cli.record.timestamp import Stamp, stamps, stored
from returnhub.problems import Code, refuse

if TYPE_CHECKING:
    from returnhub.record.verify import Finding, Report

MOST_TOLD = 10
"""Findings told to a person; --json gives up to a hundred of each kind."""

MOST_NAMED = 60
"""Characters of a guard's name."""

_Files = list[Path] | None


def verify(
    export: Annotated[
        str,
        typer.Argument(
            metavar="EXPORT", help="A log's folder, a copy of one, or one proof or receipt by itself."
        ),
    ],
    key: Annotated[
        list[str],
        typer.Option(metavar="KEY", help="The log's public key as you were given it, or a file with it."),
    ],
    checkpoint: Annotated[
        _Files, typer.Option(metavar="FILE", help="A checkpoint that you kept; as often as needed.")
    ] = None,
    receipt: Annotated[
        _Files, typer.Option(metavar="FILE", help="A receipt or proof that you hold; as often as needed.")
    ] = None,
    witness: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="The public key of a witness that you trust, or a file with it."),
    ] = None,
    quorum: Annotated[
        int, typer.Option(metavar="N", help="So many of your witnesses must have cosigned.")
    ] = 0,
    kept: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="An earlier copy of the log: it names the first changed entry."),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option(
            metavar="PEM", help="Root certificate of an authority whose time-stamps (RFC 3161) you trust."
        ),
    ] = None,
    tolerance: Annotated[float, typer.Option(metavar="SECONDS", help="How far clocks may be apart.")] = 60,
    as_json: output.AsJson = False,
) -> None:
    """Count a record again and name the first entry that is missing, altered, reordered or backdated.

    The code that does this shares nothing with the code that writes logs. What it cannot tell, it says;
    what you kept decides how much it can: an old checkpoint, a receipt, a witness's key, an earlier copy.
    Exit 1 if anything is found.
    """
    from returnhub.record.verify import Ask, verify_proof
    from returnhub.record.verify import verify as recount

    if is_database(export):
        raise refuse(Code.OPTION_WRONG, kind="database_export", found=without_password(export))
    if is_address(export):
        raise refuse(Code.OPTION_WRONG, kind="web", found=export)
    if not 0 <= tolerance <= 86_400:
        found, expected = f"{tolerance:g}", "0 to 86,400 seconds"
        raise refuse(Code.OPTION_WRONG, option="--tolerance", found=found, expected=expected)
    keys = tuple(k.vkey for typed in key for k in public_keys(typed))
    witnesses = witness_keys(witness or ())
    names = {k.name for k in witnesses}
    if not 0 <= quorum <= len(names):
        expected = f"0 to {len(names)}, as many witnesses as you named,"
        raise refuse(Code.OPTION_WRONG, option="--quorum", found=str(quorum), expected=expected)
    vkeys = tuple(k.vkey for k in witnesses)
    alone = Path(export).is_file()
    if alone:
        if roots is not None:
            raise refuse(Code.OPTION_WRONG, kind="roots", found=export)
        if checkpoint or receipt or kept:
            raise refuse(Code.OPTION_WRONG, kind="alone", found=export)
        report = verify_proof(Path(export), keys, vkeys, quorum)
    else:
        with patient("Entries") as progress:
            report = recount(
                Ask(
                    Path(export),
                    keys,
                    tuple(checkpoint or ()),
                    tuple(receipt or ()),
                    vkeys,
                    quorum,
                    kept,
                    dt.timedelta(seconds=tolerance),
                    progress,
                )
            )
    told = stamps(Path(export), roots, dt.timedelta(seconds=tolerance)) if roots is not None else None
    holds = report.holds and not _broken(told)
    if as_json:
        output.say(output.envelope("record-verify", {**_as_json(report, told), "holds": holds}))
    else:
        output.say(_page(report, export, told, alone=alone))
    if not holds:
        raise typer.Exit(1)


def _page(report: Report, export: str, told: Sequence[Stamp] | None, *, alone: bool) -> str:
    from returnhub.cli.record.findings import closing, untold

    lines = [_head(report)]
    if alone and report.size:
        lines.append(_proved(Path(export), report))
    lines += _found(report.findings, report.total)
    if not alone:
        lines += ["", "Checked", *_checks(report), *_notes(report), *_stamped(told)]
    cannot = [untold(item) for item in report.cannot_tell]
    if told is None and not alone and (count := len(stored(Path(export)))):
        stamped = output.counted(count, "time-stamp")
        cannot.insert(0, f"What time {stamped} of outside authorities can prove: no --roots was given.")
    if cannot:
        lines += ["", "What this check cannot tell"]
        lines += [output.wrap(f"- {item}", indent="  ", hang="    ") for item in cannot]
    if not report.holds:
        lines += ["", output.wrap(f"{closing(report.findings)} (exit 1)")]
    elif _broken(told):
        lines += [
            "",
            output.wrap("A time-stamp and this log do not go together: ask the keeper why. (exit 1)"),
        ]
    return "\n".join(lines)


def _head(report: Report) -> str:
    from returnhub.record.verify import By

    by = _short(report.signed_by)
    if not report.size:
        held = report.holds and report.signed_by
        text = (
            f"Receipt signed by {by}: a promise" if held else f"No checkpoint of {report.origin} can be used"
        )
        return output.wrap(f"{output.mark('ok' if held else 'broken')} {text}", hang="  ")
    signed = not any(f.by is By.SIGNATURES and f.index is None for f in report.findings)
    text = f"Checkpoint of {entries_(report.size)}"
    text += f", signed by {by}" if by else f", not signed by a key of {report.origin} that you trust"
    if report.sealed is not None:
        text += f", sealed {moment(report.sealed)}"
    return output.wrap(f"{output.mark('ok' if signed and by else 'broken')} {text}", hang="  ")


def _proved(file: Path, report: Report) -> str:
    """Which entry a proof is of."""
    from returnhub.record.verify.evidence import read_file, read_proof

    proof = read_proof(read_file(file), str(file))
    does = "stands under it" if report.holds else "is said to stand under it"
    text = f"Entry {proof.index:,}, recorded {moment(proof.recorded)}, {does}"
    if proof.content is not None:
        text += ", with the content in this file" if report.holds else ""
    return output.wrap(f"{output.mark('ok' if report.holds else 'broken')} {text}", hang="  ")


def _checks(report: Report) -> list[str]:
    from returnhub.cli.record.findings import holds

    told = [(check, *holds(check)) for check in report.checks]
    width = max((len(name) for _, name, _ in told), default=0)
    return [
        output.wrap(
            f"{output.mark('ok' if check.holds else 'broken')} {name:<{width}}  {says}",
            hang=" " * (width + 4),
        )
        for check, name, says in told
        if check.count or check.findings
    ]


def _found(findings: Sequence[Finding], total: int) -> list[str]:
    from returnhub.cli.record.findings import sentence

    if not findings:
        return []
    lines = ["", f"{output.counted(total, 'finding')}, the first entry first"]
    lines += [output.wrap(f"{output.mark('broken')} {sentence(f)}", hang="  ") for f in findings[:MOST_TOLD]]
    more = total - min(len(findings), MOST_TOLD)
    return [*lines, f"  and {more:,} more: --json gives them"] if more else lines


def _notes(report: Report) -> list[str]:
    """What is not wrong, and still good to know: guards that were off, erasures, entries that came late."""
    odd = output.mark("unknown")
    lines: list[str] = []
    for guard in report.guards_off:
        times = output.counted(guard.checkpoints, "checkpoint")
        sizes = (
            f"{guard.first:,} to {entries_(guard.last)}" if guard.checkpoints > 1 else entries_(guard.last)
        )
        # a name is the keeper's own choice: it must not write on the page of who checks
        name = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in guard.name[:MOST_NAMED])
        lines.append(f"{odd} The guard {name} was off under {times}, of {sizes}")
    if report.late.count:
        late, longest = entries_(report.late.count), _lasting(report.late.longest)
        says = "came under a checkpoint later than the 10 seconds that receipts promise"
        lines.append(f"{odd} {late} {says}, the latest after {longest}")
    if report.erased:
        lines.append(f"  {output.counted(report.erased, 'content')} erased, each by an entry that says so")
    return ["", *(output.wrap(line, hang="  ") for line in lines)] if lines else []


def _broken(told: Sequence[Stamp] | None) -> bool:
    return any(s.mark == "broken" for s in told or ())


def _stamped(told: Sequence[Stamp] | None) -> list[str]:
    """What time-stamps by outside authorities show, if that was asked."""
    if told is None:
        return []
    lines = [
        output.wrap(f"{output.mark(s.mark)} Checkpoint of {entries_(s.size)}: {s.says}", hang="  ")
        for s in told
    ]
    return ["", "Time-stamps by outside authorities", *(lines or ["  none are stored with this log"])]


def _lasting(time: dt.timedelta) -> str:
    """`14 seconds`, `3 hours`, `12 days`."""
    seconds = time.total_seconds()
    units = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
    length, name = next((u for u in units if seconds >= 2 * u[0]), units[-1])
    return output.counted(round(seconds / length), name)


def _short(vkey: str) -> str:
    """A key as people tell it from others: name+12345678."""
    return "+".join(vkey.split("+")[:2])


def _as_json(report: Report, told: Sequence[Stamp] | None) -> dict[str, object]:
    from returnhub.cli.record.findings import sentence, untold

    return {
        "holds": report.holds,
        "origin": report.origin,
        "size": report.size,
        "root": base64.b64encode(report.root).decode(),
        "signed_by": report.signed_by,
        "sealed": report.sealed,
        "checks": [{"by": c.by, "count": c.count, "findings": c.findings} for c in report.checks],
        "total": report.total,
        "findings": [
            {
                "kind": f.kind,
                "thing": f.thing,
                "by": f.by,
                "why": f.why,
                "index": f.index,
                "span": f.span,
                "id": f.id or None,
                "recorded": f.recorded,
                "elsewhere": f.elsewhere,
                "bound": f.bound,
                "file": f.file or None,
                "witnesses": f.witnesses,
                "says": sentence(f),
            }
            for f in report.findings
        ],
        "cannot_tell": [
            {"code": c.code, "span": c.span, "name": c.name or None, "says": untold(c)}
            for c in report.cannot_tell
        ],
        "guards_off": report.guards_off,
        "erased": report.erased,
        "timestamps": None
        if told is None
        else [{"size": s.size, "state": s.mark, "stamped": s.at, "says": s.says} for s in told],
        "late": {"count": report.late.count, "longest_seconds": report.late.longest.total_seconds()},
    }
