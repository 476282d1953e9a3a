"""Histories of people as an object-centric event log: people, households, hubs and transfers.

A simulated run and the live record are written by this one function, so both have one shape. Events at one
moment are a second apart, in their order, so that no reader of the log can turn them round.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from returnhub.procedure.events import Event, Happening, Stage
from returnhub.procedure.hub_path import PREPARING, STAYING
from returnhub.procedure.ocel import Attribute, Link, Log, LogEvent, Object, Value
from returnhub.procedure.table import Procedure

PERSON, HOUSEHOLD, HUB, TRANSFER = "person", "household", "hub", "transfer"

_APART = dt.timedelta(seconds=1)
_TO_HUB = (*PREPARING[PREPARING.index(Stage.PROPOSED) :], Stage.DEPARTED)


@dataclass(frozen=True, slots=True)
class Lived:
    """One person's history: the events in order, in times of UTC without a zone, and the hub, if any.

    `about` is true of the person throughout. `transfers` names the transfers that they departed by, in order;
    of a departure beyond those the household's is named.
    """

    case: str
    household: str
    hub: str | None
    events: Sequence[Happening]
    about: Mapping[str, Value] = field(default_factory=dict[str, Value])
    transfers: Sequence[str] = ()


def as_log(hubs: Mapping[str, Mapping[str, Value]], table: Procedure, lived: Iterable[Lived]) -> Log:
    """Histories as a log; events in the order of time. `hubs` gives what is true of each hub, by its name."""
    objects: dict[str, Object] = {}
    for hub, own in hubs.items():
        objects[_hub(hub)] = Object(_hub(hub), HUB, [Attribute(n, v) for n, v in own.items()])
    events: list[LogEvent] = []
    sizes: Counter[str] = Counter()
    for one in lived:
        sizes[one.household] += 1
        home = objects.setdefault(one.household, Object(one.household, HOUSEHOLD))
        person = Object(one.case, PERSON, links=[Link(home.id, "lives in")])
        person.attributes += [Attribute(name, value) for name, value in one.about.items()]
        person.attributes.append(Attribute("stage", table.first.value))
        objects[person.id] = person
        events += _events(one, person, table, objects)
    for household, size in sizes.items():
        objects[household].attributes.append(Attribute("people", size))
    events.sort(key=lambda e: e.time)
    return Log(tuple(objects.values()), tuple(events))


def _events(one: Lived, person: Object, table: Procedure, objects: dict[str, Object]) -> list[LogEvent]:
    """One person's events; the person's stages and any transfer are noted as they come."""
    events: list[LogEvent] = []
    stands, time = table.first, dt.datetime.min
    departures = 0
    for number, h in enumerate(one.events, start=1):
        stage = table.next(stands, h.event)
        step = table.step(stands, h.event)
        assert step is not None, "the table has just said where it leads"
        time = max(h.happened, time + _APART) if number > 1 else h.happened
        links = [Link(person.id, "about"), Link(one.household, "household of")]
        if one.hub is not None and (role := _role(stands, stage)):
            links.append(Link(_hub(one.hub), role))
        if h.event is Event.DEPARTED:
            departures += 1
        if one.hub is not None and h.event in (Event.DEPARTED, Event.ARRIVED):
            name = _transfer(one, max(departures, 1))
            objects.setdefault(
                name, Object(name, TRANSFER, [Attribute("departs", time)], [Link(_hub(one.hub), "to")])
            )
            links.append(Link(name, "departs by" if h.event is Event.DEPARTED else "arrives by"))
        attributes = {
            "recorded": max(h.recorded, time),
            "actor": step.actor.value,
            "stage_before": stands.value,
            "stage_after": stage.value,
        }
        events.append(LogEvent(f"{one.case}-{number}", h.event.value, time, attributes, tuple(links)))
        if stage is not stands:
            person.attributes.append(Attribute("stage", stage.value, time))
        stands = stage
    return events


def _transfer(one: Lived, departure: int) -> str:
    if departure <= len(one.transfers):
        return f"transfer-{one.transfers[departure - 1]}"
    return f"transfer-{one.household}-{departure}"


def _hub(name: str) -> str:
    return f"hub-{name}"


def _role(before: Stage, after: Stage) -> str:
    """As what a hub has to do with an event: a person is to go to it, is in it, or goes from it."""
    if after in STAYING:
        return "in"
    if before in STAYING:
        return "from"
    return "to" if after in _TO_HUB else ""
