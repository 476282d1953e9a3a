"""A rule and a profile as they stand in the files of `law/`: a sentence, a source, dated versions."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from itertools import pairwise
from typing import Any, cast

from pydantic import Field, model_validator

from returnhub.problems import Code, Problem, Where
from returnhub.scheme.figures import Confidence, Frozen, Source


class Group(StrEnum):
    """What a rule decides on: why this person, the move to the hub, or the onward return."""

    POWER_AND_PURPOSE = "power_and_purpose"
    TO_THE_HUB = "to_the_hub"
    ONWARD = "onward"


class About(StrEnum):
    """Whether a rule asks about the person and their case, or about a step of the scheme itself."""

    PERSON = "person"
    STEP = "step"


TO_THE_HUB = (Group.POWER_AND_PURPOSE, Group.TO_THE_HUB)
"""The groups that answer "could this person be moved?"."""


class Signed(Frozen):
    """Who signed a version off, when, and where that is recorded."""

    by: str
    on: dt.date
    record: str


class Version(Frozen):
    """The condition as it stands from one day to another, both included."""

    from_: dt.date = Field(alias="from")
    to: dt.date | None = None
    holds: str
    confidence: Confidence = Confidence.ASSUMPTION
    signed: Signed | None = None
    why: str | None = None

    def in_force(self, day: dt.date) -> bool:
        """True from its first day to its last."""
        return self.from_ <= day and (self.to is None or day <= self.to)


class Rule(Frozen):
    """One rule, as a lawyer reads it."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=55)
    group: Group
    about: About
    title: str = Field(min_length=3, max_length=60, description="A few words for tables")
    says: str = Field(min_length=8, description="What must hold, in one sentence")
    source: tuple[Source, ...] = Field(min_length=1)
    confidence: Confidence
    if_fails: str = Field(min_length=8, description="What it means when it does not hold")
    if_unknown: str = Field(min_length=8, description="Whom to ask")
    versions: tuple[Version, ...] = Field(min_length=1, description="Dated versions, earliest first")

    @model_validator(mode="before")
    @classmethod
    def _a_version_is_as_sure_as_its_rule(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        fields = cast("dict[str, Any]", given)
        sure, versions = fields.get("confidence"), fields.get("versions")
        if sure is None or not isinstance(versions, list):
            return fields
        listed: list[Any] = []
        for version in cast("list[Any]", versions):
            listed.append({"confidence": sure} | version if isinstance(version, dict) else version)
        return fields | {"versions": listed}


class Choice(Frozen):
    """A rule of a profile, pinned to one of its versions (1 is the earliest)."""

    id: str
    version: int = Field(ge=1)


class Profile(Frozen):
    """A body of law at one time, as a list of rules."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)
    title: str
    date: dt.date = Field(description="The day as of which the law was read")
    says: str
    differs: str = Field(description="How it differs from the other profiles, and why")
    source: tuple[Source, ...] = Field(min_length=1)
    confidence: Confidence
    rules: tuple[str | Choice, ...] = Field(min_length=1)


def check_versions(rule: Rule, where: Where) -> list[Problem]:
    """Overlaps and gaps between the versions of a rule: one is in force on every day from the first."""
    problems: list[Problem] = []
    for earlier, later in pairwise(rule.versions):
        after = None if earlier.to is None else earlier.to + dt.timedelta(days=1)
        if after is None or later.from_ < after:
            problems.append(Problem(Code.RULE_VERSION_OVERLAP, where, {"name": rule.id, "date": later.from_}))
        elif later.from_ > after:
            problems.append(Problem(Code.RULE_VERSION_GAP, where, {"name": rule.id, "date": after}))
    for version in rule.versions:
        if version.to is not None and version.to < version.from_:
            problems.append(Problem(Code.RULE_VERSION_GAP, where, {"name": rule.id, "date": version.from_}))
    return problems
