"""Everything against a move, as the database's guard sees it: one list for every page and command."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections

from returnhub.casework.models import Case
from returnhub.casework.speaking import rules_of, sentence
from returnhub.screening.rule import About

STEPS = frozenset(
    {
        "no_place",
        "not_decided",
        "not_approved",
        "notice_missing",
        "notice_runs",
        "not_accepted",
        "no_exit_plan",
        "no_risk_check",
        "risk_before_review",
        "stage",
    }
)
"""Codes of what is still to be done, rather than of what speaks against a person's move."""


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


def against(case: int, way: str, as_of: dt.date, scheme: str = "") -> list[Against]:
    """Everything against a person's move on a day; none: nothing is. The guard asks the same."""
    scheme = scheme or Case.objects.values_list("scheme", flat=True).get(pk=case)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT code, what, detail FROM guard.against(%s, %s, %s)", [case, str(way), as_of])
        rows: list[tuple[str, str, str]] = cursor.fetchall()
    return [
        Against(*row, says=sentence(scheme, *row), speaks_against=not _is_step(scheme, *row)) for row in rows
    ]


def _is_step(scheme: str, code: str, what: str, detail: str) -> bool:
    rule = rules_of(scheme).get(what) if code.startswith("rule_") else None
    return code in STEPS or (rule is not None and rule.about is About.STEP)
