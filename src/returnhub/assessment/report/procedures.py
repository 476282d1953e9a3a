"""The scheme's procedure as a figure: the same table that the record and the simulator follow."""

from __future__ import annotations

from returnhub.assessment.report.exhibits import Exhibit
from returnhub.assessment.report.grid import grid
from returnhub.assessment.report.words import sentence
from returnhub.procedure import procedure as named
from returnhub.procedure.draw import own, shared, stages_in_words
from returnhub.procedure.graph import as_svg
from returnhub.scheme.model import Scheme


def procedure(scheme: Scheme) -> Exhibit:
    """The procedure's graph and every step of its table."""
    table = named(scheme.procedure.value)
    ends = "; ".join(stage.value for stage in table.ends())
    rows = [
        (
            sentence(stage.value),
            sentence(step.event.value),
            sentence(step.to.value),
            sentence(step.actor.value),
        )
        for stage in table.stages()
        for step in own(table, stage)
    ]
    rows += [
        (
            sentence(stages_in_words(table, group)),
            sentence(group.event.value),
            "The stage stays" if group.to is None else sentence(group.to.value),
            sentence(group.steps[0].actor.value),
        )
        for group in shared(table)
    ]
    return Exhibit(
        id="procedure-chart",
        finding=f"A case passes through {len(table.stages())} stages and may rest at {len(table.ends())}",
        subtitle=f"The procedure {table.name.replace('_', ' ')}: stages from top to bottom, each with what "
        "may happen next",
        draw=lambda ident, _title, _alt, _width: as_svg(table, ident),
        scrolls=True,
        words=f"{table.says} A case may rest at: {ends}.",
        leaves_out="Dated bars, clocks and custody, which run beside the stages, and everything that "
        "happens without authority, which is recorded as a breach.",
        source="returnhub's table of stages and events, drawn from the same table that the simulator "
        "follows.",
        grid=grid(
            "Steps of the procedure",
            ("At this stage", "This may happen", "Leads to", "Who does it"),
            rows,
            size="medium",
            file="procedure.csv",
        ),
    )
