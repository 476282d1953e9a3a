"""Words of this room for those who work with the person. The person's own words are texts of `languages`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ASKED: Mapping[str, str] = MappingProxyType(
    {
        "claim": "Claims asylum",
        "evidence": "Has new evidence",
        "go_home": "Wants to go home",
        "wrong": "Says that something is wrong",
    }
)
"""What a person asked, as a desk reads it."""
