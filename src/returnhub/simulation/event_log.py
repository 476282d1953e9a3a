"""A simulated run as an object-centric event log: people, households, hubs and transfers.

Events that the model puts at one moment are a second apart, in their order, so that no reader of the
log can turn them round. All people in it are made up.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from returnhub.problems import Code, Where, refuse
from returnhub.procedure import Event, Procedure, Stage, procedure
from returnhub.procedure.hub_path import PREPARING, STAYING
from returnhub.procedure.ocel import Attribute, Link, Log, LogEvent, Object
from returnhub.scheme.model import Scheme
from returnhub.simulation.history import Told, histories

PERSON, HOUSEHOLD, HUB, TRANSFER = "person", "household", "hub", "transfer"

MOST_PEOPLE = 100_000

_APART = dt.timedelta(seconds=1)
_TO_HUB = (*PREPARING[PREPARING.index(Stage.PROPOSED) :], Stage.DEPARTED)


def event_log(
    scheme: Scheme, people: int = 1000, years: int = 10, seed: int = 1, replication: int = 0
) -> Log:
    """The first `people` who claim in a run, and the rest of the last household, as a log.

    Raises Problems if an option is outside its bounds.
    """
    for name, value, most in (("people", people, MOST_PEOPLE), ("years", years, 50)):
        if not 1 <= value <= most:
            raise refuse(Code.SIMULATION_OPTION_WRONG, Where(field=name), found=value, low=1, high=most)
    if not 0 <= seed < 2**63:
        raise refuse(Code.SIMULATION_OPTION_WRONG, Where(field="seed"), found=seed, low=0, high=2**63 - 1)
    table = procedure(scheme.procedure.value)
    return as_log(scheme, table, histories(scheme, table, people, years, seed, replication))


def as_log(scheme: Scheme, table: Procedure, told: Iterable[Told]) -> Log:
    """Histories as a log; events in the order of time."""
    objects: dict[str, Object] = {}
    for hub in scheme.hubs:
        own = {"name": hub.name, "host": hub.host.code, "custody": hub.custody.kind.value}
        objects[_hub(hub.id)] = Object(_hub(hub.id), HUB, [Attribute(n, v) for n, v in own.items()])
    events: list[LogEvent] = []
    sizes: Counter[str] = Counter()
    for one in told:
        sizes[one.household] += 1
        home = objects.setdefault(one.household, Object(one.household, HOUSEHOLD))
        person = Object(one.case, PERSON, [Attribute("origin", one.origin)], [Link(home.id, "lives in")])
        person.attributes.append(Attribute("stage", table.first.value))
        objects[person.id] = person
        events += _events(one, person, table, objects)
    for household, size in sizes.items():
        objects[household].attributes.append(Attribute("people", size))
    events.sort(key=lambda e: e.time)
    return Log(tuple(objects.values()), tuple(events))


def _events(one: Told, person: Object, table: Procedure, objects: dict[str, Object]) -> list[LogEvent]:
    """One person's events; the person's stages and any transfer are noted as they come."""
    events: list[LogEvent] = []
    stands, time = table.first, dt.datetime.min
    transfers = 0
    for number, h in enumerate(one.events, start=1):
        step = table.step(stands, h.event)
        assert step is not None, "histories fold through the table"
        time = max(h.happened, time + _APART) if number > 1 else h.happened
        links = [Link(person.id, "about"), Link(one.household, "household of")]
        if one.hub is not None and (role := _role(stands, step.to)):
            links.append(Link(_hub(one.hub), role))
        if h.event is Event.DEPARTED:
            transfers += 1
        if one.hub is not None and h.event in (Event.DEPARTED, Event.ARRIVED):
            name = f"transfer-{one.household}-{max(transfers, 1)}"
            objects.setdefault(
                name,
                Object(name, TRANSFER, [Attribute("departs", time)], [Link(_hub(one.hub), "to")]),
            )
            links.append(Link(name, "departs by" if h.event is Event.DEPARTED else "arrives by"))
        attributes = {
            "recorded": max(h.recorded, time),
            "actor": step.actor.value,
            "stage_before": stands.value,
            "stage_after": step.to.value,
        }
        events.append(LogEvent(f"{one.case}-{number}", h.event.value, time, attributes, tuple(links)))
        if step.to is not stands:
            person.attributes.append(Attribute("stage", step.to.value, time))
        stands = step.to
    return events


def _hub(name: str) -> str:
    return f"hub-{name}"


def _role(before: Stage, after: Stage) -> str:
    """As what a hub has to do with an event: a person is to go to it, is in it, or goes from it."""
    if after in STAYING:
        return "in"
    if before in STAYING:
        return "from"
    return "to" if after in _TO_HUB else ""
