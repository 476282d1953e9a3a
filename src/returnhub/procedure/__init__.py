"""Procedures as pure tables, stage x event -> stage: what is allowed next, deadlines, drawings."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.procedure.conformance import conformance
from returnhub.procedure.draw import as_markdown, as_text
from returnhub.procedure.events import FACTS, Event, Happening, Stage
from returnhub.procedure.fold import Standing, fold
from returnhub.procedure.graph import as_svg
from returnhub.procedure.offshore_processing import OFFSHORE_PROCESSING
from returnhub.procedure.return_hub import RETURN_HUB
from returnhub.procedure.returns_only import RETURNS_ONLY
from returnhub.procedure.table import Actor, Clock, Guard, Procedure, Step

PROCEDURES: Mapping[str, Procedure] = MappingProxyType(
    {p.name: p for p in (RETURNS_ONLY, RETURN_HUB, OFFSHORE_PROCESSING)}
)
"""Every procedure by its name, as `scheme.model.ProcedureName` spells it."""


def procedure(name: str) -> Procedure:
    """The procedure called `name`; loading a scheme has checked that it exists.

    >>> procedure("return_hub").allowed(Stage.PLANNED)[0]
    <Event.DEPARTURE_AUTHORISED: 'authority to depart given'>
    """
    return PROCEDURES[name]


__all__ = [
    "FACTS",
    "PROCEDURES",
    "Actor",
    "Clock",
    "Event",
    "Guard",
    "Happening",
    "Procedure",
    "Stage",
    "Standing",
    "Step",
    "as_markdown",
    "as_svg",
    "as_text",
    "conformance",
    "fold",
    "procedure",
]
