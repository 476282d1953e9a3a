"""A procedure as a pure table: stage x event -> stage, with guard, actor and clock.

Casework folds a case's events through it, the simulator emits the same events, and pages and docs
are drawn from it: one table, several readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from returnhub.problems import Code, Where, refuse
from returnhub.procedure.events import Event, Stage


class Actor(StrEnum):
    """Who does or records it."""

    CASEWORKER = "caseworker"
    AUTHORISING_OFFICER = "authorising officer"
    TRIBUNAL = "tribunal or court"
    PERSON = "the person"
    ESCORT = "escort"
    HUB_MANAGER = "hub manager"
    HOST = "host state"
    CLOCK = "the clock"
    ANYONE = "anyone who knows"


class Guard(StrEnum):
    """What must be shown before an authority or a decision counts; a fact has none."""

    REFERRAL_GROUND = "a ground of referral stands and the scheme is for this person"
    VERDICT_HOLDS = "the verdict on today's facts is that conditions hold"
    PLACE_FREE = "a certified place is free and within every cap"
    SECOND_PERSON = "a second person, shown what speaks against"
    MAY_DEPART = "no bar, nothing unknown, notice run, acceptance valid, exit plan made, no suspension"
    MAY_RETURN_ONWARD = (
        "fresh risk check, no claim open, fit to travel, document valid, monitor told, no suspension"
    )
    MAY_RETURN = "no bar, nothing unknown, notice run, document valid"
    CLAIM_UNDECIDED = "the claim was never decided"


class Clock(StrEnum):
    """What starts to run when the step is taken."""

    APPEAL_TIME = "time to appeal"
    NOTICE = "notice period"
    ACCEPTANCE = "host's acceptance"
    STAY_LIMIT = "stay limit"
    TRANSFER_BACK = "transfer back"
    BREACH = "breach: incident, monitor told, way back"


@dataclass(frozen=True, slots=True)
class Step:
    """In `stage`, `event` leads to `to`. A fact carries no guard: it is recorded whatever the rules say."""

    stage: Stage
    event: Event
    to: Stage
    actor: Actor
    guard: Guard | None = None
    clock: Clock | None = None


class TableError(ValueError):
    """A procedure's table contradicts itself; found on import, so never by a user."""


@dataclass(frozen=True, slots=True)
class Procedure:
    """One procedure. `end` lists the stages that a case may rest in; later facts may still lead out.

    Raises TableError if two steps share stage and event, a stage can't be reached from `first`, a
    stage can't reach an end, or a fact carries a guard.
    """

    name: str
    says: str
    first: Stage
    end: tuple[Stage, ...]
    steps: tuple[Step, ...]
    _by: Mapping[Stage, Mapping[Event, Step]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by: dict[Stage, dict[Event, Step]] = {}
        for step in self.steps:
            row = by.setdefault(step.stage, {})
            if step.event in row:
                raise TableError(f"{self.name}: '{step.event}' twice in '{step.stage}'")
            if step.event.is_fact and step.guard is not None:
                raise TableError(f"{self.name}: the fact '{step.event}' carries a guard")
            row[step.event] = step
        object.__setattr__(self, "_by", MappingProxyType({s: MappingProxyType(r) for s, r in by.items()}))
        named = {self.first, *self.end, *(s.stage for s in self.steps), *(s.to for s in self.steps)}
        if lost := named - set(self.reachable()):
            raise TableError(f"{self.name}: never reached: {sorted(lost)}")
        if stuck := named - _leading_to(self.end, self.steps):
            raise TableError(f"{self.name}: no way to an end: {sorted(stuck)}")

    def stages(self) -> tuple[Stage, ...]:
        """Every stage of this procedure, in the order of `Stage`."""
        return tuple(s for s in Stage if s in set(self.reachable()))

    def events(self) -> tuple[Event, ...]:
        """Every event of this procedure, in the order of `Event`."""
        used = {s.event for s in self.steps}
        return tuple(e for e in Event if e in used)

    def ends(self) -> tuple[Stage, ...]:
        """The stages that a case may rest in, in the order of `Stage`."""
        return tuple(s for s in Stage if s in self.end)

    def leaving(self, stage: Stage) -> tuple[Step, ...]:
        """The steps that lead out of a stage, in the table's order."""
        return tuple(self._by.get(stage, {}).values())

    def allowed(self, stage: Stage) -> tuple[Event, ...]:
        """The events that can be recorded in a stage, in the table's order."""
        return tuple(self._by.get(stage, {}))

    def step(self, stage: Stage, event: Event) -> Step | None:
        """The step for an event in a stage, or None if the table has none."""
        return self._by.get(stage, {}).get(event)

    def next(self, stage: Stage, event: Event) -> Stage:
        """The stage that follows; Problems `procedure.event_not_allowed` names what is allowed next."""
        step = self.step(stage, event)
        if step is None:
            raise refuse(
                Code.PROCEDURE_EVENT_NOT_ALLOWED,
                Where(field="event"),
                procedure=self.name,
                stage=stage.value,
                event=event.value,
                allowed_next=tuple(e.value for e in self.allowed(stage)),
            )
        return step.to

    def reachable(self, start: Stage | None = None) -> tuple[Stage, ...]:
        """Stages that can follow `start` (default: the first stage), itself included, nearest first."""
        found = [self.first if start is None else start]
        for stage in found:
            found.extend(s.to for s in self.leaving(stage) if s.to not in found)
        return tuple(dict.fromkeys(found))


def _leading_to(ends: Iterable[Stage], steps: tuple[Step, ...]) -> set[Stage]:
    """Every stage from which one of `ends` can be reached, the ends included."""
    good = set(ends)
    while more := {s.stage for s in steps if s.to in good} - good:
        good |= more
    return good


def from_each(
    stages: Iterable[Stage], event: Event, to: Stage | None, actor: Actor, clock: Clock | None = None
) -> tuple[Step, ...]:
    """The same step out of several stages; `to=None` records the event and leaves the stage as it is."""
    return tuple(Step(s, event, s if to is None else to, actor, None, clock) for s in stages)
