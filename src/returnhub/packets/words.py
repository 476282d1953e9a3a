"""Words of packets: fields and their values, what stands against speaking to the origin, answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from returnhub.casework.commands.facts import facts
from returnhub.casework.speaking import BARS
from returnhub.packets.kinds import Shape
from returnhub.packets.models import PacketAnswer, Responsibility

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "reference": "Reference",
        "hub": "Hub",
        "name": "Name",
        "names": "Names",
        "birth_year": "Year of birth",
        "birth_on": "Date of birth",
        "birth_place": "Place of birth",
        "father": "Father's name",
        "mother": "Mother's name",
        "sex": "Sex",
        "nationality": "Nationality",
        "family": "Family in this scheme",
        "needs_step_free": "Needs a place without steps",
        "needs_care": "Needs a place with care",
        "needs_family_place": "Needs a place for a family",
        "has_lawyer": "Has a lawyer",
        "photograph": "Photograph taken",
        "fingerprints": "Fingerprints taken",
        "document_numbers": "Numbers of documents",
        "arrives_on": "Arrives on",
        "leaves_on": "Leaves on",
        "returns_on": "Returns on",
        "why": "Why",
    }
)
WORDS: Mapping[str, str] = MappingProxyType(
    {
        "female": "Female",
        "male": "Male",
        "another": "Another or not stated",
        "stay_limit": "The stay has reached its limit",
        "return_not_possible": "Return to the state of origin is not possible",
        "sending_state_decides": "The sending state has decided so",
    }
)
SIDES: Mapping[str, str] = MappingProxyType(
    {Responsibility.Side.SENDING: "The sending state", Responsibility.Side.HOST: "The host state"}
)
INTRO: Mapping[str, str] = MappingProxyType(
    {
        "hand": "By signing you say that {state} answers for this person from then on. It does once its "
        "own officer has signed too; until then nothing changes.",
        "take": "By signing you say that {state} answers for this person from now on. An officer of the "
        "other state has signed already; your name and theirs go on record.",
        "withdraw": "The other state has not signed yet. What was signed stays to be seen.",
    }
)
"""What somebody signs, said before they do."""
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        PacketAnswer.Answer.ACCEPTED: "Accepted",
        PacketAnswer.Answer.DECLINED: "Declined",
        PacketAnswer.Answer.ISSUED: "Document issued",
        PacketAnswer.Answer.REFUSED: "Refused",
        PacketAnswer.Answer.RECEIVED: "Received",
    }
)
_AGAINST: Mapping[str, str] = MappingProxyType(
    {
        "fact_unknown": "Not known, or out of date: {what}.",
        "fact_against": "Speaks against it: {what}.",
        "undecided": "Not decided since: {what}.",
        "protected": "Protection was found to be needed: {what}.",
        "stage": "The case stands at “{what}”.",
    }
)


def value(shape: Shape, told: object) -> str:
    """A value of a packet as a page says it.

    >>> value(Shape.YES_NO, False), value(Shape.DATE, "2026-11-22"), value(Shape.NAMES, ["A", "B"])
    ('No', '22 November 2026', 'A, B')
    """
    if told is None:
        return "Not known"
    if isinstance(told, bool):
        return "Yes" if told else "No"
    if isinstance(told, list | tuple):
        return ", ".join(str(one) for one in told) or "None"
    if shape is Shape.DATE:
        return f"{dt.date.fromisoformat(str(told)):%-d %B %Y}"
    return WORDS.get(str(told), str(told)) if shape is Shape.WORD else str(told)


def against(code: str, what: str, detail: str) -> str:
    """One thing against speaking to the state of origin, as a sentence."""
    if code == "bar":
        return f"{BARS[what]}: {detail}"
    fact = facts().get(what)
    said = fact.means.rstrip(".") if fact else what
    return _AGAINST[code].format(what=said[:1].lower() + said[1:] if fact else said)
