"""Outcomes put together as a reader asks for them."""

from __future__ import annotations

from enum import StrEnum

from returnhub.simulation.result import Outcome


class End(StrEnum):
    """The outcomes put together as a reader asks for them, in the order in which they are drawn."""

    RETURNED = "Returned to the state of origin"
    PROTECTED = "Given protection"
    HOST = "Released or left in the host state"
    BACK = "Transferred back or re-arrived"
    HUB = "In the hub"
    WAITING = "Waiting for a place"
    REMAINS = "Remains in the sending state"
    PENDING = "Claim or appeal pending"
    UNKNOWN = "Whereabouts unknown"
    DIED = "Died"


END_OF = {
    Outcome.CLAIM_PENDING: End.PENDING,
    Outcome.REFUSED: End.PENDING,
    Outcome.APPEAL_PENDING: End.PENDING,
    Outcome.FURTHER_SUBMISSIONS_PENDING: End.PENDING,
    Outcome.AWAITING_RETURN: End.REMAINS,
    Outcome.BARRIER: End.REMAINS,
    Outcome.WAITING_FOR_PLACE: End.WAITING,
    Outcome.IN_HUB: End.HUB,
    Outcome.PROTECTED: End.PROTECTED,
    Outcome.PROTECTED_IN_HOST: End.PROTECTED,
    Outcome.RETURNED_ENFORCED: End.RETURNED,
    Outcome.RETURNED_VOLUNTARILY: End.RETURNED,
    Outcome.RETURNED_ONWARD: End.RETURNED,
    Outcome.RETURNED_VOLUNTARILY_FROM_HUB: End.RETURNED,
    Outcome.WHEREABOUTS_UNKNOWN: End.UNKNOWN,
    Outcome.LEFT_HUB: End.HOST,
    Outcome.RELEASED_IN_HOST: End.HOST,
    Outcome.TRANSFERRED_BACK: End.BACK,
    Outcome.RE_ARRIVED: End.BACK,
    Outcome.DIED: End.DIED,
}
