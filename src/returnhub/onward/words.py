"""The room's codes in words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.casework.views.page import say_with
from returnhub.casework.words import BARS

ALERTS: Mapping[str, str] = MappingProxyType(
    {
        "name_differs": "The name in the document is not an accepted name of this person",
        "birth_differs": "The date of birth in the document is not the accepted one",
        "expires_early": "The document ends before it is needed",
        "expired": "The document has expired",
        "not_used": "A document that was agreed lies unused",
        "claim_since": "A claim or new evidence came after the consulate was asked",
    }
)
REQUEST_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "interview": "The consulate spoke with the person",
        "agreed": "The consulate agreed to issue a document",
        "issued": "The document was issued",
        "refused": "The consulate refused",
        "given_up": "The request was given up",
    }
)
AT: Mapping[str, str] = MappingProxyType({"host": "in the host state", "sender": "in the sending state"})
RISK: Mapping[str, str] = MappingProxyType({"none": "No risk was found", "risk": "A risk was found"})
RAISED: Mapping[str, str] = MappingProxyType(
    {"evidence": "New evidence", "host_claim": "Claim for asylum in the host state"}
)
RAISED_BY: Mapping[str, str] = MappingProxyType(
    {
        "person": "the person",
        "lawyer": "their legal representative",
        "hub": "the hub",
        "host": "the host state",
        "officer": "an officer",
    }
)
REVIEWS: Mapping[str, str] = MappingProxyType(
    {
        "changes_nothing": "It changes nothing",
        "transfer_back": "The person is brought back, and it is decided in the sending state",
        "protection": "The person is brought back and protected",
    }
)
HOST_ANSWERS: Mapping[str, str] = MappingProxyType(
    {"refused": "The host refused the claim", "protected": "The host protects this person"}
)
CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "return_failed": "A return failed",
        "stay_limit": "The stay reached its limit",
        "stateless": "The person was found stateless",
    }
)
ANSWERS: Mapping[str, str] = MappingProxyType(
    {
        "again": "Another try, on a fresh decision and authority",
        "release": "Release in the host state",
        "transfer_back": "Transfer back to the sending state",
    }
)
ASKED_BY: Mapping[str, str] = MappingProxyType(
    {"person": "the person", "counsellor": "a return counsellor", "lawyer": "their legal representative"}
)
APPLICATION_STEPS: Mapping[str, str] = MappingProxyType(
    {
        "agreed": "The person agreed to return",
        "withdrawn": "The person withdrew",
        "departed": "The person has left",
    }
)
SUPPORT: Mapping[str, str] = MappingProxyType(
    {
        "travel": "Travel",
        "cash": "Money",
        "housing": "Housing",
        "work": "Work or a business",
        "health": "Health care",
        "other": "Other help",
    }
)
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "arrived": "Arrived",
        "contacted": "Contacted",
        "unreachable": "Unreachable",
        "re_arrived": "Came again",
        "not_asked": "Not asked, no consent",
    }
)
"""How a date of asking ended. Unreachable is not arrived."""

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "no_other_try": "Another try is not possible at the stay limit, nor for a person found stateless",
        "amount_and_currency": "Enter an amount and its currency, or neither",
    }
)
say = say_with(FIELDS)


_UNDECIDED: Mapping[str, str] = MappingProxyType(
    {
        "claim made in the host state": "A claim that was made in the host state has no final answer.",
        "new evidence raised": "New evidence that was raised has no answer.",
        "further submissions made": "Further submissions have no final answer.",
    }
)


def contact(code: str, what: str) -> str:
    """One thing that keeps a consulate from being asked, in a sentence."""
    if code in ("fact_unknown", "fact_against"):
        title = what.replace("_", " ").capitalize()
        return f"{title}: not known today." if code == "fact_unknown" else f"{title}: it speaks against it."
    if code == "bar":
        return f"{BARS.get(what, 'A bar')} is open."
    if code == "undecided":
        return _UNDECIDED.get(what, "Something that was asked has no final answer.")
    if code == "protected":
        return "This person was protected."
    return f"The case stands at “{what}”."
