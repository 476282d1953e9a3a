"""Statements (who said what, when, on whose word), conflicts between them, and claims to be checked."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from returnhub.scheme.figures import FigureId, Frozen, Source

StatementId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]


class Voice(StrEnum):
    """Whose word a statement is."""

    OFFICIAL = "official"
    OUTLET = "outlet's own judgement"
    THIRD_PARTY = "third party"


class Hand(StrEnum):
    """First hand: the outlet heard or was told it. Second hand: it repeats another outlet."""

    FIRST = "first hand"
    SECOND = "second hand"


class Position(StrEnum):
    """Where a state stands on hosting a hub, by one statement."""

    OFFERS = "offers"
    OPEN = "open to talks"
    TALKS = "talks reported"
    CONDITIONAL = "only on conditions"
    REFUSES = "refuses"
    NOT_ASKED = "says it was not asked"
    DENIES = "denies"
    PROPOSES = "proposes"


class Statement(Frozen):
    """One thing that somebody said or wrote, in our own words, once."""

    id: StatementId
    date: dt.date
    date_is: Literal["said", "reported"] = "said"
    state: str | None = Field(
        default=None, description="ISO alpha-3 code of the state it speaks for or about"
    )
    person: str | None = None
    office: str | None = None
    outlet: str
    voice: Voice
    hand: Hand
    says: str = Field(min_length=10, description="A paraphrase in our own words")
    position: Position | None = None
    source: tuple[Source, ...] = Field(min_length=1)


class ConflictSide(Frozen):
    """One side of a conflict: what it holds and the statements behind it."""

    holds: str
    statements: tuple[StatementId, ...] = Field(min_length=1)


class Conflict(Frozen):
    """A question on which statements differ. Both sides stay; nobody picks one here."""

    id: StatementId
    question: str
    sides: tuple[ConflictSide, ...] = Field(min_length=2)
    matters: str = Field(description="What in a plan turns on it")


class AnswerKind(StrEnum):
    """How a claim is answered."""

    COMPUTED = "computed by the model"
    SOURCED = "from sourced figures"
    CANNOT_BE_KNOWN = "can't be known"


class Finding(StrEnum):
    """What the answer says of the claim."""

    HOLDS = "holds"
    HOLDS_IN_PART = "holds in part"
    DOES_NOT_HOLD = "does not hold"
    DEPENDS = "depends on unknown figures"
    CANNOT_BE_KNOWN = "can't be known"


class Claim(Frozen):
    """A public claim about a scheme, who makes it, and the test that would show it.

    `answer` for a computed claim names a check in `returnhub.assessment.claims`; a sourced claim
    gives its `finding` and `because` with figures; a claim that can't be known says why in `because`.
    Where the claim says the opposite of the sentence that the check tests (places do *not* limit the
    scheme), `opposite` turns the finding round.
    """

    id: StatementId
    says: str
    holders: tuple[StatementId, ...] = Field(min_length=1, description="Statements that make the claim")
    disputed_by: tuple[StatementId, ...] = ()
    test: str = Field(description="What would show it true or false")
    kind: AnswerKind
    answer: str | None = Field(default=None, description="Name of the check that computes the answer")
    opposite: bool = Field(default=False, description="The claim says the opposite of what the check tests")
    number: float | None = Field(
        default=None, ge=0, description="The number that the claim names, in the check's unit"
    )
    finding: Finding | None = None
    because: str | None = None
    figures: tuple[FigureId, ...] = ()
