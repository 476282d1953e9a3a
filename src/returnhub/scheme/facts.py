"""Facts: what may be known of a person's case. Rules name them; a caseload has a column for each."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, model_validator

from returnhub.scheme.figures import Frozen


class FactType(StrEnum):
    """The type of a fact's value. A missing value is unknown, whatever the type."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DATE = "date"
    CODE = "code"


class FactGroup(StrEnum):
    """The part of the file that a fact belongs to; pages list facts in this order."""

    PERSON = "person"
    CLAIM = "claim"
    GROUND = "ground of referral"
    PROTECTION = "protection and safeguarding"
    HEALTH = "health"
    FAMILY = "family"
    CUSTODY = "custody"
    DOCUMENT = "document"
    HOST = "host and origin"
    STEP = "step"
    ONWARD = "onward return"


class Fact(Frozen):
    """One typed fact: meaning, who may supply it, on what evidence, how long it stays good."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    type: FactType
    group: FactGroup
    means: str = Field(min_length=8)
    codes: dict[str, str] = Field(default_factory=dict, description="Allowed codes and what each means")
    suppliers: tuple[str, ...] = Field(min_length=1, description="Who may supply it")
    evidence: tuple[str, ...] = Field(min_length=1, description="What has to be on file")
    good_for_days: int | None = Field(
        default=None, ge=1, description="Days after which it is out of date; none if it lasts"
    )
    dated_by: str | None = Field(
        default=None,
        description="The date fact that says when it was found; out of date, it reads as missing",
    )
    low: int | None = None
    high: int | None = None

    @model_validator(mode="after")
    def _codes_fit_the_type(self) -> Fact:
        if (self.type is FactType.CODE) != bool(self.codes):
            raise ValueError("a fact of type code lists its codes, and no other fact does")
        return self

    @model_validator(mode="after")
    def _a_dated_fact_goes_out_of_date(self) -> Fact:
        if self.dated_by is not None and self.good_for_days is None:
            raise ValueError("a fact that is dated by another says for how many days it stays good")
        return self
