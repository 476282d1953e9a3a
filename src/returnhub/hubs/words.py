"""The room's codes in words, for its pages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from returnhub.hubs.models import Attributes, Cap, Excess, Hub, Phase

KINDS: Mapping[str, str] = MappingProxyType(
    {Hub.Kind.OPEN: "Open: people may leave freely", Hub.Kind.CLOSED: "Closed: people are in custody"}
)
PHASES: Mapping[str, str] = MappingProxyType(
    {
        Phase.Kind.PLANNED: "Planned",
        Phase.Kind.RAMP_UP: "Ramping up",
        Phase.Kind.OPEN: "Open",
        Phase.Kind.CLOSING: "Closing: takes nobody new",
        Phase.Kind.CLOSED: "Closed",
    }
)
WHY: Mapping[str, str] = MappingProxyType(
    {
        "working": "no more places are fit to be lived in",
        "certified": "no more people are certified",
        "signed": "both states signed for no more people",
        "ramp_up": "it is ramping up, and no more places are in use yet",
        "no_numbers": "no numbers were approved",
        "planned": "it is planned",
        "closed": "it is closed",
    }
)
"""Why no more people may be in a hub: codes of `hubs.queries.numbers.bound`."""

STATES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "free": ("Free", "green"),
        "there": ("Somebody is there", "blue"),
        "held": ("Held", "light-blue"),
        "out": ("Out of service", "orange"),
        "unknown": ("Not described", "yellow"),
    }
)
"""Each state of a place and its colour."""

FOR: Mapping[str, str] = MappingProxyType(
    {
        Attributes.For.ANYBODY: "Anybody",
        Attributes.For.MEN: "Men",
        Attributes.For.WOMEN: "Women",
        Attributes.For.FAMILIES: "Families",
    }
)
CARE: Mapping[int, str] = MappingProxyType({0: "No care", 1: "Regular nursing", 2: "A hospital within reach"})
EXCESSES: Mapping[str, str] = MappingProxyType(
    {
        Excess.Kind.NO_PLACE: "Somebody has no place",
        Excess.Kind.OVER_NUMBER: "More people than the hub's numbers",
        Excess.Kind.OVER_CAP: "More people than a cap of the agreement",
    }
)
CAPS: Mapping[str, str] = MappingProxyType(
    {
        Cap.Kind.IN_ALL: "People moved in all",
        Cap.Kind.AT_ONE_TIME: "People in its hubs at one time",
        Cap.Kind.A_YEAR: "People moved in a year",
    }
)
FOUR: tuple[tuple[str, str], ...] = (
    ("maximum", "Places that are there"),
    ("working", "Fit to be lived in"),
    ("certified", "Certified to meet the standards"),
    ("signed", "Signed by both states"),
)
"""The four numbers, in the order in which one bounds the next."""
