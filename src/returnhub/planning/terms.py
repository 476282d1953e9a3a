"""Today's places and people as placement reads them: a scheme whose hubs are those that are operated.

Placement knows kinds of place for men, women or families and one level of care a hub. So a hub here becomes
as many as it has levels of care, and places for anybody stand apart from those that are not, since each of
them takes whoever comes. What a week has less than the most (out of service, ramp-up, numbers that are not
signed yet) is taken off `Terms` week by week.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from returnhub.caseload.columns import CASE, schema
from returnhub.placement import terms as placement_terms
from returnhub.placement.terms import Terms
from returnhub.planning.today import PARTS, HubRow, PlaceRow, StayRow, Today, Waiting
from returnhub.scheme.facts import Fact, FactType
from returnhub.scheme.figures import Confidence, Figure, Unit
from returnhub.scheme.model import Hub, Scheme
from returnhub.scheme.suitability import PlaceKind, PlacesFor, Readiness

LONG_AGO = dt.date(1970, 1, 1)
NEEDED = {"monitor": "monitors", "complaint_way": "complaints", "exit_route": "exit_route"}
"""What placement asks of a hub, and the item of readiness (`hubs.models.Item`) that answers it."""


@dataclass(frozen=True)
class Part:
    """Places of one level of care in one hub, of one of `PARTS`."""

    id: str
    hub: HubRow
    care: int
    part: str
    places: tuple[PlaceRow, ...]

    def kinds(self) -> dict[str, int]:
        """Kinds of place in it, and how many places could be of each."""
        if self.part == PARTS[0]:
            return {placement_terms.ANY: len(self.places)}
        if self.part == PARTS[1]:
            return {kind.value: len(self.places) for kind in PlacesFor}
        of = [p.places_for for p in self.places]
        return {kind.value: of.count(kind.value) for kind in PlacesFor if kind.value in of}

    def of_kind(self, kind: str) -> list[PlaceRow]:
        """Its places that could be of a kind."""
        return [p for p in self.places if self.part != PARTS[2] or p.places_for == kind]


def parts_of(hub: HubRow) -> list[Part]:
    """A hub's parts, those first that could take most people: where numbers are short, they are used."""
    found: list[Part] = []
    for care in (2, 1, 0):
        for part in PARTS:
            mine = tuple(p for p in hub.places if p.care == care and p.part == part)
            if mine:
                found.append(Part(f"{hub.number}:{care}:{PARTS.index(part)}", hub, care, part, mine))
    return found


