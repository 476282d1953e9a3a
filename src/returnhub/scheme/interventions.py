"""What changes who arrives, and how one host's offer may sway another: off unless switched on."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from returnhub.scheme.figures import FigureId, Frozen, Source
from returnhub.scheme.names import Name
from returnhub.scheme.statements import StatementId


class Route(StrEnum):
    """Which arrivals something can touch."""

    BOAT = "small boat"
    OTHER = "other routes"
    EVERY = "every route"


class Intervention(Frozen):
    """Something that keeps people from arriving or sends them another way; off unless switched on.

    Of the arrivals by `route`, the share `reach` (by origin) comes the way that it watches. Once all
    of the equipment is there, it keeps the share `prevents` of those from coming that way, of whom
    the share `displaced` come by another route all the same. Its effect grows evenly from the first
    delivery to the last.
    """

    id: Name
    title: str
    says: str
    active: bool = False
    route: Route
    reach: FigureId
    prevents: FigureId
    displaced: FigureId
    starts_after_days: FigureId = Field(description="Days from the run's first day to the first delivery")
    full_after_days: FigureId = Field(description="Days from the first delivery to the last")
    cost_a_year: FigureId | None = None
    statements: tuple[StatementId, ...] = ()
    source: tuple[Source, ...] = Field(min_length=1)
    left_out: tuple[str, ...] = ()


class Sway(Frozen):
    """One offer may sway another: if the hub `of` comes about, the chance that `then` does changes.

    `raises`: the share `by` of the chance still missing is added; `lowers`: the share `by` of the
    chance is taken off. Off unless switched on.
    """

    id: Name
    says: str
    active: bool = False
    of: Name
    then: Name
    way: Literal["raises", "lowers"]
    by: FigureId
    source: tuple[Source, ...] = ()
