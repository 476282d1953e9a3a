"""Random small asks over two hubs: households, what is free, and the plan by trying everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from hypothesis import strategies as st

from returnhub.placement import order
from returnhub.placement.ask import Ask
from returnhub.placement.greedy import Placed
from returnhub.scheme.figures import Unit
from returnhub.scheme.model import Scheme
from two_hubs import START, figure, people, two_hubs


class Small(NamedTuple):
    """A caseload and the scheme it is asked of, with every hub supposed ready."""

    cases: pl.DataFrame
    scheme: Scheme


@st.composite
def households(draw: st.DrawFn, most: int) -> list[Mapping[str, object]]:
    """Up to `most` households of one to four people, in no order, with needs, dates and gaps."""
    rows: list[Mapping[str, object]] = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        size = draw(st.sampled_from([1, 1, 1, 2, 4]))
        ready = START - dt.timedelta(days=draw(st.integers(1, 60)))
        until = draw(st.sampled_from([None, None, None, START + dt.timedelta(days=30)]))
        for member in range(size):
            child = size == 4 and member > 1
            changes: dict[str, object] = {
                "household": number,
                "sex": draw(st.sampled_from(["male", "male", "female", "another", None])),
                "rights_exhausted_on": ready,
                "host_acceptance_until": until,
                "family_with_children": size == 4,
                "needs_step_free": draw(st.sampled_from([False, False, False, True, None])),
                "care_needed": draw(st.sampled_from([0, 0, 1, 2, None])),
            }
            rows.append(changes | ({"birth_on": dt.date(2020, 1, 1)} if child else {}))
    return rows


@st.composite
def asks(draw: st.DrawFn, most: int = 10) -> Small:
    """Households, and hubs of few places with any mix of limits."""
    scheme = two_hubs()
    numbers: dict[str, tuple[Unit, float]] = {
        "north_places": (Unit.PLACES, draw(st.integers(0, 12))),
        "south_places": (Unit.PLACES, draw(st.integers(0, 4))),
        "stay": (Unit.DAYS, draw(st.integers(1, 40))),
        "a_week": (Unit.PEOPLE, draw(st.integers(1, 6))),
        "step_free_share": (Unit.SHARE, draw(st.sampled_from([0.0, 0.25, 1.0]))),
        "cap": (Unit.PEOPLE, draw(st.integers(1, 8))),
    }
    figures = {name: figure(name, unit, value) for name, (unit, value) in numbers.items()}
    caps = draw(st.sets(st.sampled_from(["cap_in_all", "cap_a_year", "cap_at_one_time"]), max_size=1))
    takes = scheme.hubs[1].takes.model_copy(update={"care_up_to": draw(st.integers(0, 2))})
    changes: dict[str, Any] = {
        "figures": scheme.figures | figures,
        "agreement": scheme.agreement.model_copy(update=dict.fromkeys(caps, "cap")),
        "hubs": (scheme.hubs[0], scheme.hubs[1].model_copy(update={"takes": takes})),
    }
    scheme = scheme.model_copy(update=changes)
    return Small(people(scheme, *draw(households(most))), scheme)


def fits(ask: Ask, placed: Placed) -> bool:
    """Whether a plan keeps every limit of the ask, by adding up week after week."""
    t = ask.terms
    who = np.flatnonzero(placed.spot >= 0)
    spot, week, n = placed.spot[who], placed.week[who], ask.homes.size[who]
    if not (ask.allowed[who, spot] & (ask.earliest[who] <= week) & (week <= ask.latest[who])).all():
        return False
    hub = t.hub_of[spot]
    for w in range(ask.weeks):
        here = (week <= w) & (w < week + t.stay[hub])
        for s in range(len(t.spots)):
            mine = here & (spot == s)
            if n[mine].sum() > t.places[s, w] or ask.homes.step_free[who][mine].sum() > t.step_free[s, w]:
                return False
        if n[here].sum() > t.at_once[w]:
            return False
        for h in range(len(t.hubs)):
            if n[(hub == h) & (week == w)].sum() > t.arrivals[h, w]:
                return False
    return all(n[(s.first <= week) & (week <= s.last)].sum() <= s.left for s in t.spans)


def best(ask: Ask) -> float:
    """The least weighted days of any plan, by trying all of them."""
    by = order.groups(ask)
    who = ask.candidates
    ways = [
        [(-1, -1)]
        + [
            (int(s), w)
            for s in np.flatnonzero(ask.allowed[i])
            for w in range(int(ask.earliest[i]), int(ask.latest[i]) + 1)
        ]
        for i in who
    ]
    least = np.inf
    for chosen in product(*ways):
        placed = Placed.nobody(ask)
        placed.spot[who], placed.week[who] = np.array(chosen, np.int64).reshape(len(who), 2).T
        days = float(by.weight @ order.days_by_group(ask, placed, by))
        if days < least and fits(ask, placed):
            least = days
    return least
