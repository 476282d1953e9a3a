"""What making a plan answers, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

SEED = 1
"""Of the lot within a week's cohort: the same for every plan, so that a lot once drawn stays."""


class RecountError(Exception):
    """The recount found a limit broken: nothing of the plan is kept."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a plan has for one person who waits, as `models.Proposed` keeps it."""

    case: int
    position: int
    hub: int | None
    kind: str
    arrive_on: dt.date | None
    leave_by: dt.date | None
    why: str
    reasons: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan that was recounted: a row a person, what stands on its page, SHA-256 of all of it."""

    rows: tuple[Row, ...]
    found: dict[str, Any]
    digest: str
