"""A return hub: people whose appeal rights are exhausted are moved, and go on or come back from there."""

from __future__ import annotations

from returnhub.procedure import hub_path, sending_state
from returnhub.procedure.events import Event, Stage
from returnhub.procedure.table import Actor, Procedure, from_each

RETURN_HUB = Procedure(
    name="return_hub",
    says="The sending state decides the claim; people with appeal rights exhausted may be moved to a hub in "
    "a host state, one person at a time, and go on from there, or come back.",
    first=Stage.CLAIM_PENDING,
    end=(*sending_state.ENDS, *hub_path.ENDS),
    steps=(
        *sending_state.STEPS,
        *hub_path.preparing(Stage.EXHAUSTED),
        *from_each(
            hub_path.PREPARING, Event.FURTHER_SUBMISSIONS_MADE, Stage.FURTHER_SUBMISSIONS, Actor.PERSON
        ),
        *hub_path.hub(Stage.IN_HUB),
    ),
)
