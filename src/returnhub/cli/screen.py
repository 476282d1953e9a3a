"""`returnhub screen`: who could be moved, who could not and why, who lacks which fact; one case in words."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from returnhub.cli import output
from returnhub.cli.caseload import Maps, as_day, check_output, read_cases
from returnhub.problems import Code, Where, refuse

if TYPE_CHECKING:
    import polars as pl

    from returnhub.caseload.read import Read
    from returnhub.scheme.model import Scheme
    from returnhub.screening.rules import Ruleset

MOST_REASONS = 12
"""Reasons and facts that the terminal shows; --json and the verdicts file have all of them."""

_HEADINGS: tuple[tuple[str, str, output.Mark], ...] = (
    ("conditions_hold", "conditions hold", "ok"),
    ("unknown", "unknown", "unknown"),
    ("barred", "barred", "broken"),
)


def register(app: typer.Typer) -> None:
    """Add the command `screen`."""
    app.command("screen", short_help="Who could be moved, who could not and why.")(screen)


def screen(
    cases: Annotated[Path, typer.Argument(help="People as .csv, .parquet or .xlsx, one row each.")],
    scheme: Annotated[str, typer.Option(help="A scheme's folder, or the name of a shipped scheme.")],
    on: Annotated[str, typer.Option(help="The day asked about: 2026-11-25 or 25/11/2026.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", help="Write each person's verdict here: .parquet, .csv or .xlsx."),
    ] = None,
    case: Annotated[str | None, typer.Option(help="Explain this one case.")] = None,
    every: Annotated[bool, typer.Option("--all", help="With --case: also the rules that are met.")] = False,
    about: Annotated[
        Literal["person", "step"] | None,
        typer.Option(help="Only rules about the person, or only steps that the scheme itself must do."),
    ] = None,
    onward: Annotated[
        bool,
        typer.Option("--onward", help="Ask about the return from the hub to the state of origin instead."),
    ] = False,
    maps: Maps = None,
    as_json: output.AsJson = False,
) -> None:
    """Ask a scheme's rules about people on a day: counts by verdict and reason, or one case explained.

    What a file does not say of the host and the state of origin is taken from the law's table of the
    first hub's host.
    """
    from returnhub.scheme.load import load
    from returnhub.screening.rules import load_ruleset

    day = as_day(on)
    if out is not None:
        check_output(out, {"the people that are asked about": cases})
    loaded = load(scheme)
    ruleset = load_ruleset(loaded.rules.profile, loaded)
    question = _Question(ruleset, day, ("onward",) if onward else None, about)
    ruleset.asked(day, question.groups, about)
    found = read_cases(cases, ruleset.facts, maps)
    inputs = {**loaded.files, str(found.path): _sha256(found.path)}
    if case is not None:
        _one(found, loaded, question, case, every, inputs, as_json)
    else:
        _all(_with_host(found, loaded), question, out, inputs, as_json)


@dataclass(frozen=True)
class _Question:
    """Which rules are asked, and for which day. No groups: those on a move to the hub."""

    ruleset: Ruleset
    day: dt.date
    groups: tuple[str, ...] | None
    about: str | None


def _with_host(found: Read, scheme: Scheme) -> Read:
    """The people with what the law's table knows of the first hub's host, where their file is silent."""
    from returnhub.caseload.host_facts import with_host

    if not scheme.hubs:
        return found
    return replace(found, frame=with_host(found.frame, scheme.hosts[scheme.hubs[0].host.code]))


def _all(found: Read, question: _Question, out: Path | None, inputs: dict[str, str], as_json: bool) -> None:
    import polars as pl

    from returnhub.caseload.write import write
    from returnhub.screening.bulk import screen as ask
    from returnhub.screening.lacks import lacking

    ruleset, day, groups, about = question.ruleset, question.day, question.groups, question.about
    people = found.frame
    if people.is_empty():
        raise refuse(Code.CASELOAD_NO_ROWS, Where(file=str(found.path)))
    screened = ask(people, ruleset, day, groups, about)
    lacks = lacking(people, screened, ruleset, day, groups, about)
    counts = dict(screened.group_by("verdict").len().iter_rows())
    verdicts = {name: int(counts.get(name, 0)) for name, _, _ in _HEADINGS}
    reasons = (
        screened.drop_nulls("first_reason")
        .group_by(pl.col("verdict").cast(pl.String), pl.col("first_reason").cast(pl.String))
        .len("people")
        .sort("people", "first_reason", descending=[True, False])
    )
    missing = sorted(((int(c.sum()), c.name) for c in lacks), key=lambda m: (-m[0], m[1]))
    if out is not None:
        names = [pl.when(c).then(pl.lit(c.name)) for c in lacks] or [pl.lit(None, dtype=pl.String)]
        text = lacks.select(pl.concat_str(names, separator=" ", ignore_nulls=True).alias("lacks"))
        columns = text if lacks.width else pl.DataFrame({"lacks": [""] * people.height})
        write(pl.concat([screened, columns], how="horizontal"), out)
    if as_json:
        result = {
            "on": day,
            "profile": ruleset.id,
            "digest": ruleset.digest,
            "about": about,
            "onward": groups is not None,
            "people": people.height,
            "refused_rows": found.rejected_rows,
            "verdicts": verdicts,
            "reasons": reasons.to_dicts(),
            "rules": _by_rule(screened, ruleset),
            "lacks": [{"fact": name, "people": n} for n, name in missing],
            "file": None if out is None else str(out),
        }
        output.say(output.envelope("screen", result, inputs=inputs, warnings=_warnings(found)))
        return
    asked = len(ruleset.asked(day, groups, about))
    counted = f"{people.height:,} {'person' if people.height == 1 else 'people'}"
    rules = f"{output.counted(asked, 'rule')} of {ruleset.id} {ruleset.digest[:8]}"
    output.say(f"{counted} on {day:%-d %B %Y}, {rules}")
    for name, words, sign in _HEADINGS:
        output.say(f"{output.mark(sign)} {words:<16} {verdicts[name]:>11,}")
    if not verdicts["conditions_hold"] and about is None and groups is None:
        output.say(
            output.wrap(
                "Steps that the scheme itself must take (notices, the host's acceptance, an exit plan) are "
                "asked too; --about person leaves them out."
            )
        )
    _print_reasons(reasons, ruleset)
    if missing:
        output.say("\nFacts that unknown people lack")
        rows = [(n, name, ", ".join(ruleset.facts[name].suppliers)) for n, name in missing[:MOST_REASONS]]
        output.say(output.table(rows, head=("people", "fact", "who may supply it")))
        _more(len(missing), "facts")
    output.say("\nNobody is transferred on an unknown. A verdict is not a decision: a person decides.")
    if out is not None:
        output.note(f"{out} written")


def _by_rule(screened: pl.DataFrame, ruleset: Ruleset) -> list[dict[str, object]]:
    from returnhub.screening.verdict import RULE

    rows: list[dict[str, object]] = []
    for column in screened.columns[3:]:
        answers = screened[column]
        rule = ruleset.rule(column.removeprefix(RULE))
        unknown, holds = answers.null_count(), int(answers.sum() or 0)
        rows.append(
            {
                "rule": rule.id,
                "about": rule.about,
                "holds": holds,
                "fails": screened.height - unknown - holds,
                "unknown": unknown,
            }
        )
    return rows


def _print_reasons(reasons: pl.DataFrame, ruleset: Ruleset) -> None:
    for verdict, title, column in (
        ("barred", "Barred, by the first rule that fails", "what it means"),
        ("unknown", "Unknown, by the first rule that waits for a fact", "whom to ask"),
    ):
        these = reasons.filter(reasons["verdict"] == verdict)
        if these.is_empty():
            continue
        rows: list[tuple[object, ...]] = []
        for _, name, people in these.head(MOST_REASONS).iter_rows():
            rule = ruleset.rule(name)
            rows.append((people, name, rule.if_fails if verdict == "barred" else rule.if_unknown))
        output.say(f"\n{title}")
        output.say(output.table(rows, head=("people", "rule", column)))
        _more(these.height, "rules")


def _more(count: int, noun: str) -> None:
    if count > MOST_REASONS:
        output.say(f"and {count - MOST_REASONS:,} more {noun}, in --json and in the file of -o")


def _one(
    found: Read,
    scheme: Scheme,
    question: _Question,
    case: str,
    every: bool,
    inputs: dict[str, str],
    as_json: bool,
) -> None:
    import polars as pl

    from returnhub.cli.screen_case import as_data, show
    from returnhub.scheme.fields import near
    from returnhub.screening.explain import explain

    place = found.frame["case"].index_of(case.strip())
    if place is None:
        some = near(case, found.frame["case"].head(100_000).drop_nulls())
        raise refuse(Code.SCREENING_CASE_UNKNOWN, Where(file=str(found.path)), name=case, near=some)
    person = replace(found, frame=found.frame[place])
    written = person.frame.row(0, named=True)
    filled = _with_host(person, scheme).frame.with_columns(pl.col(pl.Enum).cast(pl.String))
    facts = filled.row(0, named=True)
    tables = {
        name: f"law/hosts/{scheme.hubs[0].host.code}.yaml"
        for name, value in facts.items()
        if value is not None and written.get(name) is None
    }
    explanation = explain(facts, question.ruleset, question.day, question.groups, question.about)
    row = _row_in_file(found, place)
    if as_json:
        data = as_data(explanation, case, row, every, tables)
        output.say(output.envelope("screen-case", data, inputs=inputs, warnings=_warnings(found)))
    else:
        show(explanation, case, f"{found.path.name} row {row:,}", every, tables)


def _warnings(found: Read) -> list[str]:
    from returnhub.cli import words

    return [words.line(w) for w in found.problems]


def _row_in_file(found: Read, place: int) -> int:
    """The row in the file (1 is the first person), counting the rows that were refused before it."""
    row = place + 1
    for line in sorted(set(found.rejected["line"].to_list())):
        row += line - found.head <= row
    return row


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
