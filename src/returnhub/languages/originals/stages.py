"""Where a case stands, told to the person: a sentence on where, one on what comes next and who decides."""

from __future__ import annotations

from collections.abc import Mapping

from returnhub.languages.originals.text import Group, Original
from returnhub.procedure import Stage

_S = Stage
_SAID: Mapping[Stage, tuple[str, str]] = {
    _S.CLAIM_PENDING: (
        "Your claim for asylum is open.",
        "The asylum office decides it. You cannot be moved while it is open.",
    ),
    _S.REFUSED: (
        "Your claim for asylum was refused. You can still appeal.",
        "You may appeal to a court. You cannot be moved while you have time to appeal.",
    ),
    _S.APPEAL_PENDING: (
        "Your appeal is with the court.",
        "A judge decides. You cannot be moved while the court has not decided.",
    ),
    _S.EXHAUSTED: (
        "Your claim was refused and your appeals have ended.",
        "An officer may look at whether you can return, or be referred to a hub. Nothing was decided yet.",
    ),
    _S.FURTHER_SUBMISSIONS: (
        "New reasons were handed in for you.",
        "The asylum office reads and answers them. You cannot be moved while they are open.",
    ),
    _S.RETURN_AUTHORISED: (
        "An officer gave authority for your return to your country.",
        "You are told the day. You can still speak to a lawyer or tell us of anything new.",
    ),
    _S.REFERRED: (
        "You were referred: officers look at whether you may be moved to a hub.",
        "A screening officer checks every rule. Nothing was decided.",
    ),
    _S.SCREENED: (
        "The rules were checked. You wait for a place.",
        "An officer may propose a place. A named officer then decides, and another person must approve.",
    ),
    _S.PROPOSED: (
        "A place in a hub was proposed for you.",
        "A named officer decides in your case alone.",
    ),
    _S.DECIDED: (
        "An officer decided that you are to be moved.",
        "Another person must approve this decision or refuse it.",
    ),
    _S.APPROVED: (
        "The decision to move you was approved.",
        "You get two papers: that we intend to move you, and when and how. Then time runs before a move.",
    ),
    _S.NOTIFIED: (
        "You were given notice.",
        "The other country answers whether it takes you. You cannot be moved before the notice has run.",
    ),
    _S.ACCEPTED: (
        "The other country has agreed to take you.",
        "An officer writes down where you go if the plan fails. No authority was given yet.",
    ),
    _S.PLANNED: (
        "A plan was made for what happens if the move fails.",
        "An authorising officer gives authority or does not. Every rule is checked again that day.",
    ),
    _S.AUTHORISED: (
        "Authority was given to move you.",
        "You may be moved on a day after your notice has run. New evidence stops it: tell us or your lawyer.",
    ),
    _S.DEPARTED: (
        "You are on the way to the hub.",
        "When you arrive you see a nurse or a doctor and can call your family and your lawyer.",
    ),
    _S.IN_HUB: (
        "You are staying in the hub.",
        "Your stay has a limit. You are returned only if every rule is checked again and authority is given.",
    ),
    _S.HOST_CLAIM: (
        "You asked this country for asylum.",
        "This country decides your claim. You cannot be returned while it is open.",
    ),
    _S.EVIDENCE_REVIEW: (
        "New evidence about your case is being read.",
        "The state that sent you answers it. You cannot be returned while it is open.",
    ),
    _S.ONWARD_AUTHORISED: (
        "Authority was given to return you to your country.",
        "You are told the day. New evidence or a claim for asylum stops it: tell us or your lawyer.",
    ),
    _S.AT_LIMIT: (
        "Your stay has reached its limit.",
        "You are released or brought back to the state that sent you. An officer must say which.",
    ),
    _S.WAY_BACK: (
        "You are to be brought back to the state that sent you.",
        "An officer arranges the journey. It has a last day.",
    ),
    _S.PROTECTED: ("You were given protection.", "You stay. Ask your lawyer about your papers."),
    _S.RETURNED: ("You were returned to your country.", "Nothing more is decided here. You can still write."),
    _S.RETURNED_VOLUNTARILY: (
        "You returned by yourself.",
        "Nothing more is decided here. You can still write about the help that you were promised.",
    ),
    _S.REMAINS: (
        "You stay: you cannot be returned.",
        "An officer looks again from time to time whether the reason still stands.",
    ),
    _S.WHEREABOUTS_UNKNOWN: (
        "We do not know where you are.",
        "Tell your lawyer or us how to reach you. You are not asked for an address.",
    ),
    _S.RETURNED_ONWARD: (
        "You were returned from the hub to your country.",
        "We ask later whether you arrived safely. You can still write.",
    ),
    _S.RETURNED_VOLUNTARILY_FROM_HUB: (
        "You returned by yourself from the hub.",
        "We ask later whether you arrived safely. You can still write.",
    ),
    _S.PROTECTED_IN_HOST: (
        "This country gave you protection.",
        "You stay here. Ask your lawyer about your papers.",
    ),
    _S.LEFT_HUB: (
        "You left the hub. It is open, so you were free to leave.",
        "You can come back to your place while your stay runs, and you can still write.",
    ),
    _S.RELEASED_IN_HOST: (
        "You were released in this country.",
        "Ask your lawyer about your right to stay. You can still write.",
    ),
    _S.TRANSFERRED_BACK: (
        "You were brought back to the state that sent you.",
        "Your case is taken up again there.",
    ),
    _S.RE_ARRIVED: (
        "You came back to the state that sent you.",
        "Your case is taken up again there.",
    ),
    _S.DIED: (
        "This person has died.",
        "The death is investigated. The family can ask us or a lawyer for the file.",
    ),
}


def key_of(stage: Stage, part: str) -> str:
    """The key of a stage's sentence; `part` is "is" (where the case stands) or "next"."""
    return f"stage.{stage.name.lower()}.{part}"


STAGES = tuple(
    Original(key_of(stage, part), Group.STAGE, f"“{stage.value}”, {what}", body)
    for stage, said in _SAID.items()
    for part, what, body in zip(("is", "next"), ("where you are", "what comes next"), said, strict=True)
)
