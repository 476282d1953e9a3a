"""A procedure's table as text for a terminal and as Markdown for the docs. The picture is in `graph`."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from returnhub.procedure.events import Event, Stage
from returnhub.procedure.table import Procedure, Step

MANY = 3
"""A step out of this many stages or more is shown once, with the stages that it leads out of."""


@dataclass(frozen=True, slots=True)
class Shared:
    """One event out of several stages to one stage; `to` is None if it leaves each stage as it is."""

    event: Event
    to: Stage | None
    steps: tuple[Step, ...]

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that it leads out of."""
        return tuple(s.stage for s in self.steps)


def shared(procedure: Procedure) -> tuple[Shared, ...]:
    """The events that lead out of many stages to the same one, in the order of `Event`."""
    groups: dict[tuple[Event, Stage | None], list[Step]] = {}
    for step in procedure.steps:
        groups.setdefault((step.event, None if step.to is step.stage else step.to), []).append(step)
    found = [Shared(event, to, tuple(steps)) for (event, to), steps in groups.items() if len(steps) >= MANY]
    order = list(Event)
    return tuple(sorted(found, key=lambda g: order.index(g.event)))


def own(procedure: Procedure, stage: Stage) -> tuple[Step, ...]:
    """The steps out of a stage that are not shared with many others."""
    several = {step for group in shared(procedure) for step in group.steps}
    return tuple(s for s in procedure.leaving(stage) if s not in several)


def as_text(procedure: Procedure, width: int = 100) -> str:
    """The table for a terminal: each stage with what can happen in it, then what is shared by many stages.

    No line is wider than `width` (60 or more).
    """
    lines = textwrap.wrap(procedure.says, width)
    for stage in procedure.stages():
        steps = own(procedure, stage)
        if not steps:
            continue
        rest = " (a case may rest here)" if stage in procedure.end else ""
        lines += ["", *textwrap.wrap(f"{stage.value}{rest}", width)]
        for step in steps:
            lines += _row(step.event.value, _to(step.to, stage), _notes(step), width)
    lines += ["", "At many stages"]
    for group in shared(procedure):
        to = "the stage stays" if group.to is None else group.to.value
        notes = [*_notes(group.steps[0]), f"from {stages_in_words(procedure, group)}"]
        lines += _row(group.event.value, to, notes, width)
    lines += ["", "A case may rest here"]
    rests = "; ".join(s.value for s in procedure.ends())
    lines += textwrap.wrap(rests, width, initial_indent="  ", subsequent_indent="  ")
    return "\n".join(lines)


def as_markdown(procedure: Procedure) -> str:
    """The table for the docs: one Markdown table of steps by stage, one of what many stages share."""
    lines = [f"## {procedure.name}", "", procedure.says, ""]
    lines += ["| stage | event | leads to | who | only if | starts |", "|---|---|---|---|---|---|"]
    for stage in procedure.stages():
        for step in own(procedure, stage):
            cells = (stage.value, step.event.value, _to(step.to, stage), *_who_if_starts(step))
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", "What can happen at many stages:", ""]
    lines += ["| event | leads to | who | only if | starts | from |", "|---|---|---|---|---|---|"]
    for group in shared(procedure):
        to = "the stage stays" if group.to is None else group.to.value
        cells = (group.event.value, to, *_who_if_starts(group.steps[0]), stages_in_words(procedure, group))
        lines.append(f"| {' | '.join(cells)} |")
    rests = "; ".join(s.value for s in procedure.ends())
    facts = "; ".join(e.value for e in procedure.events() if e.is_fact)
    lines += ["", f"A case may rest here: {rests}.", ""]
    lines += [f"Facts, always recorded and never refused: {facts}.", ""]
    return "\n".join(lines)


def _to(to: Stage, stage: Stage) -> str:
    return "the stage stays" if to is stage else to.value


def _who_if_starts(step: Step) -> tuple[str, str, str]:
    return (step.actor.value, step.guard.value if step.guard else "", step.clock.value if step.clock else "")


def _notes(step: Step) -> list[str]:
    notes = [step.actor.value]
    if step.clock:
        notes.append(f"starts: {step.clock.value}")
    if step.guard:
        notes.append(f"only if: {step.guard.value}")
    return notes


def stages_in_words(procedure: Procedure, group: Shared) -> str:
    """The stages that a shared event leads out of; where these are most, those that it does not."""
    others = [s for s in procedure.stages() if s not in group.stages and s is not group.to]
    if len(others) <= 3:
        return "every stage" + (f" but {', '.join(s.value for s in others)}" if others else "")
    return "; ".join(s.value for s in procedure.stages() if s in group.stages)


def _row(event: str, to: str, notes: Sequence[str], width: int) -> list[str]:
    """`  event -> to` and, wrapped under it, who and on what condition."""
    head = f"  {event} -> {to}"
    lines = textwrap.wrap(head, width, subsequent_indent="      ")
    return lines + textwrap.wrap("; ".join(notes), width, initial_indent="      ", subsequent_indent="      ")
