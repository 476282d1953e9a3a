"""What a rule answers and what all rules together come to. Answers are combined here and nowhere else.

Every evaluator gives Kleene's three values: True, False, and None for unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

RULE = "rule:"
"""Prefix of the columns that hold each rule's answer; some rules are called as the fact that they read."""


class State(StrEnum):
    """What one rule answers for one case."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """What all rules asked come to. The best of the three still leaves the decision to a person."""

    CONDITIONS_HOLD = "conditions_hold"
    BARRED = "barred"
    UNKNOWN = "unknown"


STATES: dict[bool | None, State] = {True: State.HOLDS, False: State.FAILS, None: State.UNKNOWN}
VERDICTS: dict[bool | None, Verdict] = {
    True: Verdict.CONDITIONS_HOLD,
    False: Verdict.BARRED,
    None: Verdict.UNKNOWN,
}
"""The value of Kleene's AND over all rules, as a verdict: one failing rule bars whatever is unknown."""


def every(values: Iterable[bool | None]) -> bool | None:
    """Kleene's AND: False if any is False, else None if any is None, else True.

    >>> every([True, None]), every([None, False]), every([])
    (None, False, True)
    """
    answer: bool | None = True
    for value in values:
        if value is False:
            return False
        if value is None:
            answer = None
    return answer


def combine(values: Iterable[bool | None]) -> Verdict:
    """The verdict on the answers of all rules asked."""
    return VERDICTS[every(values)]
