"""Every text that people read, in English: papers, words of the person's page, a sentence for each stage.

A text is known by its key. Slots (`{hub}`) are filled when it is shown; a translation has the same ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from returnhub.languages.originals.page import PAGE
from returnhub.languages.originals.papers import PAPERS
from returnhub.languages.originals.stages import STAGES
from returnhub.languages.originals.text import Group, Original

__all__ = ["ORIGINALS", "Group", "Original", "digest", "filled", "slots"]

ORIGINALS: Mapping[str, Original] = MappingProxyType({one.key: one for one in (*PAPERS, *PAGE, *STAGES)})
"""Every text by its key, in the order of the pages that list them."""

_SLOT = re.compile(r"\{([a-z_]+)\}")


def slots(body: str) -> frozenset[str]:
    """The slots of a text.

    >>> sorted(slots("You go to {hub} on {day}."))
    ['day', 'hub']
    """
    return frozenset(_SLOT.findall(body))


def filled(body: str, given: Mapping[str, str]) -> str:
    """A text with its slots filled; nothing else of it is read as anything but words.

    >>> filled("You go to {hub}.", {"hub": "Hub {day}"})
    'You go to Hub {day}.'
    """
    return _SLOT.sub(lambda slot: given[slot[1]], body)


def digest(body: str) -> str:
    """What a translation was made from: SHA-256 of the English, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()
