"""What decides where a person could be placed: kinds of place, whom a hub takes, whether it is ready."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from returnhub.scheme.figures import FigureId, Frozen, OriginCode, Source
from returnhub.scheme.names import Name


class PlacesFor(StrEnum):
    """Whom a kind of place is for."""

    MEN = "men"
    WOMEN = "women"
    FAMILIES = "families"


class PlaceKind(Frozen):
    """Places of one kind: the share of the hub's places that they are, and of these the step-free share."""

    id: Name
    places_for: PlacesFor
    share: FigureId
    step_free: FigureId | None = None


class HubTakes(Frozen):
    """Whom this hub takes, beside what the scheme says of all; what it does not say it does not narrow."""

    says: str = ""
    origins: tuple[OriginCode, ...] | None = Field(default=None, description="Only these; none means all")
    not_origins: tuple[OriginCode, ...] = ()
    families_with_children: bool = True
    women: bool = True
    care_up_to: int = Field(
        default=2,
        ge=0,
        le=2,
        strict=True,
        description="Highest care_needed: 0 none, 1 regular nursing, 2 a hospital within reach",
    )
    source: tuple[Source, ...] = ()


class Readiness(Frozen):
    """Whether what must be there before anyone is moved is there. None: nobody has said, so it is not."""

    says: str = ""
    monitor: bool | None = None
    complaint_way: bool | None = None
    exit_route: bool | None = None
    source: tuple[Source, ...] = ()


class Order(StrEnum):
    """Who comes first. Never 'most people': that quietly picks people alone with short stays."""

    LONGEST_READY = "longest ready first"
    LONGEST_REFUSED = "longest refused first"
    LOT = "by lot"


class GroupBy(StrEnum):
    """By what people are told apart when shares are compared."""

    HOUSEHOLD = "household"
    SEX = "sex"
    AGE = "age"
    NATIONALITY = "nationality"
    DISABILITY = "disability"
    HEALTH_NEED = "health need"


class Parity(Frozen):
    """A bound that a minister can set and see the price of: shares placed differ by no more than this."""

    by: GroupBy
    points: FigureId = Field(
        description="Largest difference between any group's share placed and everybody's"
    )


class PlacementRules(Frozen):
    """The order that the agreement or the law gives, and parity bounds."""

    order: Order = Order.LONGEST_READY
    says: str = ""
    parity: tuple[Parity, ...] = ()
    source: tuple[Source, ...] = ()
