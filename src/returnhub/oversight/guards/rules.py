"""What setting up puts into the schema `rules`: the text of each function, and the procedures' steps."""

from __future__ import annotations

import re
from functools import cache

from returnhub.agreements.operated import rulesets
from returnhub.procedure import PROCEDURES
from returnhub.procedure.stored import procedure_sql
from returnhub.screening.stored import ruleset_sql, schema_sql

_DOLLARS = re.compile(r"CREATE OR REPLACE FUNCTION rules\.(\w+)\((?:.*?)AS \$\$(.*?)\$\$;", re.DOTALL)
_QUOTED = re.compile(
    r"CREATE OR REPLACE FUNCTION rules\.(screen_\w+)\((?:.*?)\nAS '(.*)';\n\nINSERT INTO rules\.ruleset",
    re.DOTALL,
)


@cache
def rule_functions() -> dict[str, str]:
    """The body of each function by name. A ruleset of an earlier version is not here: cases may still be
    pinned to it."""
    found = dict(_DOLLARS.findall(schema_sql() + procedure_sql(PROCEDURES.values())))
    for ruleset in rulesets():
        for name, body in _QUOTED.findall(ruleset_sql(ruleset)):
            found[name] = body.replace("''", "'")
    return found


@cache
def steps() -> frozenset[tuple[str, str, str, str, bool]]:
    """Every step: procedure, stage, event, where it leads, whether the event is a fact."""
    return frozenset(
        (name, str(step.stage), str(step.event), str(step.to), step.event.is_fact)
        for name, table in PROCEDURES.items()
        for step in table.steps
    )
