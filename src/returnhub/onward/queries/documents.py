"""Alerts on documents, as the database derives them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connections


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert on a travel document; the same for as long as its detail is."""

    kind: str
    detail: str
    answered: bool


def alerts(case: int, as_of: dt.date) -> list[Alert]:
    """The alerts of a case on a day, open ones first."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT kind, detail, answered FROM guard.document_alerts(%s, %s)"
            " ORDER BY answered, kind, detail",
            [case, as_of],
        )
        return [Alert(*row) for row in cursor.fetchall()]
