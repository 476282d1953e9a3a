"""What the pages of moves know of the list against a move, the verdict, and the last event shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from django.db import connections

_NOTICE = frozenset({"notice_missing", "notice_runs", "notice_lapsed"})
SAID_BY: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "host_accepted": frozenset({"not_accepted", "acceptance_over"}),
        "intention_notice_run": _NOTICE,
        "decision_notified": _NOTICE,
        "departure_notice_run": _NOTICE,
        "departure_notice_valid": _NOTICE,
        "notice_names_route": _NOTICE,
        "exit_plan": frozenset({"no_exit_plan"}),
    }
)
"""Rules about a step, and the codes of the guard that say the same in fewer words."""


def verdict(case: int, as_of: dt.date) -> str:
    """Whether the conditions for a move to the hub hold for a person: conditions_hold, unknown or barred."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT verdict FROM guard.verdict(%s, %s)", [case, as_of])
        return str(cursor.fetchone()[0])


def last_event(case: int) -> int:
    """The number of a case's last event: an approval says that it saw everything up to it."""
    with connections["default"].cursor() as cursor:
        cursor.execute('SELECT coalesce(max(id), 0) FROM journal_event WHERE "case" = %s', [case])
        return int(cursor.fetchone()[0])
