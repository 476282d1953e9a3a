"""What is said when the database refuses, by the name of the guard: what, why, and how to mend it.

A guard that has no words here fails a test: tests/service/test_service_words.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.service.words.guards import accounts, casework, hubs, movements, states, stays, transfers
from returnhub.service.words.guards.look import LOOK

GUARDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        **accounts.WORDS,
        **casework.WORDS,
        **hubs.WORDS,
        **movements.WORDS,
        **states.WORDS,
        **stays.WORDS,
        **transfers.WORDS,
    }
)

ENDINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "_recorded": (
            "What is recorded is never edited or deleted: {why}",
            "Record what changed as something new",
        ),
        "_update": ("What is recorded is never edited", "Record what changed as something new"),
        "_delete": ("What is recorded is never deleted", "Record that it ended, with a reason"),
        "_truncate": ("What is recorded is never emptied", "Record what ended, with a reason"),
        "_fk": ("What this belongs to is not there", LOOK),
        "_pkey": ("This was recorded already", LOOK),
        "_key": ("This was recorded already", LOOK),
        "_uniq": ("This was recorded already", LOOK),
        "_check": ("This can't be recorded as it was sent", "Check what you entered, and send it again"),
    }
)
"""The same by the end of a guard's name, for guards that every table has."""
