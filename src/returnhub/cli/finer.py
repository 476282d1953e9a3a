"""Finer words for a problem whose `given["kind"]` names a kind of its code."""

from __future__ import annotations

from returnhub.cli import run_words, service_words
from returnhub.cli.record import finer
from returnhub.problems import Code

KINDS: dict[tuple[Code, str], tuple[str, str]] = {
    (Code.ASSESSMENT_BROWSER_MISSING, "named"): (
        'CHROMIUM names "{found}", and there is no such program',
        "mend the path, or take the variable out to use the browser on the path",
    ),
    (Code.OPTION_WRONG, "line"): ("{found}", "see: {expected}"),
    (Code.OPTION_WRONG, "folder"): (
        '"{found}" cannot be read: it is a folder, and a file of people is needed',
        "name a .csv, .parquet or .xlsx file in it",
    ),
    (Code.OPTION_WRONG, "same"): (
        '{option} "{found}" would replace {expected}',
        "choose another place with {option}",
    ),
    (Code.OPTION_WRONG, "database"): (
        "--database needs a PostgreSQL database that answers: {found}",
        "check the address: postgresql://user@host:5432/name",
    ),
    (Code.FILE_UNWRITABLE, "answer"): (
        "the answer cannot be written to where it was sent: {reason}",
        "make room there, or send it elsewhere",
    ),
    (Code.FILE_MISSING, "scheme"): (
        'there is no scheme.yaml in "{folder}"',
        "name the folder that holds it, or a shipped scheme: returnhub scheme list",
    ),
    (Code.FILE_MISSING, "not a folder"): (
        '"{file}" is a file, and a scheme is a folder with a scheme.yaml',
        "name the folder, or a shipped scheme: returnhub scheme list",
    ),
    (Code.FILE_EMPTY, "people"): (
        "the file is empty",
        "export it again: a line with the columns' names, then one row for each person",
    ),
    (Code.OPTION_WRONG, "not a sheet"): (
        '"{found}" cannot be read as a sheet of figures: {expected}',
        "name the .xlsx file that returnhub scheme export wrote",
    ),
    (Code.FILE_UNREADABLE, "password"): (
        "the workbook is locked with a password",
        "take the password off in the spreadsheet program and save it again",
    ),
    (Code.FILE_UNREADABLE, "workbook"): (
        "the file cannot be read as a workbook: {reason}",
        "open it in a spreadsheet program and save it as .xlsx",
    ),
    (Code.FILE_TOO_BIG, "workbook"): (
        "the workbook is too big: {found} against {most} at most",
        "export the sheet as CSV or Parquet, which may be of any size",
    ),
    (Code.FILE_TOO_BIG, "stray cell"): (
        'sheet "{name}" has a value so far below or to the right that the block of all values is too big',
        "delete the empty-looking rows and columns after the table, and save it again",
    ),
    (Code.FILE_TOO_BIG, "sheet"): (
        "{found} do not fit into the {most}",
        "choose a name that ends in .csv or .parquet",
    ),
    (Code.CASELOAD_VALUE_WRONG, "day number"): (
        '"{found}" is how a spreadsheet counts a day, and not a date',
        "give the column the format of a date, or write it as {example}",
    ),
    (Code.CASELOAD_VALUE_WRONG, "code"): (
        '"{found}" is not {expected}',
        "write it as {example}, or as another of these",
    ),
    (Code.SCHEME_FIELD_UNKNOWN, "own file"): (
        '"{name}" does not belong into scheme.yaml',
        "it has a file of its own in the folder: figures.yaml, statements.yaml or claims.yaml",
    ),
    (Code.SCHEME_FIGURE_MISSING, "no extends"): (
        'no figure is called "{name}", needed for {needed_for}',
        'write "extends: none" in scheme.yaml to take over today\'s figures, or add it to figures.yaml',
    ),
    (Code.FILE_ENCODING, "utf16"): ("the text is UTF-16, not UTF-8", "save the file as UTF-8 in your editor"),
    (Code.FILE_ENCODING, "binary"): (
        "this is not a text: it holds zero bytes, as spreadsheets and pictures do",
        "export it as text, in UTF-8",
    ),
    (Code.YAML_SYNTAX, "tab"): (
        "a tab indents this line, and YAML needs spaces",
        "use two spaces for each level",
    ),
    (Code.YAML_SYNTAX, "colon"): (
        "a second colon or a wrong indent makes this line two things at once",
        'quote a text that has ": " in it, and align the line with those around it',
    ),
    (Code.YAML_SYNTAX, "sign"): ("a text begins with a sign that YAML keeps for itself", "quote the text"),
    (Code.YAML_SYNTAX, "quote"): ("a quoted text that begins here has no end", "close the quotes"),
    (Code.YAML_SYNTAX, "bracket"): (
        "a bracket that is opened near here is not closed",
        "close it with ] or }",
    ),
    (Code.YAML_SYNTAX, "character"): (
        "a character that cannot be seen stands in this line",
        "delete it: often it came with a text that was pasted",
    ),
    (Code.YAML_AMBIGUOUS, "number"): (
        "{written} means the number {found} to YAML",
        'quote it if it is a text: "{written}"; else write the number out',
    ),
    (Code.YAML_AMBIGUOUS, "nothing"): ("{written} means nothing at all to YAML", 'quote it: "{written}"'),
    (Code.YAML_AMBIGUOUS, "date"): ("{written} means a date to YAML", 'quote it: "{written}"'),
    (Code.YAML_FORBIDDEN, "alias"): (
        "an anchor (&) or alias (*) is not used in these files",
        "write the value out",
    ),
    (Code.YAML_FORBIDDEN, "tag"): ("a tag such as {found} is not used in these files", "take it out"),
    (Code.YAML_FORBIDDEN, "deep"): ("more than {found} levels stand inside each other", "flatten it"),
    (Code.YAML_FORBIDDEN, "key"): (
        "a name is needed before the colon, not a list or a mapping",
        "write a plain name",
    ),
    (Code.YAML_FORBIDDEN, "merge"): ("the merge key << is not used in these files", "write the fields out"),
    (Code.YAML_FORBIDDEN, "second"): (
        "a second document begins here, after ---",
        "keep one document in a file",
    ),
    (Code.FIGURE_WHY_MISSING, "not known"): (
        'an answer here is not known and nothing says why: "why" is missing',
        'add "why": what was looked for and not found',
    ),
    (Code.FIGURE_ORIGIN_MISSING, "host"): (
        "rows are missing for {missing}",
        'add a row for each; where nothing was found, answer "not known" and say why',
    ),
    (Code.FIGURE_OUTSIDE_UNIT, "most"): (
        "{found} is more than any figure in {unit} can be: {most} is the most",
        "check the number of noughts, and the unit",
    ),
    (Code.FIGURE_OUTSIDE_UNIT, "share"): (
        "{found} is not a share: shares lie between 0 and 1",
        "write 12 in 100 as 0.12",
    ),
    (Code.SCHEME_FIELD_WRONG, "number"): (
        "{found} is not a number",
        "write it as 1200 or 0.12, without unit, percent sign or comma",
    ),
    (Code.SCHEME_FIELD_WRONG, "whole"): ("{found} is not a whole number", "write it as 12"),
    (Code.SCHEME_FIELD_WRONG, "date"): ("{found} is not a date", "write it as 2026-11-25"),
    (Code.SCHEME_FIELD_WRONG, "yes_no"): ("{found} is neither true nor false", "write true or false"),
    (Code.SCHEME_FIELD_WRONG, "text"): ("{found} is not a text", "write it in words, in quotes if need be"),
    (Code.SCHEME_FIELD_WRONG, "list"): ("{found} is not a list", "write [a, b], or one `- ` a line"),
    (Code.SCHEME_FIELD_WRONG, "mapping"): (
        "{found} stands where fields are needed",
        "write its fields: {expected}",
    ),
    (Code.SCHEME_FIELD_WRONG, "pattern"): (
        '"{found}" is not written as {expected}',
        "write it as {expected}",
    ),
    (Code.SCHEME_FIELD_WRONG, "short"): (
        "{found} is too short: it needs {expected} at least",
        "say it in full",
    ),
    (Code.SCHEME_FIELD_WRONG, "long"): ("{found} is too long: {expected} at most", "shorten it"),
    (Code.SCHEME_FIELD_WRONG, "least"): ("{found} is less than {expected}", "write {expected} or more"),
    (Code.SCHEME_FIELD_WRONG, "most"): ("{found} is more than {expected}", "write {expected} or less"),
    (Code.SCHEME_FIELD_WRONG, "nothing"): ("nothing is given here", "fill it in: {expected}"),
    (Code.SCHEME_FIELD_WRONG, "empty_list"): ("the list is empty, and needs {expected} at least", "add one"),
    (Code.SCHEME_FIELD_WRONG, "other"): ("{found} cannot stand here: {expected}", "mend it"),
    (Code.CLAIM_INCOMPLETE, "computed by the model"): (
        'an answer that the model computes needs "answer", the name of a check',
        'add "answer"',
    ),
    **finer.KINDS,
    **run_words.KINDS,
    **service_words.KINDS,
}
