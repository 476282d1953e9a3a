"""Events -> where a case stands: the stage is derived each time, never stored by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from returnhub.problems import Code, Problem, Problems, Where
from returnhub.procedure.events import Event, Happening, Stage
from returnhub.procedure.table import Procedure


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its stage, since when (None before any event), and what is allowed next."""

    stage: Stage
    since: dt.datetime | None
    allowed: tuple[Event, ...]


def in_order(happenings: Iterable[Happening]) -> list[Happening]:
    """By the time they happened; of the same moment, in the order given."""
    return sorted(happenings, key=lambda h: h.happened)


def fold(procedure: Procedure, happenings: Iterable[Happening]) -> Standing:
    """Where one case stands after its events, whatever order they were recorded in.

    Problems, on the first event that does not fit: `procedure.event_not_allowed` with `allowed_next`,
    or `procedure.time_reversed` if it was recorded before it happened.
    """
    stage, since = procedure.first, None
    for h in in_order(happenings):
        if h.recorded < h.happened:
            raise Problems([reversed_time(h)])
        after = procedure.next(stage, h.event)
        if after is not stage:
            stage, since = after, h.happened
    return Standing(stage, since, procedure.allowed(stage))


def reversed_time(h: Happening) -> Problem:
    """The problem of an event that was recorded before it happened."""
    return Problem(
        Code.PROCEDURE_TIME_REVERSED,
        Where(field=h.case),
        {"event": h.event.value, "happened": h.happened.isoformat(), "recorded": h.recorded.isoformat()},
    )
