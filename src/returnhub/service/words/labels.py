"""What is shown for a value that is stored: one place for every page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

READINESS: Mapping[str, str] = MappingProxyType(
    {
        "monitors": "independent monitors",
        "complaints": "complaints",
        "lawyers": "lawyers",
        "interpreters": "interpreters",
        "health_care": "health care",
        "exit_route": "exit route",
        "record": "the record",
    }
)
"""The seven things that are tested and signed before any authority is given in a scheme."""

SUSPENDED_BY: Mapping[str, str] = MappingProxyType(
    {
        "court": "a court",
        "monitor": "an independent monitor",
        "agreement": "the agreement",
        "automatic": "an automatic trigger",
    }
)
"""Who stopped it."""
