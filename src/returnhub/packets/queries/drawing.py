"""A packet as the record has it now: what a page shows before it is sent, and what is then sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeVar

from django.db import connections

from returnhub.packets.kinds import Packet, Shape, as_fields, listed
from returnhub.problems import Code, Where, refuse
from returnhub.record.entry import canonical

P = TypeVar("P", bound=Packet)
_LISTS = (Shape.REFERENCES, Shape.NAMES, Shape.NUMBERS)


def drawn(case: int, kind: type[P], **given: object) -> P:
    """A packet of a kind about a case's person, with what its sender gives (days as dates or as text).

    Raises Problems: command.field_missing for each listed field that its sender has to give, and
    command.not_possible (`packet_unknown`, with `fields`) if the record lacks what the packet has to say.
    """
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT guard.drawn(%s)", [case])
        found = cursor.fetchone()[0]
    record: Mapping[str, Any] = json.loads(found) if isinstance(found, str) else found
    values: dict[str, Any] = {}
    lacks: list[str] = []
    for one in listed(kind):
        if one.given:
            if given.get(one.name) in (None, ""):
                raise refuse(Code.COMMAND_FIELD_MISSING, Where(field=one.name))
            values[one.name] = str(given[one.name])
            continue
        value = record[one.name]
        if (value is None and not one.may_be_unknown) or (one.shape is Shape.NAMES and not value):
            lacks.append(one.name)
        values[one.name] = tuple(value) if one.shape in _LISTS else value
    if lacks:
        raise refuse(Code.COMMAND_NOT_POSSIBLE, kind="packet_unknown", fields=tuple(lacks), allowed_next=())
    return kind(**values)


def digest(packet: Packet) -> str:
    """SHA-256 of a packet's fields as canonical JSON, hexadecimal: what a page showed, and what was sent."""
    return sha256(canonical(as_fields(packet))).hexdigest()