@dataclass(frozen=True)
class Put:
    """What was asked, as placement reads it: `scheme`, `cases` and `taken` are given to the recount too."""

    today: Today
    folder: Scheme

    @cached_property
    def parts(self) -> list[Part]:
        """Every part of every hub."""
        return [part for hub in self.today.hubs for part in parts_of(hub)]

    @cached_property
    def cases(self) -> pl.DataFrame:
        """Who waits, with household and facts; a member who does not wait yet stands among them."""
        types = schema(self.folder.facts)
        rows = [
            [p.reference, p.household, *(_value(f, p.facts.get(n)) for n, f in self.folder.facts.items())]
            for p in self.today.people
        ]
        return pl.DataFrame(rows, schema=types, orient="row", infer_schema_length=None)

    @cached_property
    def taken(self) -> pl.DataFrame:
        """Who has a place or had one, and who of a household does not wait: their family is not whole."""
        of = {p.number: part for part in self.parts for p in part.places}
        like = {p.number: p for part in self.parts for p in part.places}
        first = {part.hub.number: part for part in reversed(self.parts)}
        rows: list[tuple[object, ...]] = []
        for stay in self.today.stays:
            part = of.get(stay.place or 0) or first.get(stay.hub)
            place = like.get(stay.place or 0)
            own = place is not None and part is not None and part.part == PARTS[2]
            rows.append(
                (
                    part.id if part else str(stay.hub),
                    place.places_for if own and place else None,
                    stay.arrive_on,
                    stay.leave_by,
                    # who has left and is to be moved again stands in the plan like everybody
                    stay.reference if stay.leave_by is None or stay.leave_by > self.today.start else None,
                    place.step_free if place else False,
                )
            )
        rows += [("elsewhere", None, LONG_AGO, LONG_AGO, p.reference, False) for p in self._not_waiting]
        types = {
            "hub": pl.String,
            "kind": pl.String,
            "arrive_on": pl.Date,
            "leave_by": pl.Date,
            CASE: pl.String,
            "step_free": pl.Boolean,
        }
        return pl.DataFrame(rows, schema=types, orient="row", infer_schema_length=None)

    @cached_property
    def _not_waiting(self) -> list[Waiting]:
        placed = {
            s.reference for s in self.today.stays if s.leave_by is None or s.leave_by > self.today.start
        }
        return [p for p in self.today.people if not p.waits and p.reference not in placed]

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme with the operated hubs, their places, the stay limit, and the approved caps."""
        figures = dict(self.folder.figures)
        caps = self.today.caps
        years_from = caps["a_year"][1] if "a_year" in caps else self.today.start

        def figure(name: str, unit: Unit, value: float) -> str:
            figures[name] = Figure(
                id=name,
                says="Counted in the service today",
                unit=unit,
                value=float(value),
                confidence=Confidence.PRIMARY,
            )
            return name

        def cap(kind: str, more: int = 0) -> str | None:
            return figure(f"cap_{kind}", Unit.PEOPLE, caps[kind][0] + more) if kind in caps else None

        hubs = tuple(self._hub(n, part, figure) for n, part in enumerate(self.parts))
        agreement = self.folder.agreement.model_copy(
            update={
                # rows of people who do not wait are in `taken`, and are nobody who was moved
                "cap_in_all": cap("in_all", len(self._not_waiting)),
                "cap_a_year": cap("a_year"),
                "cap_at_one_time": cap("at_one_time"),
            }
        )
        return self.folder.model_copy(
            update={
                "hubs": hubs,
                "figures": figures,
                "agreement": agreement,
                "starts": min(years_from, self.today.start),
            }
        )

    def template(self, hub: HubRow) -> Hub:
        """The scheme's hub that an operated one is: the one of its name, else the first."""
        return next((h for h in self.folder.hubs if h.name == hub.name), self.folder.hubs[0])

    def transfers_a_week(self, hub: HubRow) -> int | None:
        """Most people moved to a hub in a week, as the scheme supposes; none: it says nothing."""
        name = self.template(hub).transfers_a_week
        return None if name is None else math.floor(self.folder.figure(name).middle)

    def _hub(self, n: int, part: Part, figure: Callable[[str, Unit, float], str]) -> Hub:
        template, count = self.template(part.hub), len(part.places)
        whole = figure(f"part_{n}_whole", Unit.SHARE, 1)
        kinds: list[PlaceKind] = []
        if part.part != PARTS[0]:
            for kind, places in part.kinds().items():
                mine = part.of_kind(kind)
                flat = sum(p.step_free for p in mine)
                kinds.append(
                    PlaceKind(
                        id=kind,
                        places_for=PlacesFor(kind),
                        share=whole
                        if places == count
                        else figure(f"part_{n}_{kind}", Unit.SHARE, places / count),
                        step_free=figure(f"part_{n}_{kind}_step_free", Unit.SHARE, flat / places),
                    )
                )
        a_week = self.transfers_a_week(part.hub)
        if a_week is not None:
            share = math.ceil(a_week * count / max(1, len(part.hub.places)))
        return template.model_copy(
            update={
                "id": part.id,
                "name": part.hub.name,
                "places": figure(f"part_{n}_places", Unit.PLACES, count),
                "opens_after_days": figure(f"part_{n}_opens", Unit.DAYS, 0),
                "full_after_days": None,
                "transfers_a_week": None
                if a_week is None
                else figure(f"part_{n}_transfers", Unit.PEOPLE, share),
                "expected_stay": figure(f"part_{n}_stay", Unit.DAYS, part.hub.stay_limit_days + 1),
                "place_kinds": tuple(kinds),
                "takes": template.takes.model_copy(update={"care_up_to": part.care}),
                "ready": Readiness(**{name: item in self.today.ready for name, item in NEEDED.items()}),
            }
        )

    @cached_property
    def terms(self) -> Terms:
        """What is free by week."""
        t = placement_terms.read(
            self.scheme, self.today.start, self.today.weeks, {}, self.taken, suppose_ready=False
        )
        for hub in self.today.hubs:
            mine = [h for h, part in enumerate(self.parts) if part.hub.number == hub.number]
            for week in range(self.today.weeks):
                first, after = self.today.week(week)
                left = hub.bound[week] - _there(self.today.stays, hub.number, first, after)
                for h in mine:
                    part = self.parts[h]
                    lost = sum(not p.serves(first, after) for p in part.places)
                    t.in_hub[h, week] = max(0, min(int(t.in_hub[h, week]) - lost, left))
                    left -= int(t.in_hub[h, week])
            for h in mine:
                self._weeks_of(t, h)
        return t

    def _weeks_of(self, t: Terms, h: int) -> None:
        """Places of one part that a week lacks, kind by kind; weeks in which its hub takes nobody."""
        part = self.parts[h]
        for s, spot in enumerate(t.spots):
            if spot.hub != h:
                continue
            mine = part.of_kind(spot.kind)
            for week in range(self.today.weeks):
                first, after = self.today.week(week)
                lost = [p for p in mine if not p.serves(first, after)]
                t.places[s, week] = max(0, t.places[s, week] - len(lost))
                t.step_free[s, week] = max(0, t.step_free[s, week] - sum(p.step_free for p in lost))
        takes = np.array(part.hub.takes, bool)
        t.arrivals[h, ~takes] = 0
        t.opens[h] = int(np.flatnonzero(takes)[0]) if takes.any() else self.today.weeks


def _there(stays: Sequence[StayRow], hub: int, first: dt.date, after: dt.date) -> int:
    """People who have a place of a hub, or are in it without one, on some day of a week."""
    return sum(
        s.hub == hub and s.arrive_on < after and (s.leave_by is None or s.leave_by > first) for s in stays
    )


def _value(fact: Fact, known: object) -> object:
    """A fact as the database gives it, as the frame holds it."""
    if known is not None and fact.type is FactType.DATE:
        return dt.date.fromisoformat(str(known))
    return known
