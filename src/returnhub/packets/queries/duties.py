"""Who owes what about one person now: by the procedure, by a clock, and as long as they stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from returnhub.accounts.roles import Role
from returnhub.agreements.queries.schemes import folder
from returnhub.casework.models import Case, Clock
from returnhub.casework.queries.actions import main_step, what_next
from returnhub.casework.words import clock_event, effect
from returnhub.packets.duties import BOTH, HOST, SENDING, SIDE_OF, STANDING
from returnhub.packets.words import SIDES
from returnhub.procedure import PROCEDURES, Stage
from returnhub.scheme.model import Term

_HOST_ROLES = frozenset({Role.HOST, Role.HUB_MANAGER, Role.CLINICIAN})


@dataclass(frozen=True, slots=True)
class Duty:
    """What a side owes: since when, by which day, what follows if it is not done, and where that stands.
    `lasts`: a duty that is never done with while the person is where they are."""

    side: str
    says: str
    source: str
    since: dt.date | None = None
    by: dt.date | None = None
    then: str = ""
    lasts: bool = False

    @property
    def whose(self) -> str:
        """The side in words."""
        return SIDES.get(self.side, "Both states")


def duties(case: Case, stage: Stage, since: dt.date | None, clocks: Iterable[Clock]) -> list[Duty]:
    """Every duty about a person as officers of the sending state see them, what is due first on top."""
    found = [_of_clock(clock) for clock in clocks if clock.owner != "person"]
    step = main_step(PROCEDURES[case.procedure], stage)
    text, _ = what_next(case.procedure, stage.value)
    if step is not None and step.actor in SIDE_OF:
        source = f"Procedure, step “{stage.value}”"
        says = f"It waits for this: {text}."
        found.append(Duty(SIDE_OF[step.actor], says, source, since))
    return [*sorted(found, key=lambda d: d.by or dt.date.max), *_standing(stage, since)]


def duties_for_host(stage: Stage, since: dt.date | None, clocks: Iterable[Clock]) -> list[Duty]:
    """As the host state sees them: its own clocks, and duties that tell nothing of the case's step."""
    own = [_of_clock(clock) for clock in clocks if clock.owner == Role.HOST]
    return [*sorted(own, key=lambda d: d.by or dt.date.max), *_standing(stage, since)]


def terms(scheme: str) -> list[Term]:
    """What the agreement says of duties, or leaves open; nothing where a scheme has no folder."""
    found = folder(scheme)
    return list(found.agreement.terms) if found else []


def _of_clock(clock: Clock) -> Duty:
    return Duty(
        HOST if clock.owner in _HOST_ROLES else SENDING,
        f"{clock_event(clock.kind)}.",
        f"Clock: {clock.counted}",
        clock.started_on,
        clock.ends_on,
        effect(clock.effect),
    )


def _standing(stage: Stage, since: dt.date | None) -> list[Duty]:
    order = {HOST: 0, SENDING: 1, BOTH: 2}
    found = (
        Duty(one.side, one.says, f"{one.source} ({one.confidence})", since, lasts=True)
        for one in STANDING
        if stage in one.stages
    )
    return sorted(found, key=lambda d: order[d.side])
