"""Every claim, by the name of its section and picture."""

from __future__ import annotations

from collections.abc import Callable

from validation import (
    erlang_a,
    erlang_b,
    erlang_c,
    filling,
    hub1,
    limit,
    little,
    luck,
    more_places,
    overload,
    patience,
    risks,
    two_hubs,
)
from validation.evidence import Effort, Evidence

CLAIMS: dict[str, Callable[[Effort], Evidence]] = {
    "erlang-b": erlang_b.evidence,
    "erlang-c": erlang_c.evidence,
    "erlang-a": erlang_a.evidence,
    "filling": filling.evidence,
    "little": little.evidence,
    "risks": risks.evidence,
    "limit": limit.evidence,
    "overload": overload.evidence,
    "patience": patience.evidence,
    "places": more_places.evidence,
    "luck": luck.evidence,
    "hub1": hub1.evidence,
    "two-hubs": two_hubs.evidence,
}
