"""Where a person's case can stand and what can happen in it: the words of every procedure.

A case has one stage. Bars, clocks and custody are dated tracks beside it and are not stages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """Where a case stands. The value is the phrase that pages and tables show."""

    CLAIM_PENDING = "claim pending"
    REFUSED = "refused, in time to appeal"
    APPEAL_PENDING = "appeal pending"
    EXHAUSTED = "appeal rights exhausted, in the sending state"
    FURTHER_SUBMISSIONS = "further submissions pending"
    RETURN_AUTHORISED = "authority to return given"

    REFERRED = "referred"
    SCREENED = "waiting for a place"
    PROPOSED = "place proposed"
    DECIDED = "decided, approval pending"
    APPROVED = "approved, notices due"
    NOTIFIED = "notice running"
    ACCEPTED = "accepted by the host state"
    PLANNED = "exit plan made"
    AUTHORISED = "authority to depart given"
    DEPARTED = "on the way to the hub"

    IN_HUB = "in the hub"
    HOST_CLAIM = "claim open in the host state"
    EVIDENCE_REVIEW = "new evidence under review"
    ONWARD_AUTHORISED = "authority to return onward given"
    AT_LIMIT = "stay limit reached"
    WAY_BACK = "transfer back ordered"

    PROTECTED = "protected in the sending state"
    RETURNED = "returned from the sending state"
    RETURNED_VOLUNTARILY = "returned voluntarily from the sending state"
    REMAINS = "remains, return barred"
    WHEREABOUTS_UNKNOWN = "whereabouts unknown"
    RETURNED_ONWARD = "returned onward from the hub"
    RETURNED_VOLUNTARILY_FROM_HUB = "returned voluntarily from the hub"
    PROTECTED_IN_HOST = "protected in the host state"
    LEFT_HUB = "left the hub"
    RELEASED_IN_HOST = "released in the host state"
    TRANSFERRED_BACK = "transferred back"
    RE_ARRIVED = "re-arrived in the sending state"
    DIED = "died"

    @property
    def stands_as(self) -> str:
        """The outcome that this stage is counted under when a run or a period ends (an `Outcome`'s value)."""
        return _STANDS_AS.get(self, self).value


_STANDS_AS: Mapping[Stage, Stage] = MappingProxyType(
    {
        Stage.RETURN_AUTHORISED: Stage.EXHAUSTED,
        Stage.REFERRED: Stage.SCREENED,
        Stage.PROPOSED: Stage.SCREENED,
        Stage.DECIDED: Stage.SCREENED,
        Stage.APPROVED: Stage.SCREENED,
        Stage.NOTIFIED: Stage.SCREENED,
        Stage.ACCEPTED: Stage.SCREENED,
        Stage.PLANNED: Stage.SCREENED,
        Stage.AUTHORISED: Stage.SCREENED,
        Stage.DEPARTED: Stage.IN_HUB,
        Stage.HOST_CLAIM: Stage.IN_HUB,
        Stage.EVIDENCE_REVIEW: Stage.IN_HUB,
        Stage.ONWARD_AUTHORISED: Stage.IN_HUB,
        Stage.AT_LIMIT: Stage.IN_HUB,
        Stage.WAY_BACK: Stage.IN_HUB,
    }
)


class Event(StrEnum):
    """What can happen in a case. The value is the phrase that pages and tables show."""

    PROTECTION_GRANTED = "protection granted"
    CLAIM_REFUSED = "claim refused"
    CLAIM_WITHDRAWN = "claim withdrawn"
    CLAIM_REOPENED = "claim reopened"
    CASE_RESUMED = "case taken up again"
    APPEAL_LODGED = "appeal lodged"
    APPEAL_TIME_ENDED = "time to appeal ended"
    APPEAL_ALLOWED = "appeal allowed"
    APPEAL_DISMISSED = "appeal finally dismissed"
    APPEAL_WITHDRAWN = "appeal withdrawn"
    FURTHER_SUBMISSIONS_MADE = "further submissions made"
    FURTHER_SUBMISSIONS_ACCEPTED = "further submissions accepted"
    FRESH_CLAIM_REFUSED = "fresh claim refused"
    FURTHER_SUBMISSIONS_REJECTED = "further submissions rejected"
    BARRIER_FOUND = "lasting barrier to return found"
    BARRIER_ENDED = "barrier to return ended"
    RETURN_AUTHORISED = "authority to return given"
    RETURNED = "returned"
    RETURNED_WITHOUT_AUTHORITY = "returned without authority"
    RETURNED_VOLUNTARILY = "returned voluntarily"
    RETURN_FAILED = "return failed"
    AUTHORITY_WITHDRAWN = "authority withdrawn"

    REFERRED = "referred"
    CONDITIONS_HOLD = "screened: conditions hold"
    FOUND_BARRED = "screened: barred"
    FOUND_UNKNOWN = "screened: unknown"
    PLACE_PROPOSED = "place proposed"
    DECIDED_TO_MOVE = "decided to move"
    DECIDED_AGAINST = "decided against"
    APPROVED = "decision approved"
    APPROVAL_REFUSED = "approval refused"
    NOTICES_GIVEN = "notices given"
    NOTICE_LAPSED = "notice lapsed"
    HOST_ACCEPTED = "host accepted"
    HOST_DECLINED = "host declined"
    EXIT_PLAN_MADE = "exit plan made"
    DEPARTURE_AUTHORISED = "authority to depart given"
    DEPARTURE_FAILED = "departure failed"
    REFERRAL_ENDED = "referral ended"
    DEPARTED = "departed"
    DEPARTED_WITHOUT_AUTHORITY = "departed without authority"
    ARRIVED = "arrived"
    TURNED_BACK = "turned back"
    BORN_IN_HUB = "born in the hub"

    HOST_CLAIM_MADE = "claim made in the host state"
    HOST_CLAIM_REFUSED = "claim refused by the host state"
    PROTECTED_BY_HOST = "protected by the host state"
    NEW_EVIDENCE_RAISED = "new evidence raised"
    EVIDENCE_CHANGES_NOTHING = "new evidence changes nothing"
    ONWARD_AUTHORISED = "authority to return onward given"
    STAY_LIMIT_REACHED = "stay limit reached"
    TRANSFER_BACK_ORDERED = "transfer back ordered"
    TRANSFERRED_BACK = "transferred back"
    RELEASED = "released in the host state"
    LEFT_HUB = "left the hub"

    WHEREABOUTS_LOST = "whereabouts lost"
    CONTACT_REGAINED = "contact regained"
    RE_ARRIVED = "re-arrived in the sending state"
    DIED = "died"

    @property
    def is_fact(self) -> bool:
        """True if it happened in the world or a person did it: it is recorded and can't be refused."""
        return self in FACTS


FACTS: frozenset[Event] = frozenset(
    {
        Event.APPEAL_LODGED,
        Event.APPEAL_TIME_ENDED,
        Event.FURTHER_SUBMISSIONS_MADE,
        Event.RETURNED,
        Event.RETURNED_WITHOUT_AUTHORITY,
        Event.RETURNED_VOLUNTARILY,
        Event.RETURN_FAILED,
        Event.NOTICE_LAPSED,
        Event.DEPARTURE_FAILED,
        Event.DEPARTED,
        Event.DEPARTED_WITHOUT_AUTHORITY,
        Event.ARRIVED,
        Event.TURNED_BACK,
        Event.BORN_IN_HUB,
        Event.HOST_CLAIM_MADE,
        Event.HOST_CLAIM_REFUSED,
        Event.PROTECTED_BY_HOST,
        Event.NEW_EVIDENCE_RAISED,
        Event.STAY_LIMIT_REACHED,
        Event.TRANSFERRED_BACK,
        Event.RELEASED,
        Event.LEFT_HUB,
        Event.WHEREABOUTS_LOST,
        Event.CONTACT_REGAINED,
        Event.RE_ARRIVED,
        Event.DIED,
    }
)
"""Events that are always recorded: authority can be refused, a fact never is."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event in one case, with two times: when it happened and when it was recorded.

    Both times are naive or both carry a zone. Late recording is allowed; recording before it happened is not.
    """

    case: str
    event: Event
    happened: dt.datetime
    recorded: dt.datetime
