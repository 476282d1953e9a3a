"""Sense of what limits hubs, happens to them and fills them: what each part of scheme.yaml cannot know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from returnhub.problems import Code, Problem
from returnhub.scheme.fields import near
from returnhub.scheme.figures import ORIGINS, Figure
from returnhub.scheme.limits import EventKind
from returnhub.scheme.lines import Node
from returnhub.scheme.model import Hub, Scheme

_LASTS = (EventKind.OPENS_LATE, EventKind.SUSPENDED)
_WHOLE = 0.01
"""Shares of kinds of place may miss 1 by this much: they are given to two digits."""


def check_limits(scheme: Scheme, top: Node, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    """Everything that does not make sense; `figures` are those that fitted their model."""
    yield from _hubs_named(scheme, top)
    yield from _switches(scheme, top)
    for n, event in enumerate(scheme.events):
        if event.kind in _LASTS and event.days is None:
            given = {"name": event.id, "found": event.kind}
            yield Problem(Code.SCHEME_DAYS_MISSING, top.where(("events", n)), given)
    for n, hub in enumerate(scheme.hubs):
        yield from _kinds(hub, n, top, figures)
        for field, origins in (
            ("origins", hub.takes.origins or ()),
            ("not_origins", hub.takes.not_origins),
        ):
            for k, origin in enumerate(origins):
                if origin not in ORIGINS:
                    given = {"found": origin, "expected": list(ORIGINS)}
                    where = top.where(("hubs", n, "takes", field, k))
                    yield Problem(Code.SCHEME_ORIGIN_UNKNOWN, where, given)


def _hubs_named(scheme: Scheme, top: Node) -> Iterator[Problem]:
    known = [hub.id for hub in scheme.hubs]
    named: list[tuple[tuple[str | int, ...], str | None]] = [
        *((("resources", n, "hub"), r.hub) for n, r in enumerate(scheme.resources)),
        *((("events", n, "hub"), e.hub) for n, e in enumerate(scheme.events)),
        *((("costs", n, "hub"), line.hub) for n, line in enumerate(scheme.costs)),
        *((("sways", n, "of"), s.of) for n, s in enumerate(scheme.sways)),
        *((("sways", n, "then"), s.then) for n, s in enumerate(scheme.sways)),
    ]
    for path, name in named:
        if name is not None and name not in known:
            given = {"kind": "hub", "name": name, "near": near(name, known)}
            given = {k: v for k, v in given.items() if v}
            yield Problem(Code.SCHEME_REFERENCE_MISSING, top.where(path), given)
    for n, sway in enumerate(scheme.sways):
        if sway.of == sway.then:
            yield Problem(Code.SCHEME_SWAY_ITSELF, top.where(("sways", n, "then")), {"name": sway.of})


def _switches(scheme: Scheme, top: Node) -> Iterator[Problem]:
    """What is switched by its id is told apart by it, whichever list it stands in."""
    rows = [(("interventions", n), one.id) for n, one in enumerate(scheme.interventions)]
    rows += [(("sways", n), one.id) for n, one in enumerate(scheme.sways)]
    rows += [(("events", n), one.id) for n, one in enumerate(scheme.events)]
    first: dict[str, tuple[str, int]] = {}
    for path, name in rows:
        if name in first:
            given = {"name": name, "first": top.at((*first[name], "id")).line}
            yield Problem(Code.SCHEME_NAME_TWICE, top.where((*path, "id")), given)
        first.setdefault(name, path)


def _kinds(hub: Hub, n: int, top: Node, figures: Mapping[str, Figure]) -> Iterator[Problem]:
    names = [kind.id for kind in hub.place_kinds]
    path = ("hubs", n, "place_kinds")
    for k, name in enumerate(names):
        if names.index(name) != k:
            given = {"name": name, "first": top.at((*path, names.index(name), "id")).line}
            yield Problem(Code.SCHEME_NAME_TWICE, top.where((*path, k, "id")), given)
    shares = [figures[kind.share].middle for kind in hub.place_kinds if kind.share in figures]
    if names and len(shares) == len(names) and abs(sum(shares) - 1) > _WHOLE:
        given = {"name": hub.id, "found": f"{sum(shares):.3g}", "expected": 1}
        yield Problem(Code.SCHEME_KINDS_NOT_WHOLE, top.where(path), given)
