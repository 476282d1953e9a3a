"""The codes by which the kernels know stages and flags, and, beside them, the week and the year."""

from __future__ import annotations

from returnhub.simulation import days
from returnhub.simulation.result import Outcome

STAGES: tuple[Outcome, ...] = tuple(Outcome)
"""A stage's code is its place here."""

CODE: dict[Outcome, int] = {stage: code for code, stage in enumerate(STAGES)}

CLAIM_PENDING = CODE[Outcome.CLAIM_PENDING]
REFUSED = CODE[Outcome.REFUSED]
APPEAL_PENDING = CODE[Outcome.APPEAL_PENDING]
AWAITING_RETURN = CODE[Outcome.AWAITING_RETURN]
FURTHER_SUBMISSIONS = CODE[Outcome.FURTHER_SUBMISSIONS_PENDING]
WAITING_FOR_PLACE = CODE[Outcome.WAITING_FOR_PLACE]
IN_HUB = CODE[Outcome.IN_HUB]
PROTECTED = CODE[Outcome.PROTECTED]
RETURNED_ENFORCED = CODE[Outcome.RETURNED_ENFORCED]
RETURNED_VOLUNTARILY = CODE[Outcome.RETURNED_VOLUNTARILY]
BARRIER = CODE[Outcome.BARRIER]
WHEREABOUTS_UNKNOWN = CODE[Outcome.WHEREABOUTS_UNKNOWN]
RETURNED_ONWARD = CODE[Outcome.RETURNED_ONWARD]
RETURNED_VOLUNTARILY_FROM_HUB = CODE[Outcome.RETURNED_VOLUNTARILY_FROM_HUB]
PROTECTED_IN_HOST = CODE[Outcome.PROTECTED_IN_HOST]
LEFT_HUB = CODE[Outcome.LEFT_HUB]
RELEASED_IN_HOST = CODE[Outcome.RELEASED_IN_HOST]
TRANSFERRED_BACK = CODE[Outcome.TRANSFERRED_BACK]
RE_ARRIVED = CODE[Outcome.RE_ARRIVED]
DIED = CODE[Outcome.DIED]

NIGHT_STAGES: tuple[int, ...] = (
    CLAIM_PENDING,
    REFUSED,
    APPEAL_PENDING,
    AWAITING_RETURN,
    FURTHER_SUBMISSIONS,
    WAITING_FOR_PLACE,
    BARRIER,
    TRANSFERRED_BACK,
    RE_ARRIVED,
)
"""Stages in which a person lives in the sending state and may be on its support."""

FLAG_CLAIM, FLAG_BOAT, FLAG_REFUSED, FLAG_EXHAUSTED, FLAG_NEW_BOAT, FLAG_MOVED, FLAG_CHILDREN = (
    1 << bit for bit in range(7)
)
"""Flags: claimed, came by boat, refused, exhausted (in the counted years), by boat in the run, moved,
a household with children."""

WEEK, YEAR = days.WEEK, days.YEAR
