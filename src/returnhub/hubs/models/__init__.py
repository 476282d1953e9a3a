"""Hubs and what stands in them: readiness, places, numbers, stays. One noun a file."""

from returnhub.hubs.models.numbers import Cap, CapApproval, Numbers, NumbersAnswer, NumbersRequest
from returnhub.hubs.models.places import Attributes, Hub, OutOfService, Phase, Place, Room, Unit
from returnhub.hubs.models.readiness import Item, Readiness, ReadinessSignature
from returnhub.hubs.models.stays import Excess, ExcessAnswer, Stay

__all__ = [
    "Attributes",
    "Cap",
    "CapApproval",
    "Excess",
    "ExcessAnswer",
    "Hub",
    "Item",
    "Numbers",
    "NumbersAnswer",
    "NumbersRequest",
    "OutOfService",
    "Phase",
    "Place",
    "Readiness",
    "ReadinessSignature",
    "Room",
    "Stay",
    "Unit",
]
