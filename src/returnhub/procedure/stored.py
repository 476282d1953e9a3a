"""Procedures as tables that PostgreSQL keeps, so that the database itself derives a case's stage.

Schema `rules`; stages, events, actors, guards and clocks are written with their values (the phrases).

    rules.step(procedure, stage, event, leads_to, actor, guard, clock, is_fact, position)
    rules.procedure(procedure, first_stage)
    rules.first_stage(procedure text) -> text
    rules.allowed(procedure text, stage text) -> setof text, in the table's order
    rules.fold(procedure text, events text[]) -> text

`fold` is `fold.fold` without the times: the events come in the order in which they happened. It refuses
an event that the stage does not have (RHP01, with what is allowed as its detail), as every function
here refuses a procedure that is not installed (RHP02).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files

from psycopg import sql

from returnhub.procedure.table import Procedure


def procedure_sql(procedures: Iterable[Procedure]) -> str:
    """The tables, filled with exactly these procedures, and the functions. Idempotent.

    Replaces all that was installed before. Run in one transaction, so that nobody sees it half done.
    """
    names: list[str] = []
    steps: list[str] = []
    for table in procedures:
        names.append(_row(table.name, table.first))
        for step in table.steps:
            whole = (table.name, step.stage, step.event, step.to, step.actor, step.guard, step.clock)
            steps.append(_row(*whole, step.event.is_fact, len(steps)))
    return (
        (files("returnhub.procedure") / "stored.sql").read_text()
        + "INSERT INTO rules.procedure (procedure, first_stage) VALUES\n"
        + ",\n".join(names)
        + ";\nINSERT INTO rules.step"
        + " (procedure, stage, event, leads_to, actor, guard, clock, is_fact, position) VALUES\n"
        + ",\n".join(steps)
        + ";\n"
    )


def _row(*values: str | bool | int | None) -> str:
    # a member of an enum is written as the text that it is
    plain = (str(v) if isinstance(v, str) else v for v in values)
    return "(" + ", ".join(sql.Literal(v).as_string(None) for v in plain) + ")"
