"""References of cases, as they are given and as people type them; `caseload.signs` checks them."""

from __future__ import annotations

import re
import secrets

from returnhub.caseload.signs import ALPHABET, check_sign, is_valid


def new_reference() -> str:
    """A reference that nobody can guess from another."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return _written(drawn + check_sign(drawn))


def read_reference(typed: str) -> str | None:
    """The reference that somebody typed, in any capitals, with or without signs between; None if it is none.

    >>> read_reference("rh 48k2 7q"), read_reference("RH-48K2-7R")
    ('RH-48K2-7Q', None)
    """
    signs = re.sub(r"[^0-9A-Z]", "", typed.upper())
    found = _written(signs.removeprefix("RH") if len(signs) == 8 else signs)
    return found if is_valid(found) else None


def _written(signs: str) -> str:
    return f"RH-{signs[:4]}-{signs[4:]}"
