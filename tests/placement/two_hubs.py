"""Two small hubs and people whose conditions hold, for plans written by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import polars as pl
from screening_cases import settled

from returnhub.caseload.columns import schema
from returnhub.scheme.figures import Confidence, Figure, Source, Unit
from returnhub.scheme.hosts import Answer, HostAndOrigin
from returnhub.scheme.load import load
from returnhub.scheme.model import Agreement, Hub, RulesChoice, Scheme, State
from returnhub.scheme.suitability import HubTakes, PlaceKind, PlacesFor, Readiness
from returnhub.screening.rules import load_ruleset

START = dt.date(2026, 11, 30)
WEEKS = 8
READY = Readiness(monitor=True, complaint_way=True, exit_route=True)
FIGURES = {
    "north_places": (Unit.PLACES, 10),
    "south_places": (Unit.PLACES, 4),
    "men_share": (Unit.SHARE, 0.5),
    "women_share": (Unit.SHARE, 0.2),
    "families_share": (Unit.SHARE, 0.3),
    "step_free_share": (Unit.SHARE, 0.2),
    "opens": (Unit.DAYS, 300),
    "ramp": (Unit.DAYS, 70),
    "stay": (Unit.DAYS, 25),
    "notice_days": (Unit.DAYS, 10),
    "a_week": (Unit.PEOPLE, 3),
    "cap": (Unit.PEOPLE, 6),
}


@lru_cache
def two_hubs() -> Scheme:
    """North tells its places apart (5 for men, 1 of them step-free; 2 for women; 3 for families); in south
    any of 4 places is for anybody. Stays take up 4 weeks, notice the first 2, 3 people may move a week."""
    base = load("kosovo-2025")
    like = base.hubs[0]
    kinds = tuple(
        PlaceKind(id=who, places_for=PlacesFor(who), share=f"{who}_share", step_free="step_free_share")
        for who in ("men", "women", "families")
    )
    north = like.model_copy(
        update={
            "id": "north", "host": State(code="XXN", name="Northland"), "places": "north_places",
            "opens_after_days": "opens", "full_after_days": None, "expected_stay": "stay",
            "transfers_a_week": "a_week", "place_kinds": kinds, "takes": HubTakes(), "ready": READY,
        }
    )  # fmt: skip
    south = north.model_copy(
        update={"id": "south", "host": State(code="XXS", name="Southland"), "places": "south_places"}
    ).model_copy(update={"place_kinds": ()})
    figures = {name: figure(name, unit, value) for name, (unit, value) in FIGURES.items()}
    return base.model_copy(
        update={
            "starts": dt.date(2026, 1, 1),
            "rules": RulesChoice(profile="eu-agreed-2026", says="For tests."),
            "is_for": base.is_for.model_copy(update={"origins": None, "not_origins": ()}),
            "agreement": Agreement(form="offer", legally_binding=False, public=True, says="For tests."),
            "hubs": (north, south),
            "hosts": {"XXN": {"ALB": row()}, "XXS": {"ALB": row()}},
            "figures": base.figures | figures,
            "rules_files": (),
        }
    )


def figure(name: str, unit: Unit, value: float) -> Figure:
    return Figure(
        id=name, says="A figure for tests.", unit=unit, value=value, confidence=Confidence.ASSUMPTION
    )


def row(**answers: Answer) -> HostAndOrigin:
    """How Albania stands to a host: yes to all but what is said."""
    usual = dict.fromkeys(("recognises", "consulate", "documents", "flights"), Answer.YES)
    source = (Source(cite="Made up"),)
    return HostAndOrigin(
        origin="ALB", date=START, source=source, confidence=Confidence.ASSUMPTION, **(usual | answers)
    )


def hub(scheme: Scheme, name: str, **changes: Any) -> Scheme:
    """The scheme with one hub changed."""
    changed: tuple[Hub, ...] = tuple(h.model_copy(update=changes) if h.id == name else h for h in scheme.hubs)
    return scheme.model_copy(update={"hubs": changed})


@lru_cache
def usual() -> dict[str, object]:
    """A person whose conditions hold, who needs no care, and whom no host was asked to accept."""
    case = settled(load_ruleset("eu-agreed-2026", two_hubs()), START)
    asked = {"host_accepted_on": None, "host_acceptance_until": None}
    return case | asked | {"needs_step_free": False, "care_needed": 0}


def people(scheme: Scheme, *changes: Mapping[str, object]) -> pl.DataFrame:
    """People A, B, ... whose conditions hold, each a household of their own but for what is changed."""
    rows = [
        {"case": chr(ord("A") + i), "household": i + 1} | usual() | dict(change)
        for i, change in enumerate(changes)
    ]
    return pl.DataFrame(rows, schema=schema(scheme.facts))


def plan(
    cases: pl.DataFrame, places: Mapping[str, tuple[str, str, int]], stay_weeks: int = 4
) -> pl.DataFrame:
    """Everybody of the caseload with the place given (hub, kind, week), or none and a reason."""
    rows: list[dict[str, object]] = []
    for case, household in cases.select("case", "household").iter_rows():
        there = places.get(case)
        arrive = None if there is None else START + dt.timedelta(weeks=there[2])
        rows.append(
            {
                "case": case,
                "household": household,
                "hub": None if there is None else there[0],
                "kind": None if there is None else there[1],
                "week": None if there is None else there[2],
                "arrive_on": arrive,
                "leave_by": None if arrive is None else arrive + dt.timedelta(weeks=stay_weeks),
                "reason": None if there else "not enough places",
            }
        )
    return pl.DataFrame(
        rows,
        schema={
            "case": pl.String, "household": pl.Int64, "hub": pl.String, "kind": pl.String, "week": pl.Int32,
            "arrive_on": pl.Date, "leave_by": pl.Date, "reason": pl.String,
        },
    )  # fmt: skip
