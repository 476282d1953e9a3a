"""The characters of a case reference and the one that checks the others; one reference at a time.

Apart from `reference`, which makes and checks them by the million: the service reads one and needs no table.
"""

from __future__ import annotations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
BASE = len(ALPHABET)
WEIGHTS = (3, 9, 27, 19, 26)
"""Powers of 3, a primitive root of 31."""
OFFSET = 23


def is_valid(reference: str) -> bool:
    """True if `reference` has the form RH-XXXX-XX and its last character fits the others.

    >>> is_valid("RH-48K2-7Q"), is_valid("RH-48K2-7R")
    (True, False)
    """
    if len(reference) != 10 or reference[:3] != "RH-" or reference[7] != "-":
        return False
    signs = reference[3:7] + reference[8:]
    return all(c in ALPHABET for c in signs) and check_sign(signs[:5]) == signs[5]


def check_sign(signs: str) -> str:
    """The character that checks five others, all of `ALPHABET`."""
    places = map(ALPHABET.index, signs)
    return ALPHABET[(sum(w * p for w, p in zip(WEIGHTS, places, strict=True)) + OFFSET) % BASE]
