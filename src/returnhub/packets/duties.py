"""Who owes what while somebody stays: duties of each state that no clock carries, each with its source.

What the procedure waits for, and what a clock counts, is read from them (`queries.duties`). These lists are
not law: they say what bodies have asked for, as collected in the reference on the domain.
"""

from __future__ import annotations

from dataclasses import dataclass

from returnhub.packets.models import Responsibility
from returnhub.procedure import Stage
from returnhub.procedure.hub_path import STAYING
from returnhub.procedure.table import Actor

HOST, SENDING = Responsibility.Side.HOST, Responsibility.Side.SENDING
BOTH = "both"
SIDE_OF: dict[Actor, str] = {
    Actor.HOST: HOST,
    Actor.HUB_MANAGER: HOST,
    Actor.CASEWORKER: SENDING,
    Actor.AUTHORISING_OFFICER: SENDING,
    Actor.ESCORT: SENDING,
}
"""Whose duty a step of the procedure is. The person, a court and the clock owe neither state anything."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A duty of a side while a case stands in some stages, with its source and how sure that is."""

    side: str
    says: str
    source: str
    confidence: str
    stages: tuple[Stage, ...] = STAYING


STANDING = (
    Standing(
        SENDING,
        "Answer for what happens to this person, wherever they are: the sending state stays accountable.",
        "EU Agency for Fundamental Rights, position on return hubs, February 2025",
        "secondary",
        (Stage.DEPARTED, *STAYING),
    ),
    Standing(
        SENDING,
        "Bring the person safely, fit to travel and with a monitor's seat on board.",
        "Council of Europe, Twenty Guidelines on Forced Return, 2005",
        "general knowledge",
        (Stage.AUTHORISED, Stage.DEPARTED),
    ),
    Standing(
        HOST,
        "Give the person a temporary legal status while they stay.",
        "UNHCR on return hubs, 2025",
        "secondary",
    ),
    Standing(
        SENDING,
        "Help the host with adequate accommodation and reception, and see that standards are met.",
        "UNHCR on return hubs, 2025",
        "secondary",
    ),
    Standing(
        HOST,
        "Let the person reach a lawyer, their family and, only if they want it, their consulate.",
        "Opinion of Advocate General Emiliou, C-414/25, 23 April 2026",
        "primary",
    ),
    Standing(
        HOST,
        "Offer an examination by a doctor within 24 hours of the arrival.",
        "Detention Centre Rules 2001, rule 34, taken as the standard of every hub",
        "primary",
    ),
    Standing(
        BOTH,
        "Let the independent monitor in, announced or not, and let people complain in confidence.",
        "UK-Rwanda Monitoring Committee, terms of reference, 2022",
        "primary",
    ),
    Standing(
        HOST,
        "Send nobody on while a claim is open here, or to a place where they face a real risk.",
        "UK Supreme Court, AAA, [2023] UKSC 42",
        "primary",
    ),
    Standing(
        SENDING,
        "Take the person back if return proves impossible, as the agreement says.",
        "European Commission, proposal for a return regulation, article 17(2)(c), 2025",
        "general knowledge",
    ),
)
