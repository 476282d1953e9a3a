"""`returnhub place`: who could go where and when, with bound, shares and recount; one case in words."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from returnhub.cli import output, words
from returnhub.cli.caseload import Maps, as_day, check_output, read_cases
from returnhub.problems import Code, Where, refuse

if TYPE_CHECKING:
    import polars as pl

    from returnhub.caseload.read import Read
    from returnhub.cli.place_page import Answer
    from returnhub.placement.plan import Plan
    from returnhub.scheme.model import Scheme
    from returnhub.scheme.suitability import GroupBy

MOST_WEEKS = 104
MOST_SECONDS = 3600


def register(app: typer.Typer) -> None:
    """Add the command `place`."""
    app.command("place", short_help="Who could go where and when, within every limit.")(place)


def place(
    cases: Annotated[Path, typer.Argument(help="People as .csv, .parquet or .xlsx, one row each.")],
    scheme: Annotated[str, typer.Option(help="A scheme's folder, or the name of a shipped scheme.")],
    from_: Annotated[str, typer.Option("--from", help="First day of the first week: 2026-12-01.")],
    weeks: Annotated[int, typer.Option(help=f"How many weeks to look ahead, 1 to {MOST_WEEKS}.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write the plan here: .parquet, .csv or .xlsx.")
    ] = None,
    case: Annotated[str | None, typer.Option(help="Explain this one case.")] = None,
    groups: Annotated[bool, typer.Option("--groups", help="Shares placed of every group, with n.")] = False,
    greedy: Annotated[
        bool, typer.Option("--greedy", help="Fill in order at once, without the solver and its bound.")
    ] = False,
    suppose_ready: Annotated[
        bool,
        typer.Option(
            "--suppose-ready",
            help="A what-if: take every hub as ready and fully open from --from, with a way onward wherever "
            "the table of hosts and origins does not say no.",
        ),
    ] = False,
    parity: Annotated[
        str | None,
        typer.Option(
            help="Bound how far any group's share placed may lie from everybody's, in 100, and say what that "
            "costs: household=5."
        ),
    ] = None,
    wishes: Annotated[
        Path | None, typer.Option(help="A .csv or .parquet with columns case and hub: who wishes for which.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The seed of the lot within a week's cohort.")] = 1,
    seconds: Annotated[
        float, typer.Option(help="Longest time for the solver; what it has then is kept.")
    ] = 25,
    maps: Maps = None,
    as_json: output.AsJson = False,
) -> None:
    """Propose places week by week, in the order that the scheme gives; a person decides on each."""
    from returnhub.cli import place_page
    from returnhub.cli.place_page import Answer
    from returnhub.placement.check import recount
    from returnhub.placement.parity import price
    from returnhub.placement.plan import parity_points
    from returnhub.placement.plan import place as plan_places
    from returnhub.scheme.load import load
    from returnhub.scheme.parts import find

    start = as_day(from_, "--from")
    _check("--weeks", weeks, 1, MOST_WEEKS)
    _check("--seed", seed, 0, 2**63 - 1)
    _check("--seconds", seconds, 0.1, MOST_SECONDS)
    bound = None if parity is None else _bound(parity, greedy=greedy)
    if out is not None:
        check_output(out, {"the people that are asked about": cases})
    loaded = load(scheme)
    if start < loaded.starts:
        expected = f"a day from {loaded.starts} on, the scheme's first day"
        raise refuse(Code.OPTION_WRONG, option="--from", found=start, expected=expected)
    found = read_cases(cases, loaded.facts, maps)
    people = found.frame
    if people.is_empty():
        raise refuse(Code.CASELOAD_NO_ROWS, Where(file=str(found.path)))
    wished = None if wishes is None else _wishes(wishes, people, loaded)
    name = None if case is None else _known(case, found)
    with output.Progress("Plan", keeps=True) as progress:
        plan = plan_places(
            people,
            loaded,
            start,
            weeks,
            seed=seed,
            suppose_ready=suppose_ready,
            wishes=wished,
            method="greedy" if greedy else "plan",
            seconds=seconds,
            progress=progress,
        )
    cost = None
    # what is left of the time tells Ctrl-C from a solver that had its time and gave its best
    if bound is not None and not _stopped(plan, seconds):
        beside = parity_points(loaded)
        cost = price(plan.ask, people, *bound, without=plan, beside=beside, seconds=seconds)
        plan = cost.plan
    breaches = recount(
        plan.proposals,
        people,
        loaded,
        start,
        weeks,
        suppose_ready=suppose_ready,
        in_turn=plan.parity_holds is None,
    )
    if out is not None and not breaches:
        _write(plan, out)
    written = None if breaches else out
    stopped = _stopped(plan, seconds)
    answer = Answer(plan, people, loaded, find(scheme), tuple(breaches), written, stopped, cost, bound)
    inputs = {**loaded.files, str(found.path): _sha256(found.path)}
    warnings = [words.line(w) for w in found.problems]
    if name is not None:
        _one(answer, name, inputs, warnings, as_json=as_json)
    elif as_json:
        data = place_page.as_data(answer)
        output.say(output.envelope("place", data, seed=seed, inputs=inputs, warnings=warnings))
    else:
        place_page.show(answer, groups=groups)
    output.end(holds=not breaches, partial=stopped)


def _stopped(plan: Plan, seconds: float) -> bool:
    return plan.partial and plan.seconds < seconds


def _one(answer: Answer, name: str, inputs: dict[str, str], warnings: list[str], *, as_json: bool) -> None:
    from returnhub.cli import place_case
    from returnhub.placement.explain import explain

    found = explain(answer.plan, answer.people, name)
    if as_json:
        data = place_case.as_data(found, answer)
        seed = answer.plan.seed
        output.say(output.envelope("place-case", data, seed=seed, inputs=inputs, warnings=warnings))
    else:
        place_case.show(found, answer)


def _bound(text: str, *, greedy: bool) -> tuple[GroupBy, float]:
    """`household=5` as an attribute and a share."""
    from returnhub.scheme.fields import near
    from returnhub.scheme.suitability import GroupBy

    name, _, points = text.partition("=")
    name = name.strip().replace("-", " ").replace("_", " ").casefold()
    known = [by.value for by in GroupBy]
    if greedy:
        expected = "a plan without --greedy (which pays no heed to bounds)"
        raise refuse(Code.OPTION_WRONG, option="--parity", found=f'"{text}"', expected=expected)
    try:
        share = float(points) / 100
    except ValueError:
        share = -1.0
    if name not in known or not 0 <= share <= 1:
        some = [] if name in known else near(name, known)
        expected = f"one of {', '.join(known)} with a number from 0 to 100, such as household=5"
        raise refuse(Code.OPTION_WRONG, option="--parity", found=f'"{text}"', expected=expected, near=some)
    return GroupBy(name), share


def _check(option: str, found: float, low: float, high: float) -> None:
    if not low <= found <= high:
        expected = f"a number from {low:,} to {high:,}"
        raise refuse(Code.OPTION_WRONG, option=option, found=f"{found:,}", expected=expected)


def _known(case: str, found: Read) -> str:
    from returnhub.scheme.fields import near

    names = found.frame["case"]
    if names.index_of(case.strip()) is None:
        some = near(case, names.head(100_000).drop_nulls())
        raise refuse(Code.SCREENING_CASE_UNKNOWN, Where(file=str(found.path)), name=case, near=some)
    return case.strip()


def _wishes(path: Path, cases: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Who wishes for which hub; a case or hub that is not there is a slip, and is refused."""
    import polars as pl

    from returnhub.scheme.fields import near

    if not path.is_file():
        raise refuse(Code.FILE_MISSING, Where(file=str(path)))
    try:
        is_parquet = path.suffix.casefold() == ".parquet"
        read = pl.read_parquet(path) if is_parquet else pl.read_csv(path, infer_schema=False)
        found = read.select(pl.col("case", "hub").cast(pl.String).str.strip_chars())
    except (pl.exceptions.PolarsError, OSError):
        expected = "a .csv or .parquet file with the columns case and hub"
        raise refuse(Code.OPTION_WRONG, option="--wishes", found=f'"{path}"', expected=expected) from None
    hubs = [hub.id for hub in scheme.hubs]
    for column, known in (("hub", hubs), ("case", cases["case"].to_list())):
        strange = found.filter(~pl.col(column).is_in(known).fill_null(value=False))[column].to_list()
        if strange:
            some = near(str(strange[0]), known[:100_000])
            expected = ", ".join(hubs) if column == "hub" else "a case of the caseload"
            raise refuse(
                Code.OPTION_WRONG, option="--wishes", found=f'"{strange[0]}"', expected=expected, near=some
            )
    return found


def _write(plan: Plan, out: Path) -> None:
    """The plan as people read it: weeks counted from 1, and in each row what was supposed."""
    import polars as pl

    from returnhub.caseload.write import write
    from returnhub.cli.place_page import supposed

    what = supposed(plan)
    write(
        plan.proposals.with_columns(
            week=pl.col("week") + 1, seed=plan.seed, supposed=pl.lit(what, dtype=pl.String)
        ),
        out,
    )


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
