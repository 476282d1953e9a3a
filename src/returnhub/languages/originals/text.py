"""What an original is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a text is for."""

    PAPER = "paper"
    PAGE = "page"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Original:
    """A text in English: its key, what it is for, a title for who translates it, its words."""

    key: str
    group: Group
    title: str
    body: str
