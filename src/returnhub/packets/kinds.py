"""What may leave for another state, as types: the fields listed here, of these shapes, and nothing else.

Nobody types a packet. What it says of a person is drawn from the record (`queries.drawing`), and what its
sender adds is a day or one of the listed words. The database has this list too, filled at set-up, and refuses
every packet that differs from it, or from the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar

from returnhub.procedure import Stage
from returnhub.procedure.hub_path import PREPARING


class Receiver(StrEnum):
    """Who gets a packet: the host state, or the consulate of the state of origin."""

    HOST = "host"
    ORIGIN = "origin"


class Shape(StrEnum):
    """What a value may look like; `guards.sql` says each in SQL. There is no shape for words of one's own:
    names and numbers are those in the record, dates are text as JSON has them (YYYY-MM-DD)."""

    REFERENCE = "reference"
    REFERENCES = "references"
    NAME = "name"
    NAMES = "names"
    DATE = "date"
    YEAR = "year"
    YES_NO = "yes_no"
    WORD = "word"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Listed:
    """A field: may it be unknown (null), the words of which it is one, and whether the sender gives it."""

    name: str
    shape: Shape
    may_be_unknown: bool
    words: tuple[str, ...]
    given: bool


def _drawn(shape: Shape, *, words: tuple[str, ...] = (), may_be_unknown: bool = False) -> Any:
    about = {"shape": shape, "words": words, "may_be_unknown": may_be_unknown, "given": False}
    return field(metadata=about)


def _given(shape: Shape, *, words: tuple[str, ...] = ()) -> Any:
    return field(metadata={"shape": shape, "words": words, "may_be_unknown": False, "given": True})


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What every kind is: `stages` are those of a case in which it may be sent, `title` its name in words.

    `own_verb` is the command of a room above that sends it with what belongs to it, where there is one.
    """

    own_verb: ClassVar[str] = ""
    kind: ClassVar[str]
    to: ClassVar[Receiver]
    title: ClassVar[str]
    stages: ClassVar[tuple[Stage, ...]]


SEXES = ("female", "male", "another")
WHY_BACK = ("stay_limit", "return_not_possible", "sending_state_decides")
"""Why somebody is brought back, as the host is told: never what they have claimed."""

