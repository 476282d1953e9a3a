"""Transfers, who is on them, what happened on the day and who took over. One noun a file."""

from returnhub.transfers.models.day import Boarding, DoorStop, LastCheck, Leaving, Outcome
from returnhub.transfers.models.force import Force, ForceReview
from returnhub.transfers.models.handover import Handover, HandoverSignature, Item, ItemCheck
from returnhub.transfers.models.transfers import Crew, Manifest, MonitorAnswer, Plan, Seat, Transfer

__all__ = [
    "Boarding",
    "Crew",
    "DoorStop",
    "Force",
    "ForceReview",
    "Handover",
    "HandoverSignature",
    "Item",
    "ItemCheck",
    "LastCheck",
    "Leaving",
    "Manifest",
    "MonitorAnswer",
    "Outcome",
    "Plan",
    "Seat",
    "Transfer",
]
