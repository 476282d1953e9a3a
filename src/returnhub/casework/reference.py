"""References of cases: RH-48K2-7Q, without letters and digits that are read one for the other.

The last character checks the rest: any one character that was mistaken is found, and any two neighbours swapped.
"""

from __future__ import annotations

import re
import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 of them, a prime, so that the check finds every single mistake. No 0, O, 1, I, L."""


def new_reference() -> str:
    """A reference that nobody can guess from another."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(5))
    return written(drawn + check(drawn))


def check(drawn: str) -> str:
    """The character that checks five others."""
    return SIGNS[sum(place * SIGNS.index(sign) for place, sign in enumerate(drawn, 2)) % len(SIGNS)]


def written(signs: str) -> str:
    """Six characters as people read them out: RH-48K2-7Q.

    >>> written("48K27Q")
    'RH-48K2-7Q'
    """
    return f"RH-{signs[:4]}-{signs[4:]}"


def read_reference(typed: str) -> str | None:
    """The reference that somebody typed, with or without signs between; None if it is none or mistyped."""
    signs = re.sub(r"[\s\-–]", "", typed.upper())
    signs = signs.removeprefix("RH") if len(signs) == 8 else signs
    if len(signs) != 6 or any(s not in SIGNS for s in signs) or check(signs[:5]) != signs[5]:
        return None
    return written(signs)
