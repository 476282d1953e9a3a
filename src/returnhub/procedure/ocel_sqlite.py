"""An object-centric event log as the SQLite format of OCEL 2.0: a table for each type of event and object."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from returnhub.procedure.ocel import BEGINNING, Log, Value, kinds

_COLUMN = {"boolean": "BOOLEAN", "integer": "INTEGER", "float": "REAL", "time": "TIMESTAMP", "string": "TEXT"}
_TABLES = """
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT NOT NULL);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES event_map_type (ocel_type));
CREATE TABLE object (
  ocel_id TEXT PRIMARY KEY, ocel_type TEXT NOT NULL REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (
  ocel_event_id TEXT NOT NULL REFERENCES event (ocel_id),
  ocel_object_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_qualifier TEXT NOT NULL,
  PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
  ocel_source_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_target_id TEXT NOT NULL REFERENCES object (ocel_id),
  ocel_qualifier TEXT NOT NULL,
  PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""


def write_sqlite(log: Log, path: Path) -> None:
    """Write the log to an empty file. Raises OSError if it cannot be written."""
    try:
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(_TABLES)
            _types(database, log)
            _events(database, log)
            _objects(database, log)
    except sqlite3.OperationalError as fault:
        raise OSError(str(fault)) from fault


def table_name(type_name: str) -> str:
    """`screened: conditions hold` -> `ScreenedConditionsHold`, as the names of tables are."""
    return "".join(word[:1].upper() + word[1:] for word in re.findall(r"[A-Za-z0-9]+", type_name))


def _types(database: sqlite3.Connection, log: Log) -> None:
    of_events = kinds((e.type, e.attributes) for e in log.events)
    of_objects = kinds((o.type, {a.name: a.value for a in o.attributes}) for o in log.objects)
    # an event stands in its table once; an object once at first, and again for each change
    for kind, types, once, changed in (
        ("event", of_events, " PRIMARY KEY", ""),
        ("object", of_objects, "", "ocel_changed_field TEXT, "),
    ):
        _insert(database, f"{kind}_map_type", [(name, table_name(name)) for name in types])
        for name, columns in types.items():
            own = "".join(f', "{c}" {_COLUMN[k]}' for c, k in columns.items())
            database.execute(
                f'CREATE TABLE "{kind}_{table_name(name)}" '
                f"(ocel_id TEXT NOT NULL{once} REFERENCES {kind} (ocel_id), "
                f"{changed}ocel_time TIMESTAMP NOT NULL{own})"
            )


def _events(database: sqlite3.Connection, log: Log) -> None:
    _insert(database, "event", [(e.id, e.type) for e in log.events])
    for e in log.events:
        _row(database, f"event_{table_name(e.type)}", {"ocel_id": e.id, "ocel_time": e.time, **e.attributes})


def _objects(database: sqlite3.Connection, log: Log) -> None:
    _insert(database, "object", [(o.id, o.type) for o in log.objects])
    for o in log.objects:
        table = f"object_{table_name(o.type)}"
        first = {a.name: a.value for a in o.attributes if a.time == BEGINNING}
        _row(database, table, {"ocel_id": o.id, "ocel_time": BEGINNING, **first})
        for a in o.attributes:
            if a.time != BEGINNING:
                row = {"ocel_id": o.id, "ocel_changed_field": a.name, "ocel_time": a.time, a.name: a.value}
                _row(database, table, row)
    links = [(o.id, link.object, link.qualifier) for o in log.objects for link in o.links]
    _insert(database, "object_object", links)
    links = [(e.id, link.object, link.qualifier) for e in log.events for link in e.links]
    _insert(database, "event_object", links)


def _row(database: sqlite3.Connection, table: str, row: dict[str, Value]) -> None:
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    database.execute(
        f'INSERT INTO "{table}" ({names}) VALUES ({marks})', [_stored(value) for value in row.values()]
    )


def _insert(database: sqlite3.Connection, table: str, rows: Iterable[Sequence[str]]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)


def _stored(value: Value) -> str | int | float:
    # the standard's own examples write a blank between date and time
    return value.isoformat(" ") if isinstance(value, dt.datetime) else value
