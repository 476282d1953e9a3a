"""`returnhub rules`: the rules of a profile, and their tests."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from returnhub.cli import output, words
from returnhub.problems import Code, refuse

Name = Annotated[str, typer.Argument(help="A profile of rules, such as uk-2025.")]

DATABASE = "RETURNHUB_DATABASE_URL"


def register(app: typer.Typer) -> None:
    """Add the noun `rules` and its verbs."""
    noun = typer.Typer(
        help="The rules of a profile, and their tests.", rich_markup_mode=None, no_args_is_help=True
    )
    app.add_typer(noun, name="rules")
    noun.command("list")(list_)
    noun.command("test")(run_tests)


def list_(profile: Name, as_json: output.AsJson = False) -> None:
    """Every rule: what must hold, where it was read, how sure that is."""
    from returnhub.screening.condition import facts_of
    from returnhub.screening.rules import load_ruleset

    ruleset = load_ruleset(profile)
    its = ruleset.profile
    if as_json:
        rows = [
            r.model_dump(mode="json", by_alias=True)
            | {"facts": [sorted(facts_of(ruleset.conditions[r.id, n + 1])) for n in range(len(r.versions))]}
            for r in ruleset.rules
        ]
        output.say(
            output.envelope("rules-list", {"profile": its.id, "digest": ruleset.digest, "rules": rows})
        )
        return
    output.say(f"{its.id}   {its.title}, read as of {its.date:%-d %B %Y}")
    output.say(output.wrap(its.says, indent="  "))
    output.say(output.wrap(f"How it differs: {its.differs}", indent="  "))
    for group in dict.fromkeys(r.group for r in ruleset.rules):
        rules = [r for r in ruleset.rules if r.group is group]
        output.say(f"\n{group.value.replace('_', ' ')}: {output.counted(len(rules), 'rule')}")
        output.say(
            output.table(
                [(r.id, r.title, r.about.value, r.confidence.value) for r in rules],
                head=("rule", "what must hold", "about", "how sure"),
            )
        )


def run_tests(
    profile: Name,
    database: Annotated[
        str | None, typer.Option(help=f"A PostgreSQL database to ask too (or ${DATABASE}).")
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Run the tests that stand beside the rules, on every evaluator; exit 1 if one fails or is missing."""
    from returnhub.screening.casebook import read_tests
    from returnhub.screening.rules import load_ruleset
    from returnhub.screening.testing import Evaluator, closures, frames, on_postgres, run

    ruleset = load_ruleset(profile)
    tests = read_tests(ruleset.facts)
    evaluators: dict[str, Evaluator] = {"one case": closures, "in bulk": frames}
    address = database or os.environ.get(DATABASE)
    if address:
        with _connected(address) as connection:
            asks = on_postgres(lambda sql, values: _rows(connection, sql, values))
            report = run(ruleset, tests, evaluators | {"PostgreSQL": asks})
    else:
        report = run(ruleset, tests, evaluators)
    if as_json:
        result = {
            "holds": not report.problems,
            "profile": report.profile,
            "digest": ruleset.digest,
            "rules": report.rules,
            "versions": report.versions,
            "tests": report.tests,
            "answers": dict(report.answers),
            "hidden_facts": report.hidden,
            "mutants": report.mutants,
            "problems": words.as_rows(report.problems),
        }
        output.say(output.envelope("rules-test", result))
    else:
        wrong = len(report.problems)
        sign = output.mark("broken" if wrong else "ok")
        output.say(
            f"{report.profile}   {report.rules} rules in {report.versions} versions, {report.tests} tests"
        )
        rows = [(f"asked {name}", n, "answers") for name, n in report.answers.items()]
        rows.append(("facts hidden", report.hidden, "answers only became unknown"))
        rows.append(("faults put in", report.mutants, "each noticed by a test"))
        output.say(output.table(rows if not wrong else [r[:2] for r in rows]))
        if not address:
            output.note(f"PostgreSQL was not asked: give --database, or set {DATABASE}.")
        output.say(f"{sign} all hold" if not wrong else f"{sign} {output.counted(wrong, 'problem')}")
        if wrong:
            output.note(words.page(report.problems))
    if report.problems:
        raise typer.Exit(1)


def _connected(address: str) -> Any:
    """A connection, if a driver is installed and the database answers."""
    from importlib import import_module

    try:
        driver: Any = import_module("psycopg")
    except ImportError:
        raise refuse(
            Code.OPTION_WRONG, option="--database", found="without a driver", expected="the package psycopg"
        ) from None
    try:
        return driver.connect(address)
    except driver.Error as fault:
        said = str(fault).strip().splitlines()
        raise refuse(
            Code.OPTION_WRONG,
            kind="database",
            found=said[0] if said else "no reason was given",
        ) from None


def _rows(connection: Any, sql: str, values: Mapping[str, object]) -> Sequence[Sequence[object]]:
    return connection.execute(sql, values).fetchall()
