"""An officer's screening: the verdict of a day with every reason, kept as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from django.db import connections

from returnhub.casework.commands.cases import happen, possible
from returnhub.casework.commands.found import rescreen, the_case
from returnhub.casework.models import Screening
from returnhub.journal.command import Act, command
from returnhub.procedure import Event

FOUND: Mapping[str, Event] = MappingProxyType(
    {
        "conditions_hold": Event.CONDITIONS_HOLD,
        "barred": Event.FOUND_BARRED,
        "unknown": Event.FOUND_UNKNOWN,
    }
)
"""What a verdict is as an event of the procedure."""


@command("casework.screen")
def screen(act: Act, *, case: int) -> Screening:
    """Screen a case under its ruleset as of today. Where it waits for that, the verdict leads on."""
    found = the_case(act, case)
    rescreen(case, act.today)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT verdict, fails, unknown FROM guard.verdict(%s, %s)", [case, act.today])
        verdict, fails, unknown = (_parsed(value) for value in cursor.fetchone())
    event = act.event(
        "casework.screened",
        case=case,
        as_of=act.today.isoformat(),
        ruleset=found.ruleset,
        verdict=verdict,
        fails=fails,
        unknown=unknown,
    )
    screening = Screening.objects.create(
        event_id=event,
        case=found,
        as_of=act.today,
        ruleset=found.ruleset,
        verdict=verdict,
        fails=fails,
        unknown=unknown,
    )
    if possible(found, FOUND[verdict]) is not None:
        happen(act, case, FOUND[verdict], act.now)
    return screening


def _parsed(value: object) -> object:
    """JSON of a column that Django did not read for us."""
    return json.loads(value) if isinstance(value, str) and value.startswith("[") else value
