"""`returnhub caseload`: make synthetic people, and check a file of people before it is used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from returnhub.cli import output, words
from returnhub.problems import Code, Problem, Problems, refuse

if TYPE_CHECKING:
    from returnhub.caseload.make import Made
    from returnhub.caseload.read import Read
    from returnhub.scheme.facts import Fact

SHOWN = 10
"""Refused rows that are shown on the terminal; the side file has all of them."""

Maps = Annotated[
    list[str] | None,
    typer.Option("--map", help='A column that is called otherwise: --map "Date of birth=birth_on".'),
]


def register(app: typer.Typer) -> None:
    """Add the noun `caseload` and its verbs."""
    noun = typer.Typer(
        help="Make synthetic people, or check a file of people.", rich_markup_mode=None, no_args_is_help=True
    )
    app.add_typer(noun, name="caseload")
    noun.command("make")(make)
    noun.command("check")(check)


def make(
    people: Annotated[int, typer.Option("-n", "--people", help="How many people.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="The file to write: .parquet, .csv or .xlsx.")],
    scheme: Annotated[str, typer.Option(help="A scheme's folder, or the name of a shipped scheme.")] = "none",
    seed: Annotated[int, typer.Option(help="The same seed gives the same people.")] = 1,
    on: Annotated[
        str | None, typer.Option(help="The day the people stand on; the scheme's first day if not given.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="Also write here what asking everyone would find, nothing missing.")
    ] = None,
    as_json: output.AsJson = False,
) -> None:
    """Synthetic people whose claim was refused; never real ones. Some facts are missing, some contradict."""
    from returnhub.caseload.make import make as make_people
    from returnhub.caseload.reference import MOST
    from returnhub.caseload.write import replace_with, write
    from returnhub.scheme.load import load

    if not 1 <= people <= MOST:
        expected = f"a number from 1 to {MOST:,}"
        raise refuse(Code.OPTION_WRONG, option="-n", found=f"{people:,}", expected=expected)

    if not 0 <= seed < 2**63:
        raise refuse(Code.OPTION_WRONG, option="--seed", found=seed, expected=f"0 to {2**63 - 1:,}")
    loaded = load(scheme)
    check_output(out)
    if truth is not None:
        check_output(truth, {"the people of -o": out}, "--truth")
    day = loaded.starts if on is None else as_day(on)
    made = make_people(people, loaded, seed, day)
    with replace_with(out) as known:
        # both or neither: one file of a pair would be taken for the whole
        write(made.known, known)
        if truth is not None:
            write(made.truth, truth)
    if as_json:
        result = {"people": people, "on": day, "file": str(out), **_counts(made)}
        output.say(output.envelope("caseload-make", result, seed=seed, inputs=loaded.files))
        return
    output.say(
        output.wrap(
            f"{people:,} synthetic {'person' if people == 1 else 'people'} on {day:%-d %B %Y}, seed {seed}, "
            f"from the figures of {loaded.id}. None of them is real."
        )
    )
    _print(_counts(made))
    output.note(f"{out} written")


def check(
    file: Annotated[Path, typer.Argument(help="People as .csv, .parquet or .xlsx, one row each.")],
    maps: Maps = None,
    as_json: output.AsJson = False,
) -> None:
    """Read a file of people: which column is which fact, and every row that is refused; exit 1 if any is."""
    from returnhub.caseload import gaps

    facts = _shipped_facts()
    found = read_cases(file, facts, maps)
    contradictory = {k: n for k, n in gaps.contradictions(found.frame).sum().row(0, named=True).items() if n}
    good, refused = len(found.frame), found.rejected_rows
    if as_json:
        result = {
            "holds": refused == 0,
            "people": good,
            "refused_rows": refused,
            "columns": dict(found.mapping),
            "not_in_file": [n for n in facts if n not in found.mapping.values()],
            "encoding": found.encoding or None,
            "delimiter": found.delimiter or None,
            "sheet": found.sheet or None,
            "contradictory": contradictory,
            "problems": words.as_rows(found.rejections(1000)),
        }
        warnings = [words.line(w) for w in found.problems]
        output.say(
            output.envelope(
                "caseload-check", result, inputs={str(found.path): _sha256(found.path)}, warnings=warnings
            )
        )
    else:
        _print_check(found, facts, contradictory)
    if refused or not good:
        raise typer.Exit(1)


def read_cases(path: Path | str, facts: Mapping[str, Fact], maps: Sequence[str] | None = None) -> Read:
    """Read people for a command: warnings and the first refused rows on stderr, all of them in the side file.

    `maps` are the texts of `--map`. Raises `Problems` if the file as a whole cannot be used.
    """
    from returnhub.caseload import rejected
    from returnhub.caseload.read import read

    if Path(path).is_dir():
        raise refuse(Code.OPTION_WRONG, kind="folder", found=str(path))
    found = read(path, facts, _mapping(maps or ()))
    for warning in found.problems[:SHOWN]:
        output.note(output.wrap(f"warning: {words.line(warning)}", hang="  "))
    if len(found.problems) > SHOWN:
        output.note(f"and {len(found.problems) - SHOWN} more warnings, all of them with --json")
    beside = rejected.side_file(found.path)
    if not found.rejected_rows and not beside.exists():
        return found
    listed = f"all are listed in {beside}"
    try:
        # a list of an earlier reading would mislead, so an empty one replaces it
        rejected.write(found.rejected, found.path, lambda p: f"{words.sentence(p)}; {words.mend(p)}")
    except Problems as problems:
        listed = f"not listed beside the file: {words.sentence(problems.items[0])}"
    if found.rejected_rows:
        output.note(words.page(list(found.rejections(SHOWN))).rpartition("\n")[0])
        output.note(
            f"{output.counted(found.rejected_rows, 'row')} refused, {len(found.frame):,} kept; {listed}"
        )
    return found


def _shipped_facts() -> dict[str, Fact]:
    from returnhub.scheme.law import read_law
    from returnhub.scheme.shipped import shipped

    problems: list[Problem] = []
    facts = read_law(shipped("law"), problems).facts
    if problems:
        raise Problems(problems)
    return facts


def _mapping(maps: Sequence[str]) -> dict[str, str]:
    mapping: dict[str, str] = {}
    for text in maps:
        theirs, equals, ours = text.rpartition("=")
        if not equals or not theirs.strip() or not ours.strip():
            raise refuse(
                Code.OPTION_WRONG, option="--map", found=f'"{text}"', expected='"column of the file=fact"'
            )
        mapping[theirs.strip()] = ours.strip()
    return mapping


def check_output(path: Path, taken: Mapping[str, Path] | None = None, option: str = "-o") -> None:
    """What `write` would refuse is wrong use here, because the path was typed.

    `taken` says what stands in files that must not be replaced.
    """
    from returnhub.caseload.write import ENDINGS, alternatives, check_writable
    from returnhub.sheets.reader import place_of

    if path.suffix.casefold() not in ENDINGS:
        expected = f"a name that ends in {alternatives(ENDINGS)}"
        raise refuse(Code.OPTION_WRONG, option=option, found=f'"{path}"', expected=expected)
    for what, other in (taken or {}).items():
        if path.resolve() == place_of(other)[0].resolve():
            raise refuse(Code.OPTION_WRONG, kind="same", option=option, found=str(path), expected=what)
    try:
        check_writable(path)
    except Problems as problems:
        raise Problems(
            Problem(Code.OPTION_OUTPUT_UNWRITABLE, p.where, p.given) for p in problems.items
        ) from None


def as_day(text: str, option: str = "--on") -> dt.date:
    """The day that an option names."""
    from returnhub.caseload.values import NoValueError, date

    try:
        return date(text.strip())
    except NoValueError:
        raise refuse(
            Code.OPTION_WRONG,
            option=option,
            found=f'"{text}"',
            expected="a date such as 2026-11-25 or 25/11/2026 (day before month, 1900 to 2100)",
        ) from None


def _counts(made: Made) -> dict[str, object]:
    """People by origin and kind of household, share of facts missing, files that contradict themselves."""
    import polars as pl

    from returnhub.caseload import gaps

    truth, known = made.truth, made.known
    origins = (
        truth.group_by("origin")
        .agg(people=pl.len(), by_boat=(pl.col("route") == "boat").sum())
        .sort("people", "origin", descending=[True, False])
    )
    kinds = made.kind.value_counts(sort=True).rename({"count": "people"})
    there = sum(truth[c].count() for c in truth.columns[2:])
    lacking = sum((truth[c].is_not_null() & known[c].is_null()).sum() for c in truth.columns[2:])
    against = gaps.contradictions(known).select(pl.any_horizontal(pl.all())).to_series().sum()
    return {
        "origins": origins.to_dicts(),
        "households": kinds.to_dicts(),
        "facts_missing_share": round(lacking / max(1, there), 4),
        "contradictory_files": against,
    }


def _print(counts: Mapping[str, object]) -> None:
    origins = cast("list[dict[str, object]]", counts["origins"])
    kinds = cast("list[dict[str, object]]", counts["households"])
    output.say("")
    output.say(
        output.table(
            [(r["origin"], r["people"], r["by_boat"]) for r in origins], head=("Origin", "People", "By boat")
        )
    )
    output.say("")
    output.say(output.table([(r["kind"], r["people"]) for r in kinds], head=("Lives as", "People")))
    output.say("")
    share, against = cast("float", counts["facts_missing_share"]), cast("int", counts["contradictory_files"])
    output.say(f"Facts missing from files: {share:.0%}. Files that contradict themselves: {against:,}.")


def _print_check(found: Read, facts: Mapping[str, Fact], contradictory: Mapping[str, int]) -> None:
    from returnhub.caseload.gaps import CONTRADICTIONS

    good, refused = len(found.frame), found.rejected_rows
    as_text = f", {found.encoding}, delimiter {found.delimiter!r}" if found.encoding else ""
    as_text += f', sheet "{found.sheet}"' if found.sheet else ""
    output.say(f"{output.mark('broken' if refused or not good else 'ok')} {found.path}{as_text}")
    renamed = [(theirs, ours) for theirs, ours in found.mapping.items() if theirs != ours]
    absent = [n for n in facts if n not in found.mapping.values()]
    output.say(
        f"{output.counted(good, 'row')} kept, {refused:,} refused; {len(found.mapping)} columns used, "
        f"{output.counted(len(absent), 'fact')} not in the file"
    )
    if renamed:
        output.say(output.table(renamed, head=("Column of the file", "Read as")))
    if absent:
        output.say(output.wrap("Unknown for everyone: " + ", ".join(absent), hang="  "))
    for name, count in contradictory.items():
        between = " and ".join(CONTRADICTIONS[name])
        output.say(
            f"{output.mark('unknown')} {output.counted(count, 'row')}: {between} contradict each other"
        )


def _sha256(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
