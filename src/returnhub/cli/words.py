"""What a person reads for each problem: a sentence of what is wrong, and how to mend it.

`{name}` is filled from the problem's `given`, or from where it is (`{file}`, `{line}`, `{column}`,
`{field}`). A `given` that was not supplied reads as nothing. `given["kind"]` picks finer words for
a code, where KINDS has them. Near names, in `given["near"]`, are
added to every mend as "did you mean ...?".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import cast

from returnhub.cli import output, run_words, service_words
from returnhub.cli.finer import KINDS
from returnhub.cli.record import words as record_words
from returnhub.problems import Code, Problem
from returnhub.service.words.commands import COMMANDS

SENTENCES: dict[Code, tuple[str, str]] = {
    # file
    Code.FILE_MISSING: (
        'there is no file or folder "{file}"',
        "check the spelling and the folder you are in",
    ),
    Code.FILE_UNREADABLE: ("cannot be read: {reason}", "check who may read the file, or make it again"),
    Code.FILE_UNWRITABLE: (
        'cannot write "{file}": {reason}',
        "make room there or get the right to write, or choose another place",
    ),
    Code.FILE_EMPTY: ("the file is empty", "fill it in, or remove it if the scheme does not need it"),
    Code.FILE_TOO_BIG: (
        "the file is too big: {found} against {most} at most",
        "split it, or take out what does not belong",
    ),
    Code.FILE_ENCODING: ("the text is not UTF-8: {found}", "save the file as UTF-8"),
    Code.FILE_FORMAT: ("not a format that is known here: {found}", "use {expected}"),
    # yaml
    Code.YAML_SYNTAX: (
        "this is not YAML: {reason}",
        "check the indents, colons and quotes on this line and the one above",
    ),
    Code.YAML_NOT_A_MAPPING: ("{expected} is needed here, not {found}", "write it as {expected}"),
    Code.YAML_DUPLICATE_KEY: ('"{name}" stands here twice{first_line}', "keep one of the two"),
    Code.YAML_AMBIGUOUS: ("{written} without quotes means {found} in YAML", 'quote it: "{written}"'),
    Code.YAML_FORBIDDEN: ("{found} is not used in these files", "write the value out"),
    # scheme
    Code.SCHEME_UNKNOWN_NAME: (
        'no scheme called "{name}" (looked in {looked_in} and the shipped schemes)',
        "list them: returnhub scheme list",
    ),
    Code.SCHEME_EXTENDS_MISSING: (
        'extends "{name}", and there is no such scheme',
        "name a shipped scheme, or the path of a folder from this one",
    ),
    Code.SCHEME_EXTENDS_LOOP: ("schemes extend each other in a circle: {chain}", "take out one `extends`"),
    Code.SCHEME_FIELD_MISSING: ('"{name}" is missing', "add it: {expected}"),
    Code.SCHEME_FIELD_UNKNOWN: ('there is no field "{name}" here', "fields here: {expected}"),
    Code.SCHEME_FIELD_WRONG: ("{found} stands here, and {expected} is needed", "write {expected}"),
    Code.SCHEME_VALUE_UNKNOWN: ('"{found}" is not one of: {expected}', "take one of these"),
    Code.SCHEME_FIGURE_MISSING: (
        'no figure is called "{name}"{needed}',
        "add it to figures.yaml",
    ),
    Code.SCHEME_FIGURE_UNIT: (
        'figure "{name}" is in "{found}", and "{expected}" is needed for {needed_for}',
        'give the figure in "{expected}", or name another',
    ),
    Code.SCHEME_NAME_TWICE: (
        'the name "{name}" is used twice{first_line}',
        "give one of the two another name",
    ),
    Code.SCHEME_REFERENCE_MISSING: ('no {thing} is called "{name}"', "add it, or name one that exists"),
    Code.SCHEME_ORIGIN_UNKNOWN: (
        '"{found}" is not a state of origin in this model',
        "take one of {expected}; OTH stands for all others",
    ),
    Code.SCHEME_HUBS_MISSING: (
        'procedure "{procedure}" sends people to a hub, and the scheme has none',
        'add a hub under "hubs", or choose the procedure returns_only',
    ),
    Code.SCHEME_HUBS_NOT_EXPECTED: (
        'procedure "{procedure}" has no hub, and the scheme lists {found}',
        'take out "hubs", or choose the procedure return_hub or offshore_processing',
    ),
    Code.SCHEME_GROUND_MISSING: (
        "people are held in a closed hub, and no legal ground is given",
        'add "ground": the one ground in law on which a person is held there',
    ),
    Code.SCHEME_GROUND_NOT_EXPECTED: (
        "custody is {found}, so nobody is held and no ground is needed",
        'take out "ground", or write "kind: closed"',
    ),
    Code.SCHEME_WAY_BACK_MISSING: (
        "nobody may be sent to a hub without a way back, and none is given",
        'add "way_back": for each end that can come, what it leads to and who bears it',
    ),
    Code.SCHEME_YEARS_REVERSED: (
        "the cost runs from year {first} to year {last}, which is earlier",
        "swap them",
    ),
    Code.SCHEME_HOST_UNTOLD: (
        "how states of origin stand to {name} is in no table, so that nothing of it counts as known",
        "add law/hosts/{code}.yaml, or take a host that has one",
    ),
    Code.SCHEME_DAYS_MISSING: (
        'the event "{name}" ({found}) does not say for how long',
        'add "days": the figure that says how long it lasts',
    ),
    Code.SCHEME_SWAY_ITSELF: (
        'the hub "{name}" is said to sway itself',
        'name another hub under "of" or "then"',
    ),
    Code.SCHEME_KINDS_NOT_WHOLE: (
        'the kinds of place of hub "{name}" come to {found} of its places, not to {expected}',
        "mend the shares, or add the kind that is missing",
    ),
    Code.SCHEME_SWITCH_UNKNOWN: (
        'nothing called "{name}" can be switched on or off in {scheme}',
        "there are: {expected}",
    ),
    # figure
    Code.FIGURE_NO_VALUE: ("there is neither a value nor a range", "give a value, a range, or both"),
    Code.FIGURE_RANGE_REVERSED: ("{low} to {high}: the low end is above the high", "swap them"),
    Code.FIGURE_RANGE_MISSING: (
        'the distribution "{distribution}" needs a range, and there is none',
        'add "range" with low and high, or take out "distribution"',
    ),
    Code.FIGURE_VALUE_OUTSIDE_RANGE: (
        "the value {value} lies outside {low} to {high}",
        "widen the range, or mend the value",
    ),
    Code.FIGURE_OUTSIDE_UNIT: (
        "{found} cannot be for a figure in {unit}: {low} is the least",
        "write {low} or more",
    ),
    Code.FIGURE_LOW_NOT_ABOVE_ZERO: (
        'the distribution "{distribution}" needs a low end above 0, and it is {low}',
        'raise "low", or choose uniform or triangular',
    ),
    Code.FIGURE_WHY_MISSING: (
        'this is an assumption and does not say why: "why" is missing',
        'add "why": what makes this range thinkable',
    ),
    Code.FIGURE_SOURCE_MISSING: (
        'confidence is "{confidence}", and no source is given',
        'add "source" with cite, or write "confidence: assumption" and "why"',
    ),
    Code.FIGURE_ORIGIN_MISSING: (
        "rows are missing for {missing}",
        'add a row for each under "by_origin", with 0 where nobody comes',
    ),
    Code.FIGURE_UNUSED: ("nothing uses this figure", "take it out, or name it where it belongs"),
    # statement
    Code.STATEMENT_REFERENCE_MISSING: (
        'no statement is called "{name}"',
        "add it to statements.yaml, or name one that exists",
    ),
    Code.STATEMENT_SIDE_TWICE: (
        'statement "{name}" stands on two sides of this conflict',
        "keep it on one side",
    ),
    # claim
    Code.CLAIM_INCOMPLETE: ('an answer "{kind}" needs "{name}"', 'add "{name}"'),
    # procedure
    Code.PROCEDURE_EVENT_NOT_ALLOWED: (
        '"{event}" cannot happen at the stage "{stage}"',
        "allowed here: {allowed_next}",
    ),
    Code.PROCEDURE_TIME_REVERSED: (
        '"{event}" was recorded on {recorded}, before it happened on {happened}',
        "check both dates",
    ),
    # rule
    Code.RULE_SYNTAX: ("the rule cannot be read: {reason}", "see docs/how-to on writing a rule"),
    Code.RULE_NOT_ALLOWED: (
        "{found} is not allowed in a rule",
        "use fact names, values, dates, comparisons, IN, AND, OR and NOT",
    ),
    Code.RULE_FACT_UNKNOWN: ('no fact is called "{name}"', "facts are in law/facts.yaml"),
    Code.RULE_TYPE_WRONG: (
        'fact "{name}" is {expected}, and {found} stands against it',
        "compare it with {expected}",
    ),
    Code.RULE_VALUE_UNKNOWN: ('{found} is not a value of fact "{name}"', "its values: {expected}"),
    Code.RULE_TOO_LONG: (
        "the condition is too long: {found} characters against {most} at most",
        "make it two rules",
    ),
    Code.RULE_TOO_DEEP: ("the condition is nested too deeply: more than {most} levels", "make it two rules"),
    Code.RULE_VERSION_OVERLAP: (
        'two versions of rule "{name}" are in force on {date}',
        "end the earlier one the day before",
    ),
    Code.RULE_VERSION_GAP: (
        'no version of rule "{name}" is in force on {date}',
        "close the gap between its versions",
    ),
    Code.RULE_PROFILE_UNKNOWN: ('no rules profile is called "{name}"', "profiles: {expected}"),
    Code.RULE_UNTESTED: ('rule "{name}" has no test that {missing}', "add one to the rule's tests"),
    Code.RULE_TEST_FAILED: ('test "{test}" expects {expected} and gets {found}', "mend the rule or the test"),
    Code.RULE_DATE_WRONG: ('"{found}" is not a date', "write it as 2026-11-25"),
    # caseload
    Code.CASELOAD_COLUMN_UNKNOWN: (
        'column "{column}" is not a fact, and is not used',
        "rename it, or say which fact it is: --map",
    ),
    Code.CASELOAD_COLUMN_MISSING: (
        'there is no column "{column}"; the file has {found}',
        'name the column that holds it: --map "your column={column}"',
    ),
    Code.CASELOAD_COLUMN_TWICE: (
        'columns "{first}" and "{column}" are both read as "{name}"',
        "rename or remove one of them",
    ),
    Code.CASELOAD_MAP_WRONG: ('--map names "{found}", and no {kind} is called so', "there are: {expected}"),
    Code.CASELOAD_VALUE_WRONG: ('"{found}" is not {expected}', "write it as {example}"),
    Code.CASELOAD_ROW_LENGTH: (
        "the row has {found} fields and the head has {expected}",
        "look for a delimiter too many or too few, or quote the text",
    ),
    Code.CASELOAD_QUOTE_OPEN: ("a quote opens on this line and never closes", "close it, or take it out"),
    Code.CASELOAD_TEXT_WRONG: (
        "the row holds a character that no text has",
        "take it out, or export the file again",
    ),
    Code.CASELOAD_ID_TWICE: (
        'case "{name}" stands on several rows, first on line {first}; none of them is used',
        "keep one, or give each its own reference",
    ),
    Code.CASELOAD_NO_ROWS: ("there is no case in the file", "add at least one row"),
    Code.CASELOAD_TOO_MANY: ("{found} people cannot be made", "ask for 1 to {most}"),
    # sheet
    Code.SHEET_HEADING_MISSING: (
        'there is no column "{column}" in the sheet',
        "start from the sheet that returnhub scheme export writes",
    ),
    Code.SHEET_UNCHANGED: (
        "no figure in the sheet differs from {name}",
        "change a figure in the sheet and save it first",
    ),
    Code.SHEET_REASON_UNCHANGED: (
        "the figure is changed, and its source, confidence and why still speak of the old one",
        'say where the new one comes from in "source", or write "assumption" and why it is thinkable',
    ),
    Code.SHEET_ROW_TWICE: (
        'the figure "{name}" stands here twice, first in row {first}',
        "keep one of the two rows",
    ),
    Code.SHEET_MISSING: (
        'there is no sheet "{name}" in the workbook',
        "sheets: {expected}",
    ),
    Code.SHEET_CHOSEN: (
        'sheet "{name}" is read, and not {others}',
        'to read another, put its name after the file: "{file}#name"',
    ),
    Code.SHEET_ROWS_ABOVE: (
        "the headings stand in row {found}; what is above them is not read",
        "check that row {found} is the one with the headings",
    ),
    Code.SHEET_HIDDEN_READ: (
        "{found} are read like all others",
        "delete in the file what should not be read; hiding or filtering it is not enough",
    ),
    Code.SHEET_HEADING_BLANK: (
        "column {column} has values and no heading, and is not used",
        "write a heading over it; merged headings count for their first column only",
    ),
    Code.SHEET_CELL_ERROR: (
        "the cell shows the error {found}",
        "mend its formula in the spreadsheet, or write the value instead",
    ),
    Code.SHEET_CELL_UNCALCULATED: (
        "the cell holds a formula that was never worked out",
        "open and save the file in a spreadsheet program, or write the value instead",
    ),
    Code.SHEET_CELL_MERGED: (
        "the cell is merged with another, and only the first of them holds a value",
        "split the merged cells and write the value into each",
    ),
    Code.SHEET_DIGITS_LOST: (
        "{found} is a number of more digits than a spreadsheet keeps",
        "give the column the format of a text, and type the reference again",
    ),
    # screening
    Code.SCREENING_CASE_UNKNOWN: ('no case is called "{name}" in {file}', "check the reference"),
    Code.SCREENING_NO_RULE_IN_FORCE: (
        "no rule of {profile} is in force on {date}",
        "choose a date from {from_date} on",
    ),
    # simulation
    Code.SIMULATION_OPTION_WRONG: (
        "{option} {found} cannot be used: {expected} is needed",
        "give {expected}",
    ),
    **run_words.SENTENCES,
    Code.MODEL_WRONG: (
        "the model does not hold together at {field}: {kind} {found}",
        "mend the declaration there",
    ),
    # assessment
    Code.ASSESSMENT_CHECK_FAILED: (
        "the check that {check} does not hold: {found}",
        "do not use these results; report it with the command",
    ),
    Code.ASSESSMENT_CLAIM_ANSWER_UNKNOWN: (
        'claim "{claim}" asks for the answer "{name}", which is not known',
        "answers: {expected}",
    ),
    Code.ASSESSMENT_BROWSER_MISSING: (
        "a PDF is printed by Chromium, and there is none here (looked for {expected})",
        "install Chromium or Chrome, or name one: CHROMIUM=/path/to/it; or print the page from any browser",
    ),
    Code.ASSESSMENT_PRINT_FAILED: (
        'cannot print "{file}": {browser} failed, {reason}',
        "print the page from a browser, or name another one: CHROMIUM=/path/to/it",
    ),
    # record
    **record_words.SENTENCES,
    # service
    **service_words.SENTENCES,
    # command
    **COMMANDS,
    # option
    Code.OPTION_WRONG: ("{option} {found} cannot be used: {expected} is needed", "give {expected}"),
    Code.OPTION_OUTPUT_UNWRITABLE: (
        'cannot write "{file}": {reason}',
        "choose another place, or make it writable",
    ),
    Code.ASSESSMENT_OUTPUT_UNWRITABLE: (
        'cannot write "{file}": {reason}',
        "choose another place, or make it writable",
    ),
}


_OPTIONS = (Code.SIMULATION_OPTION_WRONG,)
"""Codes whose field is an option of the command line."""

_PLACE = re.compile(r"\{(\w+)\}")


def sentence(problem: Problem) -> str:
    """What is wrong, in one sentence."""
    return _fill(_pair(problem)[0], problem)


def mend(problem: Problem) -> str:
    """How to put it right; a near name comes first, because a typo is the likeliest."""
    usual = _fill(_pair(problem)[1], problem)
    near = problem.given.get("near")
    if not near:
        return usual
    names = [near] if isinstance(near, str) else list(cast("Sequence[str]", near))
    meant = f"did you mean {' or '.join(names)}?"
    return f"{meant}   {usual}" if usual else meant


def place(problem: Problem) -> str:
    """`file:line`, or as much of it as is known."""
    where = problem.where
    return where.file if where.line is None else f"{where.file}:{where.line}"


def line(problem: Problem) -> str:
    """A problem on one line, as warnings are told."""
    where = " ".join(p for p in (place(problem), problem.where.field or problem.where.column) if p)
    return (
        f"{where}: {sentence(problem)}; {mend(problem)}" if where else f"{sentence(problem)}; {mend(problem)}"
    )


def as_rows(problems: Iterable[Problem]) -> list[dict[str, object]]:
    """Each problem as `--json` gives it: code, place, field, and the words."""
    return [
        {
            "code": p.code.value,
            "file": p.where.file or None,
            "line": p.where.line,
            "column": p.where.column or None,
            "field": p.where.field or None,
            "says": sentence(p),
            "mend": mend(p),
        }
        for p in problems
    ]


def page(problems: Sequence[Problem]) -> str:
    """All problems for a person: one line each with file and line, or sentence and mend for one without."""
    placed = [p for p in problems if p.where.file and (p.where.line is not None or p.where.field)]
    loose = [p for p in problems if p not in placed]
    lines: list[str] = []
    for p in loose:
        before = f"{p.where.file}: " if p.where.file and p.where.file not in sentence(p) else ""
        lines += [
            output.wrap(f"error: {before}{sentence(p)}", hang="  "),
            output.wrap(mend(p), indent="  "),
        ]
    if placed:
        ordered = sorted(placed, key=lambda p: (p.where.file, p.where.line or 0))
        wide_place = min(48, max(len(place(p)) for p in ordered))
        wide_field = min(40, max(len(p.where.field or p.where.column) for p in ordered))
        for p in ordered:
            field = p.where.field or p.where.column
            start = f"{place(p):<{wide_place}}  {field:<{wide_field}}  "
            whole = f"{start}{sentence(p)}   {mend(p)}"
            if not output.is_narrower(len(whole)):
                lines.append(whole)
            else:
                lines += [output.wrap(start + sentence(p), hang="    "), output.wrap(mend(p), indent="    ")]
        lines.append(count(problems))
    return "\n".join(lines)


def count(problems: Sequence[Problem]) -> str:
    """`2 errors in 2 files`."""
    files = {p.where.file for p in problems if p.where.file}
    errors = output.counted(len(problems), "error")
    return f"{errors} in {output.counted(len(files), 'file')}" if files else errors


def _pair(problem: Problem) -> tuple[str, str]:
    kind = problem.given.get("kind")
    return KINDS.get((problem.code, str(kind)), SENTENCES[problem.code])


class _Given(dict[str, object]):
    """The values of a problem; one that nobody supplied reads as nothing instead of breaking the sentence."""

    def __missing__(self, key: str) -> str:
        return ""


def _fill(text: str, problem: Problem) -> str:
    where = problem.where
    given = _Given(file=where.file, line=where.line, column=where.column, field=where.field)
    given.update({k: _shown(v) for k, v in problem.given.items()})
    if "low" in given and "expected" not in given:
        given["expected"] = f"{_bound(problem.given['low'])} to {_bound(problem.given.get('high'))}"
    given.setdefault("option", f"--{where.field}" if problem.code in _OPTIONS else where.field)
    given.setdefault("needed", f", needed for {given['needed_for']}" if "needed_for" in given else "")
    given.setdefault("thing", given["what"] or given["kind"])
    given.setdefault("first_line", f", first on line {given['first']}" if "first" in given else "")
    return _PLACE.sub(lambda m: str(given[m[1]]), text).strip()


def _bound(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, float):
        return f"{value:,.6g}"
    if isinstance(value, Mapping):
        return ", ".join(str(k) for k in cast("Mapping[object, object]", value))
    if isinstance(value, list | tuple | set | frozenset):
        members = cast("Iterable[object]", value)
        return ", ".join(
            _shown(v) for v in (sorted(members, key=str) if isinstance(value, set | frozenset) else members)
        )
    text = str(value)
    return text if len(text) <= 200 else text[:197] + "..."
