"""What an invariant is: a sentence, a number in the design, and one query that finds what breaks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from psycopg import Connection

EXAMPLES = 5
"""How many of what breaks an invariant are kept with the check."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that breaks an invariant: the case it is about, if any, the row or thing, and what is wrong
    with it."""

    case: int | None
    row: str
    what: str


@dataclass(frozen=True, slots=True)
class Found:
    """What one check found: of how many, how many break it, and the first few of those."""

    counted: int
    broken: int
    examples: tuple[Broken, ...] = ()


@dataclass(frozen=True, slots=True)
class Invariant:
    """One promise. `number` is its place in section 3 of the design, 0 for the guards themselves.

    `says` is the sentence, `of` what is counted ("departures"), `how` the query in words. `sliced` says that
    a check
    takes a part, and the next one the next part. `asks` is there instead of a query where the database's
    catalogue is held to the program's own text.
    """

    id: str
    number: int
    says: str
    of: str
    how: str
    sliced: bool = False
    asks: Callable[[Connection], Found] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """An invariant, when it was checked, and what was found; `took` in seconds."""

    invariant: Invariant
    at: dt.datetime
    found: Found
    took: float

    @property
    def holds(self) -> bool:
        """True if nothing breaks it."""
        return self.found.broken == 0
