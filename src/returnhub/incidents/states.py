"""Where an incident can stand, and which step is possible then: one pure table for pages and commands.

The database has the same (`guard.incident_steps`); a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.incidents.models import Status, Step

_K = Step.Kind
_AGAIN = {
    _K.ADDENDUM: None,
    _K.ASK_CORRECTION: Status.CORRECTION_ASKED,
    _K.CORRECTION: Status.CORRECTED,
}
_TO_REVIEW = {**_AGAIN, _K.REVIEW: Status.REVIEWED}
STEPS: Mapping[Status, Mapping[Step.Kind, Status | None]] = MappingProxyType(
    {
        Status.REPORTED: _TO_REVIEW,
        Status.CORRECTED: _TO_REVIEW,
        Status.REOPENED: _TO_REVIEW,
        Status.CORRECTION_ASKED: {_K.ADDENDUM: None, _K.CORRECTION: Status.CORRECTED},
        Status.REVIEWED: {**_AGAIN, _K.CLOSE: Status.CLOSING},
        Status.CLOSING: {**_AGAIN, _K.CLOSE: Status.CLOSING},
        Status.CLOSED: {_K.ADDENDUM: None, _K.REOPEN: Status.REOPENED},
    }
)
"""Steps by status, and the status that each leads to; None stays. The last closing that it takes leads to
closed instead of closing."""

TO_REVIEW = (Status.REPORTED, Status.CORRECTION_ASKED, Status.CORRECTED, Status.REOPENED)
"""Statuses in which a review is owed by the day `review_by`."""
