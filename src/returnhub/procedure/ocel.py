"""An object-centric event log (OCEL 2.0) as a value, and as JSON: what happened, to which things, as what.

Times are UTC. An event's time is when it happened; when it was recorded is its attribute `recorded`.
The format is the public standard of 2023 (ocel-standard.org, general knowledge).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | dt.datetime

BEGINNING = dt.datetime(1970, 1, 1)
"""The time of an attribute that an object has from the start, as the standard writes it."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is true of an object from a time on."""

    name: str
    value: Value
    time: dt.datetime = BEGINNING


@dataclass(frozen=True, slots=True)
class Link:
    """An object that an event or another object has to do with, and as what."""

    object: str
    qualifier: str


@dataclass(slots=True)
class Object:
    """A thing that events happen to: a person, a household, a hub, a transfer."""

    id: str
    type: str
    attributes: list[Attribute] = field(default_factory=list[Attribute])
    links: list[Link] = field(default_factory=list[Link])


@dataclass(frozen=True, slots=True)
class LogEvent:
    """One event with its attributes and the objects that it has to do with."""

    id: str
    type: str
    time: dt.datetime
    attributes: Mapping[str, Value]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """A whole log. Ids are unique among objects and among events; links lead to objects in it."""

    objects: tuple[Object, ...]
    events: tuple[LogEvent, ...]


def as_json(log: Log) -> dict[str, object]:
    """The log as the JSON format has it."""
    return {
        "objectTypes": _types((o.type, {a.name: a.value for a in o.attributes}) for o in log.objects),
        "eventTypes": _types((e.type, e.attributes) for e in log.events),
        "objects": [
            {
                "id": o.id,
                "type": o.type,
                "attributes": [
                    {"name": a.name, "time": written(a.time), "value": _plain(a.value)} for a in o.attributes
                ],
                "relationships": _links(o.links),
            }
            for o in log.objects
        ],
        "events": [
            {
                "id": e.id,
                "type": e.type,
                "time": written(e.time),
                "attributes": [{"name": n, "value": _plain(v)} for n, v in e.attributes.items()],
                "relationships": _links(e.links),
            }
            for e in log.events
        ],
    }


def kinds(members: Iterable[tuple[str, Mapping[str, Value]]]) -> dict[str, dict[str, str]]:
    """Type -> attribute -> the standard's name of its kind, in the order of first use."""
    found: dict[str, dict[str, str]] = {}
    for name, attributes in members:
        row = found.setdefault(name, {})
        for attribute, value in attributes.items():
            row.setdefault(attribute, _kind(value))
    return found


def written(time: dt.datetime) -> str:
    """A time in the standard's form, with its zone: naive times are UTC."""
    return f"{time.isoformat(timespec='milliseconds')}Z"


def _types(members: Iterable[tuple[str, Mapping[str, Value]]]) -> list[dict[str, object]]:
    return [
        {"name": name, "attributes": [{"name": a, "type": kind} for a, kind in row.items()]}
        for name, row in kinds(members).items()
    ]


def _links(links: Iterable[Link]) -> list[dict[str, str]]:
    return [{"objectId": link.object, "qualifier": link.qualifier} for link in links]


def _kind(value: Value) -> str:
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "float"
        case dt.datetime():
            return "time"
        case _:
            return "string"


def _plain(value: Value) -> object:
    return written(value) if isinstance(value, dt.datetime) else value
