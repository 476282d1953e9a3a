"""The path through a hub, shared by the procedures that have one: preparing a move, the hub, the ways out."""

from __future__ import annotations

from returnhub.procedure import sending_state
from returnhub.procedure.events import Event, Stage
from returnhub.procedure.table import Actor, Clock, Guard, Step, from_each

PREPARING = (
    Stage.REFERRED,
    Stage.SCREENED,
    Stage.PROPOSED,
    Stage.DECIDED,
    Stage.APPROVED,
    Stage.NOTIFIED,
    Stage.ACCEPTED,
    Stage.PLANNED,
    Stage.AUTHORISED,
)
"""The person is in the sending state and a move to a hub is being prepared."""

STAYING = (
    Stage.IN_HUB,
    Stage.HOST_CLAIM,
    Stage.EVIDENCE_REVIEW,
    Stage.ONWARD_AUTHORISED,
    Stage.AT_LIMIT,
    Stage.WAY_BACK,
)
"""The person has a stay in the hub."""

ENDS = (
    Stage.RETURNED_ONWARD,
    Stage.RETURNED_VOLUNTARILY_FROM_HUB,
    Stage.PROTECTED_IN_HOST,
    Stage.LEFT_HUB,
    Stage.RELEASED_IN_HOST,
    Stage.TRANSFERRED_BACK,
)

_S, _E, _A = Stage, Event, Actor


def preparing(before: Stage) -> tuple[Step, ...]:
    """Referral to departure, for people who stand in `before`; a move given up leads back there."""
    officer = _A.AUTHORISING_OFFICER
    in_sending_state = (*sending_state.PRESENT, *PREPARING, _S.PROTECTED, _S.WHEREABOUTS_UNKNOWN)
    return (
        Step(before, _E.REFERRED, _S.REFERRED, _A.CASEWORKER, Guard.REFERRAL_GROUND),
        Step(_S.REFERRED, _E.CONDITIONS_HOLD, _S.SCREENED, _A.CASEWORKER, Guard.VERDICT_HOLDS),
        Step(_S.REFERRED, _E.FOUND_UNKNOWN, _S.REFERRED, _A.CASEWORKER),
        Step(_S.REFERRED, _E.FOUND_BARRED, before, _A.CASEWORKER),
        Step(_S.SCREENED, _E.PLACE_PROPOSED, _S.PROPOSED, _A.CASEWORKER, Guard.PLACE_FREE),
        Step(_S.PROPOSED, _E.DECIDED_TO_MOVE, _S.DECIDED, _A.CASEWORKER, Guard.VERDICT_HOLDS),
        Step(_S.PROPOSED, _E.DECIDED_AGAINST, before, _A.CASEWORKER),
        Step(_S.DECIDED, _E.APPROVED, _S.APPROVED, officer, Guard.SECOND_PERSON),
        Step(_S.DECIDED, _E.APPROVAL_REFUSED, _S.SCREENED, officer),
        Step(_S.APPROVED, _E.NOTICES_GIVEN, _S.NOTIFIED, _A.CASEWORKER, clock=Clock.NOTICE),
        Step(_S.NOTIFIED, _E.HOST_ACCEPTED, _S.ACCEPTED, _A.HOST, clock=Clock.ACCEPTANCE),
        Step(_S.NOTIFIED, _E.HOST_DECLINED, _S.SCREENED, _A.HOST),
        Step(_S.ACCEPTED, _E.EXIT_PLAN_MADE, _S.PLANNED, _A.CASEWORKER),
        Step(_S.PLANNED, _E.DEPARTURE_AUTHORISED, _S.AUTHORISED, officer, Guard.MAY_DEPART),
        Step(_S.AUTHORISED, _E.DEPARTED, _S.DEPARTED, _A.ESCORT),
        Step(_S.AUTHORISED, _E.DEPARTURE_FAILED, _S.PLANNED, _A.ESCORT),
        Step(_S.AUTHORISED, _E.AUTHORITY_WITHDRAWN, _S.PLANNED, officer),
        *from_each(
            (_S.NOTIFIED, _S.ACCEPTED, _S.PLANNED, _S.AUTHORISED), _E.NOTICE_LAPSED, _S.APPROVED, _A.CLOCK
        ),
        *from_each(PREPARING, _E.REFERRAL_ENDED, before, _A.CASEWORKER),
        *from_each(PREPARING, _E.RETURNED_VOLUNTARILY, _S.RETURNED_VOLUNTARILY, _A.PERSON),
        *from_each(PREPARING, _E.RETURNED_WITHOUT_AUTHORITY, _S.RETURNED, _A.ANYONE, Clock.BREACH),
        *from_each(PREPARING, _E.WHEREABOUTS_LOST, _S.WHEREABOUTS_UNKNOWN, _A.CASEWORKER),
        *from_each(PREPARING, _E.DIED, _S.DIED, _A.ANYONE),
        *from_each(in_sending_state, _E.DEPARTED_WITHOUT_AUTHORITY, _S.DEPARTED, _A.ANYONE, Clock.BREACH),
        Step(_S.DEPARTED, _E.TURNED_BACK, before, _A.ESCORT),
    )


