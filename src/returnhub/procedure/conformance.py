"""Does a history of events fit the table? The same check for a simulated run and for the live record."""

from __future__ import annotations

from collections.abc import Iterable

from returnhub.problems import Code, Problem, Where
from returnhub.procedure.events import Happening, Stage
from returnhub.procedure.fold import in_order, reversed_time
from returnhub.procedure.table import Procedure


def conformance(procedure: Procedure, happenings: Iterable[Happening]) -> list[Problem]:
    """Everything that does not fit, over all cases at once; an empty list if the history fits.

    An event that does not fit is reported and passed over, so that one slip gives one problem.
    """
    problems: list[Problem] = []
    stands: dict[str, Stage] = {}
    for h in in_order(happenings):
        if h.recorded < h.happened:
            problems.append(reversed_time(h))
        stage = stands.get(h.case, procedure.first)
        step = procedure.step(stage, h.event)
        if step is not None:
            stands[h.case] = step.to
            continue
        problems.append(
            Problem(
                Code.PROCEDURE_EVENT_NOT_ALLOWED,
                Where(field=h.case),
                {
                    "procedure": procedure.name,
                    "stage": stage.value,
                    "event": h.event.value,
                    "allowed_next": tuple(e.value for e in procedure.allowed(stage)),
                },
            )
        )
    return problems
