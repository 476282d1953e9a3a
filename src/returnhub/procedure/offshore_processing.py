"""Offshore processing: people are moved before any decision on their claim; the host state decides it."""

from __future__ import annotations

from returnhub.procedure import hub_path, sending_state
from returnhub.procedure.events import Event, Stage
from returnhub.procedure.table import Actor, Guard, Procedure, Step

OFFSHORE_PROCESSING = Procedure(
    name="offshore_processing",
    says="People are moved before any decision on their claim. The host state decides it: protection there, "
    "another status, or return to the state of origin.",
    first=Stage.CLAIM_PENDING,
    end=(*sending_state.ENDS, *hub_path.ENDS),
    steps=(
        *sending_state.STEPS,
        *hub_path.preparing(Stage.CLAIM_PENDING),
        *hub_path.hub(Stage.HOST_CLAIM),
        Step(
            Stage.TRANSFERRED_BACK,
            Event.CLAIM_REOPENED,
            Stage.CLAIM_PENDING,
            Actor.CASEWORKER,
            Guard.CLAIM_UNDECIDED,
        ),
    ),
)