def hub(arrives_as: Stage) -> tuple[Step, ...]:
    """Arrival to the ways out, for people who stand in `arrives_as` once they have arrived."""
    host, manager = _A.HOST, _A.HUB_MANAGER
    in_sending_state = (*sending_state.PRESENT, *PREPARING, _S.PROTECTED, _S.WHEREABOUTS_UNKNOWN)
    orders = tuple(s for s in (*STAYING, _S.RELEASED_IN_HOST) if s is not _S.WAY_BACK)
    limited = (_S.IN_HUB, _S.HOST_CLAIM, _S.EVIDENCE_REVIEW, _S.ONWARD_AUTHORISED)
    return (
        Step(_S.DEPARTED, _E.ARRIVED, arrives_as, manager, clock=Clock.STAY_LIMIT),
        Step(_S.LEFT_HUB, _E.ARRIVED, _S.IN_HUB, manager),
        # a child is there from birth: nobody moved them, and no claim was made for them
        Step(_S.CLAIM_PENDING, _E.BORN_IN_HUB, _S.IN_HUB, manager, clock=Clock.STAY_LIMIT),
        Step(
            _S.IN_HUB,
            _E.ONWARD_AUTHORISED,
            _S.ONWARD_AUTHORISED,
            _A.AUTHORISING_OFFICER,
            Guard.MAY_RETURN_ONWARD,
        ),
        Step(_S.ONWARD_AUTHORISED, _E.RETURNED, _S.RETURNED_ONWARD, _A.ESCORT),
        Step(_S.ONWARD_AUTHORISED, _E.RETURN_FAILED, _S.IN_HUB, _A.ESCORT),
        Step(_S.ONWARD_AUTHORISED, _E.AUTHORITY_WITHDRAWN, _S.IN_HUB, _A.AUTHORISING_OFFICER),
        *from_each(
            (_S.IN_HUB, _S.ONWARD_AUTHORISED, _S.AT_LIMIT), _E.HOST_CLAIM_MADE, _S.HOST_CLAIM, _A.PERSON
        ),
        Step(_S.HOST_CLAIM, _E.HOST_CLAIM_REFUSED, _S.IN_HUB, host),
        *from_each((_S.HOST_CLAIM, _S.RELEASED_IN_HOST), _E.PROTECTED_BY_HOST, _S.PROTECTED_IN_HOST, host),
        *from_each(
            (_S.IN_HUB, _S.HOST_CLAIM, _S.ONWARD_AUTHORISED, _S.AT_LIMIT),
            _E.NEW_EVIDENCE_RAISED,
            _S.EVIDENCE_REVIEW,
            _A.PERSON,
        ),
        Step(_S.EVIDENCE_REVIEW, _E.EVIDENCE_CHANGES_NOTHING, _S.IN_HUB, _A.CASEWORKER),
        *from_each(limited, _E.STAY_LIMIT_REACHED, _S.AT_LIMIT, _A.CLOCK),
        *from_each(
            orders, _E.TRANSFER_BACK_ORDERED, _S.WAY_BACK, _A.AUTHORISING_OFFICER, Clock.TRANSFER_BACK
        ),
        *from_each((_S.DEPARTED, *STAYING), _E.TRANSFERRED_BACK, _S.TRANSFERRED_BACK, _A.ESCORT),
        *from_each(STAYING, _E.RELEASED, _S.RELEASED_IN_HOST, host),
        *from_each(STAYING, _E.LEFT_HUB, _S.LEFT_HUB, manager),
        *from_each(
            (*STAYING, _S.LEFT_HUB, _S.RELEASED_IN_HOST),
            _E.RETURNED_VOLUNTARILY,
            _S.RETURNED_VOLUNTARILY_FROM_HUB,
            _A.PERSON,
        ),
        *from_each(
            tuple(s for s in STAYING if s is not _S.ONWARD_AUTHORISED),
            _E.RETURNED_WITHOUT_AUTHORITY,
            _S.RETURNED_ONWARD,
            _A.ANYONE,
            Clock.BREACH,
        ),
        *from_each((_S.DEPARTED, *STAYING), _E.WHEREABOUTS_LOST, _S.LEFT_HUB, manager),
        *from_each(in_sending_state, _E.ARRIVED, arrives_as, manager, Clock.BREACH),
        *from_each(
            (_S.LEFT_HUB, _S.RELEASED_IN_HOST, _S.RETURNED_ONWARD, _S.RETURNED_VOLUNTARILY_FROM_HUB),
            _E.RE_ARRIVED,
            _S.RE_ARRIVED,
            _A.CASEWORKER,
        ),
        Step(_S.TRANSFERRED_BACK, _E.CASE_RESUMED, _S.EXHAUSTED, _A.CASEWORKER),
        Step(_S.TRANSFERRED_BACK, _E.FURTHER_SUBMISSIONS_MADE, _S.FURTHER_SUBMISSIONS, _A.PERSON),
        Step(_S.TRANSFERRED_BACK, _E.PROTECTION_GRANTED, _S.PROTECTED, _A.CASEWORKER),
        *from_each((_S.DEPARTED, *STAYING, *ENDS), _E.DIED, _S.DIED, _A.ANYONE),
    )
