"""Which schemes can be operated here, and the rules that their cases are pinned to."""

from __future__ import annotations

from collections.abc import Iterator

from returnhub.scheme.load import load
from returnhub.screening.rules import Ruleset, load_ruleset

SCHEMES = ("kosovo-2025",)
"""Shipped schemes that can be operated here: an assumption of the demo, not of the law."""


def rulesets() -> Iterator[Ruleset]:
    """The ruleset of each of them, under one host's law."""
    for name in SCHEMES:
        scheme = load(name)
        yield load_ruleset(scheme.rules.profile, scheme)
