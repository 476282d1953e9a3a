"""The queries: files of SQL, with names for what they share.

A file has two parts: how many there are to look at, and after `-- broken` a row ("case", row, what) for each
that
breaks the invariant. `:now` is the time of the check, `:turn` the minute's number, `:whole` true if a check
is to take
everything. `:cases`, `:events` and the like are conditions, "one of those of this minute", by the alias of
the table.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from returnhub.oversight.guards.shipped import guarded
from returnhub.oversight.invariants.invariant import EXAMPLES

SLICES = {
    "cases": ("c.id", "casework_case", 2_000),
    "happenings": ("h.id", "casework_happening", 40_000),
    "events": ("e.id", "journal_event", 5_000),
    "entries": ("r.number", "record.event", 5_000),
    "reads": ("r.id", "journal_read", 5_000),
}
"""What a check takes a part of: the column as queries name it, its table, and how many numbers at a time."""

_NAME = re.compile(r"(?<!:):([a-z]+)\b")


@cache
def shown(name: str) -> str:
    """An invariant's query as a reader sees it: how many, how many broken, the first few of those as JSON."""
    count, broken = (_filled(part) for part in _read(name).split("-- broken\n"))
    return f"""\
WITH RECURSIVE broken AS (
{broken.strip()}
)
SELECT ({count.removeprefix("-- count").strip()}),
       (SELECT count(*) FROM broken),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(b."case", b.row, b.what)), '[]')::text
        FROM (SELECT * FROM broken ORDER BY "case", row LIMIT {EXAMPLES}) AS b)
"""


@cache
def query(name: str) -> str:
    """The same for psycopg, with %(now)s, %(turn)s and %(whole)s."""
    return _NAME.sub(r"%(\1)s", shown(name).replace("%", "%%"))


def _filled(text: str) -> str:
    text = text.replace(":walk", "\n".join(_read("walk").splitlines()[2:])).replace(":rows", _every_table())
    for name, (column, table, width) in SLICES.items():
        key = column.partition(".")[2]
        first = f"(SELECT {width} * mod(:turn::bigint, max({key}) / {width} + 1) FROM {table})"
        text = text.replace(f":{name}", f"(:whole OR ({column} >= {first} AND {column} < {first} + {width}))")
    return text


def _every_table() -> str:
    """`rows.sql` for every guarded table; a row is found by each event that it names."""
    part = "\n".join(_read("rows").splitlines()[2:])
    parts: list[str] = []
    for table, may_change in sorted(guarded().items()):
        named = ["event_id", *(c for c in may_change if c.endswith("_id"))]
        touched = " UNION ".join(
            f"SELECT id, {', '.join(named)}, xmin::text::bigint AS wrote FROM {table}"
            f" WHERE {c} IN (SELECT id FROM part)"
            for c in named
        )
        writers = ", ".join(f"t.{c}" for c in named)
        parts.append(part.replace(":table", table).replace(":touched", touched).replace(":writers", writers))
    return "\nUNION ALL\n".join(parts)


@cache
def _read(name: str) -> str:
    return files("returnhub.oversight.invariants").joinpath("sql", f"{name}.sql").read_text("utf-8")
