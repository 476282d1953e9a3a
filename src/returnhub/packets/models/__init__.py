"""Packets with their kinds and answers; who a person is for their consulate; which state is responsible."""

from returnhub.packets.models.kinds import Field, Kind, Origin
from returnhub.packets.models.packets import Identity, Packet, PacketAnswer
from returnhub.packets.models.responsibility import Responsibility, ResponsibilityTaken

__all__ = [
    "Field",
    "Identity",
    "Kind",
    "Origin",
    "Packet",
    "PacketAnswer",
    "Responsibility",
    "ResponsibilityTaken",
]
