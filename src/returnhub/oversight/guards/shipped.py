"""What the rooms' guards put into a database, read from their text: functions, triggers, guarded tables.

A room's guards are its `guards.sql` and then its other `guards_*.sql`, in the order of their names.
Only as much SQL is understood as those files use; a test holds what is read here to a fresh database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from returnhub.journal.rooms import ROOMS

SCHEMAS = ("guard", "oversight", "counsel", "clinic")
"""Schemas whose every function is ours."""

_FILE = re.compile(r"guards(_\w+)?\.sql")
_FUNCTION = re.compile(
    r"CREATE OR REPLACE (?:FUNCTION|PROCEDURE) ((?:guard|oversight|counsel|clinic)\.\w+)"
    r"\((.*?)AS \$\$(.*?)\$\$;",
    re.DOTALL,
)
_LOOP = re.compile(r"FOREACH name IN ARRAY ARRAY\[(.*?)\] LOOP(.*?)END LOOP", re.DOTALL)
_TABLE_GUARD = re.compile(r"^CALL guard\.guard_table\((.*?)\);", re.MULTILINE)
_STATEMENT = re.compile(
    r"CREATE (CONSTRAINT )?TRIGGER (\$|\w+)\s+(BEFORE|AFTER) ([A-Za-z_ ]+?) ON ([\w.%]+)\s+(.*?)"
    r"EXECUTE FUNCTION (guard\.\w+)\((.*?)\)",
    re.DOTALL,
)
_POLICY = re.compile(
    r"CREATE POLICY (\w+) ON ([\w.%]+)(?: FOR (\w+))?\s+TO (\w+)\s*"
    r"(?:USING \((.*?)\))?\s*(?:WITH CHECK \((.*?)\))?(?:;|', name\))"
)
_NAMED = re.compile(r"put_trigger\('(\w+)'")


@dataclass(frozen=True, slots=True)
class Function:
    """A function's body, whether it acts as its owner, and the settings that it runs under."""

    body: str
    definer: bool
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Trigger:
    """A trigger: its table, name, time ("BEFORE"), events, what stands between, its function and arguments.

    `rest` is what is said of rows, statements and deferring; of a condition, only its quoted words.
    """

    table: str
    name: str
    time: str
    events: frozenset[str]
    rest: str
    function: str
    arguments: tuple[str, ...]


def read_trigger(statement: str, name: str = "", table: str = "") -> Trigger | None:
    """A CREATE TRIGGER, as the files have it or as PostgreSQL prints it; `$` and `%` stand for name and
    table."""
    found = _STATEMENT.search(statement)
    if found is None:
        return None
    constraint, named, time, events, on, between, function, arguments = found.groups()
    words = tuple(re.findall(r"'([^']*)'", between))
    rest = re.sub(r"WHEN \(.*\)|NOT DEFERRABLE INITIALLY IMMEDIATE", "", between, flags=re.DOTALL)
    return Trigger(
        table=re.sub(r"%[sI]", table, on).removeprefix("public."),
        name=name if named == "$" else named,
        time=("CONSTRAINT " if constraint else "") + time,
        events=frozenset(events.split(" OR ")),
        rest=" ".join((*rest.split(), *sorted(words))),
        function=function,
        arguments=tuple(re.findall(r"'([^']*)'", arguments)),
    )


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of row-level security: table, name, the role and command it lets pass, and the words of its
    conditions."""

    table: str
    name: str
    role: str
    command: str
    words: frozenset[str]


def condition_words(*conditions: str | None) -> frozenset[str]:
    """The words and signs of conditions, without the names and types that PostgreSQL adds when it prints one.

    >>> sorted(condition_words("author = guard.me()"))
    ['=', 'author', 'guard.me']
    """
    words = {w for c in conditions for w in re.findall(r"[\w.]+|[=<>!]+", re.sub(r"::\w+", "", c or ""))} - {
        "AS"
    }
    return frozenset(words - {w.rpartition(".")[2] for w in words if "." in w})


@cache
def text() -> str:
    """The files of every room, one after the other: setting up runs this text as it is."""
    return "\n".join(
        file.read_text("utf-8")
        for room in (*ROOMS, "service")
        for file in sorted(
            (f for f in files("returnhub").joinpath(room).iterdir() if _FILE.fullmatch(f.name)),
            key=lambda f: f.name,
        )
    )


@cache
def functions() -> dict[str, Function]:
    """Every function by its full name; no two share one. A later file's word stands."""
    found: dict[str, Function] = {}
    for name, head, body in _FUNCTION.findall(text()):
        settings = tuple(m.replace(" = ", "=") for m in re.findall(r" SET (\w+ = .*?)\s*$", head))
        found[name] = Function(body, "SECURITY DEFINER" in head, settings)
    return found


@cache
def guarded() -> dict[str, tuple[str, ...]]:
    """Every table whose rows come with events, and the columns of it that may change."""
    found: dict[str, tuple[str, ...]] = {}
    for call in _TABLE_GUARD.findall(text()):
        table, *may_change = re.findall(r"'([^']*)'", call)
        found[table] = tuple(may_change)
    return found


@cache
def triggers() -> frozenset[Trigger]:
    """Every trigger."""
    made = {t for t in _triggers() if t is not None}
    for table, may_change in guarded().items():
        each = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW"
        row = frozenset({"INSERT", "UPDATE", "DELETE"})
        made.add(Trigger(table, "recorded", "CONSTRAINT AFTER", row, each, "guard.recorded", may_change))
        emptied = frozenset({"TRUNCATE"})
        made.add(Trigger(table, "never_emptied", "BEFORE", emptied, "FOR EACH STATEMENT", "guard.never", ()))
    return frozenset(made)


@cache
def policies() -> frozenset[Policy]:
    """Every policy; their tables are the ones under row-level security."""
    return frozenset(
        Policy(re.sub("%[sI]", table, on), name, role, command or "ALL", condition_words(using, check))
        for body, table in _by_table()
        for name, on, command, role, using, check in _POLICY.findall(body)
    )


def _triggers() -> Iterator[Trigger | None]:
    for body, table in _by_table():
        yield from _statements(body, table)


def _by_table() -> Iterator[tuple[str, str]]:
    """The text outside functions: what stands in a loop once for each name, and the rest."""
    plain = _FUNCTION.sub("", text())
    for listed, body in _LOOP.findall(plain):
        for name in re.findall(r"'([^']*)'", listed):
            yield body, name
    yield _LOOP.sub("", plain), ""


def _statements(body: str, table: str) -> Iterator[Trigger | None]:
    called = ""
    for line in re.split(
        r"(?=CALL guard\.put_trigger|EXECUTE format\('CREATE|^CREATE )", body, flags=re.MULTILINE
    ):
        if named := _NAMED.search(line):
            called = named[1]
        yield read_trigger(line, called, table)
