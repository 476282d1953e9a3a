"""`returnhub claims FOLDER`: each public claim, who makes it, what would show it, what is found of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli.output import AsJson, Mark
from returnhub.cli.switches import With, Without, switches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from returnhub.assessment.assess import Assessment
    from returnhub.assessment.claims import ClaimAnswer
    from returnhub.scheme.model import Scheme
    from returnhub.scheme.statements import Claim, Statement
    from returnhub.scheme.switch import Switches

_MARKS: dict[str, Mark] = {"holds": "ok", "does not hold": "broken"}
_NOT_RUN = "not run"


def register(app: typer.Typer) -> None:
    """Add the command `claims`."""

    @app.command("claims", short_help="Each public claim, and what is found of it.")
    def claims(  # pyright: ignore[reportUnusedFunction]: typer holds it
        folder: Annotated[str, typer.Argument(help="A scheme's folder, or the name of a shipped one.")],
        *,
        run: Annotated[
            bool, typer.Option("--run/--no-run", help="Answer the computed claims by a short simulation.")
        ] = True,
        replications: Annotated[int, typer.Option(help="Runs; more of them settle the ranges.")] = 40,
        years: Annotated[int, typer.Option(help="Years in each run.")] = 10,
        seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 1,
        with_: With = None,
        without: Without = None,
        json: AsJson = False,
    ) -> None:
        """Each public claim: who makes it, what would show it, and what the model or the data say."""
        from returnhub.cli import output
        from returnhub.scheme.load import load

        asked = switches(with_, without)
        (scheme,) = asked.turn([load(folder)])
        found = _assessed(scheme, years, replications, seed, asked) if run else None
        answers = () if found is None else found.claims
        warnings = [] if found is None else _warnings(found)
        if json:
            result = _result(scheme, answers)
            seed_used = seed if run else None
            output.say(
                output.envelope("claims", result, seed=seed_used, inputs=scheme.files, warnings=warnings)
            )
        else:
            output.say("\n".join(_page(scheme, answers, asked.words)))
            for warning in warnings:
                output.note(f"warning: {warning}")
        if found is not None:
            output.end(holds=found.holds, partial=found.partial)


def _assessed(scheme: Scheme, years: int, replications: int, seed: int, asked: Switches) -> Assessment:
    from returnhub.assessment.assess import assess
    from returnhub.cli import output

    with output.Progress("Runs", keeps=True) as progress:
        return assess(
            scheme, years=years, replications=replications, seed=seed, progress=progress, switches=asked
        )


def _warnings(found: Assessment) -> list[str]:
    from returnhub.cli import output

    stopped = f"stopped after {output.counted(found.replications, 'run')}: the ranges rest on these alone"
    wrong = [
        f"the check {c.name} does not hold: do not use these answers" for c in found.checks if not c.holds
    ]
    return [*wrong, *([stopped] if found.partial else [])]


def _page(scheme: Scheme, answers: Sequence[ClaimAnswer], switched: str) -> Iterable[str]:
    from returnhub.cli import output

    by_id = {a.claim.id: a for a in answers}
    yield output.wrap(f"{scheme.id}   {scheme.status.says.strip()}")
    yield f"{len(scheme.claims)} claims, none of them ours."
    for claim in scheme.claims.values():
        answer = by_id.get(claim.id)
        finding = _finding(claim, answer)
        yield ""
        yield output.wrap(f"{output.mark(_MARKS.get(finding, 'unknown'))} {claim.says}", hang="  ")
        for name, text in _rows(scheme, claim, answer, finding):
            yield output.wrap(text, indent=f"    {name:<9}", hang=" " * 13)
    yield ""
    if answers:
        yield f"The whole of it, with every figure: returnhub assess {scheme.id}{switched}"
    else:
        yield output.wrap(
            f"Claims that are {_NOT_RUN} are computed: "
            f"returnhub claims {scheme.id}{switched} --run, or returnhub assess {scheme.id}{switched}"
        )


def _rows(
    scheme: Scheme, claim: Claim, answer: ClaimAnswer | None, finding: str
) -> Iterable[tuple[str, str]]:
    yield "says", _voices(scheme, claim.holders)
    if claim.disputed_by:
        yield "against", _voices(scheme, claim.disputed_by)
    yield "test", " ".join(claim.test.split())
    because = " ".join(((answer.because if answer is not None else claim.because) or "").split())
    how = claim.kind.value if answer is None or answer.test_used is None else answer.test_used.rstrip(".")
    how = "" if how == finding else f"({how})"
    yield "found", " ".join(part for part in (f"{finding[:1].upper()}{finding[1:]}.", because, how) if part)
    assumed = (
        answer.assumptions
        if answer is not None
        else tuple(f for f in claim.figures if scheme.figure(f).is_assumption)
    )
    if assumed:
        yield "rests on", f"{', '.join(assumed)}: {'assumptions' if len(assumed) > 1 else 'an assumption'}"


def _finding(claim: Claim, answer: ClaimAnswer | None) -> str:
    if answer is not None:
        return answer.finding.value
    if claim.answer is not None:
        return _NOT_RUN
    return claim.finding.value if claim.finding is not None else claim.kind.value


def _voices(scheme: Scheme, names: Sequence[str]) -> str:
    """Who says so, one after the other, the same voice once."""
    return "; ".join(dict.fromkeys(_voice(scheme.statements[name]) for name in names))


def _voice(statement: Statement) -> str:
    """A person with the office, an office, or the outlet itself, with the date and where it was read."""
    who = ", ".join(part for part in (statement.person, statement.office) if part)
    day = f"{statement.date.day} {statement.date:%B %Y}"
    when = day if statement.date_is == "said" else f"reported {day}"
    if not who or statement.voice.value == "outlet's own judgement":
        return f"{statement.outlet}, {statement.voice.value} ({when})"
    return f"{who} ({when}, {statement.outlet}, {statement.hand.value})"


def _result(scheme: Scheme, answers: Sequence[ClaimAnswer]) -> dict[str, object]:
    by_id = {a.claim.id: a for a in answers}

    def row(claim: Claim) -> dict[str, object]:
        answer = by_id.get(claim.id)
        return {
            "id": claim.id,
            "says": claim.says,
            "holders": [scheme.statements[s] for s in claim.holders],
            "disputed_by": [scheme.statements[s] for s in claim.disputed_by],
            "test": claim.test,
            "kind": claim.kind,
            "answer": claim.answer,
            "finding": _finding(claim, answer),
            "because": answer.because if answer is not None else claim.because,
            "test_used": answer.test_used if answer is not None else None,
            "figures": list(claim.figures),
            "assumptions": [f for f in claim.figures if scheme.figure(f).is_assumption],
        }

    return {
        "scheme": scheme.id,
        "claims": [row(c) for c in scheme.claims.values()],
        "conflicts": list(scheme.conflicts),
    }
