"""What the SQL files say, taken apart as far as installing and checking them needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

VERSION = 1
"""Of the tables; functions, triggers and grants are brought up to date by every installation."""

OWNER = "returnhub_record_owner"
"""Owns all of it; nobody logs in as it."""
APPLICATION = "returnhub_app"
"""What the service is a member of: it appends and reads."""
ROLES = (APPLICATION, "returnhub_sequencer", "returnhub_eraser", "returnhub_reader")

_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION record\.(\w+)\((?:.*?)AS \$\$(.*?)\$\$;", re.DOTALL)
_TRIGGER = re.compile(
    r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+) .*? ON (record\.\w+) .*? FUNCTION record\.(\w+)\(\)", re.MULTILINE
)
_CONSTRAINT = re.compile(r"^  CONSTRAINT (\w+) (.*?),?$", re.MULTILINE)
_TABLE = re.compile(r"^CREATE TABLE (record\.\w+) \((.*?)^\);", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(
    r"^  ([a-z]\w*) (bigint|boolean|bytea|integer|text|timestamptz|uuid)\b(.*?),?$", re.MULTILINE
)
_GRANT = re.compile(r"^GRANT (\w+) ON (SCHEMA |FUNCTION )?(.*) TO (.*);$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Function:
    """A function's body, whether it acts as its owner, and the settings that it runs under."""

    body: str
    definer: bool
    settings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger, its table and function, and the statement that makes it, as PostgreSQL prints it."""

    name: str
    table: str
    function: str
    statement: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type as PostgreSQL prints it, whether it must be filled, whether it is calculated."""

    table: str
    name: str
    type: str
    needed: bool
    calculated: bool


@dataclass(frozen=True, slots=True, order=True)
class Grant:
    """One privilege of one role on one thing: a schema, a table or a function."""

    thing: str
    role: str
    privilege: str


def read_sql(name: str) -> str:
    """The text of one of the SQL files."""
    return files("returnhub.record.postgres").joinpath(f"{name}.sql").read_text("utf-8")


@cache
def functions() -> dict[str, Function]:
    """Every function by name; no two share one."""
    found: dict[str, Function] = {}
    for match in _FUNCTION.finditer(read_sql("functions") + read_sql("guards")):
        head = match[0].removesuffix(f"$${match[2]}$$;")
        settings = tuple(m.replace(" = ", "=") for m in re.findall(r" SET (\w+ = .*?) AS $", head))
        found[match[1]] = Function(match[2], "SECURITY DEFINER" in head, settings)
    return found


@cache
def triggers() -> tuple[Trigger, ...]:
    """Every trigger."""
    return tuple(Trigger(m[1], m[2], m[3], m[0]) for m in _TRIGGER.finditer(read_sql("triggers")))


@cache
def columns() -> frozenset[Column]:
    """Every column of every table. What counts itself up may not be empty either."""
    printed = {"timestamptz": "timestamp with time zone"}
    return frozenset(
        Column(
            table[1],
            m[1],
            printed.get(m[2], m[2]),
            "NOT NULL" in m[3] or "AS IDENTITY" in m[3],
            "STORED" in m[3],
        )
        for table in _TABLE.finditer(read_sql("tables"))
        for m in _COLUMN.finditer(table[2])
    )


@cache
def constraints() -> frozenset[tuple[str, str]]:
    """Name and definition of every named constraint."""
    return frozenset((m[1], m[2]) for m in _CONSTRAINT.finditer(read_sql("tables")))


@cache
def grants() -> frozenset[Grant]:
    """Every privilege that somebody but the owner has."""
    return frozenset(
        Grant(re.sub(r"\(.*", "", thing), role, match[1])
        for match in _GRANT.finditer(read_sql("grants"))
        for thing in re.split(r", (?=record\.)", match[3])
        for role in match[4].split(", ")
    )
