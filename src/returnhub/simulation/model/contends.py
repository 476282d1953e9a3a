"""Where people contend, derived from the declaration: only this part of a model needs a list of events.

Nobody waits for anybody in a stage without places to wait for, so it is sampled person by person, ahead and
in any order. Limited hearings, interpreters and seats bind only where a place is offered or a stay ends.
"""

from __future__ import annotations

from typing import NamedTuple

from returnhub.simulation.model.check import leads_to
from returnhub.simulation.model.declared import Model


class Split(NamedTuple):
    """Stages by what decides about them, each in the order of the model.

    `alone`: those that end by a person's own risks alone. `waits`: those that a place may end as well.
    `placed`: those that the hubs bring about, which may be one of the others too: the stay, the wait if it
    has a stage of its own, and what stands for either while a challenge is heard.
    """

    alone: tuple[str, ...]
    waits: tuple[str, ...]
    placed: tuple[str, ...]


def contends(model: Model) -> Split:
    """Which stages are sampled person by person, and which run in the list of events.

    A stage that waits counts only where somebody may come to it who is, or will be, ready for a place.
    """
    names = [s.name for s in model.stages]
    places = model.places
    if places is None:
        return Split(tuple(names), (), ())
    met = leads_to(model.stages, names[0])
    ready = {name for since in met & {*places.ready.since} for name in leads_to(model.stages, since)}
    waits = tuple(s.name for s in model.stages if s.waits and s.name in ready)
    offer = places.challenge
    own = {model.stay, model.waiting, offer.meanwhile if offer else None} if waits else set[str | None]()
    placed = tuple(name for name in names if name in own)
    only_placed = {model.stay, model.waiting}
    return Split(tuple(n for n in names if n not in waits and n not in only_placed), waits, placed)
