"""What speaks against a move, as the database's guard sees it, in sentences that say what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db import connections

from returnhub.casework.models import Case
from returnhub.casework.speaking import rules_of, sentence
from returnhub.movements.models import Way
from returnhub.screening.rule import About

STEPS = frozenset(
    {"not_decided", "not_approved", "notice_missing", "notice_runs", "not_accepted", "no_exit_plan", "stage"}
)
"""Codes of what is still to be done, rather than of what speaks against a person's move."""
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


@dataclass(frozen=True, slots=True)
class Against:
    """One thing against a move: the guard's code, what it is about, a detail, and a sentence."""

    code: str
    what: str
    detail: str
    says: str
    speaks_against: bool
    """False for a step that is merely still to come."""

    def as_data(self) -> dict[str, str]:
        """As JSON, with the sentence that was shown."""
        return {"code": self.code, "what": self.what, "detail": self.detail, "says": self.says}


def against(case: int, way: Way, as_of: dt.date, scheme: str = "") -> list[Against]:
    """Everything against a person's move on a day; none: nothing is. The guard asks the same."""
    scheme = scheme or Case.objects.values_list("scheme", flat=True).get(pk=case)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT code, what, detail FROM guard.against(%s, %s, %s)", [case, way.value, as_of])
        rows: list[tuple[str, str, str]] = cursor.fetchall()
    return [
        Against(*row, says=sentence(scheme, *row), speaks_against=not _is_step(scheme, *row)) for row in rows
    ]


def _is_step(scheme: str, code: str, what: str, detail: str) -> bool:
    rule = rules_of(scheme).get(what) if code.startswith("rule_") else None
    return code in STEPS or (rule is not None and rule.about is About.STEP)


def verdict(case: int, as_of: dt.date) -> str:
    """Whether the conditions for a move to the hub hold for a person: conditions_hold, unknown or barred."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT verdict FROM guard.verdict(%s, %s)", [case, as_of])
        return str(cursor.fetchone()[0])


def known(case: int, as_of: dt.date) -> dict[str, object]:
    """Facts as the rules read them: what is missing, out of date or in conflict is not there."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT f.key, f.value #>> '{}' FROM jsonb_each(guard.known(%s, %s)) AS f", [case, as_of]
        )
        return dict(cursor.fetchall())


def last_event(case: int) -> int:
    """The number of a case's last event: an approval says that it saw everything up to it."""
    with connections["default"].cursor() as cursor:
        cursor.execute('SELECT coalesce(max(id), 0) FROM journal_event WHERE "case" = %s', [case])
        return int(cursor.fetchone()[0])
