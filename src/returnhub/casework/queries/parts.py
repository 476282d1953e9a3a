"""What of a file each role sees: its pages, and which facts of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from returnhub.accounts.roles import Role
from returnhub.journal.actor import Actor
from returnhub.scheme.facts import Fact, FactGroup, FactType


class Part(StrEnum):
    """A page of the file. The value is its name in addresses and in the record of reads."""

    OVERVIEW = "case"
    FACTS = "facts"
    SCREENING = "screening"
    TIMELINE = "timeline"
    MOVES = "moves"
    PACKETS = "packets"
    STAY = "stay"
    HEALTH = "health"
    ONWARD = "onward"
    CUSTODY = "custody"
    LAWYERS = "lawyers"
    VOLUNTARY = "voluntary"
    FAMILY = "family"
    EVIDENCE = "evidence"
    DOCUMENTS = "documents"
    NOTES = "notes"
    READS = "reads"


_EVERYTHING = frozenset(Part)
PARTS: Mapping[Role, frozenset[Part]] = MappingProxyType(
    {
        Role.SCREENING: _EVERYTHING,
        Role.AUTHORISING: _EVERYTHING,
        Role.MONITOR: _EVERYTHING,
        Role.AUDITOR: _EVERYTHING - {Part.NOTES},
        Role.LAWYER: _EVERYTHING - {Part.NOTES},
        Role.REFERRING: frozenset(
            {Part.OVERVIEW, Part.FACTS, Part.EVIDENCE, Part.FAMILY, Part.VOLUNTARY, Part.NOTES}
        ),
        Role.DOCUMENT: frozenset(
            {Part.OVERVIEW, Part.FACTS, Part.EVIDENCE, Part.DOCUMENTS, Part.PACKETS, Part.ONWARD, Part.NOTES}
        ),
    }
)
"""The pages of a file that a role sees (interface.md section 2)."""

OWN_ALONE = frozenset({Role.REFERRING})
"""Roles that see only what they supplied themselves."""


def sees(actor: Actor, part: Part) -> bool:
    """True if the actor's role sees this part of a file."""
    return part in PARTS.get(Role(actor.role), frozenset())


def sees_fact(actor: Actor, fact: Fact) -> bool:
    """True if the actor's role sees facts of this group: a document officer those of documents alone."""
    return actor.role != Role.DOCUMENT or fact.group is FactGroup.DOCUMENT


def measured(actor: Actor, fact: Fact) -> bool:
    """True for a measure of health of which the actor's role sees no more than yes or no."""
    measure = fact.group is FactGroup.HEALTH and fact.type is FactType.INTEGER
    return measure and actor.role in (Role.SCREENING, Role.AUTHORISING)


def in_words(fact: Fact, value: object, actor: Actor) -> str:
    """A stored value as a page says it. Of health, officers see yes or no and dates, never a measure."""
    if value is None:
        return "Not known"
    if fact.type is FactType.BOOLEAN:
        return "Yes" if value else "No"
    if fact.type is FactType.CODE:
        return fact.codes.get(str(value), str(value))
    if fact.type is FactType.DATE:
        return f"{dt.date.fromisoformat(str(value)):%-d %B %Y}"
    if measured(actor, fact):
        return "Yes" if value else "No"
    return str(value)
