"""Today's returns without any hub."""

from __future__ import annotations

from returnhub.procedure import sending_state
from returnhub.procedure.events import Stage
from returnhub.procedure.table import Procedure

RETURNS_ONLY = Procedure(
    name="returns_only",
    says="The sending state decides the claim and returns people straight to their state of origin.",
    first=Stage.CLAIM_PENDING,
    end=sending_state.ENDS,
    steps=sending_state.STEPS,
)