DECIDED_FOR_GOOD = (
    Stage.EXHAUSTED,
    Stage.RETURN_AUTHORISED,
    *PREPARING,
    Stage.IN_HUB,
    Stage.ONWARD_AUTHORISED,
    Stage.AT_LIMIT,
    Stage.RELEASED_IN_HOST,
)
"""Stages in which the origin may be contacted, if nothing else speaks against it: `guard.against_contact`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceRequest(Packet):
    """Will the host take this person? Needs of a place are yes or no; unknown is said as unknown."""

    kind = "acceptance_request"
    to = Receiver.HOST
    title = "Request for acceptance"
    # from the proposal on there is a hub to ask
    stages = PREPARING[PREPARING.index(Stage.PROPOSED) :]

    reference: str = _drawn(Shape.REFERENCE)
    hub: str = _drawn(Shape.NAME)
    name: str = _drawn(Shape.NAME)
    birth_year: int | None = _drawn(Shape.YEAR, may_be_unknown=True)
    sex: str | None = _drawn(Shape.WORD, words=SEXES, may_be_unknown=True)
    nationality: str | None = _drawn(Shape.NAME, may_be_unknown=True)
    family: tuple[str, ...] = _drawn(Shape.REFERENCES)
    needs_step_free: bool | None = _drawn(Shape.YES_NO, may_be_unknown=True)
    needs_care: bool | None = _drawn(Shape.YES_NO, may_be_unknown=True)
    needs_family_place: bool | None = _drawn(Shape.YES_NO, may_be_unknown=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalFile(Packet):
    """What the host takes over with a person whom it accepted, and on which day they are to come."""

    kind = "arrival_file"
    to = Receiver.HOST
    title = "File for the arrival"
    stages = (
        Stage.ACCEPTED,
        Stage.PLANNED,
        Stage.AUTHORISED,
        Stage.DEPARTED,
        Stage.IN_HUB,
        # whoever arrives without authority is there all the same
        Stage.HOST_CLAIM,
    )

    reference: str = _drawn(Shape.REFERENCE)
    hub: str = _drawn(Shape.NAME)
    names: tuple[str, ...] = _drawn(Shape.NAMES)
    birth_on: str | None = _drawn(Shape.DATE, may_be_unknown=True)
    sex: str | None = _drawn(Shape.WORD, words=SEXES, may_be_unknown=True)
    nationality: str | None = _drawn(Shape.NAME, may_be_unknown=True)
    family: tuple[str, ...] = _drawn(Shape.REFERENCES)
    needs_step_free: bool | None = _drawn(Shape.YES_NO, may_be_unknown=True)
    needs_care: bool | None = _drawn(Shape.YES_NO, may_be_unknown=True)
    needs_family_place: bool | None = _drawn(Shape.YES_NO, may_be_unknown=True)
    has_lawyer: bool = _drawn(Shape.YES_NO)
    document_numbers: tuple[str, ...] = _drawn(Shape.NUMBERS)
    arrives_on: str = _given(Shape.DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferBackNotice(Packet):
    """The sending state takes somebody back, on which day and on which of the agreed grounds."""

    kind = "transfer_back_notice"
    to = Receiver.HOST
    title = "Notice of transfer back"
    stages = (Stage.WAY_BACK,)

    reference: str = _drawn(Shape.REFERENCE)
    hub: str = _drawn(Shape.NAME)
    name: str = _drawn(Shape.NAME)
    why: str = _given(Shape.WORD, words=WHY_BACK)
    leaves_on: str = _given(Shape.DATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRequest(Packet):
    """Who this person is, for the consulate of their origin to issue a travel document; and nothing else.

    No reference of ours and no place: both would tell what the person asked for, and where they are.
    """

    kind = "document_request"
    to = Receiver.ORIGIN
    title = "Request for a travel document"
    own_verb = "onward.ask_document"
    stages = DECIDED_FOR_GOOD

    names: tuple[str, ...] = _drawn(Shape.NAMES)
    birth_on: str = _drawn(Shape.DATE)
    birth_place: str | None = _drawn(Shape.NAME, may_be_unknown=True)
    father: str | None = _drawn(Shape.NAME, may_be_unknown=True)
    mother: str | None = _drawn(Shape.NAME, may_be_unknown=True)
    photograph: bool = _drawn(Shape.YES_NO)
    fingerprints: bool = _drawn(Shape.YES_NO)
    document_numbers: tuple[str, ...] = _drawn(Shape.NUMBERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoluntaryReturn(Packet):
    """That somebody who chose to returns, and when."""

    kind = "voluntary_return"
    to = Receiver.ORIGIN
    title = "Confirmation of a voluntary return"
    stages = DECIDED_FOR_GOOD

    names: tuple[str, ...] = _drawn(Shape.NAMES)
    birth_on: str = _drawn(Shape.DATE)
    document_numbers: tuple[str, ...] = _drawn(Shape.NUMBERS)
    returns_on: str = _given(Shape.DATE)


KINDS: Mapping[str, type[Packet]] = MappingProxyType(
    {
        one.kind: one
        for one in (AcceptanceRequest, ArrivalFile, TransferBackNotice, DocumentRequest, VoluntaryReturn)
    }
)
"""Every kind by its name. There is no other."""


def listed(kind: type[Packet]) -> tuple[Listed, ...]:
    """The fields of a kind, in their order."""
    return tuple(
        Listed(
            name=f.name,
            shape=f.metadata["shape"],
            may_be_unknown=f.metadata["may_be_unknown"],
            words=f.metadata["words"],
            given=f.metadata["given"],
        )
        for f in fields(kind)
    )


def as_fields(packet: Packet) -> dict[str, object]:
    """A packet as JSON has it: exactly the listed fields."""
    values = ((one.name, getattr(packet, one.name)) for one in listed(type(packet)))
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}
